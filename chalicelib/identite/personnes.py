"""From verified claims to the persons of the portals, and through the session row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from chalicelib.domaine.erreurs import AccesRefuse, SaisieInvalide
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import EtatCivil, Sexe, pseudonyme
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.texte import LONGUEUR_MAX_NOM, ligne

if TYPE_CHECKING:
    from chalicelib.identite.oidc import Identite


class Portail(StrEnum):
    """The three portals; each has its own sessions."""

    ELECTEUR = "electeur"
    AUTORITE = "autorite"
    MAIRIE = "mairie"


class IdentiteIncomplete(AccesRefuse):
    """The provider did not give what the procuration needs."""

    code = "identite-incomplete"
    titre = phrase("Votre identité n'a pas été transmise en entier")


class DoubleAuthentificationRequise(AccesRefuse):
    """The agent signed in with one factor only (ProConnect's amr claim lacks `mfa`)."""

    code = "double-authentification-requise"
    titre = "Une double authentification est nécessaire"


class MairieInconnue(AccesRefuse):
    """The agent's SIRET is not that of a commune."""

    code = "mairie-inconnue"
    titre = "Votre établissement n'est pas reconnu comme une mairie"


@dataclass(frozen=True, slots=True)
class Electeur:
    """A signed-in mandant. `id` is a pseudonym of the FranceConnect subject."""

    id: str
    etat_civil: EtatCivil
    courriel: str


@dataclass(frozen=True, slots=True)
class AgentMairie:
    """A signed-in agent of a mairie. `commune` is empty when several communes share the SIREN and
    no delegation says which.
    """

    agent: Agent
    commune: str


_SEXES = {"female": Sexe.FEMININ, "male": Sexe.MASCULIN}
_ETAT_CIVIL_INCOMPLET = phrase(
    "FranceConnect n'a pas transmis votre état civil complet. Essayez avec un autre compte, ou "
    "faites votre procuration sur papier au commissariat ou à la gendarmerie."
)


def electeur(identite: Identite, secret: bytes) -> tuple[str, dict[str, Any]]:
    """Subject and session data of a mandant. Raises IdentiteIncomplete, also when a name would not
    read on the agent's screen as it is, or when the birth date is none.
    """
    # Few requests sign somebody in: the others don't pay for the import.
    from chalicelib.services.saisie import lire_naissance

    try:
        nom, prenoms, usage = (
            ligne(identite.texte(claim)[: LONGUEUR_MAX_NOM + 1])
            for claim in ("family_name", "given_name", "preferred_username")
        )
        naissance = lire_naissance(identite.texte("birthdate"))
        sexe = _SEXES[identite.texte("gender")]
    except (ValueError, KeyError, SaisieInvalide):
        raise IdentiteIncomplete(_ETAT_CIVIL_INCOMPLET) from None
    if not nom or not prenoms or max(map(len, (nom, prenoms, usage))) > LONGUEUR_MAX_NOM:
        raise IdentiteIncomplete(_ETAT_CIVIL_INCOMPLET)
    return pseudonyme("fc", identite.sujet, secret), {
        "nom": nom,
        "prenoms": prenoms.split(),
        "sexe": sexe.value,
        "naissance": naissance,
        "usage": usage,
        "courriel": identite.texte("email"),
        "acr": identite.acr,
        "id_token": identite.id_token,
    }


def lire_electeur(sujet: str, donnees: Mapping[str, Any]) -> Electeur:
    """The mandant of a session row."""
    civil = EtatCivil(
        nom=donnees["nom"],
        prenoms=tuple(donnees["prenoms"]),
        sexe=Sexe(donnees["sexe"]),
        naissance=donnees["naissance"],
        nom_usage=donnees["usage"],
    )
    return Electeur(sujet, civil, donnees["courriel"])


def agent(identite: Identite) -> tuple[str, dict[str, Any]]:
    """Subject and session data of an agent: `<siret>/<uid>`, known to who habilitates and
    delegates. Raises DoubleAuthentificationRequise or IdentiteIncomplete.
    """
    if "mfa" not in identite.amr:
        raise DoubleAuthentificationRequise(
            "Reconnectez-vous à ProConnect avec votre second facteur (application, clé ou carte "
            "agent)."
        )
    siret, uid = identite.texte("siret"), identite.texte("uid")
    try:
        # Both names stand on the procuration and in the register (R75 II, R76-1).
        nom, prenom = (
            ligne(identite.texte(claim)[:LONGUEUR_MAX_NOM])
            for claim in ("usual_name", "given_name")
        )
    except ValueError:
        nom = prenom = ""
    if not (siret.isdecimal() and len(siret) == 14 and uid and nom and prenom):
        raise IdentiteIncomplete(
            "ProConnect n'a pas transmis vos nom et prénom, votre identifiant ou le SIRET de votre "
            "service. Signalez-le à votre service informatique."
        )
    return f"{siret}/{uid}", {
        "nom": nom,
        "prenom": prenom,
        "siret": siret,
        "id_token": identite.id_token,
    }


def lire_agent(sujet: str, donnees: Mapping[str, Any]) -> Agent:
    """The agent of a session row."""
    return Agent(sujet, donnees["nom"], donnees["prenom"])


def commune_de_la_mairie(siret: str, delegation_pour: str) -> str:
    """The commune for which an agent of this SIRET may act: the one of the delegation when the
    SIREN (9 first digits) is that commune's. Raises MairieInconnue.
    """
    # As above: only a sign-in needs it.
    from chalicelib.referentiel.communes import par_siren

    communes = [commune.code for commune in par_siren(siret[:9])]
    if not communes:
        raise MairieInconnue(
            "Le SIRET transmis par ProConnect n'est celui d'aucune commune. Vérifiez le service "
            "choisi à la connexion."
        )
    if delegation_pour in communes:
        return delegation_pour
    return communes[0] if len(communes) == 1 else ""
