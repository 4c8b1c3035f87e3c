"""The authority ends a procuration whose mandant, present, has en_cours for it (L75, R78)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.depots.modeles import HabilitationModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    AccesRefuse,
    AgentVerrouille,
    DemandeExpiree,
    HabilitationInvalide,
    ReferenceIntrouvable,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import ECHECS_MAX, Qualite
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from tests.constructeurs import (
    AGENT_RENNES,
    APJ,
    DELEGUE,
    OPJ,
    RENNES,
    SECRET,
    Nuage,
    habilitation,
    mandant,
    mandataire,
)
from tests.services.comptoir import consulter, echecs
from tests.services.invariants import verifier_tout
from tests.services.pannes import avant, intercepter

pytestmark = pytest.mark.deux_moteurs


def demandee(nuage: Nuage, **depot: Any) -> Demande:
    """An accepted procuration whose mandant has en_cours to end it, a week later."""
    acceptee = nuage.accepter(nuage.recue(**depot))
    nuage.avancer(days=7)
    return nuage.demander_resiliation(acceptee)


def places_prises(nuage: Nuage, demande: Demande) -> list[str]:
    cles = (cle_mandant(demande.mandant, SECRET), cle_mandataire(demande.mandataire, SECRET))
    depots = nuage.contexte.depots
    return [e.reference for cle in cles for e in depots.compte(cle).engagements if not e.nulle]


def test_r78_l_acte_dit_devant_qui_quand_ou_et_avec_quelle_piece(nuage: Nuage) -> None:
    nuage.peupler()
    demande = demandee(nuage)
    nuage.avancer(hours=2)

    resiliee = nuage.resilier(demande, APJ, piece="PASSEPORT")

    acte = resiliee.resiliation
    assert acte is not None
    assert resiliee.etat is Etat.RESILIEE
    assert (acte.agent, acte.nom, acte.prenom) == (APJ.cle, APJ.nom, APJ.prenom)
    assert (acte.qualite, acte.lieu, acte.piece) == (Qualite.OPJ, "Rennes", "PASSEPORT")
    assert (acte.demandee_le, acte.le) == (demande.resiliation.demandee_le, nuage.maintenant)
    assert acte.remplacante == ""
    assert nuage.relire(demande) == resiliee
    verifier_tout(nuage)


def test_l75_les_deux_places_sont_libres_et_le_mandant_peut_en_donner_une_autre(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    demande = demandee(nuage)
    assert len(places_prises(nuage, demande)) == 2

    nuage.resilier(demande)

    assert places_prises(nuage, demande) == []
    assert nuage.etablir(nuage.deposer()).etat is Etat.ETABLIE
    assert nuage.etablir(nuage.deposer(qui=mandant("m2", nom="Autre"))).etat is Etat.ETABLIE
    verifier_tout(nuage)


def test_avant_la_transmission_elle_n_entre_dans_aucun_registre(nuage: Nuage) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())
    en_cours = nuage.demander_resiliation(etablie)
    resiliee = nuage.resilier(en_cours)

    # The stream tells the three versions, late.
    for image in (etablie, en_cours, resiliee):
        nuage.transmettre(image)

    assert nuage.relire(resiliee) == resiliee
    assert list(nuage.contexte.depots.registre(RENNES)) == []
    verifier_tout(nuage)


def test_recue_elle_reste_au_registre_comme_resiliee(nuage: Nuage) -> None:
    nuage.peupler()
    resiliee = nuage.resilier(demandee(nuage))

    nuage.transmettre(resiliee)

    (ligne,) = nuage.contexte.depots.registre(RENNES)
    assert (ligne.etat, ligne.version) == (Etat.RESILIEE, resiliee.version)


def test_une_resiliee_n_est_plus_acceptee_ni_refusee(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()
    nuage.resilier(nuage.demander_resiliation(recue))

    for geste in (nuage.accepter, nuage.refuser):
        with pytest.raises(TransitionInterdite, match="résiliée"):
            geste(recue)
    verifier_tout(nuage)


@pytest.mark.parametrize("piece", ["", "cni", "CARTE_VITALE"])
def test_une_piece_inconnue_est_refusee_sans_rien_compter(nuage: Nuage, piece: str) -> None:
    nuage.peupler()
    demande = demandee(nuage)

    with pytest.raises(SaisieInvalide):
        nuage.resilier(demande, piece=piece)
    assert (nuage.relire(demande), echecs(nuage)) == (demande, 0)


def test_la_meme_cle_du_meme_agent_rend_le_meme_acte(nuage: Nuage) -> None:
    nuage.peupler()
    demande = demandee(nuage)
    premiere = nuage.resilier(demande, cle="c")
    nuage.avancer(minutes=1)

    assert nuage.resilier(demande, cle="c") == premiere
    verifier_tout(nuage)


@pytest.mark.parametrize("agent,cle", [(OPJ, "autre"), (OPJ, ""), (APJ, "c"), (APJ, "")])
def test_une_seconde_resiliation_est_refusee(nuage: Nuage, agent: object, cle: str) -> None:
    nuage.peupler()
    demande = demandee(nuage)
    resiliee = nuage.resilier(demande, cle="c")

    with pytest.raises(TransitionInterdite):
        nuage.resilier(demande, agent, cle=cle)  # type: ignore[arg-type]
    assert nuage.relire(demande) == resiliee
    verifier_tout(nuage)


def test_sans_demande_du_mandant_rien_ne_se_resilie_et_l_echec_est_compte(nuage: Nuage) -> None:
    nuage.peupler()
    vivante = nuage.accepter(nuage.recue())

    with pytest.raises(TransitionInterdite):
        nuage.resilier(vivante, APJ)
    assert echecs(nuage, APJ) == 1
    assert nuage.relire(vivante) == vivante


def test_une_demande_a_etablir_ne_se_resilie_pas(nuage: Nuage) -> None:
    nuage.peupler()
    deposee = nuage.deposer()

    with pytest.raises(TransitionInterdite, match="n'a pas demandé"):
        nuage.resilier(deposee)
    assert nuage.relire(deposee) == deposee


def test_une_resiliation_demandee_ne_s_etablit_pas_a_nouveau(nuage: Nuage) -> None:
    nuage.peupler()
    demande = demandee(nuage)

    with pytest.raises(TransitionInterdite, match="déjà établie"):
        nuage.etablir(demande, APJ)
    assert nuage.relire(demande) == demande


@pytest.mark.parametrize("jours", [55, 300])
def test_apres_deux_mois_ou_apres_le_vote_il_est_trop_tard(nuage: Nuage, jours: int) -> None:
    # Asked on 8 March; the second tour is on 25 April.
    nuage.peupler()
    demande = demandee(nuage)
    nuage.avancer(days=jours)

    with pytest.raises(DemandeExpiree):
        nuage.resilier(demande)
    with pytest.raises(DemandeExpiree):
        consulter(nuage, demande.reference)
    assert nuage.relire(demande) == demande


def test_une_reference_inconnue_est_neutre_et_dix_suspendent_l_agent(nuage: Nuage) -> None:
    nuage.peupler()
    demande = demandee(nuage)
    inconnue = nuage.deposer()
    for reference in (f"ZZZZZ{'ABCDEFGHJK'[n]}" for n in range(ECHECS_MAX)):
        with pytest.raises(ReferenceIntrouvable):
            consulter(nuage, reference)

    with pytest.raises(AgentVerrouille):
        nuage.resilier(demande)
    assert nuage.resilier(demande, APJ).etat is Etat.RESILIEE
    assert nuage.relire(inconnue).etat is Etat.DEPOSEE


def test_r72_1_v_un_delegue_ne_resilie_pas(nuage: Nuage) -> None:
    nuage.peupler()
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    demande = demandee(nuage)

    with pytest.raises(AccesRefuse, match="délégué"):
        nuage.resilier(demande, DELEGUE)
    assert nuage.relire(demande) == demande


def test_un_agent_de_mairie_ne_resilie_pas_au_guichet(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(HabilitationInvalide):
        nuage.resilier(demandee(nuage), AGENT_RENNES)


def test_une_habilitation_retiree_pendant_l_acte_l_empeche(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    demande = demandee(nuage)

    def retirer() -> None:
        HabilitationModele(OPJ.cle).update(
            actions=[HabilitationModele.revoquee_le.set(datetime(2027, 3, 1, tzinfo=UTC))]
        )

    intercepter(monkeypatch, "TransactWriteItems", 1, avant(retirer))

    with pytest.raises(HabilitationInvalide):
        nuage.resilier(demande)
    assert nuage.relire(demande) == demande
    verifier_tout(nuage)


def test_l73_la_suivante_est_examinee_de_nouveau(nuage: Nuage) -> None:
    # given: the second procuration of one mandataire, refused for the cap (M06)
    nuage.peupler()
    premiere = nuage.accepter(nuage.recue())
    nuage.avancer(minutes=1)
    seconde = nuage.recue(qui=mandant("m2", nom="Autre"))
    nuage.refuser(seconde, "M06")
    place = f"P#{cle_mandataire(mandataire(), SECRET)}"
    assert nuage.contexte.depots.attente(place) is None

    # when
    nuage.resilier(nuage.demander_resiliation(premiere))

    # then: the freed place is work left to do
    attente = nuage.contexte.depots.attente(place)
    assert attente is not None
    assert attente.jeton == nuage.relire(premiere).tete
    verifier_tout(nuage)


def test_sans_candidate_une_place_libre_ne_laisse_aucun_travail(nuage: Nuage) -> None:
    nuage.peupler()

    nuage.resilier(demandee(nuage))

    assert list(nuage.contexte.depots.attentes_dues(nuage.avancer(hours=1))) == []


def test_l_agent_qui_a_resilie_revoit_son_acte_un_jour(nuage: Nuage) -> None:
    nuage.peupler()
    resiliee = nuage.resilier(demandee(nuage))

    nuage.avancer(hours=1)
    assert consulter(nuage, resiliee.reference) == resiliee
    nuage.avancer(days=1)
    with pytest.raises(TransitionInterdite):
        consulter(nuage, resiliee.reference)
    assert echecs(nuage) == 0


def test_la_mairie_qui_refuse_pendant_la_resiliation_l_emporte_ou_cede(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    recue = nuage.recue()
    en_cours = nuage.demander_resiliation(recue)
    intercepter(monkeypatch, "TransactWriteItems", 1, avant(lambda: nuage.refuser(recue)))

    with pytest.raises(TransitionInterdite):
        nuage.resilier(en_cours)
    assert nuage.relire(recue).etat is Etat.INVALIDE
    verifier_tout(nuage)
