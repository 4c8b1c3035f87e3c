"""FranceConnect+ encrypts its tokens for us (JWE); what it signs is judged once decrypted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from joserfc import jwe, jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from chalicelib.identite import oidc, oidc_jetons
from chalicelib.identite.certification import (
    DUREE,
    AutrePersonne,
    exiger_la_meme_personne,
    niveau,
    noter,
)
from chalicelib.identite.personnes import electeur, lire_electeur
from infra.local.simulateurs import ClientEnregistre
from tests.constructeurs import SECRET
from tests.identite.oidc_outils import (
    FIN,
    IDENTITES,
    MIDI,
    RETOUR,
    SERVICE,
    Horloge,
    Montage,
    SimulateurHostile,
)
from tests.identite.oidc_outils import SECRET as CONVENU

ALGORITHMES = {"ECDH-ES": ECKey.generate_key("P-256"), "RSA-OAEP-256": RSAKey.generate_key(2048)}


@dataclass
class Plus(Montage):
    """FranceConnect+ and our key."""

    cle: Any = None


@pytest.fixture(scope="module")
def cle() -> ECKey:
    return ECKey.generate_key("P-256")


@pytest.fixture
def plus(cle: ECKey) -> Iterator[Plus]:
    horloge = Horloge()
    service = ClientEnregistre(
        SERVICE, CONVENU, (RETOUR,), (FIN,), cle_chiffrement=cle.as_dict(private=False)
    )
    simulateur = SimulateurHostile("franceconnect-plus", IDENTITES, [service], horloge)
    simulateur.demarrer()
    secrete = json.dumps(cle.as_dict(private=True))
    fournisseur = oidc.franceconnect_plus(simulateur.issuer, SERVICE, CONVENU, RETOUR, FIN, secrete)
    yield Plus(simulateur, oidc.ClientOidc(fournisseur), horloge, cle)
    simulateur.arreter()


def chiffrer(contenu: bytes, cle: Any, alg: str, enc: str = "A256GCM") -> str:
    algorithmes = [alg, enc]
    return jwe.encrypt_compact({"alg": alg, "enc": enc}, contenu, cle, algorithms=algorithmes)


def test_l_identite_certifiee_arrive_chiffree_et_signee(plus):
    identite = plus.connecter("angele")
    assert identite.acr == "eidas3"
    assert identite.texte("family_name") == "Dubois"
    assert identite.id_token.count(".") == 2, "the signed token, out of its envelope"
    assert identite.texte("email") == "", "only what tells that it is the same person"


@pytest.mark.parametrize("acr", ["eidas2", "eidas1", "", None, ["eidas3"]])
def test_un_niveau_plus_faible_que_demande_est_refuse(plus, acr):
    plus.simulateur.ruses["id_token"] = lambda charge: charge | {"acr": acr}
    with pytest.raises(oidc.ReponseOidcInvalide) as refus:
        plus.connecter("angele")
    assert refus.value.raison == "acr"


@pytest.mark.parametrize("quoi", ["id_token", "userinfo"])
def test_la_signature_compte_aussi_dans_l_enveloppe(plus, quoi):
    intrus = ECKey.generate_key("P-256", {"kid": "autre"}, auto_kid=True)
    plus.simulateur.ruses[quoi] = lambda charge: _signer(charge, intrus)
    with pytest.raises(oidc.ReponseOidcInvalide) as refus:
        plus.connecter("angele")
    assert refus.value.raison in {"kid", "signature"}


def _signer(charge: Any, cle: ECKey) -> str:
    return jwt.encode({"alg": "ES256", "kid": cle.kid}, dict(charge), cle)


def test_ce_qui_est_chiffre_pour_un_autre_est_refuse(plus):
    autre = ECKey.generate_key("P-256").as_dict(private=False)
    service = plus.simulateur.clients[SERVICE]
    plus.simulateur.clients[SERVICE] = replace(service, cle_chiffrement=autre)
    with pytest.raises(oidc.ReponseOidcInvalide) as refus:
        plus.connecter("angele")
    assert refus.value.raison == "chiffrement"


@pytest.mark.parametrize("alg", sorted(ALGORITHMES))
@pytest.mark.parametrize("forme", ["jwk", "pem"])
def test_notre_cle_est_un_jwk_ou_un_pem(alg, forme):
    cle = ALGORITHMES[alg]
    texte = json.dumps(cle.as_dict(private=True))
    if forme == "pem":
        texte = cle.as_pem(private=True).decode()
    jeton = chiffrer(b"a.b.c", cle, alg)
    assert oidc_jetons.dechiffrer(jeton, oidc_jetons.importer_cle_privee(texte)) == "a.b.c"


@pytest.mark.parametrize("texte", ["", "pas une clé", "{}", '{"kty": "oct", "k": "AAAA"}'])
def test_une_cle_illisible_est_une_faute_de_configuration(texte):
    with pytest.raises(ValueError, match="clé de déchiffrement"):
        oidc_jetons.importer_cle_privee(texte)


def _enveloppes(cle: ECKey) -> dict[str, str]:
    secrete = OctKey.generate_key(256)
    bonne = chiffrer(b"a.b.c", cle, "ECDH-ES")
    return {
        "vide": "",
        "en-clair": "a.b.c",
        "alteree": bonne[:-6] + "AAAAAA",
        "cle-directe": chiffrer(b"a.b.c", secrete, "dir"),
        "contenu-autrement": chiffrer(b"a.b.c", cle, "ECDH-ES", "A128GCM"),
        "pas-du-texte": chiffrer(b"\xff\xfe", cle, "ECDH-ES"),
    }


@pytest.mark.parametrize(
    "faute", ["vide", "en-clair", "alteree", "cle-directe", "contenu-autrement", "pas-du-texte"]
)
def test_une_enveloppe_qui_n_est_pas_celle_convenue_est_refusee(faute, cle):
    with pytest.raises(oidc.ReponseOidcInvalide) as refus:
        oidc_jetons.dechiffrer(_enveloppes(cle)[faute], cle)
    assert refus.value.raison == "chiffrement"


def test_la_meme_personne_a_un_autre_sujet_chez_franceconnect_plus(plus):
    certifiee = plus.connecter("angele")
    connue = replace(certifiee, sujet="un-autre-sujet")
    personne = lire_electeur(*electeur(connue, SECRET))
    exiger_la_meme_personne(personne, certifiee, SECRET, meme_service=False)
    with pytest.raises(AutrePersonne):
        exiger_la_meme_personne(personne, certifiee, SECRET, meme_service=True)
    meme = lire_electeur(*electeur(certifiee, SECRET))
    exiger_la_meme_personne(meme, certifiee, SECRET, meme_service=True)


@pytest.mark.parametrize(
    "claim, valeur, accepte",
    [
        ("family_name", "DUBOIS", True),
        ("given_name", "Angele Claire Louise", True),
        ("preferred_username", "Autre", True),
        ("given_name", "Angèle Claire", False),
        ("given_name", "Claire Angèle Louise", False),
        ("family_name", "Dubois-Martin", False),
        ("birthdate", "1962-08-00", False),
        ("gender", "male", False),
    ],
)
def test_l_etat_civil_est_compare_en_entier(plus, claim, valeur, accepte):
    identite = plus.connecter("angele")
    personne = lire_electeur(*electeur(identite, SECRET))
    autre = replace(identite, claims={**identite.claims, claim: valeur})
    if accepte:
        exiger_la_meme_personne(personne, autre, SECRET, meme_service=False)
    else:
        with pytest.raises(AutrePersonne):
            exiger_la_meme_personne(personne, autre, SECRET, meme_service=False)


def test_le_niveau_note_vaut_dix_minutes_et_pas_avant_d_etre_note():
    donnees = noter({"nom": "Dubois"}, "eidas3", MIDI)
    assert donnees["nom"] == "Dubois"
    for apres, attendu in (
        (timedelta(), "eidas3"),
        (DUREE - timedelta(seconds=1), "eidas3"),
        (DUREE, ""),
        (timedelta(seconds=-1), ""),
    ):
        assert niveau(donnees, MIDI + apres) == attendu
    for rien in ({}, {"certifiee": "eidas3"}, {"acr": "eidas3"}):
        assert niveau(rien, MIDI) == ""
