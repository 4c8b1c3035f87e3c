"""`services.ports_conservation.Conservation` over DynamoDB."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from typing import Any

from pynamodb.exceptions import PutError, TransactWriteError
from pynamodb.expressions.condition import Condition, size
from pynamodb.transactions import TransactWrite

from chalicelib.depots import conversion, conversion_demande, impressions, peremption
from chalicelib.depots.causes import ANNULEE, CONDITION, CONFLIT, code
from chalicelib.depots.connexion import CONDITION_REFUSEE, connexion
from chalicelib.depots.modeles import (
    AttenteModele,
    CompteModele,
    DemandeModele,
    EcritureModele,
    EnvoiModele,
    IdempotenceModele,
    LigneModele,
)
from chalicelib.depots.modeles_activites import ActiviteModele
from chalicelib.depots.modeles_recherche import MotModele
from chalicelib.depots.recherche import entrees, reference_de
from chalicelib.depots.transaction import a_la_version, lire_ensemble
from chalicelib.domaine.echeances import RAPPELS
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.domaine.etats import A_PRESENTER, VIVANTS, Etat
from chalicelib.domaine.plafond import Compte
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.regles import CONSERVATION
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Attente
from chalicelib.services.ports_conservation import Conservee, Effacement, Maintien, Part
from chalicelib.services.ports_mairies import RUBRIQUE
from chalicelib.services.reverifier import AVANT_LE_VOTE

_HORIZON = timedelta(days=30)
"""What must be gone within these days is examined: its mandant is told, or its vote was put off."""

_RAPPEL = timedelta(days=RAPPELS[-1][0] + 1)
"""The earliest reminder, and a day for the time zone."""

_SCRUTINS_RECENTS = timedelta(days=800)
"""A scrutin that ended before finds nothing more by its name: its procurations were erased a year
after it.
"""

_COMPTE_VIDE = timedelta(days=1)
"""An empty account goes a day later: until then its version guards the writes under way."""

_VALEURS_D_UN_IN = 100


class ConservationDynamo:
    """`services.ports_conservation.Conservation`. `horloge` dates what an erasure leaves behind."""

    def __init__(self, horloge: peremption.Horloge = peremption.horloge_reelle) -> None:
        self._horloge = horloge

    def a_examiner(
        self, part: Part, scrutins: Scrutins, maintenant: datetime
    ) -> Iterator[Conservee]:
        """The demandes for which something may be due. The filter is DynamoDB's: what is not due is
        read there (and paid for), but neither sent nor parsed.
        """
        filtre = _a_examiner(scrutins, maintenant)
        for modele in DemandeModele.scan(filtre, segment=part.numero, total_segments=part.sur):
            jusqu_au = peremption.efface_le(int(modele.exp))
            yield Conservee(conversion_demande.demande(modele), jusqu_au)

    def comptes(self, electeurs: Sequence[str]) -> Mapping[str, Compte]:
        """Accounts as they are, in one round trip."""
        lus = lire_ensemble(*((CompteModele, electeur) for electeur in electeurs))
        return {e: conversion.compte(e, m) for e, m in zip(electeurs, lus, strict=True)}

    def comptes_a_juger(self, part: Part) -> Iterator[Compte]:
        """One procuration alone never exceeds a cap; null, it may be alone by now."""
        premier: Any = CompteModele.engagements[0]
        filtre = (size(CompteModele.engagements) > 1) | (premier["nulle"] == True)  # noqa: E712
        for modele in CompteModele.scan(filtre, segment=part.numero, total_segments=part.sur):
            yield conversion.compte(modele.electeur, modele)

    def effacer(self, effacement: Effacement, scrutins: Scrutins) -> None:
        """Erases in one transaction, or raises ConflitDeVersion."""
        demande = effacement.demande

        def ecrire(transaction: TransactWrite) -> None:
            inchangee = DemandeModele.version == demande.version
            transaction.delete(DemandeModele(demande.reference), condition=inchangee)
            for travail in ("R", "V"):
                transaction.delete(AttenteModele(f"{travail}#{demande.reference}"))
            if demande.cle:
                transaction.delete(IdempotenceModele(demande.cle))
            if effacement.commune:
                transaction.delete(LigneModele(effacement.commune, demande.reference))
                for entree in entrees(demande, effacement.commune, self._horloge()):
                    transaction.delete(entree)
            trace = conversion.modele_ecriture(effacement.ecriture)
            transaction.save(trace, condition=~EcritureModele.reference.exists())
            self._ecrire_les_comptes(transaction, effacement.comptes, scrutins)

        _en_une_fois(ecrire)

    def garder(self, maintien: Maintien, scrutins: Scrutins) -> None:
        """Keeps it for longer, or raises ConflitDeVersion."""
        demande, fin = maintien.demande, peremption.exp(maintien.jusqu_au)

        def ecrire(transaction: TransactWrite) -> None:
            self._ecrire_les_comptes(transaction, maintien.comptes, scrutins)
            transaction.update(
                DemandeModele(demande.reference),
                actions=[DemandeModele.exp.set(fin)],
                condition=DemandeModele.version == demande.version,
            )
            if maintien.commune:
                transaction.update(
                    LigneModele(maintien.commune, demande.reference),
                    actions=[LigneModele.exp.set(fin)],
                    condition=LigneModele.reference.exists(),
                )
                for entree in entrees(demande, maintien.commune, maintien.jusqu_au):
                    transaction.save(entree)

        _en_une_fois(ecrire)

    def toutes(self) -> Iterator[Conservee]:
        """Every item, whatever its time to live says."""
        for modele in DemandeModele.scan(consistent_read=True):
            jusqu_au = peremption.efface_le(int(modele.exp))
            yield Conservee(conversion_demande.demande(modele), jusqu_au)

    def references_citees(self) -> Iterator[tuple[str, str]]:
        """The tables that name a demande. A key whose own time is over is no more than a print."""
        for ligne in LigneModele.scan(attributes_to_get=["commune", "reference"]):
            yield "registre", ligne.reference
        for mot in MotModele.scan(attributes_to_get=["commune", "rang"]):
            yield "recherche", reference_de(mot.rang)
        # The digests of the mairies are about no demande.
        d_une_demande = ~EnvoiModele.reference.startswith(RUBRIQUE)
        for envoi in EnvoiModele.scan(d_une_demande, attributes_to_get=["reference", "rang"]):
            yield "envois", envoi.reference
        for compte in CompteModele.scan():
            for engagement in compte.engagements:
                yield "engagements", engagement.reference
        for attente in AttenteModele.scan():
            genre, _, objet = attente.cle.partition("#")
            if genre != "P":
                yield "attentes", objet
        maintenant = int(self._horloge().timestamp())
        yield from impressions.references_citees(maintenant)
        # What an agent was refused is about no demande.
        d_un_acte = (ActiviteModele.exp > maintenant) & ActiviteModele.reference.exists()
        for activite in ActiviteModele.scan(d_un_acte):
            yield "activites", activite.reference
        for cle in IdempotenceModele.scan(IdempotenceModele.exp > maintenant):
            yield "idempotence", cle.reference

    def poser(self, attente: Attente) -> bool:
        """Adds this work unless the same waits already."""
        try:
            conversion.modele_attente(attente).save(condition=~AttenteModele.cle.exists())
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise
            return False
        return True

    def _ecrire_les_comptes(
        self, transaction: TransactWrite, comptes: Iterable[Compte], scrutins: Scrutins
    ) -> None:
        for compte in comptes:
            modele = conversion.modele_compte(compte, scrutins)
            if not compte.engagements:
                modele.exp = int((self._horloge() + _COMPTE_VIDE).timestamp())
            transaction.save(modele, condition=a_la_version(compte.version - 1))


def _en_une_fois(ecrire: Callable[[TransactWrite], None]) -> None:
    try:
        with TransactWrite(connection=connexion()) as transaction:
            ecrire(transaction)
    except TransactWriteError as erreur:
        if code(erreur) != ANNULEE:
            raise
        raisons = {raison.code for raison in erreur.cancellation_reasons if raison is not None}
        if not raisons <= {CONDITION, CONFLIT}:
            raise
        raise ConflitDeVersion from erreur


def _a_examiner(scrutins: Scrutins, maintenant: datetime) -> Condition:
    """A superset of what `domaine.echeances.echeance` finds due, as a filter of DynamoDB."""
    aujourd_hui = jour(maintenant)
    expire: Condition = DemandeModele.expire_le <= maintenant + _RAPPEL
    bientot_tard = expire | _pour_un_vote_avant(aujourd_hui + _RAPPEL, scrutins, aujourd_hui)
    presente = _dans_les_etats(A_PRESENTER) & bientot_tard
    vivante = _dans_les_etats(VIVANTS) & _pour_un_vote_avant(aujourd_hui, scrutins, aujourd_hui)
    # Its own time to live may be that of a vote which was brought forward since.
    il_y_a_un_an = aujourd_hui + _HORIZON - CONSERVATION.duree
    ancienne = _pour_un_vote_avant(il_y_a_un_an, scrutins, aujourd_hui)
    bientot: Condition = DemandeModele.exp <= peremption.seuil(maintenant + _HORIZON)
    revue = (DemandeModele.etat == Etat.VALIDE.value) & _pour_un_vote_a_revoir(scrutins, maintenant)
    due: Condition = presente | vivante | ancienne | bientot | revue
    return due


def _pour_un_vote_a_revoir(scrutins: Scrutins, maintenant: datetime) -> Condition:
    """Given for a tour before which the register is asked again today, or for a period that may
    hold one.
    """
    jours = {jour(maintenant) + avant for avant in AVANT_LE_VOTE}
    proches = sorted(s.id for s in scrutins.values() if any(t.date in jours for t in s.tours))
    portee: Any = DemandeModele.portee
    periodes = (
        (portee.du <= ce_jour.isoformat()) & (portee.au >= ce_jour.isoformat())
        for ce_jour in sorted(jours)
    )
    a_revoir: Condition = reduce(lambda un, autre: un | autre, (*_parmi(proches), *periodes))
    return a_revoir


def _dans_les_etats(etats: Iterable[Etat]) -> Condition:
    condition: Condition = DemandeModele.etat.is_in(*sorted(etat.value for etat in etats))
    return condition


def _pour_un_vote_avant(limite: date, scrutins: Scrutins, aujourd_hui: date) -> Condition:
    """Given for a tour before this day, or for a period that ends before it."""
    recents = sorted(
        scrutin.id
        for scrutin in scrutins.values()
        if any(aujourd_hui - _SCRUTINS_RECENTS <= tour.date < limite for tour in scrutin.tours)
    )
    portee: Any = DemandeModele.portee
    periode: Condition = portee.au < limite.isoformat()
    return reduce(lambda un, autre: un | autre, _parmi(recents), periode)


def _parmi(scrutins: Sequence[str]) -> Iterator[Condition]:
    portee: Any = DemandeModele.portee
    for debut in range(0, len(scrutins), _VALEURS_D_UN_IN):
        yield portee.scrutin.is_in(*scrutins[debut : debut + _VALEURS_D_UN_IN])
