"""The four journeys: who, what for, on which screen, and how the mairie decides."""

from __future__ import annotations

from dataclasses import dataclass

from tests.navigateur.mandant import ParEtatCivil, ParNne, Souhait, Vote
from tests.navigateur.poste import Reglage

RENNES, ANGERS = "Rennes (Ille-et-Vilaine, 35)", "Angers (Maine-et-Loire, 49)"
MUNICIPALES = "Élections municipales partielles de Rennes et d’Angers (démonstration)"


@dataclass(frozen=True, slots=True)
class Histoire:
    """Three people and what they want. `noms` are the mandataire's as the clerk reads them on the
    list, when the mandant gave a number; `motif` is empty when the mairie accepts.
    """

    reglage: Reglage
    mandant: str
    nom: str
    souhait: Souhait
    agent: str
    mairie: str
    noms: tuple[str, str] = ("", "")
    motif: str = ""
    precision: str = ""


# axe once a width, once without scripts: test_toutes_les_pages shows it each page in each state.
HISTOIRES = [
    Histoire(
        Reglage(390),
        "Camille Durand-Lévêque",
        "Durand-Lévêque",
        Souhait(
            "renn",
            RENNES,
            ParNne("350000066", ("15", "1", "1990")),
            Vote(f"{MUNICIPALES} : les deux tours"),
        ),
        "Nadia Kervella",
        "Françoise Tanguy",
        noms=("Martin", "Louis Émile"),
    ),
    Histoire(
        Reglage(1280, avec_axe=False),
        "Jean-Baptiste N'Diaye",
        "N'Diaye",
        Souhait(
            "ANGERS",
            ANGERS,
            ParEtatCivil("D’Alembert", "Zoé", "Féminin", ("30", "11", "1971"), "Angers", ANGERS),
            Vote("Élection présidentielle de 2027 : second tour"),
        ),
        "Thierry Lemoine",
        "Olivier Cesbron",
        motif="M03",
    ),
    Histoire(
        Reglage(390, avec_js=False, avec_axe=False),
        "Anaïs Œuvrard",
        "Œuvrard",
        Souhait(
            "paris 12",
            "Paris 12e arrondissement (Paris, 75)",
            ParEtatCivil(
                "Lefèvre", "Paul, Marie", "Masculin", ("9", "9", "1965"), "rennes", RENNES
            ),
            Vote(du=("1", "3", "2027"), au=("28", "2", "2028")),
        ),
        "Nadia Kervella",
        "Awa Traoré",
    ),
    Histoire(
        Reglage(1280, avec_js=False),
        "Jürgen Müller",
        "Müller",
        Souhait(
            "Rennes",
            RENNES,
            ParNne("350000074", ("20", "5", "1980")),
            Vote(f"{MUNICIPALES} : premier tour"),
        ),
        "Nadia Kervella",
        "Françoise Tanguy",
        motif="M18",
        precision="La carte électorale a été remise à une autre adresse.",
    ),
]
