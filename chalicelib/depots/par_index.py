"""The demandes that an index lists, each read anew in the table: an index may lag by an instant.
What is past its erasure at `maintenant` is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chalicelib.depots import conversion_demande
from chalicelib.depots.modeles import DemandeModele
from chalicelib.depots.peremption import est_visible
from chalicelib.domaine.demande import Demande


def du_mandant(mandant_id: str, maintenant: datetime) -> tuple[Demande, ...]:
    """The demandes of a mandant, newest first."""
    trouves = DemandeModele.par_mandant.query(mandant_id, scan_index_forward=False)
    return _lire(trouves, maintenant)


def de_l_opj(opj: str, maintenant: datetime) -> tuple[Demande, ...]:
    """What was collected for an OPJ, oldest demande first."""
    return _lire(DemandeModele.par_opj.query(opj), maintenant)


def _lire(trouves: Iterable[DemandeModele], maintenant: datetime) -> tuple[Demande, ...]:
    cles = [modele.reference for modele in trouves]
    lues = {
        modele.reference: conversion_demande.demande(modele)
        for modele in DemandeModele.batch_get(cles, consistent_read=True)
        if est_visible(modele, maintenant)
    }
    return tuple(lues[cle] for cle in cles if cle in lues)
