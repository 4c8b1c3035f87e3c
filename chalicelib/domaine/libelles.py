"""The domain in plain French words, the same on pages, in e-mails and in documents."""

from __future__ import annotations

from datetime import date, datetime

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import EtatCivil, Mandataire, Sexe
from chalicelib.domaine.portee import Portee, PorteePeriode, Scrutins
from chalicelib.domaine.temps import paris

_MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
_JOURS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_TOURS = {1: "Premier tour", 2: "Second tour"}

LIBELLES_SEXE = {Sexe.FEMININ: "Féminin", Sexe.MASCULIN: "Masculin"}

LIBELLES_ETAT = {
    Etat.DEPOSEE: "À faire valider",
    Etat.COLLECTEE: "Recueillie, à établir",
    Etat.RETIREE: "Retirée",
    Etat.EXPIREE: "Expirée",
    Etat.REFUSEE_AGENT: "Refusée au guichet",
    Etat.ETABLIE: "Établie",
    Etat.TRANSMISE: "Transmise à la mairie",
    Etat.A_CONTROLER: "À contrôler par la mairie",
    Etat.VALIDE: "Acceptée",
    Etat.INVALIDE: "Refusée par la mairie",
    Etat.NULLE_PLAFOND: "Nulle : plafond dépassé",
    Etat.RESILIEE: "Résiliée",
    Etat.ANNULEE_DROIT: "Annulée",
    Etat.CADUQUE: "Caduque",
    Etat.ECHUE: "Terminée",
}

LIBELLES_PIECE = {
    "CNI": "Carte nationale d'identité",
    "PASSEPORT": "Passeport",
    "PERMIS": "Permis de conduire",
    "AUTRE": "Autre pièce avec photographie, délivrée par une administration",
}

OU_SE_PRESENTER = "dans n’importe quel commissariat de police ou brigade de gendarmerie de France"
OU_SE_PRESENTER_A_L_ETRANGER = (
    "à l’ambassade ou au consulat (un consul honoraire ne peut pas la valider), ou, si vous êtes "
    "en France, dans n’importe quel commissariat de police ou brigade de gendarmerie"
)
"""AUT-01 and AUT-03: before whom a mandant presents his reference. The second is told to those of
the consular lists."""

MOTIFS_AU_MANDANT = {
    "M01": "Vous n’êtes pas inscrit sur la liste électorale de cette commune.",
    "M02": "Vous ne pouvez pas voter à ce scrutin, ou vous n’êtes plus inscrit sur la liste.",
    "M03": "La personne que vous avez désignée n’a pas été trouvée sur les listes électorales.",
    "M04": "La personne que vous avez désignée ne peut pas voter à ce scrutin.",
    "M05": "La personne que vous avez désignée n’est pas inscrite dans votre commune.",
    "M06": "La personne que vous avez désignée a déjà reçu toutes les procurations établies en "
    "France que la loi permet.",
    "M07": "La personne que vous avez désignée a déjà reçu toutes les procurations que la loi "
    "permet.",
    "M08": "Vous avez déjà donné une procuration pour ce vote.",
    "M09": "Vous vous êtes désigné vous-même.",
    "M10": "La loi ne permet pas à un majeur protégé de désigner cette personne.",
    "M11": "La durée demandée dépasse ce que la loi permet, ou elle est déjà passée.",
    "M12": "L’agent qui a établi la procuration n’était pas habilité à le faire.",
    "M13": "Plusieurs électeurs portent l’identité que vous avez indiquée.",
    "M14": "Vous l’avez résiliée.",
    "M15": "La personne que vous avez désignée ne peut plus voter.",
    "M16": "Le formulaire reçu par la mairie est incomplet, illisible, ou n’est pas signé.",
    "M17": "Le formulaire a été envoyé à une mairie qui n’est pas la vôtre.",
    "M18": "La mairie a donné un autre motif.",
}
"""The motifs of the mairie as they are told to the mandant, who does not know its words."""


def date_fr(jour: date | str, *, semaine: bool = False) -> str:
    """A day in words. A `YYYY-MM-DD` text may hold `00` for an unknown day or month, as
    FranceConnect gives it.

    >>> date_fr(date(2021, 6, 1)), date_fr("1950-00-00")
    ('1er juin 2021', '1950 (jour et mois inconnus)')
    """
    if isinstance(jour, str):
        annee, mois, numero = (int(partie) for partie in jour.split("-"))
        if not mois:
            return f"{annee} (jour et mois inconnus)"
        if not numero:
            return f"{_MOIS[mois - 1]} {annee} (jour inconnu)"
        jour = date(annee, mois, numero)
    debut = f"{_JOURS[jour.weekday()]} " if semaine else ""
    rang = "1er" if jour.day == 1 else str(jour.day)
    return f"{debut}{rang} {_MOIS[jour.month - 1]} {jour.year}"


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
    *debut, fin = (f"le {date_fr(jour)}" for jour in jours)
    return f"{', '.join(debut)} et {fin}" if debut else fin


def instant_fr(instant: datetime) -> str:
    """An aware instant as a clock in Paris shows it: `14 juin 2021 à 10 h 32`."""
    local = instant.astimezone(paris())
    return f"{date_fr(local.date())} à {local.hour} h {local.minute:02d}"


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
        periode = f"Du {date_fr(portee.du)} au {date_fr(portee.au)}"
        return (periode, "Toutes les élections de cette période")
    scrutin = scrutins[portee.scrutin]
    tours = (scrutin.tour(numero) for numero in portee.tours)
    lignes = (f"{_TOURS[tour.numero]} : {jour_fr(tour.date)}" for tour in tours if tour)
    return (scrutin.libelle, *lignes)


def objet(portee: Portee, scrutins: Scrutins) -> str:
    """The same in one line, for the register."""
    if isinstance(portee, PorteePeriode):
        return f"Du {date_fr(portee.du)} au {date_fr(portee.au)}"
    scrutin = scrutins[portee.scrutin]
    tours = (scrutin.tour(numero) for numero in portee.tours)
    dates = (f"{_TOURS[t.numero].lower()} du {date_fr(t.date)}" for t in tours if t)
    return f"{scrutin.libelle} : {' et '.join(dates)}"
