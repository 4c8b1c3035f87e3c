"""The nightly pass: each thing once, one transaction each, safe beside people's own acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.depots import conversion_demande
from chalicelib.depots.modeles import AttenteModele, CompteModele, DemandeModele, LigneModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ConflitDeVersion, ErreurMetier, TransitionInterdite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.fin import libelle_du_motif
from chalicelib.domaine.journal import EFFACEMENT
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.services.courrier import Message
from chalicelib.services.echeances import honorer
from chalicelib.services.lister import registre
from chalicelib.services.retirer import retirer
from chalicelib.services.router import router
from chalicelib.services.verifier_journal import verifier_journal
from tests.constructeurs import PRESIDENTIELLE, RENNES, Nuage, mandant, mandataire
from tests.services.conservatoire import (
    TOUT,
    Poste,
    deplacer_le_vote,
    outillage,
    passer,
    restes,
    veiller,
)
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs

APRES_LE_VOTE = datetime(2027, 4, 26, 1, 17, tzinfo=UTC)
UN_AN_APRES = datetime(2028, 4, 26, 1, 17, tzinfo=UTC)
DEUX_MOIS_APRES = datetime(2027, 5, 2, 1, 17, tzinfo=UTC)


def passe_et_lue(nuage: Nuage, demande: Demande) -> Callable[[], object]:
    """The pass has read this demande now, and acts when it is told to."""
    outils = outillage(nuage)
    scrutins = nuage.contexte.depots.scrutins()
    lues = {
        lue.demande.reference: lue
        for lue in outils.conservation.a_examiner(TOUT, scrutins, nuage.maintenant)
    }
    return lambda: honorer(outils, lues[demande.reference], nuage.maintenant)


def test_m1b_part_une_seule_fois_a_quinze_jours_puis_a_trois(nuage: Nuage) -> None:
    poste = Poste()
    demande = nuage.peupler().deposer()
    outils = outillage(nuage, poste)

    bilan = veiller(nuage, 41, outils)

    assert bilan == {"RAPPEL_15": 1, "RAPPEL_3": 1}
    assert poste.partis == [
        (Message.M1B, f"{demande.reference}#M1b#15"),
        (Message.M1B, f"{demande.reference}#M1b#3"),
    ]
    assert [e.rang for e in outils.envois.envoyes(demande.reference)] == ["M1b#15", "M1b#3"]
    assert nuage.relire(demande) == demande


def test_m1b_ne_part_plus_si_la_demande_est_etablie_a_l_instant(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    nuage.maintenant = datetime(2027, 4, 8, 1, 17, tzinfo=UTC)
    rappeler = passe_et_lue(nuage, demande)
    nuage.etablir(demande)

    assert rappeler() is None


def test_ret_02_une_demande_expire_puis_s_efface_la_nuit_suivante(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.maintenant = datetime(2027, 1, 5, 12, tzinfo=UTC)
    demande = nuage.deposer()
    nuage.maintenant = datetime(2027, 3, 6, 1, 17, tzinfo=UTC)

    assert passer(nuage) == {"EXPIRATION": 1}
    assert nuage.contexte.depots.demande(demande.reference) is None, "gone for everybody already"
    (ligne,) = DemandeModele.scan(consistent_read=True)
    assert ligne.etat == "EXPIREE"
    verifier_tout(nuage)

    nuage.avancer(hours=1)
    assert passer(nuage) == {"EFFACEMENT": 1}
    assert restes(demande.reference) == []
    assert passer(nuage) == {}
    verifier_tout(nuage)
    dernieres = [e.evenement for e in nuage.contexte.depots.ecritures(demande.reference)]
    assert dernieres == ["DEPOT", "EXPIRATION", EFFACEMENT]


def test_ret_02_apres_le_vote_une_demande_expire_et_reste_visible_deux_mois(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = APRES_LE_VOTE

    assert passer(nuage) == {"EXPIRATION": 1}
    assert nuage.relire(demande).etat is Etat.EXPIREE
    nuage.avancer(days=2)
    assert passer(nuage) == {}
    nuage.maintenant = DEUX_MOIS_APRES
    assert passer(nuage) == {"EFFACEMENT": 1}
    assert restes(demande.reference) == []


@pytest.mark.parametrize("jusqu_a", ["ETABLIE", "A_CONTROLER", "VALIDE"])
def test_r74_toute_procuration_vivante_est_echue_apres_le_vote(nuage: Nuage, jusqu_a: str) -> None:
    nuage.peupler()
    demande = nuage.etablir(nuage.deposer())
    if jusqu_a != "ETABLIE":
        demande = nuage.transmettre(demande)
    if jusqu_a == "VALIDE":
        demande = nuage.accepter(demande)
    nuage.maintenant = APRES_LE_VOTE - timedelta(days=1)
    assert passer(nuage) == {}

    nuage.maintenant = APRES_LE_VOTE
    assert passer(nuage) == {"FIN": 1}

    assert nuage.relire(demande).etat is Etat.ECHUE
    assert passer(nuage) == {}
    verifier_journal_entier(nuage)


def test_ret_01_un_an_apres_rien_ne_nomme_plus_la_procuration(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    outils = outillage(nuage)
    outils.envois.reserver(f"{demande.reference}#1#M1", nuage.maintenant)
    outils.envois.confirmer(f"{demande.reference}#1#M1", "ses-1", nuage.maintenant)
    temoin = nuage.accepter(
        nuage.recue(
            qui=mandant("m-2", nom="Abel"),
            pour=mandataire(nom="Roy"),
            portee=PorteePeriode(date(2027, 3, 1), date(2028, 2, 28)),
        )
    )
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage, outils)
    assert set(restes(demande.reference)) >= {"DemandeModele", "LigneModele", "CompteModele"}

    nuage.maintenant = UN_AN_APRES
    assert passer(nuage, outils)["EFFACEMENT"] == 1

    assert restes(demande.reference) == []
    assert nuage.contexte.depots.ligne(RENNES, temoin.reference)
    assert nuage.relire(temoin).etat is Etat.ECHUE
    verifier_journal_entier(nuage)


def test_ret_01_un_compte_vide_reste_un_jour_pour_les_ecritures_en_cours(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.accepter(nuage.recue())
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    nuage.maintenant = UN_AN_APRES
    passer(nuage)

    comptes = list(CompteModele.scan(consistent_read=True))

    # The mandataire's was written once more, by the acceptance.
    assert sorted((c.version, list(c.engagements)) for c in comptes) == [(2, []), (3, [])]
    assert {c.exp for c in comptes} == {int((UN_AN_APRES + timedelta(days=1)).timestamp())}


def test_l_effacement_rejoue_apres_une_coupure_finit_au_meme_etat(nuage: Nuage) -> None:
    # given: the scan and the sends are gone, the transaction never left
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    nuage.maintenant = UN_AN_APRES
    outils = outillage(nuage)
    outils.envois.oublier(demande.reference)

    assert passer(nuage, outils) == {"EFFACEMENT": 1}

    assert restes(demande.reference) == []


def test_le_scan_d_un_formulaire_part_avec_lui(nuage: Nuage) -> None:
    from chalicelib.domaine.actes import Saisie

    nuage.peupler()
    nuage.accepter(nuage.recue())
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    nuage.maintenant = UN_AN_APRES
    outils = outillage(nuage)
    scrutins = nuage.contexte.depots.scrutins()
    (lue,) = outils.conservation.a_examiner(TOUT, scrutins, nuage.maintenant)
    saisie = Saisie(agent="a", le=nuage.maintenant, numerisation="scans/abc.pdf")

    honorer(outils, replace(lue, demande=replace(lue.demande, saisie=saisie)), nuage.maintenant)

    assert outils.coffre.effaces == ["scans/abc.pdf"]  # type: ignore[union-attr]


def test_m9_previent_une_fois_quinze_jours_avant_l_effacement(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    nuage.maintenant = UN_AN_APRES - timedelta(days=20)
    poste = Poste()
    outils = outillage(nuage, poste)

    assert veiller(nuage, 19, outils) == {"AVIS_EFFACEMENT": 1}

    assert poste.partis == [(Message.M9, f"{demande.reference}#M9")]


def test_ce_222981_le_registre_se_lit_encore_apres_le_vote(nuage: Nuage) -> None:
    # given: one accepted, one that the mairie had no time to check
    nuage.peupler()
    acceptee = nuage.accepter(nuage.recue())
    nuage.recue(qui=mandant("m-2", nom="Abel"), pour=mandataire(nom="Roy"))
    router(nuage.contexte, acceptee, nuage.maintenant)
    nuage.maintenant = APRES_LE_VOTE

    assert passer(nuage) == {"FIN": 2}
    for modele in DemandeModele.scan(consistent_read=True):
        router(nuage.contexte, conversion_demande.demande(modele), nuage.maintenant)

    assert [x.reference for x in registre(nuage.contexte, RENNES)] == [acceptee.reference]
    (autre,) = (x for x in nuage.contexte.depots.registre(RENNES) if x.motif)
    assert libelle_du_motif(autre.motif).startswith("Le dernier jour de vote est passé")


# ---------------------------------------------------------------- dates that move


def test_un_vote_remis_d_un_an_garde_ce_qui_etait_pour_lui(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    remis = replace(PRESIDENTIELLE, tours=(Tour(1, date(2028, 5, 7)), Tour(2, date(2028, 5, 21))))
    deplacer_le_vote(nuage, remis)
    nuage.maintenant = UN_AN_APRES - timedelta(days=10)

    assert passer(nuage) == {}
    nuage.maintenant = UN_AN_APRES + timedelta(days=20)

    assert nuage.relire(demande).etat is Etat.VALIDE
    assert nuage.contexte.depots.ligne(RENNES, demande.reference)
    for compte in CompteModele.scan(consistent_read=True):
        assert nuage.contexte.depots.compte(compte.electeur).engagements
    verifier_tout(nuage)


def test_un_vote_avance_efface_plus_tot(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    avance = replace(PRESIDENTIELLE, tours=(Tour(1, date(2027, 3, 7)), Tour(2, date(2027, 3, 14))))
    deplacer_le_vote(nuage, avance)
    nuage.maintenant = datetime(2027, 3, 15, 1, 17, tzinfo=UTC)
    assert passer(nuage) == {"FIN": 1}

    nuage.maintenant = datetime(2028, 3, 15, 1, 17, tzinfo=UTC)
    assert passer(nuage) == {"EFFACEMENT": 1}
    assert restes(demande.reference) == []


# ---------------------------------------------------------------- races


def test_l_etablissement_qui_precede_l_expiration_l_emporte(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = APRES_LE_VOTE
    expirer = passe_et_lue(nuage, demande)
    nuage.maintenant = APRES_LE_VOTE - timedelta(hours=8)
    nuage.etablir(demande)
    nuage.maintenant = APRES_LE_VOTE

    with pytest.raises(ConflitDeVersion):
        expirer()

    assert nuage.relire(demande).etat is Etat.ETABLIE
    verifier_tout(nuage)


def test_l_expiration_qui_precede_l_etablissement_l_emporte(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    nuage.maintenant = APRES_LE_VOTE - timedelta(hours=8)

    with pytest.raises(TransitionInterdite):
        nuage.etablir(demande)

    verifier_tout(nuage)


@pytest.mark.parametrize("premier", ["retrait", "expiration"])
def test_retrait_et_expiration_ne_font_qu_une_transition(nuage: Nuage, premier: str) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = APRES_LE_VOTE
    expirer = passe_et_lue(nuage, demande)

    def retirer_() -> object:
        return retirer(
            nuage.contexte,
            reference=demande.reference,
            mandant_id="mandant-1",
            maintenant=nuage.maintenant,
        )

    actes = [retirer_, expirer] if premier == "retrait" else [expirer, retirer_]
    actes[0]()
    with pytest.raises(ErreurMetier):
        actes[1]()

    attendu = Etat.RETIREE if premier == "retrait" else Etat.EXPIREE
    assert nuage.relire(demande).etat is attendu
    verifier_tout(nuage)


def test_une_decision_apres_l_effacement_ne_ressuscite_rien(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.recue()
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    nuage.maintenant = UN_AN_APRES
    passer(nuage)

    with pytest.raises(ErreurMetier):
        nuage.accepter(demande)

    assert restes(demande.reference) == []
    verifier_journal_entier(nuage)


def test_deux_passes_a_la_fois_n_effacent_qu_une_fois(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    nuage.maintenant = UN_AN_APRES
    passes = [passe_et_lue(nuage, demande) for _ in range(2)]
    passes[0]()

    with pytest.raises(ConflitDeVersion):
        passes[1]()

    assert restes(demande.reference) == []
    effacements = [
        e for e in nuage.contexte.depots.ecritures(demande.reference) if e.evenement == EFFACEMENT
    ]
    assert len(effacements) == 1


# ---------------------------------------------------------------- CAP-06


def annees(nuage: Nuage) -> list[Demande]:
    """Two procurations of a year for one mandataire, established one after the other, when no vote
    is known in their period."""
    portee = PorteePeriode(date(2028, 1, 10), date(2028, 12, 31))
    nuage.maintenant = datetime(2028, 1, 5, 9, tzinfo=UTC)
    recues = []
    for n, nom in enumerate(("Abel", "Zola")):
        nuage.avancer(minutes=1)
        recues.append(nuage.recue(qui=mandant(f"m-{n}", nom=nom), portee=portee))
    return [nuage.accepter(recue) for recue in recues]


def test_cap_06_un_scrutin_ajoute_fait_examiner_les_comptes_qu_il_change(nuage: Nuage) -> None:
    annees(nuage.peupler())
    assert passer(nuage) == {}
    ajoute = Scrutin("legislatives-2028", "Législatives", (Tour(1, date(2028, 6, 11)),))
    deplacer_le_vote(nuage, ajoute)

    assert passer(nuage) == {"PLAFONDS": 1}
    assert passer(nuage) == {}, "asked once"

    (attente,) = AttenteModele.scan(consistent_read=True)
    assert attente.cle.startswith("P#")


def test_cap_06_un_scrutin_d_ailleurs_ne_fait_rien_examiner(nuage: Nuage) -> None:
    annees(nuage.peupler())
    ailleurs = Scrutin(
        "partielle-2028", "Municipale partielle", (Tour(1, date(2028, 6, 11)),), ("49",)
    )
    deplacer_le_vote(nuage, ailleurs)

    assert passer(nuage) == {}


# ---------------------------------------------------------------- what is read


def test_ce_qui_n_est_pas_du_n_est_pas_lu(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.accepter(nuage.recue())
    nuage.deposer(mandant("m-2"))
    outils = outillage(nuage)

    def lues() -> int:
        scrutins = nuage.contexte.depots.scrutins()
        return len(list(outils.conservation.a_examiner(TOUT, scrutins, nuage.maintenant)))

    assert lues() == 0
    nuage.maintenant = datetime(2027, 3, 28, 1, 17, tzinfo=UTC)
    assert lues() == 1
    nuage.maintenant = APRES_LE_VOTE
    assert lues() == 2


def test_la_ligne_du_registre_part_dans_la_meme_transaction(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue(portee=PorteeScrutin(PRESIDENTIELLE.id, (1,))))
    nuage.maintenant = APRES_LE_VOTE
    passer(nuage)
    nuage.maintenant = UN_AN_APRES
    passer(nuage)

    assert list(LigneModele.query(RENNES)) == []
    assert nuage.contexte.depots.demande(demande.reference) is None


def verifier_journal_entier(nuage: Nuage) -> None:
    assert verifier_journal(nuage.contexte).ruptures == ()
