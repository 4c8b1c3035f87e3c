"""L77, R80: the register is asked again before a vote."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from chalicelib.domaine.electeurs import Electeur, Situation
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.temps import paris
from chalicelib.services.attentes import traiter
from chalicelib.services.controler_au_registre import Issue, controler_au_registre
from chalicelib.services.registre_national import RegistreIndisponible
from chalicelib.services.reverifier import est_a_reverifier, reverifier
from tests.constructeurs import PRESIDENTIELLE, Nuage, mandant, mandataire
from tests.services.conservatoire import passer
from tests.services.invariants import verifier_tout
from tests.services.registre_memoire import CAMILLE, LOUIS, RegistreEnMemoire, connecter

pytestmark = pytest.mark.deux_moteurs
PREMIER_TOUR = PRESIDENTIELLE.tours[0].date


@pytest.fixture
def registre(nuage: Nuage) -> RegistreEnMemoire:
    return connecter(nuage.peupler())


def validee(nuage: Nuage) -> Any:
    recue = nuage.recue()
    issue = controler_au_registre(nuage.contexte, recue.reference, nuage.maintenant)
    assert issue is Issue.VALIDEE
    return nuage.relire(recue)


@pytest.mark.parametrize(
    "qui,situation,etat,motif",
    [
        pytest.param(LOUIS, Situation.DECEDE, Etat.ANNULEE_DROIT, "M15", id="L77 deces"),
        pytest.param(LOUIS, Situation.PRIVE_DE_DROITS, Etat.ANNULEE_DROIT, "M15", id="L77 droits"),
        pytest.param(CAMILLE, Situation.DECEDE, Etat.CADUQUE, "DECES", id="mandant decede"),
        pytest.param(CAMILLE, Situation.RADIE, Etat.CADUQUE, "RADIATION", id="mandant radie"),
    ],
)
def test_l77_ce_que_le_registre_apprend_met_fin_et_libere_les_deux_comptes(
    nuage: Nuage,
    registre: RegistreEnMemoire,
    qui: Electeur,
    situation: Situation,
    etat: Etat,
    motif: str,
) -> None:
    acceptee = validee(nuage)
    registre.inscrire(qui, situation=situation)

    finie = reverifier(nuage.contexte, acceptee.reference, nuage.maintenant)

    assert finie == nuage.relire(acceptee)
    assert finie is not None
    assert finie.etat is etat
    assert finie.fin is not None
    assert finie.fin.motif == motif
    assert reverifier(nuage.contexte, acceptee.reference, nuage.maintenant) is None
    verifier_tout(nuage)


@pytest.mark.parametrize("autres", [{}, {"nom": "Disparu"}, {"situation": Situation.RADIE}])
def test_un_mandataire_que_le_registre_ne_trouve_pas_ou_a_radie_ne_met_fin_a_rien(
    nuage: Nuage, registre: RegistreEnMemoire, autres: dict[str, Any]
) -> None:
    acceptee = validee(nuage)
    registre.inscrire(LOUIS, **autres)

    assert reverifier(nuage.contexte, acceptee.reference, nuage.maintenant) is None
    assert nuage.relire(acceptee) == acceptee


def test_le_registre_muet_ne_change_rien(nuage: Nuage, registre: RegistreEnMemoire) -> None:
    acceptee = validee(nuage)
    registre.panne = True

    with pytest.raises(RegistreIndisponible):
        reverifier(nuage.contexte, acceptee.reference, nuage.maintenant)
    assert nuage.relire(acceptee) == acceptee


def test_la_question_revient_une_semaine_et_un_jour_avant_chaque_tour(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    acceptee = validee(nuage)
    jours = [PREMIER_TOUR - timedelta(days=ecart) for ecart in range(-30, 10)]

    poses = [j for j in jours if est_a_reverifier(nuage.contexte, acceptee, a_midi(j))]

    attendus = {t.date - timedelta(days=n) for t in PRESIDENTIELLE.tours for n in (7, 1)}
    assert set(poses) == attendus


def test_ou_la_mairie_controle_le_registre_n_est_pas_redemande(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    recue = nuage.recue(qui=mandant(commune="98818"), pour=mandataire(commune="98818"))
    veille = a_midi(PREMIER_TOUR - timedelta(days=1))

    assert not est_a_reverifier(nuage.contexte, recue, veille)


def a_midi(jour: date) -> datetime:
    return datetime.combine(jour, time(12), tzinfo=paris())


def test_la_passe_de_la_nuit_pose_la_question_une_seule_fois(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    acceptee = validee(nuage)
    registre.inscrire(LOUIS, situation=Situation.DECEDE)
    traiter_tout(nuage)

    nuage.maintenant = a_midi(PREMIER_TOUR - timedelta(days=7)).astimezone(UTC)
    assert passer(nuage) == {"REVERIFICATION": 1}
    traiter_tout(nuage)

    assert nuage.relire(acceptee).etat is Etat.ANNULEE_DROIT
    assert passer(nuage) == {}
    verifier_tout(nuage)


def test_une_seconde_passe_de_la_meme_nuit_ne_redemande_rien(
    nuage: Nuage, registre: RegistreEnMemoire
) -> None:
    validee(nuage)
    nuage.maintenant = a_midi(PREMIER_TOUR - timedelta(days=1)).astimezone(UTC)

    assert passer(nuage) == {"REVERIFICATION": 1}
    traiter_tout(nuage)
    assert passer(nuage) == {}


def traiter_tout(nuage: Nuage) -> None:
    for attente in nuage.contexte.depots.attentes_dues(nuage.maintenant + timedelta(minutes=5)):
        assert traiter(nuage.contexte, attente, nuage.maintenant)
