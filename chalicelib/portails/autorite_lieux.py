"""Where the agent is: at his unit, or in a public place that the préfet's arrêté has opened (R72-1
III). Said once, for all the acts of the session, and shown on each page until he leaves it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalice.app import Response

from chalicelib.domaine.erreurs import ReferenceInvalide, SaisieInvalide
from chalicelib.domaine.habilitation import QUALITES_CONSULAIRES, Habilitation
from chalicelib.domaine.lieux import LieuPublic
from chalicelib.domaine.reference import normaliser
from chalicelib.portails.autorite_commun import heure_fr, lieu_public, page_du_guichet
from chalicelib.portails.vues import nom_de_commune
from chalicelib.services.guichet import exiger_acces
from chalicelib.services.lieux_publics import departement_de, ouverts, un_lieu_ouvert
from chalicelib.web import reponses
from chalicelib.web.acces import SessionAbsente
from chalicelib.web.appel import Appel

A_L_UNITE = "unite"


def choisir_un_lieu(appel: Appel) -> Response:
    """The places open now in a département, that of the agent's unit at first."""
    habilitation = exiger_acces(appel.contexte, appel.agent, appel.maintenant)
    if habilitation.qualite in QUALITES_CONSULAIRES:
        return reponses.aller(appel.url("/autorite/saisie"))
    return _montrer(appel, habilitation, {})


def retenir_un_lieu(appel: Appel) -> Response:
    """Keeps the place in the session: field `lieu_public`. Goes back to the demande whose reference
    is in `demande`, if the agent left the place from its page.
    """
    habilitation = exiger_acces(appel.contexte, appel.agent, appel.maintenant)
    choix = appel.champ("lieu_public")
    garde: dict[str, str] = {}
    if choix != A_L_UNITE and habilitation.qualite not in QUALITES_CONSULAIRES:
        try:
            lieu = un_lieu_ouvert(appel.contexte, choix, appel.maintenant)
        except SaisieInvalide as erreur:
            return _montrer(appel, habilitation, erreur.erreurs)
        garde = _a_garder(lieu, appel.maintenant)
    if appel.session is None:
        raise SessionAbsente
    donnees = {**appel.session.donnees, "lieu_public": garde}
    appel.montage.sessions.completer(replace(appel.session, donnees=donnees))
    return reponses.aller(appel.url(_suite(appel.champ("demande"))))


def _a_garder(lieu: LieuPublic, maintenant: datetime) -> dict[str, str]:
    ouvert = next(c for c in lieu.creneaux if c.debut <= maintenant < c.fin)
    return {
        "id": lieu.id,
        "libelle": f"{lieu.libelle}, {nom_de_commune(lieu.commune)}",
        "jusqu_a": heure_fr(ouvert.fin),
    }


def _suite(demande: str) -> str:
    try:
        return f"/autorite/demandes/{normaliser(demande)}"
    except ReferenceInvalide:
        return "/autorite/saisie"


def _montrer(appel: Appel, habilitation: Habilitation, erreurs: dict[str, str]) -> Response:
    departement = appel.parametres.get("departement", "").strip().upper()[:3]
    departement = departement or departement_de(habilitation)
    lieux = ouverts(appel.contexte, departement, appel.maintenant) if departement else ()
    choix = [
        {"valeur": A_L_UNITE, "texte": f"À mon unité : {habilitation.unite}, {habilitation.lieu}"},
        *(
            {"valeur": lieu.id, "texte": lieu.libelle, "aide": nom_de_commune(lieu.commune)}
            for lieu in lieux
        ),
    ]
    return page_du_guichet(
        appel,
        "autorite/lieu.html",
        422 if erreurs else 200,
        choix=choix,
        aucun=bool(departement) and not lieux,
        saisie={
            "departement": departement,
            "lieu_public": lieu_public(appel).get("id", A_L_UNITE),
        },
        erreurs=erreurs,
    )
