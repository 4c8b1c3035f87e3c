"""What the archive leaves out, each with its reason.

The functions carry libraries made for many other uses than theirs. What is named here is removed
from the archive before its trial start, which would fail on a removal too many
(`outils.paquet_essai`); a pattern that removes nothing fails the package: the list stays true."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

SERVICES = frozenset({"dynamodb", "s3", "sesv2", "sns", "sqs", "ssm", "sts"})
"""What our code makes clients of, in botocore's words; a test compares."""

_COMMUNS = frozenset(
    {"_retry.json", "endpoints.json", "partitions.json", "sdk-default-configuration.json"}
)


_IMAGE_ABSENTE = '''"""Pillow is not in this archive: no picture is drawn."""


class Image:
    """What reportlab compares with; nothing is ever one."""
'''


class RetraitSansObjet(RuntimeError):
    """A pattern finds nothing: the library has changed, and so must the list."""


@dataclass(frozen=True, slots=True)
class Retrait:
    """Patterns of paths from the root of the archive (`*` crosses no slash, `**` does) and why."""

    pourquoi: str
    motifs: tuple[str, ...]


RETRAITS = (
    Retrait(
        "no address is asked of the DNS (check_deliverability=False): email-validator imports this "
        "only then",
        ("dns", "dnspython-*.dist-info"),
    ),
    Retrait(
        "reportlab guesses the encoding of XML files with it; it is given none",
        ("charset_normalizer", "charset_normalizer-*.dist-info"),
    ),
    Retrait(
        "cryptography loads the compiled half alone, `_cffi_backend`; the rest compiles C",
        ("cffi", "pycparser", "pycparser-*.dist-info"),
    ),
    Retrait(
        "no picture is drawn in our PDF, and readers of pictures are what attackers feed: "
        "reportlab, which imports it in any case, finds `_IMAGE_ABSENTE` in its place",
        ("PIL", "pillow.libs", "pillow-*.dist-info"),
    ),
    Retrait(
        "our PDF have our own fonts; these are drawn by reportlab's renderers of pictures only",
        tuple(f"reportlab/fonts/*.{type_}" for type_ in ("afm", "pfb", "sfd", "ttf")),
    ),
    Retrait(
        "no PDF of ours has a form, a password, a Chinese font, a table of contents or an index",
        (
            "reportlab/graphics/svgpath.py",
            "reportlab/graphics/utils.py",
            "reportlab/graphics/widgetbase.py",
            "reportlab/lib/codecharts.py",
            "reportlab/lib/corp.py",
            "reportlab/lib/fontfinder.py",
            "reportlab/lib/pdfencrypt.py",
            "reportlab/lib/randomtext.py",
            "reportlab/lib/testutils.py",
            "reportlab/pdfbase/_cidfontdata.py",
            "reportlab/pdfbase/_glyphlist.py",  # names of the glyphs of Type 1 fonts
            "reportlab/pdfbase/acroform.py",
            "reportlab/pdfbase/cidfonts.py",
            "reportlab/pdfbase/pdfform.py",
            "reportlab/platypus/figures.py",
            "reportlab/platypus/para.py",
            "reportlab/platypus/tableofcontents.py",
        ),
    ),
    Retrait(
        "the QR code of a récépissé is made of `shapes`; charts, bar codes and renderers are not",
        (
            "reportlab/graphics/barcode",
            "reportlab/graphics/charts",
            "reportlab/graphics/samples",
            "reportlab/graphics/widgets",
            "reportlab/graphics/renderPM.py",
            "reportlab/graphics/renderPS.py",
            "reportlab/graphics/renderSVG.py",
            "reportlab/graphics/testdrawings.py",
            "reportlab/graphics/testshapes.py",
        ),
    ),
    Retrait(
        "the logger and the metrics are all that is used: routing and validation are elsewhere",
        (
            "aws_lambda_powertools/event_handler",
            "aws_lambda_powertools/middleware_factory",
            "aws_lambda_powertools/utilities/[!_j]*",
            "aws_lambda_powertools/metrics/provider/datadog",
        ),
    ),
    Retrait(
        "only clients are made, never resources, and no help is printed",
        ("boto3/data", "boto3/examples"),
    ),
    Retrait("examples of calls, for boto3's own documentation", ("botocore/data/**/examples-1*",)),
    Retrait(
        "time zones come from tzdata; dateutil's own are not asked for",
        ("dateutil/zoneinfo/dateutil-zoneinfo.tar.gz",),
    ),
    Retrait(
        "other ends than ours: segno prints PNG and codes for a terminal, icalendar has a command",
        ("segno/cli.py", "icalendar/cli.py"),
    ),
    Retrait(
        "other worlds: browsers, Windows, sandboxes, stubs for tests, formats that nobody sends us",
        (
            "urllib3/contrib/emscripten",
            "urllib3/contrib/pyopenssl.py",
            "dateutil/tz/win.py",
            "jinja2/sandbox.py",
            "jinja2/nativetypes.py",
            "botocore/stub.py",
            "joserfc/drafts",
            "segno/helpers.py",
            "cryptography/fernet.py",
            "cryptography/hazmat/asn1",
            "cryptography/hazmat/primitives/twofactor",
            "cryptography/x509/ocsp.py",
            "cryptography/hazmat/primitives/serialization/pkcs7.py",
            "cryptography/hazmat/primitives/serialization/pkcs12.py",
        ),
    ),
    Retrait(
        "what other transfers and tables need: s3transfer is there for boto3's client of S3 alone",
        ("s3transfer/crt.py", "s3transfer/processpool.py", "boto3/crt.py", "boto3/dynamodb"),
    ),
    Retrait(
        "the tables of zones for compilers and menus; the zones themselves stay",
        ("tzdata/zoneinfo/*.tab", "tzdata/zoneinfo/tzdata.zi", "tzdata/zoneinfo/leapseconds"),
    ),
    Retrait("manuals and commands", ("*.data",)),
    Retrait(
        "what operators run with their own rights (`make habilitations`…): no function may",
        ("chalicelib/administration", "chalicelib/__main__.py"),
    ),
    Retrait("tests of libraries", ("tests", "icalendar/tests")),
    Retrait(
        "the sources of what is served translated or made smaller", ("chalicelib/portails/**/*.po",)
    ),
    Retrait(
        "for type checkers and C compilers",
        ("**/*.pyi", "**/py.typed", "**/*.c"),
    ),
    Retrait(
        "for installers: METADATA and the licences stay",
        (
            "*.dist-info/RECORD",
            "*.dist-info/WHEEL",
            "*.dist-info/entry_points.txt",
            "*.dist-info/top_level.txt",
            "*.dist-info/zip-safe",
        ),
    ),
)


def retirer(dossier: Path) -> None:
    """Removes all of it from an archive laid out in a folder.

    Raises RetraitSansObjet when a pattern finds nothing."""
    for donnee in (dossier / "botocore" / "data").iterdir():
        if donnee.name not in SERVICES | _COMMUNS:
            _effacer(donnee)
    for retrait in RETRAITS:
        for motif in retrait.motifs:
            trouves = list(dossier.glob(motif))
            if not trouves:
                raise RetraitSansObjet(f"{motif} ({retrait.pourquoi})")
            for chemin in trouves:
                _effacer(chemin)
    (dossier / "PIL").mkdir()
    (dossier / "PIL" / "__init__.py").touch()
    (dossier / "PIL" / "Image.py").write_text(_IMAGE_ABSENTE, encoding="utf-8")


def _effacer(chemin: Path) -> None:
    shutil.rmtree(chemin) if chemin.is_dir() else chemin.unlink(missing_ok=True)
