"""`services.documents.Documents`: requests in a table whose stream has them made, files in a bucket
that keeps them a day.
"""

from __future__ import annotations

import os
from functools import cached_property
from typing import IO, Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute, UTCDateTimeAttribute
from pynamodb.exceptions import PutError

from chalicelib.configuration import seau_des_documents, table
from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE, Table, lire
from chalicelib.domaine.etats import Etat
from chalicelib.services.documents import VIE, Commande, Document, Format, Genre, pret

LIEN_S = 300


class DocumentModele(Table):
    """A document that is asked for, then made."""

    class Meta:
        table_name = table("documents")

    id = UnicodeAttribute(hash_key=True)
    genre = UnicodeAttribute()
    format = UnicodeAttribute()
    commune = UnicodeAttribute()
    scrutin = UnicodeAttribute(null=True)
    tour = UnicodeAttribute(null=True)
    etat = UnicodeAttribute(null=True)
    agent = UnicodeAttribute()
    demande_le = UTCDateTimeAttribute()
    octets = NumberAttribute(null=True)
    exp = NumberAttribute()


class DocumentsDynamo:
    """One instance a process; the client of S3 is made at its first use."""

    def commander(self, document: Document) -> None:
        """See `services.documents.Documents`."""
        try:
            _modele(document).save(condition=~DocumentModele.id.exists())
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise

    def document(self, id_: str) -> Document | None:
        """See `services.documents.Documents`."""
        modele = lire(DocumentModele, id_)
        return None if modele is None else _document(modele)

    def deposer(self, document: Document, fichier: IO[bytes]) -> None:
        """See `services.documents.Documents`. Sent in parts: never whole in memory."""
        octets = fichier.seek(0, os.SEEK_END)
        fichier.seek(0)
        self._s3.upload_fileobj(fichier, seau_des_documents(), document.id)
        _modele(pret(document, octets)).save()

    def lien(self, document: Document, nom: str, type_: str) -> str:
        """See `services.documents.Documents`."""
        return str(
            self._s3.generate_presigned_url(
                "get_object",
                Params={
                    "Bucket": seau_des_documents(),
                    "Key": document.id,
                    "ResponseContentDisposition": f'attachment; filename="{nom}"',
                    "ResponseContentType": type_,
                    "ResponseCacheControl": "no-store",
                },
                ExpiresIn=LIEN_S,
            )
        )

    @cached_property
    def _s3(self) -> Any:
        import boto3
        from botocore.config import Config

        reglages = Config(
            connect_timeout=2.0,
            read_timeout=20.0,
            retries={"total_max_attempts": 3, "mode": "standard"},
            # What is encrypted with a key of ours is only given to a signature of this version.
            signature_version="s3v4",
        )
        return boto3.client("s3", config=reglages)


def document_de_l_image(image: dict[str, Any]) -> Document:
    """From the new image of a stream record."""
    modele = DocumentModele()
    modele.deserialize(image)
    return _document(modele)


def _modele(document: Document) -> DocumentModele:
    commande = document.commande
    return DocumentModele(
        id=document.id,
        genre=commande.genre.value,
        format=commande.format.value,
        commune=commande.commune,
        scrutin=commande.scrutin or None,
        tour=commande.tour or None,
        etat=commande.etat.value if commande.etat else None,
        agent=document.agent,
        demande_le=document.demande_le,
        octets=document.octets,
        exp=int((document.demande_le + VIE).timestamp()),
    )


def _document(modele: DocumentModele) -> Document:
    return Document(
        id=modele.id,
        commande=Commande(
            genre=Genre(modele.genre),
            format=Format(modele.format),
            commune=modele.commune,
            scrutin=modele.scrutin or "",
            tour=modele.tour or "",
            etat=Etat(modele.etat) if modele.etat else None,
        ),
        agent=modele.agent,
        demande_le=modele.demande_le,
        octets=_entier(modele.octets),
    )


def _entier(nombre: float | None) -> int | None:
    return None if nombre is None else int(nombre)
