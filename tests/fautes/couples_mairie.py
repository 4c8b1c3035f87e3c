"""At once at the mairie and in the streams."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domaine.demande import Demande
from tests.constructeurs import AGENT_RENNES, APJ, Nuage, mandataire
from tests.fautes.couple import (
    Couple,
    la_ligne_dit_l_etat,
    seule_la_plus_ancienne_est_valide,
)
from tests.fautes.gestes import (
    CLERC,
    acceptation,
    acte,
    personne,
    refus,
    routage,
)
from tests.fautes.ordonnanceur import Geste


def deux_acceptations(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [acceptation(nuage, recue), acceptation(nuage, recue, CLERC)]


def deux_acceptations_de_meme_cle(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [acceptation(nuage, recue, cle="k"), acceptation(nuage, recue, cle="k")]


def acceptation_et_refus(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [acceptation(nuage, recue), refus(nuage, recue)]


def deux_refus(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [refus(nuage, recue), refus(nuage, recue, AGENT_RENNES)]


def deux_recues(nuage: Nuage) -> tuple[Demande, Demande]:
    """Two procurations of one mandataire, the first established first."""
    premiere = nuage.recue(**personne(0))
    nuage.avancer(minutes=1)
    return premiere, nuage.recue(**personne(1))


def accepter_les_deux(nuage: Nuage) -> Sequence[Geste]:
    premiere, suivante = deux_recues(nuage)
    return [acceptation(nuage, premiere), acceptation(nuage, suivante, CLERC)]


def accepter_pendant_qu_un_acte_anterieur_s_ecrit(nuage: Nuage) -> Sequence[Geste]:
    """The earlier one, whose clock was read first, is written, routed and accepted meanwhile."""
    autre = nuage.deposer(**personne(1))
    recue = nuage.recue(**personne(0))
    anterieur = acte(nuage, autre, APJ, minutes=-1)

    def etablir_et_accepter() -> Demande:
        return nuage.accepter(nuage.transmettre(anterieur()), CLERC)

    return [acceptation(nuage, recue), etablir_et_accepter]


def refuser_la_premiere_accepter_la_suivante(nuage: Nuage) -> Sequence[Geste]:
    premiere, suivante = deux_recues(nuage)
    return [refus(nuage, premiere), acceptation(nuage, suivante)]


def accepter_pendant_qu_une_autre_s_etablit(nuage: Nuage) -> Sequence[Geste]:
    recue, autre = nuage.recue(**personne(0)), nuage.deposer(**personne(1))
    return [acceptation(nuage, recue), acte(nuage, autre, minutes=1)]


def refuser_pendant_qu_une_autre_s_etablit(nuage: Nuage) -> Sequence[Geste]:
    recue, autre = nuage.recue(**personne(0)), nuage.deposer(**personne(1))
    return [refus(nuage, recue), acte(nuage, autre, minutes=1)]


def refuser_pendant_que_le_mandant_en_fait_etablir_une_autre(nuage: Nuage) -> Sequence[Geste]:
    recue, autre = nuage.recue(), nuage.deposer(pour=mandataire(nom="Voisin"))
    return [refus(nuage, recue), acte(nuage, autre, minutes=1)]


def deux_routages(nuage: Nuage) -> Sequence[Geste]:
    etablie = nuage.etablir(nuage.deposer())
    return [routage(nuage, etablie), routage(nuage, etablie)]


def routages_a_l_envers(nuage: Nuage) -> Sequence[Geste]:
    acceptee = nuage.accepter(nuage.recue())
    return [routage(nuage, acceptee), routage(nuage, nuage.demander_resiliation(acceptee))]


MAIRIE: dict[str, Couple] = {
    "deux acceptations": Couple(
        deux_acceptations,
        {("VALIDE", "TransitionInterdite"), ("TransitionInterdite", "VALIDE")},
    ),
    "la même acceptation deux fois, la même clé": Couple(
        deux_acceptations_de_meme_cle, {("VALIDE", "VALIDE")}
    ),
    "acceptation et refus": Couple(
        acceptation_et_refus,
        {("VALIDE", "TransitionInterdite"), ("TransitionInterdite", "INVALIDE")},
    ),
    "deux refus": Couple(
        deux_refus,
        {("INVALIDE", "TransitionInterdite"), ("TransitionInterdite", "INVALIDE")},
    ),
    "accepter deux procurations d'un mandataire (L73)": Couple(
        accepter_les_deux, {("VALIDE", "ControleNonConforme")}
    ),
    "accepter pendant qu'un acte antérieur s'écrit (L73)": Couple(
        accepter_pendant_qu_un_acte_anterieur_s_ecrit,
        {("VALIDE", "VALIDE"), ("ControleNonConforme", "VALIDE")},
        seule_la_plus_ancienne_est_valide,
        memoire=True,
    ),
    "refuser la première, accepter la suivante (L73)": Couple(
        refuser_la_premiere_accepter_la_suivante,
        {("INVALIDE", "VALIDE"), ("INVALIDE", "ControleNonConforme")},
    ),
    "accepter l'une pendant qu'une autre s'établit (L73)": Couple(
        accepter_pendant_qu_une_autre_s_etablit, {("VALIDE", "ETABLIE")}
    ),
    "refuser l'une pendant qu'une autre s'établit (L73)": Couple(
        refuser_pendant_qu_une_autre_s_etablit, {("INVALIDE", "ETABLIE")}
    ),
    "refuser l'une pendant que le mandant en fait établir une autre (L75)": Couple(
        refuser_pendant_que_le_mandant_en_fait_etablir_une_autre,
        {("INVALIDE", "ETABLIE"), ("INVALIDE", "MandantDejaRepresente")},
    ),
    "le même enregistrement livré deux fois": Couple(
        deux_routages, {("None", "None")}, la_ligne_dit_l_etat
    ),
    "deux états routés à l'envers": Couple(
        routages_a_l_envers, {("None", "None")}, la_ligne_dit_l_etat
    ),
}
