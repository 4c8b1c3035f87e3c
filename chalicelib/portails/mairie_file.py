"""The queue of a mairie: what is to check, what was decided, and the search by name."""

from __future__ import annotations

from datetime import date
from typing import Any

from chalice.app import Response

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.fin import libelle_du_motif
from chalicelib.domaine.libelles import date_fr, jours_fr
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
from chalicelib.portails.vues_fin import sans_effet_fr
from chalicelib.services.changement import Ligne
from chalicelib.services.lister import (
    ETATS_DE_LA_MAIRIE,
    compter,
    lister,
)
from chalicelib.services.ports import Page
from chalicelib.services.rechercher import RECHERCHE_MAX
from chalicelib.services.rechercher import rechercher as chercher
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

FILE = "/mairie/procurations"

_COMPTEURS = {
    Etat.A_CONTROLER: ("à contrôler", "à contrôler"),
    Etat.VALIDE: ("acceptée", "acceptées"),
    Etat.INVALIDE: ("refusée", "refusées"),
    Etat.NULLE_PLAFOND: ("nulle", "nulles"),
}
"""The states that are counted: how one, then several, are called."""

_ETATS_FR = {
    Etat.A_CONTROLER: ("À contrôler", "À contrôler"),
    Etat.VALIDE: ("Acceptée", "Acceptées"),
    Etat.INVALIDE: ("Refusée", "Refusées"),
    Etat.NULLE_PLAFOND: ("Nulle", "Nulles"),
    Etat.RESILIEE: ("Résiliée", "Résiliées"),
    Etat.ANNULEE_DROIT: ("Annulée", "Annulées"),
    Etat.CADUQUE: ("Caduque", "Caduques"),
    Etat.ECHUE: ("Terminée", "Terminées"),
}
"""Each state that a mairie knows: on a row, then in the filter."""

_CHOIX_D_ETAT = [{"valeur": etat.value, "texte": _ETATS_FR[etat][1]} for etat in ETATS_DE_LA_MAIRIE]


@guichet.route("GET", "/procurations", LECTURE)
def procurations(appel: Appel) -> Response:
    """A page of the queue: `etat` (those to check unless stated otherwise), `scrutin`, `suite`."""
    etat = _etat(appel.parametres.get("etat", ""))
    scrutin = appel.parametres.get("scrutin", "")
    curseur = appel.parametres.get("suite", "")
    trouvees = _lister(appel, etat=etat, curseur=curseur, scrutin=scrutin)
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
        a_controler = _lister(appel, etat=Etat.A_CONTROLER, curseur="", scrutin="")
        phrase = "Écrivez le nom du mandant ou du mandataire, ou une partie de ce nom."
        return _file(appel, a_controler, etat=Etat.A_CONTROLER, erreurs={"nom": phrase})
    qui = appel.agent_mairie
    trouvees = chercher(
        appel.contexte,
        agent=qui.agent,
        commune=qui.commune,
        texte=nom,
        curseur="",
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "recherche")
    return _file(appel, trouvees, etat=None, recherche=nom, tronquee=trouvees.suite is not None)


def _lister(appel: Appel, *, etat: Etat | None, curseur: str, scrutin: str) -> Page:
    trouvees = lister(
        appel.contexte,
        agent=appel.agent_mairie.agent,
        commune=appel.agent_mairie.commune,
        etat=etat,
        curseur=curseur,
        scrutin=scrutin,
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "file")
    return trouvees


def _file(
    appel: Appel, trouvees: Page, *, etat: Etat | None, scrutin: str = "", **contexte: Any
) -> Response:
    commune = appel.agent_mairie.commune
    ordinaire = {"recherche": "", "tronquee": False, "precedent": "", "suivant": ""}
    compteurs = _compteurs(appel, etat, scrutin)
    nulles = next(c for c in compteurs if c["etat"] == Etat.NULLE_PLAFOND.value)
    return page(
        appel,
        "mairie/procurations.html",
        422 if "erreurs" in contexte else 200,
        commune=nom_court(commune),
        compteurs=compteurs,
        nulles=nulles if nulles["nombre"] and not nulles["actif"] else None,
        scrutins=choix_de_scrutin(appel, commune),
        etats=_CHOIX_D_ETAT,
        lignes=[_ligne(ligne) for ligne in trouvees.lignes],
        csv=chemin("/mairie/suivi.csv", {"scrutin": scrutin}),
        saisie={"scrutin": scrutin, "etat": (etat or Etat.A_CONTROLER).value},
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
            "etat": etat.value,
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
        "etat_fr": "Contrôle en attente" if ligne.en_attente else _ETATS_FR[ligne.etat][0],
        "note": _note(ligne),
    }


def _note(ligne: Ligne) -> str:
    """Why it is refused or has ended, or at which votes it does not serve."""
    nuls, votes = (
        jours_fr(tuple(date.fromisoformat(j) for j in jours)) for jours in (ligne.nuls, ligne.votes)
    )
    return libelle_du_motif(ligne.motif) or sans_effet_fr(nuls, votes)


def _etat(texte: str) -> Etat:
    choisi = next((etat for etat in ETATS_DE_LA_MAIRIE if etat.value == texte), None)
    if choisi is None and texte:
        raise SaisieInvalide.du_champ("etat", "Choisissez un état de la liste.")
    return choisi or Etat.A_CONTROLER
