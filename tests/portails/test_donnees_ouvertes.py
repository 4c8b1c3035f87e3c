"""The open data, as a reader and as a program take them."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domaine.temps import jour
from chalicelib.identite.personnes import Portail
from chalicelib.montage import montage
from chalicelib.services.donnees_ouvertes import publier
from tests.api.client import Reponse, evenement, juger, traiter
from tests.constructeurs import RENNES, Nuage
from tests.portails.visiteur import Visiteur
from tests.services.test_donnees_ouvertes import compter_


@pytest.fixture
def publiees(nuage: Nuage) -> Nuage:
    hier = jour(nuage.maintenant) - timedelta(days=1)
    compter_(RENNES, hier, 25, 10)
    compter_("75101", hier, 4)
    compter_("97411", hier - timedelta(days=3), 11, 2)
    publier(montage().compteurs, montage().publications, nuage.maintenant)
    return nuage


def demander(chemin: str, **entetes: str) -> Reponse:
    """As any program does, without a session."""
    return (juger if "." in chemin else traiter)(evenement("GET", chemin, entetes))


def test_le_document_dit_ce_qui_est_publie_et_rien_de_ce_qui_est_masque(publiees: Nuage) -> None:
    reponse = demander("/donnees/procurations.json")
    lu: dict[str, Any] = json.loads(reponse.corps)

    assert lu["procurations"] == [
        {
            "jour": "2027-02-25",
            "departement": "974",
            "departement_nom": "La Réunion",
            "total": 13,
            "en_ligne": None,
            "papier": None,
            "masque": "repartition",
        },
        {
            "jour": "2027-02-28",
            "departement": "35",
            "departement_nom": "Ille-et-Vilaine",
            "total": 35,
            "en_ligne": 25,
            "papier": 10,
            "masque": "",
        },
        {
            "jour": "2027-02-28",
            "departement": "75",
            "departement_nom": "Paris",
            "total": None,
            "en_ligne": None,
            "papier": None,
            "masque": "total",
        },
    ]
    assert lu["ensemble"][-1] == {"jour": "2027-02-28", "minimum": 36, "maximum": 44}
    assert (lu["seuil"], lu["licence"]) == (10, "Licence Ouverte 2.0")


def test_le_csv_a_les_memes_lignes_et_un_mois_se_demande(publiees: Nuage) -> None:
    recents = demander("/donnees/procurations.csv")
    mois = demander("/donnees/procurations.csv?mois=2027-02")
    lignes = list(csv.DictReader(io.StringIO(recents.corps.decode()), delimiter=";"))

    assert mois.corps == recents.corps
    assert [(x["departement"], x["total"], x["masque"]) for x in lignes] == [
        ("974", "13", "repartition"),
        ("35", "35", ""),
        ("75", "", "total"),
    ]
    for absent in ("2031-01", "x", "recentes"):
        refus = demander(f"/donnees/procurations.json?mois={absent}")
        assert refus.statut == 404
        assert refus.entetes["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("chemin", ["/donnees", "/donnees/procurations.json"])
def test_une_copie_sert_une_heure_puis_se_confirme_sans_contenu(
    publiees: Nuage, chemin: str
) -> None:
    reponse = demander(chemin)
    assert reponse.entetes["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in reponse.entetes

    etag = str(reponse.entetes["ETag"])
    confirmee = traiter(evenement("GET", chemin, {"if-none-match": f'"autre", {etag}'}))

    assert (confirmee.statut, confirmee.corps) == (304, b"")
    assert demander(chemin, **{"if-none-match": '"autre"'}).statut == 200


def test_la_page_montre_un_jour_par_departement_et_l_ensemble_entre_deux_bornes(
    publiees: Nuage,
) -> None:
    page = Visiteur(Portail.ELECTEUR, "").voir("/donnees")

    assert "Par département, le 28 février 2027" in page.texte
    assert "Ille-et-Vilaine (35) 35 25 10" in page.texte
    assert "Paris (75) < 10 moins de 10 – non publié – non publié" in page.texte
    assert "De 49 à 57 procurations" in page.texte
    assert "style=" not in page.brut
    trois_jours_avant = Visiteur(Portail.ELECTEUR, "").voir("/donnees?jour=2027-02-25")
    assert "La Réunion (974) 13 – non publié – non publié" in trois_jours_avant.texte


def test_avant_la_premiere_publication_la_page_le_dit(nuage: Nuage) -> None:
    assert "Rien n’est encore publié" in Visiteur(Portail.ELECTEUR, "").voir("/donnees").texte
    assert demander("/donnees/procurations.csv").statut == 404
