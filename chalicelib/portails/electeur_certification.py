"""Establishing or ending a procuration without a visit, with a certified identity (AUT-04).

The mandant is sent to FranceConnect+ in the middle of the session that he opened with
FranceConnect, and comes back to the page where he confirms. Both acts read the level from the
session row alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    AccesRefuse,
    IdentiteNonCertifiee,
    MandantDejaRepresente,
    ReferenceInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.phrases import phrase
from chalicelib.identite import certification, jetons
from chalicelib.identite.jetons import jeton
from chalicelib.identite.oidc import ClientOidc
from chalicelib.identite.oidc_erreurs import ErreurDeConnexion, ReponseOidcInvalide
from chalicelib.identite.personnes import Portail
from chalicelib.mesures import Mesure
from chalicelib.observabilite import compter, tracer
from chalicelib.portails.electeur_commun import la_mienne, probleme, vue_de
from chalicelib.portails.pages import page
from chalicelib.services.certification import (
    NIVEAU_CERTIFIE,
    etablissement_possible,
    resiliation_possible,
)
from chalicelib.services.etablir_certifie import etablir_certifie
from chalicelib.services.ports import Contexte
from chalicelib.services.resilier_certifie import resilier_certifie
from chalicelib.services.sessions import Session
from chalicelib.services.suivre import DemandeIntrouvable
from chalicelib.web import cookies, reponses
from chalicelib.web.acces import SessionAbsente
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire

ETABLISSEMENT, RESILIATION = "etablissement", "resiliation"
CHEMINS = {ETABLISSEMENT: "etablissement-certifie", RESILIATION: "resiliation-certifiee"}
_EN_COURS = "certification"
_ALLER_RETOUR = timedelta(minutes=15)
_POSSIBLES = {ETABLISSEMENT: etablissement_possible, RESILIATION: resiliation_possible}


class _CasDUsage(Protocol):
    """`etablir_certifie` and `resilier_certifie`."""

    def __call__(
        self,
        contexte: Contexte,
        *,
        reference: str,
        mandant_id: str,
        niveau: str,
        cle: str,
        maintenant: datetime,
    ) -> Demande:
        """The demande after the act."""


_CAS_D_USAGE: Mapping[str, _CasDUsage] = {
    ETABLISSEMENT: etablir_certifie,
    RESILIATION: resilier_certifie,
}


def possibles(appel: Appel, demande: Demande) -> dict[str, bool]:
    """Which of the two acts may be done without a visit, now and here."""
    if appel.montage.configuration.franceconnect_plus is None:
        return dict.fromkeys(_POSSIBLES, False)
    scrutins = appel.contexte.depots.scrutins()
    return {
        acte: possible(demande, scrutins, appel.maintenant) for acte, possible in _POSSIBLES.items()
    }


def proposer(appel: Appel) -> Response:
    """What it takes; once certified, what will be done, to be confirmed. `acte` says which."""
    demande, acte = la_mienne(appel), _acte(appel)
    if not possibles(appel, demande)[acte]:
        return reponses.aller(appel.url(f"/electeur/demandes/{demande.reference}"))
    return page(
        appel,
        "electeur/certification.html",
        demande=vue_de(appel, demande),
        acte=acte,
        chemin=CHEMINS[acte],
        certifiee=appel.niveau_certifie == NIVEAU_CERTIFIE,
    )


def partir(appel: Appel) -> Response:
    """Sends the browser to FranceConnect+, for this session and no other."""
    demande, acte = la_mienne(appel), _acte(appel)
    if not possibles(appel, demande)[acte]:
        return reponses.aller(appel.url(f"/electeur/demandes/{demande.reference}"))
    etat, nonce, secret = jeton(), jeton(), jeton()
    url = _client(appel).url_autorisation(etat, nonce, appel.parametres.get("login_hint", ""))
    appel.montage.sessions.ouvrir(
        Session(
            cle=jetons.cle_de_session(secret),
            portail=_EN_COURS,
            sujet=appel.electeur.id,
            expire_le=appel.maintenant + _ALLER_RETOUR,
            donnees={
                "etat": etat,
                "nonce": nonce,
                "session": _session(appel).cle,
                "suite": f"/electeur/demandes/{demande.reference}/certification?acte={acte}",
            },
        )
    )
    return reponses.aller(url, _cookie(appel, _EN_COURS, secret, _ALLER_RETOUR))


def revenir(appel: Appel) -> Response:
    """Back from FranceConnect+: the session, under a new token, remembers the level that was
    signed for the very person that it is of.
    """
    try:
        suite, acr = _identifier(appel)
    except (ErreurDeConnexion, AccesRefuse) as erreur:
        tracer("certification refusée", raison=getattr(erreur, "raison", erreur.code))
        compter(Mesure.CERTIFICATIONS_REFUSEES)
        raise
    ancienne, secret = _session(appel), jeton()
    donnees = certification.noter(ancienne.donnees, acr, appel.maintenant)
    nouvelle = replace(ancienne, cle=jetons.cle_de_session(secret), donnees=donnees)
    appel.montage.sessions.fermer(ancienne.cle)
    appel.montage.sessions.ouvrir(nouvelle)
    compter(Mesure.CERTIFICATIONS_REUSSIES)
    restant = nouvelle.expire_le - appel.maintenant + timedelta(days=1)
    return reponses.aller(
        appel.url(suite),
        _cookie(appel, Portail.ELECTEUR, secret, restant),
        _cookie(appel, _EN_COURS, "", timedelta()),
    )


def confirmer(appel: Appel, acte: str) -> Response:
    """Does it, at once; sent twice, does it once."""
    try:
        demande = _CAS_D_USAGE[acte](
            appel.contexte,
            reference=appel.parametre_de_chemin("reference"),
            mandant_id=appel.electeur.id,
            niveau=appel.niveau_certifie,
            cle=empreinte_du_formulaire(appel, CHEMINS[acte]),
            maintenant=appel.maintenant,
        )
    except ReferenceInvalide:
        raise DemandeIntrouvable from None
    except (TransitionInterdite, MandantDejaRepresente, IdentiteNonCertifiee) as erreur:
        return probleme(appel, la_mienne(appel), erreur.titre, erreur.detail)
    return reponses.aller(appel.url(f"/electeur/demandes/{demande.reference}"))


def _identifier(appel: Appel) -> tuple[str, str]:
    """Where to go on and the signed level, once the return is ours, for this session, and about
    the person of this session.
    """
    nom = cookies.nom(_EN_COURS, https=appel.montage.configuration.https)
    secret = cookies.lire(appel.requete.headers.get("cookie"), nom)
    cle = jetons.cle_de_session(secret)
    en_cours = appel.montage.sessions.lire(cle) if secret else None
    if (
        en_cours is None
        or en_cours.portail != _EN_COURS
        or en_cours.donnees["session"] != _session(appel).cle
        or not en_cours.est_ouverte(appel.maintenant)
    ):
        raise ReponseOidcInvalide("navigateur")
    appel.montage.sessions.fermer(cle)
    client = _client(appel)
    code = client.code_du_retour(appel.parametres, en_cours.donnees["etat"])
    identite = client.echanger(code, en_cours.donnees["nonce"], appel.maintenant)
    reglages = appel.montage.configuration
    certification.exiger_la_meme_personne(
        appel.electeur,
        identite,
        appel.contexte.secret,
        meme_service=client.fournisseur.client_id == reglages.franceconnect.client_id,
    )
    return str(en_cours.donnees["suite"]), identite.acr


def _client(appel: Appel) -> ClientOidc:
    client = appel.montage.certification
    if client is None:
        raise IdentiteNonCertifiee(
            phrase(
                "Ce service n'accepte pas encore d'identité numérique certifiée : présentez-vous "
                "au guichet avec votre référence."
            )
        )
    return client


def _acte(appel: Appel) -> str:
    acte = appel.parametres.get("acte", ETABLISSEMENT)
    return acte if acte in _POSSIBLES else ETABLISSEMENT


def _session(appel: Appel) -> Session:
    if appel.session is None:
        raise SessionAbsente
    return appel.session


def _cookie(appel: Appel, nom: str, valeur: str, duree: timedelta) -> str:
    https = appel.montage.configuration.https
    secondes = int(duree.total_seconds())
    return cookies.poser(cookies.nom(nom, https=https), valeur, https=https, secondes=secondes)
