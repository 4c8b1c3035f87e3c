"""`services.points_de_controle` over DynamoDB (the journal) and S3 (its checkpoints)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any

from chalicelib.configuration import seau_des_points_de_controle
from chalicelib.depots.modeles import EcritureModele
from chalicelib.services.points_de_controle import Trace
from chalicelib.services.ports_conservation import Part

_LUS = ["reference", "rang", "empreinte", "instant"]


class JournalDynamo:
    """`services.points_de_controle.Journal`."""

    def traces(self, part: Part, depuis: datetime | None) -> Iterator[Trace]:
        """The filter is DynamoDB's: older entries are read there (and paid for), not sent."""
        filtre = EcritureModele.instant >= depuis if depuis is not None else None
        modeles = EcritureModele.scan(
            filtre, segment=part.numero, total_segments=part.sur, attributes_to_get=_LUS
        )
        for m in modeles:
            yield Trace(m.reference, m.rang, m.empreinte, m.instant)


class PointsS3:
    """`services.points_de_controle.Points`. The bucket locks each version when it is written."""

    def poser(self, jour: date, octets: bytes) -> bool:
        """Never over another: not even its right to write lets a function add a version."""
        from botocore.exceptions import ClientError

        try:
            self._s3.put_object(
                Bucket=self._seau,
                Key=_cle(jour),
                Body=octets,
                ContentType="application/gzip",
                ChecksumAlgorithm="SHA256",
                IfNoneMatch="*",
            )
        except ClientError as erreur:
            if erreur.response["Error"]["Code"] != "PreconditionFailed":
                raise
            return False
        return True

    def poses(self) -> Iterator[tuple[date, bytes, int]]:
        """By versions: who may not replace an object may still hide it, by a newer one or by a mark
        of deletion.
        """
        versions: dict[str, list[tuple[datetime, int, str]]] = {}
        for page in self._s3.get_paginator("list_object_versions").paginate(Bucket=self._seau):
            for version in page.get("Versions", []):
                vues = versions.setdefault(version["Key"], [])
                # Instants are whole seconds; S3 lists the newest first, so that the last is oldest.
                vues.append((version["LastModified"], -len(vues), version["VersionId"]))
        for cle in sorted(versions):
            _, _, premiere = min(versions[cle])
            lu = self._s3.get_object(Bucket=self._seau, Key=cle, VersionId=premiere)
            yield _jour(cle), lu["Body"].read(), len(versions[cle])

    @property
    def _seau(self) -> str:
        return seau_des_points_de_controle()

    @cached_property
    def _s3(self) -> Any:
        import boto3

        return boto3.client("s3")


def _cle(jour: date) -> str:
    return f"journal/{jour.isoformat()}.gz"


def _jour(cle: str) -> date:
    return date.fromisoformat(cle.rpartition("/")[2].removesuffix(".gz"))
