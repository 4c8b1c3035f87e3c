"""The public places of the préfets' arrêtés (R72-1 III): a row an opening. The rows of a place say
all its openings: those in the table that the file no longer has are closed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from chalicelib.administration.cellules import Cellules, a_paris
from chalicelib.administration.communes import exiger_commune
from chalicelib.administration.fichiers import Colonnes, Erreur, Fichier
from chalicelib.administration.plan import Genre, Plan, comparer, exiger_sans_erreur
from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.domaine.lieux import Creneau, LieuPublic
from chalicelib.domaine.regles import LIEUX_PUBLICS
from chalicelib.referentiel.communes import departement

COLONNES = Colonnes(("id", "departement", "arrete", "libelle", "commune", "jour", "de", "a"))
_ID = re.compile(r"[0-9A-Z]{2,3}-[0-9a-z-]{1,60}")
_MAIRIE = re.compile(r"(?i)\b(mairie|hôtel de ville)\b")


def preparer(fichier: Fichier, depots: AdministrationDynamo, _: datetime) -> Plan[LieuPublic]:
    """What the file would change. Raises FichierInvalide with all that is wrong."""
    erreurs: list[Erreur] = []
    lus: dict[str, LieuPublic] = {}
    for rang in fichier.rangs:
        cellules = Cellules(rang, erreurs)
        ouverture = _lire(cellules)
        if ouverture is not None:
            connu = lus.setdefault(ouverture.id, replace(ouverture, creneaux=()))
            lus[ouverture.id] = _ajouter(connu, ouverture, cellules)
    exiger_sans_erreur(erreurs)
    connus = depots.lieux(list(lus))
    return comparer(lus, connus, _remarques(lus, connus))


def ecrire(depots: AdministrationDynamo, plan: Plan[LieuPublic]) -> None:
    """Adds and changes."""
    depots.ecrire_lieux([*plan.ajouts, *(apres for _, apres in plan.changements)])


GENRE = Genre("lieux", "lieux publics d'arrêtés préfectoraux", COLONNES, preparer, ecrire)


def _lire(cellules: Cellules) -> LieuPublic | None:
    """A place with the one opening of this row."""
    lieu = LieuPublic(
        id=cellules.texte("id"),
        departement=cellules.texte("departement"),
        arrete=cellules.texte("arrete"),
        libelle=cellules.texte("libelle"),
        commune=exiger_commune(cellules, "commune"),
        creneaux=(),
    )
    if lieu.id and not (_ID.fullmatch(lieu.id) and lieu.id.startswith(f"{lieu.departement}-")):
        cellules.refuser(
            "« id » s'écrit code du département, tiret, nom court en minuscules sans accent "
            f"(35-gare-de-rennes) ; lu : « {lieu.id} »."
        )
    if lieu.commune and departement(lieu.commune) != lieu.departement:
        cellules.refuser(f"« commune » : {lieu.commune} n'est pas dans le {lieu.departement}.")
    creneau = _creneau(cellules)
    if cellules.en_defaut or creneau is None:
        return None
    return replace(lieu, creneaux=(creneau,))


def _creneau(cellules: Cellules) -> Creneau | None:
    jour, de, a = cellules.jour("jour"), cellules.heure("de"), cellules.heure("a")
    if jour is None or de is None or a is None:
        return None
    if not LIEUX_PUBLICS.en_vigueur(jour):
        cellules.refuser(
            f"« jour » : aucun lieu public avant le {LIEUX_PUBLICS.du:%d/%m/%Y} "
            "(article R72-1 III)."
        )
    if a <= de:
        cellules.refuser("« a » doit suivre « de », le même jour.")
    return Creneau(a_paris(jour, de), a_paris(jour, a))


def _ajouter(lieu: LieuPublic, ouverture: LieuPublic, cellules: Cellules) -> LieuPublic:
    """The place with one opening more, in order."""
    if replace(lieu, creneaux=()) != replace(ouverture, creneaux=()):
        cellules.refuser(f"« {lieu.id} » a plus haut un autre arrêté, libellé ou commune.")
    creneaux = sorted((*lieu.creneaux, *ouverture.creneaux), key=lambda c: c.debut)
    if any(apres.debut < avant.fin for avant, apres in pairwise(creneaux)):
        cellules.refuser(f"« {lieu.id} » a déjà une ouverture à ces heures.")
    return replace(lieu, creneaux=tuple(creneaux))


def _remarques(lus: dict[str, LieuPublic], connus: dict[str, LieuPublic]) -> list[str]:
    fermetures = sum(
        len(set(connus[id_].creneaux) - set(lieu.creneaux))
        for id_, lieu in lus.items()
        if id_ in connus
    )
    remarques = [
        f"« {lieu.libelle} » : l'instruction du 6 avril 2021 écarte les mairies."
        for lieu in lus.values()
        if _MAIRIE.search(lieu.libelle)
    ]
    if fermetures:
        remarques.append(f"{fermetures} ouverture(s) de la table ne sont plus dans le fichier.")
    return remarques
