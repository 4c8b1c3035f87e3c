"""The habilitations: who may be named by whom (R72-1, R72-1-1), and what a reload keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.depots.administration import AdministrationDynamo, ChangeEntreTemps
from chalicelib.domaine.habilitation import Habilitation, Qualite
from tests.administration.outils import (
    APJ,
    DELEGUE,
    ENTETE_HABILITATIONS,
    JUGE,
    MAINTENANT,
    OPJ,
    Poste,
    Reponse,
    habilitation,
)
from tests.constructeurs import Nuage


def charger(poste: Poste, *lignes: str) -> Reponse:
    return poste.charger("habilitations", ENTETE_HABILITATIONS, *lignes)


def lue(poste: Poste, agent: str = OPJ) -> Habilitation:
    return poste.tables.habilitations([agent])[agent]


def verrouiller(nuage: Nuage, poste: Poste) -> tuple[datetime, ...]:
    """Two wrong references by the OPJ, a minute apart."""
    echecs = (MAINTENANT - timedelta(minutes=2), MAINTENANT - timedelta(minutes=1))
    for echec in echecs:
        nuage.contexte.depots.noter_echec(lue(poste), lue(poste).echecs, echec)
    return echecs


def test_une_habilitation_chargee_vaut_du_premier_au_dernier_jour_inclus_a_paris(
    poste: Poste,
) -> None:
    assert charger(poste, habilitation(du="2027-01-01", au="30/06/2027")).code == 0

    assert lue(poste) == Habilitation(
        agent=OPJ,
        qualite=Qualite.OPJ,
        juge="Mme Aubert",
        tribunal="tribunal judiciaire de Rennes",
        du=datetime(2026, 12, 31, 23, 0, tzinfo=UTC),
        au=datetime(2027, 6, 30, 22, 0, tzinfo=UTC),
        unite="unité",
        lieu="Rennes",
    )


def test_verifier_dit_ce_qui_serait_fait_et_n_ecrit_rien(poste: Poste) -> None:
    reponse = poste.verifier("habilitations", ENTETE_HABILITATIONS, habilitation())

    assert reponse.code == 0
    assert "1 ajout(s), 0 changement(s), 0 sans changement." in reponse.dit
    assert reponse.dit.endswith("Rien n'a été écrit.\n")
    assert poste.tables.habilitations([OPJ]) == {}
    assert list(poste.tables.actes(2027)) == []


@pytest.mark.deux_moteurs
def test_recharger_le_meme_fichier_n_ecrit_rien_de_plus(poste: Poste) -> None:
    lignes = [habilitation(), habilitation(agent=APJ, qualite="APJ")]
    charger(poste, *lignes)

    assert "0 ajout(s), 0 changement(s), 2 sans changement." in charger(poste, *lignes).dit


def test_seul_ce_qui_differe_est_ecrit(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    autres = [habilitation(agent=f"13000640400014/a{n}") for n in range(30)]
    charger(poste, *autres, habilitation())
    changes = []
    changer = AdministrationDynamo.changer_habilitations
    monkeypatch.setattr(
        AdministrationDynamo,
        "changer_habilitations",
        lambda depots, paires: changes.extend(paires) or changer(depots, paires),  # type: ignore[func-returns-value]
    )

    reponse = charger(poste, *autres, habilitation(lieu="Fougères"))

    assert "0 ajout(s), 1 changement(s), 30 sans changement." in reponse.dit
    assert [(avant.lieu, apres.lieu) for avant, apres in changes] == [("Rennes", "Fougères")]
    assert lue(poste).lieu == "Fougères"


@pytest.mark.deux_moteurs
def test_un_rechargement_garde_les_erreurs_d_un_agent_et_ne_deverrouille_personne(
    nuage: Nuage, poste: Poste
) -> None:
    charger(poste, habilitation())
    echecs = verrouiller(nuage, poste)

    reponse = charger(poste, habilitation(lieu="Fougères", au="2028-12-31"))

    assert "1 changement(s)" in reponse.dit
    assert (lue(poste).lieu, lue(poste).echecs) == ("Fougères", echecs)
    assert (
        "1 sans changement." in charger(poste, habilitation(lieu="Fougères", au="2028-12-31")).dit
    )


def test_une_erreur_notee_pendant_le_chargement_n_est_pas_perdue(
    nuage: Nuage, poste: Poste
) -> None:
    charger(poste, habilitation())
    avant = lue(poste)
    echecs = verrouiller(nuage, poste)

    poste.tables.changer_habilitations([(avant, _avec(avant, lieu="Fougères"))])

    assert (lue(poste).lieu, lue(poste).echecs) == ("Fougères", echecs)


@pytest.mark.deux_moteurs
def test_une_revocation_pendant_le_chargement_l_arrete(poste: Poste) -> None:
    charger(poste, habilitation())
    avant = lue(poste)
    charger(poste, habilitation(revoquee_le="2027-02-01"))

    with pytest.raises(ChangeEntreTemps, match=OPJ):
        poste.tables.changer_habilitations([(avant, _avec(avant, lieu="Fougères"))])
    assert lue(poste).lieu == "Rennes"


def _avec(habilitation: Habilitation, **champs: object) -> Habilitation:
    return replace(habilitation, **champs)  # type: ignore[arg-type]


def test_aut_02_r72_1_v_un_delegue_est_choisi_par_un_opj_du_fichier_ou_de_la_table(
    poste: Poste,
) -> None:
    delegue = habilitation(agent=DELEGUE, qualite="DELEGUE_OPJ", opj=OPJ)

    assert charger(poste, delegue, habilitation()).code == 0
    assert lue(poste, DELEGUE).opj == OPJ
    assert (
        charger(poste, habilitation(agent=f"{DELEGUE}2", qualite="DELEGUE_OPJ", opj=OPJ)).code == 0
    )


@pytest.mark.parametrize("qualite", ["APJ", "RESERVISTE_APJ"])
def test_aut_02_r72_1_v_seul_un_opj_choisit_un_delegue(poste: Poste, qualite: str) -> None:
    charger(poste, habilitation())
    delegue = habilitation(agent=DELEGUE, qualite="DELEGUE_OPJ", opj=OPJ)

    # given: the file makes of the OPJ something else
    reponse = charger(poste, habilitation(qualite=qualite), delegue)

    assert reponse.code == 1
    assert "Ligne 3" in reponse.erreurs[0]
    assert "article R72-1 V" in reponse.erreurs[0]


@pytest.mark.parametrize(
    "ligne,mots",
    [
        (habilitation(qualite="DELEGUE_OPJ"), "« opj » est vide"),
        (habilitation(qualite="DELEGUE_OPJ", opj=APJ), "n'est officier de police judiciaire"),
        (habilitation(opj=APJ), "« opj » doit rester vide"),
        (habilitation(juge=";"), "« juge » est vide"),
        (habilitation(juge="Mme Aubert;"), "« tribunal » est vide"),
        (habilitation(poste="ZZ001"), "« poste » doit rester vide"),
        (habilitation(qualite="CHEF_DE_POSTE", juge=";"), "« poste » est vide"),
        (habilitation(qualite="AGENT_CONSULAIRE", juge=";", poste="ZZ999"), "aucun poste"),
        (habilitation(qualite="AGENT_CONSULAIRE", poste="ZZ001"), "« juge » doit rester vide"),
        (habilitation(qualite="PREFET"), "n'est pas parmi OPJ, APJ"),
        (habilitation(qualite=""), "« qualite » est vide"),
        (habilitation(du="2027-12-31", au="2027-12-30"), "« au » précède « du »"),
        (habilitation(au="31/12/2207"), "n'est pas une date entre 2000 et 2099"),
        (habilitation(au="2027-13-01"), "n'est pas une date"),
        (habilitation(revoquee_le="2027-03-02"), "avancez « au »"),
        (habilitation(revoquee_le="2027-03-01 25:00"), "n'est pas une heure"),
        (habilitation(revoquee_le="hier"), "n'est pas une date"),
        (habilitation(agent="1300064040001/x"), "14 chiffres"),
        (habilitation(agent="13000640400014/é"), "14 chiffres"),
        (habilitation(agent="13000640400014/a b"), "14 chiffres"),
        (habilitation(agent="13000640400014/a/b"), "14 chiffres"),
    ],
)
def test_une_ligne_que_le_droit_ou_le_bon_sens_refuse(poste: Poste, ligne: str, mots: str) -> None:
    reponse = charger(poste, ligne)

    assert reponse.code == 1
    (erreur,) = (e for e in reponse.erreurs if mots in e)
    assert erreur.startswith("Ligne 2 : ")
    assert poste.tables.habilitations([OPJ]) == {}


def test_aut_03_r72_1_1_une_autorite_consulaire_a_un_poste_et_pas_de_juge(poste: Poste) -> None:
    assert charger(poste, habilitation(qualite="CHEF_DE_POSTE", juge=";", poste="ZZ001")).code == 0
    assert (lue(poste).poste, lue(poste).juge) == ("ZZ001", "")


def test_une_revocation_vaut_aussitot_et_se_dit(poste: Poste) -> None:
    charger(poste, habilitation())

    reponse = charger(poste, habilitation(revoquee_le="01/03/2027 10:00"))

    assert "1 révocation(s)" in reponse.dit
    assert lue(poste).revoquee_le == datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    assert not lue(poste).est_valide(MAINTENANT)


def test_une_cellule_vide_ne_leve_pas_une_revocation(poste: Poste) -> None:
    charger(poste, habilitation(revoquee_le="2027-02-01"))

    reponse = charger(poste, habilitation(lieu="Fougères"))

    assert reponse.code == 1
    assert "révoqué depuis le 01/02/2027" in reponse.erreurs[0]


@pytest.mark.deux_moteurs
def test_une_nouvelle_designation_apres_une_revocation_la_remplace(poste: Poste) -> None:
    charger(poste, habilitation(revoquee_le="2027-02-01"))

    assert charger(poste, habilitation(du="2027-02-15")).code == 0
    assert lue(poste).revoquee_le is None
    assert lue(poste).est_valide(MAINTENANT)


def test_sans_ses_colonnes_facultatives_un_fichier_ne_nomme_que_des_consulaires(
    poste: Poste,
) -> None:
    entete = "agent;qualite;unite;lieu;du;au"
    ligne = f"{OPJ};OPJ;unité;Rennes;2027-01-01;2027-12-31"

    reponse = poste.charger("habilitations", entete, ligne)

    assert [e for e in reponse.erreurs if "« juge » est vide" in e]


@pytest.mark.deux_moteurs
def test_mille_deux_cents_agents_sont_charges_puis_relus(poste: Poste) -> None:
    lignes = [habilitation(agent=f"13000640400014/a{n}") for n in range(1200)]
    assert charger(poste, *lignes).code == 0

    prolongees = [ligne.replace("2027-12-31", "2028-12-31") for ligne in lignes]
    assert "1200 changement(s)" in charger(poste, *prolongees).dit
    fins = {h.au for h in poste.tables.habilitations([x.split(";")[0] for x in lignes]).values()}
    assert fins == {datetime(2028, 12, 31, 23, 0, tzinfo=UTC)}


def test_le_juge_se_relit(poste: Poste) -> None:
    charger(poste, habilitation(juge=JUGE.replace("Aubert", "Œuvrard")))

    assert lue(poste).juge == "Mme Œuvrard"
