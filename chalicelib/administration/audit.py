"""The register of the acts of administration, as text."""

from __future__ import annotations

from collections.abc import Iterator

from chalicelib.depots.actes_administration import Acte, Phase
from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.domaine.temps import paris

_ISSUES = {Phase.FIN: "terminé", Phase.ECHEC: "échoué", Phase.DEBUT: "interrompu ou en cours"}


def lignes(depots: AdministrationDynamo, annee: int) -> Iterator[str]:
    """The acts of a year, oldest first, each with how it ended."""
    derniers: dict[str, Acte] = {}
    debuts: dict[str, Acte] = {}
    for acte in depots.actes(annee):
        debuts.setdefault(acte.id, acte)
        derniers[acte.id] = acte
    if not debuts:
        yield f"Aucun acte d'administration en {annee}."
    for id_, debut in debuts.items():
        yield (
            f"{debut.instant.astimezone(paris()):%d/%m/%Y %H:%M:%S} · {id_} · {debut.commande} · "
            f"{_ISSUES[derniers[id_].phase]} · {debut.ajouts} ajout(s), {debut.changements} "
            f"changement(s), {debut.inchanges} sans changement"
        )
        yield f"  par {debut.par} ({debut.identite}) : {debut.motif}"
        yield f"  {debut.fichier}, {debut.lignes} ligne(s), SHA-256 {debut.empreinte}"
