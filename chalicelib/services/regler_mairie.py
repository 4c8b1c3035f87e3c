"""An agent of the mairie says where its digest goes and what voters read of its hours.

Any agent with the delegation may: these settings give no right over a procuration and hold no
person's data, those who run the counter know its hours, and a small commune has nobody else. Each
change names its author in the register of acts (docs/decisions/reglages-de-la-mairie.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime

from chalicelib.domaine.canari import DeuxMondes, est_du_canari
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.habilitation import Agent, exiger_delegation
from chalicelib.domaine.mairies import (
    COURRIELS_MAX,
    HEURES_DU_BULLETIN,
    LIGNE_MAX,
    Reglages,
    lire_heure,
)
from chalicelib.domaine.texte import ligne
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_mairies import ActeDeMairie, Mairies
from chalicelib.services.saisie import lire_courriel

COMMANDE = "réglages de la mairie"
LIGNES = ("horaires", "veille", "jour_du_vote")


def reglages_de(mairies: Mairies, commune: str) -> Reglages:
    """The settings of a commune, empty where it has set nothing."""
    return mairies.reglages(commune) or Reglages(commune=commune)


def regler(
    contexte: Contexte,
    mairies: Mairies,
    *,
    voulus: Reglages,
    agent: Agent,
    maintenant: datetime,
) -> Reglages:
    """Writes them over the version that the form was made from; nothing when nothing changes.
    Raises DelegationAbsente, ConflitDeVersion.
    """
    if est_du_canari(agent.cle):
        raise DeuxMondes
    lue = contexte.depots.delegation(agent.cle)
    delegation = exiger_delegation(lue, voulus.commune, maintenant)
    connus = reglages_de(mairies, voulus.commune)
    if connus == voulus:
        return connus
    suite = replace(voulus, version=voulus.version + 1)
    acte = ActeDeMairie(
        agent=agent,
        commande=COMMANDE,
        motif=f"Réglages de la commune {voulus.commune}",
        contenu=repr(asdict(suite)),
        instant=maintenant,
        ajout=voulus.version == 0,
    )
    mairies.regler(suite, delegation, acte)
    return suite


def lire_reglages(champs: Mapping[str, str], commune: str) -> Reglages:
    """What the form says: `version`, `courriels` (one a line), the lines of hours, `impression`,
    `heure_du_bulletin`. Raises SaisieInvalide with every field that is wrong.
    """
    erreurs: dict[str, str] = {}
    lignes = {nom: _ligne(erreurs, nom, champs.get(nom, "")) for nom in LIGNES}
    reglages = Reglages(
        commune=commune,
        version=_entier(champs.get("version", "")),
        courriels=_courriels(erreurs, champs.get("courriels", "")),
        impression=_impression(erreurs, champs.get("impression", "")),
        heure_du_bulletin=_heure(erreurs, champs.get("heure_du_bulletin", "")),
        **lignes,
    )
    if erreurs:
        raise SaisieInvalide(erreurs)
    return reglages


def _ligne(erreurs: dict[str, str], nom: str, texte: str) -> str:
    try:
        lue = ligne(texte)
    except ValueError:
        erreurs[nom] = "Écrivez ce texte sur une ligne, sans caractère invisible."
        return ""
    if len(lue) > LIGNE_MAX:
        erreurs[nom] = f"Raccourcissez ce texte : {LIGNE_MAX} caractères au plus."
    return lue


def _courriels(erreurs: dict[str, str], texte: str) -> tuple[str, ...]:
    lus: list[str] = []
    for adresse in texte.replace(",", " ").replace(";", " ").split():
        try:
            lus.append(lire_courriel(adresse))
        except SaisieInvalide:
            erreurs["courriels"] = (
                "Écrivez une adresse électronique complète par ligne, comme elections@exemple.fr."
            )
    if len(lus) > COURRIELS_MAX:
        erreurs["courriels"] = f"Donnez {COURRIELS_MAX} adresses au plus."
    return tuple(dict.fromkeys(lus))


def _impression(erreurs: dict[str, str], texte: str) -> str:
    if not texte.strip():
        return ""
    heure = lire_heure(texte)
    if heure is None:
        erreurs["impression"] = "Écrivez une heure, comme 7 h 30, ou laissez vide."
    return heure or ""


def _heure(erreurs: dict[str, str], texte: str) -> int:
    heure = _entier(texte)
    if heure not in HEURES_DU_BULLETIN:
        erreurs["heure_du_bulletin"] = "Choisissez une heure de la liste."
    return heure


def _entier(texte: str) -> int:
    """A number of a hidden field or of a list; 0 for anything else, however long."""
    return int(texte) if texte.isascii() and texte.isdecimal() and len(texte) <= 9 else 0
