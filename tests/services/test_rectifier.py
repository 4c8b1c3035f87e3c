"""The mandant corrects his address (GDPR, art. 16), and nothing is said twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier, ReferenceInvalide, TransitionInterdite
from chalicelib.domaine.etats import Etat
from chalicelib.services.rectifier import (
    RECTIFICATIONS_PAR_JOUR,
    TropDeRectifications,
    rectifier,
)
from chalicelib.services.retirer import retirer
from chalicelib.services.suivre import DemandeIntrouvable
from tests.constructeurs import RENNES, Nuage, mandant
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs


def corriger(nuage: Nuage, demande: Demande, courriel: str, qui: str = "mandant-1") -> Demande:
    return rectifier(
        nuage.contexte,
        reference=demande.reference,
        mandant_id=qui,
        courriel=courriel,
        maintenant=nuage.maintenant,
    )


@pytest.mark.parametrize("jusqu_a", ["DEPOSEE", "ETABLIE", "A_CONTROLER", "VALIDE"])
def test_rgpd_16_l_adresse_change_et_rien_d_autre(nuage: Nuage, jusqu_a: str) -> None:
    demande = nuage.peupler().deposer()
    for etat, agir in (
        ("ETABLIE", nuage.etablir),
        ("A_CONTROLER", nuage.transmettre),
        ("VALIDE", nuage.accepter),
    ):
        if demande.etat.value != jusqu_a:
            demande = agir(demande)
            assert demande.etat.value == etat
    rectifiee = corriger(nuage, demande, "juste@exemple.fr")

    relue = nuage.relire(demande)
    assert relue == rectifiee
    assert relue.mandant.courriel == "juste@exemple.fr"
    assert (relue.etat, relue.version) == (demande.etat, demande.version + 1)
    assert relue.mandant.etat_civil == demande.mandant.etat_civil
    assert nuage.contexte.depots.ecritures(demande.reference)[-1].evenement == "RECTIFICATION"
    verifier_tout(nuage)


def test_une_procuration_rectifiee_avant_son_routage_arrive_a_la_mairie(nuage: Nuage) -> None:
    etablie = nuage.etablir(nuage.peupler().deposer())
    rectifiee = corriger(nuage, etablie, "juste@exemple.fr")

    # The stream tells both states, in order.
    nuage.transmettre(etablie)
    recue = nuage.transmettre(rectifiee)

    assert recue.etat is Etat.A_CONTROLER
    assert nuage.contexte.depots.ligne(RENNES, recue.reference)


def test_la_meme_adresse_ne_change_rien(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()

    assert corriger(nuage, demande, demande.mandant.courriel) == demande
    assert nuage.relire(demande).version == 1


def test_on_ne_corrige_ni_la_demande_d_un_autre_ni_celle_qui_n_existe_pas(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()

    with pytest.raises(DemandeIntrouvable):
        corriger(nuage, demande, "voleur@exemple.fr", qui="mandant-2")
    for inconnue, refus in (("ZZZZZZ", DemandeIntrouvable), ("12", ReferenceInvalide)):
        with pytest.raises(refus):
            rectifier(
                nuage.contexte,
                reference=inconnue,
                mandant_id="mandant-1",
                courriel="a@exemple.fr",
                maintenant=nuage.maintenant,
            )
    assert nuage.relire(demande) == demande


def test_une_demande_terminee_ne_se_corrige_plus(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    retirer(
        nuage.contexte,
        reference=demande.reference,
        mandant_id="mandant-1",
        maintenant=nuage.maintenant,
    )

    with pytest.raises(TransitionInterdite):
        corriger(nuage, demande, "juste@exemple.fr")


def test_corriger_sans_cesse_n_ecrit_pas_a_tout_le_monde(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    for n in range(RECTIFICATIONS_PAR_JOUR):
        corriger(nuage, demande, f"adresse-{n}@exemple.fr")

    with pytest.raises(TropDeRectifications):
        corriger(nuage, demande, "encore@exemple.fr")

    nuage.avancer(days=1, seconds=1)
    assert corriger(nuage, demande, "demain@exemple.fr").mandant.courriel == "demain@exemple.fr"


def test_rectification_et_etablissement_se_suivent_dans_les_deux_ordres(nuage: Nuage) -> None:
    nuage.peupler()
    une, autre = nuage.deposer(), nuage.deposer(mandant("mandant-2", nom="Abel"))
    nuage.etablir(une)
    corriger(nuage, une, "a@exemple.fr")
    corriger(nuage, autre, "b@exemple.fr", qui="mandant-2")
    nuage.etablir(autre)

    assert {nuage.relire(d).etat for d in (une, autre)} == {Etat.ETABLIE}
    verifier_tout(nuage)


def test_une_demande_effacee_ne_se_corrige_plus(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = demande.expire_le + timedelta(seconds=1)

    with pytest.raises(ErreurMetier):
        corriger(nuage, demande, "juste@exemple.fr")
