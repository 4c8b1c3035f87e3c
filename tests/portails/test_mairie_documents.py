"""At the mairie: the files of its lists, at once or made apart."""

from __future__ import annotations

import csv
import io
import urllib.request
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from chalicelib.flux.documents import documents
from chalicelib.montage import montage
from chalicelib.registre.echange import COLONNES as ECHANGE
from chalicelib.registre.lignes import COLONNES
from chalicelib.services.documents import PATIENCE, VIE
from chalicelib.services.router import router
from chalicelib.web import documents as web
from infra.local import gabarit
from infra.local.pompe import Consommateur, Pompe
from tests.api import client
from tests.constructeurs import AGENT_ANGERS, ANGERS, PRESIDENTIELLE, Nuage
from tests.portails.agents import agent_de_mairie
from tests.portails.visiteur import Visiteur

R76_1 = list(COLONNES.values())


@pytest.fixture
def agent(nuage: Nuage) -> Visiteur:
    """Of a mairie that has accepted one procuration."""
    demande = nuage.peupler().accepter(nuage.recue())
    router(nuage.contexte, demande, nuage.maintenant)
    return agent_de_mairie(nuage)


def en_csv(corps: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(corps.decode("utf-8-sig")), delimiter=";"))


def en_xlsx(corps: bytes) -> list[list[object]]:
    feuille = load_workbook(io.BytesIO(corps)).worksheets[0]
    return [[cellule.value for cellule in ligne] for ligne in feuille.iter_rows()]


def livrer(nuage: Nuage) -> None:
    """What was asked for is made."""
    client_ = nuage.moteur.client("dynamodb")
    table = client_.describe_table(TableName="maprocuration-local-documents")["Table"]
    consommateur = Consommateur("documents", documents, gabarit.reglages_du_flux("documents"))
    flux = nuage.moteur.client("dynamodbstreams")
    with Pompe(flux, table["LatestStreamArn"], [consommateur]) as pompe:
        pompe.attendre_calme()
    assert consommateur.echecs == []


def test_chaque_fichier_a_ses_colonnes_et_rien_de_plus(agent: Visiteur) -> None:
    registre = en_csv(agent.demander("/mairie/registre.csv").corps)
    classeur = en_xlsx(agent.demander("/mairie/registre.xlsx").corps)
    suivi = en_xlsx(agent.demander("/mairie/suivi.xlsx").corps)
    echange = en_csv(agent.demander("/mairie/echange.csv").corps)

    assert registre[0] == classeur[0] == R76_1
    assert len(registre) == len(classeur) == len(suivi) == len(echange) == 2
    assert suivi[1][1] == "Acceptée"
    ligne = dict(zip(echange[0], echange[1], strict=True))
    assert tuple(ligne) == ECHANGE
    assert (ligne["commune"], ligne["etat"], ligne["tours"]) == ("35238", "VALIDE", "1 2")
    assert ligne["etablie_le"] == "2027-03-01T10:30:00+01:00"
    assert not [x for x in ligne.values() if "1985" in x or "@" in x]


def test_un_tour_ne_choisit_que_des_lignes_du_registre(
    agent: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    def demander(fichier: str, tour: str) -> client.Reponse:
        return agent.demander(f"/mairie/{fichier}?scrutin={PRESIDENTIELLE.id}&tour={tour}")

    assert [demander(f, "9").statut for f in ("suivi.csv", "echange.csv")] == [200, 200]
    assert demander("registre.csv", "9").statut == 422
    assert agent.demander(f"/mairie/documents/{'a' * 3000}").statut == 404
    monkeypatch.setattr(web, "LIGNES_MAX", {"csv": 0})
    assert len({demander("suivi.csv", tour).entetes["Location"] for tour in "abc"}) == 1


def test_le_pdf_du_registre_dit_la_commune_l_instant_et_l_article(agent: Visiteur) -> None:
    reponse = agent.demander("/mairie/registre.pdf")

    texte = PdfReader(io.BytesIO(reponse.corps)).pages[0].extract_text()
    for dit in ("Rennes (35238)", "1er mars 2027", "R76-1", "Durand-Lévêque", "Page 1 / 1"):
        assert dit in " ".join(texte.split()), dit
    assert "1985" not in texte
    assert reponse.entetes["Content-Type"] == "application/pdf"
    assert "registre-35238-20270301.pdf" in reponse.entetes["Content-Disposition"]


@pytest.mark.usefixtures("seau")
def test_une_longue_liste_se_prepare_a_part_et_se_telecharge_par_un_lien_court(
    nuage: Nuage, agent: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "LIGNES_MAX", {"csv": 0, "pdf": 0})
    demande = f"/mairie/registre.csv?scrutin={PRESIDENTIELLE.id}"

    # given: twice the same request makes one document
    adresse = agent.demander(demande).entetes["Location"]
    assert agent.demander(demande).entetes["Location"] == adresse
    chemin = adresse.removeprefix("/portail")
    en_cours = agent.demander(chemin)
    assert "se prépare" in en_cours.corps.decode()
    assert en_cours.entetes["Refresh"] == "5"
    assert "Refresh" not in agent.demander(f"{chemin}?recharger=non").entetes
    assert agent.voir(f"{chemin}/fichier").statut == 404

    # when: by a process that knows nothing yet
    montage.cache_clear()
    livrer(nuage)

    # then
    prete = agent.demander(chemin)
    assert "Télécharger (CSV, 0,1 Mo)" in prete.corps.decode()
    assert "Refresh" not in prete.entetes
    lien = agent.demander(f"{chemin}/fichier").entetes["Location"]
    assert "X-Amz-Expires=300" in lien
    with urllib.request.urlopen(lien) as reponse:  # noqa: S310
        assert en_csv(reponse.read())[0] == R76_1
        assert "registre-35238-20270301.csv" in reponse.headers["Content-Disposition"]
    assert agent_de_mairie(nuage, AGENT_ANGERS, ANGERS).voir(chemin).statut == 404
    nuage.maintenant += VIE
    assert agent_de_mairie(nuage).voir(chemin).statut == 404


@pytest.mark.usefixtures("seau")
def test_l_api_donne_l_adresse_d_un_long_document_puis_son_lien(
    nuage: Nuage, agent: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "OCTETS_MAX", 10)
    machine = client.mairie(nuage)

    commande = machine.get("/mairie/registre.xlsx")
    assert commande.statut == 202
    chemin = f"/mairie/documents/{commande.json['document']}"
    assert machine.get(chemin).json["etat"] == "EN_COURS"
    livrer(nuage)

    fini = machine.get(chemin).json
    with urllib.request.urlopen(fini["lien"]) as reponse:  # noqa: S310
        assert en_xlsx(reponse.read())[0] == R76_1
    assert (fini["etat"], machine.get("/mairie/documents/x").statut) == ("PRET", 404)


def test_un_document_qui_ne_vient_pas_le_dit(
    nuage: Nuage, agent: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "LIGNES_MAX", {"csv": 0, "pdf": 0})
    chemin = agent.demander("/mairie/registre.pdf").entetes["Location"].removeprefix("/portail")

    nuage.maintenant += PATIENCE + timedelta(seconds=1)
    page = agent.voir(chemin)

    assert "n’a pas pu être préparé" in page.texte
    assert "Refresh" not in agent.demander(chemin).entetes
    assert agent.demander("/mairie/registre.pdf").entetes["Location"] != f"/portail{chemin}"
