"""What forms of several portals have in common: days in three fields, choices of tours, a commune
that is looked for by its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chalicelib.domaine.libelles import jour_fr
from chalicelib.domaine.phrases import avec_majuscule, en_francais, phrase
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.referentiel.commune import Commune
from chalicelib.referentiel.recherche import chercher

Saisie = Mapping[str, str]


def noms_de_date(champ: str) -> tuple[str, str, str]:
    """The three fields of a day."""
    return f"{champ}_jour", f"{champ}_mois", f"{champ}_annee"


def naissance_typee(saisie: Saisie, champ: str) -> str:
    """Three fields as a birth date, `00` for a day or month left empty; "" when it can't be."""
    jour, mois, annee = (saisie[nom].strip() or "00" for nom in noms_de_date(champ))
    return _assembler(jour, mois, annee)


def jour_type(saisie: Saisie, champ: str) -> str:
    """Three fields as a day `YYYY-MM-DD`; "" when it can't be."""
    return _assembler(*(saisie[nom].strip() for nom in noms_de_date(champ)))


def choix_de_tours(scrutin: Scrutin, tours: Sequence[Tour]) -> dict[str, str]:
    """The choice of these tours, its value being `<scrutin>:<numbers>`."""
    return {
        "valeur": f"{scrutin.id}:{','.join(str(tour.numero) for tour in tours)}",
        "texte": _lesquels(scrutin, tours),
        "aide": avec_majuscule(_quand(scrutin, tours)),
    }


def _lesquels(scrutin: Scrutin, tours: Sequence[Tour]) -> str:
    nom = en_francais(scrutin.libelle)
    if len(tours) > 1:
        return phrase("{scrutin} : les deux tours", scrutin=nom)
    if len(scrutin.tours) == 1:
        return nom
    if tours[0].numero == 1:
        return phrase("{scrutin} : premier tour", scrutin=nom)
    return phrase("{scrutin} : second tour", scrutin=nom)


def _quand(scrutin: Scrutin, tours: Sequence[Tour]) -> str:
    jours = [jour_fr(tour.date) for tour in tours]
    dates = phrase("{debut} et {fin}", debut=jours[0], fin=jours[1]) if len(tours) > 1 else jours[0]
    if not scrutin.dates_provisoires:
        return dates
    if len(tours) > 1:
        return phrase("{dates} (dates à confirmer)", dates=dates)
    return phrase("{dates} (date à confirmer)", dates=dates)


def tours_choisis(valeur: str) -> tuple[str, tuple[int, ...]]:
    """The scrutin and the tours of such a value; an unknown scrutin when it is malformed."""
    scrutin, _, numeros = valeur.partition(":")
    # An empty name would be read as a period.
    return scrutin or "aucun", tuple(int(n) for n in numeros.split(",") if n in {"1", "2"})


def commune_cherchee(recherche: str, choisie: str) -> tuple[str, tuple[Commune, ...]]:
    """The code of the place that was typed, or chosen among several, empty when it can't be told;
    and the places that answer.
    """
    trouvees = chercher(recherche)
    retenues = [c for c in trouvees if c.code == choisie] or trouvees
    return (retenues[0].code if len(retenues) == 1 else ""), trouvees


def phrase_de_commune(recherche: str, trouvees: Sequence[Commune]) -> str:
    """Why no place could be told."""
    if not recherche.strip():
        return phrase("Indiquez la commune ou le consulat où cette personne est inscrite.")
    if trouvees:
        return phrase("Plusieurs communes correspondent : choisissez la bonne.")
    return phrase(
        "Aucune commune ne correspond. Vérifiez l’orthographe ou écrivez moins de lettres."
    )


def _assembler(jour: str, mois: str, annee: str) -> str:
    forme = re.fullmatch("[0-9]{1,2} [0-9]{1,2} [0-9]{4}", f"{jour} {mois} {annee}")
    return f"{annee}-{mois:0>2}-{jour:0>2}" if forme else ""
