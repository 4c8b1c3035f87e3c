"""Reading the register of a commune: pages, cursors, counts."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import DelegationAbsente, SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.services.lister import lister
from chalicelib.services.ports import Page
from chalicelib.services.router import router
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    ANGERS,
    PRESIDENTIELLE,
    RENNES,
    Nuage,
    mandant,
    mandataire,
)

pytestmark = pytest.mark.deux_moteurs

LETTRES = "ABCDEFGHIJ"


def recue(nuage: Nuage, n: int, **autres: object) -> Demande:
    """The n-th: each mandant and mandataire has a name of its own, each act its minute."""
    nuage.avancer(minutes=1)
    depot = {
        "qui": mandant(f"m{n}", nom=f"Mandant-{LETTRES[n]}É"),
        "pour": mandataire(nom=f"Mandataire {LETTRES[n]}"),
    } | autres
    return nuage.recue(**depot)


def page(nuage: Nuage, depuis: str = "", limite: int = 3, **autres: object) -> Page:
    options = {"etat": None} | autres
    return nuage.contexte.depots.file(RENNES, depuis=depuis, limite=limite, **options)


def references(page_: Page) -> list[str]:
    return [ligne.reference for ligne in page_.lignes]


def test_la_file_va_du_vote_le_plus_proche_puis_de_l_acte_le_plus_ancien(nuage: Nuage) -> None:
    nuage.peupler()
    second = recue(nuage, 0, portee=PorteeScrutin(PRESIDENTIELLE.id, (2,)))
    premiers = [recue(nuage, n) for n in (1, 2)]

    assert references(page(nuage)) == [d.reference for d in (*premiers, second)]


@pytest.mark.parametrize("nombre", [0, 1, 2, 3, 4, 6, 7])
def test_les_pages_se_suivent_sans_trou_ni_double(nuage: Nuage, nombre: int) -> None:
    nuage.peupler()
    toutes = [recue(nuage, n).reference for n in range(nombre)]

    vues: list[str] = []
    curseur: str | None = ""
    pages = 0
    while curseur is not None:
        lue = page(nuage, depuis=curseur)
        vues += references(lue)
        curseur = lue.suite
        pages += 1
        assert pages <= 4

    assert vues == toutes
    assert pages == max(1, -(-nombre // 3))


def test_une_ligne_qui_change_d_etat_change_de_file(nuage: Nuage) -> None:
    nuage.peupler()
    reste, acceptee, refusee = (recue(nuage, n) for n in range(3))
    for decidee in (nuage.accepter(acceptee), nuage.refuser(refusee)):
        router(nuage.contexte, decidee, nuage.maintenant)

    assert references(page(nuage, etat=Etat.A_CONTROLER)) == [reste.reference]
    assert references(page(nuage, etat=Etat.VALIDE)) == [acceptee.reference]
    assert references(page(nuage, etat=Etat.INVALIDE)) == [refusee.reference]
    apercus = nuage.contexte.depots.apercus
    for etat, une in ((Etat.A_CONTROLER, reste), (Etat.VALIDE, acceptee), (Etat.INVALIDE, refusee)):
        lus, complet = apercus(RENNES, etat, 1)
        assert ([lu.reference for lu in lus], complet) == ([une.reference], True)
    assert apercus(RENNES, Etat.NULLE_PLAFOND, 5) == apercus(ANGERS, Etat.VALIDE, 5) == ((), True)
    recue(nuage, 3)
    lus, complet = apercus(RENNES, Etat.A_CONTROLER, 1)
    assert (len(lus), complet) == (1, False)


def code(texte: str) -> str:
    return base64.urlsafe_b64encode(texte.encode()).decode()


@pytest.mark.parametrize(
    "curseur",
    ["x", "é", "====", "a" * 10_000, code("5"), code("[1,2]"), code("[" * 5000), code('{"a":1}'),
     code("A_CONTROLER#2027-04-11#"), code("A_CONTROLER#\0#a#XBQ7V3"), code("35238"), "%00", " "],
)  # fmt: skip
def test_un_curseur_force_est_refuse_proprement(nuage: Nuage, curseur: str) -> None:
    nuage.peupler()
    recue(nuage, 0)

    with pytest.raises(SaisieInvalide) as refus:
        page(nuage, depuis=curseur)
    assert set(refus.value.erreurs) == {"curseur"}


def test_le_curseur_d_un_autre_etat_est_refuse(nuage: Nuage) -> None:
    nuage.peupler()
    for n in range(4):
        recue(nuage, n)
    suite = page(nuage, etat=Etat.A_CONTROLER).suite
    assert suite is not None

    with pytest.raises(SaisieInvalide):
        page(nuage, depuis=suite, etat=Etat.VALIDE)


def test_le_curseur_d_une_commune_ne_montre_rien_d_une_autre(nuage: Nuage) -> None:
    nuage.peupler()
    for n in range(4):
        recue(nuage, n)
    suite = page(nuage).suite
    assert suite is not None

    ailleurs = nuage.contexte.depots.file(ANGERS, etat=None, depuis=suite, limite=3)

    assert ailleurs.lignes == ()


def test_sans_delegation_aucune_liste(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.deleguer(AGENT_RENNES, RENNES, au=datetime(2027, 1, 1, tzinfo=UTC))

    for agent, commune in ((AGENT_RENNES, RENNES), (AGENT_ANGERS, RENNES)):
        with pytest.raises(DelegationAbsente):
            lister(
                nuage.contexte,
                agent=agent,
                commune=commune,
                etat=None,
                curseur="",
                maintenant=nuage.maintenant,
            )
