"""What makes one form, or one call of the API, act once."""

from __future__ import annotations

import re

from chalicelib.domaine.identites import pseudonyme
from chalicelib.domaine.phrases import phrase
from chalicelib.web.appel import Appel, CorpsInvalide

_CLE = re.compile(r"[\x21-\x7e]{8,200}")


def est_une_cle(cle: str) -> bool:
    """Whether it can be an idempotency key: 8 to 200 visible ASCII signs."""
    return _CLE.fullmatch(cle) is not None


def empreinte(appel: Appel, cle: str, *acte: str) -> str:
    """The print of a key together with what is done, empty without a key: the same key with
    another act is another call.
    """
    if not cle:
        return ""
    return pseudonyme("acte", "\x1f".join((cle, *acte)), appel.contexte.secret)


def empreinte_du_formulaire(appel: Appel, *acte: str) -> str:
    """The same for the hidden field `cle` of a form of ours. Raises CorpsInvalide when the field
    does not hold what the page put there.
    """
    cle = appel.champ("cle")
    if not est_une_cle(cle):
        raise CorpsInvalide(phrase("Rechargez la page, puis envoyez à nouveau le formulaire."))
    return empreinte(appel, cle, *acte)
