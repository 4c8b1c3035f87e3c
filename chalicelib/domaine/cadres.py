"""Where an authority may compare identities beside its own counter: at home (R72-1 IV), in a public
place of the préfet's arrêté (R72-1 III), at a consular post (R72-1-1).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.erreurs import AccesRefuse, SaisieInvalide
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import QUALITES_CONSULAIRES, Habilitation
from chalicelib.domaine.lieux import LieuPublic, est_ouvert
from chalicelib.domaine.portee import Portee, Scrutins, dernier_jour
from chalicelib.domaine.regles import (
    CONSERVATION_ATTESTATION,
    CONSULATS_EN_LIGNE,
    ECRIT_AGE_MAX,
)
from chalicelib.domaine.temps import jour

_AU_GUICHET = frozenset({Cadre.GUICHET, Cadre.CONSULAT})


def preciser(
    circonstances: Circonstances,
    habilitation: Habilitation,
    lieu: LieuPublic | None,
    commune_du_lieu: str,
    maintenant: datetime,
) -> Circonstances:
    """The circumstances as the act records them. `lieu` is the public place that they name, None
    when there is none under that id; `commune_du_lieu` the name of its commune.

    Raises SaisieInvalide (a home visit without its written request or attestation; a place that is
    not open now; a frame that is not the authority's), AccesRefuse (AUT-03, before 2022).
    """
    if habilitation.qualite in QUALITES_CONSULAIRES:
        return _au_consulat(circonstances, maintenant)
    if circonstances.cadre is Cadre.GUICHET:
        return replace(circonstances, lieu_public="", lieu="", ecrit_du=None)
    if circonstances.cadre is Cadre.DOMICILE:
        return _au_domicile(circonstances, jour(maintenant))
    if circonstances.cadre is Cadre.LIEU_PUBLIC:
        return _en_un_lieu_public(circonstances, lieu, commune_du_lieu, maintenant)
    raise SaisieInvalide.du_champ(
        "cadre", "Choisissez : à votre unité, au domicile de la personne ou dans un lieu public."
    )


def attestation_gardee_jusqu_au(portee: Portee, scrutins: Scrutins) -> date:
    """AUT-05, article R73: the last day on which the authority keeps the attestation."""
    return dernier_jour(portee, scrutins) + CONSERVATION_ATTESTATION.duree


def _au_consulat(circonstances: Circonstances, maintenant: datetime) -> Circonstances:
    """AUT-03, article R72-1-1 IV."""
    if not CONSULATS_EN_LIGNE.en_vigueur(jour(maintenant)):
        raise AccesRefuse(
            "Les autorités consulaires établissent en ligne depuis le 1er janvier 2022 (article "
            "R72-1-1 du Code électoral). Avant cette date, utilisez le formulaire papier."
        )
    if circonstances.cadre not in _AU_GUICHET:
        raise SaisieInvalide.du_champ(
            "cadre", "À l'étranger, la personne se présente devant vous, au poste."
        )
    return Circonstances(piece=circonstances.piece, cadre=Cadre.CONSULAT)


def _au_domicile(circonstances: Circonstances, aujourd_hui: date) -> Circonstances:
    """AUT-05, articles R72-1 IV and R73."""
    erreurs: dict[str, str] = {}
    ecrit = circonstances.ecrit_du
    if ecrit is None:
        erreurs["ecrit_du"] = "Indiquez la date de la demande écrite de la personne."
    elif ecrit > aujourd_hui:
        erreurs["ecrit_du"] = "La demande écrite ne peut pas être datée d'après aujourd'hui."
    elif ecrit + ECRIT_AGE_MAX.duree < aujourd_hui:
        erreurs["ecrit_du"] = (
            "La demande écrite a plus de six mois : vérifiez la date, ou demandez à la personne "
            "de la renouveler."
        )
    if not circonstances.attestation:
        erreurs["attestation"] = (
            "Confirmez que vous gardez l'attestation sur l'honneur : sans elle, la procuration ne "
            "peut pas être établie au domicile."
        )
    if erreurs:
        raise SaisieInvalide(erreurs)
    return replace(circonstances, lieu_public="", lieu="")


def _en_un_lieu_public(
    circonstances: Circonstances, lieu: LieuPublic | None, commune: str, maintenant: datetime
) -> Circonstances:
    """AUT-06, article R72-1 III."""
    if lieu is None:
        raise SaisieInvalide.du_champ(
            "lieu_public", "Choisissez un lieu public fixé par un arrêté du préfet."
        )
    if not est_ouvert(lieu, maintenant):
        raise SaisieInvalide.du_champ(
            "lieu_public",
            "Ce lieu public n'est pas ouvert en ce moment : l'arrêté du préfet fixe ses jours et "
            "ses heures. Établissez la procuration à votre unité.",
        )
    return replace(circonstances, lieu=commune, ecrit_du=None)
