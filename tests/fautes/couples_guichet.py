"""At once before the authority, or online."""

from __future__ import annotations

from collections.abc import Sequence

from tests.constructeurs import APJ, OPJ, Nuage, mandataire
from tests.fautes.couple import (
    Couple,
    la_premiere_etablie_seule_est_acceptee,
    une_seule_demande,
)
from tests.fautes.gestes import (
    acte,
    depot,
    personne,
    refus_au_guichet,
    retrait,
)
from tests.fautes.ordonnanceur import Geste
from tests.services import comptoir


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
    return [depot(nuage, "XBQ7V2"), depot(nuage, "XBQ7V3")]


def acte_et_ajournement(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [acte(nuage, demande), refus_au_guichet(nuage, demande, "A1")]


def retrait_et_ajournement(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [retrait(nuage, demande), refus_au_guichet(nuage, demande, "A1")]


GUICHET: dict[str, Couple] = {
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
}
