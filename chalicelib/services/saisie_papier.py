"""What a clerk copies from a form on paper, made into domain objects; what matters is typed twice.

The page of the portal and the JSON of the API come through here, so that both refuse the same
things with the same sentences, all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar

from chalicelib.domaine.autorites import QUALITES_HORS_DE_FRANCE, QUALITES_PAPIER, QualiteAutorite
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etablissement import ActePapier
from chalicelib.domaine.identites import EtatCivil, Mandataire, Sexe, meme_personne
from chalicelib.domaine.libelles import date_fr
from chalicelib.domaine.portee import (
    Portee,
    PorteePeriode,
    Scrutins,
    dernier_jour,
    portee_scrutin,
)
from chalicelib.domaine.regles import periode_max
from chalicelib.referentiel.commune import Commune
from chalicelib.services.fuseaux import METROPOLE, instant
from chalicelib.services.saisie import (
    exiger_majeur,
    lire_commune,
    lire_courriel,
    lire_date,
    lire_ligne,
    lire_naissance,
    lire_nne,
    lire_nom,
    lire_prenoms,
    lire_sexe,
)
from chalicelib.services.saisir_papier import FormulairePapier, exiger_utile

T = TypeVar("T")
Champs = Mapping[str, str]

_HEURE = re.compile(r"([0-9]{1,2})(?:\s*[h:.]\s*([0-9]{2})?)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Circonstances:
    """What the texts are read against: the agent's own commune, the scrutins, and now."""

    commune: Commune
    scrutins: Scrutins
    maintenant: datetime


def lire_formulaire(
    champs: Champs, tours: tuple[int, ...], circonstances: Circonstances
) -> FormulairePapier:
    """The form: fields `mandant_*`, `mandataire_*`, `autorite_*`, `etablie_le` (day), `etablie_a`
    (hour, by the clocks of `fuseau`), `scrutin` with `tours`, or `au` for a period, which runs from
    the day of establishment (R74). Raises SaisieInvalide with every field that is wrong.
    """
    lecture = _Lecture(champs)
    if champs.get("mandant_commune", "").strip() not in {"", circonstances.commune.code}:
        lecture.erreurs["mandant_commune"] = (
            "Ce mandant est inscrit dans une autre commune : ne saisissez pas ce formulaire, "
            "transmettez-le à sa mairie."
        )
    mandant = _mandant(lecture)
    nne = lecture.lire("mandant_nne", lire_nne, facultatif=True) or ""
    courriel = lecture.lire("mandant_courriel", lire_courriel, facultatif=True) or ""
    mandataire = _mandataire(lecture)
    acte, jour_de_l_acte = _acte(lecture, circonstances.maintenant)
    portee = None
    if jour_de_l_acte is not None:
        portee = _portee(lecture, tours, jour_de_l_acte, circonstances)
    if nne and nne == mandataire.nne:
        lecture.erreurs["mandataire_nne"] = "C'est le numéro du mandant : relisez le formulaire."
    if lecture.erreurs or portee is None:
        raise SaisieInvalide(lecture.erreurs)
    _exiger_deux_personnes(mandant, mandataire)
    lecture.lire("mandataire_naissance", lambda _: _majeur(mandataire, portee, circonstances))
    if lecture.erreurs:
        raise SaisieInvalide(lecture.erreurs)
    formulaire = FormulairePapier(
        mandant=mandant,
        nne=nne,
        courriel=courriel,
        mandataire=mandataire,
        portee=portee,
        acte=acte,
    )
    exiger_utile(formulaire, circonstances.scrutins, circonstances.maintenant)
    return formulaire


def _compact(texte: str) -> str:
    return "".join(texte.split())


EN_DOUBLE: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "mandant_naissance": ("Date de naissance du mandant", str.strip),
    "mandant_nne": ("Numéro d'électeur du mandant", _compact),
    "mandataire_naissance": ("Date de naissance du mandataire", str.strip),
    "mandataire_nne": ("Numéro d'électeur du mandataire", _compact),
    "etablie_le": ("Date de l'établissement", str.strip),
    "etablie_a": ("Heure de l'établissement", lambda texte: lire_heure(texte)),
}
"""What is typed twice, how it is called, and how two entries are compared: who both electors are
(their numbers, their birth dates), and the instant that orders procurations (L73)."""


