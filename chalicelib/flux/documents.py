"""Stream function 4: the documents that are too long to be made while somebody waits."""

from __future__ import annotations

from tempfile import TemporaryFile
from typing import Any

from chalicelib.depots.documents import document_de_l_image
from chalicelib.mesures import Mesure
from chalicelib.montage import Montage, montage
from chalicelib.observabilite import compter, incident
from chalicelib.registre.documents import composer, lire
from chalicelib.registre.tableau import ecrire
from chalicelib.services.documents import Document


def documents(evenement: dict[str, Any]) -> dict[str, Any]:
    """Makes those that are asked for. One that fails comes again, a few times: it then stays
    undone, and its page says to ask again.
    """
    monte = montage()
    for enregistrement in evenement["Records"]:
        flux = enregistrement["dynamodb"]
        document = document_de_l_image(flux["NewImage"])
        if document.est_pret or document.est_abandonne(monte.horloge()):
            continue
        try:
            faire(monte, document)
        # Whatever the failure, the record must come back, then go to the on-failure queue.
        except Exception as erreur:  # noqa: BLE001
            compter(Mesure.DOCUMENTS_EN_ECHEC)
            incident(erreur, document=document.id)
            return {"batchItemFailures": [{"itemIdentifier": flux["SequenceNumber"]}]}
        compter(Mesure.DOCUMENTS_FAITS)
    return {"batchItemFailures": []}


def faire(monte: Montage, document: Document) -> None:
    """Rows go from the register to a temporary file, then from it to the bucket: neither the rows
    nor the file are ever whole in memory.
    """
    commande = document.commande
    lignes = lire(monte.contexte, commande)
    tableau, rangs = composer(monte.contexte, commande, lignes, document.demande_le)
    with TemporaryFile() as fichier:
        ecrire(commande.format, tableau, rangs, fichier)
        monte.documents.deposer(document, fichier)
