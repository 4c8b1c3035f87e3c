"""Signing in and out with both federations, as the portals do."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from chalicelib.identite import oidc
from tests.identite.oidc_outils import FIN, RETOUR, SECRET, Montage, monter, parametres, visiter


@pytest.fixture
def franceconnect() -> Iterator[Montage]:
    with monter("franceconnect") as montage:
        yield montage


@pytest.fixture
def proconnect() -> Iterator[Montage]:
    with monter("proconnect") as montage:
        yield montage


def test_un_mandant_se_connecte_avec_franceconnect(franceconnect: Montage) -> None:
    identite = franceconnect.connecter("angele")

    assert identite.texte("family_name") == "Dubois"
    assert identite.texte("given_name") == "Angèle Claire Louise"
    assert identite.texte("birthdate") == "1962-08-24"
    assert identite.acr == "eidas1"
    assert identite.sujet == identite.claims["sub"]


def test_on_ne_recoit_du_mandant_que_ce_que_l_arrete_permet_de_garder(
    franceconnect: Montage,
) -> None:
    identite = franceconnect.connecter("angele")

    assert set(identite.claims) == {
        "sub", "given_name", "given_name_array", "family_name", "birthdate", "gender", "email",
    }  # fmt: skip


def test_un_agent_se_connecte_avec_proconnect_et_sa_double_authentification_est_connue(
    proconnect: Montage,
) -> None:
    identite = proconnect.connecter("opj")

    assert (identite.texte("siret"), identite.texte("uid")) == ("12000101100010", "kn-4521")
    assert identite.amr == ("pwd", "mfa")


def test_un_agent_sans_double_authentification_se_reconnait_a_son_amr(
    proconnect: Montage,
) -> None:
    assert proconnect.connecter("sans-mfa").amr == ("pwd",)


def test_la_meme_personne_garde_le_meme_sujet_d_une_connexion_a_l_autre(
    franceconnect: Montage,
) -> None:
    premiere = franceconnect.connecter("angele")
    seconde = franceconnect.connecter("angele")

    assert premiere.sujet == seconde.sujet
    assert premiere.id_token != seconde.id_token


def test_un_claim_absent_ou_qui_n_est_pas_un_texte_se_lit_comme_vide(
    franceconnect: Montage,
) -> None:
    identite = franceconnect.connecter("angele")

    assert identite.texte("preferred_username") == ""
    assert identite.texte("given_name_array") == ""


def test_l_adresse_de_connexion_porte_tout_ce_que_franceconnect_exige(
    franceconnect: Montage,
) -> None:
    url = franceconnect.client.url_autorisation("e" * 43, "n" * 43)

    assert url.startswith(f"{franceconnect.simulateur.issuer}/authorize?")
    assert parametres(url) == {
        "response_type": "code",
        "client_id": "service-de-procuration",
        "redirect_uri": RETOUR,
        "scope": "openid given_name family_name birthdate gender preferred_username email",
        "acr_values": "eidas1",
        "state": "e" * 43,
        "nonce": "n" * 43,
    }


def test_proconnect_recoit_la_demande_d_amr_et_aucun_parametre_vide(proconnect: Montage) -> None:
    recus = parametres(proconnect.client.url_autorisation("e" * 43, "n" * 43))

    assert recus["claims"] == '{"id_token":{"amr":{"essential":true}}}'
    assert recus["scope"] == "openid given_name usual_name email uid siret"
    assert not {"acr_values", "login_hint"} & set(recus)


@pytest.mark.parametrize("state, nonce", [("e" * 31, "n" * 43), ("e" * 43, "n" * 31)])
def test_un_state_ou_un_nonce_trop_court_ne_part_jamais(
    proconnect: Montage, state: str, nonce: str
) -> None:
    with pytest.raises(ValueError, match="32"):
        proconnect.client.url_autorisation(state, nonce)


def test_les_jetons_tires_ont_43_caracteres_d_url_et_different_tous() -> None:
    jetons = {oidc.jeton() for _ in range(100)}

    assert len(jetons) == 100
    assert {len(j) for j in jetons} == {43}
    assert all(j.replace("-", "").replace("_", "").isalnum() for j in jetons)


def test_la_deconnexion_fait_l_aller_retour_avec_son_state(proconnect: Montage) -> None:
    identite = proconnect.connecter("opj")
    etat = oidc.jeton()

    reponse = visiter(proconnect.client.url_deconnexion(identite.id_token, etat))

    assert reponse.status == 303
    assert reponse.headers["Location"] == f"{FIN}?state={etat}"


def test_la_description_et_les_cles_ne_sont_demandees_qu_une_fois_par_heure() -> None:
    secondes = [0.0]
    with monter("franceconnect", horloge=lambda: secondes[0]) as montage:
        for instant in (0.0, 1.0, 3599.0):
            secondes[0] = instant
            montage.connecter("angele")
        assert montage.simulateur.lectures == {"jwks": 1, "decouverte": 1}

        secondes[0] = 3600.0
        montage.connecter("angele")
        assert montage.simulateur.lectures == {"jwks": 2, "decouverte": 2}


def test_ce_qui_pourrait_finir_dans_un_journal_ne_montre_ni_secret_ni_personne(
    franceconnect: Montage,
) -> None:
    identite = franceconnect.connecter("angele")

    visible = repr(identite) + repr(franceconnect.client.fournisseur)

    for cache in (SECRET, "Dubois", "1962", identite.sujet, identite.id_token):
        assert cache not in visible


@pytest.mark.parametrize("issuer", ["http://fournisseur.exemple/api/v2", "https:///x", "ftp://x"])
def test_un_fournisseur_ne_se_joint_qu_en_https(issuer: str) -> None:
    with pytest.raises(ValueError, match="https"):
        oidc.franceconnect(issuer, "c", "s", RETOUR, FIN)


def test_importer_le_client_ne_charge_ni_jose_ni_http() -> None:
    programme = (
        "import sys; import chalicelib.identite.oidc; "
        "print([m for m in ('joserfc', 'cryptography', 'urllib3', 'chalice', 'botocore')"
        " if m in sys.modules])"
    )

    sortie = subprocess.run(  # noqa: S603 - this very interpreter, this very text
        [sys.executable, "-c", programme], capture_output=True, text=True, check=True
    )

    assert sortie.stdout.strip() == "[]"
