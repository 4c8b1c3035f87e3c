"""The voter's portal in English: nothing untranslated, nothing left in French, no way out."""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import nodes

from chalicelib.portails import langues, rendu
from chalicelib.portails.langues import langue_du_lecteur, retour_permis
from outils import langues as catalogues
from tests.api.client import evenement, traiter
from tests.constructeurs import Nuage
from tests.portails.pages import pages

RACINE = Path(__file__).parents[2]
PUBLIQUES = ("accueil", "accessibilite", "registre", "donnees-personnelles", "donnees")
COMMUNES = ("base", "deconnexion", "probleme", "session-expiree")
PAGES = {
    nom: page
    for nom, page in pages().items()
    if page[1].get("portail", "electeur") == "electeur" or nom in PUBLIQUES
}

VIDES = re.compile(r"[A-Za-zÀ-ÿ’'] [A-Za-zÀ-ÿ«0-9]|[À-ÿ]|^[A-Z][a-z]{2,}")
"""What looks like a sentence or a label in French."""


def test_le_catalogue_est_celui_des_sources_et_chaque_phrase_y_est_traduite() -> None:
    for langue in set(langues.NOMS) - {langues.FRANCAIS}:
        fichier = catalogues.chemin(langue)
        po, mo = catalogues.mettre_a_jour(langue)

        assert catalogues.verifier(catalogues.lire(po)) == []
        assert fichier.read_text("utf-8") == po.decode(), "make langues"
        assert fichier.with_suffix(".mo").read_bytes() == mo


GABARITS = [
    *sorted((rendu.GABARITS / "electeur").glob("*.html")),
    *(rendu.GABARITS / f"{nom}.html" for nom in (*PUBLIQUES, *COMMUNES)),
]
AUX_AGENTS = {
    "Police, gendarmerie, consulats",
    "Espace mairie",
    "Pour votre sécurité, une session dure quatre heures au plus.",
    "Pour recevoir une délégation, donnez au maire votre identifiant, lettre par lettre :",
    "Une fois la délégation donnée, rechargez cette page. Si elle ne s’ouvre pas, "
    "reconnectez-vous.",
}
"""Shown to agents only, by templates that they share with the voters."""


@pytest.mark.parametrize("gabarit", GABARITS, ids=lambda g: g.stem)
def test_un_gabarit_de_l_electeur_n_a_pas_de_phrase_sans_marque(gabarit: Path) -> None:
    source = gabarit.read_text("utf-8")
    arbre = rendu._environnement().parse(source)
    dans_le_code = {texte for texte in _constantes(arbre) if VIDES.search(texte)}
    nu = re.sub(r"{#.*?#}|{% trans\b.*?{% endtrans %}|{%.*?%}|{{.*?}}", " ", source, flags=re.S)
    dans_le_texte = set(_textes(nu))

    assert (dans_le_code | dans_le_texte) - AUX_AGENTS - {
        "Maprocuration",
        "– Maprocuration",
        # attributes that a macro of base.html writes
        'integrity=" " crossorigin="anonymous"',
    } == set()


def _constantes(noeud: nodes.Node) -> Iterator[str]:
    """The strings of expressions that no translation takes, class names left out."""
    if (
        isinstance(noeud, nodes.Call)
        and isinstance(noeud.node, nodes.Name)
        and noeud.node.name in {"_", "gettext", "ngettext"}
    ):
        return
    valeur = noeud.value if isinstance(noeud, nodes.Const) else None
    if isinstance(valeur, str) and not re.search(r"govuk-|mp-|^[/#]|^https://|<", valeur):
        yield valeur
    for enfant in noeud.iter_child_nodes():
        yield from _constantes(enfant)


def _textes(source: str) -> Iterator[str]:
    """What is read outside the tags, and in the attributes that are read aloud or shown."""
    attributs = r"(?:aria-label|title|alt|placeholder)=\"([^\"]*)\""
    lus = [*re.split(r"<[^>]*>", source), *re.findall(attributs, source)]
    for texte in (" ".join(html.unescape(lu).split()) for lu in lus):
        if re.search(r"[A-Za-zÀ-ÿ]{2}", texte):
            yield texte


