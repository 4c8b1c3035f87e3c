"""The counter: looking up a reference, the misses, the lock, the refusals."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.depots.modeles import DemandeModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    AgentVerrouille,
    DemandeExpiree,
    HabilitationInvalide,
    ReferenceIntrouvable,
    ReferenceInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.services.retirer import retirer
from tests.constructeurs import APJ, OPJ, Nuage, habilitation, mandant
from tests.services.comptoir import JAMAIS_DONNEE, consulter, echecs, refuser
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs


def vues(nuage: Nuage, demande: Demande) -> list[tuple[str, int]]:
    return [
        (e.acteur, e.numero)
        for e in nuage.contexte.depots.ecritures(demande.reference)
        if e.evenement == "CONSULTATION"
    ]


def test_une_bonne_reference_montre_la_demande_et_se_consigne_une_fois(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()

    vue = consulter(nuage, f" {demande.reference[:3].lower()}-{demande.reference[3:]} ")

    assert vue == demande
    assert vues(nuage, demande) == [(OPJ.cle, 1)]
    assert echecs(nuage) == 0
    verifier_tout(nuage)


def test_chaque_consultation_se_consigne_dans_l_etat_qui_est_vu(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    consulter(nuage, demande.reference)
    nuage.avancer(seconds=1)
    consulter(nuage, demande.reference, APJ)
    etablie = nuage.etablir(demande)
    nuage.avancer(seconds=1)
    consulter(nuage, demande.reference)

    assert vues(nuage, etablie) == [(OPJ.cle, 1), (APJ.cle, 1), (OPJ.cle, 2)]
    verifier_tout(nuage)


def test_inconnue_ou_effacee_la_reponse_est_la_meme(nuage: Nuage) -> None:
    nuage.peupler()
    effacee = nuage.deposer()
    DemandeModele(effacee.reference).delete()

    reponses = []
    for reference in (JAMAIS_DONNEE, effacee.reference):
        with pytest.raises(ReferenceIntrouvable) as refus:
            consulter(nuage, reference)
        reponses.append((refus.value.code, refus.value.titre, refus.value.detail))

    assert reponses[0] == reponses[1]
    assert echecs(nuage) == 2


def test_une_reference_mal_formee_n_est_pas_comptee(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(ReferenceInvalide):
        consulter(nuage, "XBQ7V0")
    assert echecs(nuage) == 0


def test_une_demande_finie_compte_et_ne_montre_personne(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    retirer(
        nuage.contexte,
        reference=demande.reference,
        mandant_id="mandant-1",
        maintenant=nuage.maintenant,
    )

    with pytest.raises(TransitionInterdite) as refus:
        consulter(nuage, demande.reference)

    assert not {"Durand", "Camille", demande.reference} & set(refus.value.detail.split())
    assert echecs(nuage) == 1
    assert vues(nuage, demande) == []


def test_une_demande_etablie_ne_se_montre_qu_a_l_agent_qui_l_a_etablie(nuage: Nuage) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())

    assert consulter(nuage, etablie.reference) == etablie
    with pytest.raises(TransitionInterdite, match="déjà établie"):
        consulter(nuage, etablie.reference, APJ)
    assert (echecs(nuage), echecs(nuage, APJ)) == (0, 1)


def test_une_demande_expiree_ou_un_vote_passe_ne_s_etablissent_plus(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.maintenant = datetime(2027, 1, 10, 9, tzinfo=UTC)
    ancienne = nuage.deposer()
    nuage.maintenant = datetime(2027, 3, 20, 9, tzinfo=UTC)
    recente = nuage.deposer(qui=mandant("mandant-2"))

    # Two months after, it is gone (RET-02), be it deleted yet or not: nobody has this reference.
    with pytest.raises(ReferenceIntrouvable):
        consulter(nuage, ancienne.reference)
    nuage.maintenant = datetime(2027, 4, 25, 21, tzinfo=UTC)
    assert consulter(nuage, recente.reference) == recente
    nuage.maintenant = datetime(2027, 4, 25, 22, tzinfo=UTC)
    with pytest.raises(DemandeExpiree, match="jour du vote"):
        consulter(nuage, recente.reference)
    with pytest.raises(DemandeExpiree):
        nuage.etablir(recente)
    assert nuage.relire(recente).etat is Etat.DEPOSEE


def manquer(nuage: Nuage, fois: int, agent: Agent = OPJ) -> None:
    for _ in range(fois):
        nuage.avancer(seconds=1)
        with pytest.raises(ReferenceIntrouvable):
            consulter(nuage, JAMAIS_DONNEE, agent)


def test_apres_dix_erreurs_l_agent_est_verrouille_puis_delivre(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    manquer(nuage, 9)
    assert consulter(nuage, demande.reference) == demande
    manquer(nuage, 1)
    for geste in (
        lambda: consulter(nuage, demande.reference),
        lambda: consulter(nuage, JAMAIS_DONNEE),
        lambda: nuage.etablir(demande),
        lambda: refuser(nuage, demande.reference, "A4"),
    ):
        with pytest.raises(AgentVerrouille):
            geste()

    # Another agent still works; and the lock ends ten minutes after the first miss.
    assert consulter(nuage, demande.reference, APJ) == demande
    nuage.avancer(minutes=10)
    assert consulter(nuage, demande.reference) == demande
    assert nuage.etablir(demande).etat is Etat.ETABLIE
    verifier_tout(nuage)


def test_les_erreurs_comptent_aussi_a_l_etablissement_et_au_refus(nuage: Nuage) -> None:
    nuage.peupler()
    inconnue = replace(nuage.deposer(), reference=JAMAIS_DONNEE)

    with pytest.raises(ReferenceIntrouvable):
        nuage.etablir(inconnue)
    with pytest.raises(ReferenceIntrouvable):
        refuser(nuage, JAMAIS_DONNEE, "A4")

    assert echecs(nuage) == 2


def test_les_vieilles_erreurs_sont_oubliees_a_la_suivante(nuage: Nuage) -> None:
    nuage.peupler()
    manquer(nuage, 5)
    nuage.avancer(minutes=11)
    manquer(nuage, 1)

    connue = nuage.contexte.depots.habilitation(OPJ.cle)
    assert connue is not None
    assert connue.echecs == (nuage.maintenant,)


def test_deux_erreurs_au_meme_moment_comptent_toutes_les_deux(nuage: Nuage) -> None:
    # given: old misses to drop, read by two look-ups before either writes
    nuage.peupler()
    manquer(nuage, 3)
    nuage.avancer(minutes=11)
    depots = nuage.contexte.depots
    lue = depots.habilitation(OPJ.cle)
    assert lue is not None

    for decalage in (0, 1):
        depots.noter_echec(lue, (), nuage.maintenant + timedelta(seconds=decalage))

    nuage.avancer(seconds=1)
    assert echecs(nuage) == 2


@pytest.mark.parametrize(
    "autres",
    [
        {"au": datetime(2027, 2, 28, tzinfo=UTC)},
        {"du": datetime(2027, 3, 2, tzinfo=UTC)},
        {"revoquee_le": datetime(2027, 2, 1, tzinfo=UTC)},
    ],
    ids=["finie", "à venir", "retirée"],
)
def test_sans_habilitation_valable_rien_ne_se_voit_ni_ne_se_fait(
    nuage: Nuage, autres: dict[str, datetime]
) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    nuage.habiliter(habilitation(OPJ, **autres))

    for geste in (
        lambda: consulter(nuage, demande.reference),
        lambda: consulter(nuage, JAMAIS_DONNEE),
        lambda: nuage.etablir(demande),
        lambda: refuser(nuage, demande.reference, "A4"),
    ):
        with pytest.raises(HabilitationInvalide):
            geste()
    assert nuage.relire(demande) == demande
    assert vues(nuage, demande) == []
    assert echecs(nuage) == 0


def test_un_agent_inconnu_n_a_pas_d_habilitation(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    inconnu = Agent("13000640400014/inconnu", "X", "Y")

    for geste in (
        lambda: consulter(nuage, demande.reference, inconnu),
        lambda: nuage.etablir(demande, inconnu),
    ):
        with pytest.raises(HabilitationInvalide, match="Aucune habilitation"):
            geste()
    assert nuage.contexte.depots.habilitation(inconnu.cle) is None


def test_le_lendemain_l_agent_ne_revoit_plus_l_identite_qu_il_a_verifiee(nuage: Nuage) -> None:
    etablie = nuage.peupler().etablir(nuage.deposer())
    nuage.avancer(hours=23)
    assert consulter(nuage, etablie.reference).mandant == etablie.mandant

    nuage.avancer(hours=1)
    with pytest.raises(TransitionInterdite):
        consulter(nuage, etablie.reference)
    assert echecs(nuage) == 0
