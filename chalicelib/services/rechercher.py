"""The agent of a mairie looks for a procuration by names, or by its reference."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine.erreurs import ReferenceInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.recherche import mots_cherches
from chalicelib.domaine.reference import normaliser
from chalicelib.services.lister import LIGNES_PAR_PAGE, exiger_acces, scrutin_choisi
from chalicelib.services.ports import Contexte, Page
from chalicelib.services.ports_recherche import Recherche

RECHERCHE_MAX = 100


def rechercher(
    contexte: Contexte,
    *,
    agent: Agent,
    commune: str,
    texte: str,
    curseur: str,
    maintenant: datetime,
    etat: Etat | None = None,
    scrutin: str = "",
) -> Page:
    """The procurations that have a word beginning as each word of `texte`, by that word. A page may
    hold less than another and yet not be the last: `suite` tells. Raises DelegationAbsente,
    SaisieInvalide (cursor, scrutin).
    """
    exiger_acces(contexte, agent, commune, maintenant)
    dit = texte[:RECHERCHE_MAX]
    cherches = mots_cherches(dit)
    if not cherches:
        return Page((), None)
    connu = scrutin_choisi(contexte, scrutin)
    trouvees = contexte.depots.chercher(
        Recherche(commune, cherches, etat, connu), curseur, LIGNES_PAR_PAGE
    )
    dictee = _reference(dit)
    if trouvees.lignes or trouvees.suite or curseur or cherches == (dictee,) or not dictee:
        return trouvees
    # ABC-DEF is read as two words first.
    return contexte.depots.chercher(Recherche(commune, (dictee,), etat, connu), "", LIGNES_PAR_PAGE)


def _reference(texte: str) -> str:
    try:
        return normaliser(texte)
    except ReferenceInvalide:
        return ""