def comparer(champs: Champs, seconds: Champs) -> None:
    """The second entry, made without seeing the first. Raises SaisieInvalide naming each field of
    `seconds` that differs.
    """
    erreurs = {
        f"second_{champ}": f"{nom} : les deux saisies diffèrent. Relisez le formulaire, et "
        "corrigez la première saisie si c'est elle qui est fausse."
        for champ, (nom, forme) in EN_DOUBLE.items()
        if not _identiques(champs.get(champ, ""), seconds.get(champ, ""), forme)
    }
    if erreurs:
        raise SaisieInvalide(erreurs)


def lire_heure(texte: str) -> time:
    """An hour such as `9:05`, `9 h 05`, `9h`. Raises SaisieInvalide."""
    forme = _HEURE.fullmatch(texte.strip())
    heures, minutes = (int(partie or 0) for partie in forme.groups()) if forme else (24, 0)
    if heures > 23 or minutes > 59:
        raise SaisieInvalide.du_champ("etablie_a", "Indiquez l'heure du formulaire, comme 9 h 05.")
    return time(heures, minutes)


class _Lecture:
    """Fields read one after the other, and what is wrong with each."""

    def __init__(self, champs: Champs) -> None:
        self.champs = champs
        self.erreurs: dict[str, str] = {}

    def lire(
        self, champ: str, lecteur: Callable[[str], T], *, facultatif: bool = False
    ) -> T | None:
        """What this field holds; None when it is wrong, or empty and may be."""
        texte = self.champs.get(champ, "")
        if facultatif and not texte.strip():
            return None
        try:
            return lecteur(texte)
        except SaisieInvalide as erreur:
            self.erreurs[champ] = _de_qui(champ, erreur.detail)
            return None


def _de_qui(champ: str, phrase: str) -> str:
    """Two persons have the same fields: the summary of errors must say whose."""
    qui = next((q for q in ("Mandant", "Mandataire") if champ.startswith(f"{q.lower()}_")), "")
    return f"{qui} : {phrase[0].lower()}{phrase[1:]}" if qui else phrase


def _mandant(lecture: _Lecture) -> EtatCivil:
    return EtatCivil(
        nom=lecture.lire("mandant_nom", lire_nom) or "",
        prenoms=lecture.lire("mandant_prenoms", lire_prenoms) or (),
        sexe=lecture.lire("mandant_sexe", lire_sexe) or Sexe.FEMININ,
        naissance=lecture.lire("mandant_naissance", lire_naissance) or "",
        nom_usage=lecture.lire("mandant_nom_usage", lire_nom, facultatif=True) or "",
    )


def _mandataire(lecture: _Lecture) -> Mandataire:
    return Mandataire(
        naissance=lecture.lire("mandataire_naissance", lire_naissance) or "",
        nne=lecture.lire("mandataire_nne", lire_nne, facultatif=True) or "",
        nom=lecture.lire("mandataire_nom", lire_nom) or "",
        prenoms=lecture.lire("mandataire_prenoms", lire_prenoms) or (),
        sexe=lecture.lire("mandataire_sexe", lire_sexe),
        commune=lecture.lire("mandataire_commune", lambda code: lire_commune(code).code) or "",
    )


def _acte(lecture: _Lecture, maintenant: datetime) -> tuple[ActePapier, date | None]:
    """The act, and its day by the clocks of its place, None when it can't be told."""
    qualite = lecture.lire("autorite_qualite", _qualite) or QUALITES_PAPIER[0]
    jour = lecture.lire("etablie_le", lambda texte: lire_date(texte, "etablie_le"))
    heure = lecture.lire("etablie_a", lire_heure)
    le = maintenant
    if jour is not None and heure is not None:
        le = lecture.lire("etablie_a", lambda _: _instant(lecture, jour, heure)) or maintenant
    if le > maintenant:
        lecture.erreurs["etablie_le"] = (
            "Cette date est à venir : recopiez celle que porte le formulaire."
        )
    acte = ActePapier(
        nom=lecture.lire("autorite_nom", _texte("le nom de l'autorité")) or "",
        prenom=lecture.lire("autorite_prenom", _texte("le prénom de l'autorité")) or "",
        qualite=qualite,
        lieu=lecture.lire("autorite_lieu", _texte("le lieu où la procuration a été établie")) or "",
        le=le,
        en_france=qualite not in QUALITES_HORS_DE_FRANCE,
    )
    return acte, jour


