"""A new demande takes a reference that no other has ever had, once for one key."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domaine import reference as references
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import CleDejaUtilisee
from chalicelib.services.changement import Changement, CleConnue, ReferencePrise
from chalicelib.services.ports import Contexte

_TIRAGES = 8


def inscrire_nouvelle(
    contexte: Contexte, contenu: str, preparer: Callable[[str], Changement]
) -> Demande:
    """Writes what `preparer` makes of the reference that it is given; or gives the demande that the
    key of its `garde` has made before. `contenu` is the print of what was sent with the key: raises
    CleDejaUtilisee when it was another, and what `Depots.enregistrer` raises.
    """
    for _ in range(_TIRAGES):
        changement = preparer(references.tirer(contexte.alea))
        try:
            contexte.depots.enregistrer(changement)
        except ReferencePrise:
            continue
        except CleConnue as connue:
            return _deja_faite(contexte, connue, contenu)
        return changement.demande
    # With 8.9e8 references, eight draws in a row that are all taken mean a broken source.
    raise RuntimeError("source de hasard défaillante : huit références déjà prises")


def _deja_faite(contexte: Contexte, connue: CleConnue, contenu: str) -> Demande:
    demande = contexte.depots.demande(connue.reference)
    if demande is None or connue.contenu != contenu:
        raise CleDejaUtilisee
    return demande
