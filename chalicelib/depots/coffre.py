"""The store of scans: one private S3 bucket, encrypted with the key of the data."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from botocore.config import Config
from botocore.exceptions import ClientError

from chalicelib.configuration import seau_des_pieces
from chalicelib.domaine.pieces import JPEG, PDF, PNG, Piece

_GENRES = {genre.type: genre for genre in (PDF, JPEG, PNG)}
_EFFACE_LE = "efface-le"
_ABSENTE = {"NoSuchKey", "404"}


class CoffreS3:
    """`services.numeriser.Coffre` on S3. The bucket keeps no versions: what is erased is gone. The
    client is made at the first use: few calls have anything to do with a scan.
    """

    @cached_property
    def _client(self) -> Any:
        import boto3

        reglages = Config(
            connect_timeout=2.0,
            read_timeout=10.0,
            retries={"total_max_attempts": 3, "mode": "standard"},
        )
        return boto3.client("s3", config=reglages)

    @cached_property
    def _seau(self) -> str:
        return seau_des_pieces()

    def deposer(self, cle: str, piece: Piece) -> None:
        """Keeps a scan, with the day of its erasure beside it."""
        self._client.put_object(
            Bucket=self._seau,
            Key=cle,
            Body=piece.contenu,
            ContentType=piece.genre.type,
            Metadata={_EFFACE_LE: piece.efface_le.isoformat()},
        )

    def lire(self, cle: str) -> Piece | None:
        """A scan, None when it is gone."""
        try:
            objet = self._client.get_object(Bucket=self._seau, Key=cle)
        except ClientError as erreur:
            if erreur.response["Error"]["Code"] in _ABSENTE:
                return None
            raise
        return Piece(
            contenu=objet["Body"].read(),
            genre=_GENRES[objet["ContentType"]],
            efface_le=datetime.fromisoformat(objet["Metadata"][_EFFACE_LE]),
        )

    def effacer(self, cle: str) -> None:
        """Erases a scan; S3 says nothing when there is none."""
        self._client.delete_object(Bucket=self._seau, Key=cle)
