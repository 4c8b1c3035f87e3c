"""The récépissé of a procuration: one A4 page in PDF, for the mandant."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.domaine.autorites import nommer_autorite
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.identites import EtatCivil, Mandataire
from chalicelib.domaine.libelles import (
    LIBELLES_ETAT,
    date_fr,
    instant_fr,
    portee_fr,
    prenoms_fr,
)
from chalicelib.domaine.portee import Scrutins
from chalicelib.registre.typographie import ENCRE, FILET, GRASSE, GRIS, NORMALE, preparer_reportlab

if TYPE_CHECKING:
    from reportlab.platypus import Flowable


@dataclass(frozen=True, slots=True, kw_only=True)
class Recepisse:
    """The texts of the page. `mandant` and `mandataire` are lines; `etapes` are pairs of a date and
    what happened then.
    """

    reference: str
    etat: str
    mandant: Sequence[str]
    mandataire: Sequence[str]
    commune: str
    portee: Sequence[str]
    autorite: str
    lieu: str
    etapes: Sequence[tuple[str, str]]
    edite_le: str


def recepisse_de(
    demande: Demande, scrutins: Scrutins, commune: str, maintenant: datetime
) -> Recepisse:
    """The récépissé of an established procuration; `commune` is the name of the mandant's.

    Raises ValueError for a demande that was not established: there is nothing to acknowledge.
    """
    acte = demande.etablissement
    if acte is None:
        raise ValueError("the procuration is not established")
    civil = demande.mandant.etat_civil
    return Recepisse(
        reference=demande.reference,
        etat=LIBELLES_ETAT[demande.etat],
        mandant=(*_identite(civil), f"Naissance : {date_fr(civil.naissance)}"),
        mandataire=_identite(demande.mandataire),
        commune=commune,
        portee=portee_fr(demande.portee, scrutins),
        autorite=nommer_autorite(acte.prenom, acte.nom, acte.qualite),
        lieu=acte.lieu,
        etapes=_etapes(demande, acte.le),
        edite_le=instant_fr(maintenant),
    )


def _identite(personne: EtatCivil | Mandataire) -> tuple[str, ...]:
    if isinstance(personne, EtatCivil):
        usage = f"Nom d’usage : {personne.nom_usage}" if personne.nom_usage else ""
        return (personne.nom, usage, prenoms_fr(personne.prenoms))
    if not personne.est_nomme:
        return ("Désigné par son numéro national d’électeur",)
    return (personne.nom, prenoms_fr(personne.prenoms))


def _etapes(demande: Demande, etablie_le: datetime) -> list[tuple[str, str]]:
    decision = demande.decision
    verdict = "Refusée par la mairie" if decision and decision.motif else "Acceptée par la mairie"
    etapes = (
        (demande.deposee_le, "Demande déposée en ligne"),
        (etablie_le, "Identité vérifiée, procuration établie"),
        (demande.recue_le, "Reçue par la mairie"),
        (decision.le if decision else None, verdict),
        *_resiliation(demande),
    )
    return [(instant_fr(quand), quoi) for quand, quoi in etapes if quand]


def _resiliation(demande: Demande) -> list[tuple[datetime | None, str]]:
    """What was asked for online, and the end itself: before whom, or which one replaces it."""
    fin = demande.resiliation
    if fin is None:
        return []
    demandee = fin.demandee_le if fin.expire_le > fin.demandee_le else None
    quoi = "Procuration résiliée"
    if fin.qualite is not None:
        quoi += f" par {nommer_autorite(fin.prenom, fin.nom, fin.qualite)}, à {fin.lieu}"
    if fin.remplacante:
        quoi += f", remplacée par {fin.remplacante}"
    return [(demandee, "Résiliation demandée en ligne"), (fin.le, quoi)]


def en_pdf(recepisse: Recepisse) -> bytes:
    """The PDF file, with its fonts inside. It shrinks what would not fit on one page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import KeepInFrame, SimpleDocTemplate

    preparer_reportlab()
    sortie = io.BytesIO()
    marge = 20 * mm
    document = SimpleDocTemplate(
        sortie,
        pagesize=A4,
        leftMargin=marge,
        rightMargin=marge,
        topMargin=18 * mm,
        bottomMargin=18 * mm,
        title=f"Récépissé de procuration {recepisse.reference}",
        author="Maprocuration, réalisation indépendante",
        lang="fr",
        initialFontName=NORMALE,
        invariant=True,
    )
    cadre = KeepInFrame(document.width - 12, document.height - 12, _contenu(recepisse), "shrink")
    document.build([cadre])
    return sortie.getvalue()


