"""The domain in plain French words, the same on pages, in e-mails and in documents."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import EtatCivil, Mandataire, Sexe
from chalicelib.domaine.phrases import Phrase, en_francais, enchainer, phrase
from chalicelib.domaine.portee import Portee, PorteePeriode, Scrutins
from chalicelib.domaine.temps import paris

_MOIS = [
    phrase("janvier"),
    phrase("février"),
    phrase("mars"),
    phrase("avril"),
    phrase("mai"),
    phrase("juin"),
    phrase("juillet"),
    phrase("août"),
    phrase("septembre"),
    phrase("octobre"),
    phrase("novembre"),
    phrase("décembre"),
]
_JOURS = [
    phrase("lundi"),
    phrase("mardi"),
    phrase("mercredi"),
    phrase("jeudi"),
    phrase("vendredi"),
    phrase("samedi"),
    phrase("dimanche"),
]
_PREMIER = phrase("1er")
_TOURS = {1: phrase("Premier tour"), 2: phrase("Second tour")}

# The French of a date is written by hand below: it is made for every row of every list.
_JOUR = phrase("{numero} {mois} {annee}")
_JOUR_DE_SEMAINE = phrase("{semaine} {numero} {mois} {annee}")
_INSTANT = phrase("{jour} à {heure} h {minute}")

LIBELLES_SEXE = {Sexe.FEMININ: phrase("Féminin"), Sexe.MASCULIN: phrase("Masculin")}

LIBELLES_ETAT = {
    Etat.DEPOSEE: phrase("À faire valider"),
    Etat.COLLECTEE: phrase("Recueillie, à établir"),
    Etat.RETIREE: phrase("Retirée"),
    Etat.EXPIREE: phrase("Expirée"),
    Etat.REFUSEE_AGENT: phrase("Refusée au guichet"),
    Etat.ETABLIE: phrase("Établie"),
    Etat.TRANSMISE: phrase("Transmise à la mairie"),
    Etat.A_CONTROLER: phrase("À contrôler par la mairie"),
    Etat.VALIDE: phrase("Acceptée"),
    Etat.INVALIDE: phrase("Refusée par la mairie"),
    Etat.NULLE_PLAFOND: phrase("Nulle : plafond dépassé"),
    Etat.RESILIEE: phrase("Résiliée"),
    Etat.ANNULEE_DROIT: phrase("Annulée"),
    Etat.CADUQUE: phrase("Caduque"),
    Etat.ECHUE: phrase("Terminée"),
}

LIBELLES_PIECE = {
    "CNI": phrase("Carte nationale d'identité"),
    "PASSEPORT": phrase("Passeport"),
    "PERMIS": phrase("Permis de conduire"),
    "AUTRE": phrase("Autre pièce avec photographie, délivrée par une administration"),
}

OU_SE_PRESENTER = phrase(
    "dans n’importe quel commissariat de police ou brigade de gendarmerie de France"
)
OU_SE_PRESENTER_A_L_ETRANGER = phrase(
    "à l’ambassade ou au consulat (un consul honoraire ne peut pas la valider), ou, si vous êtes "
    "en France, dans n’importe quel commissariat de police ou brigade de gendarmerie"
)
"""AUT-01 and AUT-03: before whom a mandant presents his reference. The second is told to those of
the consular lists."""

MOTIFS_AU_MANDANT = {
    "M01": phrase("Vous n’êtes pas inscrit sur la liste électorale de cette commune."),
    "M02": phrase(
        "Vous ne pouvez pas voter à ce scrutin, ou vous n’êtes plus inscrit sur la liste."
    ),
    "M03": phrase(
        "La personne que vous avez désignée n’a pas été trouvée sur les listes électorales."
    ),
    "M04": phrase("La personne que vous avez désignée ne peut pas voter à ce scrutin."),
    "M05": phrase("La personne que vous avez désignée n’est pas inscrite dans votre commune."),
    "M06": phrase(
        "La personne que vous avez désignée a déjà reçu toutes les procurations établies en "
        "France que la loi permet."
    ),
    "M07": phrase(
        "La personne que vous avez désignée a déjà reçu toutes les procurations que la loi permet."
    ),
    "M08": phrase("Vous avez déjà donné une procuration pour ce vote."),
    "M09": phrase("Vous vous êtes désigné vous-même."),
    "M10": phrase("La loi ne permet pas à un majeur protégé de désigner cette personne."),
    "M11": phrase("La durée demandée dépasse ce que la loi permet, ou elle est déjà passée."),
    "M12": phrase("L’agent qui a établi la procuration n’était pas habilité à le faire."),
    "M13": phrase("Plusieurs électeurs portent l’identité que vous avez indiquée."),
    "M14": phrase("Vous l’avez résiliée."),
    "M15": phrase("La personne que vous avez désignée ne peut plus voter."),
    "M16": phrase("Le formulaire reçu par la mairie est incomplet, illisible, ou n’est pas signé."),
    "M17": phrase("Le formulaire a été envoyé à une mairie qui n’est pas la vôtre."),
    "M18": phrase("La mairie a donné un autre motif."),
}
"""The motifs of the mairie as they are told to the mandant, who does not know its words."""


def date_fr(jour: date | str, *, semaine: bool = False) -> str:
    """A day in words. A `YYYY-MM-DD` text may hold `00` for an unknown day or month, as
    FranceConnect gives it.

    >>> date_fr(date(2021, 6, 1)), date_fr("1950-00-00")
    ('1er juin 2021', '1950 (jour et mois inconnus)')
    """
    if isinstance(jour, str):
        annee, numero_du_mois, numero = (int(partie) for partie in jour.split("-"))
        if not numero_du_mois:
            return phrase("{annee} (jour et mois inconnus)", annee=annee)
        if not numero:
            return phrase(
                "{mois} {annee} (jour inconnu)", mois=_MOIS[numero_du_mois - 1], annee=annee
            )
        jour = date(annee, numero_du_mois, numero)
    rang, mois = _PREMIER if jour.day == 1 else str(jour.day), _MOIS[jour.month - 1]
    texte = f"{rang} {mois} {jour.year}"
    parties: dict[str, object] = {"numero": rang, "mois": mois, "annee": jour.year}
    if not semaine:
        return Phrase(texte, _JOUR, parties)
    nom = _JOURS[jour.weekday()]
    return Phrase(f"{nom} {texte}", _JOUR_DE_SEMAINE, parties | {"semaine": nom})


def mois_fr(mois: str) -> str:
    """A month as people read it: `2027-03` → `mars 2027`."""
    annee, numero = mois.split("-")
    return phrase("{mois} {annee}", mois=_MOIS[int(numero) - 1], annee=annee)


def jour_fr(jour: date) -> str:
    """A day with its name in the week: `dimanche 20 juin 2021`."""
    return date_fr(jour, semaine=True)


def jours_fr(jours: tuple[date, ...]) -> str:
    """Days of vote in a sentence; empty for none.

    >>> jours_fr((date(2021, 6, 20), date(2021, 6, 27)))
    'le 20 juin 2021 et le 27 juin 2021'
    """
    if not jours:
        return ""
    *debut, fin = (phrase("le {jour}", jour=date_fr(jour)) for jour in jours)
    if not debut:
        return fin
    return phrase("{debut} et {fin}", debut=enchainer(*debut, separateur=", "), fin=fin)


def instant_fr(instant: datetime) -> str:
    """An aware instant as a clock in Paris shows it: `14 juin 2021 à 10 h 32`."""
    local = instant.astimezone(paris())
    jour, heure, minute = date_fr(local.date()), local.hour, f"{local.minute:02d}"
    parties = {"jour": jour, "heure": heure, "minute": minute}
    return Phrase(f"{jour} à {heure} h {minute}", _INSTANT, parties)


def prenoms_fr(prenoms: tuple[str, ...]) -> str:
    """Given names in the order of the civil status: `Marie, Louise`."""
    return ", ".join(prenoms)


def nom_complet(personne: EtatCivil | Mandataire) -> str:
    """First given name and birth name; empty for a mandataire named by NNE only."""
    premier = personne.prenoms[0] if personne.prenoms else ""
    return f"{premier} {personne.nom}".strip()


def portee_fr(portee: Portee, scrutins: Scrutins) -> tuple[str, ...]:
    """What it covers, one line for the scrutin or period, then one a tour."""
    if isinstance(portee, PorteePeriode):
        return (_periode(portee), phrase("Toutes les élections de cette période"))
    scrutin = scrutins[portee.scrutin]
    tours = (scrutin.tour(numero) for numero in portee.tours)
    lignes = (
        phrase("{tour} : {jour}", tour=_TOURS[tour.numero], jour=jour_fr(tour.date))
        for tour in tours
        if tour
    )
    return (en_francais(scrutin.libelle), *lignes)


def objet(portee: Portee, scrutins: Scrutins) -> str:
    """The same in one line, for the register."""
    if isinstance(portee, PorteePeriode):
        return _periode(portee)
    scrutin = scrutins[portee.scrutin]
    tours = (scrutin.tour(numero) for numero in portee.tours)
    dates = (f"{_TOURS[t.numero].lower()} du {date_fr(t.date)}" for t in tours if t)
    return f"{scrutin.libelle} : {' et '.join(dates)}"


def _periode(portee: PorteePeriode) -> str:
    return phrase("Du {du} au {au}", du=date_fr(portee.du), au=date_fr(portee.au))
