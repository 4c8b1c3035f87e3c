"""The fields of the pages of a form on paper, and how the service names them."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.portails.champs import (
    commune_cherchee,
    jour_type,
    naissance_typee,
    noms_de_date,
    phrase_de_commune,
    tours_choisis,
)

PERIODE = "periode"

_TELS_QUELS = (
    "mandant_nom",
    "mandant_nom_usage",
    "mandant_prenoms",
    "mandant_sexe",
    "mandant_nne",
    "mandant_courriel",
    "mandataire_nom",
    "mandataire_prenoms",
    "mandataire_sexe",
    "mandataire_nne",
    "autorite_nom",
    "autorite_prenom",
    "autorite_qualite",
    "autorite_lieu",
    "etablie_a",
    "fuseau",
)
"""Fields that the service reads as they were typed."""

_DATES = ("mandant_naissance", "mandataire_naissance", "etablie_le", "au")

CHAMPS = (
    *_TELS_QUELS,
    *(nom for champ in _DATES for nom in noms_de_date(champ)),
    "mandataire_recherche",
    "mandataire_commune",
    "portee",
)
"""The fields of the first page; the second one sends them back as they were."""

SECONDS = (
    "second_mandant_nne",
    *noms_de_date("second_mandant_naissance"),
    "second_mandataire_nne",
    *noms_de_date("second_mandataire_naissance"),
    *noms_de_date("second_etablie_le"),
    "second_etablie_a",
)

Saisie = dict[str, str]


_ORDRE = (
    "mandant_nom",
    "mandant_nom_usage",
    "mandant_prenoms",
    "mandant_sexe",
    "mandant_naissance",
    "mandant_nne",
    "mandant_courriel",
    "mandataire_nom",
    "mandataire_prenoms",
    "mandataire_sexe",
    "mandataire_naissance",
    "mandataire_nne",
    "mandataire_recherche",
    "mandataire_commune",
    "portee",
    "au",
    "autorite_qualite",
    "autorite_nom",
    "autorite_prenom",
    "autorite_lieu",
    "etablie_le",
    "etablie_a",
)
"""As they stand on the page, for the summary of errors."""


def champs_du_service(saisie: Saisie) -> Saisie:
    """The fields as the service names them."""
    champs = {champ: saisie[champ] for champ in _TELS_QUELS}
    for champ in ("mandant_naissance", "mandataire_naissance"):
        champs[champ] = naissance_typee(saisie, champ)
    champs |= {champ: jour_type(saisie, champ) for champ in ("etablie_le", "au")}
    champs["mandataire_commune"], _ = commune_cherchee(
        saisie["mandataire_recherche"], saisie["mandataire_commune"]
    )
    if saisie["portee"] != PERIODE:
        champs["scrutin"] = tours_choisis(saisie["portee"])[0]
    return champs


def seconds_du_service(saisie: Saisie) -> Saisie:
    """The second entry as the service names it."""
    return {
        "mandant_nne": saisie["second_mandant_nne"],
        "mandant_naissance": naissance_typee(saisie, "second_mandant_naissance"),
        "mandataire_nne": saisie["second_mandataire_nne"],
        "mandataire_naissance": naissance_typee(saisie, "second_mandataire_naissance"),
        "etablie_le": jour_type(saisie, "second_etablie_le"),
        "etablie_a": saisie["second_etablie_a"],
    }


def erreurs_de_la_page(saisie: Saisie, erreurs: Mapping[str, str]) -> dict[str, str]:
    """The errors by the names of the page, in the order of the form."""
    _, trouvees = commune_cherchee(saisie["mandataire_recherche"], "")
    lieu = "mandataire_commune" if trouvees else "mandataire_recherche"
    noms = {"mandataire_commune": lieu, "scrutin": "portee"}
    traduites = {noms.get(champ, champ): phrase for champ, phrase in erreurs.items()}
    if lieu in traduites:
        traduites[lieu] = phrase_de_commune(saisie["mandataire_recherche"], trouvees)
    ordre = [*_ORDRE, *traduites]
    return {champ: traduites[champ] for champ in sorted(traduites, key=ordre.index)}
