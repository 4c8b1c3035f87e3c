"""The API of the mandant."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from chalicelib.api import vues
from chalicelib.api.idempotence import cle_exigee
from chalicelib.domaine.erreurs import ErreurMetier, SaisieInvalide
from chalicelib.domaine.identites import Mandant
from chalicelib.domaine.temps import jour
from chalicelib.referentiel.communes import actuelle
from chalicelib.referentiel.recherche import chercher
from chalicelib.services import saisie, teleprocedure
from chalicelib.services.acheminement import acheminements
from chalicelib.services.canari import commune_d_inscription
from chalicelib.services.conseiller import conseiller
from chalicelib.services.demander_resiliation import demander_resiliation
from chalicelib.services.deposer import deposer
from chalicelib.services.retirer import retirer
from chalicelib.services.suivre import suivre
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


class RecepisseIndisponible(ErreurMetier):
    """There is no récépissé before the procuration is established."""

    code = "recepisse-indisponible"
    titre = "Il n'y a pas encore de récépissé"

    def __init__(self) -> None:
        super().__init__(
            "Le récépissé existe une fois la procuration établie devant un policier ou un gendarme."
        )


def communes(appel: Appel) -> Response:
    """Communes, arrondissements and consular posts whose name or postcode fits `q`."""
    trouvees = chercher(appel.parametres.get("q", ""))
    reponse = reponses.json({"communes": [vues.commune(c) for c in trouvees]})
    reponse.headers["Cache-Control"] = "public, max-age=86400"
    return reponse


def scrutins(appel: Appel) -> Response:
    """Scrutins still to come, of one commune when `commune` says so."""
    aujourd_hui = jour(appel.maintenant)
    ouverts = [s for s in appel.contexte.depots.scrutins().values() if s.est_ouvert(aujourd_hui)]
    if appel.parametres.get("commune"):
        lieu = saisie.lire_commune(appel.parametres["commune"])
        ouverts = [s for s in ouverts if s.concerne(lieu.code, est_consulat=lieu.consulaire)]
    ouverts.sort(key=lambda s: s.tours[0].date)
    return reponses.json({"scrutins": [vues.scrutin(s) for s in ouverts]})


def deposer_une_demande(appel: Appel) -> Response:
    """Files a demande; 201 with its reference. `Idempotency-Key` is required."""
    cle = cle_exigee(appel)
    electeur = appel.electeur
    lieu = commune_d_inscription(appel.texte("commune"), electeur.id)
    mandataire = saisie.lire_mandataire(_champs_du_mandataire(appel), electeur.etat_civil)
    saisie.exiger_mandataire_permis(protege_par=_protege_par(appel))
    teleprocedure.exiger_teleprocedure(lieu, mandataire)
    portee = saisie.lire_portee(
        {nom: appel.texte("portee", nom) for nom in ("scrutin", "du", "au")},
        _tours(appel.document),
        scrutins=appel.contexte.depots.scrutins(),
        commune=lieu,
        mandataire=mandataire,
        aujourd_hui=jour(appel.maintenant),
    )
    teleprocedure.exiger_teleprocedure_au_scrutin(portee, appel.contexte.depots.scrutins(), lieu)
    courriel = saisie.lire_courriel(appel.texte("courriel"))
    demande = deposer(
        appel.contexte,
        mandant=Mandant(electeur.id, electeur.etat_civil, courriel, lieu.code),
        mandataire=mandataire,
        portee=portee,
        cle=cle,
        maintenant=appel.maintenant,
    )
    corps = vues.demande_du_mandant(demande, appel.contexte.depots.scrutins())
    ou = appel.url(f"/api/v1/demandes/{demande.reference}")
    return reponses.json(corps, 201, Location=ou)


def mes_demandes(appel: Appel) -> Response:
    """The mandant's own demandes, newest first."""
    miennes = appel.contexte.depots.demandes_du_mandant(appel.electeur.id)
    connus = appel.contexte.depots.scrutins()
    return reponses.json({"demandes": [vues.demande_du_mandant(d, connus) for d in miennes]})


def ma_demande(appel: Appel) -> Response:
    """One of them."""
    demande = suivre(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
    )
    return reponses.json(vues.demande_du_mandant(demande, appel.contexte.depots.scrutins()))


def mes_courriels(appel: Appel) -> Response:
    """What became of the messages about one of them."""
    demande = suivre(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
    )
    suivis = acheminements(appel.montage.envois, demande, appel.contexte.secret)
    return reponses.json(vues.courriels(suivis))


def avis(appel: Appel) -> Response:
    """What the national register would refuse today: the motifs, in words for the mandant."""
    demande = suivre(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
    )
    conseil = conseiller(appel.contexte, demande, appel.maintenant)
    corps = [{"motif": a.motif, "phrase": a.phrase, "conseil": a.conseil} for a in conseil.avis]
    return reponses.json({"disponible": conseil.disponible, "avis": corps})


def recepisse(appel: Appel) -> Response:
    """The récépissé of an established procuration, as a PDF file."""
    from chalicelib.registre.recepisse import en_pdf, recepisse_de

    demande = suivre(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
    )
    if demande.etablissement is None:
        raise RecepisseIndisponible
    lieu = actuelle(demande.mandant.commune)
    page = recepisse_de(
        demande,
        appel.contexte.depots.scrutins(),
        lieu.libelle if lieu else demande.mandant.commune,
        appel.maintenant,
    )
    return reponses.fichier(en_pdf(page), "application/pdf", f"recepisse-{demande.reference}.pdf")


def retirer_ma_demande(appel: Appel) -> Response:
    """Withdraws a demande that is not yet established."""
    demande = retirer(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_du_mandant(demande, appel.contexte.depots.scrutins()))


def demander_la_resiliation(appel: Appel) -> Response:
    """Asks to end an established procuration; an authority then confirms it. Nothing in the
    body."""
    demande = demander_resiliation(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        mandant_id=appel.electeur.id,
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_du_mandant(demande, appel.contexte.depots.scrutins()))


def _protege_par(appel: Appel) -> bool:
    declare = appel.document.get("protege_par", False)
    if not isinstance(declare, bool):
        raise SaisieInvalide.du_champ("protege_par", "Ce champ attend true ou false.")
    return declare


def _champs_du_mandataire(appel: Appel) -> dict[str, str]:
    noms = ("nne", "naissance", "nom", "sexe", "commune")
    champs = {nom: appel.texte("mandataire", nom) for nom in noms}
    mandataire = appel.document.get("mandataire")
    prenoms = mandataire.get("prenoms") if isinstance(mandataire, dict) else None
    if prenoms is not None:
        if not isinstance(prenoms, list) or not all(isinstance(p, str) for p in prenoms):
            raise SaisieInvalide.du_champ("prenoms", "Ce champ attend une liste de textes.")
        champs["prenoms"] = ",".join(prenoms)
    return champs


def _tours(document: dict[str, Any]) -> tuple[int, ...]:
    portee = document.get("portee")
    tours = portee.get("tours", []) if isinstance(portee, dict) else []
    if not isinstance(tours, list) or not all(type(t) is int for t in tours):
        raise SaisieInvalide.du_champ("tours", "Ce champ attend une liste de numéros de tour.")
    return tuple(tours)
