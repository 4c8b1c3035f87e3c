"""Which regime a procuration falls under: who checks it, which lists vote, what may be done online.

Rules are data, with their article and their dates; identifiers are those of `docs/droit.md`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from chalicelib.domaine.electeurs import Liste
from chalicelib.domaine.portee import Portee, PorteeScrutin, Scrutins, premier_jour
from chalicelib.domaine.regles import DEPUTES_DE_L_ETRANGER_EN_LIGNE, Regle
from chalicelib.domaine.scrutins import ModeControle, Scrutin, TypeScrutin

__all__ = [
    "DISPENSES_DE_PRESENCE",
    "LISTES_ADMISES",
    "MODES_DE_CONTROLE",
    "NOUVELLE_CALEDONIE",
    "Liste",
    "ModeControle",
    "TypeScrutin",
    "identite_certifiee_admise",
    "liste_admise",
    "mode_de_controle",
    "teleprocedure_ouverte",
    "teleprocedure_ouverte_au_scrutin",
    "vote_a_l_urne_seulement",
]

NOUVELLE_CALEDONIE = "988"
"""Prefix of the codes of its communes. Its electors are not in the REU and have no NNE."""


@dataclass(frozen=True, slots=True)
class RegleDeControle(Regle):
    """Who checks, by law, in a territory (prefix of codes; empty: everywhere), by the day of the
    vote.
    """

    territoire: str
    mode: ModeControle


MODES_DE_CONTROLE = (
    # The narrower territory comes before the whole.
    RegleDeControle(
        "NC-01", "R213-1", date.min, date.max, NOUVELLE_CALEDONIE, ModeControle.MAIRIE
    ),
    RegleDeControle(
        "CTL-01", "instruction du 6 avril 2021", date.min, date(2021, 12, 31), "",
        ModeControle.MAIRIE,
    ),
    RegleDeControle(
        "CTL-02", "R77 2°, R75 III", date(2022, 1, 1), date.max, "", ModeControle.REU
    ),
)  # fmt: skip


def mode_de_controle(
    portee: Portee, commune: str, scrutins: Scrutins, par_defaut: ModeControle | None = None
) -> ModeControle:
    """Who checks a procuration of a mandant registered in `commune`.

    For a scrutin: what it sets for that part of its territory; in New Caledonia the mairie
    whatever it sets for the whole, since the register ignores its electors; what the scrutin sets
    for the whole; else the law on the first tour covered. For a period: the law on its first day.
    `par_defaut` stands in the place of the register wherever only the law calls for it: a
    deployment may be in the phase in which mairies still check.
    KeyError for a scrutin that is not among `scrutins`.
    """
    legal = _mode_legal(commune, premier_jour(portee, scrutins))
    if legal is ModeControle.REU and par_defaut is not None:
        legal = par_defaut
    if not isinstance(portee, PorteeScrutin):
        return legal
    scrutin = scrutins[portee.scrutin]
    ici = scrutin.controle_dans(commune)
    if ici is not None:
        return ici
    if commune.startswith(NOUVELLE_CALEDONIE):
        return legal
    return scrutin.controle or legal


def _mode_legal(commune: str, jour: date) -> ModeControle:
    return next(
        regle.mode
        for regle in MODES_DE_CONTROLE
        if commune.startswith(regle.territoire) and regle.en_vigueur(jour)
    )


_FRANCAIS = frozenset({Liste.PRINCIPALE})
_FRANCAIS_D_ICI_ET_D_AILLEURS = frozenset({Liste.PRINCIPALE, Liste.CONSULAIRE})

LISTES_ADMISES: Mapping[TypeScrutin, frozenset[Liste]] = MappingProxyType(
    {
        TypeScrutin.MUNICIPALES: frozenset({Liste.PRINCIPALE, Liste.COMPLEMENTAIRE_MUNICIPALE}),
        TypeScrutin.DEPARTEMENTALES_REGIONALES: _FRANCAIS,
        TypeScrutin.TERRITORIALES: _FRANCAIS,
        TypeScrutin.LEGISLATIVES: _FRANCAIS_D_ICI_ET_D_AILLEURS,
        TypeScrutin.EUROPEENNES: frozenset(
            {Liste.PRINCIPALE, Liste.CONSULAIRE, Liste.COMPLEMENTAIRE_EUROPEENNE}
        ),
        TypeScrutin.PRESIDENTIELLE: _FRANCAIS_D_ICI_ET_D_AILLEURS,
        TypeScrutin.REFERENDUM: _FRANCAIS_D_ICI_ET_D_AILLEURS,
        TypeScrutin.CONSULAIRES: frozenset({Liste.CONSULAIRE}),
        TypeScrutin.AUTRE: _FRANCAIS_D_ICI_ET_D_AILLEURS,
    }
)
"""MDT-03 and MTR-01, articles L71 and L72: the lists whose electors vote at each type of scrutin.
Citizens of the Union (complementary lists) vote at municipales and européennes only; electors of
the consular lists, at the scrutins held abroad too. Mandant and mandataire are judged alike: the
mandataire enjoys the rights of an elector for this very scrutin.
"""


def liste_admise(scrutin: Scrutin, liste: Liste) -> bool:
    """Whether electors of this list vote at this scrutin. A scrutin that is not held abroad
    (`consulaire` false) has no elector of a consular list, whatever its type.
    """
    if liste is Liste.CONSULAIRE and not scrutin.consulaire:
        return False
    return liste in LISTES_ADMISES[scrutin.type]


def teleprocedure_ouverte_au_scrutin(
    type_: TypeScrutin, jour: date, *, liste_consulaire: bool
) -> bool:
    """AUT-08: whether a mandant, of a consular list or not, may ask online for a procuration for
    such a scrutin, held on this day.
    """
    deputes_de_l_etranger = type_ is TypeScrutin.LEGISLATIVES and liste_consulaire
    return not deputes_de_l_etranger or DEPUTES_DE_L_ETRANGER_EN_LIGNE.en_vigueur(jour)


def teleprocedure_ouverte(mandant_commune: str, mandataire_commune: str) -> bool:
    """NC-01, article R213-1: a mandant registered elsewhere can't name online an elector of New
    Caledonia. An unknown commune (mandataire named by NNE, which nobody there has) is elsewhere.
    """
    return mandant_commune.startswith(NOUVELLE_CALEDONIE) or not mandataire_commune.startswith(
        NOUVELLE_CALEDONIE
    )


A_L_URNE_SEULEMENT = frozenset({TypeScrutin.LEGISLATIVES})
"""MTR-05, article L330-13 al. 3: at the election of députés of the French abroad, who may also vote
by Internet or by post, a mandataire votes at the urn and in no other way."""


def vote_a_l_urne_seulement(type_: TypeScrutin, *, liste_consulaire: bool) -> bool:
    """MTR-05: whether the mandataire of a mandant of a consular list can only vote at the urn."""
    return liste_consulaire and type_ in A_L_URNE_SEULEMENT


@dataclass(frozen=True, slots=True)
class DispenseDePresence(Regle):
    """A while during which a certified identity replaces the visit, by the day of the act, for
    procurations given for these types (empty: all).
    """

    types: frozenset[TypeScrutin] = frozenset()


DISPENSES_DE_PRESENCE = (
    # From the day it opened to the second tour of the législatives, the last vote that it served.
    DispenseDePresence(
        "AUT-04",
        "décrets 2023-1389 et de juin 2024",
        date(2024, 4, 12),
        date(2024, 7, 7),
        frozenset({TypeScrutin.EUROPEENNES, TypeScrutin.LEGISLATIVES}),
    ),
    # Published on 7 November 2025. The day after is the common rule (Code civil, art. 1); that the
    # décret sets no other day was not verified.
    DispenseDePresence("AUT-04", "R72-1 II (décret 2025-1059)", date(2025, 11, 8), date.max),
)
"""AUT-04: the exceptions to presence in person, by the day of the act."""


def identite_certifiee_admise(portee: Portee, scrutins: Scrutins, jour: date) -> bool:
    """AUT-04: whether a mandant whose identity is certified may, on this day, have the procuration
    established without a visit. The scrutin's own setting prevails over the law. KeyError for a
    scrutin that is not among `scrutins`.
    """
    scrutin = scrutins[portee.scrutin] if isinstance(portee, PorteeScrutin) else None
    if scrutin is not None and scrutin.identite_certifiee is not None:
        return scrutin.identite_certifiee
    return any(
        dispense.en_vigueur(jour)
        and (not dispense.types or (scrutin is not None and scrutin.type in dispense.types))
        for dispense in DISPENSES_DE_PRESENCE
    )
