"""PEN-01: what is unusual is raised, what an election week is made of is not."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domaine.anomalies import (
    Constat,
    Fait,
    Journee,
    Nature,
    Seuils,
    examiner,
    rapprocher,
    seuil_du_jour,
)
from chalicelib.domaine.genres_d_anomalie import EXPLICATIONS, Genre
from chalicelib.domaine.habitudes import JOURS_GARDES, Pairs, Profil, classe_de, plafond
from outils.simulation_anomalies import Pays, simuler

SEUILS = Seuils()
LUNDI = date(2027, 4, 5)
NEUF_HEURES = datetime(2027, 4, 5, 7, 0, tzinfo=UTC)  # 9 in Paris
ORDINAIRE = Profil(jours=(5, 6, 4, 7, 5), heures=(0.0,) * 9 + (4.0,) * 9 + (0.0,) * 6, jour=LUNDI)
"""Five a day, from 9 to 18."""


def actes(
    nombre: int, toutes_les: float, debut: datetime = NEUF_HEURES, **autres: bool
) -> list[Fait]:
    """So many procurations, one each `toutes_les` minutes."""
    return [
        Fait(Nature.ETABLISSEMENT, debut + timedelta(minutes=toutes_les * n), **autres)
        for n in range(nombre)
    ]


def essais(nature: Nature, nombre: int, toutes_les: float = 1) -> list[Fait]:
    return [Fait(nature, NEUF_HEURES + timedelta(minutes=toutes_les * n)) for n in range(nombre)]


def genres(faits: Iterable[Fait], **autres: object) -> set[Genre]:
    journee = Journee(**({"faits": tuple(faits), "profil": ORDINAIRE} | autres))  # type: ignore[arg-type]
    return {constat.genre for constat in examiner(journee, SEUILS)}


# Marseille 2020 (domaine.md, 6, row 9): 194 procurations, some fifty residents of homes.
@pytest.mark.parametrize("minutes", [2.0, 1.0, 0.2])
def test_marseille_194_procurations_d_un_seul_agent(minutes: float) -> None:
    assert Genre.CADENCE in genres(actes(194, minutes))


def test_marseille_cinquante_residents_en_un_apres_midi() -> None:
    assert genres(actes(50, 4, domicile=True)) == {Genre.DOMICILE}
    assert genres(actes(11, 25, domicile=True)) == set(), "a morning in one home is a service"


def test_marseille_par_petites_journees_de_visites() -> None:
    """Eleven a day for a week: no day is unusual, the week is."""
    profil = ORDINAIRE
    for n in range(4):
        profil = profil.ouvrir(LUNDI + timedelta(days=n + 1), [10] * 11, 11)
    assert genres(actes(11, 25, domicile=True), profil=profil) == {Genre.DOMICILE}


def test_marseille_des_mandants_qui_ne_savent_rien() -> None:
    """They are written to at addresses that one person holds, for one mandataire."""
    assert rapprocher(Genre.ADRESSE, 4, SEUILS) is None
    assert rapprocher(Genre.ADRESSE, 5, SEUILS) == Constat(Genre.ADRESSE, 5, 5)
    assert rapprocher(Genre.MANDATAIRE, 5, SEUILS) is None
    assert rapprocher(Genre.MANDATAIRE, 6, SEUILS) == Constat(Genre.MANDATAIRE, 6, 6)


def test_une_rafale_que_personne_ne_peut_tenir_au_guichet() -> None:
    assert genres(actes(6, 0.15)) == {Genre.CADENCE}
    assert genres(actes(5, 0.15)) == set()
    assert genres(actes(12, 0.15, recueilli=True)) == set(), "an OPJ after his délégué's round"


def test_un_lieu_public_a_une_file_mais_pas_sans_fin() -> None:
    assert genres(actes(200, 2, lieu_public=True)) == set()
    assert genres(actes(260, 2, lieu_public=True)) == {Genre.CADENCE}


def test_la_nuit_ne_surprend_que_chez_qui_n_y_travaille_pas() -> None:
    minuit = datetime(2027, 4, 5, 0, 30, tzinfo=UTC)  # 2.30 in Paris
    de_nuit = replace(ORDINAIRE, heures=(2.0,) * 24)
    assert genres(actes(5, 15, minuit)) == {Genre.HEURE}
    assert genres(actes(4, 15, minuit)) == set()
    assert genres(actes(5, 15, minuit), profil=de_nuit) == set()
    inconnu = replace(ORDINAIRE, jours=(3,), heures=(0.0,) * 24)
    assert genres(actes(11, 15, minuit), profil=inconnu) == set(), "he may have changed shift"
    assert genres(actes(12, 15, minuit), profil=inconnu) == {Genre.HEURE}


def test_apres_la_fin_insister_se_voit_et_une_seule_fois_si_elle_est_retiree() -> None:
    refus = essais(Nature.SANS_HABILITATION, 3)
    assert genres(refus, fin=NEUF_HEURES) == {Genre.FIN_HABILITATION}
    assert genres(refus[:2], fin=NEUF_HEURES) == set()
    assert genres(refus[:1], fin=NEUF_HEURES, revoquee=True) == {Genre.FIN_HABILITATION}
    assert genres(refus, fin=None) == set(), "who never was habilité is refused, and no anomaly"
    pas_encore = NEUF_HEURES + timedelta(days=300)
    assert genres(refus, fin=pas_encore) == set(), "it has not begun"


def test_presses_avant_la_fin() -> None:
    fin = NEUF_HEURES + timedelta(hours=20)
    assert genres(actes(18, 10), fin=fin) == {Genre.FIN_HABILITATION}
    assert genres(actes(14, 10), fin=fin) == set()
    assert genres(actes(18, 10), fin=fin + timedelta(days=3)) == set()
    actif = replace(ORDINAIRE, jours=(20,) * 10)
    assert genres(actes(18, 10), fin=fin, profil=actif) == set()


def test_chercher_en_vain_se_voit_avant_et_apres_le_verrou() -> None:
    assert genres(essais(Nature.REFERENCE_INCONNUE, 8, 5)) == {Genre.ECHECS}
    assert genres(essais(Nature.REFERENCE_INCONNUE, 7, 5)) == set()
    assert genres(essais(Nature.REFERENCE_INCONNUE, 20, 20)) == {Genre.ECHECS}
    assert genres(essais(Nature.VERROUILLE, 1)) == {Genre.VERROU}


def test_le_seuil_suit_l_agent_et_ses_collegues() -> None:
    vide = Journee(faits=())
    assert seuil_du_jour(vide, SEUILS) == 60
    actif = replace(ORDINAIRE, jours=(40,) * 10)
    assert seuil_du_jour(replace(vide, profil=actif), SEUILS) == 200
    pays = Pairs({3: 9_000, 12: 900, classe_de(100): 100})
    assert seuil_du_jour(replace(vide, pairs=pays), SEUILS) == 101
    assert seuil_du_jour(replace(vide, pairs=Pairs({60: 3})), SEUILS) == 60, "too few to say"
    drift = Pairs({3: 9_000, 12: -4})
    assert seuil_du_jour(replace(vide, pairs=drift), SEUILS) == 60


def test_une_journee_folle_change_peu_les_habitudes() -> None:
    """Who makes 194 once can't call it his habit the next day."""
    demain = ORDINAIRE.ouvrir(LUNDI + timedelta(days=1), [10] * 194, 0)
    assert seuil_du_jour(Journee(faits=(), profil=demain), SEUILS) == 60


