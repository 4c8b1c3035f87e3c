"""What is true at every instant, whatever happened before."""

from __future__ import annotations

from collections import Counter, defaultdict

from chalicelib.depots import compteurs, conversion, conversion_demande
from chalicelib.depots.modeles import CompteModele, CompteurModele, DemandeModele, LigneModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import VIVANTS, Etat
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.journal import EFFACEMENT, HORS_CHAINE, Ecriture
from chalicelib.domaine.plafond import Compte, Sens, juger
from chalicelib.domaine.portee import se_recouvrent
from chalicelib.domaine.temps import jour
from chalicelib.services.compter import Compteur, comptages, en_attente, est_papier
from chalicelib.services.verifier_journal import verifier_journal
from tests.constructeurs import SECRET, Nuage


def verifier_tout(nuage: Nuage) -> None:
    """Journals whole, versions contiguous, accounts as the demandes say, law kept."""
    demandes = {
        m.reference: conversion_demande.demande(m) for m in DemandeModele.scan(consistent_read=True)
    }
    comptes = {
        m.electeur: conversion.compte(m.electeur, m)
        for m in CompteModele.scan(consistent_read=True)
    }
    _compteurs(_journal(nuage, demandes))
    _comptes(demandes, comptes)
    _une_procuration_par_vote(nuage, demandes)
    _plafond(nuage, demandes, comptes)


def _journal(nuage: Nuage, demandes: dict[str, Demande]) -> tuple[Ecriture, ...]:
    bilan = verifier_journal(nuage.contexte)
    assert bilan.ruptures == ()
    ecritures = tuple(nuage.contexte.depots.toutes_les_ecritures())
    effacees = {e.reference for e in ecritures if e.evenement == EFFACEMENT}
    assert bilan.chaines == len(demandes) + len(effacees)
    transitions = [
        e for e in ecritures if e.evenement not in HORS_CHAINE and e.reference not in effacees
    ]
    assert len(transitions) == sum(d.version for d in demandes.values())
    return ecritures


def _comptes(demandes: dict[str, Demande], comptes: dict[str, Compte]) -> None:
    attendu: dict[str, set[tuple[str, Sens]]] = defaultdict(set)
    for demande in demandes.values():
        if demande.etat in VIVANTS:
            attendu[cle_mandant(demande.mandant, SECRET)].add((demande.reference, Sens.DONNEE))
            attendu[cle_mandataire(demande.mandataire, SECRET)].add(
                (demande.reference, Sens.DETENUE)
            )
    # One whose days are past counts nowhere: it goes with the next write, or with its erasure.
    echues = {d.reference for d in demandes.values() if d.etat is Etat.ECHUE}
    tenus = {
        cle: couples
        for cle, compte in comptes.items()
        if (
            couples := [
                (e.reference, e.sens)
                for e in compte.engagements
                if not e.nulle and e.reference not in echues
            ]
        )
    }
    assert {cle: set(couples) for cle, couples in tenus.items()} == dict(attendu)
    assert all(len(couples) == len(set(couples)) for couples in tenus.values())
    candidates = [e for compte in comptes.values() for e in compte.engagements if e.nulle]
    # Null by L73 (M06, M07): it holds no place, but the next one freed may be its own.
    assert all(
        demandes[e.reference].etat in {Etat.NULLE_PLAFOND, Etat.INVALIDE} for e in candidates
    )


def _une_procuration_par_vote(nuage: Nuage, demandes: dict[str, Demande]) -> None:
    scrutins = nuage.contexte.depots.scrutins()
    vivantes = [d for d in demandes.values() if d.etat in VIVANTS]
    for rang, une in enumerate(vivantes):
        for autre in vivantes[rang + 1 :]:
            if une.mandant.id == autre.mandant.id:
                assert not se_recouvrent(une.portee, autre.portee, scrutins)


def _plafond(nuage: Nuage, demandes: dict[str, Demande], comptes: dict[str, Compte]) -> None:
    """L73 among those that are accepted: at each tour to come, those beyond the cap are null. One
    established earlier and not decided yet displaces nobody before it is accepted.
    """
    scrutins, aujourd_hui = nuage.contexte.depots.scrutins(), jour(nuage.maintenant)
    for compte in comptes.values():
        valides = [e for e in compte.detenues() if demandes[e.reference].etat is Etat.VALIDE]
        acceptees = compte.acceptees()
        encore = {e for e in acceptees.engagements if demandes[e.reference].etat is not Etat.ECHUE}
        assert encore == set(valides)
        for engagement in valides:
            verdict = juger(acceptees, engagement.reference, scrutins, depuis=aujourd_hui)
            assert set(verdict.nuls) <= set(demandes[engagement.reference].nuls)
            assert not verdict.est_nulle


def _compteurs(ecritures: tuple[Ecriture, ...]) -> None:
    """The counters are what the journals of the rows say, and the queue is what they leave. What
    was erased stays counted, and can't be counted again.
    """
    if any(e.evenement == EFFACEMENT for e in ecritures):
        return
    par_reference: dict[str, list[Ecriture]] = defaultdict(list)
    for ecriture in ecritures:
        par_reference[ecriture.reference].append(ecriture)
    attendus: dict[tuple[str, str], Counter[Compteur]] = defaultdict(Counter)
    file: Counter[str] = Counter()
    for modele in LigneModele.scan(consistent_read=True):
        ligne = conversion.ligne(modele)
        file[ligne.commune] += ligne.etat is Etat.A_CONTROLER
        faites = [e for e in par_reference[ligne.reference] if e.numero <= ligne.version]
        for un in comptages(
            ligne.commune,
            ligne.reference,
            faites,
            etablie_le=ligne.etablie_le,
            papier=est_papier(faites),
        ):
            attendus[(un.commune, compteurs.rang(un.jour, un.part))].update(un.ajouts)
    comptes = {
        (m.commune, m.rang): compteurs.nombres(m) for m in CompteurModele.scan(consistent_read=True)
    }
    assert comptes == attendus, (comptes, attendus)
    attente: Counter[str] = Counter()
    for (commune, _), nombres in comptes.items():
        attente[commune] += en_attente(nombres)
    assert attente == file
