"""`services.ports_rapprochement.Rapprochement` over DynamoDB.

The parts are read half price (eventually consistent), a page of some sixty demandes at a time with
all that is said of them; only what looks different is then read again at full price, in the order
that lets nothing under way look different (docs/decisions/rapprochement.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import cached_property, partial, reduce
from itertools import islice
from typing import Any, TypeVar

from pynamodb.expressions.condition import Condition

from chalicelib.depots import conversion, conversion_demande, peremption
from chalicelib.depots.connexion import lire
from chalicelib.depots.modeles import (
    AttenteModele,
    CompteModele,
    DemandeModele,
    EcritureModele,
    EnvoiModele,
    LigneModele,
    QuotaModele,
)
from chalicelib.depots.modeles_recherche import MotModele
from chalicelib.depots.rapprochement_ecrire import ecrire_compte, remplacer_ligne, retirer_ligne
from chalicelib.depots.recherche import entrees
from chalicelib.depots.transaction import lire_ensemble
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.plafond import Compte
from chalicelib.services.changement import Ligne
from chalicelib.services.expedier import PATIENCE
from chalicelib.services.ports_conservation import Part
from chalicelib.services.ports_courrier import EtatEnvoi
from chalicelib.services.ports_rapprochement import Avancee, Dossier
from chalicelib.services.router import CommuneSansRegistre, commune_du_registre

_ENSEMBLE = 64
"""Demandes whose rows, accounts and words are asked for together."""

_FILS = 8
_PAS_ENCORE = frozenset({EtatEnvoi.A_ENVOYER, EtatEnvoi.EN_COURS})
_PATIENCE = PATIENCE + timedelta(hours=12)
_AVANCEE = "RAPPROCHEMENT"
_JOUR = 100_000
"""A day (its ordinal) and a number of parts in the one number of a quota."""

T = TypeVar("T")


class RapprochementDynamo:
    """`secret` keys the accounts; `horloge` tells what is past its erasure."""

    remplacer_ligne = staticmethod(remplacer_ligne)
    retirer_ligne = staticmethod(retirer_ligne)
    ecrire_compte = staticmethod(ecrire_compte)

    def __init__(self, secret: bytes, horloge: peremption.Horloge) -> None:
        self._secret = secret
        self._horloge = horloge

    def demandes(self, part: Part, depuis: datetime | None) -> Iterator[Sequence[Dossier]]:
        """The demandes of this part with what is said of them."""
        filtre = self._visible(DemandeModele)
        if depuis is not None:
            filtre &= _touchee_depuis(depuis)
        modeles = DemandeModele.scan(filtre, segment=part.numero, total_segments=part.sur)
        for lot in _par(_ENSEMBLE, modeles):
            yield self._dossiers([conversion_demande.demande(modele) for modele in lot])

    def lignes(self, part: Part) -> Iterator[Sequence[tuple[Ligne, Demande | None]]]:
        """The rows of this part, each with its demande."""
        modeles = LigneModele.scan(
            self._visible(LigneModele), segment=part.numero, total_segments=part.sur
        )
        for lot in _par(_ENSEMBLE, modeles):
            demandes = self._demandes(modele.reference for modele in lot)
            yield [(conversion.ligne(m), demandes.get(m.reference)) for m in lot]

    def engagements(self, part: Part) -> Iterator[Sequence[tuple[Compte, Mapping[str, Demande]]]]:
        """The accounts of this part, each with the demandes that it names."""
        modeles = CompteModele.scan(segment=part.numero, total_segments=part.sur)
        for lot in _par(_ENSEMBLE, modeles):
            comptes = [conversion.compte(modele.electeur, modele) for modele in lot]
            demandes = self._demandes(e.reference for c in comptes for e in c.engagements)
            yield [(compte, demandes) for compte in comptes]

    def dossier(
        self, reference: str, communes: Iterable[str] = (), electeurs: Iterable[str] = ()
    ) -> Dossier:
        """One, strongly consistent. In this order: neither a question nor a row is newer than the
        demande read after it, nor a demande than its journal; it is read in one transaction with
        its accounts.
        """
        question = lire(AttenteModele, f"R#{reference}") is not None
        connue = lire(DemandeModele, reference)
        lieux, cles = set(communes), set(electeurs)
        if connue is not None:
            demande = conversion_demande.demande(connue)
            lieux |= _commune(demande)
            cles |= {*self._cles(demande), *self._autre_cle(demande)}
        lignes = _lignes(reference, lieux)
        modele, *comptes = lire_ensemble(
            (DemandeModele, reference), *((CompteModele, cle) for cle in sorted(cles))
        )
        demande_ = conversion_demande.demande(modele) if modele is not None else None
        if demande_ is None:
            # Erased meanwhile, its row too.
            lignes = _lignes(reference, lieux)
        return Dossier(
            reference=reference,
            demande=demande_,
            lignes=tuple(ligne for ligne, exp in lignes if exp > peremption.seuil(self._horloge())),
            comptes={
                cle: conversion.compte(cle, c) for cle, c in zip(sorted(cles), comptes, strict=True)
            },
            ecritures=_ecritures(reference, exactes=True),
            traites=_traites(reference, self._horloge(), exactes=True),
            mots_manquants=demande_ is not None and bool(self._sans_mots([demande_])),
            question=question,
        )

    def avancee(self) -> Avancee | None:
        """Where the round stands."""
        modele = lire(QuotaModele, _AVANCEE)
        if modele is None:
            return None
        jour, faites = divmod(int(modele.nombre), _JOUR)
        return Avancee(date.fromordinal(jour), faites)

    def noter(self, avancee: Avancee, jusqu_au: datetime) -> None:
        """Keeps it."""
        nombre = avancee.depuis.toordinal() * _JOUR + avancee.faites
        QuotaModele(cle=_AVANCEE, nombre=nombre, exp=int(jusqu_au.timestamp())).save()

    # ------------------------------------------------------------ by lots, half price

    def _dossiers(self, demandes: Sequence[Demande]) -> list[Dossier]:
        references = [demande.reference for demande in demandes]
        lignes = self._lignes_de(demandes)
        cles = {cle for demande in demandes for cle in self._cles(demande)}
        comptes = self._comptes(cles)
        autres = {c.engagement(d.reference) for d in demandes for c in comptes.values()}
        # The mandataire may be counted under another key since his identity was written otherwise.
        autres_cles = {e.autre for e in autres if e is not None and e.autre} - cles
        comptes |= self._comptes(autres_cles)
        sans_mots = self._sans_mots(demandes)
        questions = {m.cle for m in _lire_par_lots(AttenteModele, [f"R#{r}" for r in references])}
        ecritures = dict(zip(references, self._fils.map(_ecritures, references), strict=True))
        lire_traites = partial(_traites, maintenant=self._horloge())
        traites = dict(zip(references, self._fils.map(lire_traites, references), strict=True))
        return [
            Dossier(
                reference=demande.reference,
                demande=demande,
                lignes=lignes.get(demande.reference, ()),
                comptes=self._les_siens(demande, comptes),
                ecritures=ecritures[demande.reference],
                traites=traites[demande.reference],
                mots_manquants=demande.reference in sans_mots,
                question=f"R#{demande.reference}" in questions,
            )
            for demande in demandes
        ]

    def _les_siens(self, demande: Demande, comptes: Mapping[str, Compte]) -> dict[str, Compte]:
        siens = {cle: comptes.get(cle, Compte(cle, 0, ())) for cle in self._cles(demande)}
        for compte in tuple(siens.values()):
            engagement = compte.engagement(demande.reference)
            if engagement is not None and engagement.autre in comptes:
                siens[engagement.autre] = comptes[engagement.autre]
        return siens

    def _lignes_de(self, demandes: Sequence[Demande]) -> dict[str, tuple[Ligne, ...]]:
        cles = [(commune, d.reference) for d in demandes for commune in _commune(d)]
        modeles = (m for m in _lire_par_lots(LigneModele, cles) if self._est_visible(m))
        return {m.reference: (conversion.ligne(m),) for m in modeles}

    def _comptes(self, cles: Iterable[str]) -> dict[str, Compte]:
        modeles = _lire_par_lots(CompteModele, sorted(cles))
        return {m.electeur: conversion.compte(m.electeur, m) for m in modeles}

    def _demandes(self, references: Iterable[str]) -> dict[str, Demande]:
        modeles = _lire_par_lots(DemandeModele, sorted(set(references)))
        return {m.reference: conversion_demande.demande(m) for m in modeles}

    def _sans_mots(self, demandes: Sequence[Demande]) -> set[str]:
        """Those that some word of their names does not lead to."""
        cles = {
            (entree.commune, entree.rang): demande.reference
            for demande in demandes
            if demande.recue_le is not None
            for commune in _commune(demande)
            for entree in entrees(demande, commune, self._horloge())
        }
        la = {(m.commune, m.rang) for m in _lire_par_lots(MotModele, list(cles))}
        return {reference for cle, reference in cles.items() if cle not in la}

    def _cles(self, demande: Demande) -> tuple[str, str]:
        return (
            cle_mandant(demande.mandant, self._secret),
            cle_mandataire(demande.mandataire, self._secret),
        )

    def _autre_cle(self, demande: Demande) -> set[str]:
        donneur = cle_mandant(demande.mandant, self._secret)
        engagement = conversion.compte(donneur, lire(CompteModele, donneur)).engagement(
            demande.reference
        )
        return {engagement.autre} if engagement is not None and engagement.autre else set()

    def _visible(self, modele: Any) -> Condition:
        condition: Condition = modele.exp > peremption.seuil(self._horloge())
        return condition

    def _est_visible(self, modele: Any) -> bool:
        return peremption.est_visible(modele, self._horloge())

    @cached_property
    def _fils(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(_FILS, thread_name_prefix="rapprochement")


def _commune(demande: Demande) -> set[str]:
    """Whose register must have a row about it; none when no register can."""
    try:
        return {commune_du_registre(demande)}
    except CommuneSansRegistre:
        return set()


def _lignes(reference: str, communes: Iterable[str]) -> list[tuple[Ligne, int]]:
    lus = (lire(LigneModele, commune, reference) for commune in sorted(communes))
    return [(conversion.ligne(modele), int(modele.exp)) for modele in lus if modele is not None]


def _ecritures(reference: str, *, exactes: bool = False) -> tuple[Ecriture, ...]:
    modeles = EcritureModele.query(reference, consistent_read=exactes)
    return tuple(conversion.ecriture(modele) for modele in modeles)


def _traites(reference: str, maintenant: datetime, *, exactes: bool = False) -> frozenset[str]:
    """What left, whose failure is known, or which waits for its turn. What nobody has tried for
    longer than it may wait has been forgotten: by a queue, or a function that died.
    """
    envois = EnvoiModele.query(reference, consistent_read=exactes)
    return frozenset(envoi.rang for envoi in envois if not _est_oublie(envoi, maintenant))


def _est_oublie(envoi: EnvoiModele, maintenant: datetime) -> bool:
    # Each try writes it: in a pause of SES a message is old, and none the less in its queue.
    confie = envoi.confie_le is not None
    attend = confie and envoi.jusqu_a > maintenant - _PATIENCE
    return envoi.etat in _PAS_ENCORE and not attend


def _lire_par_lots(modele: Any, cles: Sequence[Any]) -> Iterator[Any]:
    """Half price; what is not there is not given."""
    return iter(modele.batch_get(cles)) if cles else iter(())


def _par(combien: int, choses: Iterable[T]) -> Iterator[list[T]]:
    reste = iter(choses)
    while lot := list(islice(reste, combien)):
        yield lot


def _touchee_depuis(instant: datetime) -> Condition:
    """Something that bears a date was done since. What bears none (an address corrected by the
    mandant, a bureau) waits for the whole round.
    """
    m: Any = DemandeModele
    dates = (
        m.deposee_le,
        m.recue_le,
        m.retiree_le,
        *(acte.le for acte in (m.etabli, m.refus, m.decision, m.saisie, m.collecte, m.verif)),
        *(acte.le for acte in (m.fin, m.rouverte, m.rectif, m.resil.acte)),
        m.resil.demandee_le,
    )
    plus_tard: list[Condition] = [quand > instant for quand in dates]
    ou: Callable[[Condition, Condition], Condition] = lambda un, autre: un | autre  # noqa: E731
    return reduce(ou, plus_tard)
