"""L75: the mandant gives a new procuration and ends the earlier ones in the same act."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    AccesRefuse,
    ErreurMetier,
    MandantDejaRepresente,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.identites import cle_mandataire
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from tests.constructeurs import (
    APJ,
    DELEGUE,
    OPJ,
    PRESIDENTIELLE,
    RENNES,
    SECRET,
    Nuage,
    etat_civil,
    formulaire_papier,
    habilitation,
    mandant,
    mandataire,
)
from tests.services.invariants import verifier_tout
from tests.services.pannes import annulee, avant, intercepter

pytestmark = pytest.mark.deux_moteurs

T1, T2 = (PorteeScrutin(PRESIDENTIELLE.id, (n,)) for n in (1, 2))
VOISIN = mandataire(nom="Voisin")


def nouvelle(nuage: Nuage, **depot: Any) -> Demande:
    """A second demande of the same mandant, for another mandataire, an hour later."""
    nuage.avancer(hours=1)
    return nuage.deposer(**({"pour": VOISIN} | depot))


def attente(nuage: Nuage, designe: Any) -> Any:
    return nuage.contexte.depots.attente(f"P#{cle_mandataire(designe, SECRET)}")


def test_l75_l_ancienne_est_resiliee_par_l_acte_qui_etablit_la_nouvelle(nuage: Nuage) -> None:
    nuage.peupler()
    ancienne = nuage.accepter(nuage.recue())
    demande = nouvelle(nuage)

    etablie = nuage.etablir(demande, APJ, remplacer=True)

    finie = nuage.relire(ancienne)
    assert finie.etat is Etat.RESILIEE
    assert finie.dernier is Evenement.RESILIATION
    assert finie.resiliation is not None
    assert finie.resiliation.remplacante == etablie.reference
    assert (finie.resiliation.agent, finie.resiliation.le) == (APJ.cle, nuage.maintenant)
    assert finie.resiliation.piece == "CNI"
    assert (etablie.etat, etablie.remplace) == (Etat.ETABLIE, (ancienne.reference,))
    assert nuage.relire(etablie) == etablie
    verifier_tout(nuage)


def test_sans_le_dire_rien_n_est_remplace_et_le_refus_dit_ce_qui_est_couvert_m08(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    ancienne = nuage.recue(portee=T2)
    demande = nouvelle(nuage)

    with pytest.raises(MandantDejaRepresente) as refus:
        nuage.etablir(demande)

    assert refus.value.portees == (T2,)
    assert nuage.relire(ancienne) == ancienne
    assert nuage.relire(demande) == demande


def test_rien_a_remplacer_l_etablissement_est_ordinaire(nuage: Nuage) -> None:
    nuage.peupler()

    etablie = nuage.etablir(nuage.deposer(), remplacer=True)

    assert (etablie.etat, etablie.remplace) == (Etat.ETABLIE, ())
    verifier_tout(nuage)


def test_plusieurs_sont_remplacees_a_la_fois(nuage: Nuage) -> None:
    nuage.peupler()
    anciennes = [
        nuage.accepter(nuage.recue(portee=T1)),
        nuage.recue(portee=T2, pour=mandataire(nom="Autre")),
        nuage.etablir(
            nuage.deposer(
                portee=PorteePeriode(date(2027, 6, 1), date(2027, 9, 1)),
                pour=mandataire(nom="Troisième"),
            )
        ),
    ]
    demande = nouvelle(nuage, portee=PorteePeriode(date(2027, 3, 2), date(2028, 2, 28)))

    etablie = nuage.etablir(demande, remplacer=True)

    assert set(etablie.remplace) == {d.reference for d in anciennes}
    assert {nuage.relire(d).etat for d in anciennes} == {Etat.RESILIEE}
    verifier_tout(nuage)


def test_celle_d_un_autre_jour_reste(nuage: Nuage) -> None:
    nuage.peupler()
    premiere = nuage.recue(portee=T1)
    demande = nouvelle(nuage, portee=T2)

    assert nuage.etablir(demande, remplacer=True).remplace == ()
    assert nuage.relire(premiere) == premiere
    verifier_tout(nuage)


def test_celle_d_un_homonyme_reste(nuage: Nuage) -> None:
    nuage.peupler()
    autrui = nuage.recue(qui=mandant("homonyme"))
    demande = nouvelle(nuage)

    assert nuage.etablir(demande, remplacer=True).remplace == ()
    assert nuage.relire(autrui) == autrui
    verifier_tout(nuage)


def test_le_meme_mandataire_garde_une_place_au_nouvel_instant(nuage: Nuage) -> None:
    nuage.peupler()
    ancienne = nuage.accepter(nuage.recue(portee=T1))
    demande = nouvelle(nuage, pour=mandataire())

    etablie = nuage.etablir(demande, remplacer=True)

    compte = nuage.contexte.depots.compte(cle_mandataire(mandataire(), SECRET))
    assert [(e.reference, e.etablie_le) for e in compte.detenues()] == [
        (etablie.reference, nuage.maintenant)
    ]
    assert nuage.relire(ancienne).etat is Etat.RESILIEE
    assert nuage.accepter(nuage.transmettre(etablie)).etat is Etat.VALIDE
    verifier_tout(nuage)


def test_une_procuration_sur_papier_est_remplacee_comme_une_autre(nuage: Nuage) -> None:
    nuage.peupler()
    formulaire = formulaire_papier(nuage.maintenant, mandant=etat_civil())
    papier = nuage.accepter(nuage.transmettre(nuage.saisir_papier(formulaire)))
    demande = nouvelle(nuage)

    etablie = nuage.etablir(demande, remplacer=True)

    assert etablie.remplace == (papier.reference,)
    assert nuage.relire(papier).etat is Etat.RESILIEE
    verifier_tout(nuage)


def test_l73_la_place_liberee_chez_l_ancien_mandataire_est_a_examiner(nuage: Nuage) -> None:
    nuage.peupler()
    ancienne = nuage.accepter(nuage.recue())
    nuage.avancer(minutes=1)
    candidate = nuage.recue(qui=mandant("m2", nom="Autre"))
    nuage.refuser(candidate, "M06")

    nuage.etablir(nouvelle(nuage), remplacer=True)

    travail = attente(nuage, mandataire())
    assert travail is not None
    assert travail.jeton == nuage.relire(ancienne).tete
    assert attente(nuage, VOISIN) is None
    verifier_tout(nuage)


def test_la_resiliation_deja_demandee_en_ligne_garde_sa_date(nuage: Nuage) -> None:
    nuage.peupler()
    en_cours = nuage.demander_resiliation(nuage.accepter(nuage.recue()))
    demande = nouvelle(nuage)

    nuage.etablir(demande, remplacer=True)

    finie = nuage.relire(en_cours)
    assert finie.etat is Etat.RESILIEE
    assert finie.resiliation is not None
    assert finie.resiliation.demandee_le == en_cours.resiliation.demandee_le  # type: ignore[union-attr]
    verifier_tout(nuage)


def test_la_meme_cle_rend_le_meme_acte_sans_rien_remplacer_de_plus(nuage: Nuage) -> None:
    nuage.peupler()
    ancienne = nuage.recue()
    demande = nouvelle(nuage)
    etablie = nuage.etablir(demande, cle="c", remplacer=True)
    finie = nuage.relire(ancienne)

    assert nuage.etablir(demande, cle="c", remplacer=True) == etablie
    assert nuage.relire(ancienne) == finie
    verifier_tout(nuage)


def test_r72_1_v_un_delegue_ne_remplace_rien(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    ancienne = nuage.recue()
    demande = nouvelle(nuage)

    with pytest.raises(AccesRefuse):
        nuage.etablir(demande, DELEGUE, remplacer=True)
    assert nuage.relire(ancienne) == ancienne


def test_ce_qu_un_delegue_a_recueilli_ne_remplace_rien(nuage: Nuage) -> None:
    # The OPJ does not see the mandant: nobody before him says that a procuration ends.
    nuage.peupler()
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    ancienne = nuage.recue()
    recueillie = nuage.collecter(nouvelle(nuage))

    with pytest.raises(MandantDejaRepresente):
        nuage.etablir(recueillie)
    with pytest.raises(AccesRefuse, match="devant vous"):
        nuage.etablir(recueillie, remplacer=True)
    assert nuage.relire(ancienne) == ancienne
    assert nuage.relire(recueillie) == recueillie


@pytest.mark.parametrize("rang", range(8))
def test_tout_ou_rien(nuage: Nuage, monkeypatch: pytest.MonkeyPatch, rang: int) -> None:
    nuage.peupler()
    ancienne = nuage.accepter(nuage.recue())
    demande = nouvelle(nuage)

    with monkeypatch.context() as pendant:
        intercepter(pendant, "TransactWriteItems", 4, annulee("TransactionConflict", rang))
        with pytest.raises(ErreurMetier):
            nuage.etablir(demande, remplacer=True)

    assert nuage.relire(ancienne) == ancienne
    assert nuage.relire(demande) == demande
    verifier_tout(nuage)
    assert nuage.etablir(demande, remplacer=True).remplace == (ancienne.reference,)
    verifier_tout(nuage)


@pytest.mark.parametrize("decision", ["accepter", "refuser"])
def test_la_mairie_decide_de_l_ancienne_pendant_le_remplacement(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch, decision: str
) -> None:
    # given: the mairie's decision is written between the readings and the write
    nuage.peupler()
    ancienne = nuage.recue()
    demande = nouvelle(nuage)
    geste = getattr(nuage, decision)
    intercepter(monkeypatch, "TransactWriteItems", 1, avant(lambda: geste(ancienne)))

    etablie = nuage.etablir(demande, remplacer=True)

    # then: an accepted one is replaced; a refused one needs not be
    acceptee = decision == "accepter"
    assert nuage.relire(ancienne).etat is (Etat.RESILIEE if acceptee else Etat.INVALIDE)
    assert etablie.remplace == ((ancienne.reference,) if acceptee else ())
    verifier_tout(nuage)


def test_le_remplacement_pendant_que_la_mairie_decide(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    ancienne = nuage.recue()
    demande = nouvelle(nuage)
    intercepter(
        monkeypatch,
        "TransactWriteItems",
        1,
        avant(lambda: nuage.etablir(demande, remplacer=True)),
    )

    with pytest.raises(TransitionInterdite, match="résiliée"):
        nuage.accepter(ancienne)
    assert nuage.relire(ancienne).etat is Etat.RESILIEE
    verifier_tout(nuage)


def test_deux_remplacements_a_la_fois_le_dernier_ecrit_remplace_l_autre(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: two demandes that each replace the same one, at two counters
    nuage.peupler()
    ancienne = nuage.recue()
    une, autre = nouvelle(nuage), nouvelle(nuage, pour=mandataire(nom="Autre"))
    intercepter(
        monkeypatch,
        "TransactWriteItems",
        1,
        avant(lambda: nuage.etablir(autre, APJ, remplacer=True)),
    )

    etablie = nuage.etablir(une, OPJ, remplacer=True)

    # then: exactly one is live, and each end names what replaced it
    assert nuage.relire(ancienne).resiliation.remplacante == autre.reference  # type: ignore[union-attr]
    assert nuage.relire(autre).resiliation.remplacante == une.reference  # type: ignore[union-attr]
    assert etablie.remplace == (autre.reference,)
    verifier_tout(nuage)


def test_le_registre_dit_les_deux(nuage: Nuage) -> None:
    nuage.peupler()
    ancienne = nuage.accepter(nuage.recue())
    etablie = nuage.etablir(nouvelle(nuage), remplacer=True)

    nuage.transmettre(nuage.relire(ancienne))
    nuage.transmettre(etablie)

    etats = {ligne.reference: ligne.etat for ligne in nuage.contexte.depots.registre(RENNES)}
    assert etats == {ancienne.reference: Etat.RESILIEE, etablie.reference: Etat.A_CONTROLER}
