"""The table of what happens at once, in all orders."""

from __future__ import annotations

from tests.fautes.couple import Couple
from tests.fautes.couples_guichet import GUICHET
from tests.fautes.couples_mairie import MAIRIE
from tests.fautes.couples_papier import PAPIERS
from tests.fautes.couples_registre import REGISTRE
from tests.fautes.couples_resiliation import RESILIATION
from tests.fautes.couples_temps import TEMPS
from tests.fautes.couples_trois import TROIS

COUPLES: dict[str, Couple] = GUICHET | MAIRIE | RESILIATION | PAPIERS | REGISTRE | TEMPS | TROIS
