"""What the mandant's answers may not be: the page comes back with what to correct."""

from __future__ import annotations

import pytest

from tests.constructeurs import ANGERS, PRESIDENTIELLE, REGIONALES_2021, RENNES, Nuage
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

REFUS = [
    (COMMUNE, {"commune": ""}, "Choisissez une commune"),
    (COMMUNE, {"commune": "99999"}, "Choisissez une commune"),
    (COMMUNE, {"commune": TROP_LONG}, "Choisissez une commune"),
    (MANDATAIRE, {"designation": ""}, "Choisissez comment"),
    (MANDATAIRE, {"designation": "autre"}, "Choisissez comment"),
    (MANDATAIRE, PAR_NNE | {"nne": ""}, "numéro national d'électeur"),
    (MANDATAIRE, PAR_NNE | {"nne": "12AB"}, "numéro national d'électeur"),
    (MANDATAIRE, PAR_NNE | {"nne_naissance_annee": "19"}, "date de naissance qui existe"),
    (MANDATAIRE, {"nom": ""}, "nom de naissance"),
    (MANDATAIRE, {"nom": TROP_LONG}, "Raccourcissez le nom"),
    (MANDATAIRE, {"nom": "Mar\x00tin"}, "caractères invisibles"),
    (MANDATAIRE, {"nom": "Mar\u202etin"}, "caractères invisibles"),
    (MANDATAIRE, {"nom": "<script>alert(1)</script>\u2066"}, "caractères invisibles"),
    (MANDATAIRE, {"prenoms": ""}, "prénoms"),
    (MANDATAIRE, {"prenoms": TROP_LONG}, "Raccourcissez les prénoms"),
    (MANDATAIRE, {"sexe": "X"}, "sexe inscrit à l'état civil"),
    (MANDATAIRE, {"naissance_jour": "31", "naissance_mois": "2"}, "date de naissance qui existe"),
    (MANDATAIRE, {"naissance_jour": "150"}, "date de naissance qui existe"),
    (MANDATAIRE, {"naissance_annee": "۱۹۹۰"}, "date de naissance qui existe"),
    (MANDATAIRE, {"naissance_mois": ""}, "date de naissance qui existe"),
    (MANDATAIRE, {"mandataire_recherche": ""}, "Indiquez la commune ou le consulat"),
    (MANDATAIRE, {"mandataire_recherche": "Zzyzx"}, "Aucune commune ne correspond"),
    (MANDATAIRE, {"mandataire_recherche": TROP_LONG}, "Aucune commune ne correspond"),
    (
        MANDATAIRE,
        {"mandataire_recherche": "saint denis", "mandataire_commune": RENNES},
        "Plusieurs communes",
    ),
    (
        MANDATAIRE,
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
    (PORTEE, {"portee": ""}, "Choisissez un vote"),
    (PORTEE, {"portee": "inconnu:1"}, "Choisissez un scrutin"),
    (PORTEE, {"portee": ":1"}, "Choisissez un scrutin"),
    (PORTEE, {"portee": f"{PRESIDENTIELLE.id}:3"}, "premier tour, le second"),
    (PORTEE, {"portee": f"{PRESIDENTIELLE.id}:²"}, "premier tour, le second"),
    (PORTEE, {"portee": f"{REGIONALES_2021.id}:1,2"}, "Ce scrutin est passé"),
    (PORTEE, PERIODE | {"au_annee": "2028"}, "au plus un an"),
    (PORTEE, PERIODE | {"du_annee": "2026"}, "commence aujourd'hui ou plus tard"),
    (PORTEE, PERIODE | {"du_mois": "7"}, "se termine après son premier jour"),
    (PORTEE, PERIODE | {"du_jour": "31", "du_mois": "4"}, "date qui existe"),
    (PORTEE, PERIODE | {"au_jour": "010"}, "date qui existe"),
    (PORTEE, PERIODE | {"au_mois": "W2"}, "date qui existe"),
    (PORTEE, PERIODE | {"au_jour": "", "au_mois": "", "au_annee": ""}, "date qui existe"),
    (COURRIEL, {"courriel": "camille"}, "adresse électronique complète"),
    (COURRIEL, {"courriel": "a@exemple.fr\r\nBcc: b@exemple.fr"}, "adresse électronique complète"),
    (COURRIEL, {"courriel": f"{TROP_LONG}@exemple.fr"}, "adresse électronique complète"),
    (COURRIEL, {"courriel_confirmation": "camile@exemple.fr"}, "adresses sont différentes"),
]


@pytest.mark.parametrize(
    "chemin, saisie, phrase", REFUS, ids=[f"{c[18:]}-{n}" for n, (c, _, _) in enumerate(REFUS)]
)
def test_une_saisie_refusee_revient_telle_quelle_avec_quoi_corriger(
    nuage: Nuage, chemin: str, saisie: dict[str, str], phrase: str
) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, chemin)

    refusee = repondre(visiteur, chemin, **saisie)

    assert refusee.statut == 422
    assert refusee.titre.startswith("Erreur : ")
    assert [e for e in refusee.erreurs if phrase in e], refusee.erreurs
    assert visiteur.voir(RECAPITULATIF).vers == chemin
    rendue = refusee.formulaire(chemin)
    for champ, valeur in saisie.items():
        if champ in rendue.champs and champ not in rendue.choix:
            assert rendue.champs[champ].splitlines() == valeur.splitlines()


def test_un_mandataire_mineur_le_jour_du_vote_est_refuse(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, MANDATAIRE)
    ne_le_26 = {"naissance_jour": "26", "naissance_mois": "4", "naissance_annee": "2009"}
    repondre(visiteur, MANDATAIRE, **ne_le_26)

    refusee = repondre(visiteur, PORTEE)

    assert refusee.statut == 422
    assert "18 ans" in refusee.erreurs[0]


def test_un_scrutin_passe_entre_la_saisie_et_l_envoi_est_a_choisir_a_nouveau(
    nuage: Nuage,
) -> None:
    recapitulatif = remplir_jusqu_a(mandant(nuage.peupler()), RECAPITULATIF)
    nuage.avancer(days=60)
    visiteur = mandant(nuage)

    assert declarer(visiteur, recapitulatif).vers == PORTEE

    assert "Ce scrutin est passé" in visiteur.voir(PORTEE).erreurs[0]
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == ()


def test_un_scrutin_qui_ne_concerne_plus_la_nouvelle_commune_est_a_choisir_a_nouveau(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    visiteur = mandant(nuage)
    remplir_jusqu_a(visiteur, RECAPITULATIF)
    repondre(visiteur, PORTEE, **PERIODE)
    assert visiteur.voir(PORTEE).formulaire(PORTEE).champs["au_mois"] == "6"

    assert repondre(visiteur, COMMUNE, commune=ANGERS).vers == RECAPITULATIF

    assert "Angers (Maine-et-Loire, 49)" in visiteur.voir(RECAPITULATIF).texte


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
