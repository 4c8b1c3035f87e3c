"""Who may establish and who may decide, to the microsecond."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domaine.erreurs import AgentVerrouille, DelegationAbsente, HabilitationInvalide
from chalicelib.domaine.habilitation import (
    LIBELLES_QUALITE,
    QUALITES_EN_LIGNE,
    Delegation,
    Habilitation,
    Qualite,
    collecte,
    en_france,
    etablit,
    exiger_delegation,
    exiger_habilitation,
)
from tests.constructeurs import AGENT_RENNES, ANGERS, RENNES, habilitation

DU = datetime(2027, 1, 1, tzinfo=UTC)
AU = datetime(2027, 7, 1, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
MIDI = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def valable(**autres: object) -> Habilitation:
    return habilitation(**({"du": DU, "au": AU} | autres))


@pytest.mark.parametrize("quand", [DU, DU + INSTANT, AU - INSTANT])
def test_aut_01_une_habilitation_vaut_de_son_debut_inclus_a_sa_fin_exclue(quand: datetime) -> None:
    assert exiger_habilitation(valable(), quand) == valable()


@pytest.mark.parametrize("quand", [DU - INSTANT, AU, AU + timedelta(days=1)])
def test_aut_01_hors_de_ses_dates_elle_ne_vaut_rien(quand: datetime) -> None:
    with pytest.raises(HabilitationInvalide, match="renouvellement"):
        exiger_habilitation(valable(), quand)


def test_aut_01_retiree_elle_ne_vaut_plus_rien_meme_avant_sa_fin() -> None:
    with pytest.raises(HabilitationInvalide):
        exiger_habilitation(valable(revoquee_le=MIDI - timedelta(days=1)), MIDI)


def test_aut_01_sans_designation_du_juge_personne_n_etablit() -> None:
    with pytest.raises(HabilitationInvalide, match="juge du tribunal judiciaire"):
        exiger_habilitation(None, MIDI)


def qualites(question: Callable[[Habilitation], bool]) -> set[str]:
    return {q.value for q in Qualite if question(valable(qualite=q))}


def test_aut_01_r72_1_ii_en_france_seules_trois_qualites_etablissent_en_ligne() -> None:
    assert qualites(lambda h: etablit(h) and en_france(h)) == {"OPJ", "APJ", "RESERVISTE_APJ"}


def test_aut_07_r75_ii_chaque_qualite_se_dit_en_toutes_lettres() -> None:
    assert {qualite.value: libelle for qualite, libelle in LIBELLES_QUALITE.items()} == {
        "OPJ": "officier de police judiciaire",
        "APJ": "agent de police judiciaire",
        "RESERVISTE_APJ": "réserviste, agent de police judiciaire",
        "DELEGUE_OPJ": "délégué d'un officier de police judiciaire",
        "CHEF_DE_POSTE": "chef de poste consulaire",
        "AGENT_CONSULAIRE": "agent consulaire délégué",
    }


def test_aut_02_r72_1_v_un_delegue_collecte_et_n_etablit_pas() -> None:
    assert qualites(collecte) == {"DELEGUE_OPJ"}
    assert not etablit(valable(qualite=Qualite.DELEGUE_OPJ))
    assert en_france(valable(qualite=Qualite.DELEGUE_OPJ))


def test_aut_03_r72_1_1_iv_a_l_etranger_le_chef_de_poste_et_ses_agents_etablissent() -> None:
    assert qualites(lambda h: etablit(h) and not en_france(h)) == {
        "CHEF_DE_POSTE",
        "AGENT_CONSULAIRE",
    }


def test_chaque_qualite_collecte_ou_etablit() -> None:
    assert qualites(etablit) | qualites(collecte) == {q.value for q in Qualite}
    assert {q.value for q in QUALITES_EN_LIGNE} == qualites(etablit)


def avec_echecs(nombre: int, depuis: timedelta = timedelta(0)) -> Habilitation:
    """One miss a second, the latest `depuis` before noon."""
    instants = (MIDI - depuis - timedelta(seconds=n) for n in range(nombre))
    return valable(echecs=tuple(sorted(instants)))


def test_neuf_erreurs_ne_verrouillent_pas_dix_verrouillent() -> None:
    assert exiger_habilitation(avec_echecs(9), MIDI)
    with pytest.raises(AgentVerrouille, match="dix minutes"):
        exiger_habilitation(avec_echecs(10), MIDI)
    with pytest.raises(AgentVerrouille):
        exiger_habilitation(avec_echecs(25), MIDI)


def test_le_verrou_tombe_quand_la_premiere_erreur_a_dix_minutes() -> None:
    verrouillee = avec_echecs(10)
    premiere = verrouillee.echecs[0]

    with pytest.raises(AgentVerrouille):
        exiger_habilitation(verrouillee, premiere + timedelta(minutes=10) - INSTANT)
    assert exiger_habilitation(verrouillee, premiere + timedelta(minutes=10))


def test_les_erreurs_de_plus_de_dix_minutes_ne_comptent_plus() -> None:
    anciennes = avec_echecs(30, depuis=timedelta(minutes=10))

    assert anciennes.echecs_recents(MIDI) == ()
    assert exiger_habilitation(anciennes, MIDI)


def test_une_habilitation_finie_se_dit_avant_le_verrou() -> None:
    with pytest.raises(HabilitationInvalide):
        exiger_habilitation(replace(avec_echecs(10), au=MIDI), MIDI)


DELEGATION = Delegation(AGENT_RENNES.cle, RENNES, DU, AU)


@pytest.mark.parametrize("quand", [DU, AU - INSTANT])
def test_une_delegation_vaut_pour_sa_commune_et_ses_dates(quand: datetime) -> None:
    assert exiger_delegation(DELEGATION, RENNES, quand) == DELEGATION


@pytest.mark.parametrize(
    "delegation,commune,quand",
    [
        (None, RENNES, MIDI),
        (DELEGATION, ANGERS, MIDI),
        (DELEGATION, "", MIDI),
        (DELEGATION, RENNES, DU - INSTANT),
        (DELEGATION, RENNES, AU),
    ],
)
def test_sans_delegation_valable_pour_cette_commune_l_agent_ne_decide_pas(
    delegation: Delegation | None, commune: str, quand: datetime
) -> None:
    with pytest.raises(DelegationAbsente, match="maire"):
        exiger_delegation(delegation, commune, quand)