def test_on_ne_le_redit_que_quand_il_a_double() -> None:
    niveaux = [Constat(Genre.CADENCE, valeur, 60).niveau for valeur in (60, 119, 120, 239, 240)]
    assert niveaux == [0, 0, 1, 1, 2]
    assert set(EXPLICATIONS) == set(Genre)


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 23)), max_size=60))
def test_les_habitudes_tiennent_dans_une_place_bornee(jours: list[tuple[int, int]]) -> None:
    profil = Profil()
    for n, (nombre, heure) in enumerate(jours):
        profil = profil.ouvrir(LUNDI + timedelta(days=n), [heure] * nombre, nombre)
    assert len(profil.jours) <= JOURS_GARDES
    assert len(profil.domiciles) <= 8
    assert len(profil.heures) == 24


@given(st.integers(1, 10_000))
def test_une_classe_borne_ses_nombres(nombre: int) -> None:
    assert 1 <= classe_de(nombre) <= 60
    assert plafond(classe_de(nombre)) >= min(nombre, plafond(60))


@given(st.lists(st.floats(0, 1400), max_size=30), st.randoms())
def test_l_ordre_des_actes_ne_change_rien(minutes: list[float], alea: random.Random) -> None:
    faits = [Fait(Nature.ETABLISSEMENT, NEUF_HEURES + timedelta(minutes=m)) for m in minutes]
    melanges = faits.copy()
    alea.shuffle(melanges)
    une, autre = (examiner(Journee(faits=f, profil=ORDINAIRE), SEUILS) for f in (faits, melanges))
    assert une == autre


def test_un_jour_de_pointe_ne_sonne_que_quelques_fois_et_les_fraudes_toutes() -> None:
    """A twentieth of the country on the peak day of the load model; the whole of it is in
    docs/decisions/anomalies.md (`python -m outils.simulation_anomalies`).
    """
    bilan = simuler(Pays(agents=5_000, actes=12_500), graine=2027)
    assert bilan.fraudes_vues == bilan.fraudes == 6
    assert bilan.fausses <= 2, "a handful a day nationwide"
