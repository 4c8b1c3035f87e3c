"""After reception the mairie annuls, marks as lapsed, enters a résiliation, notes a vote, or takes
back its refusal.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.depots.modeles import AttenteModele, DelegationModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    DelegationAbsente,
    MandantDejaRepresente,
    ProcurationIntrouvable,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.services.changement import Changement
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    ANGERS,
    PRESIDENTIELLE,
    RENNES,
    SECRET,
    Nuage,
    mandant,
    mandataire,
)
from tests.services.apres_reception import (
    FINS,
    GESTES,
    PREMIER_TOUR,
    SECOND_TOUR,
    annuler,
    heures,
    noter_vote,
    prete,
    rendre_caduque,
    resilier_sur_papier,
    rouvrir,
)
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs

AILLEURS = Scrutin(
    "partielle-angers", "Élection partielle", (Tour(1, date(2027, 5, 30)),), (ANGERS,)
)
ARRIVEES = {"L77-R80": Etat.ANNULEE_DROIT, "caducité": Etat.CADUQUE, "L75-papier": Etat.RESILIEE}


def engagements(nuage: Nuage, demande: Demande) -> list[str]:
    """The references left in both accounts."""
    cles = cle_mandant(demande.mandant, SECRET), cle_mandataire(demande.mandataire, SECRET)
    comptes = (nuage.contexte.depots.compte(cle) for cle in cles)
    return [e.reference for compte in comptes for e in compte.engagements]


@pytest.mark.parametrize("nom", FINS)
def test_articles_l75_l77_r80_la_procuration_prend_fin_et_sa_place_est_libre(
    nuage: Nuage, nom: str
) -> None:
    nuage.peupler()
    demande = prete(nuage, nom)

    finie = FINS[nom](nuage, demande, cle="c")

    assert finie.etat is ARRIVEES[nom]
    assert nuage.relire(demande) == finie
    assert engagements(nuage, finie) == []
    assert list(AttenteModele.scan()) == []
    verifier_tout(nuage)


def test_article_l77_le_motif_et_l_agent_sont_gardes(nuage: Nuage) -> None:
    demande = prete(nuage.peupler(), "L77-R80")

    annulee = annuler(nuage, demande)

    assert annulee.fin is not None
    assert (annulee.fin.motif, annulee.fin.agent) == ("M15", AGENT_RENNES.cle)
    (derniere,) = nuage.contexte.depots.ecritures(demande.reference)[-1:]
    assert (derniere.evenement, derniere.motif) == ("ANNULATION", "M15")


@pytest.mark.parametrize("etat", ["à contrôler", "acceptée"])
def test_article_l77_meme_avant_la_decision(nuage: Nuage, etat: str) -> None:
    recue = nuage.peupler().recue()
    demande = nuage.accepter(recue) if etat == "acceptée" else recue

    assert annuler(nuage, demande).etat is Etat.ANNULEE_DROIT


@pytest.mark.parametrize("nom", FINS)
def test_la_place_liberee_fait_reexaminer_celle_que_l73_avait_ecartee(
    nuage: Nuage, nom: str
) -> None:
    # given: the second established exceeds the cap and is refused for it
    nuage.peupler()
    premiere = nuage.recue(qui=mandant("m1", nom="Alpha"))
    nuage.avancer(minutes=1)
    seconde = nuage.refuser(nuage.recue(qui=mandant("m2", nom="Beta")), "M06")

    FINS[nom](nuage, premiere)

    (attente,) = AttenteModele.scan()
    assert attente.cle == f"P#{cle_mandataire(seconde.mandataire, SECRET)}"


@pytest.mark.parametrize("nom", FINS)
def test_ce_qui_a_pris_fin_ne_se_termine_pas_deux_fois(nuage: Nuage, nom: str) -> None:
    nuage.peupler()
    demande = prete(nuage, nom)
    finie = FINS[nom](nuage, demande, cle="c")
    nuage.avancer(minutes=1)

    assert FINS[nom](nuage, demande, cle="c") == finie
    for cle in ("autre", ""):
        with pytest.raises(TransitionInterdite):
            FINS[nom](nuage, demande, cle=cle)
    # The same key of another agent is another call.
    collegue = Agent("21350238800019/collegue", "Roux", "Léa")
    nuage.deleguer(collegue, RENNES)
    with pytest.raises(TransitionInterdite):
        FINS[nom](nuage, demande, cle="c", agent=collegue)
    verifier_tout(nuage)


@pytest.mark.parametrize("nom", GESTES)
def test_la_procuration_d_une_autre_commune_n_existe_pas(nuage: Nuage, nom: str) -> None:
    nuage.peupler()
    demande = prete(nuage, nom)

    with pytest.raises(ProcurationIntrouvable):
        GESTES[nom](nuage, demande, agent=AGENT_ANGERS, commune=ANGERS)
    with pytest.raises(DelegationAbsente):
        GESTES[nom](nuage, demande, agent=AGENT_ANGERS, commune=RENNES)
    assert nuage.relire(demande) == demande


@pytest.mark.parametrize("nom", GESTES)
def test_sans_delegation_valide_a_cet_instant_rien_ne_se_marque(nuage: Nuage, nom: str) -> None:
    nuage.peupler()
    demande = prete(nuage, nom)
    sans = Agent("21350238800019/sans-delegation", "Roux", "Léa")
    finie = Agent("21350238800019/finie", "Roux", "Léo")
    nuage.deleguer(finie, RENNES, au=nuage.maintenant)

    for agent in (sans, finie):
        with pytest.raises(DelegationAbsente):
            GESTES[nom](nuage, demande, agent=agent)
    assert nuage.relire(demande) == demande


@pytest.mark.parametrize("nom", [*GESTES, "acceptation"])
@pytest.mark.parametrize("changement", ["retirée", "finie", "d'une autre commune"])
def test_une_delegation_retiree_pendant_l_acte_l_empeche(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch, nom: str, changement: str
) -> None:
    nuage.peupler()
    demande = nuage.recue() if nom == "acceptation" else prete(nuage, nom)
    geste = (lambda n, d: n.accepter(d)) if nom == "acceptation" else GESTES[nom]
    ecrire = DepotsDynamo.enregistrer

    def apres_le_retrait(self: DepotsDynamo, ecrit: Changement) -> None:
        if changement == "retirée":
            DelegationModele(AGENT_RENNES.cle).delete()
        elif changement == "finie":
            nuage.deleguer(AGENT_RENNES, RENNES, au=nuage.maintenant)
        else:
            nuage.deleguer(AGENT_RENNES, ANGERS)
        ecrire(self, ecrit)

    monkeypatch.setattr(DepotsDynamo, "enregistrer", apres_le_retrait)
    with pytest.raises(DelegationAbsente, match="vient de prendre fin"):
        geste(nuage, demande)
    assert nuage.relire(demande) == demande
    verifier_tout(nuage)


@pytest.mark.parametrize("nom", GESTES)
def test_deux_agents_a_la_fois_un_seul_acte(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch, nom: str
) -> None:
    nuage.peupler()
    demande = prete(nuage, nom)
    collegue = Agent("21350238800019/collegue", "Roux", "Léa")
    nuage.deleguer(collegue, RENNES)
    ecrire, rivaux = DepotsDynamo.enregistrer, [collegue]

    def devancer(self: DepotsDynamo, ecrit: Changement) -> None:
        if rivaux:
            GESTES[nom](nuage, demande, agent=rivaux.pop(), cle="celle-du-collegue")
        ecrire(self, ecrit)

    monkeypatch.setattr(DepotsDynamo, "enregistrer", devancer)
    if nom == "L76-R79":
        GESTES[nom](nuage, demande)
    else:
        with pytest.raises(TransitionInterdite):
            GESTES[nom](nuage, demande, cle="la-mienne")
    assert nuage.relire(demande).version == demande.version + 1
    verifier_tout(nuage)


@pytest.mark.parametrize("motif", ["DECES", "RADIATION"])
def test_la_caducite_dit_son_motif(nuage: Nuage, motif: str) -> None:
    demande = prete(nuage.peupler(), "caducité")

    caduque = rendre_caduque(nuage, demande, motif)

    assert caduque.fin is not None
    assert caduque.fin.motif == motif


@pytest.mark.parametrize("motif", ["", "M15", "AUTRE", "deces"])
def test_un_motif_de_caducite_inconnu_est_refuse(nuage: Nuage, motif: str) -> None:
    demande = prete(nuage.peupler(), "caducité")

    with pytest.raises(SaisieInvalide) as refus:
        rendre_caduque(nuage, demande, motif)
    assert set(refus.value.erreurs) == {"motif"}
    assert nuage.relire(demande) == demande


def test_article_l75_le_formulaire_dit_quand_la_resiliation_a_ete_faite(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    signee_le = nuage.maintenant
    nuage.avancer(hours=5)

    resiliee = resilier_sur_papier(nuage, demande, signee_le)

    assert resiliee.resiliation is not None
    assert (resiliee.resiliation.le, resiliee.resiliation.agent) == (signee_le, AGENT_RENNES.cle)


def test_article_l75_un_formulaire_de_l_avenir_ou_d_avant_l_etablissement_est_refuse(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    nuage.avancer(hours=5)

    for signee_le in (nuage.maintenant + heures(0.1), nuage.maintenant - heures(5.1)):
        with pytest.raises(SaisieInvalide) as refus:
            resilier_sur_papier(nuage, demande, signee_le)
        assert set(refus.value.erreurs) == {"le"}
    assert nuage.relire(demande) == demande


def test_articles_l76_r79_le_vote_du_mandant_ne_vaut_que_pour_ce_tour(nuage: Nuage) -> None:
    nuage.peupler()
    demande = prete(nuage, "L76-R79")

    notee = noter_vote(nuage, demande)

    assert (notee.etat, notee.votes) == (Etat.VALIDE, (PREMIER_TOUR,))
    assert set(engagements(nuage, notee)) == {demande.reference}
    assert noter_vote(nuage, demande) == notee
    nuage.maintenant = datetime(2027, 4, 25, 9, tzinfo=UTC)
    assert noter_vote(nuage, demande, SECOND_TOUR).votes == (PREMIER_TOUR, SECOND_TOUR)
    verifier_tout(nuage)


@pytest.mark.parametrize(
    "instant, accepte",
    [
        # The legal day is that of Paris: at 22:30 UTC of the 10th it is the 11th there.
        (datetime(2027, 4, 10, 21, 30, tzinfo=UTC), False),
        (datetime(2027, 4, 10, 22, 30, tzinfo=UTC), True),
        (datetime(2027, 4, 13, 9, tzinfo=UTC), True),
    ],
)
def test_article_l76_le_vote_se_note_le_jour_du_tour_ou_apres(
    nuage: Nuage, instant: datetime, accepte: bool
) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    nuage.maintenant = instant

    if accepte:
        assert noter_vote(nuage, demande).votes == (PREMIER_TOUR,)
    else:
        with pytest.raises(SaisieInvalide, match="pas encore"):
            noter_vote(nuage, demande)


def test_article_l76_seul_un_tour_couvert_se_note(nuage: Nuage) -> None:
    nuage.peupler()
    second = nuage.accepter(nuage.recue(portee=PorteeScrutin(PRESIDENTIELLE.id, (2,))))
    nuage.maintenant = datetime(2027, 4, 26, 9, tzinfo=UTC)

    for tour in (PREMIER_TOUR, date(2027, 4, 26), date(2021, 6, 20)):
        with pytest.raises(SaisieInvalide) as refus:
            noter_vote(nuage, second, tour)
        assert set(refus.value.erreurs) == {"tour"}
    assert noter_vote(nuage, second, SECOND_TOUR).votes == (SECOND_TOUR,)


def test_article_l76_une_periode_ne_couvre_que_les_scrutins_de_la_commune(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.ajouter_scrutin(AILLEURS)
    periode = PorteePeriode(date(2027, 4, 1), date(2027, 6, 30))
    demande = nuage.accepter(nuage.recue(portee=periode))
    nuage.maintenant = datetime(2027, 5, 31, 9, tzinfo=UTC)

    with pytest.raises(SaisieInvalide):
        noter_vote(nuage, demande, AILLEURS.tours[0].date)
    assert noter_vote(nuage, demande, SECOND_TOUR).votes == (SECOND_TOUR,)


def test_article_l76_une_procuration_non_acceptee_ne_sert_pas_encore(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    nuage.maintenant = datetime(2027, 4, 11, 9, tzinfo=UTC)

    with pytest.raises(TransitionInterdite):
        noter_vote(nuage, recue)


def test_un_refus_par_erreur_se_reprend_et_la_procuration_compte_de_nouveau(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()
    refusee = nuage.refuser(recue)
    nuage.avancer(days=2)

    rouverte = rouvrir(nuage, refusee, cle="c")

    assert (rouverte.etat, rouverte.decision) == (Etat.A_CONTROLER, None)
    assert rouverte.etablissement == recue.etablissement
    assert sorted(engagements(nuage, rouverte)) == [recue.reference] * 2
    assert nuage.accepter(rouverte).etat is Etat.VALIDE
    verifier_tout(nuage)


def test_une_reouverture_rejouee_ne_rouvre_pas_un_second_refus(nuage: Nuage) -> None:
    nuage.peupler()
    refusee = nuage.refuser(nuage.recue())
    rouverte = rouvrir(nuage, refusee, cle="c")
    assert rouvrir(nuage, refusee, cle="c") == rouverte
    encore = nuage.refuser(rouverte)

    assert rouvrir(nuage, refusee, cle="c") == encore
    assert rouvrir(nuage, refusee, cle="d").etat is Etat.A_CONTROLER
    verifier_tout(nuage)


def test_l73_se_juge_de_nouveau_a_la_nouvelle_decision_a_l_instant_de_l_etablissement(
    nuage: Nuage,
) -> None:
    # given: the first established was refused by error, and the second accepted meanwhile
    nuage.peupler()
    premiere = nuage.recue(qui=mandant("m1", nom="Alpha"))
    nuage.avancer(minutes=1)
    seconde = nuage.recue(qui=mandant("m2", nom="Beta"))
    nuage.refuser(premiere, "M01")
    nuage.accepter(seconde)

    nuage.accepter(rouvrir(nuage, premiere))

    assert nuage.relire(premiere).etat is Etat.VALIDE
    assert nuage.relire(seconde).etat is Etat.NULLE_PLAFOND


def test_refusee_pour_le_plafond_elle_n_est_comptee_qu_une_fois_une_fois_rouverte(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    nuage.recue(qui=mandant("m1", nom="Alpha"))
    nuage.avancer(minutes=1)
    seconde = nuage.refuser(nuage.recue(qui=mandant("m2", nom="Beta")), "M06")

    rouverte = rouvrir(nuage, seconde)

    assert engagements(nuage, rouverte).count(seconde.reference) == 2
    verifier_tout(nuage)


def test_un_mandant_represente_entre_temps_ne_l_est_pas_deux_fois(nuage: Nuage) -> None:
    nuage.peupler()
    refusee = nuage.refuser(nuage.recue())
    nuage.recue(pour=mandataire(nom="Roy"))

    with pytest.raises(MandantDejaRepresente):
        rouvrir(nuage, refusee)
    assert nuage.relire(refusee) == refusee
    verifier_tout(nuage)


def test_apres_le_dernier_tour_un_refus_ne_se_reprend_plus(nuage: Nuage) -> None:
    nuage.peupler()
    refusee = nuage.refuser(nuage.recue())
    autre = nuage.refuser(nuage.recue(qui=mandant("m2", nom="Beta"), pour=mandataire(nom="Roy")))

    nuage.maintenant = datetime(2027, 4, 25, 9, tzinfo=UTC)
    assert rouvrir(nuage, refusee).etat is Etat.A_CONTROLER
    nuage.avancer(days=1)
    with pytest.raises(TransitionInterdite, match="passé"):
        rouvrir(nuage, autre)


@pytest.mark.parametrize("geste", ["accepter", "annuler", "rien"])
def test_seul_un_refus_de_la_mairie_se_reprend(nuage: Nuage, geste: str) -> None:
    nuage.peupler()
    demande = nuage.recue()
    if geste == "accepter":
        demande = nuage.accepter(demande)
    elif geste == "annuler":
        demande = annuler(nuage, demande)

    with pytest.raises(TransitionInterdite):
        rouvrir(nuage, demande)
    assert nuage.relire(demande) == demande
