"""The portal of the mairies: each part adds its routes to the one blueprint."""

from __future__ import annotations

from chalicelib.portails import (
    mairie_actes,
    mairie_delegations,
    mairie_documents,
    mairie_dossier,
    mairie_file,
    mairie_listes,
    mairie_lot,
    mairie_papier,
    mairie_papier_entre,
    mairie_registre,
    mairie_reglages,
    mairie_statistiques,
)
from chalicelib.portails.mairie_commun import blueprint

__all__ = [
    "blueprint",
    "mairie_actes",
    "mairie_delegations",
    "mairie_documents",
    "mairie_dossier",
    "mairie_file",
    "mairie_listes",
    "mairie_lot",
    "mairie_papier",
    "mairie_papier_entre",
    "mairie_registre",
    "mairie_reglages",
    "mairie_statistiques",
]
