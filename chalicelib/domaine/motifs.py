"""Why a procuration is refused: by the mairie (domaine.md, c) or at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.regles import meme_commune_exigee

LONGUEUR_MAX_PRECISION = 300


@dataclass(frozen=True, slots=True)
class Motif:
    """A motif of the mairie: what the clerk reads, and what the mandant is told to do."""

    code: str
    libelle: str
    conseil: str
    article: str = ""


MOTIFS = {
    motif.code: motif
    for motif in (
        Motif(
            "M01",
            phrase("Le mandant n'est pas inscrit sur la liste électorale de cette commune"),
            phrase("Vérifiez votre commune d'inscription, puis déposez une nouvelle demande."),
            "L71",
        ),
        Motif(
            "M02",
            phrase("Le mandant est radié ou ne peut pas voter à ce scrutin"),
            phrase("Prenez contact avec votre mairie pour connaître votre situation électorale."),
            "L71",
        ),
        Motif(
            "M03",
            phrase("Le mandataire n'a pas été trouvé sur les listes électorales"),
            phrase(
                "Vérifiez avec cette personne son identité exacte ou son numéro d'électeur, puis "
                "déposez une nouvelle demande."
            ),
            "L72",
        ),
        Motif(
            "M04",
            phrase("Le mandataire ne peut pas voter à ce scrutin"),
            phrase("Déposez une nouvelle demande en désignant une autre personne."),
            "L72",
        ),
        Motif(
            "M05",
            phrase("Le mandataire n'est pas inscrit dans la même commune que le mandant"),
            phrase("Déposez une nouvelle demande en désignant un électeur de votre commune."),
            "L72",
        ),
        Motif(
            "M06",
            phrase("Le mandataire a déjà le nombre maximal de procurations établies en France"),
            phrase("Déposez une nouvelle demande en désignant une autre personne."),
            "L73",
        ),
        Motif(
            "M07",
            phrase("Le mandataire a déjà le nombre maximal de procurations"),
            phrase("Déposez une nouvelle demande en désignant une autre personne."),
            "L73",
        ),
        Motif(
            "M08",
            phrase("Le mandant a déjà une procuration pour ce scrutin"),
            phrase("Votre première procuration reste valable : vous n'avez rien à faire."),
        ),
        Motif(
            "M09",
            phrase("Le mandant et le mandataire sont la même personne"),
            phrase("Déposez une nouvelle demande en désignant une autre personne."),
        ),
        Motif(
            "M10",
            phrase("Le mandant, majeur protégé, ne peut pas désigner cette personne"),
            phrase(
                "Déposez une nouvelle demande en désignant une personne qui ne vous accompagne pas "
                "à titre professionnel."
            ),
            "L72-1",
        ),
        Motif(
            "M11",
            phrase("La durée de validité dépasse le maximum légal ou est déjà passée"),
            phrase("Déposez une nouvelle demande avec une autre durée."),
            "R74",
        ),
        Motif(
            "M12",
            phrase("L'autorité qui a établi la procuration n'était pas habilitée"),
            phrase("Présentez-vous à nouveau dans un commissariat ou une brigade de gendarmerie."),
            "R72-1",
        ),
        Motif(
            "M13",
            phrase("Plusieurs électeurs portent l'identité indiquée pour le mandataire"),
            phrase(
                "Demandez à cette personne son numéro national d'électeur, puis déposez une "
                "nouvelle demande avec ce numéro."
            ),
        ),
        Motif(
            "M14",
            phrase("La procuration a été résiliée par le mandant"),
            phrase("Vous pouvez voter vous-même ou donner une nouvelle procuration."),
            "L75",
        ),
        Motif(
            "M15",
            phrase("Le mandataire est décédé ou a perdu ses droits civiques"),
            phrase("Déposez une nouvelle demande en désignant une autre personne."),
            "L77",
        ),
        Motif(
            "M16",
            phrase("Le formulaire est incomplet, illisible, non signé ou sans cachet"),
            phrase(
                "Présentez-vous à nouveau devant l'autorité avec un formulaire complet, ou déposez "
                "une demande en ligne."
            ),
            "R75",
        ),
        Motif(
            "M17",
            phrase("Le formulaire concerne une autre commune"),
            phrase(
                "Votre mairie renvoie le formulaire à la commune où vous êtes inscrit. Prenez "
                "contact avec elle."
            ),
        ),
        Motif(
            "M18",
            phrase("Autre motif, précisé par la mairie"),
            phrase("Consultez le détail sur votre espace ou prenez contact avec votre mairie."),
        ),
    )
}
"""Every motif of a refusal or of an end."""

_DES_FINS = frozenset({"M14", "M15"})
"""Of a résiliation or an annulment: told by its own act, never chosen for a refusal."""

_DU_PAPIER = frozenset({"M16", "M17"})
"""Of a form: an online demande is complete, and is sent by the code of its commune."""


def motifs_de_la_mairie(jour: date, *, papier: bool = False) -> tuple[Motif, ...]:
    """The motifs of refusal offered for a procuration whose next tour is on this day (M05: until
    2021); `papier`: established on a form.
    """
    exclus = _DES_FINS if papier else _DES_FINS | _DU_PAPIER
    return tuple(
        motif
        for motif in MOTIFS.values()
        if motif.code not in exclus and (motif.code != "M05" or meme_commune_exigee(jour))
    )


def motif_de_la_mairie(code: str, precision: str, jour: date, *, papier: bool = False) -> Motif:
    """The chosen motif, or SaisieInvalide. `precision` is required by M18 and only there."""
    motif = next((m for m in motifs_de_la_mairie(jour, papier=papier) if m.code == code), None)
    if motif is None:
        raise SaisieInvalide.du_champ("motif", "Choisissez le motif du refus.")
    if code == "M18" and not precision:
        raise SaisieInvalide.du_champ(
            "precision", "Expliquez le motif en une phrase : le mandant la lira."
        )
    if len(precision) > LONGUEUR_MAX_PRECISION:
        raise SaisieInvalide.du_champ(
            "precision", f"Raccourcissez l'explication à {LONGUEUR_MAX_PRECISION} caractères."
        )
    return motif


@dataclass(frozen=True, slots=True)
class MotifAutorite:
    """A motif of the counter. When it is not `definitif` the reference stays alive."""

    code: str
    libelle: str
    definitif: bool


MOTIFS_AUTORITE = {
    motif.code: motif
    for motif in (
        MotifAutorite(
            "A1", phrase("L'identité affichée ne correspond pas à la pièce présentée"), False
        ),
        MotifAutorite("A2", phrase("Aucune pièce d'identité valable n'est présentée"), False),
        MotifAutorite("A3", phrase("La personne présente n'est pas le mandant"), False),
        MotifAutorite("A4", phrase("La volonté du mandant ne paraît pas libre"), True),
        MotifAutorite("A5", phrase("Le mandant renonce à sa demande"), True),
    )
}


def motif_de_l_autorite(code: str) -> MotifAutorite:
    """The chosen motif, or SaisieInvalide."""
    if code not in MOTIFS_AUTORITE:
        raise SaisieInvalide.du_champ("motif", "Choisissez le motif du refus.")
    return MOTIFS_AUTORITE[code]
