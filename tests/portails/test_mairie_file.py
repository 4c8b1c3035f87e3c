"""At the mairie: the queue, its filters, its pages and its search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.services.indexer import indexer
from chalicelib.services.lister import LIGNES_PAR_PAGE
from chalicelib.services.router import ligne_du_registre, router
from tests.constructeurs import (
    PRESIDENTIELLE,
    REGIONALES_2021,
    SCRUTINS,
    Nuage,
    mandant,
    mandataire,
)
from tests.portails.agents import agent_de_mairie
from tests.portails.mairies import (
    FILE,
    PAR_NNE,
    RECHERCHE,
    references,
    remplir_le_registre,
)


def test_la_file_montre_ce_qui_est_a_controler_le_vote_le_plus_proche_en_premier(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    second_tour = nuage.recue(
        qui=mandant("m-2", nom="Abel"), portee=PorteeScrutin(PRESIDENTIELLE.id, (2,))
    )
    premier_tour = nuage.recue(
        qui=mandant("m-3", nom="Zola"),
        pour=mandataire(nom="Roy"),
        portee=PorteeScrutin(PRESIDENTIELLE.id, (1,)),
    )
    nuage.accepter(decidee := nuage.recue(pour=mandataire(nom="Petit")))
    router(nuage.contexte, nuage.relire(decidee), nuage.maintenant)

    agent = agent_de_mairie(nuage)
    page = agent.voir(FILE)

    assert references(page) == [premier_tour.reference, second_tour.reference]
    assert page.titre.startswith("Procurations – Rennes")
    assert "2 à contrôler 1 acceptée 0 refusée" in page.texte
    acceptees = agent.voir(page.liens["acceptée"])
    assert references(acceptees) == [decidee.reference]


def test_la_file_se_filtre_par_scrutin(nuage: Nuage) -> None:
    nuage.peupler()
    du_scrutin = nuage.recue()
    periode = PorteePeriode(date(2027, 4, 1), date(2027, 4, 15))
    de_la_periode = nuage.recue(qui=mandant("m-2", nom="Abel"), portee=periode)
    avant = PorteePeriode(date(2027, 3, 2), date(2027, 4, 10))
    nuage.recue(qui=mandant("m-3", nom="Zola"), portee=avant)
    agent = agent_de_mairie(nuage)

    filtree = agent.voir(f"{FILE}?etat=A_CONTROLER&scrutin={PRESIDENTIELLE.id}")
    passee = agent.voir(f"{FILE}?scrutin={REGIONALES_2021.id}")

    assert set(references(filtree)) == {du_scrutin.reference, de_la_periode.reference}
    assert "2 à contrôler" in filtree.texte
    assert references(passee) == []
    assert "0 à contrôler" in passee.texte


def test_les_pages_se_suivent_sans_rien_perdre_ni_repeter(nuage: Nuage) -> None:
    remplir_le_registre(nuage.peupler(), 2 * LIGNES_PAR_PAGE + 1)
    agent = agent_de_mairie(nuage)

    pages = [agent.voir(FILE)]
    while "Page suivante" in pages[-1].texte:
        pages.append(agent.voir(pages[-1].liens["Page suivante"]))

    assert [len(references(p)) for p in pages] == [LIGNES_PAR_PAGE, LIGNES_PAR_PAGE, 1]
    assert len({r for p in pages for r in references(p)}) == 2 * LIGNES_PAR_PAGE + 1
    assert "Début de la liste" not in pages[0].texte
    assert references(agent.voir(pages[2].liens["Début de la liste"])) == references(pages[0])


def test_une_page_pleine_qui_est_la_derniere_n_annonce_pas_de_suite(nuage: Nuage) -> None:
    remplir_le_registre(nuage.peupler(), LIGNES_PAR_PAGE)
    page = agent_de_mairie(nuage).voir(FILE)
    assert len(references(page)) == LIGNES_PAR_PAGE
    assert "Page suivante" not in page.texte


@pytest.mark.parametrize(
    "parametres",
    [
        "suite=abc",
        "suite=%00",
        "suite=NQ",  # 5
        "suite=W1tdXQ",  # [[]]
        "suite=" + "A" * 5000,
        "suite=é",
        "suite=VkFMSURFIzIwMjctMDQtMTEjMjAyNy0wMy0wMVQwOTozMDowMC4wMDArMDA6MDAjWEJRN1Yz",
        "etat=DEPOSEE",
        "etat=%3Cb%3E",
        "scrutin=inconnu",
        "scrutin=%E2%80%AE",
    ],
)
def test_une_adresse_de_liste_deformee_dit_de_revenir_au_debut(
    nuage: Nuage, parametres: str
) -> None:
    nuage.peupler()
    page = agent_de_mairie(nuage).voir(f"{FILE}?{parametres}")
    assert page.statut == 422
    assert "Revenez au début" in page.texte or "Choisissez" in page.texte
    assert page.liens["Procurations"] == FILE


@pytest.fixture
def rennaises(nuage: Nuage) -> dict[str, Demande]:
    """Procurations whose names are hard to type."""
    nuage.peupler()
    recues = {
        "durand": nuage.recue(),
        "ndiaye": nuage.recue(
            qui=mandant("m-2", nom="N'Diaye", prenoms=("Jean-Baptiste",)),
            pour=mandataire(nom="Œuvrard", prenoms=("Anaïs", "Marguerite")),
        ),
        "nne": nuage.recue(qui=mandant("m-3", nom="Łukasik", prenoms=("Ștefan",)), pour=PAR_NNE),
    }
    for recue in recues.values():
        indexer(nuage.contexte, recue)
    return recues


@pytest.mark.parametrize(
    "nom, attendues",
    [
        ("Durand-Lévêque", {"durand"}),
        ("leveque", {"durand"}),
        ("LEVEQUE durand", {"durand"}),
        ("lévê", {"durand"}),
        ("rand", set()),
        ("mart lé", {"durand"}),
        ("jeanbaptiste ndi", {"ndiaye"}),
        ("durandleveque", {"durand"}),
        ("élodie", {"durand"}),
        ("martin", {"durand"}),
        ("ndiaye", {"ndiaye"}),
        ("n’diaye", {"ndiaye"}),
        ("jean baptiste n'diaye", {"ndiaye"}),
        ("oeuvrard", {"ndiaye"}),
        ("ŒUVR", {"ndiaye"}),
        ("lukasik", {"nne"}),
        ("Stefan\u202e", {"nne"}),
        ("a", {"ndiaye"}),
        ("introuvable", set()),
        ("z\x00q" * 4000, set()),
    ],
)
def test_un_nom_se_trouve_sans_accents_entier_ou_en_partie(
    nuage: Nuage, rennaises: dict[str, Demande], nom: str, attendues: set[str]
) -> None:
    agent = agent_de_mairie(nuage)

    page = agent.remplir(agent.voir(FILE), RECHERCHE, nom=nom)

    assert page.statut == 200
    assert set(references(page)) == {rennaises[cle].reference for cle in attendues}
    assert "Résultats pour" in page.texte
    assert page.formulaire(RECHERCHE).champs["nom"] == nom[:100]


def test_une_reference_dictee_se_trouve_aussi(nuage: Nuage, rennaises: dict[str, Demande]) -> None:
    agent = agent_de_mairie(nuage)
    reference = rennaises["nne"].reference
    saisie = f"{reference[:3]}-{reference[3:]}".lower()
    assert references(agent.remplir(agent.voir(FILE), RECHERCHE, nom=saisie)) == [reference]


@pytest.mark.parametrize("nom", ["", "   ", "-'’", "\x00"])
def test_une_recherche_vide_se_corrige(nuage: Nuage, nom: str) -> None:
    nuage.peupler()
    agent = agent_de_mairie(nuage)
    page = agent.remplir(agent.voir(FILE), RECHERCHE, nom=nom)
    assert page.statut == 422
    assert page.erreurs == ["Écrivez le nom du mandant ou du mandataire, ou le début de ce nom."]


def test_une_recherche_trop_large_dit_qu_il_y_en_a_d_autres(nuage: Nuage) -> None:
    remplir_le_registre(nuage.peupler(), LIGNES_PAR_PAGE + 1, indexe=True)
    agent = agent_de_mairie(nuage)
    page = agent.remplir(agent.voir(FILE), RECHERCHE, nom="durand")
    assert len(references(page)) == LIGNES_PAR_PAGE
    assert "ajoutez un mot" in page.texte


def test_la_file_dit_ce_qui_presse_et_met_a_part_ce_que_le_repertoire_doit_repondre(
    nuage: Nuage,
) -> None:
    # given: two received five days ago, one of which waits for the national register, an accepted
    # one that L73 leaves without effect at a tour, and a vote in six days
    nuage.peupler()
    attendue, recue = (
        nuage.recue(qui=mandant(f"m-{nom}", nom=nom), pour=mandataire(nom=nom + "b"))
        for nom in ("Abel", "Zola")
    )
    acceptee = nuage.recue(pour=mandataire(nom="Petit"))
    for demande, autres in (
        (attendue, {"en_attente": True}),
        (acceptee, {"etat": Etat.VALIDE, "nuls": ("2027-04-11",)}),
    ):
        ligne = ligne_du_registre(demande, SCRUTINS)
        suite = replace(ligne, version=ligne.version + 1, **autres)
        nuage.contexte.depots.avancer_ligne(suite, nuage.maintenant + timedelta(days=400))
    nuage.avancer(days=35)
    agent = agent_de_mairie(nuage)

    page = agent.voir(FILE)
    attente = agent.voir(page.liens["en attente du répertoire"])

    assert references(page) == [recue.reference]
    assert references(attente) == [attendue.reference]
    assert "1 à contrôler 1 en attente du répertoire 1 acceptée 0 refusée" in page.texte
    for lu in (
        "1 procuration est à contrôler avant un vote",
        "il y a 35 jours",
        "1 procuration acceptée est sans effet",
        "11 avril 2027 : 1 à contrôler, 1 en attente du répertoire, 1 acceptée.",
    ):
        assert lu in page.texte
