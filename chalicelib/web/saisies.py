"""What a form of the counter says of the circumstances of an act, as `services.circonstances` reads
it.
"""

from __future__ import annotations

from chalicelib.web.appel import Appel

_JOUR = ("ecrit_du_jour", "ecrit_du_mois", "ecrit_du_annee")


def circonstances(appel: Appel) -> dict[str, str]:
    """The fields of the act, the three of the day in one."""
    champs = {nom: appel.champ(nom) for nom in ("piece", "cadre", "lieu_public", "attestation")}
    jour, mois, annee = (appel.champ(nom).strip() for nom in _JOUR)
    ecrit = f"{annee:0>4}-{mois:0>2}-{jour:0>2}" if jour or mois or annee else ""
    return champs | {"ecrit_du": ecrit}


def du_domicile(appel: Appel) -> dict[str, str]:
    """What was typed on the page of a home visit, to be shown again."""
    return {nom: appel.champ(nom)[:10] for nom in ("piece", "attestation", *_JOUR)}
