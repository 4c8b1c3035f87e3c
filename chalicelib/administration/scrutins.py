"""Scrutins, their tours, their territory and their mode of control: a row a scrutin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from chalicelib.administration.cellules import Cellules
from chalicelib.administration.fichiers import Colonnes, Erreur, Fichier
from chalicelib.administration.plan import (
    Genre,
    Plan,
    comparer,
    exiger_sans_erreur,
    lire_les_rangs,
)
from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.domaine.electeurs import Liste
from chalicelib.domaine.regimes import LISTES_ADMISES, NOUVELLE_CALEDONIE
from chalicelib.domaine.scrutins import (
    CONSULATS,
    ModeControle,
    Scrutin,
    Tour,
    TypeScrutin,
    memes_electeurs_le_meme_jour,
)
from chalicelib.referentiel.communes import par_code
from chalicelib.referentiel.donnees import table

COLONNES = Colonnes(
    ("id", "libelle", "type", "tours"),
    (
        "territoire",
        "consulaire",
        "dates_provisoires",
        "controle",
        "controles",
        "identite_certifiee",
    ),
)
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def preparer(fichier: Fichier, depots: AdministrationDynamo, _: datetime) -> Plan[Scrutin]:
    """What the file would change. Raises FichierInvalide with all that is wrong."""
    lus, lignes, erreurs = lire_les_rangs(fichier, _lire, lambda s: s.id)
    connus = depots.scrutins()
    for id_, scrutin in lus.items():
        erreurs += _tours_retires(scrutin, connus.get(id_), lignes[id_])
    erreurs += _a_reunir(lus, connus, lignes)
    exiger_sans_erreur(erreurs)
    return comparer(lus, connus, _remarques(lus, connus))


def ecrire(depots: AdministrationDynamo, plan: Plan[Scrutin]) -> None:
    """Adds and changes."""
    depots.ecrire_scrutins([*plan.ajouts, *(apres for _, apres in plan.changements)])


GENRE = Genre("scrutins", "scrutins", COLONNES, preparer, ecrire)


def _lire(cellules: Cellules) -> Scrutin | None:
    id_ = cellules.texte("id")
    if id_ and not _ID.fullmatch(id_):
        cellules.refuser(f"« id » : minuscules sans accent, chiffres et tirets ; lu : « {id_} ».")
    libelle = cellules.texte("libelle")
    type_ = cellules.choix("type", TypeScrutin)
    tours = _tours(cellules)
    territoire = cellules.liste("territoire")
    for code in territoire:
        _exiger_territoire(cellules, "territoire", code)
    controles = _controles(cellules)
    if type_ is None:
        return None
    consulaire = _consulaire(cellules, type_, territoire)
    scrutin = Scrutin(
        id=id_,
        libelle=libelle,
        tours=tours,
        territoire=territoire,
        consulaire=consulaire,
        dates_provisoires=cellules.oui_non("dates_provisoires") or False,
        type=type_,
        controle=cellules.choix_facultatif("controle", ModeControle),
        controles=controles,
        identite_certifiee=cellules.oui_non("identite_certifiee"),
    )
    return None if cellules.en_defaut else scrutin


def _tours(cellules: Cellules) -> tuple[Tour, ...]:
    """One or two days, in order."""
    jours = cellules.jours("tours") if cellules.texte("tours") else ()
    if len(jours) > 2:
        cellules.refuser("« tours » : un scrutin a un ou deux tours.")
    if any(apres <= avant for avant, apres in pairwise(jours)):
        cellules.refuser("« tours » : le second tour suit le premier.")
    return tuple(Tour(numero, jour) for numero, jour in enumerate(jours, start=1))


def _consulaire(cellules: Cellules, type_: TypeScrutin, territoire: tuple[str, ...]) -> bool:
    """Whether consular lists vote, which the law says of each type; an empty cell: no."""
    consulaire = cellules.oui_non("consulaire") or False
    if consulaire and Liste.CONSULAIRE not in LISTES_ADMISES[type_]:
        cellules.refuser(f"« consulaire » : les {type_} ne se tiennent pas à l'étranger.")
    if type_ is TypeScrutin.CONSULAIRES and not (consulaire and territoire == (CONSULATS,)):
        cellules.refuser(
            f"« consulaire » : les CONSULAIRES ont oui, et {CONSULATS} seul pour territoire."
        )
    if CONSULATS in territoire and not consulaire:
        cellules.refuser(f"« territoire » : {CONSULATS} demande oui dans « consulaire ».")
    return consulaire


def _controles(cellules: Cellules) -> tuple[tuple[str, ModeControle], ...]:
    """Modes by part of the territory, written `988=MAIRIE|35=REU`."""
    poses: dict[str, ModeControle] = {}
    for morceau in cellules.liste("controles"):
        prefixe, egal, mode = (m.strip() for m in morceau.partition("="))
        if not egal:
            cellules.refuser(f"« controles » : écrivez territoire=MODE ; lu : « {morceau} ».")
            continue
        _exiger_territoire(cellules, "controles", prefixe)
        lu = cellules.en_choix(mode, "controles", ModeControle)
        if prefixe in poses:
            cellules.refuser(f"« controles » : « {prefixe} » y est deux fois.")
        if lu is None:
            continue
        if prefixe.startswith(NOUVELLE_CALEDONIE) and lu is not ModeControle.MAIRIE:
            cellules.refuser(
                "« controles » : en Nouvelle-Calédonie, absente du REU, la mairie contrôle "
                "(article R213-1)."
            )
        poses[prefixe] = lu
    return tuple(sorted(poses.items()))


def _exiger_territoire(cellules: Cellules, colonne: str, code: str) -> None:
    if code != CONSULATS and code not in table().departements and par_code(code) is None:
        cellules.refuser(
            f"« {colonne} » : « {code} » n'est le code ni d'un département, ni d'une commune ou "
            f"d'un arrondissement d'aujourd'hui, ni {CONSULATS} (à l'étranger)."
        )


def _tours_retires(scrutin: Scrutin, connu: Scrutin | None, ligne: int) -> list[Erreur]:
    """A demande may name each tour that is in the table: none may go."""
    if connu is None or len(scrutin.tours) >= len(connu.tours):
        return []
    return [
        Erreur(
            ligne,
            f"« tours » : {scrutin.id} a déjà {len(connu.tours)} tours, que des procurations "
            "peuvent nommer. Un tour se déplace, il ne se retire pas.",
        )
    ]


def _a_reunir(
    lus: Mapping[str, Scrutin], connus: Mapping[str, Scrutin], lignes: Mapping[str, int]
) -> list[Erreur]:
    """VAL-04, article R74 al. 3."""
    erreurs = []
    tous = {**connus, **lus}
    for id_, scrutin in lus.items():
        for autre in tous.values():
            # Of two rows of the file, the lower one is told.
            if autre.id == id_ or lignes.get(autre.id, 0) > lignes[id_]:
                continue
            jour = memes_electeurs_le_meme_jour(scrutin, autre)
            if jour is not None:
                erreurs.append(
                    Erreur(
                        lignes[id_],
                        f"{id_} et {autre.id} ont des électeurs communs le {jour:%d/%m/%Y} : une "
                        "procuration vaut pour les deux (article R74, al. 3), réunissez-les en un "
                        "seul scrutin.",
                    )
                )
    return erreurs


def _remarques(lus: Mapping[str, Scrutin], connus: Mapping[str, Scrutin]) -> list[str]:
    """What a change means for those who already gave a procuration."""
    remarques = []
    for id_, scrutin in lus.items():
        connu = connus.get(id_)
        if connu is None:
            continue
        for avant, apres in zip(connu.tours, scrutin.tours, strict=False):
            if avant.date != apres.date:
                remarques.append(
                    f"{id_}, tour {avant.numero} : du {avant.date:%d/%m/%Y} au "
                    f"{apres.date:%d/%m/%Y}. Les procurations données pour ce tour le suivent."
                )
        if (connu.controle, connu.controles) != (scrutin.controle, scrutin.controles):
            remarques.append(f"{id_} : le mode de contrôle change.")
        if connu.territoire != scrutin.territoire:
            remarques.append(
                f"{id_} : le territoire change ; les procurations déjà données y restent attachées."
            )
    return remarques
