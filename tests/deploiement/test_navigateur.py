"""The browser of the deployment keeps cookies as browsers do, and goes nowhere outside."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any, cast

import pytest
import urllib3

from infra.deploiement.liens import _adresses
from infra.deploiement.navigateur import Navigateur, NavigationImpossible, Page
from infra.deploiement.parcours import ParcoursRompu

ADRESSE = "https://5afe2021.execute-api.localhost/portail"
HOTE = "5afe2021.execute-api.localhost"


def reponse(corps: str = "", **entetes: str) -> urllib3.HTTPResponse:
    tous = urllib3.HTTPHeaderDict({"Content-Type": "text/html; charset=utf-8"})
    for nom, valeur in entetes.items():
        tous.add(nom.replace("_", "-"), valeur)
    return urllib3.HTTPResponse(body=io.BytesIO(corps.encode()), headers=tous, status=200)


@pytest.fixture
def envoyees(monkeypatch) -> list[tuple[str, str, dict[str, str]]]:
    """What would have been sent; each answer is that of `suivante`."""
    vues: list[tuple[str, str, dict[str, str]]] = []

    def demander(self: Any, methode: str, url: str, **options: Any) -> urllib3.HTTPResponse:
        vues.append((methode, url, options["headers"]))
        return reponse()

    monkeypatch.setattr(urllib3.PoolManager, "request", demander)
    return vues


def test_la_passerelle_est_demandee_a_l_emulateur_sous_son_nom(envoyees):
    Navigateur(ADRESSE, 4566).voir("/electeur")
    ((methode, url, entetes),) = envoyees
    assert (methode, url) == ("GET", "http://127.0.0.1:4566/portail/electeur")
    assert entetes["Host"] == HOTE


def test_une_adresse_du_dehors_n_est_pas_demandee(envoyees):
    navigateur = Navigateur(ADRESSE, 4566)
    for dehors in ("https://exemple.fr/", f"http://{HOTE}/portail", "https://127.0.0.1/"):
        with pytest.raises(NavigationImpossible, match="hors de cette machine"):
            navigateur.voir(dehors)
    assert envoyees == []


@pytest.mark.parametrize(
    "pose, garde",
    [
        ("__Host-electeur=a; Path=/; Secure; HttpOnly", True),
        ("__Host-electeur=a; Path=/portail; Secure", False),
        ("__Host-electeur=a; Path=/", False),
        ("__Host-electeur=a; Path=/; Secure; Domain=localhost", False),
        ("libre=a", True),
    ],
)
def test_un_cookie_lie_a_l_hote_doit_l_etre_tout_a_fait(envoyees, pose, garde):
    navigateur = Navigateur(ADRESSE, 4566)
    navigateur._retenir(HOTE, "https", reponse(Set_Cookie=pose))
    navigateur.voir("/")
    assert ("Cookie" in envoyees[-1][2]) is garde


def test_un_cookie_secure_ne_se_pose_pas_sans_tls_et_s_efface(envoyees):
    navigateur = Navigateur(ADRESSE, 4566)
    navigateur._retenir("127.0.0.1:1", "http", reponse(Set_Cookie="a=b; Secure"))
    navigateur.voir("http://127.0.0.1:1/")
    navigateur._retenir(HOTE, "https", reponse(Set_Cookie="a=b; Secure"))
    navigateur._retenir(HOTE, "https", reponse(Set_Cookie="a=; Max-Age=0; Secure"))
    navigateur.voir("/")
    assert ["Cookie" in entetes for _, _, entetes in envoyees] == [False, False]


FORMULAIRE = """
<form method="get" action="/portail/x"><input name="q"></form>
<form method="post" action="/portail/x">
<input type="hidden" name="csrf" value="j"><input type="radio" name="p" value="CNI" checked>
<input type="radio" name="p" value="PASSEPORT"><input type="checkbox" name="c" value="1">
<button name="b">Envoyer</button></form>
"""


def test_un_formulaire_s_envoie_tel_qu_il_est_sauf_ce_qu_on_y_change():
    page = Page(f"{ADRESSE}/x", reponse(FORMULAIRE))
    formulaire = page.formulaire("/x")
    assert formulaire.champs == {"csrf": ["j"], "p": ["CNI"]}
    assert formulaire.choix == {"p": ["CNI", "PASSEPORT"], "c": ["1"]}
    with pytest.raises(NavigationImpossible, match="0 formulaires"):
        page.formulaire("/y")


def adresses(*attributs: str) -> list[str]:
    corps = "".join(f"<a {a}></a>" if "href" in a else f"<form {a}></form>" for a in attributs)
    lieu = cast("Any", SimpleNamespace(adresse=ADRESSE))
    return list(_adresses(lieu, [Page(f"{ADRESSE}/electeur", reponse(corps))]))


def test_un_lien_sans_l_etape_de_l_api_est_une_faute():
    bons = ['href="/portail/aide#haut"', 'href="?page=2"', 'href="mailto:x"', 'href="https://e.fr"']
    assert adresses(*bons) == [f"{ADRESSE}/aide", f"{ADRESSE}/electeur?page=2"]
    for perdu in ('href="/aide"', 'href="/portailleur"', 'action="/electeur/demande"'):
        with pytest.raises(ParcoursRompu, match="l’étape"):
            adresses(perdu)
