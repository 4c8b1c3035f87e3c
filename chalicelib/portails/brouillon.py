"""The mandant's draft: what was typed at each step, read anew by every page.

A draft holds texts, never conclusions. A step counts as done when its texts are accepted today,
after those of the steps before it: nothing has to be undone when the commune is changed or when a
scrutin passes meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Any, TypeVar

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.identites import Mandataire
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.portee import Portee, PorteePeriode, Scrutins
from chalicelib.identite.personnes import Electeur
from chalicelib.portails.champs import (
    commune_cherchee,
    jour_type,
    naissance_typee,
    noms_de_date,
    phrase_de_commune,
    tours_choisis,
)
from chalicelib.referentiel.commune import Commune
from chalicelib.referentiel.recherche import chercher
from chalicelib.services.saisie import (
    lire_commune,
    lire_courriel,
    lire_mandataire,
    lire_portee,
)
from chalicelib.services.teleprocedure import exiger_teleprocedure, exiger_teleprocedure_au_scrutin

T = TypeVar("T")
Saisie = dict[str, str]

PERIODE = "periode"
"""The choice of step 3 that is no scrutin."""

LONGUEUR_GARDEE = 600
"""Signs kept of each field: more than any of them may hold, so that what is too long is still
refused after a reload.
"""


class Etape(StrEnum):
    """The five steps, in order; each value is the end of the page's path."""

    COMMUNE = "commune"
    MANDATAIRE = "mandataire"
    PORTEE = "portee"
    COURRIEL = "courriel"
    RECAPITULATIF = "recapitulatif"

    @property
    def chemin(self) -> str:
        """The path of the page."""
        return f"/electeur/demande/{self.value}"

    @property
    def rang(self) -> int:
        """From 0."""
        return list(Etape).index(self)


CHAMPS: dict[Etape, tuple[str, ...]] = {
    Etape.COMMUNE: ("commune", "recherche"),
    Etape.MANDATAIRE: (
        "designation",
        "nne",
        *noms_de_date("nne_naissance"),
        "nom",
        "prenoms",
        "sexe",
        *noms_de_date("naissance"),
        "mandataire_recherche",
        "mandataire_commune",
    ),
    Etape.PORTEE: ("portee", *noms_de_date("du"), *noms_de_date("au")),
    Etape.COURRIEL: ("courriel", "courriel_confirmation"),
}
"""The fields of each step; whatever else a form sends is ignored."""


@dataclass(frozen=True, slots=True)
class Circonstances:
    """What the texts are read against: who types, the known scrutins, and the day in Paris."""

    electeur: Electeur
    scrutins: Scrutins
    aujourd_hui: date


@dataclass(frozen=True, slots=True)
class Dossier:
    """The draft as read. `etape` is the first step that is missing or refused, or the recap;
    `erreurs` says why it is refused, and is empty when nothing was typed there yet.
    """

    etape: Etape = Etape.COMMUNE
    erreurs: Mapping[str, str] = field(default_factory=dict)
    commune: Commune | None = None
    mandataire: Mandataire | None = None
    portee: Portee | None = None
    courriel: str = ""


def lire(donnees: Mapping[str, Any], circonstances: Circonstances) -> Dossier:
    """Reads the steps in order, down to the first that can't be read."""
    dossier = Dossier()
    for etape, lire_l_etape in _LECTEURS.items():
        dossier = replace(dossier, etape=etape)
        if etape not in donnees:
            return dossier
        try:
            dossier = lire_l_etape(saisie_de(donnees, etape), dossier, circonstances)
        except SaisieInvalide as erreur:
            return replace(dossier, erreurs=erreur.erreurs)
    return replace(dossier, etape=Etape.RECAPITULATIF)


def saisie_de(donnees: Mapping[str, Any], etape: Etape) -> Saisie:
    """What was typed at a step: every field of it, empty when nothing was."""
    typee = donnees.get(etape, {})
    return {champ: str(typee.get(champ, "")) for champ in CHAMPS[etape]}


def avec(donnees: Mapping[str, Any], etape: Etape, saisie: Saisie) -> dict[str, Any]:
    """The draft once this was typed at a step."""
    gardee = {champ: texte[:LONGUEUR_GARDEE] for champ, texte in saisie.items()}
    return {**donnees, etape.value: gardee}


def repris(demande: Demande, scrutins: Scrutins, aujourd_hui: date) -> dict[str, Any]:
    """The draft of a demande that is to replace this one: all but who will vote, and of its votes
    those still to come.
    """
    portee, courriel = demande.portee, demande.mandant.courriel
    if isinstance(portee, PorteePeriode):
        debut, noms = max(portee.du, aujourd_hui), (*noms_de_date("du"), *noms_de_date("au"))
        jours = (f"{j:%d %m %Y}".split() for j in (debut, portee.au))
        vote = {"portee": PERIODE, **dict(zip(noms, chain(*jours), strict=True))}
    else:
        tours = scrutins[portee.scrutin].tours
        restants = (t.numero for t in tours if t.numero in portee.tours and t.date >= aujourd_hui)
        vote = {"portee": f"{portee.scrutin}:{','.join(map(str, restants))}"}
    return {
        Etape.COMMUNE.value: {"commune": demande.mandant.commune},
        Etape.PORTEE.value: vote,
        Etape.COURRIEL.value: {"courriel": courriel, "courriel_confirmation": courriel},
    }


