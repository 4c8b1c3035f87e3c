"""The bureau de vote of the mandant, where the mandataire votes (L74): what the national register
says, or what the mairie typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from chalicelib.domaine.demande import Demande, avancer
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Evenement, Role
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.journal import Acteur, Ecriture

LONGUEUR_MAX = 10
"""As the national register has it."""

_BUREAU = re.compile(rf"[0-9A-Za-z -]{{1,{LONGUEUR_MAX}}}")
_NOMBRES = re.compile(r"([0-9]+)")


def bureau_de(demande: Demande) -> str:
    """The bureau of the mandant, empty when nobody has said it. What the mairie typed stands over
    what the national register answered: it has the list of its bureaux in hand.
    """
    repondu = demande.verification.bureau if demande.verification else ""
    return demande.bureau or repondu


def lire_bureau(texte: str, *, exige: bool = False) -> str:
    """A bureau as it was typed (`0001` stays `0001`), on one line; empty when none was, unless
    `exige`. Raises SaisieInvalide.
    """
    bureau = " ".join(texte.split())
    if not bureau and not exige:
        return ""
    if not _BUREAU.fullmatch(bureau):
        raise SaisieInvalide.du_champ(
            "bureau",
            "Écrivez le numéro du bureau de vote tel qu'il est sur la liste électorale : "
            f"{LONGUEUR_MAX} chiffres ou lettres au plus, par exemple 0112.",
        )
    return bureau


def rang_de_bureau(bureau: str) -> tuple[bool, tuple[tuple[bool, int, str], ...], str]:
    """The order in which people look for a bureau: 2 before 10, then names, and none last."""
    morceaux = (m for m in _NOMBRES.split(bureau.casefold()) if m)
    rangs = tuple((False, int(m), "") if m.isdecimal() else (True, 0, m) for m in morceaux)
    return (not bureau, rangs, bureau)


def titre_de_bureau(bureau: str, connus: Iterable[str]) -> str:
    """What heads the list of a bureau. `connus` are those of the whole list: where no bureau is
    said for anybody, the commune may well have one only.
    """
    if bureau:
        return f"Bureau {bureau}"
    return "Bureau à indiquer" if any(connus) else "Commune entière"


def indiquer_bureau(
    demande: Demande, agent: Agent, bureau: str, maintenant: datetime
) -> tuple[Demande, Ecriture]:
    """The mairie says in which bureau the mandant of an accepted procuration votes."""
    acteur = Acteur(Role.MAIRIE, agent.cle)
    return avancer(demande, Evenement.INDICATION_BUREAU, acteur, maintenant, bureau=bureau)
