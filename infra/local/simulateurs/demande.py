"""The authorization request, read as strictly as the federations read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from infra.local.simulateurs.modele import ClientEnregistre, Regles

PARAMETRES_INVALIDES = "Y000400"
"""The code that both federations show for a malformed request."""

_PROMPTS = {"", "login", "consent", "login consent", "consent login"}
_NONCE_MAX = 512


class Refus(Exception):
    """A request the federation shows an error page for, without going back to the service."""

    def __init__(self, code: str, phrase: str) -> None:
        super().__init__(phrase)
        self.code = code
        self.phrase = phrase


@dataclass(frozen=True)
class DemandeAutorisation:
    """A valid authorization request."""

    client: ClientEnregistre
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    nonce: str
    acr: str
    amr_demande: bool
    login_hint: str


def lire_demande(
    listes: Mapping[str, Sequence[str]], regles: Regles, clients: Mapping[str, ClientEnregistre]
) -> DemandeAutorisation:
    """The request held by a query string (each name with its values). Raises Refus."""
    inconnus = sorted(set(listes) - regles.parametres)
    if inconnus:
        raise Refus(PARAMETRES_INVALIDES, "La demande contient un paramètre inconnu.")
    if any(len(valeurs) != 1 for valeurs in listes.values()):
        raise Refus(PARAMETRES_INVALIDES, "Un paramètre est donné plusieurs fois.")
    champs = {nom: valeurs[0] for nom, valeurs in listes.items()}
    client = clients.get(champs.get("client_id", ""))
    if client is None:
        raise Refus("invalid_client", "Ce service n'est pas enregistré (client_id).")
    if champs.get("redirect_uri") not in client.redirect_uris:
        raise Refus("invalid_redirect_uri", "L'adresse de retour n'est pas enregistrée.")
    if champs.get("response_type") != "code":
        raise Refus(PARAMETRES_INVALIDES, "response_type doit valoir « code ».")
    if champs.get("prompt", "") not in _PROMPTS:
        raise Refus(PARAMETRES_INVALIDES, "Cette valeur de prompt n'est pas admise.")
    _verifier_longueurs(champs, regles)
    scopes = _scopes(champs, regles)
    return DemandeAutorisation(
        client=client,
        redirect_uri=champs["redirect_uri"],
        scopes=scopes,
        state=champs["state"],
        nonce=champs["nonce"],
        acr=_acr(champs, regles),
        amr_demande=_amr_demande(champs.get("claims", "")) or "amr" in scopes,
        login_hint=champs.get("login_hint", ""),
    )


def _verifier_longueurs(champs: Mapping[str, str], regles: Regles) -> None:
    if len(champs.get("state", "")) < regles.state_min:
        raise Refus(PARAMETRES_INVALIDES, f"state : {regles.state_min} caractères au moins.")
    nonce = champs.get("nonce", "")
    if not regles.nonce_min <= len(nonce) <= _NONCE_MAX or not nonce.isascii():
        raise Refus(PARAMETRES_INVALIDES, f"nonce : {regles.nonce_min} caractères au moins.")


def _scopes(champs: Mapping[str, str], regles: Regles) -> tuple[str, ...]:
    scopes = tuple(champs.get("scope", "").split())
    if "openid" not in scopes:
        raise Refus(PARAMETRES_INVALIDES, "scope doit contenir « openid ».")
    if not set(scopes) <= set(regles.claims_par_scope):
        raise Refus("invalid_scope", "Un des scopes demandés n'existe pas.")
    return scopes


def _acr(champs: Mapping[str, str], regles: Regles) -> str:
    demandes = champs.get("acr_values", "").split()
    if not demandes and regles.acr_obligatoire:
        raise Refus(PARAMETRES_INVALIDES, "acr_values est obligatoire.")
    retenus = [niveau for niveau in demandes if niveau in regles.acr_connus]
    if demandes and not retenus:
        raise Refus(PARAMETRES_INVALIDES, "Aucun des niveaux demandés (acr_values) n'est servi.")
    return retenus[0] if retenus else regles.acr_connus[0]


def _amr_demande(claims: str) -> bool:
    if not claims:
        return False
    try:
        objet = json.loads(claims)
    except ValueError:
        raise Refus(PARAMETRES_INVALIDES, "claims n'est pas un objet JSON.") from None
    if not isinstance(objet, dict) or not isinstance(objet.get("id_token", {}), dict):
        raise Refus(PARAMETRES_INVALIDES, "claims n'est pas un objet JSON.")
    return "amr" in objet.get("id_token", {})
