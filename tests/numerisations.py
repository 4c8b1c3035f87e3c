"""Files that a scanner makes, small and whole, and others that only look like them."""

from __future__ import annotations

from tests.constructeurs import Nuage

UN_PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
UN_JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 64 + b"\xff\xd9"
UN_PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64 + b"\x00\x00\x00\x00IEND\xaeB`\x82"

DOUTEUX = {
    "vide": b"",
    "page HTML nommée .pdf": b"<!doctype html><script>alert(1)</script>%PDF-1.4 %%EOF",
    "PDF après une page HTML": b"<html></html>" + UN_PDF,
    "PDF tronqué": UN_PDF[:-10],
    "JPEG tronqué": UN_JPEG[:-2],
    "SVG": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "GIF": b"GIF89a" + b"\x00" * 32,
    "ZIP": b"PK\x03\x04" + b"\x00" * 32,
    "exécutable": b"MZ" + b"\x00" * 64,
    "4 Mio et un octet": b"%PDF-1.4" + b"\x00" * (4 * 1024 * 1024 - 12) + b"%%EOF",
}
"""Content that is refused, by what it is."""


def objets(nuage: Nuage) -> set[str]:
    """The names of what the bucket holds."""
    s3 = nuage.moteur.client("s3")
    contenu = s3.list_objects_v2(Bucket="maprocuration-local-pieces").get("Contents", [])
    return {objet["Key"] for objet in contenu}
