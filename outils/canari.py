"""`make canari`: one run of the canary, now, on the cloud that the environment names or on the
local one that runs. `python -m outils.canari cle` makes a pair of keys for a stage
(docs/decisions/canari.md). Exit code: 0, 1 when a step could not be lived, 2 without a cloud.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path

from outils.nuage_courant import rejoindre

LIBELLES = {
    "reussi": "Le canari a vécu les trois étapes.",
    "inactif": "Aucune clé publique n'est configurée pour le canari : rien n'a été fait.",
    "occupe": "Un autre passage du canari est en cours : rien n'a été fait.",
}


def main(arguments: list[str]) -> int:
    """Prints how each step went."""
    if arguments == ["cle"]:
        return _cle()
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    from chalicelib.flux.canari import MANQUE, canari
    from chalicelib.observabilite import publier

    lignes = io.StringIO()
    with redirect_stdout(lignes):
        bilan = canari()
        publier()
    for etape, duree in _durees(lignes.getvalue()):
        print(f"{etape:14} {duree:8.0f} ms")
    _montrer_aux_tableaux(lignes.getvalue())
    if bilan["issue"] == MANQUE:
        print(f"Étape manquée : {bilan['etape']} ({bilan['raison']}).", file=sys.stderr)
        return 1
    print(LIBELLES[bilan["issue"]])
    return 0


def _cle() -> int:
    """The private key is for SSM (SecureString), the public one for the stack's parameter."""
    from joserfc.jwk import ECKey

    cle = ECKey.generate_key("P-256")
    for nom, privee in (("CANARI_CLE", True), ("CANARI_CLE_PUBLIQUE", False)):
        print(f"{nom} {json.dumps(cle.as_dict(private=privee), separators=(',', ':'))}")
    return 0


def _durees(texte: str) -> list[tuple[str, float]]:
    """The steps, from the metrics that were written."""
    lues = [json.loads(ligne) for ligne in texte.splitlines() if ligne.startswith("{")]
    return [
        (ligne["etape"], ligne["CanariDuree"][0])
        for ligne in lues
        if "CanariDuree" in ligne and "etape" in ligne
    ]


def _montrer_aux_tableaux(texte: str) -> None:
    """The local dashboards read what the functions write; this process is one of them."""
    from infra.local import etat

    nuage = etat.lire()
    journal = Path(etat.dossier()) / "journal-des-fonctions.jsonl"
    if nuage is not None and journal.exists():
        with journal.open("a", encoding="utf-8") as fichier:
            fichier.write(texte)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
