"""A document of the mairie as an answer: the same for its portal and for its API."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from chalice.app import Response

from chalicelib.services.lister import exiger_acces
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

if TYPE_CHECKING:
    from chalicelib.services.documents import Commande, Document

LIGNES_MAX = {"csv": 10_000, "xlsx": 10_000, "pdf": 5_000}
"""Rows of a document that is made while one waits: `make bench` says what they cost, of the 15
seconds of a function that has half a processor and must read them first.
"""

OCTETS_MAX = 4 * 1024 * 1024
"""Bytes of an answer. Lambda takes 6 MiB, in base64."""


def rendre(appel: Appel, commande: Commande) -> Response | str:
    """The file, or the id of the document that is being made when it is too long to be waited for.
    For an agent whose delegation is valid: the commune is that of the session. Leaves a trace.
    Raises DelegationAbsente, SaisieInvalide.
    """
    from chalicelib.registre import documents
    from chalicelib.registre.tableau import TYPES, en_octets
    from chalicelib.services.documents import Genre, commander

    qui = appel.agent_mairie
    commune = exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)
    # A tour chooses rows of the register only: elsewhere it would be a text of the caller's, and
    # make of one document as many as he likes.
    tour = commande.tour if commande.genre is Genre.REGISTRE else ""
    commande = replace(commande, commune=commune, tour=tour)
    lignes = documents.lire(appel.contexte, commande)
    maximum = LIGNES_MAX[commande.format.value]
    debut = list(islice(lignes, maximum + 1))
    liste_consultee(appel, commande.genre.value)
    if len(debut) <= maximum:
        tableau, rangs = documents.composer(appel.contexte, commande, debut, appel.maintenant)
        contenu = en_octets(commande.format, tableau, rangs)
        if len(contenu) <= OCTETS_MAX:
            nom = documents.nom_de_fichier(commande, appel.maintenant)
            return reponses.fichier(contenu, TYPES[commande.format], nom)
    return commander(appel.contexte, appel.montage.documents, commande, qui.agent, appel.maintenant)


def suivre(appel: Appel) -> Document:
    """The document of the path, of the agent's commune. Raises DelegationAbsente,
    DocumentIntrouvable.
    """
    from chalicelib.services.documents import suivre as chercher

    qui = appel.agent_mairie
    return chercher(
        appel.contexte,
        appel.montage.documents,
        id_=appel.parametre_de_chemin("document"),
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    )


def lien(appel: Appel, document: Document) -> str:
    """Where its file is, for five minutes. Leaves a trace. Raises DocumentIntrouvable when it
    is not ready.
    """
    from chalicelib.domaine.erreurs import DocumentIntrouvable
    from chalicelib.registre.documents import nom_de_fichier
    from chalicelib.registre.tableau import TYPES

    if not document.est_pret:
        raise DocumentIntrouvable

    liste_consultee(appel, document.commande.genre.value)
    nom = nom_de_fichier(document.commande, document.demande_le)
    return appel.montage.documents.lien(document, nom, TYPES[document.commande.format])
