"""What the tests of the command line share: files to load, and what it answered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chalicelib.administration import commande
from chalicelib.depots.administration import AdministrationDynamo

MAINTENANT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
QUI = ("--par", "Awa Traoré", "--motif", "essai")
OPJ, APJ, DELEGUE = ("13000640400014/opj", "13000640400014/apj", "13000640400014/delegue")
JUGE = "Mme Aubert;tribunal judiciaire de Rennes"
ENTETE_HABILITATIONS = "agent;qualite;juge;tribunal;du;au;unite;lieu;opj;poste;revoquee_le"
ENTETE_SCRUTINS = "id;libelle;type;tours;territoire;consulaire;controle;controles"
ENTETE_DELEGATIONS = "agent;commune;du;au"
ENTETE_LIEUX = "id;departement;arrete;libelle;commune;jour;de;a"


@dataclass(frozen=True)
class Reponse:
    """The exit code, and what was said on each stream."""

    code: int
    dit: str
    erreurs: list[str]


@dataclass
class Poste:
    """The desk of somebody who administers."""

    dossier: Path
    capsys: pytest.CaptureFixture[str]
    horloge: Callable[[], datetime] = lambda: MAINTENANT

    @property
    def tables(self) -> AdministrationDynamo:
        return AdministrationDynamo()

    def lancer(self, *arguments: str) -> Reponse:
        """Runs a command line."""
        code = commande.main(arguments, self.horloge)
        lu = self.capsys.readouterr()
        return Reponse(code, lu.out, lu.err.splitlines())

    def fichier(self, *lignes: str, nom: str = "fichier.csv") -> str:
        """A file that holds these lines; its path."""
        chemin = self.dossier / nom
        chemin.write_bytes("\n".join([*lignes, ""]).encode())
        return str(chemin)

    def charger(self, genre: str, *lignes: str) -> Reponse:
        """Loads a file that holds these lines."""
        return self.lancer(genre, "charger", self.fichier(*lignes), *QUI)

    def verifier(self, genre: str, *lignes: str) -> Reponse:
        """Verifies a file that holds these lines."""
        return self.lancer(genre, "verifier", self.fichier(*lignes))


def habilitation(
    agent: str = OPJ,
    qualite: str = "OPJ",
    juge: str = JUGE,
    du: str = "2027-01-01",
    au: str = "2027-12-31",
    opj: str = "",
    poste: str = "",
    revoquee_le: str = "",
    lieu: str = "Rennes",
) -> str:
    """A row of habilitations."""
    return f"{agent};{qualite};{juge};{du};{au};unité;{lieu};{opj};{poste};{revoquee_le}"


def scrutin(
    id_: str = "municipale",
    type_: str = "MUNICIPALES",
    tours: str = "2027-04-11|2027-04-18",
    territoire: str = "35238",
    consulaire: str = "",
    controle: str = "",
    controles: str = "",
) -> str:
    """A row of scrutins."""
    return f"{id_};Un scrutin;{type_};{tours};{territoire};{consulaire};{controle};{controles}"
