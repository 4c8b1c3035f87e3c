"""The habilitations of the authorities (R72-1, R72-1-1): a row an agent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

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
from chalicelib.domaine.habilitation import QUALITES_CONSULAIRES, Habilitation, Qualite
from chalicelib.domaine.temps import jour
from chalicelib.referentiel import consulats

COLONNES = Colonnes(
    ("agent", "qualite", "unite", "lieu", "du", "au"),
    ("juge", "tribunal", "opj", "poste", "revoquee_le"),
)


def preparer(
    fichier: Fichier, depots: AdministrationDynamo, maintenant: datetime
) -> Plan[Habilitation]:
    """What the file would change. Raises FichierInvalide with all that is wrong."""
    lues, lignes, erreurs = lire_les_rangs(
        fichier, lambda cellules: _lire(cellules, maintenant), lambda h: h.agent
    )
    opj = {h.opj for h in lues.values() if h.opj}
    connues = depots.habilitations([*lues, *sorted(opj - lues.keys())])
    erreurs += _opj_inconnus(lues, connues, lignes)
    erreurs += _revocations_levees(lues, connues, lignes)
    exiger_sans_erreur(erreurs)
    voulues = {
        # An agent locked by its misses stays locked: an import is no way to unlock.
        agent: replace(h, echecs=connues[agent].echecs) if agent in connues else h
        for agent, h in lues.items()
    }
    return comparer(voulues, connues, _retraits(voulues, connues))


def ecrire(depots: AdministrationDynamo, plan: Plan[Habilitation]) -> None:
    """Adds and changes; the misses of an agent are left alone."""
    depots.ajouter_habilitations(plan.ajouts)
    depots.changer_habilitations(plan.changements)


GENRE = Genre("habilitations", "habilitations d'agents", COLONNES, preparer, ecrire)


def _lire(cellules: Cellules, maintenant: datetime) -> Habilitation | None:
    agent = cellules.agent("agent")
    qualite = cellules.choix("qualite", Qualite)
    dates = cellules.periode()
    unite, lieu = cellules.texte("unite"), cellules.texte("lieu")
    revoquee_le = cellules.instant("revoquee_le")
    if revoquee_le is not None and revoquee_le > maintenant:
        cellules.refuser(
            "« revoquee_le » est à venir, or une révocation vaut aussitôt : avancez « au »."
        )
    if qualite is None or dates is None:
        return None
    du, au = dates
    a_l_etranger = qualite in QUALITES_CONSULAIRES
    habilitation = Habilitation(
        agent=agent,
        qualite=qualite,
        juge=_du_juge(cellules, "juge", a_l_etranger),
        tribunal=_du_juge(cellules, "tribunal", a_l_etranger),
        du=du,
        au=au,
        unite=unite,
        lieu=lieu,
        revoquee_le=revoquee_le,
        opj=_opj(cellules, qualite),
        poste=_poste(cellules, a_l_etranger),
    )
    return None if cellules.en_defaut else habilitation


def _du_juge(cellules: Cellules, colonne: str, a_l_etranger: bool) -> str:
    if a_l_etranger:
        return cellules.vide(colonne, "à l'étranger, aucun juge ne désigne (article R72-1-1)")
    return cellules.texte(colonne)


def _opj(cellules: Cellules, qualite: Qualite) -> str:
    if qualite is Qualite.DELEGUE_OPJ:
        return cellules.agent("opj")
    return cellules.vide("opj", "seul un délégué est choisi par un OPJ (article R72-1 V)")


def _poste(cellules: Cellules, a_l_etranger: bool) -> str:
    if not a_l_etranger:
        return cellules.vide("poste", "il ne sert qu'à l'étranger")
    poste = cellules.texte("poste")
    if poste and poste not in consulats.par_code():
        cellules.refuser(f"« poste » : « {poste} » n'est le code d'aucun poste consulaire.")
    return poste


def _opj_inconnus(
    lues: Mapping[str, Habilitation],
    connues: Mapping[str, Habilitation],
    lignes: Mapping[str, int],
) -> list[Erreur]:
    """AUT-02, article R72-1 V: only an OPJ may appoint a délégué."""
    erreurs = []
    for agent, habilitation in lues.items():
        if not habilitation.opj:
            continue
        opj = lues.get(habilitation.opj) or connues.get(habilitation.opj)
        if opj is None or opj.qualite is not Qualite.OPJ:
            erreurs.append(
                Erreur(
                    lignes[agent],
                    f"« opj » : « {habilitation.opj} » n'est officier de police judiciaire ni dans "
                    "ce fichier ni dans la table (article R72-1 V).",
                )
            )
    return erreurs


def _revocations_levees(
    lues: Mapping[str, Habilitation],
    connues: Mapping[str, Habilitation],
    lignes: Mapping[str, int],
) -> list[Erreur]:
    """A revocation is not lifted by an empty cell: it takes a designation that begins later."""
    return [
        Erreur(
            lignes[agent],
            f"cet agent est révoqué depuis le {_jour_de_revocation(connues[agent])} : gardez "
            "« revoquee_le », ou donnez à la nouvelle désignation un « du » plus tardif.",
        )
        for agent, h in lues.items()
        if agent in connues and _leve(h, connues[agent])
    ]


def _jour_de_revocation(connue: Habilitation) -> str:
    return f"{jour(connue.revoquee_le):%d/%m/%Y}" if connue.revoquee_le else ""


def _leve(voulue: Habilitation, connue: Habilitation) -> bool:
    revoquee_le = connue.revoquee_le
    return revoquee_le is not None and voulue.revoquee_le is None and voulue.du <= revoquee_le


def _retraits(
    voulues: Mapping[str, Habilitation], connues: Mapping[str, Habilitation]
) -> list[str]:
    nombre = sum(
        h.revoquee_le is not None and (agent not in connues or connues[agent].revoquee_le is None)
        for agent, h in voulues.items()
    )
    return [f"{nombre} révocation(s) : ces agents n'établissent plus dès le chargement."] * (
        nombre > 0
    )
