"""`make statiques ETAPE=prod`: puts style sheet, script and icon where CloudFront reads them.

Before the pages that name them are deployed. A name holds the hash of its content: a file that is
there is left as it is, and none is removed, for pages that are still open and for a rollback."""

from __future__ import annotations

import sys
from mimetypes import guess_type
from typing import Any, cast

from chalicelib.portails.public import UN_AN
from chalicelib.portails.rendu import STATIQUE, statique
from outils.paquet import ETAPES

DOSSIER = "static/"


def deposer(s3: Any, seau: str) -> list[str]:
    """Puts the files of the manifest that the bucket lacks. Returns their names.

    Raises botocore's ClientError when S3 refuses."""
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=seau, Prefix=DOSSIER)
    deja = {objet["Key"] for page in pages for objet in page.get("Contents", ())}
    neufs = sorted(nom for nom in statique().values() if DOSSIER + nom not in deja)
    for nom in neufs:
        s3.put_object(
            Bucket=seau,
            Key=DOSSIER + nom,
            Body=(STATIQUE / nom).read_bytes(),
            ContentType=guess_type(nom)[0] or "application/octet-stream",
            CacheControl=f"public, max-age={UN_AN}, immutable",
            ChecksumAlgorithm="SHA256",
        )
    return neufs


def main() -> int:
    """The command: one argument, the stage; the account is that of whoever runs it."""
    import boto3

    etape = sys.argv[1] if len(sys.argv) > 1 else ""
    if etape not in ETAPES:
        print(f"Étape inconnue : {etape}. Choisir parmi {', '.join(ETAPES)}.", file=sys.stderr)
        return 2
    compte = cast("Any", boto3).client("sts").get_caller_identity()["Account"]
    seau = f"maprocuration-{etape}-statiques-{compte}"
    neufs = deposer(cast("Any", boto3).client("s3"), seau)
    print(f"{seau} : {', '.join(neufs) or 'rien de nouveau'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
