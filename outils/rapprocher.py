"""`python -m outils.rapprocher` (make rapprocher): reads registers, accounts, search and e-mails
against the demandes, all of them, and names what differs; REPARER=oui repairs it. On the cloud that
the environment names, or on the local one that runs.

With REFERENCE=XBQ7V3 that one only. What has neither demande nor journal is removed only when it is
so named: it may be the last trace of what a table lost. Repairs write over what they saw only and
send nothing twice (`services.reparer`): beside the stream, beside another operator, killed and run
again, they end the same.

Exit code: 0 when nothing differs any more, 1 when something does, 2 without a cloud or when
REFERENCE= can't be one or names nothing: a slip of the keyboard must not read as good news.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from outils.nuage_courant import rejoindre

if TYPE_CHECKING:
    from chalicelib.services.rapprocher import Constat
    from chalicelib.services.reparer import Outils
    from chalicelib.services.tournee import Suspect

FILS = 8
LOT = 200
MONTRES = 100

LIBELLES = {
    "NON_TRANSMISE": "établie, et pas au registre de sa commune",
    "COMMUNE_SANS_REGISTRE": "aucun registre ne peut la recevoir (à voir par une personne)",
    "LIGNE_ABSENTE": "absente du registre de sa commune",
    "LIGNE_EN_RETARD": "sa ligne au registre est en retard",
    "LIGNE_EN_AVANCE": "sa ligne au registre dit ce qui ne s’est pas passé",
    "LIGNE_DIFFERENTE": "sa ligne au registre dit autre chose",
    "LIGNE_DE_TROP": "une ligne à un registre où rien ne l’appelle",
    "DEMANDE_PERDUE": "sa demande n’est plus là, et n’a pas été effacée : à restaurer",
    "ENGAGEMENT_ABSENT": "ne compte pas chez un de ses électeurs (article L73)",
    "ENGAGEMENT_DE_TROP": "compte chez un électeur qui ne la donne ni ne la tient",
    "MOTS_ABSENTS": "ne se trouve pas par tous ses noms",
    "QUESTION_ABSENTE": "attend le répertoire électoral, à qui rien n’est demandé",
    "COURRIEL_ABSENT": "son mandant n’a pas été prévenu",
}

Dire = Callable[[str], None]


@dataclass
class Bilan:
    """What differed, by kind, and how many references still do."""

    ecarts: Counter[str] = field(default_factory=Counter)
    references: int = 0
    restants: int = 0


def rapprocher(*, reparer_: bool, reference: str = "", dire: Dire = print) -> Bilan:
    """Reads all (or one reference), repairs when asked to; says each reference that differs."""
    from chalicelib.flux.rapprochement import outils
    from chalicelib.montage import montage

    monte = montage()
    bilan, equipe = Bilan(), outils(monte)
    un = partial(_un, equipe, monte.horloge, reparer_, bool(reference))
    with ThreadPoolExecutor(FILS) as fils:
        for lot in _lots(_suspects(equipe, monte.horloge(), reference, partout=reparer_)):
            for suspect, (constats, reste) in zip(lot, fils.map(un, lot), strict=True):
                if not constats:
                    continue
                bilan.references += 1
                bilan.restants += reste
                bilan.ecarts.update(constat.ecart.value for constat in constats)
                if bilan.references <= MONTRES:
                    issue = (" → reste à faire" if reste else " → réparé") if reparer_ else ""
                    dire(f"{suspect.reference} : {_dits(constats)}{issue}.")
    _conclure(bilan, dire, repare=reparer_)
    return bilan


def _un(
    equipe: Outils,
    horloge: Callable[[], datetime],
    reparer_: bool,
    nommee: bool,
    suspect: Suspect,
) -> tuple[tuple[Constat, ...], bool]:
    """What truly differs about a reference, and whether something still does afterwards."""
    from chalicelib.services.reparer import relire, reparer

    constats, dossier = relire(equipe, suspect.reference, horloge(), suspect.constats)
    if not constats or not reparer_:
        return constats, bool(constats)
    if not (nommee or dossier.demande or dossier.ecritures):
        # Forged, or the last trace of one whose demande and journal were both lost: a pass over
        # everything does not decide that.
        return constats, True
    return constats, bool(reparer(equipe, suspect.reference, horloge(), suspect.constats))


def _suspects(
    equipe: Outils, maintenant: datetime, reference: str, *, partout: bool
) -> Iterator[Suspect]:
    """Each reference once. `partout`: one that has neither demande nor journal, from which nothing
    leads to its row, is looked for in every table.
    """
    from chalicelib.configuration import variable
    from chalicelib.services.ports_conservation import Part
    from chalicelib.services.tournee import Suspect, parcourir

    if reference and (not partout or _connue(reference)):
        yield Suspect(reference, ())
        return
    nombre = int(variable("RAPPROCHEMENT_PARTS", "128"))
    vues: set[str] = set()
    for suspect in parcourir(equipe, (Part(n, nombre) for n in range(nombre)), maintenant):
        if reference and suspect.reference != reference:
            continue
        # A row and an account of nobody's may bear the same reference: where each was is told.
        if suspect.reference not in vues or suspect.constats[0].ecart.value.endswith("DE_TROP"):
            vues.add(suspect.reference)
            yield suspect


def _lots(suspects: Iterator[Suspect]) -> Iterator[list[Suspect]]:
    while lot := list(islice(suspects, LOT)):
        yield lot


def _dits(constats: Iterable[Constat]) -> str:
    return " ; ".join(dict.fromkeys(LIBELLES[constat.ecart.value] for constat in constats))


def _conclure(bilan: Bilan, dire: Dire, *, repare: bool) -> None:
    if not bilan.references:
        dire("Rien ne diffère.")
        return
    for ecart, nombre in sorted(bilan.ecarts.items()):
        dire(f"{nombre} : {LIBELLES[ecart]}.")
    if not repare:
        dire(f"{bilan.references} référence(s). Rien n’a été touché : REPARER=oui répare.")
        return
    dire(f"{bilan.references} référence(s), {bilan.restants} à voir encore.")
    if bilan.ecarts.keys() & {"LIGNE_ABSENTE", "LIGNE_EN_RETARD", "LIGNE_EN_AVANCE"}:
        dire("« make compteurs » recompte les communes dont des lignes ont été refaites.")


def main() -> int:
    """REPARER=oui, REFERENCE=."""
    if not rejoindre():
        from infra.local.journal import AUCUN_NUAGE

        print(AUCUN_NUAGE, file=sys.stderr)
        return 2
    reference = os.environ.get("REFERENCE", "")
    if reference:
        from chalicelib.domaine.erreurs import ReferenceInvalide
        from chalicelib.domaine.reference import normaliser

        try:
            reference = normaliser(reference)
        except ReferenceInvalide:
            print("REFERENCE : 6 lettres ou chiffres, sans 0, O, 1, I ni L.", file=sys.stderr)
            return 2
    repare = os.environ.get("REPARER", "") == "oui"
    bilan = rapprocher(reparer_=repare, reference=reference)
    if reference and not bilan.references and not _connue(reference):
        ailleurs = "." if repare else " ; REPARER=oui en cherche les restes partout."
        print(f"Aucune demande, aucun journal sous cette référence{ailleurs}", file=sys.stderr)
        return 2
    return 1 if bilan.restants else 0


def _connue(reference: str) -> bool:
    """A demande, or what its journal kept of one that is gone."""
    from chalicelib.montage import montage

    return any(montage().contexte.depots.ecritures(reference))


if __name__ == "__main__":
    sys.exit(main())
