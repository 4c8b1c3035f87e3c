"""The first four steps of a demande: each is a page and a form, over one draft a mandant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.domaine.temps import jour
from chalicelib.portails import brouillon as brouillons
from chalicelib.portails.brouillon import Circonstances, Dossier, Etape, Saisie
from chalicelib.portails.champs import choix_de_tours
from chalicelib.portails.electeur_commun import regles_du_jour
from chalicelib.portails.pages import page
from chalicelib.portails.vues import vue_personne
from chalicelib.referentiel.commune import Commune
from chalicelib.referentiel.recherche import chercher
from chalicelib.services.deposer import empreinte_de_cle
from chalicelib.services.saisie import MANDATAIRE_INTERDIT
from chalicelib.services.sessions import Brouillon
from chalicelib.web import reponses
from chalicelib.web.appel import Appel, nouvelle_cle


@dataclass(frozen=True, slots=True)
class Ouvert:
    """The mandant's draft and what it says at this instant."""

    brouillon: Brouillon
    dossier: Dossier
    circonstances: Circonstances


def ouvrir(appel: Appel) -> Ouvert:
    """Reads the draft, or begins one that nothing holds yet."""
    return _relu(appel, _brouillon(appel))


def circonstances(appel: Appel) -> Circonstances:
    """Who types, the scrutins, and today."""
    return Circonstances(appel.electeur, appel.contexte.depots.scrutins(), jour(appel.maintenant))


def a_l_etape(appel: Appel, etape: Etape) -> Response:
    """To the page of a step."""
    return reponses.aller(appel.url(etape.chemin))


def session_expiree(appel: Appel) -> Response:
    """The session has ended; the draft is there at the next sign-in."""
    return page(appel, "session-expiree.html", 401, conservee=True)


def reprise(appel: Appel, miennes: tuple[Demande, ...]) -> str:
    """The path of the step where a draft was left; empty when nothing was typed, or all sent."""
    brouillon = appel.montage.brouillons.lire(appel.electeur.id, appel.maintenant)
    if brouillon is None or not brouillon.donnees:
        return ""
    cle = empreinte_de_cle(appel.contexte, appel.electeur.id, brouillon.jeton)
    if any(demande.cle == cle for demande in miennes):
        return ""
    return brouillons.lire(brouillon.donnees, circonstances(appel)).etape.chemin


def voir(appel: Appel, nom: str) -> Response:
    """Shows a step as it was left; a step whose predecessors are not done leads to them."""
    etape, ouvert = Etape(nom), ouvrir(appel)
    if etape.rang > ouvert.dossier.etape.rang:
        return a_l_etape(appel, ouvert.dossier.etape)
    deja = etape in ouvert.brouillon.donnees
    saisie = brouillons.saisie_de(ouvert.brouillon.donnees, etape)
    if not deja:
        saisie |= _proposee(etape, ouvert.circonstances)
    en_cours = ouvert.dossier.etape is etape and "q" not in appel.parametres
    erreurs = ouvert.dossier.erreurs if en_cours else {}
    return _montrer(appel, etape, ouvert, saisie, erreurs)


def garder(appel: Appel, nom: str) -> Response:
    """Keeps what was typed, right or wrong, then goes on to the first step to complete: this
    very one when it is refused. Always by a redirection, so that Back and Reload never ask to
    send a form again.
    """
    etape = Etape(nom)
    saisie = {champ: appel.champ(champ) for champ in brouillons.CHAMPS[etape]}
    avant = _brouillon(appel)
    if etape is Etape.MANDATAIRE and appel.champ("protege_par"):
        return _interdire(appel, avant, saisie)
    garde = Brouillon(avant.jeton, brouillons.avec(avant.donnees, etape, saisie))
    appel.montage.brouillons.ecrire(appel.electeur.id, garde, appel.maintenant)
    if appel.expiree:
        return session_expiree(appel)
    return a_l_etape(appel, _relu(appel, garde).dossier.etape)


def _interdire(appel: Appel, avant: Brouillon, saisie: Saisie) -> Response:
    """MDT-02, article L72-1: the mandant declares that he is protected by this person. Of this
    declaration nothing is kept, nor of who was named: the page alone answers.
    """
    sans = {nom: typee for nom, typee in avant.donnees.items() if nom != Etape.MANDATAIRE}
    garde = Brouillon(avant.jeton, sans)
    appel.montage.brouillons.ecrire(appel.electeur.id, garde, appel.maintenant)
    if appel.expiree:
        return session_expiree(appel)
    typee = saisie | {"protege_par": "oui"}
    erreurs = {"protege_par": MANDATAIRE_INTERDIT}
    return _montrer(appel, Etape.MANDATAIRE, _relu(appel, garde), typee, erreurs, 422)


