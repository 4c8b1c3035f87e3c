"""At once with the end of a procuration (L75, L76, L77)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from tests.constructeurs import APJ, Nuage, mandant, mandataire
from tests.fautes.couple import Couple
from tests.fautes.gestes import (
    CLERC,
    acceptation,
    acte,
    demande_de_resiliation,
    personne,
    refus,
    remplacement,
    resiliation,
    routage,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import apres_reception

VOISIN = mandataire(nom="Voisin")


def la_resiliee_ne_vit_plus(nuage: Nuage) -> None:
    """A résiliée holds no place, and nothing makes it live again."""
    for demande in nuage.contexte.depots.demandes_du_mandant("mandant-1"):
        if demande.etat is Etat.RESILIEE:
            nuage.transmettre(demande)
            assert nuage.relire(demande) == demande
            return


def _en_cours(nuage: Nuage) -> Demande:
    """Received, and its mandant has asked to end it."""
    return nuage.demander_resiliation(nuage.recue())


def accepter_et_resilier(nuage: Nuage) -> Sequence[Geste]:
    demande = _en_cours(nuage)
    return [acceptation(nuage, demande), resiliation(nuage, demande)]


def refuser_et_resilier(nuage: Nuage) -> Sequence[Geste]:
    demande = _en_cours(nuage)
    return [refus(nuage, demande), resiliation(nuage, demande)]


def accepter_et_demander_la_fin(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [acceptation(nuage, recue), demande_de_resiliation(nuage, recue)]


def refuser_et_demander_la_fin(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [refus(nuage, recue), demande_de_resiliation(nuage, recue)]


def demander_la_fin_deux_fois(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [demande_de_resiliation(nuage, recue)] * 2


def demander_la_fin_et_router(nuage: Nuage) -> Sequence[Geste]:
    etablie = nuage.etablir(nuage.deposer())
    return [demande_de_resiliation(nuage, etablie), routage(nuage, etablie)]


def tout_arrive_au_registre(nuage: Nuage) -> None:
    """The stream tells each version: the last one brings the procuration to its commune."""
    (demande,) = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    assert nuage.transmettre(demande).etat is Etat.A_CONTROLER


def resilier_et_router(nuage: Nuage) -> Sequence[Geste]:
    en_cours = nuage.demander_resiliation(nuage.etablir(nuage.deposer()))
    return [resiliation(nuage, en_cours), routage(nuage, en_cours)]


def deux_agents_resilient(nuage: Nuage) -> Sequence[Geste]:
    demande = _en_cours(nuage)
    return [resiliation(nuage, demande), resiliation(nuage, demande, APJ)]


def resilier_deux_fois_la_meme_cle(nuage: Nuage) -> Sequence[Geste]:
    demande = _en_cours(nuage)
    return [resiliation(nuage, demande, cle="k"), resiliation(nuage, demande, cle="k")]


def resilier_et_en_etablir_une_autre(nuage: Nuage) -> Sequence[Geste]:
    demande = _en_cours(nuage)
    return [resiliation(nuage, demande), acte(nuage, nuage.deposer(pour=VOISIN), APJ, minutes=1)]


def resilier_la_premiere_accepter_la_suivante(nuage: Nuage) -> Sequence[Geste]:
    premiere = _en_cours(nuage)
    nuage.avancer(minutes=1)
    suivante = nuage.recue(qui=mandant("m2", nom="Autre"))
    return [resiliation(nuage, premiere), acceptation(nuage, suivante)]


def resilier_sur_papier_et_au_guichet(nuage: Nuage) -> Sequence[Geste]:
    demande = _en_cours(nuage)
    return [
        lambda: apres_reception.resilier_sur_papier(nuage, demande),
        resiliation(nuage, demande),
    ]


def annuler_et_accepter(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [lambda: apres_reception.annuler(nuage, recue), acceptation(nuage, recue, CLERC)]


def rendre_caduque_et_resilier(nuage: Nuage) -> Sequence[Geste]:
    demande = _en_cours(nuage)
    return [
        lambda: apres_reception.rendre_caduque(nuage, demande),
        resiliation(nuage, demande),
    ]


def noter_le_vote_et_resilier(nuage: Nuage) -> Sequence[Geste]:
    acceptee = nuage.accepter(nuage.recue())
    nuage.maintenant = datetime(2027, 4, 11, 8, tzinfo=UTC)
    demande = nuage.demander_resiliation(acceptee)
    return [
        lambda: apres_reception.noter_vote(nuage, demande),
        resiliation(nuage, demande),
    ]


def rouvrir_et_en_etablir_une_autre(nuage: Nuage) -> Sequence[Geste]:
    refusee = nuage.refuser(nuage.recue())
    autre = nuage.deposer(pour=VOISIN)
    return [lambda: apres_reception.rouvrir(nuage, refusee), acte(nuage, autre, minutes=1)]


def remplacer_et_accepter_l_ancienne(nuage: Nuage) -> Sequence[Geste]:
    ancienne, nouvelle = nuage.recue(), nuage.deposer(pour=VOISIN)
    return [remplacement(nuage, nouvelle), acceptation(nuage, ancienne)]


def remplacer_et_refuser_l_ancienne(nuage: Nuage) -> Sequence[Geste]:
    ancienne, nouvelle = nuage.recue(), nuage.deposer(pour=VOISIN)
    return [remplacement(nuage, nouvelle), refus(nuage, ancienne)]


def remplacer_et_resilier_l_ancienne(nuage: Nuage) -> Sequence[Geste]:
    ancienne, nouvelle = _en_cours(nuage), nuage.deposer(pour=VOISIN)
    return [remplacement(nuage, nouvelle), resiliation(nuage, ancienne, APJ)]


def deux_remplacements(nuage: Nuage) -> Sequence[Geste]:
    nuage.recue()
    une, autre = nuage.deposer(pour=VOISIN), nuage.deposer(pour=mandataire(nom="Bazin"))
    return [remplacement(nuage, une), remplacement(nuage, autre, APJ)]


def remplacer_deux_fois_la_meme_cle(nuage: Nuage) -> Sequence[Geste]:
    nuage.recue()
    nouvelle = nuage.deposer(pour=VOISIN)
    return [remplacement(nuage, nouvelle, cle="k"), remplacement(nuage, nouvelle, cle="k")]


def remplacer_quand_la_suivante_prend_la_place(nuage: Nuage) -> Sequence[Geste]:
    """The one replaced held the only place of its mandataire."""
    nuage.recue()
    nuage.avancer(minutes=1)
    suivante = nuage.recue(**personne(1))
    return [remplacement(nuage, nuage.deposer(pour=VOISIN)), acceptation(nuage, suivante)]


RESILIATION: dict[str, Couple] = {
    "accepter et résilier (L75)": Couple(
        accepter_et_resilier,
        {("VALIDE", "RESILIEE"), ("TransitionInterdite", "RESILIEE")},
        la_resiliee_ne_vit_plus,
    ),
    "refuser et résilier (L75)": Couple(
        refuser_et_resilier,
        {("INVALIDE", "TransitionInterdite"), ("TransitionInterdite", "RESILIEE")},
        la_resiliee_ne_vit_plus,
    ),
    "accepter et demander la fin": Couple(
        accepter_et_demander_la_fin, {("VALIDE", "VALIDE"), ("VALIDE", "A_CONTROLER")}
    ),
    "refuser et demander la fin": Couple(
        refuser_et_demander_la_fin,
        {("INVALIDE", "TransitionInterdite"), ("INVALIDE", "A_CONTROLER")},
    ),
    "demander la fin deux fois": Couple(
        demander_la_fin_deux_fois, {("A_CONTROLER", "A_CONTROLER")}
    ),
    "demander la fin et router": Couple(
        demander_la_fin_et_router,
        {("ETABLIE", "None"), ("A_CONTROLER", "None")},
        tout_arrive_au_registre,
    ),
    "résilier et router": Couple(
        resilier_et_router, {("RESILIEE", "None")}, la_resiliee_ne_vit_plus
    ),
    "deux agents résilient": Couple(
        deux_agents_resilient,
        {("RESILIEE", "TransitionInterdite"), ("TransitionInterdite", "RESILIEE")},
    ),
    "résilier deux fois, la même clé": Couple(
        resilier_deux_fois_la_meme_cle, {("RESILIEE", "RESILIEE")}
    ),
    "résilier et en établir une autre (L75)": Couple(
        resilier_et_en_etablir_une_autre,
        {("RESILIEE", "ETABLIE"), ("RESILIEE", "MandantDejaRepresente")},
    ),
    "résilier la première, accepter la suivante (L73)": Couple(
        resilier_la_premiere_accepter_la_suivante,
        {("RESILIEE", "VALIDE"), ("RESILIEE", "ControleNonConforme")},
    ),
    "résilier sur papier et au guichet": Couple(
        resilier_sur_papier_et_au_guichet,
        {("RESILIEE", "TransitionInterdite"), ("TransitionInterdite", "RESILIEE")},
    ),
    "annuler et accepter (L77)": Couple(
        annuler_et_accepter,
        {("ANNULEE_DROIT", "VALIDE"), ("ANNULEE_DROIT", "TransitionInterdite")},
    ),
    "rendre caduque et résilier": Couple(
        rendre_caduque_et_resilier,
        {("CADUQUE", "TransitionInterdite"), ("TransitionInterdite", "RESILIEE")},
    ),
    "noter le vote et résilier (L76)": Couple(
        noter_le_vote_et_resilier,
        {("VALIDE", "RESILIEE"), ("TransitionInterdite", "RESILIEE")},
    ),
    "rouvrir et en établir une autre (L75)": Couple(
        rouvrir_et_en_etablir_une_autre,
        {("A_CONTROLER", "MandantDejaRepresente"), ("MandantDejaRepresente", "ETABLIE")},
    ),
    "remplacer, et accepter l'ancienne (L75)": Couple(
        remplacer_et_accepter_l_ancienne,
        {
            ("ETABLIE", "VALIDE"),
            ("ETABLIE", "TransitionInterdite"),
            # The demande was read before the other act, the accounts after it.
            ("ETABLIE", "ControleNonConforme"),
        },
        la_resiliee_ne_vit_plus,
    ),
    "remplacer, et refuser l'ancienne (L75)": Couple(
        remplacer_et_refuser_l_ancienne,
        {("ETABLIE", "INVALIDE"), ("ETABLIE", "TransitionInterdite")},
    ),
    "remplacer, et résilier l'ancienne (L75)": Couple(
        remplacer_et_resilier_l_ancienne,
        {("ETABLIE", "RESILIEE"), ("ETABLIE", "TransitionInterdite")},
    ),
    "deux remplacements d'une même procuration (L75)": Couple(
        deux_remplacements, {("ETABLIE", "ETABLIE")}
    ),
    "remplacer deux fois, la même clé": Couple(
        remplacer_deux_fois_la_meme_cle, {("ETABLIE", "ETABLIE")}
    ),
    "remplacer, et accepter celle à qui la place revient (L73)": Couple(
        remplacer_quand_la_suivante_prend_la_place,
        {("ETABLIE", "VALIDE"), ("ETABLIE", "ControleNonConforme")},
    ),
}
