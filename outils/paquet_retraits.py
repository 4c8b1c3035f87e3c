"""What the archive leaves out, each with its reason.

The functions carry libraries made for many other uses than theirs. What is named here is removed
from the archive before its trial start, which would fail on a removal too many
(`outils.paquet_essai`); a pattern that removes nothing fails the package: the list stays true."""

from __future__ import annotations


import shutil
from dataclasses import dataclass
from pathlib import Path

SERVICES = frozenset({"dynamodb", "s3", "sesv2", "sqs", "ssm"})
"""What the functions make clients of, in botocore's words, with SQS for what comes back."""

_COMMUNS = frozenset(
    {"_retry.json", "endpoints.json", "partitions.json", "sdk-default-configuration.json"}
)


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
        "pictures are not drawn in our PDF: reportlab needs the class `Image` and its kernel; other "
        "codecs, colour profiles and FreeType stay out",
        (
            "PIL/_avif*",
            "PIL/_imagingcms*",
            "PIL/_imagingft*",
            "PIL/_imagingmath*",
            "PIL/_imagingmorph*",
            "PIL/_imagingtk*",
            "PIL/_webp*",
            "PIL/*Plugin.py",
            "PIL/*File.py",
            "PIL/ImageCms.py",
            "PIL/ImageDraw*.py",
            "PIL/ImageFont.py",
            "PIL/ImageMath.py",
            "PIL/ImageMorph.py",
            "PIL/ImageQt.py",
            "PIL/ImageTk.py",
            "PIL/_tkinter_finder.py",
            "pillow.libs/libavif-*",
            "pillow.libs/libbrotli*",
            "pillow.libs/libfreetype-*",
            "pillow.libs/libharfbuzz-*",
            "pillow.libs/liblcms2-*",
            "pillow.libs/libpng16-*",
            "pillow.libs/libsharpyuv-*",
            "pillow.libs/libwebp*",
        ),
    ),
    Retrait(
        "our PDF have our own fonts; these are drawn by reportlab's renderers of pictures only",
        ("reportlab/fonts/*.afm", "reportlab/fonts/*.pf[ab]", "reportlab/fonts/*.sfd")
        + ("reportlab/fonts/*.ttf",),
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
    Retrait("urllib3 in a browser", ("urllib3/contrib/emscripten",)),
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


def _effacer(chemin: Path) -> None:
    shutil.rmtree(chemin) if chemin.is_dir() else chemin.unlink(missing_ok=True)
