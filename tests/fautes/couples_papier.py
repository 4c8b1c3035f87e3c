"""At once with a form on paper: established earlier, entered later (L73, R75 III)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from tests.constructeurs import APJ, OPJ, Nuage, formulaire_papier, mandant, mandataire
from tests.fautes.couple import Couple
from tests.fautes.gestes import (
    CLERC,
    acceptation,
    acte,
    demande_de_resiliation,
    personne,
    refus,
    resiliation,
    saisie,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import apres_reception

PAPIER = "XBQ7V2"
"""The reference that the entry draws."""


def papillon(nuage: Nuage) -> Demande:
    """An online demande of the mandant whom the form names, for somebody else."""
    return nuage.deposer(qui=mandant("papillon", nom="Papillon"), pour=mandataire(nom="Voisin"))


def la_veille(nuage: Nuage) -> Geste:
    """The entry of a form that was signed the day before."""
    return saisie(nuage, formulaire_papier(nuage.maintenant - timedelta(days=1)), PAPIER)


def _recu(nuage: Nuage) -> Demande:
    """The same, received."""
    return nuage.transmettre(la_veille(nuage)())


def le_papier_l_emporte(nuage: Nuage) -> None:
    """L73: whatever was accepted meanwhile, the form was established first."""
    papier = nuage.contexte.depots.demande(PAPIER)
    assert papier is not None
    if papier.etat is Etat.ETABLIE:
        papier = nuage.transmettre(papier)
    if papier.etat is Etat.A_CONTROLER:
        papier = nuage.accepter(papier)
    assert (papier.etat, papier.nuls) == (Etat.VALIDE, ())
    autres = [d for d in nuage.contexte.depots.demandes_du_mandant("m0") if d.etat is Etat.VALIDE]
    assert autres == []


def saisir_et_accepter(nuage: Nuage) -> Sequence[Geste]:
    en_ligne = nuage.recue(**personne(0))
    return [la_veille(nuage), acceptation(nuage, en_ligne)]


def saisir_et_refuser(nuage: Nuage) -> Sequence[Geste]:
    en_ligne = nuage.recue(**personne(0))
    return [la_veille(nuage), refus(nuage, en_ligne)]


def saisir_jusqu_au_bout_et_accepter(nuage: Nuage) -> Sequence[Geste]:
    en_ligne = nuage.recue(**personne(0))
    entrer = la_veille(nuage)
    return [
        lambda: nuage.accepter(nuage.transmettre(entrer()), CLERC),
        acceptation(nuage, en_ligne),
    ]


def saisir_et_etablir(nuage: Nuage) -> Sequence[Geste]:
    return [la_veille(nuage), acte(nuage, nuage.deposer(**personne(0)))]


def saisir_et_etablir_du_meme_mandant(nuage: Nuage) -> Sequence[Geste]:
    return [la_veille(nuage), acte(nuage, papillon(nuage))]


def saisir_deux_fois_la_meme_cle(nuage: Nuage) -> Sequence[Geste]:
    formulaire = formulaire_papier(nuage.maintenant - timedelta(days=1))
    return [saisie(nuage, formulaire, PAPIER), saisie(nuage, formulaire, "XBQ7V3")]


def deux_agents_saisissent_le_meme_formulaire(nuage: Nuage) -> Sequence[Geste]:
    formulaire = formulaire_papier(nuage.maintenant - timedelta(days=1))
    return [
        saisie(nuage, formulaire, PAPIER),
        saisie(nuage, formulaire, "XBQ7V3", CLERC, "une autre"),
    ]


def saisir_et_resilier_l_autre(nuage: Nuage) -> Sequence[Geste]:
    en_cours = nuage.demander_resiliation(nuage.etablir(papillon(nuage)))
    return [la_veille(nuage), resiliation(nuage, en_cours)]


def decider_du_papier_et_de_l_autre(nuage: Nuage) -> Sequence[Geste]:
    en_ligne = nuage.recue(**personne(0))
    return [acceptation(nuage, _recu(nuage)), acceptation(nuage, en_ligne, CLERC)]


def deplacante(nuage: Nuage) -> tuple[Demande, Demande]:
    """An earlier form to accept, and the valid one that it would displace."""
    valide = nuage.accepter(nuage.recue(**personne(0)))
    return _recu(nuage), valide


def deplacer_et_resilier(nuage: Nuage) -> Sequence[Geste]:
    papier, valide = deplacante(nuage)
    en_cours = nuage.demander_resiliation(valide)
    return [acceptation(nuage, papier), resiliation(nuage, en_cours, OPJ)]


def deplacer_et_demander_la_fin(nuage: Nuage) -> Sequence[Geste]:
    papier, valide = deplacante(nuage)
    return [acceptation(nuage, papier), demande_de_resiliation(nuage, valide)]


def deplacer_et_annuler(nuage: Nuage) -> Sequence[Geste]:
    papier, valide = deplacante(nuage)
    return [
        acceptation(nuage, papier),
        lambda: apres_reception.annuler(nuage, valide, agent=CLERC),
    ]


def deplacer_et_en_etablir_une_autre(nuage: Nuage) -> Sequence[Geste]:
    """The mandant of the displaced one gives another at the same time (L75)."""
    papier, _ = deplacante(nuage)
    autre = nuage.deposer(**personne(0), pour=mandataire(nom="Voisin"))
    return [acceptation(nuage, papier), acte(nuage, autre, APJ, minutes=1)]


def deplacer_et_refuser_le_papier(nuage: Nuage) -> Sequence[Geste]:
    papier, _ = deplacante(nuage)
    return [acceptation(nuage, papier), refus(nuage, papier)]


PAPIERS: dict[str, Couple] = {
    "saisir un acte antérieur, et accepter (L73)": Couple(
        saisir_et_accepter,
        {("ETABLIE", "VALIDE"), ("ETABLIE", "ControleNonConforme")},
        le_papier_l_emporte,
    ),
    "saisir un acte antérieur, et refuser (L73)": Couple(
        saisir_et_refuser, {("ETABLIE", "INVALIDE")}, le_papier_l_emporte
    ),
    "saisir un acte antérieur jusqu'au bout, et accepter (L73)": Couple(
        saisir_jusqu_au_bout_et_accepter,
        {("VALIDE", "VALIDE"), ("VALIDE", "ControleNonConforme")},
        le_papier_l_emporte,
        memoire=True,
    ),
    "saisir, et établir pour le même mandataire (L73)": Couple(
        saisir_et_etablir, {("ETABLIE", "ETABLIE")}, le_papier_l_emporte
    ),
    "saisir, et établir pour le même mandant (L75)": Couple(
        saisir_et_etablir_du_meme_mandant,
        {("ETABLIE", "MandantDejaRepresente"), ("MandantDejaRepresente", "ETABLIE")},
    ),
    "saisir deux fois, la même clé": Couple(saisir_deux_fois_la_meme_cle, {("ETABLIE", "ETABLIE")}),
    "deux agents saisissent le même formulaire (L75)": Couple(
        deux_agents_saisissent_le_meme_formulaire,
        {("ETABLIE", "MandantDejaRepresente"), ("MandantDejaRepresente", "ETABLIE")},
    ),
    "saisir, et résilier l'autre du même mandant (L75)": Couple(
        saisir_et_resilier_l_autre,
        {("ETABLIE", "RESILIEE"), ("MandantDejaRepresente", "RESILIEE")},
    ),
    "accepter le papier antérieur, et accepter l'autre (L73)": Couple(
        decider_du_papier_et_de_l_autre,
        {("VALIDE", "ControleNonConforme")},
        le_papier_l_emporte,
    ),
    "déplacer, et résilier celle qui l'est (L73, L75)": Couple(
        deplacer_et_resilier, {("VALIDE", "RESILIEE"), ("VALIDE", "TransitionInterdite")}
    ),
    "déplacer, et demander la fin de celle qui l'est": Couple(
        deplacer_et_demander_la_fin, {("VALIDE", "VALIDE"), ("VALIDE", "TransitionInterdite")}
    ),
    "déplacer, et annuler celle qui l'est (L73, L77)": Couple(
        deplacer_et_annuler,
        {("VALIDE", "ANNULEE_DROIT"), ("VALIDE", "TransitionInterdite")},
    ),
    "déplacer, et établir une autre du même mandant (L73, L75)": Couple(
        deplacer_et_en_etablir_une_autre,
        {("VALIDE", "ETABLIE"), ("VALIDE", "MandantDejaRepresente")},
    ),
    "déplacer ou refuser (L73)": Couple(
        deplacer_et_refuser_le_papier,
        {("VALIDE", "TransitionInterdite"), ("TransitionInterdite", "INVALIDE")},
    ),
}
