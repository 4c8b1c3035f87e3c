"""The fonts and colours of our documents: DejaVu, embedded, so that Œ, Ç, ë or ñ print anywhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

POLICES = Path(__file__).parent / "polices"
NORMALE, GRASSE = "DejaVuSans", "DejaVuSans-Bold"

ENCRE = "#14505c"
GRIS = "#55595c"
FILET = "#d9cbb2"


@cache
def preparer_reportlab() -> None:
    """Makes both fonts known to reportlab, once a process; its files are binary ones."""
    from reportlab import rl_config
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    # As text they would be a quarter larger, and slower to write.
    rl_config.useA85 = 0
    for police in (NORMALE, GRASSE):
        registerFont(TTFont(police, POLICES / f"{police}.ttf"))
