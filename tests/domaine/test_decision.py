"""Accepted, refused, null, examined again: what each decision keeps of the one before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domaine import decision
from chalicelib.domaine.actes import Decision, Fin, Reouverture, Verification
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.domaine.etats import Etat, Evenement, Role
from tests.constructeurs import AGENT_RENNES, mandataire
from tests.domaine.exemples import (
    DEPOT,
    GESTES,
    PREMIER_TOUR,
    SECOND_TOUR,
    demande_dans,
    vivre,
)

MIDI = DEPOT + timedelta(hours=3)
LU = mandataire(nom="Le Goff", prenoms=("Anne", "Marie"), nne="12345678")
REPONSES = Verification(le=MIDI, resultats=(("PLAFOND", "CONFORME"),))


def test_ctl_01_l_acceptation_inscrit_les_noms_lus_et_les_jours_nuls() -> None:
    acceptee, ecriture = decision.accepter(
        demande_dans(Etat.A_CONTROLER),
        AGENT_RENNES,
        mandataire=LU,
        nuls=(PREMIER_TOUR,),
        cle="cle",
        maintenant=MIDI,
    )

    assert acceptee.mandataire == LU
    assert acceptee.nuls == (PREMIER_TOUR,)
    assert acceptee.decision == Decision(agent=AGENT_RENNES.cle, le=MIDI, cle="cle")
    assert acceptee.fin is None
    assert (ecriture.role, ecriture.acteur, ecriture.motif) == (Role.MAIRIE, AGENT_RENNES.cle, "")


def test_ctl_01_le_refus_de_la_mairie_porte_son_motif_et_sa_precision() -> None:
    refusee, ecriture = decision.refuser(
        demande_dans(Etat.A_CONTROLER),
        AGENT_RENNES,
        motif="M18",
        precision="Liste close",
        cle="cle",
        maintenant=MIDI,
    )

    assert refusee.decision == Decision(
        agent=AGENT_RENNES.cle, le=MIDI, motif="M18", precision="Liste close", cle="cle"
    )
    assert (ecriture.role, ecriture.acteur, ecriture.motif) == (
        Role.MAIRIE,
        AGENT_RENNES.cle,
        "M18",
    )


def test_ctl_02_r75_iii_le_repertoire_valide_et_nomme_le_mandataire() -> None:
    validee, ecriture = decision.valider_au_registre(
        demande_dans(Etat.A_CONTROLER),
        REPONSES,
        mandataire=LU,
        nuls=(SECOND_TOUR,),
        maintenant=MIDI,
    )

    assert (validee.mandataire, validee.verification) == (LU, REPONSES)
    assert validee.nuls == (SECOND_TOUR,)
    assert validee.decision == Decision(agent="registre-national", le=MIDI)
    assert (ecriture.role, ecriture.acteur) == (Role.SYSTEME, "registre-national")


def test_ctl_02_r77_le_repertoire_rejette_avec_le_motif_du_controle() -> None:
    rejetee, ecriture = decision.rejeter_au_registre(
        demande_dans(Etat.A_CONTROLER), REPONSES, mandataire=LU, motif="M04", maintenant=MIDI
    )

    assert (rejetee.mandataire, rejetee.verification) == (LU, REPONSES)
    assert rejetee.decision == Decision(agent="registre-national", le=MIDI, motif="M04")
    assert (ecriture.motif, ecriture.acteur) == ("M04", "registre-national")


def test_reu_puis_mairie_la_reponse_reste_la_mairie_decide() -> None:
    renvoyee, ecriture = decision.renvoyer_a_la_mairie(
        demande_dans(Etat.A_CONTROLER), REPONSES, mandataire=LU, maintenant=MIDI
    )

    assert (renvoyee.etat, renvoyee.verification, renvoyee.mandataire) == (
        Etat.A_CONTROLER,
        REPONSES,
        LU,
    )
    assert renvoyee.decision is None
    assert (ecriture.acteur, ecriture.instant) == ("registre-national", MIDI)


def test_cap_05_l73_une_plus_ancienne_la_frappe_de_nullite() -> None:
    nulle, ecriture = decision.frapper_de_nullite(
        demande_dans(Etat.VALIDE), "M07", (PREMIER_TOUR, SECOND_TOUR), MIDI
    )

    assert nulle.fin == Fin(le=MIDI, motif="M07")
    assert nulle.nuls == (PREMIER_TOUR, SECOND_TOUR)
    assert (ecriture.motif, ecriture.role, ecriture.acteur) == ("M07", Role.SYSTEME, "plafond")
    assert nulle.decision == demande_dans(Etat.VALIDE).decision


def test_cap_06_l73_nulle_a_un_seul_tour_elle_reste_valide() -> None:
    examinee, ecriture = decision.examiner_plafond(demande_dans(Etat.VALIDE), (SECOND_TOUR,), MIDI)

    assert (examinee.etat, examinee.nuls, examinee.fin) == (Etat.VALIDE, (SECOND_TOUR,), None)
    assert (ecriture.acteur, ecriture.motif) == ("plafond", "")


@pytest.mark.parametrize("etat", [Etat.NULLE_PLAFOND, Etat.INVALIDE])
def test_cap_05_l73_une_place_rendue_la_fait_examiner_a_son_propre_instant(etat: Etat) -> None:
    avant = demande_dans(etat)

    apres, ecriture = decision.reexaminer(avant, MIDI)

    assert apres.etat is Etat.A_CONTROLER
    assert (apres.nuls, apres.fin, apres.decision, apres.verification) == ((), None, None, None)
    assert apres.etablissement == avant.etablissement
    assert (ecriture.acteur, ecriture.instant) == ("plafond", MIDI)


def refusee(motif: str) -> Demande:
    return decision.refuser(
        demande_dans(Etat.A_CONTROLER),
        AGENT_RENNES,
        motif=motif,
        precision="",
        cle="",
        maintenant=MIDI,
    )[0]


@pytest.mark.parametrize("motif", ["M06", "M07"])
def test_l73_un_refus_pour_le_plafond_se_reexamine(motif: str) -> None:
    assert decision.reexaminer(refusee(motif), MIDI)[0].etat is Etat.A_CONTROLER


@pytest.mark.parametrize("motif", ["M01", "M03", "M05", "M08", "M13", "M18"])
def test_l73_un_refus_pour_autre_chose_ne_se_reexamine_pas(motif: str) -> None:
    with pytest.raises(TransitionInterdite, match="autre motif que le plafond"):
        decision.reexaminer(refusee(motif), MIDI)


def test_la_mairie_revient_sur_son_refus() -> None:
    rouverte, ecriture = decision.rouvrir(
        demande_dans(Etat.INVALIDE), AGENT_RENNES, cle="cle", maintenant=MIDI
    )

    assert rouverte.reouverture == Reouverture(agent=AGENT_RENNES.cle, le=MIDI, cle="cle")
    assert (rouverte.decision, rouverte.verification, rouverte.nuls) == (None, None, ())
    assert (rouverte.etat, rouverte.dernier) == (Etat.A_CONTROLER, Evenement.REOUVERTURE)
    assert (ecriture.role, ecriture.acteur) == (Role.MAIRIE, AGENT_RENNES.cle)


def test_r77_la_mairie_ne_revient_pas_sur_un_rejet_du_repertoire() -> None:
    rejetee = vivre("etablir", "transmettre", "rejeter au registre").demande

    with pytest.raises(TransitionInterdite, match="pas la mairie"):
        GESTES["rouvrir"](rejetee, MIDI)


def test_la_mairie_ne_rouvre_pas_ce_qui_n_est_pas_refuse() -> None:
    # REU_PUIS_MAIRIE: sent back, no decision yet.
    renvoyee = vivre("etablir", "transmettre", "renvoyer à la mairie").demande

    with pytest.raises(TransitionInterdite):
        GESTES["rouvrir"](renvoyee, MIDI)


@pytest.mark.parametrize("suite", ["réexaminer", "rouvrir"])
def test_reu_puis_mairie_a_controler_de_nouveau_le_repertoire_est_a_redemander(suite: str) -> None:
    refusee = ("etablir", "transmettre", "renvoyer à la mairie", "refuser")

    assert vivre(*refusee).demande.verification is not None
    assert vivre(*refusee, suite).demande.verification is None


def test_acceptee_apres_un_reexamen_elle_n_a_plus_de_fin() -> None:
    vecue = vivre(
        "etablir", "transmettre", "accepter", "frapper de nullité", "réexaminer", "accepter"
    ).demande

    assert (vecue.etat, vecue.fin, vecue.nuls) == (Etat.VALIDE, None, ())
