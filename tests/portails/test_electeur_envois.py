"""What the mandant's forms may not be: ended sessions, forged or broken forms. Always a page in
French that says what to do, and nothing half written.
"""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from chalicelib.identite import jetons
from tests.constructeurs import ANGERS, Nuage
from tests.portails.mandant import (
    COMMUNE,
    COURRIEL,
    DEMANDES,
    MANDATAIRE,
    PORTEE,
    RECAPITULATIF,
    REPONSES,
    declarer,
    mandant,
    remplir_jusqu_a,
)

FORMULAIRES = [
    "/electeur/demande",
    COMMUNE,
    MANDATAIRE,
    PORTEE,
    COURRIEL,
    RECAPITULATIF,
    f"{DEMANDES}/XBQ7V3/retrait",
]
ETAPES = FORMULAIRES[1:5]


@pytest.mark.parametrize("chemin", ETAPES)
def test_une_session_expiree_garde_ce_qui_est_saisi_et_rien_d_autre(
    nuage: Nuage, chemin: str
) -> None:
    visiteur = mandant(nuage.peupler())
    page = remplir_jusqu_a(visiteur, chemin)
    nuage.avancer(minutes=31)

    expiree = visiteur.remplir(page, chemin, **REPONSES[chemin])

    assert expiree.statut == 401
    assert "Ce que vous avez saisi est conservé" in expiree.texte
    assert "Se déconnecter" not in expiree.texte
    assert expiree.liens["S'identifier à nouveau"] == "/electeur/connexion"
    revenu = mandant(nuage)
    assert "Reprendre ma demande" in revenu.voir(DEMANDES).liens
    assert REPONSES[chemin].items() <= revenu.voir(chemin).formulaire(chemin).champs.items()


def test_une_session_expiree_ne_garde_rien_chez_un_autre(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    page = remplir_jusqu_a(visiteur, MANDATAIRE)
    nuage.avancer(minutes=31)
    visiteur.remplir(page, MANDATAIRE, **REPONSES[MANDATAIRE])

    assert mandant(nuage, "mandant-2").voir(MANDATAIRE).vers == COMMUNE


def test_une_session_expiree_ne_depose_rien(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    recapitulatif = remplir_jusqu_a(visiteur, RECAPITULATIF)
    nuage.avancer(minutes=31)

    expiree = declarer(visiteur, recapitulatif)

    assert (expiree.statut, "conservé" in expiree.texte) == (401, True)
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == ()
    assert mandant(nuage).voir(RECAPITULATIF).statut == 200


@pytest.mark.parametrize("chemin", ["/electeur/demande", f"{DEMANDES}/XBQ7V3/retrait"])
def test_une_session_expiree_ne_commence_ni_ne_retire(nuage: Nuage, chemin: str) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, RECAPITULATIF)
    nuage.avancer(minutes=31)

    assert visiteur.envoyer(chemin, {"csrf": jetons.csrf(visiteur.jeton)}).statut == 401

    assert mandant(nuage).voir(RECAPITULATIF).statut == 200


def test_sans_session_on_revient_a_l_accueil(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    visiteur.jeton = "personne"

    for chemin in (*FORMULAIRES[1:], DEMANDES, f"{DEMANDES}/XBQ7V3"):
        assert visiteur.voir(chemin).vers == "/electeur"
    for chemin in FORMULAIRES:
        assert visiteur.envoyer(chemin, {"csrf": jetons.csrf("personne")}).vers == "/electeur"


@pytest.mark.parametrize(
    "jeton", [None, "", "faux", "jeton-é", pytest.param(jetons.csrf("un autre"), id="autre")]
)
def test_un_formulaire_sans_le_bon_jeton_csrf_ne_change_rien(
    nuage: Nuage, jeton: str | None
) -> None:
    visiteur = mandant(nuage.peupler())
    champs = remplir_jusqu_a(visiteur, RECAPITULATIF).formulaire(RECAPITULATIF).champs
    del champs["csrf"]
    champs |= {"declaration": "oui"} | ({} if jeton is None else {"csrf": jeton})

    for chemin in FORMULAIRES:
        refusee = visiteur.envoyer(chemin, champs)
        assert (refusee.statut, "Rechargez la page" in refusee.texte) == (403, True), chemin

    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == ()
    assert visiteur.voir(RECAPITULATIF).statut == 200


def test_un_formulaire_venu_d_un_autre_site_est_refuse(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    champs = remplir_jusqu_a(visiteur, RECAPITULATIF).formulaire(RECAPITULATIF).champs

    refusee = visiteur.envoyer(
        RECAPITULATIF, champs | {"declaration": "oui"}, origin="https://ailleurs.example"
    )

    assert refusee.statut == 403
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == ()


@pytest.mark.parametrize(
    "corps, statut, que_faire",
    [
        (b"csrf=CSRF&nom=" + b"a" * 1_000_000, 413, "Raccourcissez ce que vous avez saisi"),
        (b"csrf=CSRF&nom=\xff\xfe", 400, "Rechargez la page"),
        (b"csrf=CSRF&nom=%ff%fe", 400, "Rechargez la page"),
        (b"csrf=CSRF" + b"&x=1" * 200, 400, "Rechargez la page"),
        (b"", 403, "Rechargez la page"),
        (b"&&&===%%%", 403, "Rechargez la page"),
    ],
    ids=["1 Mo", "octets-non-utf8", "encodes-non-utf8", "trop-de-champs", "vide", "charabia"],
)
def test_un_corps_illisible_est_refuse_avec_quoi_faire(
    nuage: Nuage, corps: bytes, statut: int, que_faire: str
) -> None:
    visiteur = mandant(nuage.peupler())

    csrf = jetons.csrf(visiteur.jeton).encode()

    for chemin in FORMULAIRES:
        refusee = visiteur.envoyer(chemin, corps.replace(b"CSRF", csrf))
        assert (refusee.statut, que_faire in refusee.texte) == (statut, True), chemin

    assert visiteur.voir(DEMANDES).statut == 200


def test_un_autre_type_de_contenu_est_refuse(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    entete = {"content-type": "application/json"}
    assert visiteur.envoyer(COMMUNE, b'{"commune":"35238"}', **entete).statut == 415


def test_un_champ_repete_compte_pour_le_dernier_et_l_inconnu_est_ignore(nuage: Nuage) -> None:
    visiteur = mandant(nuage.peupler())
    remplir_jusqu_a(visiteur, COMMUNE)
    csrf = jetons.csrf(visiteur.jeton)

    corps = urlencode({"csrf": csrf, "commune": ["99999", ANGERS], "jeton": "x", "etat": "VALIDE"})
    assert visiteur.envoyer(COMMUNE, corps.encode()).vers == COMMUNE
    deux_fois = urlencode({"csrf": csrf, "commune": ["99999", ANGERS], "etat": "V"}, doseq=True)
    assert visiteur.envoyer(COMMUNE, deux_fois.encode()).vers == MANDATAIRE

    assert visiteur.voir(COMMUNE).formulaire(COMMUNE).champs["commune"] == ANGERS
