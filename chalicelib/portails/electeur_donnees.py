"""The mandant's own data on the pages: what is held, to take away, to correct (GDPR)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ReferenceInvalide, SaisieInvalide, TransitionInterdite
from chalicelib.domaine.etats import A_PRESENTER, VIVANTS, Role
from chalicelib.domaine.journal import CONSULTATION, Ecriture
from chalicelib.domaine.libelles import LIBELLES_ETAT, date_fr, instant_fr, portee_fr
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.temps import jour
from chalicelib.portails.pages import page
from chalicelib.registre.mes_donnees import document
from chalicelib.services import saisie
from chalicelib.services.mes_donnees import DonneesDUneDemande, mes_donnees
from chalicelib.services.rectifier import rectifier
from chalicelib.services.suivre import DemandeIntrouvable, suivre
from chalicelib.web import reponses
from chalicelib.web.appel import Appel

_AUTRE = phrase("Écrivez deux fois la même adresse.")


_LECTEURS = {
    Role.AUTORITE: phrase("La police, la gendarmerie ou le consulat"),
    Role.MAIRIE: phrase("La mairie"),
}


@dataclass(frozen=True, slots=True)
class VueDonnees:
    """One demande in the list of what is held."""

    reference: str
    etat: str
    etat_fr: str
    portee: tuple[str, ...]
    courriel: str
    effacee_le: str
    ecritures: int
    courriels: int
    consultations: tuple[str, ...]
    peut_corriger: bool


def voir(appel: Appel) -> Response:
    """What is held, until when, and what can be done about it."""
    miennes = mes_donnees(appel.contexte, appel.montage.envois, appel.electeur.id)
    return page(
        appel, "electeur/mes-donnees.html", demandes=[_vue(appel, mienne) for mienne in miennes]
    )


def emporter(appel: Appel) -> Response:
    """The same as a file that a machine can read (GDPR, art. 20)."""
    miennes = mes_donnees(appel.contexte, appel.montage.envois, appel.electeur.id)
    contenu = document(miennes, appel.contexte.depots.scrutins(), appel.maintenant)
    texte = json.dumps(contenu, ensure_ascii=False, indent=2)
    return reponses.fichier(texte.encode(), "application/json", "mes-donnees-procuration.json")


def demander_l_adresse(appel: Appel) -> Response:
    """The form of the address."""
    demande = _la_mienne(appel)
    if demande.etat not in A_PRESENTER | VIVANTS:
        return _trop_tard(appel, demande.reference)
    return _formulaire(appel, demande.reference, {"courriel": demande.mandant.courriel})


def corriger(appel: Appel) -> Response:
    """Corrects it; the same address changes nothing."""
    reference = _la_mienne(appel).reference
    lu = {nom: appel.champ(nom) for nom in ("courriel", "courriel_confirmation")}
    try:
        rectifier(
            appel.contexte,
            reference=reference,
            mandant_id=appel.electeur.id,
            courriel=_lire(lu),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _formulaire(appel, reference, lu, erreur.erreurs, 422)
    except TransitionInterdite:
        return _trop_tard(appel, reference)
    return reponses.aller(appel.url(f"/electeur/demandes/{reference}"))


def _lire(lu: Mapping[str, str]) -> str:
    courriel = saisie.lire_courriel(lu["courriel"])
    if lu["courriel_confirmation"].strip().lower() != lu["courriel"].strip().lower():
        raise SaisieInvalide.du_champ("courriel_confirmation", _AUTRE)
    return courriel


def _la_mienne(appel: Appel) -> Demande:
    reference = appel.parametre_de_chemin("reference")
    try:
        return suivre(appel.contexte, reference=reference, mandant_id=appel.electeur.id)
    except ReferenceInvalide:
        raise DemandeIntrouvable from None


def _vue(appel: Appel, donnees: DonneesDUneDemande) -> VueDonnees:
    demande = donnees.demande
    return VueDonnees(
        reference=demande.reference,
        etat=demande.etat.value,
        etat_fr=LIBELLES_ETAT[demande.etat],
        portee=portee_fr(demande.portee, appel.contexte.depots.scrutins()),
        courriel=demande.mandant.courriel,
        effacee_le=date_fr(jour(donnees.efface_le)),
        ecritures=len(donnees.ecritures),
        courriels=len(donnees.envois),
        consultations=lectures_fr(donnees.ecritures),
        peut_corriger=demande.etat in A_PRESENTER | VIVANTS,
    )


def lectures_fr(ecritures: Iterable[Ecriture]) -> tuple[str, ...]:
    """Which agents opened it and when, latest first: by their role alone, as in the file."""
    lues = (e for e in ecritures if e.evenement == CONSULTATION and e.role in _LECTEURS)
    return tuple(
        phrase("{qui}, le {instant}", qui=_LECTEURS[e.role], instant=instant_fr(e.instant))
        for e in sorted(lues, key=lambda e: e.instant, reverse=True)
    )


def _formulaire(
    appel: Appel,
    reference: str,
    lu: Mapping[str, str],
    erreurs: Mapping[str, str] | None = None,
    statut: int = 200,
) -> Response:
    return page(
        appel,
        "electeur/rectification.html",
        statut,
        reference=reference,
        saisie=lu,
        erreurs=erreurs or {},
    )


def _trop_tard(appel: Appel, reference: str) -> Response:
    return page(
        appel,
        "probleme.html",
        409,
        titre=phrase("Cette adresse ne peut plus être corrigée"),
        detail=phrase(
            "Cette demande est terminée : plus rien d’important ne sera envoyé à son sujet."
        ),
        actions=[(phrase("Voir cette demande"), f"/electeur/demandes/{reference}")],
    )
