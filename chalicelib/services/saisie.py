"""What a person sends, made into domain objects, or one SaisieInvalide that names every field.

The form of the portal and the JSON of the API come through the same functions, so that both
refuse the same things with the same sentences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.identites import EtatCivil, Mandataire, Sexe, meme_personne
from chalicelib.domaine.libelles import MOTIFS_AU_MANDANT
from chalicelib.domaine.motifs import LONGUEUR_MAX_PRECISION
from chalicelib.domaine.phrases import enchainer, phrase
from chalicelib.domaine.portee import (
    Portee,
    Scrutins,
    dernier_jour,
    portee_periode,
    portee_scrutin,
)
from chalicelib.domaine.regles import AGE_ELECTEUR
from chalicelib.domaine.texte import LONGUEUR_MAX_NOM, ligne
from chalicelib.referentiel.commune import Commune
from chalicelib.referentiel.communes import par_code

T = TypeVar("T")

_NNE = re.compile(r"[0-9]{6,10}")
"""No check-digit rule is published: the length alone is checked (domaine.md, 5)."""

_NAISSANCE = re.compile(r"(1[89]|20)[0-9]{2}-(0[0-9]|1[0-2])-([0-2][0-9]|3[01])")
_PRENOMS_MAX = 10
_COURRIEL_MAX = 254


MANDATAIRE_INTERDIT = enchainer(
    MOTIFS_AU_MANDANT["M10"],
    phrase(
        "Désignez une autre personne de confiance, ou votez vous-même (article L72-1 du Code "
        "électoral)."
    ),
)


def lire_commune(code: str, champ: str = "commune") -> Commune:
    """The commune, arrondissement or consular post of this code."""
    commune = par_code(code.strip())
    if commune is None:
        raise SaisieInvalide.du_champ(
            champ, phrase("Choisissez une commune dans la liste proposée.")
        )
    return commune


def lire_mandataire(champs: Mapping[str, str], mandant: EtatCivil) -> Mandataire:
    """The mandataire named by `nne` and `naissance`, or by `nom`, `prenoms`, `sexe`, `naissance`
    and `commune`. Raises SaisieInvalide, also when it is the mandant (MTR-04).
    """
    par_nne = bool(champs.get("nne", "").strip())
    erreurs: dict[str, str] = {}
    naissance = _recueillir(erreurs, lire_naissance, champs.get("naissance", "")) or ""
    if par_nne:
        nne = _recueillir(erreurs, lire_nne, champs["nne"]) or ""
        mandataire = Mandataire(naissance=naissance, nne=nne)
    else:
        mandataire = Mandataire(
            naissance=naissance,
            nom=_recueillir(erreurs, _nom, champs.get("nom", "")) or "",
            prenoms=_recueillir(erreurs, lire_prenoms, champs.get("prenoms", "")) or (),
            sexe=_recueillir(erreurs, lire_sexe, champs.get("sexe", "")),
            commune=_recueillir(erreurs, _code_commune, champs.get("commune", "")) or "",
        )
    if erreurs:
        raise SaisieInvalide(erreurs)
    if meme_personne(mandant, mandataire):
        raise SaisieInvalide.du_champ(
            "nom",
            phrase(
                "Vous ne pouvez pas vous désigner vous-même : indiquez une autre personne. Si elle "
                "porte votre nom et est née le même jour, désignez-la par son numéro d'électeur."
            ),
        )
    return mandataire


def exiger_mandataire_permis(*, protege_par: bool) -> None:
    """MDT-02, article L72-1: a protected adult can't name who protects or takes care of him.
    `protege_par` is what the mandant declares, which is kept nowhere. Raises SaisieInvalide.
    """
    if protege_par:
        raise SaisieInvalide.du_champ("protege_par", MANDATAIRE_INTERDIT)


def lire_portee(
    champs: Mapping[str, str],
    tours: tuple[int, ...],
    *,
    scrutins: Scrutins,
    commune: Commune,
    mandataire: Mandataire,
    aujourd_hui: date,
) -> Portee:
    """The portee: `scrutin` with `tours`, or `du` and `au` (`YYYY-MM-DD`). Raises SaisieInvalide,
    also when the mandataire will not be of age (L2).
    """
    portee: Portee
    if champs.get("scrutin"):
        portee = portee_scrutin(
            scrutins.get(champs["scrutin"]),
            tours,
            commune=commune.code,
            est_consulat=commune.consulaire,
            aujourd_hui=aujourd_hui,
        )
    else:
        erreurs: dict[str, str] = {}
        du = _recueillir(erreurs, lambda texte: lire_date(texte, "du"), champs.get("du", ""))
        au = _recueillir(erreurs, lambda texte: lire_date(texte, "au"), champs.get("au", ""))
        if du is None or au is None:
            raise SaisieInvalide(erreurs)
        portee = portee_periode(du, au, est_consulat=commune.consulaire, aujourd_hui=aujourd_hui)
    exiger_majeur(mandataire, dernier_jour(portee, scrutins))
    return portee


def lire_courriel(texte: str) -> str:
    """The address to which everything is sent, normalised. Raises SaisieInvalide."""
    from email_validator import EmailNotValidError, validate_email

    try:
        if len(texte) > _COURRIEL_MAX:
            raise EmailNotValidError
        # SES takes no non-ASCII local part; the domain may be international.
        adresse = validate_email(texte.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise SaisieInvalide.du_champ(
            "courriel", phrase("Indiquez une adresse électronique complète, comme nom@exemple.fr.")
        ) from None
    return f"{adresse.local_part}@{adresse.ascii_domain}"


def lire_naissance(texte: str) -> str:
    """A birth date `YYYY-MM-DD` where an unknown day or month is `00`. Raises SaisieInvalide."""
    valeur = texte.strip()
    if not _NAISSANCE.fullmatch(valeur) or not _existe(valeur):
        raise SaisieInvalide.du_champ(
            "naissance",
            phrase(
                "Indiquez une date de naissance qui existe, comme 27 3 1985. "
                "Laissez le jour ou le mois vide seulement s'il est inconnu de l'état civil."
            ),
        )
    return valeur


def lire_prenoms(texte: str) -> tuple[str, ...]:
    """Given names in order, separated by spaces or commas. Raises SaisieInvalide."""
    prenoms = tuple(lire_ligne(texte, "prenoms", phrase("les prénoms")).replace(",", " ").split())
    if not prenoms or len(prenoms) > _PRENOMS_MAX or not all(map(_est_un_nom, prenoms)):
        raise SaisieInvalide.du_champ(
            "prenoms",
            phrase("Indiquez les prénoms dans l'ordre de l'état civil, séparés par un espace."),
        )
    return prenoms


def lire_precision(texte: str) -> str:
    """Free text of the mairie, on one line. Raises SaisieInvalide."""
    return lire_ligne(texte, "precision", "l'explication", LONGUEUR_MAX_PRECISION)


def lire_nom(texte: str, champ: str = "nom") -> str:
    """A family name. Raises SaisieInvalide."""
    nom = lire_ligne(texte, champ, phrase("le nom"))
    if not _est_un_nom(nom):
        raise SaisieInvalide.du_champ(champ, phrase("Indiquez le nom de naissance."))
    return nom


def _nom(texte: str) -> str:
    return lire_nom(texte)


def lire_nne(texte: str) -> str:
    """A national number of elector, without spaces. Raises SaisieInvalide."""
    compact = "".join(texte.split())
    if not _NNE.fullmatch(compact):
        raise SaisieInvalide.du_champ(
            "nne",
            phrase(
                "Le numéro national d'électeur compte 8 ou 9 chiffres le plus souvent. "
                "Il figure sur la carte électorale de la personne."
            ),
        )
    return compact


def lire_sexe(texte: str) -> Sexe:
    """The sex of the civil status. Raises SaisieInvalide."""
    try:
        return Sexe(texte)
    except ValueError:
        raise SaisieInvalide.du_champ(
            "sexe", phrase("Indiquez le sexe inscrit à l'état civil.")
        ) from None


def _code_commune(texte: str) -> str:
    return lire_commune(texte).code


def lire_date(texte: str, champ: str) -> date:
    """A day `YYYY-MM-DD`. Raises SaisieInvalide."""
    try:
        return date.fromisoformat(texte.strip())
    except ValueError:
        raise SaisieInvalide.du_champ(
            champ, phrase("Indiquez une date qui existe, comme 27 3 2027.")
        ) from None


def _existe(naissance: str) -> bool:
    annee, mois, jour = naissance.split("-")
    if mois == "00":
        return jour == "00"
    try:
        date(int(annee), int(mois), int(jour) or 1)
    except ValueError:
        return False
    return True


def exiger_majeur(mandataire: Mandataire, dernier: date) -> None:
    """Raises SaisieInvalide when the mandataire can't be of age on this last day of vote (L2)."""
    # Unknown day or month: the earliest possible, in favour of the person; the mairie checks.
    annee, mois, jour = (int(partie) or 1 for partie in mandataire.naissance.split("-"))
    if date(annee, mois, jour) + AGE_ELECTEUR > dernier:
        raise SaisieInvalide.du_champ(
            "naissance", phrase("La personne désignée doit avoir 18 ans le jour du vote.")
        )


def _est_un_nom(texte: str) -> bool:
    return any(c.isalpha() for c in texte)


def lire_ligne(texte: str, champ: str, quoi: str, maximum: int = LONGUEUR_MAX_NOM) -> str:
    """One visible line, `quoi` being what it holds; may be empty. Raises SaisieInvalide."""
    trop_long = phrase(
        "Raccourcissez {quoi} : {maximum} caractères au plus.", quoi=quoi, maximum=maximum
    )
    if len(texte) > maximum * 2:
        raise SaisieInvalide.du_champ(champ, trop_long)
    try:
        propre = ligne(texte)
    except ValueError:
        raise SaisieInvalide.du_champ(
            champ, phrase("Retapez {quoi} : des caractères invisibles s'y trouvent.", quoi=quoi)
        ) from None
    if len(propre) > maximum:
        raise SaisieInvalide.du_champ(champ, trop_long)
    return propre


def _recueillir(erreurs: dict[str, str], lire: Callable[[str], T], texte: str) -> T | None:
    try:
        return lire(texte)
    except SaisieInvalide as erreur:
        erreurs.update(erreur.erreurs)
        return None
