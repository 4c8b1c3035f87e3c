"""The digest of a mairie (M8): each morning that something is left to check, on the eve of a vote,
and on its day. It counts, and names nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.domaine.emargement import nouveautes
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.mairies import Reglages
from chalicelib.domaine.temps import jour, paris
from chalicelib.referentiel import consulats
from chalicelib.services.courrier import une_fois
from chalicelib.services.emargement import mentions_du_jour, sert_ce_jour
from chalicelib.services.imprimer import Archives
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_courrier import Envois
from chalicelib.services.ports_mairies import RUBRIQUE, EnvoisDeBulletin, Mairies

HEURE_DU_MATIN = time(5, 30, tzinfo=UTC)
PROCHE = timedelta(days=7)


class Genre(StrEnum):
    """Which of the two."""

    QUOTIDIEN = "Q"
    VEILLE = "V"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """What one digest says. `vote` is the day of vote that it is sent for: today, tomorrow or none.
    `depuis` is the instant since which `nouvelles` have come, None for the first digest.
    `a_reporter` is how many lines must be added to the papers printed for `vote`, or struck from
    them; None when nothing was printed.
    """

    commune: str
    genre: Genre
    a_controler: int
    proches: int
    nouvelles: int
    depuis: datetime | None
    vote: date | None = None
    acceptees: int = 0
    a_reporter: int | None = None

    @property
    def dit_quelque_chose(self) -> bool:
        """Whether it is worth a message."""
        return bool(self.a_controler or (self.vote and (self.acceptees or self.a_reporter)))


@dataclass(frozen=True, slots=True)
class Outils:
    """What this use case works with."""

    contexte: Contexte
    mairies: Mairies
    archives: Archives
    envois: Envois


Envoyer = Callable[[Bulletin, Reglages, str], str]
"""Composes and sends to the mairie's addresses, under this key; gives the provider's message id."""


def dus(
    outils: Outils, reglages: Reglages, partis: EnvoisDeBulletin, maintenant: datetime
) -> tuple[Genre, ...]:
    """Which digests this commune has still to be sent now."""
    aujourd_hui, demain = jour(maintenant), jour(maintenant) + timedelta(days=1)
    trouves: list[Genre] = []
    matin = maintenant.timetz() >= HEURE_DU_MATIN
    if matin and (partis.quotidien is None or jour(partis.quotidien) < aujourd_hui):
        trouves.append(Genre.QUOTIDIEN)
    heure = maintenant.astimezone(paris()).hour
    if (
        heure >= reglages.heure_du_bulletin
        and partis.veille != demain
        and demain in _votes(outils.contexte, reglages.commune, demain, demain)
    ):
        trouves.append(Genre.VEILLE)
    return tuple(trouves)


def annoncer(
    outils: Outils,
    envoyer: Envoyer,
    reglages: Reglages,
    partis: EnvoisDeBulletin,
    maintenant: datetime,
) -> tuple[Genre, ...]:
    """Sends what is due, once a commune, a day and a kind, and records it; gives what was sent.
    Raises EnvoiEnCours, and whatever `envoyer` raises.
    """
    envoyes: list[Genre] = []
    for genre in dus(outils, reglages, partis, maintenant):
        bulletin = compter(outils, reglages.commune, genre, partis, maintenant)
        if bulletin.dit_quelque_chose and _envoyer(outils, envoyer, bulletin, reglages, maintenant):
            envoyes.append(genre)
        if genre is Genre.QUOTIDIEN:
            partis = replace(partis, quotidien=maintenant)
        else:
            partis = replace(partis, veille=bulletin.vote)
        outils.mairies.bulletin_parti(reglages.commune, partis)
    return tuple(envoyes)


def compter(
    outils: Outils, commune: str, genre: Genre, partis: EnvoisDeBulletin, maintenant: datetime
) -> Bulletin:
    """What this commune has to know now."""
    contexte, aujourd_hui = outils.contexte, jour(maintenant)
    le_jour = aujourd_hui + timedelta(days=genre is Genre.VEILLE)
    proches = _votes(contexte, commune, aujourd_hui, aujourd_hui + PROCHE)
    vote = le_jour if le_jour in proches else None
    # What the national register has still to answer is not for the clerk to check yet.
    lignes = [x for x in contexte.depots.registre(commune, Etat.A_CONTROLER) if not x.en_attente]
    depuis, scrutins = partis.quotidien, contexte.depots.scrutins()
    acceptees, a_reporter = _de_la_liste(outils, commune, vote) if vote else (0, None)
    return Bulletin(
        commune=commune,
        genre=genre,
        a_controler=len(lignes),
        proches=sum(any(sert_ce_jour(x, j, scrutins) for j in proches) for x in lignes),
        nouvelles=sum(depuis is None or x.recue_le > depuis for x in lignes),
        depuis=depuis,
        vote=vote,
        acceptees=acceptees,
        a_reporter=a_reporter,
    )


def _de_la_liste(outils: Outils, commune: str, vote: date) -> tuple[int, int | None]:
    """How many mentions the list of this vote has, and how many lines differ on its papers."""
    mentions = mentions_du_jour(outils.contexte, commune, vote)
    imprimees = outils.archives.impressions(commune, vote)
    papier = outils.archives.contenu(imprimees[-1]).mentions if imprimees else None
    return len(mentions), None if papier is None else nouveautes(papier, mentions).nombre


def _envoyer(
    outils: Outils,
    envoyer: Envoyer,
    bulletin: Bulletin,
    reglages: Reglages,
    maintenant: datetime,
) -> bool:
    le_jour = bulletin.vote if bulletin.genre is Genre.VEILLE else jour(maintenant)
    cle = f"{RUBRIQUE}{bulletin.commune}#{le_jour}#{bulletin.genre.value}"
    return une_fois(outils.envois, cle, lambda: envoyer(bulletin, reglages, cle), maintenant)


def _votes(contexte: Contexte, commune: str, du: date, au: date) -> frozenset[date]:
    """The days of vote of the commune's electors, both bounds included."""
    est_consulat = commune in consulats.par_code()
    return frozenset(
        tour.date
        for scrutin in contexte.depots.scrutins().values()
        if scrutin.concerne(commune, est_consulat=est_consulat)
        for tour in scrutin.tours
        if du <= tour.date <= au
    )
