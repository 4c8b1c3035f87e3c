"""The blueprints of the API, one a module."""

from __future__ import annotations

from chalicelib.api import autorite, canari, commun, electeur, mairie, mairie_actes, mairie_papier

MODULES = (commun, canari, electeur, autorite, mairie, mairie_actes, mairie_papier)
