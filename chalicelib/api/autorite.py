"""The API of the police, the gendarmerie and the consulates."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.api import vues
from chalicelib.api.idempotence import empreinte_de_cle
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.temps import jour
from chalicelib.services import circonstances, lieux_publics, saisie
from chalicelib.services.activites import actes_du_jour
from chalicelib.services.collecter import collecter
from chalicelib.services.collectes import collectes
from chalicelib.services.etablir import etablir
from chalicelib.services.guichet import consulter_au_guichet, exiger_acces
from chalicelib.services.rectifier_au_guichet import rectifier_au_guichet
from chalicelib.services.refuser_au_guichet import refuser_au_guichet
from chalicelib.services.resilier import resilier
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


def consulter(appel: Appel) -> Response:
    """The demande of the person at the counter; the consultation is logged."""
    demande = consulter_au_guichet(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_au_guichet(demande, appel.contexte.depots.scrutins()))


def etablir_la_procuration(appel: Appel) -> Response:
    """Establishes the procuration: `{"piece": "CNI"}`, with `cadre` and what it needs when it is
    not at the counter; `remplacer` résilie in the same act those that the mandant gave for the same
    days.
    """
    champs, remplacer = _circonstances(appel), _remplacer(appel)
    demande = etablir(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        circonstances=circonstances.lire(champs),
        cle=empreinte_de_cle(appel, "etablissement", *champs.values(), str(remplacer)),
        maintenant=appel.maintenant,
        remplacer=remplacer,
    )
    return reponses.json(vues.demande_au_guichet(demande, appel.contexte.depots.scrutins()))


def recueillir_la_demande(appel: Appel) -> Response:
    """The délégué of an OPJ collects it, with the same document as an establishment."""
    champs = _circonstances(appel)
    demande = collecter(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        circonstances=circonstances.lire(champs),
        cle=empreinte_de_cle(appel, "collecte", *champs.values()),
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_au_guichet(demande, appel.contexte.depots.scrutins()))


def mes_collectes(appel: Appel) -> Response:
    """What the délégués of this OPJ have collected and he has still to establish; no elector is
    named.
    """
    trouvees = collectes(appel.contexte, appel.agent, appel.maintenant)
    return reponses.json({"collectes": [vues.collecte(d) for d in trouvees]})


def lieux_ouverts(appel: Appel) -> Response:
    """The public places of a `departement` that are open now (R72-1 III)."""
    exiger_acces(appel.contexte, appel.agent, appel.maintenant)
    departement = appel.parametres.get("departement", "").strip().upper()
    if not departement:
        raise SaisieInvalide.du_champ("departement", "Indiquez le numéro du département.")
    ouverts = lieux_publics.ouverts(appel.contexte, departement[:3], appel.maintenant)
    return reponses.json({"lieux": [vues.lieu_public(lieu) for lieu in ouverts]})


def refuser_la_demande(appel: Appel) -> Response:
    """Refuses at the counter: `{"motif": "A1"}`."""
    motif = appel.texte("motif")
    demande = refuser_au_guichet(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        motif=motif,
        cle=empreinte_de_cle(appel, "refus", motif),
        maintenant=appel.maintenant,
    )
    return reponses.json({"reference": demande.reference, "etat": demande.etat.value})


def corriger_le_courriel(appel: Appel) -> Response:
    """Corrects the mandant's address at his word: `{"courriel": "nom@exemple.fr"}`."""
    courriel = saisie.lire_courriel(appel.texte("courriel"))
    demande = rectifier_au_guichet(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        courriel=courriel,
        cle=empreinte_de_cle(appel, "courriel", courriel),
        maintenant=appel.maintenant,
    )
    return reponses.json({"reference": demande.reference, "etat": demande.etat.value})


def mes_actes_du_jour(appel: Appel) -> Response:
    """What this agent did today, newest first; no elector is named."""
    faits = actes_du_jour(appel.contexte, appel.montage.activites, appel.agent, appel.maintenant)
    return reponses.json(
        {"jour": jour(appel.maintenant).isoformat(), "actes": [vues.activite(f) for f in faits]}
    )


def resilier_la_procuration(appel: Appel) -> Response:
    """Ends the procuration whose mandant, present, has asked for it: `{"piece": "CNI"}`."""
    piece = appel.texte("piece")
    demande = resilier(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        piece=piece,
        cle=empreinte_de_cle(appel, "resiliation", piece),
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_au_guichet(demande, appel.contexte.depots.scrutins()))


def _remplacer(appel: Appel) -> bool:
    remplacer = appel.document.get("remplacer", False)
    if not isinstance(remplacer, bool):
        raise SaisieInvalide.du_champ("remplacer", "Ce champ attend true ou false.")
    return remplacer


def _circonstances(appel: Appel) -> dict[str, str]:
    champs = {nom: appel.texte(nom) for nom in ("piece", "cadre", "lieu_public", "ecrit_du")}
    attestation = appel.document.get("attestation", False)
    if not isinstance(attestation, bool):
        raise SaisieInvalide.du_champ("attestation", "Ce champ attend true ou false.")
    return champs | {"attestation": "oui" if attestation else ""}
