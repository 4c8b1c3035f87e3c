"""What the pages of a form on paper show: domain objects in, plain texts out."""

from __future__ import annotations

from typing import Any

from chalicelib.domaine.autorites import QUALITES_PAPIER, libelle_qualite
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.identites import EtatCivil, Mandataire
from chalicelib.domaine.libelles import LIBELLES_SEXE, instant_fr, jours_fr, portee_fr, prenoms_fr
from chalicelib.domaine.portee import Scrutins
from chalicelib.portails.vues import nom_de_commune
from chalicelib.services.avertir_papier import Avertissements
from chalicelib.services.fuseaux import ETRANGER, FRANCE
from chalicelib.services.saisir_papier import FormulairePapier


def listes() -> dict[str, Any]:
    """The choices that never change: qualities of the authority, and clocks."""
    qualites = [{"valeur": "", "texte": "Choisissez"}]
    for qualite in QUALITES_PAPIER:
        libelle = libelle_qualite(qualite)
        qualites.append({"valeur": qualite.value, "texte": libelle[0].upper() + libelle[1:]})
    return {
        "qualites": qualites,
        "fuseaux": [
            *({"valeur": code, "texte": nom} for code, nom in FRANCE.items()),
            *({"valeur": code, "texte": f"Étranger ou en mer, {code}"} for code in ETRANGER),
        ],
    }


def recapitulatif(
    lu: FormulairePapier, commune: str, scrutins: Scrutins
) -> list[tuple[str, list[dict[str, Any]]]]:
    """The form as it was read, section by section, without what is typed a second time."""
    acte = lu.acte
    return [
        (
            "Mandant",
            [
                *_personne(lu.mandant),
                {"cle": "Inscrit à", "valeur": commune},
                {"cle": "Courriel", "valeur": lu.courriel or "Aucun : à prévenir par courrier"},
            ],
        ),
        (
            "Mandataire",
            [
                *_personne(lu.mandataire),
                {"cle": "Inscrit à", "valeur": nom_de_commune(lu.mandataire.commune)},
            ],
        ),
        (
            "Procuration",
            [
                {"cle": "Pour voter", "valeurs": portee_fr(lu.portee, scrutins)},
                {
                    "cle": "Établie par",
                    "valeur": f"{acte.prenom} {acte.nom}, {libelle_qualite(acte.qualite)}",
                },
                {"cle": "À", "valeur": acte.lieu},
                {"cle": "Compte comme établie", "valeur": _ou(en_france=acte.en_france)},
            ],
        ),
    ]


def vue_papier(demande: Demande) -> dict[str, Any] | None:
    """What the page of a procuration says of its form, None for one that was given online."""
    saisie = demande.saisie
    if saisie is None:
        return None
    return {
        "saisie_le": instant_fr(saisie.le),
        "numerise": bool(saisie.numerisation),
        "sans_courriel": not demande.mandant.courriel,
        "nne": demande.mandant.nne,
    }


def avertissements(trouves: Avertissements) -> list[str]:
    """What the clerk should know, one sentence each."""
    phrases = []
    if trouves.deja_represente:
        phrases.append(
            "Ce mandant a déjà une procuration en cours pour un de ces jours de vote. S’il l’a "
            "résiliée, enregistrez d’abord sa résiliation. Sinon, enregistrez ce formulaire comme "
            "refusé."
        )
    if trouves.plafond.exces:
        jours = jours_fr(trouves.plafond.nuls)
        phrases.append(
            f"Le mandataire a déjà, {jours}, les procurations que la loi permet, établies avant "
            "celle-ci (article L73) : elle sera sans effet pour ce vote. Enregistrez-la : le "
            "registre garde la suite."
        )
    if trouves.deplacees:
        pluriel = "s" if trouves.deplacees > 1 else ""
        phrases.append(
            f"Cette procuration a été établie avant {trouves.deplacees} autre{pluriel} du même "
            f"mandataire, qui pourra{'ient' if pluriel else 'it'} devenir nulle{pluriel} (article "
            "L73). Vérifiez bien la date et l’heure."
        )
    if trouves.passes:
        phrases.append(
            f"Un vote est déjà passé, {jours_fr(trouves.passes)} : la procuration ne servira que "
            "pour la suite. Elle n’est pas refusée pour autant."
        )
    return phrases


def _personne(personne: EtatCivil | Mandataire) -> list[dict[str, str]]:
    usage = personne.nom_usage if isinstance(personne, EtatCivil) else ""
    return [
        {"cle": "Nom de naissance", "valeur": personne.nom},
        {"cle": "Nom d’usage", "valeur": usage},
        {"cle": "Prénoms", "valeur": prenoms_fr(personne.prenoms)},
        {"cle": "Sexe", "valeur": LIBELLES_SEXE[personne.sexe] if personne.sexe else ""},
    ]


def _ou(*, en_france: bool) -> str:
    return "En France" if en_france else "Hors de France"
