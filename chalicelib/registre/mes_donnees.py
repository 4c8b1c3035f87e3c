"""What a mandant takes away: a document that a machine can read (GDPR, art. 15 and 20).

Everything that is held about him; of the other persons, what he wrote himself and what his
récépissé already names. Agents stand in the journal by their role alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Role
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.libelles import LIBELLES_ETAT, objet
from chalicelib.domaine.portee import PorteePeriode, Scrutins
from chalicelib.services.mes_donnees import DonneesDUneDemande
from chalicelib.services.ports_courrier import Envoi

VERSION = 1
"""Of the form of the document: what is added does not change it."""

_ACTES = {
    "collecte": ("nom", "prenom", "unite", "lieu", "le", "piece", "cadre", "lieu_public"),
    "etablissement": (
        "nom", "prenom", "qualite", "unite", "lieu", "le", "piece", "cadre", "en_france",
        "lieu_public", "ecrit_du",
    ),
    "refus": ("le", "motif"),
    "decision": ("le", "motif", "precision"),
    "verification": ("le", "resultats"),
    "resiliation": (
        "demandee_le", "expire_le", "le", "nom", "prenom", "qualite", "lieu", "piece",
        "remplacante",
    ),
    "fin": ("le", "motif"),
    "saisie": ("le",),
}  # fmt: skip
"""Of each act on a demande, the fields that are about the mandant or that his récépissé bears: not
the keys of agents, nor prints of calls."""

_QUI = {
    Role.MANDANT: "vous",
    Role.AUTORITE: "l'autorité",
    Role.MAIRIE: "la mairie",
    Role.SYSTEME: "le service",
}


def document(
    donnees: Iterable[DonneesDUneDemande], scrutins: Scrutins, maintenant: datetime
) -> dict[str, Any]:
    """The whole document."""
    return {
        "version": VERSION,
        "etabli_le": _simple(maintenant),
        "demandes": [une_demande(donnee, scrutins) for donnee in donnees],
    }


def une_demande(donnees: DonneesDUneDemande, scrutins: Scrutins) -> dict[str, Any]:
    """All that is held about one demande."""
    demande = donnees.demande
    return {
        "reference": demande.reference,
        "etat": demande.etat.value,
        "libelle_etat": LIBELLES_ETAT[demande.etat],
        "support": demande.support.value,
        "vous": _vous(demande),
        "mandataire": _mandataire(demande),
        "portee": _portee(demande, scrutins),
        "deposee_le": _simple(demande.deposee_le),
        "a_presenter_avant": _simple(demande.expire_le),
        "retiree_le": _simple(demande.retiree_le),
        "recue_par_la_mairie_le": _simple(demande.recue_le),
        "effacee_le": _simple(donnees.efface_le),
        "actes": {nom: _acte(getattr(demande, nom), champs) for nom, champs in _ACTES.items()},
        "remplace": list(demande.remplace),
        "jours_sans_effet": _simple(demande.nuls),
        "jours_ou_vous_avez_vote": _simple(demande.votes),
        "courriel_du_mandataire_a_prevenir": demande.avise or None,
        "journal": [_ecriture(ecriture) for ecriture in donnees.ecritures],
        "courriels": [_envoi(envoi) for envoi in donnees.envois],
    }


def _vous(demande: Demande) -> dict[str, Any]:
    mandant = demande.mandant
    civil = mandant.etat_civil
    return {
        "nom": civil.nom,
        "nom_usage": civil.nom_usage or None,
        "prenoms": list(civil.prenoms),
        "sexe": civil.sexe.value,
        "naissance": civil.naissance,
        "commune": mandant.commune,
        "courriel": mandant.courriel or None,
        "nne": mandant.nne or None,
        "identifiant_interne": mandant.id,
    }


def _mandataire(demande: Demande) -> dict[str, Any]:
    """As the mandant wrote it. Once the mairie or the national register has named the mandataire,
    only what the mandant knew: a number or a birth date that they added is not his.
    """
    designe = demande.mandataire
    if demande.verification is not None:
        return {"nom": designe.nom or None, "prenoms": list(designe.prenoms)}
    if designe.nne:
        return {"nne": designe.nne, "naissance": designe.naissance}
    return {
        "nom": designe.nom or None,
        "prenoms": list(designe.prenoms),
        "sexe": designe.sexe.value if designe.sexe else None,
        "naissance": designe.naissance,
        "commune": designe.commune or None,
    }


def _portee(demande: Demande, scrutins: Scrutins) -> dict[str, Any]:
    lue = demande.portee
    if isinstance(lue, PorteePeriode):
        bornes: dict[str, Any] = {"du": _simple(lue.du), "au": _simple(lue.au)}
    else:
        bornes = {"scrutin": lue.scrutin, "tours": list(lue.tours)}
    return {"libelle": objet(lue, scrutins), **bornes}


def _acte(acte: Any, champs: tuple[str, ...]) -> dict[str, Any] | None:
    return None if acte is None else {champ: _simple(getattr(acte, champ)) for champ in champs}


def _ecriture(ecriture: Ecriture) -> dict[str, Any]:
    return {
        "numero": ecriture.numero,
        "le": _simple(ecriture.instant),
        "quoi": ecriture.evenement,
        "par": _QUI[ecriture.role],
        "de": ecriture.de or None,
        "vers": ecriture.vers or None,
        "motif": ecriture.motif or None,
    }


def _envoi(envoi: Envoi) -> dict[str, Any]:
    return {
        "message": envoi.rang,
        "le": _simple(envoi.le),
        "etat": envoi.etat.value,
        "remise": envoi.remise.value if envoi.remise else None,
        "remise_le": _simple(envoi.remise_le),
    }


def _simple(valeur: Any) -> Any:
    """A value as JSON has it; an empty text is no value."""
    if isinstance(valeur, datetime | date):
        return valeur.isoformat()
    if isinstance(valeur, tuple):
        return [_simple(element) for element in valeur]
    return None if valeur == "" else valeur
