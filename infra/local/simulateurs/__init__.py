"""FranceConnect, FranceConnect+ and ProConnect on one machine: the real protocol, people who do not
exist.

    simulateur = Simulateur("franceconnect", identites, clients, horloge)
    base = simulateur.demarrer()        # http://127.0.0.1:<port>
    simulateur.issuer                   # http://127.0.0.1:<port>/api/v2
    simulateur.arreter()

Development and tests only; listens on the loopback and refuses to start on any stage but `local`.
"""

from infra.local.simulateurs.modele import ClientEnregistre, IdentiteDemo
from infra.local.simulateurs.serveur import Simulateur

__all__ = ["ClientEnregistre", "IdentiteDemo", "Simulateur"]
