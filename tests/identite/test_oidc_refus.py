"""Honestly signed or not, what must not sign anybody in. `raison` says which check held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.identite import oidc
from tests.identite.oidc_outils import SERVICE, Montage, Ruse, monter, refus


@pytest.fixture
def montage() -> Iterator[Montage]:
    with monter("franceconnect") as montage:
        yield montage


def avec(**claims: Any) -> Ruse:
    """Claims changed; a value of None takes the claim away."""

    def ruse(charge: dict[str, Any]) -> dict[str, Any]:
        return {n: v for n, v in {**charge, **claims}.items() if v is not None}

    return ruse


# --- the return of the browser -----------------------------------------------------------------


@pytest.mark.parametrize("state", ["x" * 43, "", None, "é"])
def test_un_retour_dont_le_state_n_est_pas_celui_de_la_session_est_refuse(
    montage: Montage, state: str | None
) -> None:
    recus = {"code": "abc"} if state is None else {"code": "abc", "state": state}

    with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
        montage.client.code_du_retour(recus, "e" * 43)

    assert attrape.value.raison == "state"


def test_une_session_sans_state_n_accepte_aucun_retour(montage: Montage) -> None:
    with pytest.raises(oidc.ReponseOidcInvalide):
        montage.client.code_du_retour({"code": "abc", "state": ""}, "")


@pytest.mark.parametrize(
    "recus, raison",
    [
        ({"code": "abc", "iss": "https://autre.exemple/api/v2"}, "iss"),
        ({"error": "server_error"}, "retour"),
        ({"error": "server_error", "code": "abc"}, "retour"),
        ({"code": ""}, "retour"),
        ({}, "retour"),
    ],
)
def test_un_retour_sans_code_utilisable_est_refuse(
    montage: Montage, recus: dict[str, str], raison: str
) -> None:
    with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
        montage.client.code_du_retour({**recus, "state": "e" * 43}, "e" * 43)

    assert attrape.value.raison == raison


def test_la_personne_qui_renonce_est_invitee_a_recommencer(montage: Montage) -> None:
    with pytest.raises(oidc.ConnexionAbandonnee, match="recommencez"):
        montage.client.code_du_retour({"error": "access_denied", "state": "e" * 43}, "e" * 43)


# --- the code ----------------------------------------------------------------------------------


def test_un_code_ne_sert_qu_une_fois(montage: Montage) -> None:
    code, nonce = montage.aller("angele")
    montage.client.echanger(code, nonce, montage.horloge())

    with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
        montage.client.echanger(code, nonce, montage.horloge())

    assert attrape.value.raison == "token"


@pytest.mark.parametrize("secondes, accepte", [(29, True), (30, False)])
def test_un_code_expire_apres_30_secondes(montage: Montage, secondes: int, accepte: bool) -> None:
    code, nonce = montage.aller("angele")
    montage.horloge.avancer(secondes)

    if accepte:
        assert montage.client.echanger(code, nonce, montage.horloge()).sujet
    else:
        with pytest.raises(oidc.ReponseOidcInvalide):
            montage.client.echanger(code, nonce, montage.horloge())


def test_un_nonce_d_une_autre_session_est_refuse(montage: Montage) -> None:
    code, _ = montage.aller("angele")

    with pytest.raises(oidc.ReponseOidcInvalide) as attrape:
        montage.client.echanger(code, oidc.jeton(), montage.horloge())

    assert attrape.value.raison == "nonce"


# --- what the id_token says --------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims, raison",
    [
        ({"iss": "https://autre.exemple/api/v2"}, "iss"),
        ({"iss": None}, "iss"),
        ({"aud": "un-autre-service"}, "aud"),
        ({"aud": None}, "aud"),
        ({"aud": []}, "aud"),
        ({"aud": {"a": 1}}, "aud"),
        ({"aud": [SERVICE, "un-autre-service"]}, "azp"),
        ({"aud": [SERVICE, "autre"], "azp": "autre"}, "azp"),
        ({"azp": "un-autre-service"}, "azp"),
        ({"nonce": None}, "nonce"),
        ({"nonce": ""}, "nonce"),
        ({"nonce": 12}, "nonce"),
        ({"exp": None}, "exp"),
        ({"exp": "2099-01-01"}, "exp"),
        ({"exp": True}, "exp"),
        ({"exp": float("nan")}, "exp"),
        ({"exp": float("inf")}, "exp"),
        ({"iat": None}, "iat"),
        ({"iat": float("-inf")}, "iat"),
        ({"iat": True}, "iat"),
        ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, "at_hash"),
        ({"acr": "eidas0"}, "acr"),
        ({"acr": None}, "acr"),
        ({"acr": ["eidas1"]}, "acr"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "sub"),
        ({"sub": 7}, "sub"),
        ({"sub": "é"}, "sub"),
        ({"sub": "s" * 256}, "sub"),
    ],
)
def test_un_id_token_signe_mais_qui_ne_dit_pas_ce_qu_il_faut_est_refuse(
    montage: Montage, claims: dict[str, Any], raison: str
) -> None:
    montage.simulateur.ruses["id_token"] = avec(**claims)
    if "sub" in claims:
        montage.simulateur.ruses["userinfo"] = avec(sub=claims["sub"])

    assert refus(montage).raison == raison


def test_un_id_token_pour_plusieurs_services_est_accepte_s_il_est_emis_pour_nous(
    montage: Montage,
) -> None:
    montage.simulateur.ruses["id_token"] = avec(aud=["autre", SERVICE], azp=SERVICE)

    assert montage.connecter("angele").texte("family_name") == "Dubois"


@pytest.mark.parametrize("plus_tard, accepte", [(119, True), (120, False), (3600, False)])
def test_un_id_token_expire_a_60_secondes_et_une_minute_de_tolerance(
    montage: Montage, plus_tard: int, accepte: bool
) -> None:
    if accepte:
        assert montage.connecter("angele", plus_tard=plus_tard).sujet
    else:
        assert refus(montage, plus_tard=plus_tard).raison == "exp"


@pytest.mark.parametrize("plus_tot, accepte", [(60, True), (61, False)])
def test_un_id_token_emis_dans_le_futur_est_refuse(
    montage: Montage, plus_tot: int, accepte: bool
) -> None:
    if accepte:
        assert montage.connecter("angele", plus_tard=-plus_tot).sujet
    else:
        assert refus(montage, plus_tard=-plus_tot).raison == "iat"


# --- userinfo ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "claims, raison",
    [
        ({"sub": "une-autre-personne"}, "sub"),
        ({"sub": None}, "sub"),
        ({"iss": "https://autre.exemple/api/v2"}, "iss"),
        ({"aud": "un-autre-service"}, "aud"),
        ({"aud": None}, "aud"),
        ({"exp": 1}, "exp"),
        ({"iat": 9_999_999_999}, "iat"),
    ],
)
def test_un_userinfo_d_une_autre_personne_ou_d_ailleurs_est_refuse(
    montage: Montage, claims: dict[str, Any], raison: str
) -> None:
    montage.simulateur.ruses["userinfo"] = avec(**claims)

    assert refus(montage).raison == raison


def test_un_userinfo_qui_n_est_pas_en_ascii_est_refuse(montage: Montage) -> None:
    montage.simulateur.ruses["userinfo"] = lambda _: "é.é.é"

    assert refus(montage).raison == "userinfo"


def test_un_userinfo_signe_mais_sans_dates_est_accepte(montage: Montage) -> None:
    montage.simulateur.ruses["userinfo"] = avec(exp=None, iat=None)

    assert montage.connecter("angele").sujet


def test_les_claims_du_userinfo_ne_debordent_pas_dans_l_acr_ni_dans_l_amr(
    montage: Montage,
) -> None:
    montage.simulateur.ruses["userinfo"] = avec(amr=["mfa"], acr="eidas3")

    identite = montage.connecter("angele")

    assert (identite.acr, identite.amr) == ("eidas1", ())


@pytest.mark.parametrize(
    "amr, lu", [("mfa", ()), (["pwd", 3, "mfa"], ("pwd", "mfa")), ({"mfa": 1}, ()), (None, ())]
)
def test_un_amr_qui_n_est_pas_une_liste_ne_vaut_rien(
    montage: Montage, amr: Any, lu: tuple[str, ...]
) -> None:
    montage.simulateur.ruses["id_token"] = avec(amr=amr)

    assert montage.connecter("angele").amr == lu
