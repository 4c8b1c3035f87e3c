"""The portal of the police and gendarmerie: a reference, an identity to compare, one key to
establish.

Every page that shows an identity is a consultation of the journal. After a POST the browser is sent
to a GET, so that Back and Reload send nothing again.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import timedelta

from chalice.app import Blueprint, Response

from chalicelib.domaine.autorites import libelle_qualite
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    DemandeExpiree,
    ErreurMetier,
    MandantDejaRepresente,
    ReferenceIntrouvable,
    ReferenceInvalide,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.libelles import LIBELLES_PIECE, date_fr, instant_fr
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from chalicelib.domaine.reference import normaliser
from chalicelib.domaine.temps import jour
from chalicelib.identite.personnes import Portail
from chalicelib.portails.pages import FORMULAIRE, page, refuser, statut
from chalicelib.portails.vues import VueDemande, nom_de_commune, vue_demande
from chalicelib.services.etablir import etablir
from chalicelib.services.guichet import (
    acte_de_cet_agent,
    annoncer_au_guichet,
    consulter_au_guichet,
    exiger_acces,
)
from chalicelib.services.refuser_au_guichet import refuser_au_guichet
from chalicelib.web import reponses
from chalicelib.web.acces import Acces, Guichet, Vue
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire

blueprint = Blueprint(__name__)
guichet = Guichet(blueprint, "/autorite", refuser)

LECTURE = Acces(Portail.AUTORITE)
ECRITURE = Acces(Portail.AUTORITE, ecrit=True)

PIECES = [{"valeur": code, "texte": texte} for code, texte in LIBELLES_PIECE.items()]
PIECE_PRESENTEE_LE_PLUS_SOUVENT = "CNI"
MOTIFS = [
    {
        "valeur": motif.code,
        "texte": motif.libelle,
        "aide": "La référence ne sera plus utilisable."
        if motif.definitif
        else "La personne pourra revenir avec la même référence.",
    }
    for motif in MOTIFS_AUTORITE.values()
]

_AUTRE_REFERENCE = (
    ReferenceInvalide,
    ReferenceIntrouvable,
    DemandeExpiree,
    MandantDejaRepresente,
)
"""With TransitionInterdite, the refusals after which the agent types a reference again."""


def _ou_autre_reference(vue: Vue) -> Vue:
    """A reference that leads nowhere is told beside the field, with what was typed. What this very
    agent did before, in another tab or in a call whose answer was lost, is no error.
    """

    @functools.wraps(vue)
    def entree(appel: Appel) -> Response:
        try:
            return vue(appel)
        except TransitionInterdite as erreur:
            demande = _acte_ou_rien(appel)
            if demande is not None:
                return _aller_au_resultat(appel, demande)
            return _champ_de_saisie(appel, erreur, _reference(appel))
        except _AUTRE_REFERENCE as erreur:
            return _champ_de_saisie(appel, erreur, _reference(appel))

    return entree


@guichet.route("GET", "/saisie", LECTURE)
def saisir(appel: Appel) -> Response:
    """The field where a reference is typed or scanned."""
    return _champ_de_saisie(appel)


@guichet.route("POST", "/recherche", ECRITURE, FORMULAIRE)
def rechercher(appel: Appel) -> Response:
    """Goes to the demande of the typed reference; that page alone looks it up, once."""
    saisie = appel.champ("reference")
    try:
        reference = normaliser(saisie)
    except ReferenceInvalide as erreur:
        return _champ_de_saisie(appel, erreur, saisie)
    return reponses.aller(appel.url(f"/autorite/demandes/{reference}"))


@guichet.route("GET", "/demandes/{reference}", LECTURE)
@_ou_autre_reference
def consulter(appel: Appel) -> Response:
    """The identity to compare with the document; what was established stays told as such."""
    return _fiche(appel, {"piece": PIECE_PRESENTEE_LE_PLUS_SOUVENT})


@guichet.route("POST", "/demandes/{reference}/etablissement", ECRITURE, FORMULAIRE)
@_ou_autre_reference
def etablir_la_procuration(appel: Appel) -> Response:
    """Establishes: field `piece`. The same form sent again leads to the same page."""
    piece = appel.champ("piece")
    try:
        demande = etablir(
            appel.contexte,
            reference=_reference(appel),
            agent=appel.agent,
            circonstances=Circonstances(piece=piece),
            cle=empreinte_du_formulaire(appel, "etablissement", piece),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _fiche(appel, {}, erreur.erreurs)
    return _aller_au_resultat(appel, demande)


@guichet.route("GET", "/demandes/{reference}/refus", LECTURE)
@_ou_autre_reference
def choisir_un_motif(appel: Appel) -> Response:
    """Why the procuration is not established."""
    return _motifs(appel)


@guichet.route("POST", "/demandes/{reference}/refus", ECRITURE, FORMULAIRE)
@_ou_autre_reference
def refuser_la_demande(appel: Appel) -> Response:
    """Refuses: field `motif`."""
    motif = appel.champ("motif")
    try:
        demande = refuser_au_guichet(
            appel.contexte,
            reference=_reference(appel),
            agent=appel.agent,
            motif=motif,
            cle=empreinte_du_formulaire(appel, "refus", motif),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _motifs(appel, erreur.erreurs)
    return _aller_au_resultat(appel, demande)


@guichet.route("GET", "/demandes/{reference}/fait", LECTURE)
@_ou_autre_reference
def fait(appel: Appel) -> Response:
    """What this agent did with it, and the field of the next reference."""
    exiger_acces(appel.contexte, appel.agent, appel.maintenant)
    return _resultat(appel, acte_de_cet_agent(appel.contexte, _reference(appel), appel.agent))


def _acte_ou_rien(appel: Appel) -> Demande | None:
    try:
        return acte_de_cet_agent(appel.contexte, _reference(appel), appel.agent)
    except ReferenceIntrouvable:
        return None


def _reference(appel: Appel) -> str:
    return appel.parametre_de_chemin("reference")


def _champ_de_saisie(
    appel: Appel, erreur: ErreurMetier | None = None, saisie: str = ""
) -> Response:
    habilitation = exiger_acces(appel.contexte, appel.agent, appel.maintenant)
    phrases = {"reference": f"{erreur.titre}. {erreur.detail}"} if erreur else {}
    return page(
        appel,
        "autorite/saisie.html",
        statut(erreur) if erreur else 200,
        agent={
            "qualite": libelle_qualite(habilitation.qualite),
            "unite": habilitation.unite,
            "lieu": habilitation.lieu,
            "jusqu_au": date_fr(jour(habilitation.au - timedelta(seconds=1))),
        },
        saisie={"reference": saisie[:64]},
        erreurs=phrases,
    )


def _fiche(
    appel: Appel, saisie: Mapping[str, str], erreurs: Mapping[str, str] | None = None
) -> Response:
    demande = consulter_au_guichet(
        appel.contexte, reference=_reference(appel), agent=appel.agent, maintenant=appel.maintenant
    )
    if demande.etablissement is not None:
        return _resultat(appel, demande)
    return page(
        appel,
        "autorite/fiche.html",
        422 if erreurs else 200,
        demande=_vue(appel, demande),
        pieces=PIECES,
        saisie=saisie,
        erreurs=erreurs or {},
    )


def _motifs(appel: Appel, erreurs: Mapping[str, str] | None = None) -> Response:
    demande = annoncer_au_guichet(
        appel.contexte, reference=_reference(appel), agent=appel.agent, maintenant=appel.maintenant
    )
    if demande.etablissement is not None:
        return _resultat(appel, demande)
    return page(
        appel,
        "autorite/refus.html",
        422 if erreurs else 200,
        demande=_vue(appel, demande),
        motifs=MOTIFS,
        erreurs=erreurs or {},
    )


def _aller_au_resultat(appel: Appel, demande: Demande) -> Response:
    return reponses.aller(appel.url(f"/autorite/demandes/{demande.reference}/fait"))


def _resultat(appel: Appel, demande: Demande) -> Response:
    acte = demande.etablissement
    return page(
        appel,
        "autorite/fait.html",
        etablie=acte is not None,
        vivante=demande.etat is Etat.DEPOSEE,
        reference=demande.reference,
        commune=nom_de_commune(demande.mandant.commune),
        instant=instant_fr(acte.le) if acte else "",
    )


def _vue(appel: Appel, demande: Demande) -> VueDemande:
    return vue_demande(demande, appel.contexte.depots.scrutins(), nom_de_commune, appel.maintenant)
