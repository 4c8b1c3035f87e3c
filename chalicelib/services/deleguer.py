"""The maire gives, sees and ends the delegations of the agents of his own commune."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from chalicelib.domaine.erreurs import AccesRefuse, SaisieInvalide
from chalicelib.domaine.habilitation import CLE_D_AGENT, Agent, Delegation, exiger_delegation
from chalicelib.domaine.temps import fin_du_jour, jour
from chalicelib.domaine.texte import ligne
from chalicelib.referentiel.communes import par_siren
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_mairies import ActeDeMairie, Mairies

DUREE_MAX = timedelta(days=6 * 366)
"""As long as the mandate of a maire (L227): no delegation outlives who gave it by much."""

NOM_MAX = 100
COMMANDE_DONNER, COMMANDE_FINIR = "délégation donnée", "délégation terminée"


class ReserveAuMaire(AccesRefuse):
    """Another agent of the mairie, however delegated."""

    code = "reserve-au-maire"
    titre = "Seul le maire gère les délégations"


def exiger_maire(
    contexte: Contexte, agent: Agent, commune: str, maintenant: datetime
) -> Delegation:
    """The maire's own delegation, valid now. Raises DelegationAbsente, ReserveAuMaire."""
    lue = exiger_delegation(contexte.depots.delegation(agent.cle), commune, maintenant)
    if not lue.maire:
        raise ReserveAuMaire(
            "Demandez au maire de se connecter à cette page : lui seul donne et retire les "
            "délégations de la commune."
        )
    return lue


def delegations_de(
    contexte: Contexte, mairies: Mairies, agent: Agent, commune: str, maintenant: datetime
) -> tuple[Delegation, ...]:
    """Those of the maire's commune. Raises what `exiger_maire` raises."""
    return mairies.delegations(exiger_maire(contexte, agent, commune, maintenant).commune)


def donner(
    contexte: Contexte,
    mairies: Mairies,
    *,
    cle: str,
    nom: str,
    du: date,
    au: date,
    agent: Agent,
    commune: str,
    maintenant: datetime,
) -> Delegation:
    """Gives it to the agent of this key, or changes its dates; both days are included. Raises what
    `exiger_maire` raises, SaisieInvalide, ConflitDeVersion.
    """
    maire = exiger_maire(contexte, agent, commune, maintenant)
    voulue = _lire(cle, nom, du, au, commune, maintenant)
    connue = contexte.depots.delegation(voulue.agent)
    _exiger_libre(connue, commune, maintenant)
    if connue == voulue:
        return connue
    acte = ActeDeMairie(
        agent=agent,
        commande=COMMANDE_DONNER,
        motif=f"{voulue.agent}, commune {commune}, du {du.isoformat()} au {au.isoformat()}",
        contenu=repr(voulue),
        instant=maintenant,
        ajout=connue is None,
    )
    mairies.deleguer(voulue, connue, maire, acte)
    return voulue


def finir(
    contexte: Contexte,
    mairies: Mairies,
    *,
    cle: str,
    agent: Agent,
    commune: str,
    maintenant: datetime,
) -> None:
    """Ends it at once: reading and deciding ask for it each time. Nothing when it has ended. Raises
    what `exiger_maire` raises, SaisieInvalide (not one of this commune, or a maire's),
    ConflitDeVersion.
    """
    maire = exiger_maire(contexte, agent, commune, maintenant)
    connue = contexte.depots.delegation(cle) if CLE_D_AGENT.fullmatch(cle) else None
    if connue is None or connue.commune != commune:
        raise SaisieInvalide.du_champ("agent", "Votre commune n'a pas de délégation à ce nom.")
    if connue.maire:
        raise SaisieInvalide.du_champ("agent", _DU_MAIRE)
    if connue.au <= maintenant:
        return
    finie = replace(connue, du=min(connue.du, maintenant), au=maintenant)
    acte = ActeDeMairie(
        agent=agent,
        commande=COMMANDE_FINIR,
        motif=f"{cle}, commune {commune}",
        contenu=repr(finie),
        instant=maintenant,
        ajout=False,
    )
    mairies.deleguer(finie, connue, maire, acte)


_DU_MAIRE = (
    "C'est la délégation d'un maire : seul l'administrateur du service la change, sur la foi de "
    "l'élection."
)


def _lire(cle: str, nom: str, du: date, au: date, commune: str, maintenant: datetime) -> Delegation:
    erreurs: dict[str, str] = {}
    cle = "".join(cle.split())
    if not CLE_D_AGENT.fullmatch(cle):
        erreurs["agent"] = (
            "Recopiez l'identifiant tel que l'agent le lit sur sa page : 14 chiffres, une barre "
            "oblique, puis son identifiant ProConnect."
        )
    elif commune not in {employeur.code for employeur in par_siren(cle[:9])}:
        erreurs["agent"] = (
            "Cet agent n'est pas de votre mairie : le SIRET de son identifiant n'est pas celui de "
            "votre commune."
        )
    try:
        nom = ligne(nom)
    except ValueError:
        nom = ""
    if not 0 < len(nom) <= NOM_MAX:
        erreurs["nom"] = "Écrivez le nom de l'agent, pour le retrouver dans la liste."
    if au < max(du, jour(maintenant)):
        erreurs["au"] = "Choisissez un dernier jour à venir, après le premier."
    elif au - min(du, jour(maintenant)) > DUREE_MAX:
        erreurs["au"] = "Choisissez une délégation qui finit dans six ans au plus."
    if erreurs:
        raise SaisieInvalide(erreurs)
    return Delegation(cle, commune, fin_du_jour(du - timedelta(days=1)), fin_du_jour(au), nom=nom)


def _exiger_libre(connue: Delegation | None, commune: str, maintenant: datetime) -> None:
    if connue is None:
        return
    if connue.maire:
        raise SaisieInvalide.du_champ("agent", _DU_MAIRE)
    if connue.commune != commune and connue.au > maintenant:
        raise SaisieInvalide.du_champ(
            "agent",
            "Cet agent a déjà la délégation d'une autre commune, qui doit d'abord y mettre fin.",
        )
