"""At the mairie: the register of article R76-1."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.portee import PorteePeriode
from chalicelib.portails import mairie_registre
from chalicelib.services.router import router
from tests.constructeurs import (
    PRESIDENTIELLE,
    Nuage,
    mandant,
    mandataire,
)
from tests.portails.agents import agent_de_mairie
from tests.services.apres_reception import noter_vote


@pytest.fixture
def au_registre(nuage: Nuage) -> list[Demande]:
    """Two accepted procurations, one of a period, and one that is not decided."""
    nuage.peupler()
    acceptees = [
        nuage.recue(),
        nuage.recue(
            qui=mandant("m-2", nom="Abel", prenoms=("Zoé",), naissance="1950-00-00"),
            pour=mandataire(nom="=cmd|' /C calc'!A0", prenoms=("Louis",)),
            portee=PorteePeriode(date(2027, 5, 1), date(2027, 6, 30)),
        ),
    ]
    for demande in acceptees:
        router(nuage.contexte, nuage.accepter(demande), nuage.maintenant)
    nuage.recue(qui=mandant("m-3", nom="Indécis"), pour=mandataire(nom="Roy"))
    return acceptees


def test_le_registre_ne_montre_que_les_acceptees_et_les_champs_de_la_loi(
    nuage: Nuage, au_registre: list[Demande]
) -> None:
    page = agent_de_mairie(nuage).voir("/mairie/registre")

    assert "2 procurations, au 1er mars 2027 à 10 h 30" in page.texte
    assert "Kervella Yann, officier de police judiciaire" in page.texte
    assert page.texte.index("Abel Zoé") < page.texte.index("Durand-Lévêque Camille Élodie")
    assert "Du 1er mai 2027 au 30 juin 2027" in page.texte
    assert "Indécis" not in page.texte
    interdits = ["1985", "1950", "exemple.fr", *(d.reference for d in au_registre)]
    assert [texte for texte in interdits if texte in page.brut] == []


def test_le_registre_et_son_csv_se_filtrent_de_meme(
    nuage: Nuage, au_registre: list[Demande]
) -> None:
    agent = agent_de_mairie(nuage)

    page = agent.voir(f"/mairie/registre?scrutin={PRESIDENTIELLE.id}")
    reponse = agent.demander(page.liens["CSV"])
    tout = agent.demander("/mairie/registre.csv")

    assert "1 procuration," in page.texte
    assert "Abel" not in page.texte
    assert lignes_du_csv(reponse.corps)[1][:2] == ["Durand-Lévêque", "Camille Élodie"]
    assert len(lignes_du_csv(reponse.corps)) == 2
    entete, abel, _ = lignes_du_csv(tout.corps)
    assert len(entete) == 10
    assert abel[2] == "'=cmd|' /C calc'!A0"
    assert tout.entetes["Content-Type"] == "text/csv; charset=utf-8"
    assert tout.entetes["Content-Disposition"] == (
        'attachment; filename="registre-35238-20270301.csv"'
    )


@pytest.mark.parametrize("chemin", ["/mairie/registre", "/mairie/registre.csv"])
def test_un_registre_d_un_scrutin_inconnu_dit_quoi_choisir(nuage: Nuage, chemin: str) -> None:
    nuage.peupler()
    page = agent_de_mairie(nuage).voir(f"{chemin}?scrutin=%3Cb%3E")
    assert page.statut == 422
    assert "Choisissez un scrutin de la liste" in page.texte


def lignes_du_csv(contenu: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(contenu.decode("utf-8-sig")), delimiter=";"))


def test_article_l76_la_liste_d_un_tour_laisse_de_cote_le_mandant_qui_a_vote(nuage: Nuage) -> None:
    demande = nuage.peupler().accepter(nuage.recue())
    nuage.maintenant = nuage.maintenant.replace(month=4, day=11)
    router(nuage.contexte, noter_vote(nuage, demande), nuage.maintenant)
    agent = agent_de_mairie(nuage)

    def page(tour: str) -> str:
        return agent.voir(f"/mairie/registre?scrutin={PRESIDENTIELLE.id}&tour={tour}").texte

    assert "0 procuration," in page("1")
    assert "1 procuration," in page("2")
    assert "articles L73 et L76" in page("2")
    assert "1 procuration," in page("")


@pytest.mark.parametrize("filtre", ["tour=1", f"scrutin={PRESIDENTIELLE.id}&tour=7"])
def test_un_tour_sans_son_scrutin_ou_inconnu_dit_quoi_choisir(nuage: Nuage, filtre: str) -> None:
    page = agent_de_mairie(nuage.peupler()).voir(f"/mairie/registre?{filtre}")
    assert page.statut == 422
    assert "tour" in page.texte


def test_un_long_registre_se_lit_en_pages_dans_l_ordre_des_noms(
    nuage: Nuage, au_registre: list[Demande], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mairie_registre, "LIGNES_PAR_PAGE", 1)
    agent = agent_de_mairie(nuage)

    premiere, derniere = agent.voir("/mairie/registre"), agent.voir("/mairie/registre?page=99")

    assert "2 procurations" in premiere.texte
    assert ("Abel" in premiere.texte, "Durand" in premiere.texte) == (True, False)
    assert ("Abel" in derniere.texte, "Durand" in derniere.texte) == (False, True)
    assert agent.voir("/mairie/registre?page=x").texte == premiere.texte
    monkeypatch.setattr(mairie_registre, "LIGNES_MAX", 1)
    trop = agent.voir("/mairie/registre").texte
    assert "Plus de" in trop
    assert "prenez l’un des fichiers" in trop
