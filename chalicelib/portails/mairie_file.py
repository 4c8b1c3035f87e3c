"""The queue of a mairie: what is to check, what was decided, and the search by name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from chalice.app import Response

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.fin import libelle_du_motif
from chalicelib.domaine.libelles import date_fr, instant_fr, jours_fr
from chalicelib.domaine.temps import jour
from chalicelib.domaine.texte import normaliser
from chalicelib.portails.mairie_commun import chemin, choix_de_scrutin, nom_court
from chalicelib.portails.pages import page
from chalicelib.portails.vues_fin import sans_effet_fr
from chalicelib.services.changement import Ligne
from chalicelib.services.denombrer import Denombrement, File, denombrer
from chalicelib.services.lister import (
    ETATS_DE_LA_MAIRIE,
    lister,
    scrutins_de,
)
from chalicelib.services.ports import Page
from chalicelib.services.rechercher import RECHERCHE_MAX
from chalicelib.services.rechercher import rechercher as chercher
from chalicelib.web.appel import Appel
from chalicelib.web.traces import liste_consultee

FILE = "/mairie/procurations"

_COMPTEURS = {
    File.A_CONTROLER: ("à contrôler", "à contrôler"),
    File.EN_ATTENTE: ("en attente du répertoire", "en attente du répertoire"),
    File.VALIDE: ("acceptée", "acceptées"),
    File.INVALIDE: ("refusée", "refusées"),
    File.NULLE_PLAFOND: ("nulle", "nulles"),
}
"""What is counted: how one, then several, are called."""

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

_CHOIX_D_ETAT = [
    {"valeur": Etat.A_CONTROLER.value, "texte": "À contrôler"},
    {"valeur": File.EN_ATTENTE.value, "texte": "En attente du répertoire"},
    *({"valeur": e.value, "texte": _ETATS_FR[e][1]} for e in ETATS_DE_LA_MAIRIE[1:]),
]

_URGENCE = {etat: rang for rang, etat in enumerate(ETATS_DE_LA_MAIRIE)}


def procurations(appel: Appel) -> Response:
    """A page of the queue: `etat` (those to check unless stated otherwise), `scrutin`, `suite`."""
    choix = _choix(appel.parametres.get("etat", ""))
    scrutin = appel.parametres.get("scrutin", "")
    curseur = appel.parametres.get("suite", "")
    trouvees = _lister(appel, choix, curseur=curseur, scrutin=scrutin)
    filtres = {"etat": choix, "scrutin": scrutin}
    return _file(
        appel,
        [_ligne(ligne) for ligne in trouvees.lignes],
        choix=choix,
        scrutin=scrutin,
        precedent=chemin(FILE, filtres) if curseur else "",
        suivant=chemin(FILE, filtres | {"suite": trouvees.suite}) if trouvees.suite else "",
    )


def rechercher(appel: Appel) -> Response:
    """The procurations of the commune that have a word beginning as each word of field `nom`.
    A POST that changes nothing: a name must not stand in an address, nor in its logs.
    """
    nom, qui = appel.champ("nom")[:RECHERCHE_MAX], appel.agent_mairie
    if not normaliser(nom):
        a_controler = _lister(appel, File.A_CONTROLER.value, curseur="", scrutin="")
        phrase = "Écrivez le nom du mandant ou du mandataire, ou le début de ce nom."
        lignes = [_ligne(ligne) for ligne in a_controler.lignes]
        return _file(appel, lignes, choix=File.A_CONTROLER.value, erreurs={"nom": phrase})
    trouvees = chercher(
        appel.contexte,
        agent=qui.agent,
        commune=qui.commune,
        texte=nom,
        curseur="",
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "recherche")
    rangees = sorted(trouvees.lignes, key=lambda x: (_URGENCE[x.etat], _nom_du_mandant(x)))
    return _file(
        appel,
        [_ligne(ligne) for ligne in rangees],
        choix="",
        recherche=nom,
        tronquee=trouvees.suite is not None,
    )


def _lister(appel: Appel, choix: str, *, curseur: str, scrutin: str) -> Page:
    en_file = choix in (File.A_CONTROLER, File.EN_ATTENTE)
    trouvees = lister(
        appel.contexte,
        agent=appel.agent_mairie.agent,
        commune=appel.agent_mairie.commune,
        etat=Etat.A_CONTROLER if en_file else Etat(choix),
        attente=choix == File.EN_ATTENTE if en_file else None,
        curseur=curseur,
        scrutin=scrutin,
        maintenant=appel.maintenant,
    )
    liste_consultee(appel, "file")
    return trouvees


def _file(
    appel: Appel, lignes: list[dict[str, str]], *, choix: str, scrutin: str = "", **contexte: Any
) -> Response:
    """The page; after a search (no `choix`), without the counts, which were not asked for."""
    ordinaire = {"recherche": "", "tronquee": False, "precedent": "", "suivant": ""}
    return page(
        appel,
        "mairie/procurations.html",
        422 if "erreurs" in contexte else 200,
        commune=nom_court(appel.agent_mairie.commune),
        scrutins=choix_de_scrutin(appel, appel.agent_mairie.commune),
        etats=_CHOIX_D_ETAT,
        lignes=lignes,
        csv=chemin("/mairie/suivi.csv", {"scrutin": scrutin}),
        saisie={"scrutin": scrutin, "etat": choix or File.A_CONTROLER.value},
        compte=_compte(appel, choix, scrutin) if choix else None,
        **(ordinaire | contexte),
    )


def _compte(appel: Appel, choix: str, scrutin: str) -> dict[str, Any]:
    compte = denombrer(appel.contexte, appel.agent_mairie.commune, appel.maintenant, scrutin)
    nulles = _compteur(compte, compte.totaux, File.NULLE_PLAFOND, scrutin)
    return {
        "compteurs": [
            _compteur(compte, compte.totaux, file, scrutin) | {"actif": file == choix}
            for file in File
            if file is not File.EN_ATTENTE or compte.totaux[file]
        ],
        "par_scrutin": _par_scrutin(appel, compte),
        "attente": _attente(compte, appel.maintenant),
        "urgentes": compte.urgentes,
        "partielles": compte.partielles,
        "nulles": nulles if nulles["nombre"] and choix != File.NULLE_PLAFOND else None,
        "lot": chemin("/mairie/acceptations", {"scrutin": scrutin}),
    }


def _compteur(
    compte: Denombrement, nombres: Mapping[File, int], file: File, scrutin: str
) -> dict[str, Any]:
    nombre = nombres.get(file, 0)
    return {
        "nombre": nombre,
        "texte": _COMPTEURS[file][nombre > 1],
        "plus_de": bool(nombre) and file in compte.au_moins,
        "chemin": chemin(FILE, {"etat": file.value, "scrutin": scrutin}),
        "file": file.value,
    }


def _par_scrutin(appel: Appel, compte: Denombrement) -> list[dict[str, Any]]:
    """The scrutins whose last vote is to come, the nearest first, then what was given for a period,
    with the files in which each has something.
    """
    aujourd_hui = jour(appel.maintenant)
    a_venir = [
        (scrutin.id, f"{scrutin.libelle}, {date_fr(scrutin.tours[0].date)}")
        for scrutin in reversed(scrutins_de(appel.contexte, appel.agent_mairie.commune))
        if scrutin.tours[-1].date >= aujourd_hui
    ]
    return [
        {
            "libelle": libelle,
            "chemin": chemin(FILE, {"scrutin": scrutin}) if scrutin else "",
            "compteurs": [
                _compteur(compte, nombres, file, scrutin) for file in File if nombres.get(file)
            ],
        }
        for scrutin, libelle in (*a_venir, ("", "Pour une période"))
        if (nombres := compte.par_scrutin.get(scrutin))
    ]


def _attente(compte: Denombrement, maintenant: datetime) -> str:
    """Since when the one that has waited longest waits, in words; empty when none waits."""
    if compte.plus_ancienne is None:
        return ""
    jours = (jour(maintenant) - jour(compte.plus_ancienne)).days
    depuis = {0: "aujourd’hui", 1: "hier"}.get(jours, f"il y a {jours} jours")
    return f"La plus ancienne est arrivée {depuis}, le {instant_fr(compte.plus_ancienne)}."


def _nom_du_mandant(ligne: Ligne) -> str:
    return normaliser(f"{ligne.mandant_nom} {ligne.mandant_prenoms}")


def _ligne(ligne: Ligne) -> dict[str, str]:
    mandataire = f"{ligne.mandataire_nom} {ligne.mandataire_prenoms}".strip()
    return {
        "reference": ligne.reference,
        "mandant": f"{ligne.mandant_nom} {ligne.mandant_prenoms}",
        "mandataire": mandataire or "Désigné par son numéro d’électeur",
        "vote": _vote(ligne),
        "etablie_le": date_fr(jour(ligne.etablie_le)),
        "etat": ligne.etat.value,
        "etat_fr": "Contrôle en attente" if ligne.en_attente else _ETATS_FR[ligne.etat][0],
        "note": _note(ligne),
    }


def _vote(ligne: Ligne) -> str:
    """What it serves for, in as few words as a column of a list has."""
    if not ligne.scrutin:
        return ligne.objet
    jours = dict.fromkeys((ligne.premier_jour, ligne.dernier_jour))
    dates = " et ".join(date_fr(date.fromisoformat(j)) for j in jours)
    return f"{ligne.objet.rpartition(' : ')[0]}, {dates}"


def _note(ligne: Ligne) -> str:
    """Why it is refused or has ended, or at which votes it does not serve."""
    nuls, votes = (
        jours_fr(tuple(date.fromisoformat(j) for j in jours)) for jours in (ligne.nuls, ligne.votes)
    )
    return libelle_du_motif(ligne.motif) or sans_effet_fr(nuls, votes)


def _choix(texte: str) -> str:
    """The file or the state to show."""
    if texte and texte not in {choix["valeur"] for choix in _CHOIX_D_ETAT}:
        raise SaisieInvalide.du_champ("etat", "Choisissez un état de la liste.")
    return texte or File.A_CONTROLER.value
