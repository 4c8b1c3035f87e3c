"""A document of the mairie as an answer: the same for its portal and for its API."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib.services.lister import exiger_acces
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

if TYPE_CHECKING:
    from chalicelib.registre.documents import Commande


def rendre(appel: Appel, commande: Commande) -> Response:
    """The file, for an agent whose delegation is valid: `commande.commune` is not looked at, only
    that of the session is. Leaves a trace. Raises DelegationAbsente, SaisieInvalide.
    """
    from chalicelib.registre import documents
    from chalicelib.registre.tableau import TYPES, en_octets

    qui = appel.agent_mairie
    commune = exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)
    commande = replace(commande, commune=commune)
    lignes = documents.lire(appel.contexte, commande)
    tableau, rangs = documents.composer(appel.contexte, commande, lignes, appel.maintenant)
    contenu = en_octets(commande.format, tableau, rangs)
    liste_consultee(appel, commande.genre.value)
    nom = documents.nom_de_fichier(commande, appel.maintenant)
    return reponses.fichier(contenu, TYPES[commande.format], nom)
