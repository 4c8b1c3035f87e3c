"""Reconciliation: do the register, the accounts, the search and the e-mails say what the demandes
say? Nothing is written here (`services.reparer` repairs).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domaine.conservation import a_effacer_le, fin_de_conservation
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import VIVANTS, Etat, Evenement
from chalicelib.domaine.fin import est_joignable
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.journal import EFFACEMENT, HORS_CHAINE, Ecriture
from chalicelib.domaine.plafond import Compte, Engagement, Sens
from chalicelib.domaine.portee import Scrutins, dernier_jour
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Ligne
from chalicelib.services.courrier import PAR_EVENEMENT, Message
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_rapprochement import Dossier
from chalicelib.services.router import CommuneSansRegistre, commune_du_registre, ligne_attendue

DELAI_DU_REGISTRE = timedelta(minutes=10)
"""What the stream is given: a second as a rule, minutes when a function fails for a while."""

DELAI_DU_COURRIEL = timedelta(hours=2)
"""The same for a message, which may wait for its turn behind a crowd."""

COURRIEL_UTILE = timedelta(days=60)
"""Past it, nobody is told any more: a demande itself lives two months."""


class Ecart(StrEnum):
    """What may differ."""

    NON_TRANSMISE = "NON_TRANSMISE"
    COMMUNE_SANS_REGISTRE = "COMMUNE_SANS_REGISTRE"
    LIGNE_ABSENTE = "LIGNE_ABSENTE"
    LIGNE_EN_RETARD = "LIGNE_EN_RETARD"
    LIGNE_EN_AVANCE = "LIGNE_EN_AVANCE"
    LIGNE_DIFFERENTE = "LIGNE_DIFFERENTE"
    LIGNE_DE_TROP = "LIGNE_DE_TROP"
    DEMANDE_PERDUE = "DEMANDE_PERDUE"
    ENGAGEMENT_ABSENT = "ENGAGEMENT_ABSENT"
    ENGAGEMENT_DE_TROP = "ENGAGEMENT_DE_TROP"
    MOTS_ABSENTS = "MOTS_ABSENTS"
    QUESTION_ABSENTE = "QUESTION_ABSENTE"
    COURRIEL_ABSENT = "COURRIEL_ABSENT"


HUMAINS = frozenset({Ecart.DEMANDE_PERDUE, Ecart.COMMUNE_SANS_REGISTRE})
"""No command repairs them: the first is restored from a backup (docs/exploitation/restauration.md),
the second asks for somebody who knows the commune."""

_SANS_SUITE = frozenset({Evenement.RETRAIT, Evenement.REFUS_AUTORITE, Evenement.ECHEANCE})
"""They tell nothing by e-mail, and what was to be told before them is true no more."""


@dataclass(frozen=True, slots=True)
class Constat:
    """One difference: of which reference; in which commune's register, in whose account, or of
    which transition and message, when it is about one.
    """

    reference: str
    ecart: Ecart
    commune: str = ""
    electeur: str = ""
    numero: int = 0
    message: Message | None = None


def constater(contexte: Contexte, dossier: Dossier, maintenant: datetime) -> tuple[Constat, ...]:
    """All that differs about one reference. What is younger than the stream is left to it, and what
    is past its erasure to the nightly pass.
    """
    demande, scrutins = dossier.demande, contexte.depots.scrutins()
    if demande is None:
        return tuple(_sans_demande(dossier, scrutins, maintenant))
    if a_effacer_le(demande, scrutins) <= maintenant:
        return ()
    constats = [*_au_registre(contexte, dossier, demande, maintenant)]
    constats += _aux_comptes(dossier, demande, contexte.secret, scrutins, maintenant)
    constats += _aux_courriels(dossier, demande, maintenant)
    return tuple(constats)


def _sans_demande(dossier: Dossier, scrutins: Scrutins, maintenant: datetime) -> Iterator[Constat]:
    """Something names a demande that is not there. Its journal says whether it was erased, or lost;
    without any journal it has never been.
    """
    evenements = [e.evenement for e in dossier.ecritures]
    restes = [
        Constat(dossier.reference, Ecart.LIGNE_DE_TROP, commune=ligne.commune)
        for ligne in dossier.lignes
    ]
    for compte in dossier.comptes.values():
        engagement = compte.engagement(dossier.reference)
        if engagement and fin_de_conservation(engagement.portee, scrutins) > maintenant:
            restes.append(
                Constat(dossier.reference, Ecart.ENGAGEMENT_DE_TROP, electeur=compte.electeur)
            )
    if evenements and EFFACEMENT not in evenements:
        if restes:
            yield Constat(dossier.reference, Ecart.DEMANDE_PERDUE)
        return
    yield from restes


def _au_registre(
    contexte: Contexte, dossier: Dossier, demande: Demande, maintenant: datetime
) -> Iterator[Constat]:
    recue, commune = demande.recue_le is not None, ""
    if demande.etablissement is not None:
        try:
            commune = commune_du_registre(demande)
        except CommuneSansRegistre:
            yield Constat(demande.reference, Ecart.COMMUNE_SANS_REGISTRE)
    for ligne in dossier.lignes:
        if not recue or ligne.commune != commune:
            yield Constat(demande.reference, Ecart.LIGNE_DE_TROP, commune=ligne.commune)
    if not commune or _est_jeune(dossier, maintenant, DELAI_DU_REGISTRE):
        return
    if demande.etat is Etat.ETABLIE:
        yield Constat(demande.reference, Ecart.NON_TRANSMISE, commune=commune)
    if recue:
        yield from _de_la_recue(dossier, ligne_attendue(contexte, demande))


def _de_la_recue(dossier: Dossier, attendue: Ligne) -> Iterator[Constat]:
    """What its mairie must find: its row, by its names too, and whether it waits for a register."""
    commune = attendue.commune
    sienne = next((ligne for ligne in dossier.lignes if ligne.commune == commune), None)
    ecart = _de_la_ligne(sienne, attendue)
    if ecart is not None:
        yield Constat(attendue.reference, ecart, commune=commune)
    if dossier.mots_manquants:
        yield Constat(attendue.reference, Ecart.MOTS_ABSENTS, commune=commune)
    if attendue.en_attente and not dossier.question:
        yield Constat(attendue.reference, Ecart.QUESTION_ABSENTE)


def _de_la_ligne(sienne: Ligne | None, attendue: Ligne) -> Ecart | None:
    if sienne is None:
        return Ecart.LIGNE_ABSENTE
    if sienne.version < attendue.version:
        return Ecart.LIGNE_EN_RETARD
    if sienne.version > attendue.version:
        return Ecart.LIGNE_EN_AVANCE
    return Ecart.LIGNE_DIFFERENTE if sienne != attendue else None


def _aux_comptes(
    dossier: Dossier, demande: Demande, secret: bytes, scrutins: Scrutins, maintenant: datetime
) -> Iterator[Constat]:
    """Both accounts hold what is alive; none holds what has ended, but an échue until its next
    write, and what L73 refused, which waits there for a place.
    """
    attendus = tenants(dossier.comptes, demande, secret)
    for electeur, compte in dossier.comptes.items():
        tenu = compte.engagement(demande.reference)
        if tenu is None:
            continue
        if not peut_tenir(demande, tenu) or electeur not in dict(attendus):
            yield Constat(demande.reference, Ecart.ENGAGEMENT_DE_TROP, electeur=electeur)
    if demande.etat not in VIVANTS or dernier_jour(demande.portee, scrutins) < jour(maintenant):
        # An account forgets what can serve no more at its next write.
        return
    for electeur, sens in attendus:
        compte = dossier.comptes.get(electeur, Compte(electeur, 0, ()))
        if not any(
            e.reference == demande.reference and e.sens is sens and not e.nulle
            for e in compte.engagements
        ):
            yield Constat(demande.reference, Ecart.ENGAGEMENT_ABSENT, electeur=electeur)


def peut_tenir(demande: Demande, engagement: Engagement) -> bool:
    """Whether an account may hold this of a demande in this state."""
    if engagement.nulle:
        return demande.etat in {Etat.NULLE_PLAFOND, Etat.INVALIDE}
    return demande.etat in VIVANTS or demande.etat is Etat.ECHUE


def tenants(
    comptes: Mapping[str, Compte], demande: Demande, secret: bytes
) -> tuple[tuple[str, Sens], ...]:
    """Who must hold it: the mandant, and the mandataire under the key that the mandant's account
    tells, be his identity written otherwise since.
    """
    donneur = cle_mandant(demande.mandant, secret)
    donnee = comptes[donneur].engagement(demande.reference) if donneur in comptes else None
    autre = donnee.autre if donnee is not None else ""
    detenteur = autre or cle_mandataire(demande.mandataire, secret)
    return (donneur, Sens.DONNEE), (detenteur, Sens.DETENUE)


def _aux_courriels(dossier: Dossier, demande: Demande, maintenant: datetime) -> Iterator[Constat]:
    """Each transition that is told has told it, unless a later one has made it untrue: that one's
    own message is what the mandant has to read.
    """
    if not est_joignable(demande):
        return
    for ecriture in reversed(_chaine(dossier)):
        evenement = Evenement(ecriture.evenement)
        if evenement in _SANS_SUITE:
            return
        message = PAR_EVENEMENT.get(evenement)
        if message is None:
            continue
        age = maintenant - ecriture.instant
        traite = f"{ecriture.numero}#{message.value}" in dossier.traites
        if not traite and DELAI_DU_COURRIEL <= age <= COURRIEL_UTILE:
            yield Constat(
                demande.reference,
                Ecart.COURRIEL_ABSENT,
                numero=ecriture.numero,
                message=message,
            )
        return


def _chaine(dossier: Dossier) -> list[Ecriture]:
    chaine = (e for e in dossier.ecritures if e.evenement not in HORS_CHAINE)
    return sorted(chaine, key=lambda e: e.numero)


def _est_jeune(dossier: Dossier, maintenant: datetime, delai: timedelta) -> bool:
    chaine = _chaine(dossier)
    return bool(chaine) and maintenant - chaine[-1].instant < delai
