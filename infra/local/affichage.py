"""What `make run` prints once everything answers."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from chalicelib.domaine.libelles import jour_fr
from chalicelib.domaine.temps import jour
from chalicelib.identite.personnes import Portail

if TYPE_CHECKING:
    from infra.local.identites import Identite
    from infra.local.nuage import Nuage
    from infra.local.reglages import Reglages

_TITRES = {
    Portail.ELECTEUR: "Électeurs, par FranceConnect",
    Portail.AUTORITE: "Police et gendarmerie, par ProConnect",
    Portail.MAIRIE: "Mairies, par ProConnect",
}


def accueil(nuage: Nuage, reglages: Reglages, secondes: float) -> str:
    """The whole text: addresses, then the demo identities and what each is for."""
    lignes = [
        "",
        f"Maprocuration est en service sur cet ordinateur ({nuage.moteur.nom}, "
        f"{secondes:.1f} s). Nous sommes le {jour_fr(jour(nuage.horloge()))}.",
        *_avertissements(nuage, reglages),
        "",
        *_colonnes(_adresses(nuage)),
        "",
        "Identités de démonstration (aucune n'existe)",
    ]
    for portail, siennes in groupby(nuage.identites, key=lambda identite: identite.portail):
        lignes += ["", f"  {_TITRES[portail]}", *_colonnes([_identite(i) for i in siennes])]
    lignes += ["", "Ctrl-C arrête tout.", ""]
    return "\n".join(lignes)


def _avertissements(nuage: Nuage, reglages: Reglages) -> list[str]:
    from infra.local.reglages import PORT_HABITUEL

    if reglages.port is None and not nuage.adresse.endswith(f":{PORT_HABITUEL}"):
        return [f"Le port {PORT_HABITUEL} est déjà pris : les adresses en portent un autre."]
    return []


def _adresses(nuage: Nuage) -> list[tuple[str, ...]]:
    base = nuage.adresse
    return [
        ("Espace électeur", f"{base}/electeur"),
        ("Police et gendarmerie", f"{base}/autorite"),
        ("Espace mairie", f"{base}/mairie"),
        ("Boîte aux lettres", f"{base}/_local/courriels"),
        ("Identités", f"{base}/_local/identites"),
        ("Liste électorale", f"{base}/_local/liste-electorale"),
        ("Registre national (REU)", f"{base}/_local/reu"),
        ("Tableaux de bord", f"{base}/_local/tableaux"),
        ("Description de l'API", f"{base}/api/v1/openapi.json"),
        ("DynamoDB et SES", nuage.moteur.endpoint),
        ("Journal des fonctions", str(nuage.journal)),
    ]


def _identite(identite: Identite) -> tuple[str, ...]:
    return (identite.demo.id, identite.demo.libelle, identite.demo.description)


def _colonnes(rangs: list[tuple[str, ...]]) -> list[str]:
    """The rows under one another, each column as wide as its widest text."""
    largeurs = [max(map(len, colonne)) for colonne in zip(*rangs, strict=True)]
    return [
        "    " + "  ".join(t.ljust(n) for t, n in zip(rang, largeurs, strict=True)).rstrip()
        for rang in rangs
    ]
