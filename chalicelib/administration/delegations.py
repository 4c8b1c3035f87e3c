"""The delegations of the maires to the agents who check procurations: a row an agent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.administration.cellules import Cellules
from chalicelib.administration.communes import exiger_commune
from chalicelib.administration.fichiers import Colonnes, Fichier
from chalicelib.administration.plan import (
    Genre,
    Plan,
    comparer,
    exiger_sans_erreur,
    lire_les_rangs,
)
from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.domaine.habilitation import Delegation
from chalicelib.referentiel.communes import par_siren

COLONNES = Colonnes(("agent", "commune", "du", "au"), ("maire",))


def preparer(fichier: Fichier, depots: AdministrationDynamo, _: datetime) -> Plan[Delegation]:
    """What the file would change. Raises FichierInvalide with all that is wrong."""
    lues, _lignes, erreurs = lire_les_rangs(fichier, _lire, lambda d: d.agent)
    exiger_sans_erreur(erreurs)
    connues = depots.delegations(list(lues))
    lues = {agent: _avec_son_nom(d, connues.get(agent)) for agent, d in lues.items()}
    remarques = [
        f"{agent} passe de la commune {connues[agent].commune} à {d.commune}."
        for agent, d in lues.items()
        if agent in connues and connues[agent].commune != d.commune
    ]
    return comparer(lues, connues, remarques)


def ecrire(depots: AdministrationDynamo, plan: Plan[Delegation]) -> None:
    """Adds and changes."""
    depots.ecrire_delegations([*plan.ajouts, *(apres for _, apres in plan.changements)])


GENRE = Genre("delegations", "délégations de maires", COLONNES, preparer, ecrire)


def _lire(cellules: Cellules) -> Delegation | None:
    agent = cellules.agent("agent")
    commune = exiger_commune(cellules, "commune")
    dates, maire = cellules.periode(), cellules.oui_non("maire")
    if commune and agent:
        employeurs = {employeur.code for employeur in par_siren(agent[:9])}
        if employeurs and commune not in employeurs:
            cellules.refuser(
                f"« agent » : ce SIRET est celui d'une autre commune que « {commune} », dont le "
                "maire seul délègue."
            )
    if cellules.en_defaut or dates is None:
        return None
    du, au = dates
    return Delegation(agent, commune, du, au, maire=bool(maire))


def _avec_son_nom(voulue: Delegation, connue: Delegation | None) -> Delegation:
    """A file names nobody: what the maire calls an agent of the commune stays."""
    if connue is None or connue.commune != voulue.commune:
        return voulue
    return replace(voulue, nom=connue.nom)
