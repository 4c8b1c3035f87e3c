"""The authority establishes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chalicelib.domaine.erreurs import (
    HabilitationInvalide,
    MandantDejaRepresente,
    ReferenceIntrouvable,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.plafond import Sens
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.services.etablir import etablir
from tests.constructeurs import (
    AGENT_RENNES,
    APJ,
    OPJ,
    PRESIDENTIELLE,
    SECRET,
    Nuage,
    mandant,
    mandataire,
)
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs

T1, T2 = PorteeScrutin(PRESIDENTIELLE.id, (1,)), PorteeScrutin(PRESIDENTIELLE.id, (2,))


def test_l_acte_est_ecrit_et_les_deux_comptes_engages(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    nuage.avancer(hours=1)

    etablie = nuage.etablir(demande)

    assert nuage.relire(demande) == etablie
    depots = nuage.contexte.depots
    donne = depots.compte(cle_mandant(demande.mandant, SECRET))
    tenu = depots.compte(cle_mandataire(demande.mandataire, SECRET))
    assert [(e.reference, e.sens, e.etablie_le) for e in donne.engagements] == [
        (demande.reference, Sens.DONNEE, nuage.maintenant)
    ]
    assert [(e.reference, e.sens, e.en_france) for e in tenu.engagements] == [
        (demande.reference, Sens.DETENUE, True)
    ]
    assert not tenu.engagements[0].liste_consulaire
    verifier_tout(nuage)


def test_cap_04_un_mandant_d_une_liste_consulaire_est_compte_comme_tel(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer(qui=mandant(commune="ZZ001"))

    nuage.etablir(demande)

    tenu = nuage.contexte.depots.compte(cle_mandataire(demande.mandataire, SECRET))
    assert tenu.engagements[0].liste_consulaire


@pytest.mark.parametrize("piece", ["", "cni", "CARTE_VITALE"])
def test_une_piece_inconnue_est_refusee(nuage: Nuage, piece: str) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    with pytest.raises(SaisieInvalide):
        etablir(
            nuage.contexte,
            reference=demande.reference,
            agent=OPJ,
            circonstances=Circonstances(piece=piece),
            cle="",
            maintenant=nuage.maintenant,
        )
    assert nuage.relire(demande) == demande


def test_la_meme_cle_du_meme_agent_rend_le_meme_acte(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    etablie = nuage.etablir(demande, cle="c")
    recue = nuage.transmettre(etablie)
    nuage.avancer(minutes=1)

    assert nuage.etablir(demande, cle="c") == recue
    verifier_tout(nuage)


@pytest.mark.parametrize("agent,cle", [(OPJ, "autre"), (OPJ, ""), (APJ, "c"), (APJ, "")])
def test_un_second_etablissement_est_refuse(nuage: Nuage, agent: object, cle: str) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    etablie = nuage.etablir(demande, cle="c")

    with pytest.raises(TransitionInterdite, match="déjà établie"):
        nuage.etablir(demande, agent, cle=cle)  # type: ignore[arg-type]
    assert nuage.relire(demande) == etablie
    verifier_tout(nuage)


@pytest.mark.parametrize(
    "premiere,seconde",
    [
        (T1, T1),
        (T1, PorteeScrutin(PRESIDENTIELLE.id, (1, 2))),
        (PorteePeriode(date(2027, 3, 1), date(2027, 12, 31)), T2),
        (T2, PorteePeriode(date(2027, 4, 25), date(2027, 4, 25))),
        (
            PorteePeriode(date(2027, 6, 1), date(2027, 9, 1)),
            PorteePeriode(date(2027, 9, 1), date(2027, 10, 1)),
        ),
    ],
)
def test_un_mandant_n_est_represente_qu_une_fois_par_vote(
    nuage: Nuage, premiere: PorteeScrutin, seconde: PorteeScrutin
) -> None:
    nuage.peupler()
    nuage.etablir(nuage.deposer(portee=premiere))
    demande = nuage.deposer(portee=seconde, pour=mandataire(nom="Autre"))

    with pytest.raises(MandantDejaRepresente, match="L75"):
        nuage.etablir(demande)
    assert nuage.relire(demande) == demande
    verifier_tout(nuage)


def test_deux_tours_deux_mandataires(nuage: Nuage) -> None:
    nuage.peupler()

    nuage.etablir(nuage.deposer(portee=T1))
    nuage.etablir(nuage.deposer(portee=T2, pour=mandataire(nom="Autre")))

    verifier_tout(nuage)


def test_deux_homonymes_nes_le_meme_jour_donnent_chacun_la_leur(nuage: Nuage) -> None:
    nuage.peupler()

    nuage.etablir(nuage.deposer())
    autre = nuage.etablir(nuage.deposer(qui=mandant("homonyme"), pour=mandataire(nom="Autre")))

    assert autre.etat is Etat.ETABLIE
    verifier_tout(nuage)


def test_l_autorite_ne_juge_pas_le_plafond(nuage: Nuage) -> None:
    nuage.peupler()

    for numero in range(3):
        civil = {"nom": f"Mandant{'ABC'[numero]}"}
        demande = nuage.deposer(qui=mandant(f"m{numero}", **civil))
        assert nuage.etablir(demande).etat is Etat.ETABLIE
    verifier_tout(nuage)


def test_un_refus_de_la_mairie_permet_d_en_donner_une_autre(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.refuser(nuage.recue())

    assert nuage.etablir(nuage.deposer()).etat is Etat.ETABLIE
    verifier_tout(nuage)


def test_tenir_une_procuration_n_empeche_pas_d_en_donner_une(nuage: Nuage) -> None:
    nuage.peupler()
    tenue = nuage.etablir(nuage.deposer())
    civil = tenue.mandataire
    donneur = mandant(
        "mandant-2",
        nom=civil.nom,
        prenoms=civil.prenoms,
        sexe=civil.sexe,
        naissance=civil.naissance,
    )

    nuage.etablir(nuage.deposer(qui=donneur, pour=mandataire(nom="Autre")))

    verifier_tout(nuage)


def test_une_reference_inconnue_est_neutre(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    with pytest.raises(ReferenceIntrouvable):
        nuage.etablir(replace(demande, reference="ZZZZZZ"))


def test_l_acte_garde_l_instant_a_la_microseconde(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    nuage.maintenant += timedelta(microseconds=123_457)

    etablie = nuage.etablir(demande)

    lu = nuage.relire(demande).etablissement
    assert lu == etablie.etablissement
    assert lu is not None
    assert lu.le.microsecond == 123_457


def test_un_agent_de_mairie_n_etablit_pas(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(HabilitationInvalide):
        nuage.etablir(nuage.deposer(), AGENT_RENNES)
