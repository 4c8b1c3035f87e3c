"""`services.activites.Activites` over DynamoDB."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from chalicelib.depots.modeles_activites import ActiviteModele
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.temps import jour
from chalicelib.services.activites import Activite


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
            exp=int(jusqu_au.timestamp()),
        ).save()

    def du_jour(self, agent: str, ce_jour: date, maintenant: datetime) -> Iterator[Activite]:
        """The newest first."""
        visible = ActiviteModele.exp > int(maintenant.timestamp())
        for modele in ActiviteModele.query(
            _cle(agent, ce_jour), filter_condition=visible, scan_index_forward=False
        ):
            yield Activite(
                agent=modele.agent,
                acte=Evenement(modele.acte),
                instant=modele.instant,
                reference=modele.reference,
                commune=modele.commune,
                cadre=Cadre(modele.cadre) if modele.cadre else None,
                lieu_public=modele.lieu_public or "",
                mandataire=modele.mandataire or "",
            )


def _cle(agent: str, ce_jour: date) -> str:
    return f"{agent}#{ce_jour.isoformat()}"
