"""The letter by which the maire tells a mandant that a procuration does not serve (R77 1°, R80).

It says what the law has told: which procuration, why, with the article, what to do. It names nobody
but the mandant; the address, which is never collected, is left for the clerk to write.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domaine.demande import REGISTRE, Demande
from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.libelles import (
    MOTIFS_AU_MANDANT,
    date_fr,
    instant_fr,
    jours_fr,
    objet,
    prenoms_fr,
)
from chalicelib.domaine.motifs import MOTIFS
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.temps import jour

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_CODE = "du Code électoral"
_MAIRIE = "Si vous pensez que c’est une erreur, adressez-vous sans attendre à la mairie"
_VOTER = "Vous pouvez toujours voter vous-même, au bureau de vote, avec votre pièce d’identité."
_RECOURS = (
    "Vous pouvez aussi saisir le tribunal administratif dans les deux mois qui suivent la "
    "réception de cette lettre (article R421-1 du code de justice administrative). Après le vote, "
    "c’est le juge de l’élection qui apprécie la régularité des procurations."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettre:
    """The texts of the page, each paragraph by itself."""

    commune: str
    destinataire: str
    le: str
    objet: str
    reference: str
    corps: Sequence[str]


def lettre_de(demande: Demande, scrutins: Scrutins, commune: str, maintenant: datetime) -> Lettre:
    """The letter of the mairie of `commune` (its name) for this procuration, as it stands now.
    Raises TransitionInterdite when there is nothing to tell: it is neither refused, null nor
    annulled, even at one vote.
    """
    quoi, raison, suite = _motif(demande)
    acte, civil = demande.etablissement, demande.mandant.etat_civil
    etablie = f"établie le {instant_fr(acte.le)} à {acte.lieu}" if acte else ""
    return Lettre(
        commune=commune,
        destinataire=f"{prenoms_fr(civil.prenoms)} {civil.nom_usage or civil.nom}",
        le=date_fr(jour(maintenant)),
        objet=f"votre procuration de vote {quoi}",
        reference=demande.reference,
        corps=(
            "Madame, Monsieur,",
            f"Vous avez donné procuration pour voter ({objet(demande.portee, scrutins)}). "
            f"Elle a été {etablie}.",
            raison,
            *suite,
            _RECOURS,
            "Veuillez agréer, Madame, Monsieur, l’expression de ma considération distinguée.",
        ),
    )


def a_une_lettre(demande: Demande) -> bool:
    """Whether the maire has something to tell its mandant."""
    en_partie = demande.etat is Etat.VALIDE and bool(demande.nuls)
    return en_partie or demande.etat in _DITES


_DITES = frozenset({Etat.INVALIDE, Etat.NULLE_PLAFOND, Etat.ANNULEE_DROIT})


def _motif(demande: Demande) -> tuple[str, str, tuple[str, ...]]:
    if not a_une_lettre(demande):
        raise TransitionInterdite(
            "Cette lettre annonce un refus ou une nullité : cette procuration n'est ni refusée, ni "
            "nulle, ni annulée."
        )
    if demande.etat is Etat.INVALIDE and demande.decision is not None:
        return _refusee(demande.decision.motif, demande.decision.precision, demande.decision.agent)
    if demande.etat is Etat.ANNULEE_DROIT:
        return (
            "est annulée",
            "Elle est annulée de plein droit : la personne que vous aviez désignée ne peut plus "
            f"voter (article L77 {_CODE}).",
            (f"{_VOTER} Vous pouvez aussi donner procuration à une autre personne.", f"{_MAIRIE}."),
        )
    quand = f" pour le vote {_du(jours_fr(demande.nuls))}" if demande.etat is Etat.VALIDE else ""
    return (
        "est nulle",
        f"Elle est nulle de plein droit{quand} : la personne que vous avez désignée a reçu "
        "d’autres procurations, établies avant la vôtre, et la loi limite leur nombre (article "
        f"L73 {_CODE}).",
        (
            f"{_VOTER} Vous pouvez aussi donner procuration à une autre personne. Si une place se "
            "libère avant le vote, votre procuration sera examinée de nouveau.",
            f"{_MAIRIE}.",
        ),
    )


def _refusee(code: str, precision: str, agent: str) -> tuple[str, str, tuple[str, ...]]:
    motif = MOTIFS[code]
    article = f" (article {motif.article} {_CODE})" if motif.article else ""
    dit = precision or MOTIFS_AU_MANDANT[code]
    par = "contrôle au répertoire électoral unique" if agent == REGISTRE.id else "contrôle"
    erreur = f"{_MAIRIE}, qui peut revenir sur son refus jusqu’au jour du vote."
    if agent == REGISTRE.id:
        erreur = f"{_MAIRIE}, qui vérifiera avec vous votre situation électorale."
    return (
        "est refusée",
        f"Après {par}, elle n’a pas été acceptée. Motif : {dit.rstrip('.')}{article}.",
        (motif.conseil if code != "M18" else "", _VOTER, erreur),
    )


def _du(jours: str) -> str:
    """`le 11 avril 2027 et le 25 avril 2027`, after a noun."""
    return jours.replace("le ", "du ")


def en_pdf(lettre: Lettre) -> bytes:
    """One A4 page, its address where the window of an envelope is."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import KeepInFrame, SimpleDocTemplate

    from chalicelib.registre.typographie import NORMALE, preparer_reportlab

    preparer_reportlab()
    sortie = io.BytesIO()
    document = SimpleDocTemplate(
        sortie,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title="Lettre au mandant",
        author="Maprocuration, réalisation indépendante",
        lang="fr",
        initialFontName=NORMALE,
        invariant=True,
    )
    cadre = KeepInFrame(document.width - 12, document.height - 12, _contenu(lettre), "shrink")
    document.build([cadre])
    return sortie.getvalue()


def _contenu(lettre: Lettre) -> list[Flowable]:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Indenter, Paragraph, Spacer

    from chalicelib.registre.typographie import GRASSE, NORMALE

    normal = ParagraphStyle("n", fontName=NORMALE, fontSize=10.5, leading=15, spaceAfter=9)
    fort = ParagraphStyle("f", parent=normal, fontName=GRASSE)

    def p(texte: str, style: ParagraphStyle = normal) -> Flowable:
        from xml.sax.saxutils import escape

        return Paragraph(escape(texte), style)

    return [
        p(f"Mairie de {lettre.commune}", fort),
        p("Service des élections"),
        Spacer(1, 40),
        Indenter(left=250),
        p(lettre.destinataire, fort),
        p(". " * 34),
        p(". " * 34),
        Indenter(left=-250),
        Spacer(1, 40),
        p(f"Le {lettre.le}"),
        p(f"Objet : {lettre.objet}", fort),
        p(f"Référence : {lettre.reference}"),
        Spacer(1, 8),
        *(p(texte) for texte in lettre.corps if texte),
        Spacer(1, 14),
        Indenter(left=250),
        p("Pour le maire,"),
    ]
