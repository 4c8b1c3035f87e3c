"""The search of a mairie: words that lead to the rows of its register."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.modeles_recherche import MotModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import DelegationAbsente, SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire
from chalicelib.domaine.recherche import mots
from chalicelib.services.indexer import a_indexer, indexer
from chalicelib.services.ports_recherche import Recherche
from chalicelib.services.rechercher import rechercher
from chalicelib.services.reconstruire import reconstruire
from chalicelib.services.router import router
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    ANGERS,
    PRESIDENTIELLE,
    REGIONALES_2021,
    RENNES,
    Nuage,
    mandant,
    mandataire,
)
from tests.services.conservatoire import outillage, passer

pytestmark = pytest.mark.deux_moteurs

LETTRES = "ABCDE"


def indexee(nuage: Nuage, n: int, **autres: object) -> Demande:
    """The n-th: its mandant and mandataire have names of their own."""
    depot = {
        "qui": mandant(f"m{n}", nom=f"De La Tour-{LETTRES[n]}É", prenoms=("Jean-Marie",)),
        "pour": mandataire(nom=f"Martin {LETTRES[n]}"),
    } | autres
    recue = nuage.recue(**depot)
    assert a_indexer(recue)
    indexer(nuage.contexte, recue)
    return recue


def trouver(nuage: Nuage, texte: str, **autres: object) -> list[str]:
    options = {
        "agent": AGENT_RENNES,
        "commune": RENNES,
        "curseur": "",
        "maintenant": nuage.maintenant,
    } | autres
    return [x.reference for x in rechercher(nuage.contexte, texte=texte, **options).lignes]


def test_chaque_mot_se_trouve_par_son_debut_dans_n_importe_quel_ordre(nuage: Nuage) -> None:
    nuage.peupler()
    une, autre = indexee(nuage, 0), indexee(nuage, 1)

    reference = une.reference
    for texte in ("latourae", "LA TOUR-AÉ", "delatour martin a", "jeanm ae", "tourae ma la",
                  reference, reference.lower(), f"{reference[:3]}-{reference[3:]}",
                  reference[:5]):  # fmt: skip
        assert trouver(nuage, texte) == [reference], texte
    for texte in ("tour", "d", "marie jean tour", "Martin"):
        assert set(trouver(nuage, texte)) == {reference, autre.reference}, texte
    for texte in ("introuvable", "martin introuvable", "artin", "x" * 10_000, "", "'"):
        assert trouver(nuage, texte) == [], texte
    for filtre in ({"etat": Etat.VALIDE}, {"scrutin": REGIONALES_2021.id}):
        assert trouver(nuage, "martin", **filtre) == []
    assert len(trouver(nuage, "martin", etat=Etat.A_CONTROLER, scrutin=PRESIDENTIELLE.id)) == 2


def test_les_pages_ne_perdent_ni_ne_repetent_rien(nuage: Nuage) -> None:
    nuage.peupler()
    # The mandataire's Martin and the mandant's Martine are both begun by what is sought.
    toutes = {
        indexee(nuage, n, qui=mandant(f"m{n}", nom=f"Martine {LETTRES[n]}")).reference
        for n in range(5)
    }
    recherche = Recherche(RENNES, ("MARTIN",))

    vues: list[str] = []
    suite: str | None = ""
    while suite is not None:
        page = nuage.contexte.depots.chercher(recherche, suite, 2)
        vues += [ligne.reference for ligne in page.lignes]
        suite = page.suite

    assert (len(vues), set(vues)) == (5, toutes)
    assert nuage.contexte.depots.chercher(replace(recherche, commune=ANGERS), "", 2).lignes == ()
    for force in ("x", "é", "a" * 5000, "RFVSQU5EI1hCUTdWMw"):
        with pytest.raises(SaisieInvalide):
            nuage.contexte.depots.chercher(recherche, force, 2)


def test_le_mandataire_connu_par_son_numero_se_trouve_une_fois_nomme(nuage: Nuage) -> None:
    nuage.peupler()
    recue = indexee(nuage, 0, pour=Mandataire(naissance="1990-01-15", nne="350000066"))
    assert trouver(nuage, "kervella") == []

    acceptee = nuage.accepter(recue, nom="Kervella", prenoms=("Louis",))
    router(nuage.contexte, acceptee, nuage.maintenant)
    assert a_indexer(acceptee)
    indexer(nuage.contexte, acceptee)
    indexer(nuage.contexte, recue)  # delivered again, late: the names stay

    assert trouver(nuage, "kervella tour") == [recue.reference]


def test_reconstruire_rend_la_recherche_et_l_effacement_l_emporte(nuage: Nuage) -> None:
    nuage.peupler()
    recue = indexee(nuage, 0)
    with MotModele.batch_write() as lot:
        for mot in MotModele.scan():
            lot.delete(mot)
    outils = outillage(nuage)

    reconstruire(nuage.contexte, ActivitesDynamo(), nuage.maintenant)
    assert trouver(nuage, "martin") == [recue.reference]
    assert ("recherche", recue.reference) in set(outils.conservation.references_citees())
    nuage.maintenant = datetime(2028, 5, 10, tzinfo=UTC)
    assert passer(nuage, outils)
    assert passer(nuage, outils)["EFFACEMENT"] == 1
    assert list(MotModele.scan()) == []


def test_les_mots_sont_bornes_et_la_reference_toujours_la(nuage: Nuage) -> None:
    prenoms = tuple(f"{a}{b}" for a in "ABCDEFGHIJ" for b in "KLMNOPQRST")
    recue = nuage.peupler().recue(qui=mandant("m", prenoms=prenoms))
    assert len(mots(recue)) == 60
    assert mots(recue)[0] == recue.reference
    indexer(nuage.contexte, recue)
    assert trouver(nuage, "durand martin") == [recue.reference]


def test_sans_delegation_aucune_recherche(nuage: Nuage) -> None:
    nuage.peupler()
    with pytest.raises(DelegationAbsente):
        trouver(nuage, "martin", agent=AGENT_ANGERS)
