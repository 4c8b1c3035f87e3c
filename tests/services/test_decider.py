"""The mairie examines, accepts or refuses."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.domaine.controles import ControleNonConforme, Resultat
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    DelegationAbsente,
    ProcurationIntrouvable,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import Mandataire, cle_mandant, cle_mandataire
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.services.mairie import Dossier, examiner
from chalicelib.services.reexaminer import reexaminer
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    ANGERS,
    REGIONALES_2021,
    RENNES,
    SECRET,
    Nuage,
    mandant,
    mandataire,
)
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs


def ouvrir(
    nuage: Nuage, demande: Demande, agent: Agent = AGENT_RENNES, commune: str = RENNES
) -> Dossier:
    return examiner(
        nuage.contexte,
        reference=demande.reference,
        agent=agent,
        commune=commune,
        maintenant=nuage.maintenant,
    )


def test_examiner_montre_les_controles_et_se_consigne_une_fois(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()

    dossier = ouvrir(nuage, recue)

    assert dossier.demande == recue
    assert len(dossier.controles) == 5
    vues = [
        (e.acteur, e.numero)
        for e in nuage.contexte.depots.ecritures(recue.reference)
        if e.evenement == "CONSULTATION"
    ]
    assert vues == [(AGENT_RENNES.cle, 4)]
    verifier_tout(nuage)


@pytest.mark.parametrize("geste", ["accepter", "refuser"])
def test_une_procuration_decidee_s_examine_encore(nuage: Nuage, geste: str) -> None:
    nuage.peupler()
    decidee = getattr(nuage, geste)(nuage.recue())

    assert ouvrir(nuage, decidee).demande == decidee


def test_la_procuration_d_une_autre_commune_n_existe_pas(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()
    pas_recue = nuage.etablir(nuage.deposer(qui=mandant("m2", nom="Autre", commune=ANGERS)))

    for demande in (recue, pas_recue):
        for geste in (
            lambda d=demande: ouvrir(nuage, d, AGENT_ANGERS, ANGERS),
            lambda d=demande: nuage.accepter(d, AGENT_ANGERS, commune=ANGERS),
            lambda d=demande: nuage.refuser(d, agent=AGENT_ANGERS, commune=ANGERS),
        ):
            with pytest.raises(ProcurationIntrouvable):
                geste()
        assert nuage.relire(demande) == demande
    # Claiming the commune is not enough: the delegation says which.
    with pytest.raises(DelegationAbsente):
        nuage.accepter(recue, AGENT_ANGERS, commune=RENNES)
    verifier_tout(nuage)


def test_sans_delegation_rien_ne_se_voit_ni_ne_se_decide(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()
    sans = Agent("21350238800019/sans-delegation", "Roux", "Léa")
    finie = Agent("21350238800019/finie", "Roux", "Léo")
    nuage.deleguer(finie, RENNES, au=datetime(2027, 2, 28, tzinfo=UTC))

    for agent in (sans, finie):
        for geste in (
            lambda a=agent: ouvrir(nuage, recue, a),
            lambda a=agent: nuage.accepter(recue, a),
            lambda a=agent: nuage.refuser(recue, agent=a),
        ):
            with pytest.raises(DelegationAbsente):
                geste()
    assert nuage.relire(recue) == recue


def test_chaque_controle_a_faire_doit_etre_coche(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()

    with pytest.raises(SaisieInvalide) as refus:
        nuage.accepter(recue, confirmes=frozenset({"INSCRIPTION_MANDANT"}))
    assert set(refus.value.erreurs) == {"INSCRIPTION_MANDATAIRE"}
    assert nuage.relire(recue) == recue


def test_designe_par_son_numero_le_mandataire_doit_etre_nomme(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue(pour=Mandataire("1990-01-15", nne="12345678"))

    with pytest.raises(SaisieInvalide) as refus:
        nuage.accepter(recue)
    assert set(refus.value.erreurs) == {"mandataire_nom", "mandataire_prenoms"}
    acceptee = nuage.accepter(recue, nom="Martin", prenoms=("Louis", "Paul"))

    assert (acceptee.mandataire.nom, acceptee.mandataire.prenoms) == ("Martin", ("Louis", "Paul"))
    assert acceptee.mandataire.nne == "12345678"
    assert nuage.relire(recue) == acceptee
    verifier_tout(nuage)


def test_nomme_par_le_mandant_le_mandataire_ne_change_pas_de_nom(nuage: Nuage) -> None:
    nuage.peupler()

    acceptee = nuage.accepter(nuage.recue(), nom="Autre", prenoms=("Personne",))

    assert acceptee.mandataire == mandataire()


def test_cap_01_la_seconde_procuration_du_mandataire_ne_s_accepte_pas(nuage: Nuage) -> None:
    nuage.peupler()
    premiere = nuage.recue(qui=mandant("m1", nom="Alpha"))
    nuage.avancer(minutes=1)
    seconde = nuage.recue(qui=mandant("m2", nom="Beta"))

    with pytest.raises(ControleNonConforme, match="M06"):
        nuage.accepter(seconde)
    assert ouvrir(nuage, seconde).controles[-1].resultat is Resultat.NON_CONFORME
    # The order of decision changes nothing: the first established is valid.
    assert nuage.accepter(premiere).etat is Etat.VALIDE
    verifier_tout(nuage)


def test_un_refus_libere_les_deux_comptes_et_la_place_du_mandataire(nuage: Nuage) -> None:
    nuage.peupler()
    premiere = nuage.recue(qui=mandant("m1", nom="Alpha"))
    nuage.avancer(minutes=1)
    seconde = nuage.recue(qui=mandant("m2", nom="Beta"))

    refusee = nuage.refuser(premiere, "M01")

    depots = nuage.contexte.depots
    assert depots.compte(cle_mandant(refusee.mandant, SECRET)).engagements == ()
    tenues = depots.compte(cle_mandataire(refusee.mandataire, SECRET)).engagements
    assert [e.reference for e in tenues] == [seconde.reference]
    assert nuage.accepter(seconde).etat is Etat.VALIDE
    verifier_tout(nuage)


def test_mtr_02_en_2021_un_mandataire_d_ailleurs_est_refuse(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.maintenant = datetime(2021, 6, 1, 9, tzinfo=UTC)
    portee = PorteeScrutin(REGIONALES_2021.id, (1, 2))
    recue = nuage.recue(portee=portee, pour=mandataire(commune=ANGERS))

    with pytest.raises(ControleNonConforme, match="M05"):
        nuage.accepter(recue)
    assert nuage.refuser(recue, "M05").decision is not None
    verifier_tout(nuage)


def test_mtr_02_deux_arrondissements_de_paris_sont_une_meme_commune(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.deleguer(AGENT_RENNES, "75112")
    nuage.maintenant = datetime(2021, 6, 1, 9, tzinfo=UTC)
    recue = nuage.recue(
        qui=mandant(commune="75112"),
        pour=mandataire(commune="75118"),
        portee=PorteeScrutin(REGIONALES_2021.id, (1, 2)),
    )

    assert nuage.accepter(recue, commune="75112").etat is Etat.VALIDE


@pytest.mark.parametrize("motif", ["M05", "M14", "", "A1"])
def test_un_motif_qui_n_est_pas_offert_est_refuse(nuage: Nuage, motif: str) -> None:
    nuage.peupler()
    recue = nuage.recue()

    with pytest.raises(SaisieInvalide):
        nuage.refuser(recue, motif)
    assert nuage.relire(recue) == recue


def test_la_precision_ne_suit_que_le_motif_libre(nuage: Nuage) -> None:
    nuage.peupler()

    libre = nuage.refuser(nuage.recue(), "M18", precision="Pièce illisible")
    autre = nuage.refuser(nuage.recue(qui=mandant("m2", nom="Autre")), "M01", precision="à oublier")

    assert libre.decision is not None
    assert autre.decision is not None
    assert (libre.decision.precision, autre.decision.precision) == ("Pièce illisible", "")


@pytest.mark.parametrize("geste", ["accepter", "refuser"])
def test_une_decision_rejouee_avec_sa_cle_ne_change_rien_de_plus(nuage: Nuage, geste: str) -> None:
    nuage.peupler()
    recue = nuage.recue()
    decider = getattr(nuage, geste)
    decidee = decider(recue, cle="c")
    nuage.avancer(minutes=1)

    assert decider(recue, cle="c") == decidee
    for autre in ("autre", ""):
        with pytest.raises(TransitionInterdite):
            decider(recue, cle=autre)
    verifier_tout(nuage)


def test_on_ne_decide_pas_deux_fois(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()
    acceptee = nuage.accepter(recue)

    with pytest.raises(TransitionInterdite, match="acceptée"):
        nuage.refuser(recue)
    assert nuage.relire(recue) == acceptee
    verifier_tout(nuage)


def test_le_jour_du_vote_passe_la_decision_reste_possible(nuage: Nuage) -> None:
    # "Too late" is no motif of the law: what was received is decided.
    nuage.peupler()
    recue = nuage.recue()
    nuage.maintenant = datetime(2027, 4, 26, 9, tzinfo=UTC)
    assert nuage.maintenant.date() > date(2027, 4, 25)

    assert nuage.accepter(recue).etat is Etat.VALIDE


def test_mtr_04_la_mairie_refuse_qui_se_designe_lui_meme(nuage: Nuage) -> None:
    """One account for both electors: it is written once."""
    qui = mandant()
    civil = qui.etat_civil
    lui_meme = mandataire(
        naissance=civil.naissance, nom=civil.nom, prenoms=civil.prenoms, sexe=civil.sexe
    )
    recue = nuage.peupler().recue(qui=qui, pour=lui_meme)

    assert nuage.refuser(recue, "M09").etat is Etat.INVALIDE
    verifier_tout(nuage)


def test_article_l73_un_homonyme_de_meme_compte_retrouve_sa_place(nuage: Nuage) -> None:
    """His mandant and he share an account; refused for the cap, he is examined again."""
    homonyme = mandant("homonyme")
    civil = homonyme.etat_civil
    pour = mandataire(
        naissance=civil.naissance, nom=civil.nom, prenoms=civil.prenoms, sexe=civil.sexe
    )
    premiere = nuage.peupler().recue(qui=mandant("autre", nom="Autre"), pour=pour)
    nuage.avancer(minutes=1)
    seconde = nuage.refuser(nuage.recue(qui=homonyme, pour=pour), "M06")
    nuage.refuser(premiere, "M03")

    compte = cle_mandataire(pour, SECRET)
    assert reexaminer(nuage.contexte, compte, nuage.maintenant) == (seconde.reference,)
    verifier_tout(nuage)