MODULES = [
    *sorted((RACINE / "chalicelib" / "portails").glob("electeur*.py")),
    *(
        RACINE / "chalicelib" / chemin
        for chemin in (
            "domaine/libelles.py",
            "domaine/portee.py",
            "portails/brouillon.py",
            "portails/champs.py",
            "portails/frise.py",
            "portails/public.py",
            "portails/vues.py",
            "portails/vues_fin.py",
            "portails/vues_resiliation.py",
            "portails/vues_scrutin.py",
            "services/saisie.py",
            "services/teleprocedure.py",
        )
    ),
]
MARQUES = {"phrase", "LookupError", "ValueError", "compter", "tracer", "compile", "en_francais"}
SANS_MARQUE = {"l'explication", "certification refusée", " à "}
"""Words of an agent or of the logs, and of a date, whose model is marked."""


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.stem)
def test_un_module_de_l_electeur_n_a_pas_de_phrase_sans_marque(module: Path) -> None:
    arbre = ast.parse(module.read_text("utf-8"))
    hors = {id(noeud) for noeud in _deja(arbre)}
    phrase = re.compile(r"[a-zà-ÿ’'] [a-zà-ÿ«]|[À-ÿ]", re.IGNORECASE)
    restes = {
        noeud.value
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.Constant)
        and isinstance(noeud.value, str)
        and id(noeud) not in hors
        and phrase.search(noeud.value)
    }

    assert restes - SANS_MARQUE == set()


def _deja(arbre: ast.Module) -> Iterator[ast.AST]:
    """The strings that are marked, or that nobody is shown: docstrings, logs, failures of ours."""
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Expr) and isinstance(noeud.value, ast.Constant):
            yield noeud.value
        if isinstance(noeud, ast.Call):
            nom = noeud.func.attr if isinstance(noeud.func, ast.Attribute) else ""
            nom = noeud.func.id if isinstance(noeud.func, ast.Name) else nom
            if nom in MARQUES:
                yield from ast.walk(noeud)


class Lecture(HTMLParser):
    """What an English reader is shown or told: texts and spoken attributes, outside `lang="fr"`."""

    SANS_FIN = ("meta", "link", "input", "br", "path", "hr", "img", "use")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.langues = [""]
        self.lus: list[str] = []
        self.langue = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tous = dict(attrs)
        langue = tous.get("lang") or self.langues[-1]
        if tag == "html":
            self.langue = langue
        if langue != "fr":
            dits = ("aria-label", "title", "alt", "placeholder", "data-colonne")
            self.lus += [tous[nom] or "" for nom in dits if nom in tous]
            self.lus += [v or "" for nom, v in attrs if nom.startswith("data-dire")]
        if tag not in self.SANS_FIN:
            self.langues.append(langue)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.SANS_FIN:
            self.langues.pop()

    def handle_data(self, data: str) -> None:
        if self.langues[-1] != "fr":
            self.lus.append(data)


DONNEES = re.compile(
    r"Zoé|Lefèvre(?:-Świątek)?|d’Ornano|Œlla|Łukasik|Ștefan|Aimé|Le Goff|Inès|Ille-et-Vilaine|"
    r"La Poste|France Identité|Français"
)
"""Names of the people and the places of the examples, and French under its own name."""

DU_FRANCAIS = re.compile(
    r"[àâçéèêëîïôùûœÀÉÈ«»]|(?<![\w-])(?:le|la|les|des|du|un|une|vous|votre|vos|est|sont|pour|avec|dans|sur|au|aux|et|ou|"
    r"qui|que|cette|ce|ses|nous|pas|ne|il|elle|peut|par|jour|mois|demande|erreur)(?![\w-])|(?<!\w)[cdjlmnqst]’",
    re.IGNORECASE,
)


@pytest.mark.parametrize("nom", sorted(PAGES))
def test_une_page_en_anglais_ne_garde_rien_du_francais(nom: str) -> None:
    gabarit, contexte = PAGES[nom]
    lecture = Lecture(rendu.rendre(gabarit, **(contexte | {"langue": "en"})))
    restes = [lu.strip() for lu in lecture.lus if DU_FRANCAIS.search(DONNEES.sub("", lu))]

    assert lecture.langue == "en"
    assert restes == []


