"""The people of the demo (`donnees/identites.json`), as the simulators, the tables and the page of
identities need them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.identite.personnes import Portail
from chalicelib.referentiel.communes import par_code
from infra.local.repertoire.connus import CAS, CONNUS
from infra.local.repertoire.electeur import Electeur
from infra.local.simulateurs import IdentiteDemo

_DONNEES = Path(__file__).parent / "donnees" / "identites.json"
_SEXES = {"F": "female", "M": "male"}


@dataclass(frozen=True, slots=True)
class Identite:
    """One person of the demo. `cle` is the key of an agent (`<siret>/<uid>`), empty for an elector;
    `habilitation` and `delegation` are those of the data file."""

    demo: IdentiteDemo
    portail: Portail
    cle: str = ""
    electeur: Electeur | None = None
    habilitation: dict[str, Any] | None = None
    delegation: dict[str, Any] | None = None

    @property
    def lien(self) -> str:
        """The path that signs this person in at once."""
        return f"/{self.portail}/connexion?login_hint={self.demo.id}"

    def en_dict(self) -> dict[str, Any]:
        """For scripts: who, where, what for; for an elector, what a mandant types to name it."""
        fiche: dict[str, Any] = {
            "id": self.demo.id,
            "portail": self.portail.value,
            "nom": self.demo.libelle,
            "pour": self.demo.description,
            "lien": self.lien,
            "courriel": self.demo.claims["email"],
        }
        if self.electeur is not None:
            fiche["electeur"] = {
                "nne": self.electeur.nne,
                "nom": self.electeur.nom,
                "prenoms": list(self.electeur.prenoms),
                "sexe": self.electeur.sexe,
                "naissance": self.electeur.naissance,
                "commune": self.electeur.commune,
            }
        return fiche


def lire() -> tuple[Identite, ...]:
    """Everybody, in the order of the file."""
    donnees = json.loads(_DONNEES.read_text("utf-8"))
    connus = {electeur.nne: electeur for electeur in (*CONNUS, *CAS)}
    electeurs = [_electeur(fiche, connus[fiche["nne"]]) for fiche in donnees["electeurs"]]
    sirets = {nom: _siret(organisme) for nom, organisme in donnees["organismes"].items()}
    agents = [_agent(fiche, sirets[fiche["organisme"]]) for fiche in donnees["agents"]]
    return (*electeurs, *agents)


def _electeur(fiche: dict[str, Any], electeur: Electeur) -> Identite:
    prenoms = " ".join(electeur.prenoms)
    claims = {
        "given_name": prenoms,
        "family_name": electeur.nom,
        "gender": _SEXES[electeur.sexe],
        "birthdate": electeur.naissance,
        "email": fiche["courriel"],
    }
    if electeur.nom_usage:
        claims["preferred_username"] = electeur.nom_usage
    libelle = f"{electeur.prenoms[0]} {electeur.nom}"
    demo = IdentiteDemo(fiche["id"], libelle, fiche["pour"], claims)
    return Identite(demo, Portail.ELECTEUR, electeur=electeur)


def _agent(fiche: dict[str, Any], siret: str) -> Identite:
    claims = {
        "given_name": fiche["prenom"],
        "usual_name": fiche["nom"],
        "email": f"{fiche['uid']}@agents.example",
        "uid": fiche["uid"],
        "siret": siret,
        "fonction": fiche["fonction"],
    }
    demo = IdentiteDemo(
        fiche["id"],
        f"{fiche['prenom']} {fiche['nom']}",
        fiche["pour"],
        claims,
        amr=tuple(fiche.get("amr", ("pwd", "mfa"))),
    )
    return Identite(
        demo,
        Portail(fiche["portail"]),
        cle=f"{siret}/{fiche['uid']}",
        habilitation=fiche.get("habilitation"),
        delegation=fiche.get("delegation"),
    )


def _siret(organisme: dict[str, Any]) -> str:
    """SIREN, four digits of establishment, and the check digit of the whole."""
    if "commune" in organisme:
        commune = par_code(organisme["commune"])
        if commune is None:
            raise ValueError(f"commune inconnue : {organisme['commune']}")
        siren = commune.siren
    else:
        siren = _avec_cle(organisme["siren"])
    return _avec_cle(f"{siren}{organisme['numero']:04d}")


def _avec_cle(chiffres: str) -> str:
    """The digits followed by the one that makes them pass Luhn's formula, as SIREN and SIRET do."""
    somme = 0
    for rang, chiffre in enumerate(reversed(chiffres)):
        double = int(chiffre) * (2 if rang % 2 == 0 else 1)
        somme += double - 9 if double > 9 else double
    return f"{chiffres}{-somme % 10}"
