"""At the mairie: what it receives, decides and has to decide, by day."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from chalicelib.portails.graphique import Barres, Serie, Trame
from chalicelib.services.router import router
from tests.constructeurs import PRESIDENTIELLE, Nuage, mandant, mandataire
from tests.portails.agents import agent_de_mairie


@pytest.fixture
def trois_recues(nuage: Nuage) -> Nuage:
    """Three received, one of them accepted two days later."""
    nuage.peupler()
    recues = [
        nuage.recue(qui=mandant(f"m-{n}", nom=f"Nom{n}"), pour=mandataire(nom=f"Roy{n}"))
        for n in ("a", "b", "c")
    ]
    nuage.avancer(days=2)
    router(nuage.contexte, nuage.accepter(recues[0]), nuage.maintenant)
    return nuage


def test_la_page_dit_ce_qui_est_recu_decide_et_en_attente_chaque_jour(
    trois_recues: Nuage,
) -> None:
    page = agent_de_mairie(trois_recues).voir("/mairie/statistiques")

    assert "3 reçues." in page.texte
    assert "1 acceptée, 0 refusée." in page.texte
    assert "2 le dernier jour, 3 au plus." in page.texte
    attente = page.texte.split("En attente chaque soir")[-1]
    assert "3 mars 2027 2 2 mars 2027 3 1er mars 2027 3 28 février 2027 0" in attente
    assert "style=" not in page.brut
    assert "<script>" not in page.brut
    assert "Nom" not in page.texte.split("Statistiques –")[1].replace("Nombres", "")


def test_la_periode_d_un_scrutin_va_jusqu_a_son_dernier_tour(trois_recues: Nuage) -> None:
    agent = agent_de_mairie(trois_recues)

    assert "au 3 mars 2027" in agent.voir(f"/mairie/statistiques?scrutin={PRESIDENTIELLE.id}").texte
    assert agent.voir("/mairie/statistiques?scrutin=inconnu").statut == 422


@pytest.mark.parametrize(
    "maximum, sommet", [(1, 2), (3, 4), (7, 8), (9, 10), (11, 12), (117, 120), (1999, 2000)]
)
def test_le_dessin_est_un_svg_bien_forme_dont_rien_ne_sort(maximum: int, sommet: int) -> None:
    series = [
        Serie("A", [0, maximum]),
        Serie("B", [0, 0], Trame.RAYEE),
        Serie("C", [maximum, 0], Trame.RAYEE),
    ]

    brut = Barres("g", 'Titre <&"', "Résumé", ["01/03", "02/03"], series, {1: "Vote"}).__html__()

    dessin = ElementTree.fromstring(brut)  # noqa: S314
    assert [e.text for e in dessin if e.tag in {"title", "desc"}] == ['Titre <&"', "Résumé"]
    textes = [e.text or "" for e in dessin.iter("text")]
    assert f"{sommet:,}".replace(",", "\u202f") in textes
    assert {"style", "onload"}.isdisjoint({nom for e in dessin.iter() for nom in e.attrib})
    for rectangle in dessin.iter("rect"):
        haut, hauteur = (float(rectangle.attrib[nom]) for nom in ("y", "height"))
        assert 9.9 <= haut <= haut + hauteur <= 126.1
    assert not Barres("g", "T", "R", ["01/03"], [Serie("A", [0])], {})
