"""The queue of a mairie: what is to check, what was decided, and the search by name."""

from __future__ import annotations

from typing import Any

from chalice.app import Response

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.libelles import date_fr
from chalicelib.domaine.temps import jour
from chalicelib.domaine.texte import normaliser
from chalicelib.portails.mairie_commun import (
    ECRITURE,
    LECTURE,
    chemin,
    choix_de_scrutin,
    guichet,
    nom_court,
)
from chalicelib.portails.pages import FORMULAIRE, page
from chalicelib.services.lister import RECHERCHE_MAX, compter, lister
from chalicelib.services.ports import Ligne, Page
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

FILE = "/mairie/procurations"

_COMPTEURS = {
    Etat.A_CONTROLER: ("à contrôler", "à contrôler"),
    Etat.VALIDE: ("acceptée", "acceptées"),
    Etat.INVALIDE: ("refusée", "refusées"),
}
"""The states that a mairie knows: how one, then several, are called."""

_ETATS_FR = {
    Etat.A_CONTROLER: "À contrôler",
    Etat.VALIDE: "Acceptée",
    Etat.INVALIDE: "Refusée",
}


@guichet.route("GET", "/procurations", LECTURE)
def procurations(appel: Appel) -> Response:
    """A page of the queue: `etat` (those to check unless stated otherwise), `scrutin`, `suite`."""
    etat = _etat(appel.parametres.get("etat", ""))
    scrutin = appel.parametres.get("scrutin", "")
    curseur = appel.parametres.get("suite", "")
    trouvees = _lister(appel, etat=etat, cherche="", curseur=curseur, scrutin=scrutin)
    filtres = {"etat": etat.value, "scrutin": scrutin}
    return _file(
        appel,
        trouvees,
        etat=etat,
        scrutin=scrutin,
        precedent=chemin(FILE, filtres) if curseur else "",
        suivant=chemin(FILE, filtres | {"suite": trouvees.suite}) if trouvees.suite else "",
    )


@guichet.route("POST", "/recherche", ECRITURE, FORMULAIRE)
def rechercher(appel: Appel) -> Response:
    """The procurations of the commune whose mandant or mandataire bears the name of field `nom`.
    A POST that changes nothing: a name must not stand in an address, nor in its logs.
    """
    nom = appel.champ("nom")[:RECHERCHE_MAX]
    if not normaliser(nom):
        a_controler = _lister(appel, etat=Etat.A_CONTROLER, cherche="", curseur="", scrutin="")
        phrase = "Écrivez le nom du mandant ou du mandataire, ou une partie de ce nom."
        return _file(appel, a_controler, etat=Etat.A_CONTROLER, erreurs={"nom": phrase})
    trouvees = _lister(appel, etat=None, cherche=nom, curseur="", scrutin="")
    return _file(appel, trouvees, etat=None, recherche=nom, tronquee=trouvees.suite is not None)


def _lister(appel: Appel, *, etat: Etat | None, cherche: str, curseur: str, scrutin: str) -> Page:
    trouvees = lister(
        appel.contexte,
        agent=appel.agent_mairie.agent,
        commune=appel.agent_mairie.commune,
        etat=etat,
        cherche=cherche,
        curseur=curseur,
        scrutin=scrutin,
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "recherche" if cherche else "file")
    return trouvees


def _file(
    appel: Appel, trouvees: Page, *, etat: Etat | None, scrutin: str = "", **contexte: Any
) -> Response:
    commune = appel.agent_mairie.commune
    ordinaire = {"recherche": "", "tronquee": False, "precedent": "", "suivant": ""}
    return page(
        appel,
        "mairie/procurations.html",
        422 if "erreurs" in contexte else 200,
        commune=nom_court(commune),
        compteurs=_compteurs(appel, etat, scrutin),
        scrutins=choix_de_scrutin(appel, commune),
        etat=(etat or Etat.A_CONTROLER).value,
        lignes=[_ligne(ligne) for ligne in trouvees.lignes],
        saisie={"scrutin": scrutin},
        **(ordinaire | contexte),
    )


def _compteurs(appel: Appel, actif: Etat | None, scrutin: str) -> list[dict[str, Any]]:
    nombres = compter(appel.contexte, appel.agent_mairie.commune, scrutin)
    return [
        {
            "nombre": nombres[etat],
            "texte": plusieurs if nombres[etat] > 1 else une,
            "chemin": chemin(FILE, {"etat": etat.value, "scrutin": scrutin}),
            "actif": etat is actif,
        }
        for etat, (une, plusieurs) in _COMPTEURS.items()
    ]


def _ligne(ligne: Ligne) -> dict[str, str]:
    mandataire = f"{ligne.mandataire_nom} {ligne.mandataire_prenoms}".strip()
    return {
        "reference": ligne.reference,
        "mandant": f"{ligne.mandant_nom} {ligne.mandant_prenoms}",
        "mandataire": mandataire or "Désigné par son numéro d’électeur",
        "vote": ligne.objet,
        "etablie_le": date_fr(jour(ligne.etablie_le)),
        "etat": ligne.etat.value,
        "etat_fr": _ETATS_FR[ligne.etat],
    }


def _etat(texte: str) -> Etat:
    choisi = next((etat for etat in _COMPTEURS if etat.value == texte), None)
    if choisi is None and texte:
        raise SaisieInvalide.du_champ(
            "etat", "Choisissez les procurations à contrôler, acceptées ou refusées."
        )
    return choisi or Etat.A_CONTROLER
