"""Advice before the trip: what the national register would refuse."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import Electeur, Situation
from chalicelib.domaine.identites import Mandataire
from chalicelib.services.conseiller import AVIS_PAR_JOUR, SANS_CONSEIL, Conseil, conseiller
from tests.constructeurs import Nuage, mandant, mandataire
from tests.services.registre_memoire import CAMILLE, LOUIS, RegistreEnMemoire, connecter

pytestmark = pytest.mark.deux_moteurs


@pytest.fixture
def registre(nuage: Nuage) -> RegistreEnMemoire:
    return connecter(nuage.peupler())


def demander(nuage: Nuage, demande: Demande) -> Conseil:
    return conseiller(nuage.contexte, demande, nuage.maintenant)


def test_rien_ne_s_oppose_a_une_demande_en_regle(nuage: Nuage, registre: RegistreEnMemoire) -> None:
    assert demander(nuage, nuage.deposer()) == Conseil(True)


@pytest.mark.parametrize(
    "qui,autres,motif",
    [
        pytest.param(CAMILLE, {"commune": "49007"}, "M01", id="pas inscrit la"),
        pytest.param(LOUIS, {"prenoms": ("Paul",)}, "M03", id="mandataire introuvable"),
        pytest.param(LOUIS, {"situation": Situation.PRIVE_DE_DROITS}, "M04", id="ne peut voter"),
    ],
)
def test_le_mandant_sait_avant_de_se_deplacer_ce_qui_serait_refuse(
    nuage: Nuage, registre: RegistreEnMemoire, qui: Electeur, autres: dict[str, Any], motif: str
) -> None:
    registre.inscrire(qui, **autres)

    conseil = demander(nuage, nuage.deposer())

    assert [avis.motif for avis in conseil.avis] == [motif]
    (avis,) = conseil.avis
    assert avis.phrase
    assert avis.conseil


@pytest.mark.parametrize("par_nne", [False, True])
def test_le_plafond_atteint_est_un_oui_sans_dire_de_qui(
    nuage: Nuage, registre: RegistreEnMemoire, par_nne: bool
) -> None:
    # given: Louis already holds one, given by Anne
    registre.inscrire(CAMILLE, nne="350000999", nom="Le Goff", prenoms=("Anne",))
    pour = Mandataire(naissance=LOUIS.naissance, nne=LOUIS.nne) if par_nne else mandataire()
    nuage.recue(qui=mandant("anne", nom="Le Goff", prenoms=("Anne",)), pour=pour)

    conseil = demander(nuage, nuage.deposer(pour=pour))

    assert [avis.motif for avis in conseil.avis] == ["M06"]
    assert "Goff" not in repr(conseil)


def test_le_registre_muet_ne_conseille_rien_et_n_empeche_rien(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    demande = nuage.deposer()
    registre.panne = True

    assert demander(nuage, demande) == SANS_CONSEIL
    assert nuage.etablir(demande).etablissement is not None


def test_ou_la_mairie_controle_personne_n_est_interroge(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    caledonien = nuage.deposer(qui=mandant(commune="98818"), pour=mandataire(commune="98818"))
    assert demander(nuage, caledonien) == SANS_CONSEIL

    nuage.contexte = replace(nuage.contexte, registre=None)
    assert demander(nuage, nuage.deposer()) == SANS_CONSEIL
    assert registre.questions == 0


def test_une_demande_deja_etablie_n_a_plus_besoin_de_conseil(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    assert demander(nuage, nuage.etablir(nuage.deposer())) == SANS_CONSEIL


def test_un_mandant_n_interroge_pas_le_registre_plus_de_dix_fois_par_jour(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    demandes = [nuage.deposer(), nuage.deposer()]
    for rang in range(AVIS_PAR_JOUR):
        assert demander(nuage, demandes[rang % 2]).disponible

    assert demander(nuage, demandes[0]) == SANS_CONSEIL
    assert registre.questions == AVIS_PAR_JOUR

    # then: another mandant may, and this one tomorrow
    autre = nuage.deposer(qui=mandant("autre"))
    assert demander(nuage, autre).disponible
    nuage.avancer(days=1)
    assert demander(nuage, demandes[0]).disponible
