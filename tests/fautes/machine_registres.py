"""Who is habilitated, who is delegated, which public places are open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from chalicelib.domaine.habilitation import Habilitation, Qualite
from chalicelib.domaine.lieux import Creneau, LieuPublic
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    ANGERS,
    APJ,
    CONSUL,
    DELEGUE,
    OPJ,
    RENNES,
    habilitation,
)
from tests.fautes.machine_monde import (
    CLERC_DE_PASSAGE,
    CLERC_LONDRES,
    LECTEUR,
    LONDRES,
    RESERVISTE,
)


@dataclass
class Registres:
    """Who is habilitated and delegated, from when to when, as the machine has told."""

    habilitations: dict[str, Habilitation] = field(default_factory=dict)
    delegations: dict[str, tuple[str, datetime, datetime]] = field(default_factory=dict)
    lieux: dict[str, LieuPublic] = field(default_factory=dict)


def registres(debut: datetime) -> Registres:
    """At the beginning: some lapse within weeks."""
    dans = lambda jours: debut + timedelta(days=jours)  # noqa: E731
    consul = {"qualite": Qualite.CHEF_DE_POSTE, "juge": "", "tribunal": "", "poste": LONDRES}
    delegue = {"qualite": Qualite.DELEGUE_OPJ, "opj": OPJ.cle}
    accordees = (
        habilitation(OPJ),
        habilitation(APJ, qualite=Qualite.APJ, lieu="Angers"),
        habilitation(CONSUL, lieu="Londres", **consul),
        habilitation(DELEGUE, **delegue),
        habilitation(LECTEUR),
        habilitation(RESERVISTE, qualite=Qualite.RESERVISTE_APJ, du=dans(3), au=dans(24)),
    )
    toujours = (datetime(2020, 1, 1, tzinfo=UTC), datetime(2035, 1, 1, tzinfo=UTC))
    salle = LieuPublic(
        id="35-salle",
        departement="35",
        arrete="2027-12",
        libelle="Salle de la Cité",
        commune=RENNES,
        creneaux=(Creneau(dans(0), dans(1)), Creneau(dans(9), dans(10))),
    )
    return Registres(
        {h.agent: h for h in accordees},
        {
            AGENT_RENNES.cle: (RENNES, *toujours),
            AGENT_ANGERS.cle: (ANGERS, *toujours),
            CLERC_LONDRES.cle: (LONDRES, *toujours),
            CLERC_DE_PASSAGE.cle: (RENNES, dans(-9), dans(20)),
        },
        {salle.id: salle},
    )
