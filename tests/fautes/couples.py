"""The table of what happens at once, in all orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from chalicelib.domaine.controles import ControleNonConforme
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from tests.constructeurs import AGENT_RENNES, APJ, OPJ, RENNES, Nuage, mandataire
from tests.fautes.gestes import (
    CLERC,
    acceptation,
    acte,
    depot,
    personne,
    refus,
    refus_au_guichet,
    retrait,
    routage,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import comptoir
from tests.services.invariants import verifier_tout


def rien(_: Nuage) -> None:
    """Nothing more to check."""


@dataclass(frozen=True)
class Couple:
    """Use cases at once: how the world is before, all that they may end in, what holds after.
    `memoire`: states met twice are not walked twice (three use cases and more). `long`: minutes."""

    preparer: Callable[[Nuage], Sequence[Geste]]
    issues: set[tuple[str, ...]]
    ensuite: Callable[[Nuage], object] = rien
    memoire: bool = False
    long: bool = False


def la_premiere_etablie_seule_est_acceptee(nuage: Nuage) -> None:
    """L73, whatever the order of the writes: the instant of establishment decides."""
    etablies = [
        nuage.transmettre(d)
        for n in range(3)
        for d in nuage.contexte.depots.demandes_du_mandant(f"m{n}")
        if d.etat is Etat.ETABLIE
    ]
    premiere, *suivantes = sorted(
        etablies, key=lambda d: (d.etablissement and d.etablissement.le, d.reference)
    )
    for demande in reversed(suivantes):
        with pytest.raises(ControleNonConforme):
            nuage.accepter(demande)
    assert nuage.accepter(premiere).etat is Etat.VALIDE
    verifier_tout(nuage)


def seule_la_plus_ancienne_est_valide(nuage: Nuage) -> None:
    """L73: m1 has given first, whatever was written first."""
    etats = {n: nuage.contexte.depots.demandes_du_mandant(f"m{n}")[0].etat for n in range(2)}
    assert etats[1] is Etat.VALIDE
    assert etats[0] in {Etat.NULLE_PLAFOND, Etat.A_CONTROLER}


def une_seule_demande(nuage: Nuage) -> None:
    """One Idempotency-Key makes one demande."""
    assert len(nuage.contexte.depots.demandes_du_mandant("mandant-1")) == 1


def la_ligne_dit_l_etat(nuage: Nuage) -> None:
    """The row of the register has not gone back."""
    (ligne,) = nuage.contexte.depots.registre(RENNES)
    demande = nuage.contexte.depots.demande(ligne.reference)
    assert demande is not None
    assert (ligne.etat, ligne.version) == (demande.etat, demande.version)


# ------------------------------------------------------------------ at the counter


def meme_demande_deux_agents(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [acte(nuage, demande, OPJ), acte(nuage, demande, APJ)]


def meme_demande_meme_cle(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [acte(nuage, demande, cle="k"), acte(nuage, demande, cle="k")]


def un_mandant_deux_mandataires(nuage: Nuage) -> Sequence[Geste]:
    une, autre = nuage.deposer(), nuage.deposer(pour=mandataire(nom="Voisin"))
    return [acte(nuage, une), acte(nuage, autre, APJ)]


def un_mandant_deux_fois_le_meme_mandataire(nuage: Nuage) -> Sequence[Geste]:
    return [acte(nuage, nuage.deposer()), acte(nuage, nuage.deposer(), APJ)]


def un_mandataire_deux_mandants(nuage: Nuage) -> Sequence[Geste]:
    une, autre = nuage.deposer(**personne(0)), nuage.deposer(**personne(1))
    return [acte(nuage, une, OPJ, minutes=1), acte(nuage, autre, APJ)]


def un_mandataire_deux_mandants_au_meme_instant(nuage: Nuage) -> Sequence[Geste]:
    une, autre = nuage.deposer(**personne(0)), nuage.deposer(**personne(1))
    return [acte(nuage, une, OPJ), acte(nuage, autre, APJ)]


def acte_et_retrait(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [acte(nuage, demande), retrait(nuage, demande)]


def acte_et_refus_definitif(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [acte(nuage, demande), refus_au_guichet(nuage, demande, "A5")]


def retrait_et_refus(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [retrait(nuage, demande), refus_au_guichet(nuage, demande, "A5")]


def deux_retraits(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [retrait(nuage, demande), retrait(nuage, demande)]


def acte_et_consultation(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [acte(nuage, demande), lambda: comptoir.consulter(nuage, demande.reference, APJ)]


def depots_de_meme_cle(nuage: Nuage) -> Sequence[Geste]:
    return [depot(nuage, 1), depot(nuage, 2)]


def acte_et_ajournement(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [acte(nuage, demande), refus_au_guichet(nuage, demande, "A1")]


def retrait_et_ajournement(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [retrait(nuage, demande), refus_au_guichet(nuage, demande, "A1")]


# ------------------------------------------------------------------ at the mairie


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


def _deux_recues(nuage: Nuage) -> tuple[Demande, Demande]:
    """Two procurations of one mandataire, the first established first."""
    premiere = nuage.recue(**personne(0))
    nuage.avancer(minutes=1)
    return premiere, nuage.recue(**personne(1))


def accepter_les_deux(nuage: Nuage) -> Sequence[Geste]:
    premiere, suivante = _deux_recues(nuage)
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
    premiere, suivante = _deux_recues(nuage)
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


# ------------------------------------------------------------------ the streams


def deux_routages(nuage: Nuage) -> Sequence[Geste]:
    etablie = nuage.etablir(nuage.deposer())
    return [routage(nuage, etablie), routage(nuage, etablie)]


def routages_a_l_envers(nuage: Nuage) -> Sequence[Geste]:
    recue = nuage.recue()
    return [routage(nuage, recue), routage(nuage, nuage.accepter(recue))]


# ------------------------------------------------------------------ three at once


def trois_mandataires(nuage: Nuage) -> Sequence[Geste]:
    noms = ("Aubry", "Bazin", "Colin")
    return [acte(nuage, nuage.deposer(pour=mandataire(nom=n))) for n in noms]


def trois_mandants(nuage: Nuage) -> Sequence[Geste]:
    demandes = [nuage.deposer(**personne(n)) for n in range(3)]
    return [acte(nuage, d, minutes=3 - n) for n, d in enumerate(demandes)]


def acte_retrait_et_refus(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    refuse = refus_au_guichet(nuage, demande, "A5")
    return [acte(nuage, demande), retrait(nuage, demande), refuse]


def deux_decisions_et_la_suivante(nuage: Nuage) -> Sequence[Geste]:
    premiere, suivante = _deux_recues(nuage)
    return [acceptation(nuage, premiere), refus(nuage, premiere), acceptation(nuage, suivante)]


def refus_acceptation_et_acte(nuage: Nuage) -> Sequence[Geste]:
    premiere, suivante = _deux_recues(nuage)
    autre = nuage.deposer(**personne(2))
    return [
        refus(nuage, premiere),
        acceptation(nuage, suivante),
        acte(nuage, autre, minutes=1),
    ]


COUPLES: dict[str, Couple] = {
    "deux agents, la même demande": Couple(
        meme_demande_deux_agents,
        {("ETABLIE", "TransitionInterdite"), ("TransitionInterdite", "ETABLIE")},
    ),
    "le même acte deux fois, la même clé": Couple(meme_demande_meme_cle, {("ETABLIE", "ETABLIE")}),
    "un mandant, deux mandataires (L75)": Couple(
        un_mandant_deux_mandataires,
        {("ETABLIE", "MandantDejaRepresente"), ("MandantDejaRepresente", "ETABLIE")},
    ),
    "un mandant, deux fois le même mandataire (L75)": Couple(
        un_mandant_deux_fois_le_meme_mandataire,
        {("ETABLIE", "MandantDejaRepresente"), ("MandantDejaRepresente", "ETABLIE")},
    ),
    "un mandataire, deux mandants, puis les décisions (L73)": Couple(
        un_mandataire_deux_mandants,
        {("ETABLIE", "ETABLIE")},
        la_premiere_etablie_seule_est_acceptee,
    ),
    "un mandataire, deux mandants, au même instant (L73)": Couple(
        un_mandataire_deux_mandants_au_meme_instant,
        {("ETABLIE", "ETABLIE")},
        la_premiere_etablie_seule_est_acceptee,
    ),
    "établissement et retrait": Couple(
        acte_et_retrait,
        {("ETABLIE", "TransitionInterdite"), ("TransitionInterdite", "RETIREE")},
    ),
    "établissement et refus au guichet": Couple(
        acte_et_refus_definitif,
        {("ETABLIE", "TransitionInterdite"), ("TransitionInterdite", "REFUSEE_AGENT")},
    ),
    "retrait et refus au guichet": Couple(
        retrait_et_refus,
        {("RETIREE", "TransitionInterdite"), ("TransitionInterdite", "REFUSEE_AGENT")},
    ),
    "établissement et ajournement": Couple(
        acte_et_ajournement,
        {("ETABLIE", "DEPOSEE"), ("ETABLIE", "TransitionInterdite")},
    ),
    "retrait et ajournement": Couple(
        retrait_et_ajournement,
        {("RETIREE", "DEPOSEE"), ("RETIREE", "TransitionInterdite")},
    ),
    "deux retraits": Couple(deux_retraits, {("RETIREE", "RETIREE")}),
    "établissement et consultation": Couple(
        acte_et_consultation, {("ETABLIE", "DEPOSEE"), ("ETABLIE", "TransitionInterdite")}
    ),
    "deux dépôts de même clé": Couple(
        depots_de_meme_cle, {("DEPOSEE", "DEPOSEE")}, une_seule_demande
    ),
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
    "trois mandataires d'un mandant (L75)": Couple(
        trois_mandataires,
        {
            ("ETABLIE", "MandantDejaRepresente", "MandantDejaRepresente"),
            ("MandantDejaRepresente", "ETABLIE", "MandantDejaRepresente"),
            ("MandantDejaRepresente", "MandantDejaRepresente", "ETABLIE"),
        },
        memoire=True,
        long=True,
    ),
    "trois mandants d'un mandataire, puis les décisions (L73)": Couple(
        trois_mandants,
        {("ETABLIE",) * 3},
        la_premiere_etablie_seule_est_acceptee,
        memoire=True,
        long=True,
    ),
    "établissement, retrait et refus": Couple(
        acte_retrait_et_refus,
        {
            ("ETABLIE", "TransitionInterdite", "TransitionInterdite"),
            ("TransitionInterdite", "RETIREE", "TransitionInterdite"),
            ("TransitionInterdite", "TransitionInterdite", "REFUSEE_AGENT"),
        },
        memoire=True,
        long=True,
    ),
    "deux décisions, et l'acceptation de la suivante (L73)": Couple(
        deux_decisions_et_la_suivante,
        {
            ("VALIDE", "TransitionInterdite", "ControleNonConforme"),
            ("TransitionInterdite", "INVALIDE", "ControleNonConforme"),
            ("TransitionInterdite", "INVALIDE", "VALIDE"),
        },
        memoire=True,
        long=True,
    ),
    "refus, acceptation de la suivante, et un acte de plus (L73)": Couple(
        refus_acceptation_et_acte,
        {("INVALIDE", "VALIDE", "ETABLIE"), ("INVALIDE", "ControleNonConforme", "ETABLIE")},
        memoire=True,
        long=True,
    ),
}
