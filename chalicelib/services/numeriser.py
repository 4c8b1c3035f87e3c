"""The mairie joins the scan of a form to its procuration, and reads it again (REG-03, RET-03)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Protocol

from chalicelib.domaine import journal, pieces
from chalicelib.domaine.conservation import fin_de_conservation
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Role
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import pseudonyme
from chalicelib.domaine.journal import Acteur
from chalicelib.domaine.pieces import Piece, reconnaitre
from chalicelib.services.changement import Changement
from chalicelib.services.papier import papier_de_la_commune
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer


class Coffre(Protocol):
    """Where scans are kept, encrypted; a key says nothing of anybody."""

    def deposer(self, cle: str, piece: Piece) -> None:
        """Keeps a scan; the same under the same key is kept once."""

    def lire(self, cle: str) -> Piece | None:
        """A scan, None when it is gone."""

    def effacer(self, cle: str) -> None:
        """Erases a scan; nothing when it is gone."""


class NumerisationAbsente(ErreurMetier):
    """No scan is joined to this procuration."""

    code = "numerisation-absente"
    titre = "Aucun formulaire numérisé n'est joint à cette procuration"

    def __init__(self) -> None:
        super().__init__("Joignez-le depuis la page de la procuration.")


@rejouer
def numeriser(
    contexte: Contexte,
    coffre: Coffre,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    contenu: bytes,
    maintenant: datetime,
) -> Demande:
    """The procuration with its scan; the same file sent twice is joined once, another takes its
    place. It is erased with the procuration, a year after the end of validity (RET-03), and the
    store forgets it by itself if nobody does.

    Raises DelegationAbsente, ReferenceInvalide, ProcurationIntrouvable, SaisieInvalide.
    """
    demande = papier_de_la_commune(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    genre = reconnaitre(contenu)
    nom = _nom(contexte, demande, contenu)
    avant = demande.saisie.numerisation if demande.saisie else ""
    if nom == avant:
        return demande
    efface_le = fin_de_conservation(demande.portee, contexte.depots.scrutins())
    # First the scan, then its name: the other order could name what was never kept.
    coffre.deposer(nom, Piece(contenu, genre, efface_le))
    jointe, ecriture = pieces.numeriser(demande, agent, nom, maintenant)
    contexte.depots.enregistrer(
        Changement(
            demande=jointe, depuis=demande.version, ecritures=(ecriture,), instant=maintenant
        )
    )
    if avant:
        coffre.effacer(avant)
    return jointe


def lire_numerisation(
    contexte: Contexte,
    coffre: Coffre,
    *,
    reference: str,
    agent: Agent,
    commune: str,
    maintenant: datetime,
) -> Piece:
    """The scan; its consultation is logged (LOG-01) before it is shown. Raises DelegationAbsente,
    ReferenceInvalide, ProcurationIntrouvable, NumerisationAbsente.
    """
    demande = papier_de_la_commune(
        contexte, reference=reference, agent=agent, commune=commune, maintenant=maintenant
    )
    nom = demande.saisie.numerisation if demande.saisie else ""
    piece = coffre.lire(nom) if nom else None
    if piece is None:
        raise NumerisationAbsente
    contexte.depots.consigner(
        journal.consultation(
            reference=demande.reference,
            numero=demande.version,
            acteur=Acteur(Role.MAIRIE, agent.cle),
            instant=maintenant,
            etat=demande.etat,
            precedente=demande.tete,
        )
    )
    return piece


def _nom(contexte: Contexte, demande: Demande, contenu: bytes) -> str:
    """Of this content in this procuration, and of nobody who does not know the secret: a call that
    is tried again finds what it has kept.
    """
    empreinte = hashlib.sha256(contenu).hexdigest()
    return pseudonyme("piece", f"{demande.reference}|{empreinte}", contexte.secret)
