"""The mairie enters a form (REG-03, R75 III al. 3): its order in L73 is the instant it bears."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domaine.actes import Cadre, Support
from chalicelib.domaine.autorites import QualiteHorsPortail
from chalicelib.domaine.controles import ControleNonConforme
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    CleDejaUtilisee,
    DelegationAbsente,
    MandantDejaRepresente,
    SaisieInvalide,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.temps import jour
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    ANGERS,
    OPJ,
    PRESIDENTIELLE,
    REGIONALES_2021,
    RENNES,
    Nuage,
    etat_civil,
    formulaire_papier,
    mandant,
    mandataire,
)
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs

DEUX_TOURS = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))


def du_meme_mandant(nuage: Nuage) -> Demande:
    """What Camille Papillon, the mandant of the form, has asked for online."""
    return nuage.deposer(qui=mandant("papillon", nom="Papillon"), pour=mandataire(nom="Autre"))


def test_un_formulaire_saisi_est_une_procuration_etablie_a_l_instant_qu_il_porte(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    le = nuage.maintenant - timedelta(days=9)
    formulaire = formulaire_papier(le, nne="12345678", courriel="papillon@exemple.fr")

    saisie = nuage.saisir_papier(formulaire)

    acte = saisie.etablissement
    assert (saisie.etat, saisie.support) == (Etat.ETABLIE, Support.PAPIER)
    assert acte is not None
    assert (acte.le, acte.qualite, acte.cadre) == (le, QualiteHorsPortail.MAGISTRAT, Cadre.PAPIER)
    assert saisie.saisie is not None
    assert (saisie.saisie.agent, saisie.saisie.le) == (
        "21350238800019/mairie-rennes",
        nuage.maintenant,
    )
    assert saisie.mandant.id == f"papier#{saisie.reference}"
    assert saisie.mandant.commune == RENNES
    assert nuage.relire(saisie) == saisie
    verifier_tout(nuage)


def test_un_formulaire_saisi_va_au_registre_de_la_commune_puis_est_accepte(nuage: Nuage) -> None:
    nuage.peupler()

    recue = nuage.transmettre(nuage.saisir_papier())

    assert recue.etat is Etat.A_CONTROLER
    assert nuage.accepter(recue).etat is Etat.VALIDE
    (ligne,) = nuage.contexte.depots.registre(RENNES)
    assert (ligne.mandant_nom, ligne.autorite_nom, ligne.lieu) == ("Papillon", "Aubert", "Rennes")
    verifier_tout(nuage)


@pytest.mark.parametrize("commune", [RENNES, ANGERS], ids=["même commune", "autre commune"])
def test_l73_un_formulaire_etabli_avant_et_saisi_apres_rend_nulle_la_procuration_en_ligne(
    nuage: Nuage, commune: str
) -> None:
    nuage.peupler()
    agent = AGENT_ANGERS if commune == ANGERS else AGENT_RENNES
    la_veille = nuage.maintenant - timedelta(days=1)
    en_ligne = nuage.accepter(nuage.recue())

    papier = nuage.transmettre(
        nuage.saisir_papier(formulaire_papier(la_veille), agent, commune=commune)
    )
    assert nuage.relire(en_ligne).etat is Etat.VALIDE
    acceptee = nuage.accepter(papier, agent, commune=commune)

    deplacee = nuage.relire(en_ligne)
    assert (acceptee.etat, acceptee.nuls) == (Etat.VALIDE, ())
    assert deplacee.etat is Etat.NULLE_PLAFOND
    assert deplacee.fin is not None
    assert deplacee.fin.motif == "M06"


def test_cap_06_a_un_seul_tour_la_procuration_en_ligne_reste_valide_a_l_autre(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    en_ligne = nuage.accepter(nuage.recue())
    second_tour = PorteeScrutin(PRESIDENTIELLE.id, (2,))
    avant = formulaire_papier(nuage.maintenant - timedelta(hours=1), portee=second_tour)

    nuage.accepter(nuage.transmettre(nuage.saisir_papier(avant)))

    restante = nuage.relire(en_ligne)
    assert (restante.etat, restante.nuls) == (Etat.VALIDE, (PRESIDENTIELLE.tours[1].date,))


def test_l73_un_formulaire_etabli_apres_cede_a_la_procuration_en_ligne(nuage: Nuage) -> None:
    nuage.peupler()
    en_ligne = nuage.accepter(nuage.recue())
    nuage.avancer(hours=2)
    apres = formulaire_papier(nuage.maintenant - timedelta(hours=1))
    papier = nuage.transmettre(nuage.saisir_papier(apres))

    with pytest.raises(ControleNonConforme):
        nuage.accepter(papier)
    assert nuage.relire(en_ligne).etat is Etat.VALIDE


def test_cap_07_un_formulaire_signe_a_l_etranger_prend_l_autre_place(nuage: Nuage) -> None:
    nuage.peupler()
    en_ligne = nuage.accepter(nuage.recue())
    avant = formulaire_papier(nuage.maintenant - timedelta(days=1))
    au_loin = replace(
        avant,
        acte=replace(avant.acte, qualite=QualiteHorsPortail.CONSUL_HONORAIRE, en_france=False),
    )

    papier = nuage.accepter(nuage.transmettre(nuage.saisir_papier(au_loin)))

    assert papier.etat is Etat.VALIDE
    assert nuage.relire(en_ligne).etat is Etat.VALIDE


def test_le_meme_formulaire_envoye_deux_fois_n_en_fait_qu_une(nuage: Nuage) -> None:
    nuage.peupler()
    formulaire = formulaire_papier(nuage.maintenant)

    une = nuage.saisir_papier(formulaire, cle="double-clic")
    nuage.avancer(seconds=3)
    autre = nuage.saisir_papier(formulaire, cle="double-clic")

    assert autre == une
    verifier_tout(nuage)


def test_la_meme_cle_retrouve_la_procuration_quand_elle_ne_compte_plus(nuage: Nuage) -> None:
    nuage.peupler()
    formulaire = formulaire_papier(nuage.maintenant)
    une = nuage.saisir_papier(formulaire, cle="c")
    refusee = nuage.refuser(nuage.transmettre(une))

    assert nuage.saisir_papier(formulaire, cle="c") == refusee
    verifier_tout(nuage)


def test_la_meme_cle_avec_un_autre_formulaire_est_refusee(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.saisir_papier(formulaire_papier(nuage.maintenant), cle="c")
    autre = formulaire_papier(nuage.maintenant, mandant=etat_civil(nom="Quelqu'un"))

    with pytest.raises(CleDejaUtilisee):
        nuage.saisir_papier(autre, cle="c")


def test_le_meme_formulaire_saisi_par_deux_agents_ne_compte_qu_une_fois(nuage: Nuage) -> None:
    nuage.peupler()
    formulaire = formulaire_papier(nuage.maintenant)
    nuage.saisir_papier(formulaire)

    with pytest.raises(MandantDejaRepresente, match="résiliation"):
        nuage.saisir_papier(formulaire)
    verifier_tout(nuage)


def test_m08_le_mandant_qui_a_deja_donne_procuration_en_ligne_doit_la_resilier(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    nuage.etablir(du_meme_mandant(nuage))

    with pytest.raises(MandantDejaRepresente):
        nuage.saisir_papier()
    verifier_tout(nuage)


def test_m08_un_formulaire_de_trop_s_enregistre_refuse_et_ne_compte_pour_personne(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    nuage.etablir(du_meme_mandant(nuage))
    formulaire = formulaire_papier(nuage.maintenant)

    refusee = nuage.saisir_papier(formulaire, refusee=True, cle="c")

    assert refusee.etat is Etat.INVALIDE
    assert refusee.decision is not None
    assert refusee.decision.motif == "M08"
    nuage.transmettre(refusee)
    ligne = nuage.contexte.depots.ligne(RENNES, refusee.reference)
    assert ligne is not None
    assert ligne.etat is Etat.INVALIDE
    assert nuage.saisir_papier(formulaire, refusee=True, cle="c") == refusee
    verifier_tout(nuage)


def test_un_formulaire_sans_autre_procuration_ne_s_enregistre_pas_refuse(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(SaisieInvalide):
        nuage.saisir_papier(refusee=True)


@pytest.mark.parametrize("commune", [ANGERS, "00000"])
def test_un_agent_ne_saisit_que_pour_sa_commune(nuage: Nuage, commune: str) -> None:
    nuage.peupler()

    with pytest.raises(DelegationAbsente):
        nuage.saisir_papier(commune=commune)


def test_un_policier_ne_saisit_pas_de_formulaire(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(DelegationAbsente):
        nuage.saisir_papier(agent=OPJ)


def test_une_delegation_finie_ne_permet_plus_de_saisir(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.deleguer(AGENT_RENNES, RENNES, au=nuage.maintenant)

    with pytest.raises(DelegationAbsente):
        nuage.saisir_papier()


def test_un_formulaire_signe_dans_le_futur_est_refuse(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(SaisieInvalide) as refus:
        nuage.saisir_papier(formulaire_papier(nuage.maintenant + timedelta(minutes=1)))
    assert set(refus.value.erreurs) == {"etablie_le"}


def test_val_06_un_formulaire_tres_tardif_est_saisi_tant_qu_un_tour_reste(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.maintenant = nuage.maintenant.replace(month=4, day=25, hour=8)

    saisie = nuage.saisir_papier(formulaire_papier(nuage.maintenant - timedelta(days=60)))

    assert saisie.portee == DEUX_TOURS
    assert nuage.transmettre(saisie).etat is Etat.A_CONTROLER


def test_un_formulaire_dont_le_dernier_vote_est_passe_n_est_pas_saisi(nuage: Nuage) -> None:
    nuage.peupler()
    passee = PorteeScrutin(REGIONALES_2021.id, (1, 2))

    with pytest.raises(SaisieInvalide) as refus:
        nuage.saisir_papier(formulaire_papier(nuage.maintenant, portee=passee))
    assert set(refus.value.erreurs) == {"portee"}


def test_une_periode_court_du_jour_de_l_etablissement(nuage: Nuage) -> None:
    nuage.peupler()
    le = nuage.maintenant - timedelta(days=200)
    periode = PorteePeriode(jour(le), jour(le) + timedelta(days=365))

    saisie = nuage.saisir_papier(formulaire_papier(le, portee=periode))

    assert nuage.transmettre(saisie).portee == periode
    verifier_tout(nuage)
