"""A sentence is its French text everywhere, and its translation where a template shows it."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime

import pytest
from markupsafe import escape

from chalicelib.domaine.libelles import date_fr, instant_fr, jour_fr, jours_fr
from chalicelib.domaine.phrases import (
    Phrase,
    avec_majuscule,
    en_francais,
    enchainer,
    phrase,
    pour_un_lecteur,
    traduire,
    traduire_selon,
)
from chalicelib.portails.langues import catalogue

MOTS = {"Le {jour} ;": "On <{jour}>", "Fin.": "End.", "mai": "May", "un": "one", "deux": "two"}


class _Catalogue:
    """A few translations, for a reader of no language in particular."""

    def gettext(self, message: str) -> str:
        return MOTS.get(message, message)

    def ngettext(self, singulier: str, pluriel: str, nombre: int) -> str:
        return MOTS[singulier if nombre == 1 else pluriel]


LE_JOUR = phrase("Le {jour} ;", jour=phrase("mai"))

CAS = [
    (LE_JOUR, "Le mai ;", "On &lt;May&gt;"),
    (LE_JOUR.lower(), "le mai ;", "on &lt;may&gt;"),
    (enchainer(LE_JOUR, "", phrase("Fin.")), "Le mai ; Fin.", "On &lt;May&gt; End."),
    (enchainer("", phrase("Fin.")), "Fin.", "End."),
    (enchainer(), "", ""),
    (avec_majuscule(phrase("mai")), "Mai", "May"),
    (phrase("Le {jour} ;", jour="<b>"), "Le <b> ;", "On &lt;&lt;b&gt;&gt;"),
    (en_francais("Élection <b>"), "Élection <b>", '<span lang="fr">Élection &lt;b&gt;</span>'),
    (
        phrase("Le {jour} ;", jour=en_francais("été")),
        "Le été ;",
        'On &lt;<span lang="fr">été</span>&gt;',
    ),
    (phrase("Sans traduction {n}", n=3), "Sans traduction 3", "Sans traduction 3"),
]


@pytest.mark.parametrize("dite, francais, autre", CAS)
def test_une_phrase_est_son_texte_francais_et_se_montre_dans_la_langue_du_lecteur(
    dite, francais, autre
):
    assert dite == francais
    assert escape(dite) == escape(francais)
    with pour_un_lecteur(_Catalogue()):
        assert (str(dite), escape(dite)) == (francais, autre)
    assert escape(dite) == escape(francais)


def test_une_phrase_copiee_garde_sa_traduction():
    copiee = copy.deepcopy(LE_JOUR)

    assert isinstance(copiee, Phrase)
    with pour_un_lecteur(_Catalogue()):
        assert escape(copiee) == escape(LE_JOUR) == "On &lt;May&gt;"


@pytest.mark.parametrize(
    "nombre, francais, autre", [(0, "un", "two"), (1, "un", "one"), (2, "deux", "two")]
)
def test_le_pluriel_est_celui_de_la_langue(nombre, francais, autre):
    assert traduire_selon("un", "deux", nombre) == francais
    with pour_un_lecteur(_Catalogue()):
        assert traduire_selon("un", "deux", nombre) == autre
        assert traduire("Fin.") == "End."


DATES = [
    (date_fr(date(2021, 6, 1)), "1 June 2021"),
    (jour_fr(date(2026, 6, 14)), "Sunday 14 June 2026"),
    (date_fr("1950-00-00"), "1950 (day and month unknown)"),
    (date_fr("1950-08-00"), "August 1950 (day unknown)"),
    (instant_fr(datetime(2021, 6, 14, 12, 5, tzinfo=UTC)), "14 June 2021 at 14:05"),
    (
        jours_fr((date(2021, 6, 20), date(2021, 6, 27), date(2022, 1, 1))),
        "on 20 June 2021, on 27 June 2021 and on 1 January 2022",
    ),
    (jours_fr((date(2021, 6, 20),)), "on 20 June 2021"),
]


@pytest.mark.parametrize("dite, anglais", DATES)
def test_une_date_se_lit_en_anglais(dite, anglais):
    with pour_un_lecteur(catalogue("en")):
        assert escape(dite) == anglais
