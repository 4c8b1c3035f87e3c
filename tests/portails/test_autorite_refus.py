"""At the counter: whoever may not, whatever is malformed, however it is sent."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.identite import jetons
from chalicelib.identite.personnes import Portail
from tests.constructeurs import OPJ, Nuage, habilitation
from tests.portails.agents import agent_de_mairie, evenements, opj
from tests.portails.guichet import (
    INCONNUE,
    NOM,
    RECHERCHE,
    SAISIE,
    echecs,
    etablir,
    fiche,
    motiver,
)
from tests.portails.visiteur import Visiteur


@pytest.mark.parametrize(
    "saisie", ["", "ABC", "0O1IL0", "XBQ7V3X", "\x00\x1b", "‮XBQ7V3", "é" * 9000]
)
def test_ce_qui_n_est_pas_une_reference_est_garde_sans_compter(nuage: Nuage, saisie: str) -> None:
    nuage.peupler()
    agent = opj(nuage)

    page = agent.remplir(agent.voir(SAISIE), RECHERCHE, reference=saisie)

    assert page.statut == 404
    assert len(page.erreurs) == 1
    assert page.formulaire(RECHERCHE).champs["reference"] == saisie[:64]
    assert echecs(nuage) == 0


@pytest.mark.parametrize(
    "morceau", ["ABC", "%00", "..%2F..", "%E2%80%AEXBQ7V3", "x" * 2000, "'\"<b>"]
)
@pytest.mark.parametrize("suite", ["", "/refus", "/fait"])
def test_une_adresse_deformee_rend_le_champ(nuage: Nuage, morceau: str, suite: str) -> None:
    nuage.peupler()
    page = opj(nuage).voir(fiche(morceau, suite))
    assert page.statut == 404
    assert len(page.erreurs) == 1


@pytest.mark.parametrize(
    "accordee, conseil",
    [
        (None, "Aucune habilitation n’est enregistrée à votre nom"),
        ({"au": timedelta(seconds=0)}, "demandez le renouvellement"),
        ({"du": timedelta(seconds=1)}, "demandez le renouvellement"),
        ({"revoquee_le": timedelta(days=-1)}, "demandez le renouvellement"),
    ],
)
def test_sans_habilitation_valide_rien_ne_se_lit_ni_ne_s_ecrit(
    nuage: Nuage, accordee: dict[str, timedelta] | None, conseil: str
) -> None:
    demande = nuage.peupler().deposer()
    autre = OPJ if accordee is not None else Agent("13000640400014/inconnu", "Tanguy", "Rose")
    if accordee is not None:
        dates: dict[str, Any] = {nom: nuage.maintenant + d for nom, d in accordee.items()}
        nuage.habiliter(habilitation(OPJ, **dates))
    agent = opj(nuage, autre)
    jeton = {"csrf": jetons.csrf(agent.jeton), "cle": "cle-du-formulaire"}

    pages = [
        agent.voir(SAISIE),
        agent.voir(fiche(demande.reference)),
        agent.voir(fiche(demande.reference, "/refus")),
        agent.envoyer(fiche(demande.reference, "/etablissement"), jeton | {"piece": "CNI"}),
        agent.envoyer(fiche(demande.reference, "/refus"), jeton | {"motif": "A4"}),
    ]

    for page in pages:
        assert page.statut == 403
        assert conseil in page.texte
        assert NOM not in page.texte
    assert evenements(nuage, demande) == ["DEPOT"]


def test_une_piece_inconnue_se_corrige_sur_la_fiche(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)

    page = etablir(agent, agent.voir(fiche(demande.reference)), demande.reference, piece="CARTE")

    assert page.statut == 422
    assert page.erreurs == ["Indiquez la pièce d’identité que vous avez vue."]
    assert "piece" not in page.formulaire(fiche(demande.reference, "/etablissement")).champs
    assert nuage.relire(demande).etat is Etat.DEPOSEE


@pytest.mark.parametrize("motif", ["", "A9", "M01", "A1\x00"])
def test_un_refus_sans_motif_de_la_liste_se_corrige(nuage: Nuage, motif: str) -> None:
    demande = nuage.peupler().deposer()
    page = motiver(opj(nuage), demande.reference, motif)
    assert page.statut == 422
    assert page.erreurs == ["Choisissez le motif du refus."]
    assert nuage.relire(demande) == demande


@pytest.mark.parametrize("csrf", [None, "", "faux", "é\x00"])
@pytest.mark.parametrize("suite", ["/etablissement", "/refus"])
def test_un_formulaire_d_ailleurs_est_refuse(nuage: Nuage, csrf: str | None, suite: str) -> None:
    demande = nuage.peupler().deposer()
    champs = {"piece": "CNI", "motif": "A4", "cle": "cle-du-formulaire"}
    if csrf is not None:
        champs["csrf"] = csrf

    page = opj(nuage).envoyer(fiche(demande.reference, suite), champs)

    assert page.statut == 403
    assert "Rechargez la page" in page.texte
    assert nuage.relire(demande) == demande


def test_un_bon_jeton_venu_d_un_autre_site_est_refuse(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    champs = (
        agent.voir(fiche(demande.reference))
        .formulaire(fiche(demande.reference, "/etablissement"))
        .champs
    )
    page = agent.envoyer(
        fiche(demande.reference, "/etablissement"), champs, origin="https://ailleurs.example"
    )
    assert page.statut == 403
    assert nuage.relire(demande) == demande


@pytest.mark.parametrize("cle", [None, "", "court", "é" * 20, "x" * 201, "a b c d e f g h"])
def test_un_formulaire_sans_sa_cle_demande_de_recharger(nuage: Nuage, cle: str | None) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    champs = {"csrf": jetons.csrf(agent.jeton), "piece": "CNI"}
    if cle is not None:
        champs["cle"] = cle
    page = agent.envoyer(fiche(demande.reference, "/etablissement"), champs)
    assert page.statut == 400
    assert "Rechargez la page" in page.texte
    assert nuage.relire(demande) == demande


def test_un_corps_d_un_megaoctet_est_refuse(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    page = opj(nuage).envoyer(fiche(demande.reference, "/etablissement"), b"a=" + b"x" * 2**20)
    assert page.statut == 413
    assert "Raccourcissez" in page.texte


def test_un_corps_qui_n_est_pas_un_formulaire_est_refuse(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    chemin = fiche(demande.reference, "/etablissement")
    en_json = agent.envoyer(chemin, b'{"piece": "CNI"}', **{"content-type": "application/json"})
    assert en_json.statut == 415
    assert agent.envoyer(chemin, b"\xff\xfe=1").statut == 400


@pytest.mark.parametrize("chemin", [SAISIE, fiche(INCONNUE), fiche(INCONNUE, "/refus")])
def test_sans_session_de_ce_portail_on_va_s_identifier(nuage: Nuage, chemin: str) -> None:
    nuage.peupler()
    de_la_mairie = agent_de_mairie(nuage).jeton
    for jeton in ("", "inconnu", de_la_mairie):
        assert Visiteur(Portail.AUTORITE, jeton).voir(chemin).vers == "/autorite"


def test_une_session_finie_le_dit(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    agent = opj(nuage)
    lue = agent.voir(fiche(demande.reference))
    nuage.avancer(minutes=31)
    for page in (agent.voir(SAISIE), etablir(agent, lue, demande.reference)):
        assert page.statut == 401
        assert "Votre session a expiré" in page.texte
    assert nuage.relire(demande) == demande
