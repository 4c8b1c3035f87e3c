"""The open data never give back a count from 1 to 9, whatever is compared with what."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.depots.compteurs import rang
from chalicelib.depots.modeles import CompteurModele
from chalicelib.depots.publications import PublicationsDynamo
from chalicelib.domaine.temps import jour
from chalicelib.montage import montage
from chalicelib.services.donnees_ouvertes import (
    ETRANGER,
    RECENTES,
    SEUIL,
    Cellule,
    Ensemble,
    ensembles,
    jours_recents,
    masquer,
    nom_du_departement,
    publier,
    reviser,
)
from tests.constructeurs import RENNES, Nuage

MAX = 16
MASQUEE = Cellule(None, None, None)


def test_qui_compare_deux_nuits_ne_retrouve_aucun_nombre_sous_le_seuil() -> None:
    """Everything that could have been is listed; an attacker knows the rules and what was
    published, and keeps what agrees with it. No count from 1 to 9 is then left alone: neither of
    the day, nor of a half, nor of what came between the two nights.
    """
    possibles = defaultdict(list)
    for en_ligne, papier, plus_en_ligne, plus_papier in product(range(MAX), repeat=4):
        if en_ligne + papier == 0:
            continue
        premiere = masquer(en_ligne, papier)
        seconde = reviser(premiere, en_ligne + plus_en_ligne, papier + plus_papier)
        verite = (
            en_ligne + papier,
            en_ligne,
            papier,
            en_ligne + plus_en_ligne,
            papier + plus_papier,
            plus_en_ligne + plus_papier,
            plus_en_ligne,
            plus_papier,
        )
        possibles[(premiere, seconde)].append(verite)

    for verites in possibles.values():
        if any(MAX - 1 in verite[-2:] for verite in verites):
            # Cut by the end of the list: some of what could have been is not in it.
            continue
        for valeurs in zip(*verites, strict=True):
            assert len(set(valeurs)) > 1 or not 0 < valeurs[0] < SEUIL
    premieres = {v[0] for (p, _), verites in possibles.items() for v in verites if p == MASQUEE}
    assert premieres == set(range(1, SEUIL))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=6))
def test_aucune_nuit_ne_publie_un_nombre_sous_le_seuil_ni_un_petit_ecart(
    nuits: list[tuple[int, int]],
) -> None:
    publiee, en_ligne, papier = None, 1, 0
    for plus_en_ligne, plus_papier in nuits:
        en_ligne, papier = en_ligne + plus_en_ligne, papier + plus_papier
        neuve = reviser(publiee, en_ligne, papier)
        for nombre in (neuve.total, neuve.en_ligne, neuve.papier):
            assert nombre is None or nombre == 0 or nombre >= SEUIL
        assert (neuve.en_ligne is None) == (neuve.papier is None)
        if neuve.en_ligne is not None and neuve.papier is not None:
            assert neuve.total == neuve.en_ligne + neuve.papier
        if publiee is not None and publiee.total is not None and neuve.total is not None:
            assert neuve.total == publiee.total or abs(neuve.total - publiee.total) >= SEUIL
        publiee = neuve


def compter_(commune: str, le: date, en_ligne: int, papier: int = 0, part: int = 0) -> None:
    CompteurModele(
        commune, rang(le, part), version=1, jour=str(le), en_ligne=en_ligne, papier=papier
    ).save()


def test_la_nuit_publie_les_jours_passes_par_departement(nuage: Nuage) -> None:
    publications = PublicationsDynamo()
    aujourd_hui = jour(nuage.maintenant)
    hier = aujourd_hui - timedelta(days=1)
    compter_(RENNES, hier, 20, 10)
    compter_("35047", hier, 5, part=3)
    compter_("75101", hier, 2)
    compter_("75120", hier, 3)
    compter_("97411", hier, 11, 2)
    compter_("ZZ001", hier, 30)
    compter_(RENNES, aujourd_hui, 50)
    compter_(RENNES, hier - timedelta(days=90), 50)

    publier(montage().compteurs, publications, nuage.maintenant)

    lue = publications.lire(RECENTES)
    assert lue is not None
    assert lue.cellules == {
        (hier, "35"): Cellule(35, 25, 10),
        (hier, "75"): MASQUEE,
        (hier, "974"): Cellule(13, None, None),
        (hier, ETRANGER): Cellule(30, 30, 0),
    }
    assert lue.mois == ("2026-12", "2027-01", "2027-02")
    assert jours_recents(lue)[-1] == hier
    assert len(jours_recents(lue)) == 31
    assert ensembles(lue.cellules, (hier,)) == (Ensemble(hier, 79, 87),)
    assert [nom_du_departement(code) for code in ("35", ETRANGER, "XX")] == [
        "Ille-et-Vilaine",
        "Français de l’étranger",
        "XX",
    ]


def test_un_jour_publie_n_est_revise_que_de_dix_au_moins_et_deux_mois_durant(
    nuage: Nuage,
) -> None:
    publications, compteurs = PublicationsDynamo(), montage().compteurs
    hier = jour(nuage.maintenant) - timedelta(days=1)

    def publie_avec(papier: int) -> Cellule:
        compter_(RENNES, hier, 20, papier)
        publier(compteurs, publications, nuage.maintenant)
        lue = publications.lire(f"{hier:%Y-%m}")
        assert lue is not None
        return lue.cellules[(hier, "35")]

    assert publie_avec(10) == Cellule(30, 20, 10)
    nuage.avancer(days=20)
    assert publie_avec(19) == Cellule(30, 20, 10)
    assert publie_avec(20) == Cellule(40, 20, 20)
    nuage.avancer(days=60)
    assert publie_avec(80) == Cellule(40, 20, 20)
