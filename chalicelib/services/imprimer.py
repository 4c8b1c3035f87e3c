"""Each print of the émargement list is kept as it was, so that what is new since is known exactly.

The papers of the bureaux hold the last full list and every print of changes after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from chalicelib.domaine.emargement import (
    Contenu,
    Genre,
    Impression,
    Mention,
    Nouveautes,
    nouveautes,
)
from chalicelib.domaine.erreurs import ErreurMetier, ProcurationIntrouvable
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.changement import Ligne
from chalicelib.services.emargement import mentions_du_jour
from chalicelib.services.lister import exiger_acces
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer


class Archives(Protocol):
    """Where prints are kept, encrypted, until a year after their vote."""

    def inscrire(self, impression: Impression, contenu: Contenu) -> None:
        """Keeps a print. Raises ConflitDeVersion when its number is taken."""

    def impressions(self, commune: str, jour: date) -> tuple[Impression, ...]:
        """Those of a commune for one vote, by number (strongly consistent)."""

    def contenu(self, impression: Impression) -> Contenu:
        """What one of them was, exactly."""


class ImpressionAbsente(ProcurationIntrouvable):
    """No print of this commune has this number for this vote."""

    code = "impression-absente"
    titre = "Cette impression n'existe pas"

    def __init__(self) -> None:
        ErreurMetier.__init__(
            self, "Revenez à la page des impressions et choisissez l'une d'elles."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """What has changed since the latest print (`depuis`), and why each struck mention is struck
    (by reference); `mentions` is the whole list now.
    """

    depuis: Impression
    nouveautes: Nouveautes
    raisons: dict[str, str]
    mentions: tuple[Mention, ...]


@rejouer
def imprimer_la_liste(
    contexte: Contexte,
    archives: Archives,
    *,
    agent: Agent,
    commune: str,
    jour: date,
    cle: str,
    maintenant: datetime,
) -> Impression:
    """Records a print of the whole list as it is now, for every bureau. The same form sent twice
    prints once. Raises DelegationAbsente.
    """
    exiger_acces(contexte, agent, commune, maintenant)
    deja = archives.impressions(commune, jour)
    if connue := _deja_faite(deja, agent, cle):
        return connue
    mentions = mentions_du_jour(contexte, commune, jour)
    impression = Impression(
        commune=commune,
        jour=jour,
        numero=_suivant(deja),
        genre=Genre.LISTE,
        le=maintenant,
        agent=agent.cle,
        par=f"{agent.prenom} {agent.nom}",
        nombre=len(mentions),
        cle=cle,
    )
    archives.inscrire(impression, Contenu(mentions=mentions))
    return impression


@rejouer
def imprimer_les_nouveautes(
    contexte: Contexte,
    archives: Archives,
    *,
    agent: Agent,
    commune: str,
    jour: date,
    cle: str,
    maintenant: datetime,
) -> Impression | None:
    """Records a print of what has changed since the latest one; None when nothing has, or when
    nothing was printed before. Raises DelegationAbsente.
    """
    exiger_acces(contexte, agent, commune, maintenant)
    deja = archives.impressions(commune, jour)
    if connue := _deja_faite(deja, agent, cle):
        return connue
    suite = depuis_la_derniere(contexte, archives, commune, jour)
    if suite is None or not suite.nouveautes.nombre:
        return None
    impression = Impression(
        commune=commune,
        jour=jour,
        # After the very print that it was compared with: another one meanwhile has that number.
        numero=suite.depuis.numero + 1,
        genre=Genre.NOUVEAUTES,
        le=maintenant,
        agent=agent.cle,
        par=f"{agent.prenom} {agent.nom}",
        nombre=suite.nouveautes.nombre,
        depuis=suite.depuis.numero,
        cle=cle,
    )
    contenu = Contenu(mentions=suite.mentions, raisons=tuple(sorted(suite.raisons.items())))
    archives.inscrire(impression, contenu)
    return impression


def depuis_la_derniere(
    contexte: Contexte, archives: Archives, commune: str, jour: date
) -> Suite | None:
    """What to add to the papers and to strike from them; None when nothing was printed. For who
    has been given access.
    """
    deja = archives.impressions(commune, jour)
    if not deja:
        return None
    # The print first: what arrives between the two readings is new, and is found again next time.
    papier = archives.contenu(deja[-1]).mentions
    verite = mentions_du_jour(contexte, commune, jour)
    trouvees = nouveautes(papier, verite)
    return Suite(
        depuis=deja[-1],
        nouveautes=trouvees,
        raisons=_raisons(contexte, commune, jour, trouvees),
        mentions=verite,
    )


def relire(
    archives: Archives, commune: str, jour: date, numero: int
) -> tuple[Impression, Contenu, Nouveautes]:
    """One print as it was: the list, or what it told to change on the print before. For who has
    been given access. Raises ImpressionAbsente.
    """
    par_numero = {x.numero: x for x in archives.impressions(commune, jour)}
    impression = par_numero.get(numero)
    if impression is None:
        raise ImpressionAbsente
    contenu = archives.contenu(impression)
    avant: Iterable[Mention] = ()
    if impression.genre is Genre.NOUVEAUTES:
        avant = archives.contenu(par_numero[impression.depuis]).mentions
    return impression, contenu, nouveautes(avant, contenu.mentions)


_MOTS = {
    Etat.RESILIEE: "résiliée",
    Etat.NULLE_PLAFOND: "nulle (L73)",
    Etat.ANNULEE_DROIT: "annulée (L77)",
    Etat.CADUQUE: "caduque",
    Etat.A_CONTROLER: "à contrôler",
    Etat.INVALIDE: "refusée",
}


def pourquoi(rayee: Mention, ligne: Ligne | None, jour: date) -> str:
    """Why a mention no longer stands, in a word, by what the register says now."""
    if ligne is None:
        return "effacée"
    if ligne.etat in _MOTS:
        return _MOTS[ligne.etat]
    if jour.isoformat() in ligne.votes:
        return "le mandant a voté"
    if jour.isoformat() in ligne.nuls:
        return "nulle (L73)"
    if ligne.bureau != rayee.bureau:
        return "autre bureau"
    if (ligne.mandant_nom, ligne.mandant_prenoms) != (rayee.mandant_nom, rayee.mandant_prenoms):
        return "nom corrigé"
    mandataire = (ligne.mandataire_nom, ligne.mandataire_prenoms)
    change = mandataire != (rayee.mandataire_nom, rayee.mandataire_prenoms)
    return "autre mandataire" if change else "autre jour de vote"


def _raisons(contexte: Contexte, commune: str, jour: date, trouvees: Nouveautes) -> dict[str, str]:
    lignes = contexte.depots.lignes(commune, [rayee.reference for rayee in trouvees.a_rayer])
    return {
        rayee.reference: pourquoi(rayee, lignes.get(rayee.reference), jour)
        for rayee in trouvees.a_rayer
    }


def _deja_faite(deja: tuple[Impression, ...], agent: Agent, cle: str) -> Impression | None:
    return next((x for x in deja if cle and (x.agent, x.cle) == (agent.cle, cle)), None)


def _suivant(deja: tuple[Impression, ...]) -> int:
    return deja[-1].numero + 1 if deja else 1