def _brouillon(appel: Appel) -> Brouillon:
    return appel.montage.brouillons.lire(appel.electeur.id, appel.maintenant) or Brouillon(
        nouvelle_cle(), {}
    )


def _relu(appel: Appel, brouillon: Brouillon) -> Ouvert:
    lues = circonstances(appel)
    return Ouvert(brouillon, brouillons.lire(brouillon.donnees, lues), lues)


def _montrer(
    appel: Appel,
    etape: Etape,
    ouvert: Ouvert,
    saisie: Saisie,
    erreurs: Mapping[str, str],
    statut: int = 200,
) -> Response:
    contexte = _CONTEXTES[etape](appel, ouvert, saisie)
    tout: dict[str, Any] = {"saisie": saisie, "erreurs": erreurs} | contexte
    tout["retour"] = _retour(appel, etape, ouvert)
    return page(appel, f"electeur/{etape}.html", statut, **tout)


def _retour(appel: Appel, etape: Etape, ouvert: Ouvert) -> str:
    """Where Back leads: to the recap for whoever came from it, else to the step before; empty at
    the first one, which comes after « Mes demandes ».
    """
    if "modifier" in appel.parametres and ouvert.dossier.etape is Etape.RECAPITULATIF:
        return Etape.RECAPITULATIF.chemin
    return list(Etape)[etape.rang - 1].chemin if etape.rang else ""


def _proposee(etape: Etape, lues: Circonstances) -> Saisie:
    """What a step that was never filled in holds at first."""
    if etape is Etape.COURRIEL:
        return {"courriel": lues.electeur.courriel}
    if etape is Etape.PORTEE:
        noms = ("du_jour", "du_mois", "du_annee")
        return dict(zip(noms, _en_chiffres(lues.aujourd_hui).split(), strict=True))
    return {}


def _contexte_commune(appel: Appel, ouvert: Ouvert, saisie: Saisie) -> dict[str, Any]:
    recherche = appel.parametres.get("q", saisie["recherche"])
    trouvees = chercher(recherche)
    choisie = ouvert.dossier.commune
    if not recherche and choisie is not None:
        trouvees = (choisie,)
    if len(trouvees) == 1:
        saisie = saisie | {"commune": trouvees[0].code}
    return {
        "mandant": vue_personne(ouvert.circonstances.electeur.etat_civil),
        "recherche": recherche,
        "communes": _choix(trouvees),
        "saisie": saisie,
    }


def _contexte_mandataire(appel: Appel, _: Ouvert, saisie: Saisie) -> dict[str, Any]:
    trouvees = brouillons.communes_du_mandataire(saisie)
    return {
        "communes": _choix(trouvees) if len(trouvees) > 1 else [],
        "regles": regles_du_jour(appel.maintenant),
    }


def _contexte_portee(_: Appel, ouvert: Ouvert, __: Saisie) -> dict[str, Any]:
    lieu, lues = brouillons.lu(ouvert.dossier.commune), ouvert.circonstances
    ouverts = [s for s in lues.scrutins.values() if s.est_ouvert(lues.aujourd_hui)]
    siens = [s for s in ouverts if s.concerne(lieu.code, est_consulat=lieu.consulaire)]
    siens.sort(key=lambda scrutin: scrutin.tours[0].date)
    return {
        "choix": [choix for scrutin in siens for choix in _tours(scrutin, lues.aujourd_hui)],
        "duree_max": phrase("trois ans") if lieu.consulaire else phrase("un an"),
        "premier": _en_chiffres(lues.aujourd_hui),
    }


def _tours(scrutin: Scrutin, aujourd_hui: date) -> list[dict[str, str]]:
    """The choices that a scrutin still offers: both tours first, then each."""
    restants = [tour for tour in scrutin.tours if tour.date >= aujourd_hui]
    ensembles = [restants, *([tour] for tour in restants)] if len(restants) > 1 else [restants]
    return [choix_de_tours(scrutin, tours) for tours in ensembles]


def _choix(communes: tuple[Commune, ...]) -> list[dict[str, str]]:
    return [{"code": c.code, "libelle": c.libelle} for c in communes]


def _en_chiffres(jour_: date) -> str:
    return f"{jour_.day} {jour_.month} {jour_.year}"


_CONTEXTES: dict[Etape, Callable[[Appel, Ouvert, Saisie], dict[str, Any]]] = {
    Etape.COMMUNE: _contexte_commune,
    Etape.MANDATAIRE: _contexte_mandataire,
    Etape.PORTEE: _contexte_portee,
    Etape.COURRIEL: lambda *_: {},
}
