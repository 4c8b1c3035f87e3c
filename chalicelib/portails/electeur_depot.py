"""From the start of a demande to its reference: the new draft, the recap, the deposit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from chalice.app import Response

from chalicelib.domaine.erreurs import CleDejaUtilisee
from chalicelib.domaine.identites import Mandant, Mandataire, cle_mandant, pseudonyme
from chalicelib.domaine.libelles import portee_fr
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.plafond import deja_represente
from chalicelib.domaine.portee import Portee, PorteeScrutin
from chalicelib.domaine.regimes import vote_a_l_urne_seulement
from chalicelib.portails.brouillon import Etape, lu
from chalicelib.portails.electeur_etapes import Ouvert, a_l_etape, ouvrir, session_expiree
from chalicelib.portails.pages import page
from chalicelib.portails.vues import nom_de_commune, vue_mandataire, vue_personne
from chalicelib.portails.vues_scrutin import avant_de_deposer
from chalicelib.services.deposer import deposer
from chalicelib.services.sessions import Brouillon
from chalicelib.web import reponses
from chalicelib.web.appel import Appel, nouvelle_cle

_CHANGEE = phrase(
    "Vos réponses ont changé depuis l’affichage de cette page. Relisez-les, puis envoyez à nouveau."
)
_DEJA_ENVOYEE = phrase(
    "Vous avez déjà envoyé une demande avec ce formulaire : vous la trouverez dans « Mes "
    "demandes ». Pour en déposer une seconde avec les réponses ci-dessous, relisez-les et envoyez "
    "à nouveau."
)
_A_DECLARER = phrase("Cochez la case : c’est votre déclaration.")
_DEJA_REPRESENTE = phrase(
    "Vous avez déjà une procuration établie pour ce vote. Si celle-ci doit la remplacer, dites-le "
    "à l’agent : il résilie la première et établit celle-ci dans le même acte. Sinon, choisissez "
    "un autre vote."
)


@dataclass(frozen=True, slots=True)
class Intention:
    """What a whole draft asks for. `empreinte` tells whether the form that comes back is that of
    the recap which was read.
    """

    mandant: Mandant
    mandataire: Mandataire
    portee: Portee
    empreinte: str


def commencer(appel: Appel) -> Response:
    """A new draft, in place of the one before."""
    vide = Brouillon(nouvelle_cle(), {})
    appel.montage.brouillons.ecrire(appel.electeur.id, vide, appel.maintenant)
    return a_l_etape(appel, Etape.COMMUNE)


def recapitulatif(appel: Appel) -> Response:
    """All that was typed, to be read again before it is sent."""
    ouvert = ouvrir(appel)
    if ouvert.dossier.etape is not Etape.RECAPITULATIF:
        return a_l_etape(appel, ouvert.dossier.etape)
    oubliee = "a-declarer" in appel.parametres
    return _montrer(appel, ouvert, {"declaration": _A_DECLARER} if oubliee else {})


def envoyer(appel: Appel) -> Response:
    """Files the demande that was shown, once. An ended session files nothing."""
    if appel.expiree:
        return session_expiree(appel)
    ouvert = ouvrir(appel)
    if ouvert.dossier.etape is not Etape.RECAPITULATIF:
        return a_l_etape(appel, ouvert.dossier.etape)
    intention = _intention(appel, ouvert)
    if appel.champ("cle") != intention.empreinte:
        return _montrer(appel, ouvert, {"": _CHANGEE}, 409)
    if appel.champ("declaration") != "oui":
        return reponses.aller(appel.url(f"{Etape.RECAPITULATIF.chemin}?a-declarer=1"))
    try:
        demande = deposer(
            appel.contexte,
            mandant=intention.mandant,
            mandataire=intention.mandataire,
            portee=intention.portee,
            cle=ouvert.brouillon.jeton,
            maintenant=appel.maintenant,
        )
    except CleDejaUtilisee:
        return _proposer_une_seconde(appel, ouvert)
    suite = f"/electeur/demandes/{demande.reference}/confirmation"
    return reponses.aller(appel.url(suite))


def _proposer_une_seconde(appel: Appel, ouvert: Ouvert) -> Response:
    """The draft was changed after it was sent. With a new token, sending again is a choice."""
    autre = Brouillon(nouvelle_cle(), ouvert.brouillon.donnees)
    appel.montage.brouillons.ecrire(appel.electeur.id, autre, appel.maintenant)
    relu = Ouvert(autre, ouvert.dossier, ouvert.circonstances)
    return _montrer(appel, relu, {"": _DEJA_ENVOYEE}, 409)


def _intention(appel: Appel, ouvert: Ouvert) -> Intention:
    dossier, electeur = ouvert.dossier, ouvert.circonstances.electeur
    commune, mandataire, portee = lu(dossier.commune), lu(dossier.mandataire), dossier.portee
    if portee is None:
        raise LookupError("le récapitulatif vient après la portée")
    mandant = Mandant(electeur.id, electeur.etat_civil, dossier.courriel, commune.code)
    contenu = repr((ouvert.brouillon.jeton, mandant, mandataire, portee))
    empreinte = pseudonyme("recapitulatif", contenu, appel.contexte.secret)
    return Intention(mandant, mandataire, portee, empreinte)


def _montrer(
    appel: Appel, ouvert: Ouvert, erreurs: Mapping[str, str] | None = None, statut: int = 200
) -> Response:
    intention = _intention(appel, ouvert)
    return page(
        appel,
        "electeur/recapitulatif.html",
        statut,
        mandant=vue_personne(intention.mandant.etat_civil),
        mandataire=vue_mandataire(intention.mandataire, nom_de_commune),
        commune=nom_de_commune(intention.mandant.commune),
        portee=portee_fr(intention.portee, ouvert.circonstances.scrutins),
        courriel=intention.mandant.courriel,
        remplace=_remplace(appel, ouvert, intention),
        a_l_urne=_a_l_urne(intention, ouvert),
        proche=avant_de_deposer(
            intention.portee,
            ouvert.circonstances.scrutins,
            intention.mandant.commune,
            appel.maintenant,
        ),
        cle=intention.empreinte,
        erreurs=erreurs or {},
    )


def _remplace(appel: Appel, ouvert: Ouvert, intention: Intention) -> str:
    """Said to whoever has given a procuration for this vote already; it does not forbid to send."""
    scrutins = ouvert.circonstances.scrutins
    compte = appel.contexte.depots.compte(cle_mandant(intention.mandant, appel.contexte.secret))
    deja = deja_represente(compte, intention.mandant.id, intention.portee, scrutins)
    return _DEJA_REPRESENTE if deja else ""


def _a_l_urne(intention: Intention, ouvert: Ouvert) -> str:
    """MTR-05, article L330-13 al. 3."""
    portee, commune = intention.portee, lu(ouvert.dossier.commune)
    if not isinstance(portee, PorteeScrutin):
        return ""
    scrutin = ouvert.circonstances.scrutins[portee.scrutin]
    if not vote_a_l_urne_seulement(scrutin.type, liste_consulaire=commune.consulaire):
        return ""
    return phrase(
        "À cette élection, la personne désignée ne peut voter pour vous qu’à l’urne, au bureau de "
        "vote du consulat : ni par Internet, ni par correspondance (article L330-13 du Code "
        "électoral)."
    )