@pytest.mark.parametrize(
    "choisie, acceptees, langue",
    [
        ("", "", "fr"),
        ("", "en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("", "fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("", "de, en;q=0.5, fr;q=0.4", "en"),
        ("", "pl;q=0.9, fr;q=0.3, en;q=0.7", "en"),
        ("", "en;q=0, de", "fr"),
        ("", "*, ;q=2, en;q=x, \x00", "en"),
        ("en", "fr", "en"),
        ("fr", "en", "fr"),
        ("../en", "fr", "fr"),
        ("de", "en", "en"),
    ],
)
def test_la_langue_est_celle_choisie_ou_la_premiere_que_nous_parlons(
    choisie: str, acceptees: str, langue: str
) -> None:
    assert langue_du_lecteur(choisie, acceptees) == langue


@pytest.mark.parametrize(
    "retour, suivi",
    [
        ("/electeur/demandes/XBQ7V3", "/electeur/demandes/XBQ7V3"),
        ("/electeur/demande/commune?q=Saint-%C3%89tienne+du", None),
        ("/", "/"),
        ("", "/"),
        ("//exemple.org/", "/"),
        ("/\\exemple.org", "/"),
        ("https://exemple.org/", "/"),
        ("electeur", "/"),
        ("/electeur\r\nSet-Cookie: a=b", "/"),
        ("/\t/exemple.org", "/"),
        ("/electeur#//exemple.org", "/"),
        ("/electeur\n", "/"),
    ],
)
def test_le_changement_de_langue_ne_mene_nulle_part_ailleurs(
    retour: str, suivi: str | None
) -> None:
    assert retour_permis(retour) == (retour if suivi is None else suivi)


ANGLAIS = {"accept-language": "en-GB,en;q=0.9"}


def _demander(chemin: str, methode: str = "GET", **entetes: str) -> tuple[int, str, dict[str, str]]:
    reponse = traiter(evenement(methode, chemin, ANGLAIS | entetes))
    return reponse.statut, reponse.corps.decode(), dict(reponse.entetes)


def test_le_lecteur_choisit_sa_langue_et_seul_l_electeur_la_choisit(nuage: Nuage) -> None:
    _, accueil, _ = _demander("/electeur")
    statut, _, entetes = _demander("/langue/fr?retour=%2Felecteur")
    cookie = str(entetes["Set-Cookie"])
    _, choisie, _ = _demander("/electeur", cookie="maprocuration-langue=fr")
    _, perdue, _ = _demander("/electeur/demandes/XBQ7V3")
    _, agents, _ = _demander("/autorite")

    assert '<html lang="en"' in accueil
    assert "Sign in with FranceConnect" in html.unescape(accueil)
    assert '/langue/fr?retour=%2Felecteur" lang="fr" hreflang="fr"' in accueil
    assert (statut, entetes["Location"]) == (303, "/electeur")
    assert "maprocuration-langue=fr; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax" in cookie
    assert '<html lang="fr"' in choisie
    assert perdue == ""
    assert '<html lang="fr"' in agents
    assert "/langue/" not in agents


@pytest.mark.parametrize(
    "chemin, methode, statut, dit",
    [
        ("/langue/de", "GET", 400, "This page is not available in this language"),
        ("/static/rien.css", "GET", 400, "This file does not exist"),
        ("/electeur/deconnexion", "GET", 405, "There is nothing to do at this address"),
    ],
)
def test_un_refus_se_lit_dans_la_langue_du_lecteur(
    nuage: Nuage, chemin: str, methode: str, statut: int, dit: str
) -> None:
    recu, page, _ = _demander(chemin, methode)

    assert recu == statut
    assert dit in html.unescape(page)


def test_les_problemes_de_l_api_restent_en_francais(nuage: Nuage) -> None:
    statut, probleme, _ = _demander("/api/v1/demandes")

    assert statut == 401
    assert json.loads(probleme)["title"] == "Votre session a expiré"
