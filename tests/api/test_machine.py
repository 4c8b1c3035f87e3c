"""Communes' software: bearer tokens of a configured issuer, and the maire's delegation."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from chalicelib import configuration, montage
from chalicelib.domaine.habilitation import Agent
from tests.api import client
from tests.api.client import Appelant
from tests.constructeurs import ANGERS, LISTE_ELECTORALE, RENNES, Nuage

AUDIENCE = "https://maprocuration.example/api/v1"


@dataclass
class Emetteur:
    """An OAuth 2 issuer on the loopback: discovery, keys, and a count of what it is asked for."""

    cle: Any
    issuer: str = ""
    en_panne: bool = False
    lectures: list[str] = field(default_factory=list)

    def jeton(self, nuage: Nuage, cle: Any = None, alg: str = "ES256", **claims: Any) -> str:
        """A token; a claim given as None is left out."""
        instant = int(nuage.maintenant.timestamp())
        charge = {
            "iss": self.issuer,
            "aud": AUDIENCE,
            "sub": "logiciel-a",
            "client_id": "logiciel-a",
            "scope": "openid mairie",
            "communes": [RENNES],
            "iat": instant,
            "exp": instant + 300,
        } | claims
        signataire = cle or self.cle
        entete = {"alg": alg, "typ": "at+jwt"} | ({"kid": signataire.kid} if signataire.kid else {})
        utiles = {nom: valeur for nom, valeur in charge.items() if valeur is not None}
        return jwt.encode(entete, utiles, signataire, algorithms=[alg])

    def repondre(self, chemin: str) -> dict[str, Any] | None:
        """The document at this path, if any."""
        self.lectures.append(chemin)
        if self.en_panne:
            return None
        if chemin == "/.well-known/openid-configuration":
            return {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/jwks"}
        return dict(KeySet([self.cle]).as_dict(private=False)) if chemin == "/jwks" else None


@pytest.fixture
def emetteur(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Emetteur]:
    """An issuer that the app believes; the maire of Rennes has delegated to its client."""
    simule = Emetteur(ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True))

    class Serveur(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            document = simule.repondre(self.path)
            self.send_response(503 if document is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(document).encode())

        def log_message(self, *_: object) -> None:
            return None

    serveur = ThreadingHTTPServer(("127.0.0.1", 0), Serveur)
    threading.Thread(target=serveur.serve_forever, args=(0.02,), daemon=True).start()
    simule.issuer = f"http://127.0.0.1:{serveur.server_port}"
    monkeypatch.setenv("MACHINES_ISSUER", simule.issuer)
    monkeypatch.setenv("MACHINES_AUDIENCE", AUDIENCE)
    configuration.configuration.cache_clear()
    montage.montage.cache_clear()
    nuage.peupler().deleguer(Agent(f"machine/logiciel-a/{RENNES}", "", ""), RENNES)
    yield simule
    serveur.shutdown()
    serveur.server_close()


def logiciel(jeton: str, **entetes: str) -> Appelant:
    """Whoever holds this token."""
    return Appelant({"authorization": f"Bearer {jeton}", **entetes})


def test_un_logiciel_lit_et_decide_pour_sa_commune(nuage: Nuage, emetteur: Emetteur) -> None:
    demande = nuage.recue()
    machine = logiciel(emetteur.jeton(nuage))

    file = machine.get("/mairie/procurations").json["procurations"]
    refusee, acceptee = (
        machine.post(
            f"/mairie/procurations/{demande.reference}/acceptation",
            {"controles": sorted(LISTE_ELECTORALE), "bureau": bureau},
        )
        for bureau in ("n° 1 !", "0112")
    )

    assert [erreur["champ"] for erreur in refusee.json["erreurs"]] == ["bureau"]
    assert nuage.relire(demande).bureau == "0112"
    assert [ligne["reference"] for ligne in file] == [demande.reference]
    assert acceptee.json["etat"] == "VALIDE"
    derniere = nuage.contexte.depots.ecritures(demande.reference)[-1]
    assert derniere.acteur == f"machine/logiciel-a/{RENNES}"
    assert machine.get("/mairie/registre.json").statut == 200


def test_un_logiciel_rejoue_sa_decision_sans_la_refaire(nuage: Nuage, emetteur: Emetteur) -> None:
    demande = nuage.recue()
    machine = logiciel(emetteur.jeton(nuage), idempotency_key="decision-1")
    chemin = f"/mairie/procurations/{demande.reference}/refus"

    premiere, seconde = (machine.post(chemin, {"motif": "M03"}) for _ in range(2))

    assert (premiere.statut, seconde.statut) == (200, 200)
    assert premiere.corps == seconde.corps


def test_sans_delegation_du_maire_un_jeton_ne_suffit_pas(nuage: Nuage, emetteur: Emetteur) -> None:
    machine = logiciel(emetteur.jeton(nuage, communes=[ANGERS]))

    reponse = machine.get("/mairie/procurations")

    assert (reponse.statut, reponse.probleme) == (403, "delegation-absente")


def test_un_logiciel_de_plusieurs_communes_dit_pour_laquelle_il_agit(
    nuage: Nuage, emetteur: Emetteur
) -> None:
    nuage.deleguer(Agent(f"machine/logiciel-a/{ANGERS}", "", ""), ANGERS)
    machine = logiciel(emetteur.jeton(nuage, communes=[RENNES, ANGERS]))

    muette = machine.get("/mairie/procurations")
    rennes = machine.get("/mairie/procurations", x_commune=RENNES)
    angers = machine.get(f"/mairie/procurations?commune={ANGERS}")
    autre = machine.get("/mairie/procurations", x_commune="75112")

    assert (muette.statut, muette.json["erreurs"][0]["champ"]) == (422, "commune")
    assert (rennes.statut, angers.statut) == (200, 200)
    assert (autre.statut, autre.probleme) == (403, "portee-insuffisante")


@pytest.mark.parametrize(
    "claims, statut, probleme",
    [
        ({"iss": "https://autre.example"}, 401, "jeton-refuse"),
        ({"iss": None}, 401, "jeton-refuse"),
        ({"aud": "https://autre.example"}, 401, "jeton-refuse"),
        ({"aud": None}, 401, "jeton-refuse"),
        ({"exp": None}, 401, "jeton-refuse"),
        ({"exp": 1}, 401, "jeton-refuse"),
        ({"exp": "demain"}, 401, "jeton-refuse"),
        ({"exp": True}, 401, "jeton-refuse"),
        ({"nbf": 4_000_000_000}, 401, "jeton-refuse"),
        ({"iat": 4_000_000_000}, 401, "jeton-refuse"),
        ({"client_id": None}, 401, "jeton-refuse"),
        ({"client_id": "../autre"}, 401, "jeton-refuse"),
        ({"client_id": "a" * 101}, 401, "jeton-refuse"),
        ({"communes": None}, 401, "jeton-refuse"),
        ({"communes": RENNES}, 401, "jeton-refuse"),
        ({"communes": []}, 401, "jeton-refuse"),
        ({"communes": [35238]}, 401, "jeton-refuse"),
        ({"scope": None}, 403, "portee-insuffisante"),
        ({"scope": "mairies"}, 403, "portee-insuffisante"),
        ({"scope": ["mairie"]}, 403, "portee-insuffisante"),
    ],
)
def test_un_jeton_incomplet_ou_destine_a_d_autres_est_refuse(
    nuage: Nuage, emetteur: Emetteur, claims: dict[str, Any], statut: int, probleme: str
) -> None:
    reponse = logiciel(emetteur.jeton(nuage, **claims)).get("/mairie/procurations")

    assert (reponse.statut, reponse.probleme) == (statut, probleme)
    assert ("WWW-Authenticate" in reponse.entetes) == (statut == 401)


def test_un_jeton_d_une_autre_audience_parmi_d_autres_est_accepte(
    nuage: Nuage, emetteur: Emetteur
) -> None:
    machine = logiciel(emetteur.jeton(nuage, aud=["https://autre.example", AUDIENCE]))

    assert machine.get("/mairie/procurations").statut == 200


def test_un_jeton_signe_par_un_autre_est_refuse(nuage: Nuage, emetteur: Emetteur) -> None:
    meme_nom = ECKey.generate_key("P-256", {"kid": emetteur.cle.kid})
    secret = OctKey.import_key(json.dumps(emetteur.cle.as_dict(private=False)))
    rsa = RSAKey.generate_key(2048, {"kid": emetteur.cle.kid})
    bon = emetteur.jeton(nuage)
    sans_signature = "eyJhbGciOiJub25lIn0." + bon.split(".")[1] + "."

    refuses = [
        emetteur.jeton(nuage, cle=meme_nom),
        emetteur.jeton(nuage, cle=secret, alg="HS256"),
        emetteur.jeton(nuage, cle=rsa, alg="PS256"),
        sans_signature,
        bon[:-4] + "AAAA",
        bon.replace(".", "", 1),
        bon + "A" * 9_000,
        "é" * 20,
        "",
    ]

    for jeton in refuses:
        reponse = logiciel(jeton).get("/mairie/procurations")
        assert (reponse.statut, reponse.probleme) == (401, "jeton-refuse"), jeton[:40]


def test_un_jeton_presente_fait_ignorer_les_cookies(nuage: Nuage, emetteur: Emetteur) -> None:
    cookie = client.mairie(nuage).entetes["cookie"]

    perime = emetteur.jeton(nuage, exp=1)
    avec_session = logiciel(perime, cookie=cookie).get("/mairie/procurations")
    autre_espece = Appelant({"authorization": "Basic YTpi", "cookie": cookie})

    assert avec_session.probleme == "jeton-refuse"
    assert autre_espece.get("/mairie/procurations").probleme == "jeton-refuse"


@pytest.mark.parametrize("chemin", ["/demandes", "/autorite/demandes/XBQ7V3"])
def test_un_jeton_n_ouvre_que_la_mairie(nuage: Nuage, emetteur: Emetteur, chemin: str) -> None:
    reponse = logiciel(emetteur.jeton(nuage)).get(chemin)

    assert (reponse.statut, reponse.probleme) == (401, "session-absente")


def test_les_cles_sont_lues_une_fois_et_redemandees_au_plus_une_fois_la_minute(
    nuage: Nuage, emetteur: Emetteur
) -> None:
    inconnue = ECKey.generate_key("P-256", {"use": "sig"}, auto_kid=True)
    bon = logiciel(emetteur.jeton(nuage))

    assert [bon.get("/mairie/procurations").statut for _ in range(3)] == [200, 200, 200]
    for _ in range(3):
        faux = logiciel(emetteur.jeton(nuage, cle=inconnue)).get("/mairie/procurations")
        assert faux.probleme == "jeton-refuse"

    assert emetteur.lectures == ["/.well-known/openid-configuration", "/jwks"]


def test_un_emetteur_en_panne_se_dit_comme_une_panne(nuage: Nuage, emetteur: Emetteur) -> None:
    emetteur.en_panne = True

    reponse = logiciel(emetteur.jeton(nuage)).get("/mairie/procurations")

    assert (reponse.statut, reponse.probleme) == (503, "fournisseur-indisponible")


def test_la_tolerance_d_horloge_est_d_une_minute(nuage: Nuage, emetteur: Emetteur) -> None:
    machine = logiciel(emetteur.jeton(nuage))

    nuage.maintenant += timedelta(seconds=359)
    assert machine.get("/mairie/procurations").statut == 200
    nuage.maintenant += timedelta(seconds=1)
    assert machine.get("/mairie/procurations").probleme == "jeton-refuse"


def test_sans_emetteur_configure_aucune_machine_n_entre(nuage: Nuage) -> None:
    nuage.peupler()

    reponse = logiciel("a.b.c").get("/mairie/procurations")

    assert (reponse.statut, reponse.probleme) == (401, "jeton-refuse")
