"""What the mandant's answers may not be: the page comes back with what to correct."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.portails.brouillon import LONGUEUR_GARDEE
from chalicelib.referentiel import consulats
from tests.constructeurs import (
    ANGERS,
    PARIS_12,
    PRESIDENTIELLE,
    REGIONALES_2021,
    RENNES,
    Nuage,
)
from tests.portails.mandant import (
    COMMUNE,
    COURRIEL,
    MANDATAIRE,
    PORTEE,
    RECAPITULATIF,
    declarer,
    mandant,
    remplir_jusqu_a,
    repondre,
)

PERIODE = {
    "portee": "periode",
    "du_jour": "1",
    "du_mois": "3",
    "du_annee": "2027",
    "au_jour": "1",
    "au_mois": "6",
    "au_annee": "2027",
}
PAR_NNE = {"designation": "nne", "nne": "12345678", "nne_naissance_annee": "1950"}
TROP_LONG = "É" * 10_000

REFUS: dict[str, list[tuple[dict[str, str], str]]] = {
    COMMUNE: [
        ({"commune": ""}, "Choisissez une commune"),
        ({"commune": "99999"}, "Choisissez une commune"),
        ({"commune": TROP_LONG}, "Choisissez une commune"),
    ],
    MANDATAIRE: [
        ({"designation": ""}, "Choisissez comment"),
        ({"designation": "autre"}, "Choisissez comment"),
        (PAR_NNE | {"nne": ""}, "numéro national d’électeur"),
        (PAR_NNE | {"nne": "12AB"}, "numéro national d’électeur"),
        (PAR_NNE | {"nne_naissance_annee": "19"}, "date de naissance qui existe"),
        ({"nom": ""}, "nom de naissance"),
        ({"nom": TROP_LONG}, "Raccourcissez le nom"),
        ({"nom": "Mar\x00tin"}, "caractères invisibles"),
        ({"nom": "Mar\u202etin"}, "caractères invisibles"),
        ({"nom": "<script>alert(1)</script>\u2066"}, "caractères invisibles"),
        ({"prenoms": ""}, "prénoms"),
        ({"prenoms": TROP_LONG}, "Raccourcissez les prénoms"),
        ({"sexe": "X"}, "sexe inscrit à l’état civil"),
        ({"naissance_jour": "31", "naissance_mois": "2"}, "date de naissance qui existe"),
        ({"naissance_jour": "150"}, "date de naissance qui existe"),
        ({"naissance_annee": "۱۹۹۰"}, "date de naissance qui existe"),
        ({"naissance_mois": ""}, "date de naissance qui existe"),
        ({"mandataire_recherche": ""}, "Indiquez la commune ou le consulat"),
        ({"mandataire_recherche": "Zzyzx"}, "Aucune commune ne correspond"),
        ({"mandataire_recherche": TROP_LONG}, "Aucune commune ne correspond"),
        (
            {"mandataire_recherche": "saint denis", "mandataire_commune": RENNES},
            "Plusieurs communes",
        ),
        (
            {
                "nom": "DURAND LEVEQUE",
                "prenoms": "camille",
                "sexe": "F",
                "naissance_jour": "14",
                "naissance_mois": "07",
                "naissance_annee": "1985",
            },
            "vous désigner vous-même",
        ),
    ],
    PORTEE: [
        ({"portee": ""}, "Choisissez un vote"),
        ({"portee": "inconnu:1"}, "Choisissez un scrutin"),
        ({"portee": ":1"}, "Choisissez un scrutin"),
        ({"portee": f"{PRESIDENTIELLE.id}:3"}, "premier tour, le second"),
        ({"portee": f"{PRESIDENTIELLE.id}:²"}, "premier tour, le second"),
        ({"portee": f"{REGIONALES_2021.id}:1,2"}, "Ce scrutin est passé"),
        (PERIODE | {"au_annee": "2028"}, "au plus un an"),
        (PERIODE | {"du_annee": "2026"}, "commence aujourd’hui ou plus tard"),
        (PERIODE | {"du_mois": "7"}, "se termine après son premier jour"),
        (PERIODE | {"du_jour": "31", "du_mois": "4"}, "date qui existe"),
        (PERIODE | {"au_jour": "010"}, "date qui existe"),
        (PERIODE | {"au_mois": "W2"}, "date qui existe"),
        (PERIODE | {"au_jour": "", "au_mois": "", "au_annee": ""}, "date qui existe"),
    ],
    COURRIEL: [
        ({"courriel": "camille"}, "adresse électronique complète"),
        ({"courriel": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "adresse électronique complète"),
        ({"courriel": f"{TROP_LONG}@exemple.fr"}, "adresse électronique complète"),
        ({"courriel_confirmation": "camile@exemple.fr"}, "adresses sont différentes"),
    ],
}


@pytest.mark.parametrize("chemin", REFUS, ids=lambda chemin: chemin.rsplit("/", 1)[1])
def test_une_saisie_refusee_revient_telle_quelle_avec_quoi_corriger(
    nuage: Nuage, chemin: str
) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, chemin)

    for saisie, phrase in REFUS[chemin]:
        refusee = repondre(visiteur, chemin, **saisie)

        assert refusee.titre.startswith("Erreur : ")
        assert [e for e in refusee.erreurs if phrase in e], (saisie, refusee.erreurs)
        rendue = refusee.formulaire(chemin)
        for champ in saisie.keys() & rendue.champs.keys() - rendue.choix.keys():
            gardee = saisie[champ][:LONGUEUR_GARDEE]
            assert rendue.champs[champ].splitlines() == gardee.splitlines()

    assert visiteur.voir(RECAPITULATIF).vers == chemin


def test_un_mandataire_mineur_le_jour_du_vote_est_refuse(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, MANDATAIRE)
    ne_le_26 = {"naissance_jour": "26", "naissance_mois": "4", "naissance_annee": "2009"}
    repondre(visiteur, MANDATAIRE, **ne_le_26)

    refusee = repondre(visiteur, PORTEE)

    assert "18 ans" in refusee.erreurs[0]


def test_un_scrutin_passe_entre_la_saisie_et_l_envoi_est_a_choisir_a_nouveau(
    nuage: Nuage,
) -> None:
    nuage.maintenant = datetime(2027, 4, 11, 21, tzinfo=UTC)  # the first tour, an hour to midnight
    recapitulatif = remplir_jusqu_a(mandant(nuage.peupler()), RECAPITULATIF)
    nuage.avancer(hours=2)
    visiteur = mandant(nuage)

    assert declarer(visiteur, recapitulatif).vers == PORTEE

    assert "Le premier tour est passé" in visiteur.voir(PORTEE).erreurs[0]
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == ()


def test_un_scrutin_hors_de_la_nouvelle_commune_est_a_choisir_a_nouveau(nuage: Nuage) -> None:
    tours = (Tour(1, date(2027, 5, 2)),)
    nuage.peupler().ajouter_scrutin(Scrutin("paris", "À Paris", tours, territoire=("75",)))
    visiteur = mandant(nuage)
    remplir_jusqu_a(visiteur, RECAPITULATIF)
    repondre(visiteur, COMMUNE, commune=PARIS_12)
    assert repondre(visiteur, PORTEE, portee="paris:1").vers == RECAPITULATIF

    assert repondre(visiteur, COMMUNE, commune=ANGERS).vers == PORTEE

    page = visiteur.voir(PORTEE)
    assert "paris:1" not in page.formulaire(PORTEE).choix["portee"]
    assert "Choisissez un scrutin" in page.erreurs[0]


def test_un_electeur_inscrit_a_l_etranger_dispose_de_trois_ans(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, RECAPITULATIF)
    repondre(visiteur, COMMUNE, commune=consulats.tous()[0].code)
    assert "trois ans" in visiteur.voir(PORTEE).texte

    jusqu_au = PERIODE | {"au_annee": "2030", "au_mois": "3"}
    assert repondre(visiteur, PORTEE, **jusqu_au).vers == RECAPITULATIF

    refusee = repondre(visiteur, PORTEE, **(jusqu_au | {"au_jour": "2"}))
    assert "au plus trois ans" in refusee.erreurs[0]


@pytest.mark.parametrize("q", ["zzzz", "%00%E2%80%AE", "%FF", "a" * 5000, "%3Cscript%3E", ""])
def test_une_recherche_sans_reponse_le_dit(nuage: Nuage, q: str) -> None:
    page = mandant(nuage.peupler()).voir(f"{COMMUNE}?q={q}")

    assert page.statut == 200
    assert ("Aucune commune ne correspond" in page.texte) is bool(q)
    assert page.erreurs == []


def test_un_balisage_saisi_s_affiche_comme_du_texte(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, RECAPITULATIF)
    repondre(visiteur, MANDATAIRE, nom="<b>Martin</b>")

    html = visiteur.demander(RECAPITULATIF).corps

    assert b"&lt;b&gt;Martin&lt;/b&gt;" in html
    assert b"<b>Martin" not in html
