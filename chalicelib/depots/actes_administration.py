"""The register of the acts of administration: appended to, read, never changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chalicelib.depots.modeles_administration import ActeModele


class Phase(StrEnum):
    """Where the act stands: written before the first change, then at the end. One that began and
    says nothing more was cut short.
    """

    DEBUT = "DEBUT"
    FIN = "FIN"
    ECHEC = "ECHEC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acte:
    """Who loaded which file, when, why, and how many records it added or changed. `par` is the name
    given on the command line, `identite` what AWS knows; `empreinte` the file's SHA-256.
    """

    id: str
    phase: Phase
    commande: str
    instant: datetime
    par: str
    identite: str
    motif: str
    fichier: str
    empreinte: str
    lignes: int
    ajouts: int
    changements: int
    inchanges: int


def consigner(acte: Acte) -> None:
    """Appends. Raises PutError when this very phase of the act is there."""
    modele_acte(acte).save(condition=~ActeModele.annee.exists())


def modele_acte(acte: Acte) -> ActeModele:
    """The line of an act."""
    return ActeModele(
        annee=f"{acte.instant:%Y}",
        rang=f"{acte.instant.isoformat(timespec='microseconds')}#{acte.id}#{acte.phase}",
        acte=acte.id,
        phase=acte.phase.value,
        commande=acte.commande,
        instant=acte.instant,
        par=acte.par,
        identite=acte.identite,
        motif=acte.motif,
        fichier=acte.fichier,
        empreinte=acte.empreinte,
        lignes=acte.lignes,
        ajouts=acte.ajouts,
        changements=acte.changements,
        inchanges=acte.inchanges,
    )


def lire_les_actes(annee: int) -> Iterator[Acte]:
    """The acts of a year (UTC), in the order in which they were written."""
    for modele in ActeModele.query(str(annee), consistent_read=True):
        yield Acte(
            id=modele.acte,
            phase=Phase(modele.phase),
            commande=modele.commande,
            instant=modele.instant,
            par=modele.par,
            identite=modele.identite,
            motif=modele.motif,
            fichier=modele.fichier,
            empreinte=modele.empreinte,
            lignes=int(modele.lignes),
            ajouts=int(modele.ajouts),
            changements=int(modele.changements),
            inchanges=int(modele.inchanges),
        )
