"""What happened to a procuration after its reception: each act is asked on a page of its own, whose
address then says that it is done.

The page that asks shows both persons, so it is a consultation of the journal; the one that says it
is done shows none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    ProcurationIntrouvable,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Role, suivant
from chalicelib.domaine.fin import est_joignable
from chalicelib.portails.actes_apres_reception import ACTES, Acte, est_fait, tours_a_noter
from chalicelib.portails.champs import jour_type, noms_de_date
from chalicelib.portails.mairie_papier_vues import listes
from chalicelib.portails.pages import page
from chalicelib.portails.vues import nom_de_commune, vue_demande
from chalicelib.services.annuler import annuler
from chalicelib.services.mairie import examiner, ouvrir
from chalicelib.services.noter_vote import noter_vote
from chalicelib.services.rendre_caduque import rendre_caduque
from chalicelib.services.resilier_sur_papier import resilier_sur_papier
from chalicelib.services.rouvrir import rouvrir
from chalicelib.services.saisie_actes import lire_instant, lire_tour
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire

_CHAMPS = ("motif", "tour", *noms_de_date("le"), "a", "fuseau")


def acte(appel: Appel) -> Response:
    """Asks before the act; once it is done (`tour` tells which vote), says so."""
    voulu = _acte(appel)
    demande = ouvrir(appel.contexte, **_qui(appel), maintenant=appel.maintenant).demande
    if est_fait(voulu, demande, appel.parametres.get("tour", "")):
        return _fait(appel, voulu, demande)
    # Raises what the state forbids, before anything of the persons is shown.
    suivant(demande.etat, voulu.evenement, Role.MAIRIE)
    return _demander(appel, voulu, dict.fromkeys(_CHAMPS, ""), {})


def faire_l_acte(appel: Appel) -> Response:
    """Does it: field `motif` for a procuration that lapses, `tour` for a vote, `le`, `a` and
    `fuseau` for a résiliation. The same form sent again leads to the same page.
    """
    voulu = _acte(appel)
    saisie = {nom: appel.champ(nom) for nom in _CHAMPS}
    try:
        _faire(appel, voulu, saisie)
    except SaisieInvalide as erreur:
        return _demander(appel, voulu, saisie, erreur.erreurs, 422)
    except TransitionInterdite:
        # A colleague was faster: the page says that it is done.
        demande = ouvrir(appel.contexte, **_qui(appel), maintenant=appel.maintenant).demande
        if not est_fait(voulu, demande, saisie["tour"]):
            raise
    suite = f"?tour={lire_tour(saisie['tour'])}" if voulu.nom == "vote-du-mandant" else ""
    return reponses.aller(appel.url(f"{_chemin(appel)}/actes/{voulu.nom}{suite}"))


def _faire(appel: Appel, voulu: Acte, saisie: Mapping[str, str]) -> None:
    commun: dict[str, Any] = {**_qui(appel), "maintenant": appel.maintenant}
    if voulu.nom == "vote-du-mandant":
        noter_vote(appel.contexte, **commun, tour=lire_tour(saisie["tour"]))
        return
    commun["cle"] = empreinte_du_formulaire(appel, voulu.nom, *saisie.values())
    if voulu.nom == "annulation":
        annuler(appel.contexte, **commun)
    elif voulu.nom == "caducite":
        rendre_caduque(appel.contexte, **commun, motif=saisie["motif"])
    elif voulu.nom == "resiliation":
        champs = {"le": jour_type(saisie, "le"), "a": saisie["a"], "fuseau": saisie["fuseau"]}
        resilier_sur_papier(appel.contexte, **commun, signee_le=lire_instant(champs))
    else:
        rouvrir(appel.contexte, **commun)


def _demander(
    appel: Appel,
    voulu: Acte,
    saisie: Mapping[str, str],
    erreurs: Mapping[str, str],
    statut: int = 200,
) -> Response:
    demande = examiner(appel.contexte, **_qui(appel), maintenant=appel.maintenant).demande
    scrutins = appel.contexte.depots.scrutins()
    return page(
        appel,
        "mairie/acte.html",
        statut,
        acte=voulu,
        demande=vue_demande(demande, scrutins, nom_de_commune, appel.maintenant),
        tours=tours_a_noter(appel.contexte, demande, appel.maintenant),
        fuseaux=listes()["fuseaux"],
        saisie=saisie,
        erreurs=erreurs,
    )


def _fait(appel: Appel, voulu: Acte, demande: Demande) -> Response:
    return page(
        appel,
        "mairie/acte_fait.html",
        acte=voulu,
        reference=demande.reference,
        prevenu=est_joignable(demande),
    )


def _acte(appel: Appel) -> Acte:
    """Raises ProcurationIntrouvable for an act that does not exist: its page does not either."""
    voulu = ACTES.get(appel.parametre_de_chemin("acte"))
    if voulu is None:
        raise ProcurationIntrouvable
    return voulu


def _qui(appel: Appel) -> dict[str, Any]:
    qui = appel.agent_mairie
    return {
        "reference": appel.parametre_de_chemin("reference"),
        "agent": qui.agent,
        "commune": qui.commune,
    }


def _chemin(appel: Appel) -> str:
    return f"/mairie/procurations/{appel.parametre_de_chemin('reference')}"
