"""The mairie accepts several procurations at once: those whose every automatic check passes.

Each is accepted by its own transaction, through the same use case as alone: what is done is done,
and what could not be is told (`suites_du_lot`). The law leaves both registrations to the clerk, who
says for each that he has read them on the electoral list.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chalicelib.domaine.controles import Controle, ControleNonConforme, Resultat
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    ConflitDeVersion,
    DelegationAbsente,
    ProcurationIntrouvable,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.plafond import Compte, juger
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.domaine.temps import jour
from chalicelib.services import decider
from chalicelib.services.lister import exiger_acces, scrutin_choisi
from chalicelib.services.mairie import consigner_la_consultation, controles_de
from chalicelib.services.ports import Contexte
from chalicelib.services.router import commune_du_registre, mode_du_controle

LOT_MAX = 25

INSCRIPTIONS = frozenset({"INSCRIPTION_MANDANT", "INSCRIPTION_MANDATAIRE"})
"""What only the electoral list answers, and the clerk has read there."""


@dataclass(frozen=True, slots=True)
class Examinee:
    """A procuration of the queue and what keeps it out of a lot, in a sentence (empty: nothing)."""

    demande: Demande
    controles: tuple[Controle, ...]
    obstacle: str


@dataclass(frozen=True, slots=True)
class Lot:
    """What can be accepted together, what must be opened alone, and where to go on."""

    pretes: tuple[Examinee, ...]
    autres: tuple[Examinee, ...]
    suite: str


def preparer(
    contexte: Contexte,
    *,
    agent: Agent,
    commune: str,
    scrutin: str,
    curseur: str,
    maintenant: datetime,
) -> Lot:
    """The next procurations of the queue, examined; the consultation of those that can be accepted
    together, whose identities are shown, is logged (LOG-01). Raises DelegationAbsente,
    SaisieInvalide (cursor, scrutin).
    """
    page = contexte.depots.file(
        exiger_acces(contexte, agent, commune, maintenant),
        etat=Etat.A_CONTROLER,
        attente=False,
        depuis=curseur,
        limite=LOT_MAX,
        scrutin=scrutin_choisi(contexte, scrutin),
    )
    references = [ligne.reference for ligne in page.lignes]
    examinees = examiner_ensemble(contexte, commune, references, maintenant)
    a_controler = [e for e in examinees if e.demande.etat is Etat.A_CONTROLER]
    pretes = tuple(e for e in a_controler if not e.obstacle)
    for prete in pretes:
        consigner_la_consultation(contexte, prete.demande, agent, maintenant)
    return Lot(pretes, tuple(e for e in a_controler if e.obstacle), page.suite or "")


def accepter_en_lot(
    contexte: Contexte,
    *,
    agent: Agent,
    commune: str,
    references: Sequence[str],
    cle: str,
    maintenant: datetime,
) -> None:
    """Accepts each of those that can still be, the first established first (L73). What became of
    each is to be read afterwards. The same lot sent again changes nothing more.
    """
    for une in examiner_ensemble(contexte, commune, references[:LOT_MAX], maintenant):
        if une.obstacle:
            continue
        try:
            decider.accepter(
                contexte,
                reference=une.demande.reference,
                agent=agent,
                commune=commune,
                confirmes=INSCRIPTIONS,
                cle=cle,
                maintenant=maintenant,
            )
        except DelegationAbsente:
            return
        except (
            TransitionInterdite,
            ControleNonConforme,
            SaisieInvalide,
            ProcurationIntrouvable,
            ConflitDeVersion,
            decider.ControleAuRegistre,
        ):
            continue


def examiner_ensemble(
    contexte: Contexte, commune: str, references: Iterable[str], maintenant: datetime
) -> tuple[Examinee, ...]:
    """Those of this commune among `references`, by instant of establishment, in three readings."""
    lues, _ = contexte.depots.demandes_et_comptes(list(references)[:LOT_MAX], [])
    siennes = sorted(
        (d for d in lues.values() if d.recue_le and commune_du_registre(d) == commune),
        key=_rang,
    )
    electeurs = sorted({cle for demande in siennes for cle in _electeurs(contexte, demande)})
    comptes: dict[str, Compte] = {}
    for debut in range(0, len(electeurs), LOT_MAX):
        comptes |= contexte.depots.demandes_et_comptes([], electeurs[debut : debut + LOT_MAX])[1]
    return tuple(
        _examiner(contexte, d, [comptes[cle] for cle in _electeurs(contexte, d)], maintenant)
        for d in siennes
    )


def _rang(demande: Demande) -> tuple[datetime, str]:
    etablissement = demande.etablissement
    le = etablissement.le if etablissement else datetime.max.replace(tzinfo=UTC)
    return le, demande.reference


def _electeurs(contexte: Contexte, demande: Demande) -> tuple[str, str]:
    return (
        cle_mandant(demande.mandant, contexte.secret),
        cle_mandataire(demande.mandataire, contexte.secret),
    )


def _examiner(
    contexte: Contexte, demande: Demande, comptes: Sequence[Compte], maintenant: datetime
) -> Examinee:
    mandant, mandataire = comptes
    controles = controles_de(contexte, demande, (mandant, mandataire), maintenant)
    verdict = juger(
        mandataire, demande.reference, contexte.depots.scrutins(), depuis=jour(maintenant)
    )
    obstacle = _obstacle(demande, controles, sans_effet=verdict.nuls)
    if (
        demande.verification is None
        and mode_du_controle(contexte, demande) is not ModeControle.MAIRIE
    ):
        obstacle = "Le répertoire électoral unique n'a pas encore répondu."
    return Examinee(demande, controles, obstacle)


def _obstacle(demande: Demande, controles: Iterable[Controle], sans_effet: Sequence[object]) -> str:
    for controle in controles:
        if controle.resultat is Resultat.NON_CONFORME:
            return controle.explication
        if controle.resultat is Resultat.A_VERIFIER and controle.id not in INSCRIPTIONS:
            return controle.explication
    if not demande.mandataire.est_nomme:
        return "Le mandataire est connu par son seul numéro d'électeur : son nom est à recopier."
    if sans_effet:
        return "Elle sera sans effet à l'un des tours (L73) : à lire avant de décider."
    reponses = demande.verification.resultats if demande.verification else ()
    if any(resultat != Resultat.CONFORME for _, resultat in reponses):
        return "Le répertoire électoral unique n'a pas tout confirmé : sa réponse est à lire."
    return ""