def lu(valeur: T | None) -> T:
    """What an earlier step gave. Steps are read in order: it is there."""
    if valeur is None:
        raise LookupError("une étape est lue avant la précédente")
    return valeur


def _lire_commune(saisie: Saisie, dossier: Dossier, _: Circonstances) -> Dossier:
    return replace(dossier, commune=lire_commune(saisie["commune"]))


def _lire_mandataire(saisie: Saisie, dossier: Dossier, circonstances: Circonstances) -> Dossier:
    etat_civil = circonstances.electeur.etat_civil
    lecteur = {"nne": _champs_par_nne, "etat-civil": _champs_par_etat_civil}.get(
        saisie["designation"]
    )
    if lecteur is None:
        raise SaisieInvalide.du_champ(
            "designation", phrase("Choisissez comment vous désignez cette personne.")
        )
    champs, noms = lecteur(saisie)
    try:
        mandataire = lire_mandataire(champs, etat_civil)
        exiger_teleprocedure(lu(dossier.commune), mandataire)
        return replace(dossier, mandataire=mandataire)
    except SaisieInvalide as erreur:
        raise SaisieInvalide(
            {noms.get(c, c): _phrase(saisie, c, p) for c, p in erreur.erreurs.items()}
        ) from None


def _champs_par_nne(saisie: Saisie) -> tuple[Saisie, Saisie]:
    """The fields as the service names them, and the page's own names of those that differ."""
    champs = {
        # Without a number, the service would read a civil status.
        "nne": saisie["nne"].strip() or "aucun",
        "naissance": naissance_typee(saisie, "nne_naissance"),
    }
    return champs, {"naissance": "nne_naissance"}


def _champs_par_etat_civil(saisie: Saisie) -> tuple[Saisie, Saisie]:
    champs = {champ: saisie[champ] for champ in ("nom", "prenoms", "sexe")}
    champs["naissance"] = naissance_typee(saisie, "naissance")
    champs["commune"], trouvees = commune_cherchee(
        saisie["mandataire_recherche"], saisie["mandataire_commune"]
    )
    return champs, {"commune": "mandataire_commune" if trouvees else "mandataire_recherche"}


def communes_du_mandataire(saisie: Saisie) -> tuple[Commune, ...]:
    """The places that answer what was typed for the mandataire's commune."""
    return chercher(saisie["mandataire_recherche"])


def _phrase(saisie: Saisie, champ: str, dite: str) -> str:
    if champ != "commune" or "R213-1" in dite:
        return dite
    return phrase_de_commune(saisie["mandataire_recherche"], communes_du_mandataire(saisie))


def _lire_portee(saisie: Saisie, dossier: Dossier, circonstances: Circonstances) -> Dossier:
    choix = saisie["portee"]
    if not choix:
        raise SaisieInvalide.du_champ("portee", phrase("Choisissez un vote, ou une période."))
    champs = {"du": jour_type(saisie, "du"), "au": jour_type(saisie, "au")}
    tours: tuple[int, ...] = ()
    if choix != PERIODE:
        scrutin, tours = tours_choisis(choix)
        champs = {"scrutin": scrutin}
    try:
        portee = lire_portee(
            champs,
            tours,
            scrutins=circonstances.scrutins,
            commune=lu(dossier.commune),
            mandataire=lu(dossier.mandataire),
            aujourd_hui=circonstances.aujourd_hui,
        )
        exiger_teleprocedure_au_scrutin(portee, circonstances.scrutins, lu(dossier.commune))
    except SaisieInvalide as erreur:
        raise SaisieInvalide(
            {c if c in {"du", "au"} else "portee": p for c, p in erreur.erreurs.items()}
        ) from None
    return replace(dossier, portee=portee)


def _lire_courriel(saisie: Saisie, dossier: Dossier, _: Circonstances) -> Dossier:
    courriel = lire_courriel(saisie["courriel"])
    une, autre = (saisie[champ].strip().casefold() for champ in CHAMPS[Etape.COURRIEL])
    if une != autre:
        raise SaisieInvalide.du_champ(
            "courriel_confirmation",
            phrase("Les deux adresses sont différentes : écrivez deux fois la même."),
        )
    return replace(dossier, courriel=courriel)


_LECTEURS: dict[Etape, Callable[[Saisie, Dossier, Circonstances], Dossier]] = {
    Etape.COMMUNE: _lire_commune,
    Etape.MANDATAIRE: _lire_mandataire,
    Etape.PORTEE: _lire_portee,
    Etape.COURRIEL: _lire_courriel,
}
