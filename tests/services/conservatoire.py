"""What the tests of the nightly pass work with."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from chalicelib.depots.conservation import ConservationDynamo
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.modeles import (
    AttenteModele,
    CompteModele,
    DemandeModele,
    EnvoiModele,
    IdempotenceModele,
    LigneModele,
)
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.services.courrier import Message
from chalicelib.services.echeances import Outils, honorer, rejuger
from chalicelib.services.ports_conservation import Part
from tests.constructeurs import Nuage

TOUT = Part(0, 1)


class Poste:
    """Sends nothing: keeps what it was asked to send, as sent."""

    def __init__(self) -> None:
        self.partis: list[tuple[Message, str]] = []
        self.envois = EnvoisDynamo()

    def __call__(self, message: Message, cle: str, demande: Demande, maintenant: datetime) -> bool:
        if not self.envois.confier(cle, demande, maintenant):
            return False
        self.partis.append((message, cle))
        self.envois.confirmer(cle, f"ses-{len(self.partis)}", maintenant)
        return True


class Coffre:
    """A store of scans that only knows what was erased."""

    def __init__(self) -> None:
        self.effaces: list[str] = []

    def effacer(self, cle: str) -> None:
        self.effaces.append(cle)


def outillage(nuage: Nuage, poste: Poste | None = None) -> Outils:
    conservation = ConservationDynamo(lambda: nuage.maintenant)
    return Outils(nuage.contexte, conservation, EnvoisDynamo(), poste or Poste(), Coffre())


def passer(nuage: Nuage, outils: Outils | None = None) -> dict[str, int]:
    """One whole pass now: what was done, how many times."""
    outils = outils or outillage(nuage)
    scrutins = nuage.contexte.depots.scrutins()
    lues = list(outils.conservation.a_examiner(TOUT, scrutins, nuage.maintenant))
    faits = (honorer(outils, lue, nuage.maintenant) for lue in lues)
    bilan = Counter(fait.value for fait in faits if fait)
    comptes = list(outils.conservation.comptes_a_juger(TOUT))
    if places := sum(rejuger(outils, compte, nuage.maintenant) for compte in comptes):
        bilan["PLAFONDS"] = places
    return dict(bilan)


def veiller(nuage: Nuage, nuits: int, outils: Outils) -> Counter[str]:
    """One pass a night for so many nights."""
    bilan: Counter[str] = Counter()
    for _ in range(nuits):
        nuage.avancer(days=1)
        bilan.update(passer(nuage, outils))
    return bilan


def deplacer_le_vote(nuage: Nuage, scrutin: Scrutin) -> None:
    """Writes the scrutin with other dates, as every process will have read it a minute later."""
    nuage.ajouter_scrutin(scrutin)
    nuage.contexte.depots.__dict__["_calendrier"].__init__()
    nuage.avancer(minutes=2)


def restes(reference: str) -> list[str]:
    """The tables, but the journal, where anything still names this reference: raw, whatever the
    time to live says."""
    modeles = (
        DemandeModele,
        LigneModele,
        CompteModele,
        EnvoiModele,
        IdempotenceModele,
        AttenteModele,
    )
    return [
        modele.__name__
        for modele in modeles
        for item in modele.scan(consistent_read=True)
        if reference in repr(item.serialize())
    ]


def la_nuit_suivante(nuage: Nuage) -> None:
    """Just after one in the morning."""
    nuage.maintenant = (nuage.maintenant + timedelta(days=1)).replace(hour=1, minute=17)