def _portee(
    lecture: _Lecture, tours: tuple[int, ...], jour_de_l_acte: date, circonstances: Circonstances
) -> Portee | None:
    def periode(texte: str) -> Portee:
        return _periode(jour_de_l_acte, lire_date(texte, "au"), circonstances.commune)

    def tours_du_scrutin(id_: str) -> Portee:
        return _tours(id_, tours, jour_de_l_acte, circonstances)

    if lecture.champs.get("scrutin"):
        return lecture.lire("scrutin", tours_du_scrutin)
    return lecture.lire("au", periode)


def _tours(
    id_: str, tours: tuple[int, ...], jour_de_l_acte: date, circonstances: Circonstances
) -> Portee:
    scrutins, commune = circonstances.scrutins, circonstances.commune
    portee = portee_scrutin(
        scrutins.get(id_),
        tours,
        commune=commune.code,
        est_consulat=commune.consulaire,
        # No tour is too late for a form (VAL-06): those before its own day are looked at below.
        aujourd_hui=date.min,
    )
    dates = {t.numero: t.date for t in scrutins[id_].tours}
    if any(dates[numero] < jour_de_l_acte for numero in portee.tours):
        raise SaisieInvalide.du_champ(
            "scrutin",
            "Un de ces tours était passé le jour de l'établissement : vérifiez cette date, ou ne "
            "choisissez que l'autre tour.",
        )
    return portee


def _periode(du: date, au: date, commune: Commune) -> Portee:
    duree = periode_max(liste_consulaire=commune.consulaire)
    if not du <= au <= du + duree:
        limite = "trois ans" if commune.consulaire else "un an"
        raise SaisieInvalide.du_champ(
            "au",
            f"Une procuration dure au plus {limite} après son établissement (article R74 du Code "
            f"électoral) : jusqu'au {date_fr(du + duree)}.",
        )
    return PorteePeriode(du, au)


def _majeur(mandataire: Mandataire, portee: Portee, circonstances: Circonstances) -> None:
    exiger_majeur(mandataire, dernier_jour(portee, circonstances.scrutins))


def _exiger_deux_personnes(mandant: EtatCivil, mandataire: Mandataire) -> None:
    if meme_personne(mandant, mandataire):
        raise SaisieInvalide.du_champ(
            "mandataire_nom", "Le mandant et le mandataire sont la même personne : relisez-les."
        )


def _instant(lecture: _Lecture, jour: date, heure: time) -> datetime:
    try:
        return instant(jour, heure, lecture.champs.get("fuseau") or METROPOLE)
    except (ValueError, OverflowError):
        raise SaisieInvalide.du_champ(
            "etablie_a", "Cette heure n'existe pas ce jour-là au lieu indiqué : vérifiez-les."
        ) from None


def _qualite(texte: str) -> QualiteAutorite:
    choisie = next((q for q in QUALITES_PAPIER if q.value == texte), None)
    if choisie is None:
        raise SaisieInvalide.du_champ("autorite_qualite", "Choisissez la qualité de l'autorité.")
    return choisie


def _texte(quoi: str) -> Callable[[str], str]:
    def lire(texte: str) -> str:
        propre = lire_ligne(texte, "", quoi)
        if not any(c.isalpha() for c in propre):
            raise SaisieInvalide.du_champ("", f"Recopiez {quoi}.")
        return propre

    return lire


def _identiques(premier: str, second: str, forme: Callable[[str], object]) -> bool:
    try:
        return forme(premier) == forme(second)
    except SaisieInvalide:
        return False
