"""The HTTP face of a simulated federation, with the paths of the real ones."""

from __future__ import annotations

import hmac
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from threading import Thread
from typing import Any, Literal
from urllib.parse import urlencode

from flask import Flask, Response, jsonify, redirect, render_template, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response as ReponseBrute

from chalicelib.configuration import stage
from infra.local.simulateurs import jetons
from infra.local.simulateurs.coffre import Coffre
from infra.local.simulateurs.demande import DemandeAutorisation, Refus, lire_demande
from infra.local.simulateurs.modele import (
    DUREE_JETON,
    LIBELLES_SCOPES,
    REGLES,
    ClientEnregistre,
    Genre,
    IdentiteDemo,
)
from infra.local.simulateurs.signature import Trousseau, chiffrer

_CSP = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


class _Silencieux(WSGIRequestHandler):
    """Logs nothing: query strings hold codes and tokens."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


class Simulateur:
    """One simulated federation. `horloge` returns the aware instant that codes and tokens use."""

    def __init__(
        self,
        kind: Genre,
        identites: Sequence[IdentiteDemo],
        clients: Sequence[ClientEnregistre],
        horloge: Callable[[], datetime],
    ) -> None:
        self.regles = REGLES[kind]
        self.identites = {identite.id: identite for identite in identites}
        self.clients = {client.client_id: client for client in clients}
        self.horloge = horloge
        self.trousseau = Trousseau()
        self.issuer = ""
        self._coffre = Coffre(horloge)
        self._serveur: BaseWSGIServer | None = None
        self._fil: Thread | None = None

    def demarrer(self, port: int = 0) -> str:
        """Listen on 127.0.0.1 (0: any free port) and return `http://127.0.0.1:<port>`.

        Raises OSError when the port is taken, RuntimeError on any stage but `local`.
        """
        if stage() != "local" or "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
            raise RuntimeError("le simulateur de connexion ne démarre jamais dans AWS")
        with socket.create_server(("127.0.0.1", port)) as ecoute:
            port = ecoute.getsockname()[1]
            self.issuer = f"http://127.0.0.1:{port}/api/v2"
            self._serveur = make_server(
                "127.0.0.1",
                port,
                self._application(),
                threaded=True,
                request_handler=_Silencieux,
                fd=ecoute.fileno(),
            )
        self._fil = Thread(target=self._serveur.serve_forever, args=(0.02,), daemon=True)
        self._fil.start()
        return f"http://127.0.0.1:{port}"

    def arreter(self) -> None:
        """Stop listening and wait for the thread; does nothing when not started."""
        if self._serveur is None or self._fil is None:
            return
        self._serveur.shutdown()
        self._serveur.server_close()
        self._fil.join()
        self._serveur = self._fil = None

    def sujet(self, identite: IdentiteDemo, client_id: str) -> str:
        """The `sub` of this person for this service: the same at each start, pairwise at
        FranceConnect, one for all services at ProConnect."""
        return jetons.sujet(self.regles, identite, client_id)

    def signer(self, charge: Mapping[str, Any], usage: Literal["id_token", "userinfo"]) -> str:
        """Sign a token. Tests override it to answer as a faulty or hostile provider would."""
        return self.trousseau.signer(charge)

    def _application(self) -> Flask:
        application = Flask(__name__, template_folder="gabarits", static_folder=None)
        application.jinja_env.trim_blocks = application.jinja_env.lstrip_blocks = True
        for regle, vue, methodes in (
            ("/.well-known/openid-configuration", self._decouverte, ["GET"]),
            ("/jwks", self._jwks, ["GET"]),
            ("/authorize", self._autoriser, ["GET", "POST"]),
            ("/token", self._token, ["POST"]),
            ("/userinfo", self._userinfo, ["GET", "POST"]),
            ("/session/end", self._deconnecter, ["GET"]),
        ):
            application.add_url_rule(f"/api/v2{regle}", vue.__name__, vue, methods=methodes)
        application.register_error_handler(Refus, self._page_de_refus)
        application.after_request(_proteger)
        return application

    def _decouverte(self) -> Response:
        return jsonify(jetons.decouverte(self.issuer, self.regles))

    def _jwks(self) -> Response:
        return jsonify(self.trousseau.publier())

    def _autoriser(self) -> ReponseBrute | str:
        demande = lire_demande(request.args.to_dict(flat=False), self.regles, self.clients)
        if request.method == "POST" and "annuler" in request.form:
            return self._retour(demande, error="access_denied")
        choix = request.form.get("identite", "") if request.method == "POST" else demande.login_hint
        identite = self.identites.get(choix) or self._par_courriel(choix)
        if identite is None:
            return self._page_de_choix(demande, inconnue=bool(choix))
        return self._retour(demande, code=self._coffre.emettre_code(demande, identite))

    def _par_courriel(self, courriel: str) -> IdentiteDemo | None:
        """ProConnect's own `login_hint` is an e-mail address."""
        trouvees = [i for i in self.identites.values() if i.claims.get("email") == courriel]
        return trouvees[0] if courriel and len(trouvees) == 1 else None

    def _retour(self, demande: DemandeAutorisation, **reponse: str) -> ReponseBrute:
        parametres = urlencode({**reponse, "state": demande.state, "iss": self.issuer})
        jonction = "&" if "?" in demande.redirect_uri else "?"
        return redirect(demande.redirect_uri + jonction + parametres, code=303)

    def _page_de_choix(self, demande: DemandeAutorisation, *, inconnue: bool) -> str:
        return render_template(
            "choix.html",
            nom=self.regles.nom,
            identites=list(self.identites.values()),
            transmises=list(
                dict.fromkeys(LIBELLES_SCOPES[s] for s in demande.scopes if s in LIBELLES_SCOPES)
            ),
            inconnue=inconnue,
        )

    def _page_de_refus(self, refus: Refus) -> tuple[str, int]:
        page = render_template(
            "refus.html", nom=self.regles.nom, code=refus.code, phrase=refus.phrase
        )
        return page, 400

    def _token(self) -> ReponseBrute:
        champs = request.form
        client = self.clients.get(champs.get("client_id", ""))
        secret = champs.get("client_secret", "")
        if client is None or not hmac.compare_digest(
            secret.encode(), client.client_secret.encode()
        ):
            return _erreur(401, "invalid_client", "client authentication failed")
        if champs.get("grant_type") != "authorization_code":
            return _erreur(400, "unsupported_grant_type", "unsupported grant_type requested")
        echange = self._coffre.echanger(
            champs.get("code", ""), client.client_id, champs.get("redirect_uri", "")
        )
        if echange is None:
            return _erreur(400, "invalid_grant", "grant request is invalid")
        acces, autorisation = echange
        charge = jetons.charge_id_token(
            self.issuer, self.regles, autorisation, acces, self.horloge()
        )
        return jsonify(
            {
                "access_token": acces,
                "token_type": "Bearer",
                "expires_in": DUREE_JETON,
                "scope": " ".join(autorisation.demande.scopes),
                "id_token": self._pour(client, self.signer(charge, "id_token")),
            }
        )

    def _userinfo(self) -> ReponseBrute:
        genre, _, acces = request.headers.get("Authorization", "").partition(" ")
        autorisation = self._coffre.autorisation(acces) if genre.lower() == "bearer" else None
        if autorisation is None:
            reponse = _erreur(401, "invalid_token", "invalid token provided")
            reponse.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return reponse
        charge = jetons.charge_userinfo(self.issuer, self.regles, autorisation, self.horloge())
        jeton = self._pour(autorisation.demande.client, self.signer(charge, "userinfo"))
        return Response(jeton, content_type="application/jwt")

    def _pour(self, client: ClientEnregistre, jeton: str) -> str:
        """The token as this service has asked for it: encrypted when it has given a key."""
        return chiffrer(jeton, client.cle_chiffrement) if client.cle_chiffrement else jeton

    def _deconnecter(self) -> ReponseBrute:
        charge = self.trousseau.lire(request.args.get("id_token_hint", ""))
        client = self.clients.get(str(charge.get("aud"))) if charge else None
        if client is None:
            raise Refus("invalid_request", "id_token_hint n'est pas un jeton de ce fournisseur.")
        adresse = request.args.get("post_logout_redirect_uri", "")
        if adresse not in client.post_logout_redirect_uris:
            raise Refus("invalid_request", "L'adresse de retour n'est pas enregistrée.")
        state = request.args.get("state", "")
        if not state:
            raise Refus("invalid_request", "state est obligatoire.")
        jonction = "&" if "?" in adresse else "?"
        return redirect(adresse + jonction + urlencode({"state": state}), code=303)


def _erreur(statut: int, code: str, description: str) -> ReponseBrute:
    reponse = jsonify(error=code, error_description=description)
    reponse.status_code = statut
    return reponse


def _proteger(reponse: Response) -> Response:
    reponse.headers["Cache-Control"] = "no-store"
    reponse.headers["Content-Security-Policy"] = _CSP
    reponse.headers["Referrer-Policy"] = "no-referrer"
    reponse.headers["X-Content-Type-Options"] = "nosniff"
    return reponse