def _contenu(recepisse: Recepisse) -> list[Flowable]:
    from reportlab.platypus import Spacer

    p = _paragraphe
    return [
        p("Récépissé de procuration de vote", "titre"),
        p(
            "Maprocuration est une réalisation libre et indépendante. Ce n’est pas un service de "
            "l’État.",
            "note",
        ),
        Spacer(1, 12),
        _bandeau(recepisse),
        Spacer(1, 14),
        _tableau(
            [
                ("Mandant (qui donne procuration)", recepisse.mandant),
                ("Commune d’inscription", (recepisse.commune,)),
                ("Mandataire (qui vote à sa place)", recepisse.mandataire),
                ("Pour voter", recepisse.portee),
                ("Établie par", (recepisse.autorite,)),
                ("À", (recepisse.lieu,)),
            ]
        ),
        Spacer(1, 12),
        p("Les étapes", "intertitre"),
        _tableau([(quand, (quoi,)) for quand, quoi in recepisse.etapes]),
        Spacer(1, 14),
        p(
            "Le mandataire vote dans le bureau de vote du mandant, avec sa propre pièce "
            "d’identité. Il n’a pas besoin de ce document : la mairie a reçu la procuration. Si "
            "le mandant se présente au bureau de vote avant le mandataire, il peut voter "
            "lui-même.",
            "texte",
        ),
        Spacer(1, 8),
        p(
            f"État de la procuration le {recepisse.edite_le}. Ce récépissé ne remplace pas le "
            "registre tenu par la mairie.",
            "note",
        ),
    ]


def _bandeau(recepisse: Recepisse) -> Flowable:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table, TableStyle

    textes = [
        _paragraphe("Référence", "note"),
        _paragraphe(recepisse.reference, "reference"),
        _paragraphe(recepisse.etat, "fort"),
    ]
    table = Table([[textes, _qr(recepisse.reference)]], colWidths=[None, 92])
    table.setStyle(
        TableStyle(
            [
                ("BOX", (0, 0), (-1, -1), 1.5, HexColor(ENCRE)),
                ("FONTNAME", (0, 0), (-1, -1), NORMALE),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ]
        )
    )
    return table


def _tableau(lignes: Sequence[tuple[str, Sequence[str]]]) -> Flowable:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import Table, TableStyle

    cellules = [
        [_paragraphe(cle, "cle"), [_paragraphe(valeur, "texte") for valeur in valeurs if valeur]]
        for cle, valeurs in lignes
    ]
    table = Table(cellules, colWidths=[150, None])
    table.setStyle(
        TableStyle(
            [
                ("FONTNAME", (0, 0), (-1, -1), NORMALE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor(FILET)),
                ("LEFTPADDING", (0, 0), (0, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 4),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
    )
    return table


def _qr(reference: str) -> Flowable:
    """The QR code as vectors: one square a dark module."""
    import segno
    from reportlab.graphics.shapes import Drawing, Rect
    from reportlab.lib.colors import black

    matrice = [list(rangee) for rangee in segno.make_qr(reference, error="m").matrix]
    pas = 76 / len(matrice)
    dessin = Drawing(76, 76)
    for y, rangee in enumerate(reversed(matrice)):
        for x, noir in enumerate(rangee):
            if noir:
                carre = Rect(x * pas, y * pas, pas, pas, fillColor=black, strokeColor=None)
                dessin.add(carre)
    return dessin


def _paragraphe(texte: str, style: str) -> Flowable:
    from xml.sax.saxutils import escape

    from reportlab.platypus import Paragraph

    return Paragraph(escape(texte), _styles()[style])


@cache
def _styles() -> dict[str, Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    def style(nom: str, taille: float, police: str = NORMALE, couleur: str = "#0b0c0c") -> Any:
        return ParagraphStyle(
            nom,
            fontName=police,
            fontSize=taille,
            leading=taille * 1.35,
            textColor=HexColor(couleur),
            splitLongWords=True,
        )

    return {
        "titre": style("titre", 19, GRASSE, ENCRE),
        "intertitre": style("intertitre", 12, GRASSE, ENCRE),
        "reference": style("reference", 30, GRASSE),
        "fort": style("fort", 11, GRASSE),
        "cle": style("cle", 9.5, GRASSE),
        "texte": style("texte", 10),
        "note": style("note", 9, NORMALE, GRIS),
    }
