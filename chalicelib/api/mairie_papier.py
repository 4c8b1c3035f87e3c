"""The API of the mairie, for forms on paper."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from chalicelib.api.idempotence import cle_exigee
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.reference import normaliser
from chalicelib.services.avertir_papier import avertir
from chalicelib.services.lister import exiger_acces
from chalicelib.services.numeriser import lire_numerisation, numeriser
from chalicelib.services.saisie import lire_commune
from chalicelib.services.saisie_papier import EN_DOUBLE, Circonstances, comparer, lire_formulaire
from chalicelib.services.saisir_papier import FormulairePapier, saisir_papier
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

_PERSONNES = {
    "mandant": ("nom", "nom_usage", "sexe", "naissance", "nne", "courriel", "commune"),
    "mandataire": ("nom", "sexe", "naissance", "nne", "commune"),
}


def saisir_une_procuration(appel: Appel) -> Response:
    """Enters a form; 201 with its reference. `Idempotency-Key` is required."""
    cle = cle_exigee(appel)
    formulaire = _lire(appel)
    qui = appel.agent_mairie
    demande = saisir_papier(
        appel.contexte,
        formulaire=formulaire,
        agent=qui.agent,
        commune=qui.commune,
        cle=cle,
        refusee=_booleen(appel, "refusee"),
        maintenant=appel.maintenant,
    )
    ou = appel.url(f"/api/v1/mairie/procurations/{demande.reference}")
    corps = {"reference": demande.reference, "etat": demande.etat.value}
    return reponses.json(corps, 201, Location=ou)


def avertissements_avant_saisie(appel: Appel) -> Response:
    """What entering this very form would meet; nothing is written."""
    formulaire = _lire(appel)
    qui = appel.agent_mairie
    trouves = avertir(
        appel.contexte,
        formulaire=formulaire,
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "avertissements d'une saisie sur papier")
    corps = {
        "deja_represente": trouves.deja_represente,
        "jours_nuls": [vote.isoformat() for vote in trouves.plafond.nuls],
        "deplacees": trouves.deplacees,
        "jours_passes": [vote.isoformat() for vote in trouves.passes],
    }
    return reponses.json(corps)


def joindre_une_numerisation(appel: Appel) -> Response:
    """Joins the body, a scan of the form, in the place of the one before."""
    qui = appel.agent_mairie
    demande = numeriser(
        appel.contexte,
        appel.montage.coffre,
        reference=appel.parametre_de_chemin("reference"),
        agent=qui.agent,
        commune=qui.commune,
        contenu=appel.corps,
        maintenant=appel.maintenant,
    )
    return reponses.json({"reference": demande.reference, "etat": demande.etat.value})


def numerisation(appel: Appel) -> Response:
    """The scan; the consultation is logged."""
    qui, reference = appel.agent_mairie, appel.parametre_de_chemin("reference")
    piece = lire_numerisation(
        appel.contexte,
        appel.montage.coffre,
        reference=reference,
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    )
    nom = f"procuration-{normaliser(reference)}.{piece.genre.extension}"
    return reponses.fichier(piece.contenu, piece.genre.type, nom)


def _lire(appel: Appel) -> FormulairePapier:
    """The document as the form that it describes. Raises DelegationAbsente, and SaisieInvalide once
    for both entries.
    """
    qui = appel.agent_mairie
    exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)
    circonstances = Circonstances(
        lire_commune(qui.commune),
        appel.contexte.depots.scrutins(),
        appel.maintenant,
    )
    champs, tours = _champs(appel), _tours(appel.document)
    erreurs: dict[str, str] = {}
    formulaire = None
    try:
        formulaire = lire_formulaire(champs, tours, circonstances)
    except SaisieInvalide as erreur:
        erreurs |= erreur.erreurs
    try:
        comparer(champs, {champ: appel.texte("seconde_saisie", champ) for champ in EN_DOUBLE})
    except SaisieInvalide as erreur:
        erreurs |= erreur.erreurs
    if erreurs or formulaire is None:
        raise SaisieInvalide(erreurs)
    return formulaire


def _champs(appel: Appel) -> dict[str, str]:
    """The fields as the service names them."""
    champs = {
        f"{qui}_{nom}": appel.texte(qui, nom) for qui, noms in _PERSONNES.items() for nom in noms
    }
    for qui in _PERSONNES:
        champs[f"{qui}_prenoms"] = _prenoms(appel.document, qui)
    for nom in ("nom", "prenom", "qualite", "lieu"):
        champs[f"autorite_{nom}"] = appel.texte("autorite", nom)
    champs["etablie_le"] = appel.texte("etablissement", "le")
    champs["etablie_a"] = appel.texte("etablissement", "a")
    champs["fuseau"] = appel.texte("etablissement", "fuseau")
    champs |= {nom: appel.texte("portee", nom) for nom in ("scrutin", "au")}
    return champs


def _prenoms(document: dict[str, Any], qui: str) -> str:
    personne = document.get(qui)
    prenoms = personne.get("prenoms", []) if isinstance(personne, dict) else []
    if not isinstance(prenoms, list) or not all(isinstance(p, str) for p in prenoms):
        raise SaisieInvalide.du_champ(f"{qui}_prenoms", "Ce champ attend une liste de textes.")
    return ",".join(prenoms)


def _tours(document: dict[str, Any]) -> tuple[int, ...]:
    portee = document.get("portee")
    tours = portee.get("tours", []) if isinstance(portee, dict) else []
    if not isinstance(tours, list) or not all(type(t) is int for t in tours):
        raise SaisieInvalide.du_champ("tours", "Ce champ attend une liste de numéros de tour.")
    return tuple(tours)


def _booleen(appel: Appel, nom: str) -> bool:
    valeur = appel.document.get(nom, False)
    if not isinstance(valeur, bool):
        raise SaisieInvalide.du_champ(nom, "Ce champ attend true ou false.")
    return valeur
