"""The national register of electors (REU), simulated over HTTP on the made-up electors.

registre.py: what it answers, and how it misbehaves when told to · serveur.py: its HTTP face.
"""

from infra.local.reu.registre import Conduite, RegistreSimule
from infra.local.reu.serveur import SimulateurReu

__all__ = ["Conduite", "RegistreSimule", "SimulateurReu"]
