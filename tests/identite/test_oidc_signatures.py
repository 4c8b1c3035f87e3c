"""Forged tokens, odd key sets and keys that turn: only what the provider signed is read."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from chalicelib.identite import oidc, oidc_jetons
from tests.identite.oidc_outils import SECRET, Montage, monter, refus


@pytest.fixture
def montage() -> Iterator[Montage]:
    with monter("franceconnect") as montage:
        yield montage


def b64(brut: bytes) -> str:
    return base64.urlsafe_b64encode(brut).rstrip(b"=").decode()


def a_la_main(
    entete: dict[str, Any], charge: dict[str, Any], signer: Callable[[bytes], bytes]
) -> str:
    debut = f"{b64(json.dumps(entete).encode())}.{b64(json.dumps(charge).encode())}"
    return f"{debut}.{b64(signer(debut.encode()))}"


def autre_cle(montage: Montage) -> ECKey:
    """A key of the attacker's that bears the kid of the provider's own."""
    return ECKey.generate_key("P-256", {"kid": str(montage.simulateur.trousseau.cle.kid)})


def sans_signature(montage: Montage, charge: dict[str, Any]) -> str:
    return a_la_main({"alg": "none"}, charge, lambda _: b"")


def sans_signature_avec_kid(montage: Montage, charge: dict[str, Any]) -> str:
    kid = montage.simulateur.trousseau.cle.kid
    return a_la_main({"alg": "none", "kid": kid}, charge, lambda _: b"")


def hs256_avec_la_cle_publique(montage: Montage, charge: dict[str, Any]) -> str:
    cle = montage.simulateur.trousseau.cle
    publique = cle.as_pem(private=False)
    return a_la_main(
        {"alg": "HS256", "kid": cle.kid},
        charge,
        lambda debut: hmac.digest(publique, debut, hashlib.sha256),
    )


def hs256_avec_le_secret_du_service(montage: Montage, charge: dict[str, Any]) -> str:
    return a_la_main(
        {"alg": "HS256", "kid": montage.simulateur.trousseau.cle.kid},
        charge,
        lambda debut: hmac.digest(SECRET.encode(), debut, hashlib.sha256),
    )


def signature_d_un_autre(montage: Montage, charge: dict[str, Any]) -> str:
    cle = autre_cle(montage)
    return jwt.encode({"alg": "ES256", "kid": cle.kid}, charge, cle)


def signature_d_une_autre_charge(montage: Montage, charge: dict[str, Any]) -> str:
    debut, _, fin = montage.simulateur.trousseau.signer(charge).split(".")
    return f"{debut}.{b64(json.dumps({**charge, 'sub': 'moi'}).encode())}.{fin}"


def extension_critique_inconnue(montage: Montage, charge: dict[str, Any]) -> str:
    cle = montage.simulateur.trousseau.cle
    honnete = jwt.encode({"alg": "ES256", "kid": cle.kid}, charge, cle).split(".")
    entete = b64(json.dumps({"alg": "ES256", "kid": cle.kid, "crit": ["x"], "x": 1}).encode())
    return ".".join([entete, *honnete[1:]])


def du_bruit(montage: Montage, charge: dict[str, Any]) -> str:
    return "ceci n'est pas un jeton"


def entete_sans_fond(montage: Montage, charge: dict[str, Any]) -> str:
    return f"{b64(b'[' * 100_000)}.{b64(b'{}')}.{b64(b'x')}"


FAUX = [
    sans_signature_avec_kid,
    hs256_avec_la_cle_publique,
    hs256_avec_le_secret_du_service,
    signature_d_un_autre,
    signature_d_une_autre_charge,
    extension_critique_inconnue,
    du_bruit,
    entete_sans_fond,
]


@pytest.mark.parametrize("usage", ["id_token", "userinfo"])
@pytest.mark.parametrize("faussaire", FAUX, ids=lambda f: f.__name__)
def test_un_jeton_que_le_fournisseur_n_a_pas_signe_est_refuse(
    montage: Montage, faussaire: Callable[[Montage, dict[str, Any]], str], usage: str
) -> None:
    montage.simulateur.ruses[usage] = lambda charge: faussaire(montage, charge)

    assert refus(montage).raison == "signature"


def test_un_jeton_sans_signature_ni_kid_est_refuse(montage: Montage) -> None:
    montage.simulateur.ruses["id_token"] = lambda charge: sans_signature(montage, charge)

    assert refus(montage).raison == "signature"


def test_un_jeton_bien_signe_mais_imbrique_sans_fin_est_refuse(montage: Montage) -> None:
    cle = montage.simulateur.trousseau.cle
    entete = {"alg": "ES256", "kid": cle.kid}
    montage.simulateur.ruses["id_token"] = lambda _: jws.serialize_compact(
        entete, b"[" * 5_000, cle
    )

    assert refus(montage).raison == "signature"


def test_rs256_est_admis_et_seule_la_bonne_cle_l_ouvre() -> None:
    rsa = RSAKey.generate_key(2048, {"kid": "r"}, private=True)
    autre = RSAKey.generate_key(2048, {"kid": "r"}, private=True)
    signe = jwt.encode({"alg": "RS256", "kid": "r"}, {"sub": "a"}, rsa)

    publiques = oidc_jetons.importer_cles(dict(KeySet([rsa]).as_dict(private=False)))
    assert oidc_jetons.lire_jeton(signe, publiques) == {"sub": "a"}

    with pytest.raises(oidc.ReponseOidcInvalide):
        oidc_jetons.lire_jeton(signe, KeySet([autre]))


def test_une_cle_symetrique_publiee_par_erreur_ne_verifie_rien() -> None:
    with pytest.raises(oidc.ReponseOidcInvalide):
        oidc_jetons.importer_cles({"keys": [{"kty": "oct", "k": "c2VjcmV0", "kid": "o"}]})


@pytest.mark.parametrize(
    "document", [{}, {"keys": None}, {"keys": []}, {"keys": [3]}, {"keys": [{"kty": "EC"}]},
                 {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}]
)  # fmt: skip
def test_un_jeu_de_cles_inutilisable_est_refuse(document: dict[str, Any]) -> None:
    with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
        oidc_jetons.importer_cles(document)

    assert attrape.value.raison == "jwks"


CLES = KeySet([ECKey.generate_key("P-256", {"kid": "k"})])
SEGMENT = st.one_of(
    st.binary(max_size=40).map(b64),
    st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=5)
    .map(json.dumps).map(str.encode).map(b64),
    st.dictionaries(
        st.sampled_from(["alg", "kid", "crit", "b64", "typ", "zip", "enc", "jwk"]),
        st.sampled_from(["ES256", "none", "k", "HS256", None, True, [], ["b64"], {}, 1]),
    ).map(json.dumps).map(str.encode).map(b64),
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(SEGMENT, min_size=1, max_size=5).map(".".join)))
def test_aucun_texte_recu_ne_fait_autre_chose_qu_etre_refuse(texte: str) -> None:
    with pytest.raises((oidc.ReponseOidcInvalide, oidc_jetons.CleInconnue)):
        oidc_jetons.lire_jeton(texte, CLES)


# --- the keys turn -----------------------------------------------------------------------------


def test_apres_une_rotation_les_cles_sont_relues_une_fois_et_la_connexion_reussit(
    montage: Montage,
) -> None:
    montage.connecter("angele")
    montage.simulateur.trousseau.tourner()

    assert montage.connecter("angele").sujet
    assert montage.simulateur.lectures["jwks"] == 2


def test_une_cle_que_personne_n_a_publiee_ne_fait_relire_les_cles_qu_une_fois(
    montage: Montage,
) -> None:
    montage.connecter("angele")
    intruse = ECKey.generate_key("P-256", {"kid": "inconnue"})
    montage.simulateur.ruses["id_token"] = lambda charge: jwt.encode(
        {"alg": "ES256", "kid": "inconnue"}, charge, intruse
    )

    assert refus(montage).raison == "kid"
    assert montage.simulateur.lectures["jwks"] == 2


# --- what the person and the log see -----------------------------------------------------------


@pytest.mark.parametrize("faussaire", FAUX, ids=lambda f: f.__name__)
def test_un_refus_ne_montre_ni_jeton_ni_identite(
    montage: Montage, faussaire: Callable[[Montage, dict[str, Any]], str]
) -> None:
    vus: list[str] = []

    def ruse(charge: dict[str, Any]) -> str:
        vus.extend([str(charge["sub"]), faussaire(montage, charge)])
        return vus[-1]

    montage.simulateur.ruses["id_token"] = ruse
    erreur = refus(montage)

    trace = "".join(traceback.format_exception(erreur)) + erreur.titre + erreur.detail
    assert len(vus) == 2
    assert all(vu not in trace for vu in (*vus, SECRET, "Dubois"))
    assert "Recommencez" in erreur.detail
