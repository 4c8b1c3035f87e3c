"""The door of the canary, shut unless the deployment has a public key for it."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.identite import canari, jetons
from chalicelib.identite.oidc_erreurs import JetonRefuse
from chalicelib.observabilite import tracer
from chalicelib.services.sessions import Session
from chalicelib.web import cookies, reponses
from chalicelib.web.appel import Appel


def ouvrir_une_session(appel: Appel) -> Response:
    """Opens the canary's session on the portal that its token names; each token serves once."""
    reglages = appel.montage.configuration
    try:
        assertion = canari.verifier(
            appel.requete.headers.get("authorization") or "",
            reglages.canari_cle_publique,
            reglages.url_portail,
            appel.maintenant,
        )
        quota = f"canari#{assertion.unique}"
        if not appel.contexte.depots.prendre(quota, 1, assertion.expire_le):
            raise JetonRefuse("rejoue")
    except JetonRefuse as erreur:
        tracer("canari refusé", raison=erreur.raison)
        raise
    sujet, donnees = canari.donnees(assertion.portail)
    secret = jetons.jeton()
    appel.montage.sessions.ouvrir(
        Session(
            cle=jetons.cle_de_session(secret),
            portail=assertion.portail,
            sujet=sujet,
            expire_le=appel.maintenant + canari.SESSION,
            donnees=donnees,
        )
    )
    cookie = cookies.poser(
        cookies.nom(assertion.portail, https=reglages.https),
        secret,
        https=reglages.https,
        secondes=int(canari.SESSION.total_seconds()),
    )
    reponse = reponses.json({"portail": assertion.portail.value})
    reponse.headers["Set-Cookie"] = [cookie]
    return reponse
