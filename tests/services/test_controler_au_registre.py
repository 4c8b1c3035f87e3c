"""CTL-02 (R75 III, R77 2°): the national register checks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import Electeur, Liste, Situation
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire, cle_mandataire
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.domaine.scrutins import ModeControle, Scrutin, Tour, TypeScrutin
from chalicelib.services.annuler import annuler
from chalicelib.services.attentes import report, traiter
from chalicelib.services.controler_au_registre import Issue, controler_au_registre
from chalicelib.services.decider import ControleAuRegistre
from tests.constructeurs import (
    AGENT_RENNES,
    PRESIDENTIELLE,
    RENNES,
    SECRET,
    Nuage,
    mandant,
    mandataire,
)
from tests.services.invariants import verifier_tout
from tests.services.registre_memoire import CAMILLE, LOUIS, RegistreEnMemoire, connecter

pytestmark = pytest.mark.deux_moteurs

MIXTE = Scrutin(
    "municipales-2027",
    "Élections municipales partielles",
    (Tour(1, date(2027, 5, 9)), Tour(2, date(2027, 5, 16))),
    type=TypeScrutin.MUNICIPALES,
    controle=ModeControle.REU_PUIS_MAIRIE,
)
ANNE = replace(CAMILLE, nne="350000999", nom="Le Goff", prenoms=("Anne",), naissance="1970-02-03")
LOUIS_PAR_NNE = Mandataire(naissance="1990-01-15", nne=LOUIS.nne)


@pytest.fixture
def registre(nuage: Nuage) -> RegistreEnMemoire:
    nuage.peupler()
    nuage.ajouter_scrutin(MIXTE)
    return connecter(nuage)


def controler(nuage: Nuage, demande: Demande) -> Issue:
    return controler_au_registre(nuage.contexte, demande.reference, nuage.maintenant)


def faire_ce_qui_attend(nuage: Nuage) -> list[str]:
    """Does all the work that is due, as the schedule does; gives its keys."""
    dues = list(nuage.contexte.depots.attentes_dues(nuage.avancer(minutes=11)))
    for attente in dues:
        traiter(nuage.contexte, attente, nuage.maintenant)
    return [attente.cle for attente in dues]


def de_anne(nuage: Nuage, **autres: Any) -> Demande:
    qui = mandant("anne", nom="Le Goff", prenoms=("Anne",), naissance="1970-02-03")
    return nuage.recue(qui=qui, **autres)


def test_ctl_02_tout_est_conforme_la_procuration_est_validee_sans_la_mairie(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    recue = nuage.recue()

    assert faire_ce_qui_attend(nuage) == [f"R#{recue.reference}"]

    validee = nuage.relire(recue)
    assert validee.etat is Etat.VALIDE
    assert validee.verification is not None
    assert {resultat for _, resultat in validee.verification.resultats} == {"CONFORME"}
    assert validee.mandataire.nne == LOUIS.nne
    assert validee.mandataire.prenoms == ("Louis", "Émile")
    assert validee.etablissement == recue.etablissement
    assert nuage.contexte.depots.attente(f"R#{recue.reference}") is None
    assert controler(nuage, recue) is Issue.SANS_OBJET
    verifier_tout(nuage)


@pytest.mark.parametrize(
    "qui,autres,motif",
    [
        pytest.param(CAMILLE, {"commune": "49007"}, "M01", id="mandant ailleurs"),
        pytest.param(CAMILLE, {"nom": "Autre"}, "M01", id="mandant inconnu"),
        pytest.param(CAMILLE, {"situation": Situation.RADIE}, "M02", id="mandant radie"),
        pytest.param(
            CAMILLE, {"listes": (Liste.COMPLEMENTAIRE_MUNICIPALE,)}, "M02", id="mandant lc"
        ),
        pytest.param(LOUIS, {"prenoms": ("Paul",)}, "M03", id="mandataire inconnu"),
        pytest.param(LOUIS, {"situation": Situation.RADIE}, "M04", id="mandataire radie"),
        pytest.param(LOUIS, {"situation": Situation.DECEDE}, "M04", id="mandataire decede"),
        pytest.param(LOUIS, {"situation": Situation.PRIVE_DE_DROITS}, "M04", id="mandataire prive"),
        pytest.param(
            LOUIS, {"listes": (Liste.COMPLEMENTAIRE_EUROPEENNE,)}, "M04", id="mandataire lc"
        ),
    ],
)
def test_r77_2_ce_que_le_registre_refuse_est_rejete_avec_son_motif(
    nuage: Nuage, registre: RegistreEnMemoire, qui: Electeur, autres: dict[str, Any], motif: str
) -> None:
    registre.inscrire(qui, **autres)
    recue = nuage.recue()

    assert controler(nuage, recue) is Issue.REJETEE

    rejetee = nuage.relire(recue)
    assert rejetee.etat is Etat.INVALIDE
    assert rejetee.decision is not None
    assert rejetee.decision.motif == motif
    verifier_tout(nuage)


def test_r77_2_deux_homonymes_demandent_le_numero_d_electeur(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    registre.inscrire(LOUIS, nne="350000777")
    recue = nuage.recue()

    assert controler(nuage, recue) is Issue.REJETEE
    decision = nuage.relire(recue).decision
    assert decision is not None
    assert decision.motif == "M13"

    # when: the mandant gives the number
    par_nne = nuage.recue(pour=LOUIS_PAR_NNE)

    # then: there is one elector of this number
    assert controler(nuage, par_nne) is Issue.VALIDEE
    verifier_tout(nuage)


def test_deux_homonymes_du_mandant_reviennent_a_la_mairie_meme_sous_le_registre(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    registre.inscrire(CAMILLE, nne="350000888")
    recue = nuage.recue()

    assert controler(nuage, recue) is Issue.RENVOYEE

    assert nuage.accepter(nuage.relire(recue)).etat is Etat.VALIDE
    verifier_tout(nuage)


def test_mtr_01_un_electeur_de_liste_complementaire_vote_aux_municipales(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    registre.inscrire(LOUIS, listes=(Liste.COMPLEMENTAIRE_MUNICIPALE,))
    recue = nuage.recue(portee=PorteeScrutin(MIXTE.id, (1,)))

    assert controler(nuage, recue) is Issue.VALIDEE


def test_reu_puis_mairie_laisse_a_la_mairie_ce_qui_n_est_pas_conforme(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    registre.inscrire(LOUIS, situation=Situation.RADIE)
    recue = nuage.recue(portee=PorteeScrutin(MIXTE.id, (1,)))

    assert controler(nuage, recue) is Issue.RENVOYEE

    renvoyee = nuage.relire(recue)
    assert renvoyee.etat is Etat.A_CONTROLER
    assert renvoyee.verification is not None
    assert dict(renvoyee.verification.resultats)["INSCRIPTION_MANDATAIRE"] == "M04"
    assert controler(nuage, recue) is Issue.SANS_OBJET, "asked once"
    assert nuage.refuser(renvoyee, "M04").etat is Etat.INVALIDE
    verifier_tout(nuage)


def test_sous_le_registre_seul_la_mairie_ne_decide_pas(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    recue = nuage.recue()

    with pytest.raises(ControleAuRegistre):
        nuage.accepter(recue)
    with pytest.raises(ControleAuRegistre):
        nuage.refuser(recue)
    assert nuage.relire(recue) == recue


def test_nc_01_r213_1_en_nouvelle_caledonie_la_mairie_controle(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    recue = nuage.recue(qui=mandant(commune="98818"), pour=mandataire(commune="98818"))

    assert nuage.contexte.depots.attente(f"R#{recue.reference}") is None
    assert controler(nuage, recue) is Issue.SANS_OBJET
    assert registre.questions == 0


def test_un_registre_muet_ne_fait_ni_passer_ni_echouer_et_l_instant_ne_bouge_pas(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    recue = nuage.recue()
    registre.panne = True

    for essai in range(3):
        assert faire_ce_qui_attend(nuage) == [f"R#{recue.reference}"]
        attente = nuage.contexte.depots.attente(f"R#{recue.reference}")
        assert attente is not None
        assert attente.essais == essai + 1
        assert attente.prochain == nuage.maintenant + report(essai)
        assert nuage.relire(recue) == recue

    registre.panne = False
    faire_ce_qui_attend(nuage)
    validee = nuage.relire(recue)
    assert validee.etat is Etat.VALIDE
    assert validee.etablissement == recue.etablissement
    verifier_tout(nuage)


def test_le_report_s_allonge_jusqu_a_dix_minutes() -> None:
    reports = [report(essais) for essais in range(8)]
    assert reports[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert reports[-1] == report(400) == timedelta(minutes=10)


def test_l73_un_mandataire_compte_sous_son_numero_quel_que_soit_son_nom_donne(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    registre.inscrire(ANNE)
    par_nom = nuage.recue()
    nuage.avancer(minutes=1)
    par_nne = de_anne(nuage, pour=LOUIS_PAR_NNE)

    assert controler(nuage, par_nom) is Issue.VALIDEE
    assert controler(nuage, par_nne) is Issue.REJETEE

    refusee = nuage.relire(par_nne)
    assert refusee.decision is not None
    assert refusee.decision.motif == "M06"
    compte = nuage.contexte.depots.compte(
        cle_mandataire(replace(LOUIS_PAR_NNE, naissance=LOUIS.naissance), SECRET)
    )
    assert {e.reference: e.nulle for e in compte.engagements} == {
        par_nom.reference: False,
        par_nne.reference: True,
    }
    verifier_tout(nuage)


def test_l73_la_premiere_etablie_deplace_celle_que_le_registre_a_validee_avant_elle(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    # given: the first established waits, the register having been away
    registre.inscrire(ANNE)
    premiere = nuage.recue()
    nuage.avancer(minutes=1)
    seconde = de_anne(nuage, pour=LOUIS_PAR_NNE)
    assert controler(nuage, seconde) is Issue.VALIDEE

    # when
    assert controler(nuage, premiere) is Issue.VALIDEE

    # then
    assert nuage.relire(premiere).etat is Etat.VALIDE
    nulle = nuage.relire(seconde)
    assert nulle.etat is Etat.NULLE_PLAFOND
    assert nulle.fin is not None
    assert nulle.fin.motif == "M06"
    assert nulle.nuls == tuple(tour.date for tour in PRESIDENTIELLE.tours)
    verifier_tout(nuage)


def test_l73_une_place_liberee_fait_reexaminer_la_suivante(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    registre.inscrire(ANNE)
    premiere = nuage.recue(portee=PorteeScrutin(MIXTE.id, (1,)))
    nuage.avancer(minutes=1)
    seconde = de_anne(nuage)
    tierce = de_anne(nuage, pour=LOUIS_PAR_NNE, portee=PorteeScrutin(MIXTE.id, (1,)))
    assert controler(nuage, premiere) is Issue.VALIDEE
    assert controler(nuage, seconde) is Issue.VALIDEE
    assert controler(nuage, tierce) is Issue.RENVOYEE
    nuage.refuser(nuage.relire(tierce), "M06")
    assert nuage.relire(tierce).etat is Etat.INVALIDE

    # when: the first one ends
    annuler(
        nuage.contexte,
        reference=premiere.reference,
        agent=AGENT_RENNES,
        commune=RENNES,
        cle="",
        maintenant=nuage.maintenant,
    )
    faire_ce_qui_attend(nuage)
    faire_ce_qui_attend(nuage)

    # then: the refused one was checked again, at its own instant of establishment
    reprise = nuage.relire(tierce)
    assert reprise.etat is Etat.VALIDE
    assert reprise.etablissement == tierce.etablissement
    faits = [e.evenement for e in nuage.contexte.depots.ecritures(tierce.reference)]
    assert faits[-3:] == ["REFUS_MAIRIE", "REEXAMEN", "VALIDATION_REGISTRE"]
    assert list(nuage.contexte.depots.attentes_dues(nuage.avancer(days=1))) == []
    verifier_tout(nuage)


def test_une_candidate_dont_le_mandant_a_redonne_procuration_n_est_pas_reprise(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    # given: Anne's is refused for the cap, and she names somebody else
    registre.inscrire(ANNE)
    paul = registre.inscrire(LOUIS, nne="350000108", prenoms=("Paul",))
    premiere = nuage.recue(portee=PorteeScrutin(MIXTE.id, (1,)))
    nuage.avancer(minutes=1)
    refusee = de_anne(nuage, portee=PorteeScrutin(MIXTE.id, (1,)))
    controler(nuage, premiere)
    controler(nuage, refusee)
    nuage.refuser(nuage.relire(refusee), "M06")
    autre = de_anne(
        nuage,
        pour=Mandataire(naissance=paul.naissance, nne=paul.nne),
        portee=PorteeScrutin(MIXTE.id, (1,)),
    )
    assert controler(nuage, autre) is Issue.VALIDEE

    # when: the place is freed
    annuler(
        nuage.contexte,
        reference=premiere.reference,
        agent=AGENT_RENNES,
        commune=RENNES,
        cle="",
        maintenant=nuage.maintenant,
    )
    faire_ce_qui_attend(nuage)

    # then: she has one live procuration
    assert nuage.relire(refusee).etat is Etat.INVALIDE
    assert nuage.relire(autre).etat is Etat.VALIDE
    verifier_tout(nuage)


def test_un_deploiement_peut_laisser_les_mairies_controler(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    nuage.contexte = replace(nuage.contexte, controle=ModeControle.MAIRIE)

    laissee = nuage.recue()
    assert nuage.contexte.depots.attente(f"R#{laissee.reference}") is None
    assert nuage.accepter(laissee).etat is Etat.VALIDE

    # then: a scrutin that names its mode keeps it
    demandee = de_anne(nuage, portee=PorteeScrutin(MIXTE.id, (1,)))
    assert nuage.contexte.depots.attente(f"R#{demandee.reference}") is not None
