"""The émargement list of a day of vote: who serves that day, bureau by bureau (R76)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from chalicelib.domaine.bureaux import rang_de_bureau
from chalicelib.domaine.emargement import Mention
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.temps import jour
from chalicelib.domaine.texte import normaliser
from chalicelib.services.changement import Ligne
from chalicelib.services.lister import scrutins_de
from chalicelib.services.ports import Contexte


@dataclass(frozen=True, slots=True)
class Vote:
    """A day of vote in a commune, and what is voted on: one procuration serves for all of it (R74
    al. 3).
    """

    jour: date
    scrutins: tuple[str, ...]
    tours: tuple[int, ...]


def votes_de(contexte: Contexte, commune: str) -> tuple[Vote, ...]:
    """The days of vote of the commune's electors, latest first."""
    par_jour: dict[date, list[tuple[str, int]]] = {}
    for scrutin in scrutins_de(contexte, commune):
        for tour in scrutin.tours:
            par_jour.setdefault(tour.date, []).append((scrutin.libelle, tour.numero))
    return tuple(
        Vote(ce_jour, *(tuple(dict.fromkeys(x)) for x in zip(*par_jour[ce_jour], strict=True)))
        for ce_jour in sorted(par_jour, reverse=True)
    )


def choisir_vote(votes: Sequence[Vote], choisi: str, maintenant: datetime) -> Vote:
    """The vote of the day `choisi` (`YYYY-MM-DD`); when it is empty the next one, or the latest
    when none is to come. Raises SaisieInvalide.
    """
    if choisi:
        vote = next((v for v in votes if v.jour.isoformat() == choisi), None)
    else:
        a_venir = [v for v in votes if v.jour >= jour(maintenant)]
        vote = next(iter([*reversed(a_venir), *votes]), None)
    if vote is None:
        phrase = "Choisissez un jour de vote de la liste."
        raise SaisieInvalide.du_champ(
            "tour", phrase if votes else "Aucun vote n'est prévu dans votre commune."
        )
    return vote


def mentions_du_jour(contexte: Contexte, commune: str, ce_jour: date) -> tuple[Mention, ...]:
    """What must stand on the lists of that day, by bureau then mandant: the accepted procurations
    that serve then, without those that are null that day (L73) or whose mandant voted himself
    (L76). For who has been given access.
    """
    scrutins = contexte.depots.scrutins()
    lignes = _acceptees(contexte, commune)
    mentions = [_mention(x) for x in lignes if sert_ce_jour(x, ce_jour, scrutins)]
    rang = lru_cache(maxsize=None)(rang_de_bureau)
    mentions.sort(key=lambda m: (rang(m.bureau), *rang_de_mandant(m)))
    return tuple(mentions)


def rang_de_mandant(mention: Mention) -> tuple[str, str, str]:
    """The order of a list of electors: by name, whatever the accents."""
    nom, prenoms = normaliser(mention.mandant_nom), normaliser(mention.mandant_prenoms)
    return (nom, prenoms, mention.reference)


def sert_ce_jour(ligne: Ligne, ce_jour: date, scrutins: Scrutins) -> bool:
    """Whether the mandataire may use it on that day."""
    texte = ce_jour.isoformat()
    return _couvre(ligne, ce_jour, scrutins) and texte not in {*ligne.nuls, *ligne.votes}


def _couvre(ligne: Ligne, ce_jour: date, scrutins: Scrutins) -> bool:
    scrutin = scrutins.get(ligne.scrutin)
    if scrutin is None:
        return ligne.premier_jour <= ce_jour.isoformat() <= ligne.dernier_jour
    # By number: the row keeps the dates of the day it was written, and dates may move.
    return any(tour.date == ce_jour and tour.numero in ligne.tours for tour in scrutin.tours)


def _acceptees(contexte: Contexte, commune: str) -> Iterator[Ligne]:
    yield from contexte.depots.registre(commune, Etat.VALIDE)
    # Its last vote is past; one that was never accepted says why it ended.
    yield from (x for x in contexte.depots.registre(commune, Etat.ECHUE) if not x.motif)


def _mention(ligne: Ligne) -> Mention:
    return Mention(
        reference=ligne.reference,
        bureau=ligne.bureau,
        mandant_nom=ligne.mandant_nom,
        mandant_prenoms=ligne.mandant_prenoms,
        mandataire_nom=ligne.mandataire_nom,
        mandataire_prenoms=ligne.mandataire_prenoms,
    )
