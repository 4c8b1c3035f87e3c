"""`services.activites.Activites` over DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from chalicelib.depots.modeles_activites import ActiviteModele
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.anomalies import Fait, Nature
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.temps import jour
from chalicelib.services.activites import ACTES, Activite

_AU_PLUS_UNE_PAR_MINUTE = frozenset({Nature.VERROUILLE, Nature.SANS_HABILITATION})
"""What can be tried again at will; references looked for in vain stop at the lock."""


class ActivitesDynamo:
    """Rows that die by their time to live, and are not shown past it."""

    def noter(self, activite: Activite, jusqu_au: datetime) -> None:
        """Writes it; the same one again is the same item."""
        quand = activite.instant.astimezone(UTC).isoformat(timespec="microseconds")
        ActiviteModele(
            cle=_cle(activite.agent, jour(activite.instant)),
            rang=f"{quand}#{activite.reference}#{activite.acte.value}",
            agent=activite.agent,
            acte=activite.acte.value,
            instant=activite.instant,
            reference=activite.reference,
            commune=activite.commune,
            cadre=activite.cadre.value if activite.cadre else None,
            lieu_public=activite.lieu_public or None,
            mandataire=activite.mandataire or None,
            mandant=activite.mandant or None,
            adresse=activite.adresse or None,
            recueilli=activite.recueilli or None,
            exp=int(jusqu_au.timestamp()),
        ).save()

    def du_jour(self, agent: str, ce_jour: date, maintenant: datetime) -> Iterator[Activite]:
        """The newest first."""
        visible = ActiviteModele.exp > int(maintenant.timestamp())
        for modele in ActiviteModele.query(
            _cle(agent, ce_jour), filter_condition=visible, scan_index_forward=False
        ):
            if modele.acte in ACTES:
                yield _activite(modele)

    def tenter(self, agent: str, nature: Nature, instant: datetime, jusqu_au: datetime) -> None:
        """Writes it; the same one again is the same item."""
        note = instant.astimezone(UTC)
        if nature in _AU_PLUS_UNE_PAR_MINUTE:
            note = note.replace(second=0, microsecond=0)
        ActiviteModele(
            cle=_cle(agent, jour(instant)),
            rang=f"{note.isoformat(timespec='microseconds')}##{nature.value}",
            agent=agent,
            acte=nature.value,
            instant=instant,
            exp=int(jusqu_au.timestamp()),
        ).save()

    def faits(self, agent: str, ce_jour: date) -> tuple[Fait, ...]:
        """One reading; what is neither an establishment nor an attempt is left out."""
        return tuple(
            Fait(
                Nature(modele.acte),
                modele.instant,
                domicile=modele.cadre == Cadre.DOMICILE,
                lieu_public=modele.cadre == Cadre.LIEU_PUBLIC,
                recueilli=bool(modele.recueilli),
            )
            for modele in ActiviteModele.query(_cle(agent, ce_jour))
            if modele.acte in Nature.__members__
        )


def acte_de_l_image(image: Mapping[str, Any]) -> Activite | None:
    """The act that a record of the stream writes down, None for an attempt."""
    modele = ActiviteModele.from_raw_data(dict(image))
    return _activite(modele) if modele.acte in ACTES else None


def agent_de_l_image(image: Mapping[str, Any]) -> tuple[str, date]:
    """Whose day a record of the stream is about."""
    agent, _, ce_jour = str(image["cle"]["S"]).rpartition("#")
    return agent, date.fromisoformat(ce_jour)


def _activite(modele: ActiviteModele) -> Activite:
    return Activite(
        agent=modele.agent,
        acte=Evenement(modele.acte),
        instant=modele.instant,
        reference=modele.reference or "",
        commune=modele.commune or "",
        cadre=Cadre(modele.cadre) if modele.cadre else None,
        lieu_public=modele.lieu_public or "",
        mandataire=modele.mandataire or "",
        mandant=modele.mandant or "",
        adresse=modele.adresse or "",
        recueilli=bool(modele.recueilli),
    )


def _cle(agent: str, ce_jour: date) -> str:
    return f"{agent}#{ce_jour.isoformat()}"
