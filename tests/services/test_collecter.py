"""AUT-02, article R72-1 V: the délégué of an OPJ collects, that OPJ establishes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.erreurs import (
    AccesRefuse,
    HabilitationInvalide,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.habilitation import Agent, Qualite
from chalicelib.services.collectes import collectes
from chalicelib.services.retirer import retirer
from tests.constructeurs import APJ, DELEGUE, OPJ, Nuage, habilitation, mandant
from tests.services.comptoir import echecs, refuser

AUTRE_OPJ = Agent("13000640400022/opj-angers", "Lemoine", "Thierry")


@pytest.fixture
def poste(nuage: Nuage) -> Nuage:
    """Two OPJ, and the délégué of the first."""
    nuage.peupler()
    nuage.habiliter(habilitation(AUTRE_OPJ))
    nuage.habiliter(delegue())
    return nuage


def delegue(**autres):
    return habilitation(
        DELEGUE, **({"qualite": Qualite.DELEGUE_OPJ, "opj": OPJ.cle, "lieu": "Bruz"} | autres)
    )


def en_attente(nuage: Nuage, agent: Agent = OPJ) -> list[str]:
    return [d.reference for d in collectes(nuage.contexte, agent, nuage.maintenant)]


def test_r72_1_v_le_delegue_recueille_et_son_opj_etablit_ce_qu_il_a_vu(poste):
    recueillie = poste.collecter(poste.deposer(), piece="PASSEPORT")
    assert recueillie.etat is Etat.COLLECTEE
    assert recueillie.collecte is not None
    assert (recueillie.collecte.opj, recueillie.collecte.piece) == (OPJ.cle, "PASSEPORT")
    assert recueillie.etablissement is None, "the délégué establishes nothing"

    poste.avancer(hours=2)
    acte = poste.etablir(recueillie).etablissement
    assert acte is not None
    assert (acte.agent, acte.nom, acte.qualite) == (OPJ.cle, OPJ.nom, Qualite.OPJ)
    assert (acte.piece, acte.lieu) == ("PASSEPORT", "Bruz"), "what the délégué saw, where he was"
    assert acte.le == poste.maintenant, "L73 counts from the act of the OPJ"


def test_r72_1_v_le_delegue_n_etablit_pas_meme_ce_qu_il_a_recueilli(poste):
    recueillie = poste.collecter(poste.deposer())
    for demande in (recueillie, poste.deposer(mandant("mandant-2"))):
        with pytest.raises(AccesRefuse, match="R72-1"):
            poste.etablir(demande, DELEGUE)


@pytest.mark.parametrize("agent", [APJ, AUTRE_OPJ])
def test_r72_1_v_personne_d_autre_que_son_opj_n_etablit_ce_que_le_delegue_a_recueilli(poste, agent):
    recueillie = poste.collecter(poste.deposer())
    with pytest.raises(AccesRefuse, match="désigné"):
        poste.etablir(recueillie, agent)
    assert poste.relire(recueillie).etat is Etat.COLLECTEE


@pytest.mark.parametrize("agent", [OPJ, APJ])
def test_seul_un_delegue_recueille_sans_etablir(poste, agent):
    with pytest.raises(AccesRefuse, match="délégué"):
        poste.collecter(poste.deposer(), agent)


@pytest.mark.parametrize(
    "periode",
    [
        {"au": datetime(2021, 6, 1, tzinfo=UTC)},
        {"revoquee_le": datetime(2021, 6, 1, tzinfo=UTC)},
    ],
)
def test_rien_n_est_recueilli_sans_habilitation_du_delegue_valable_a_cet_instant(poste, periode):
    demande = poste.deposer()
    poste.habiliter(delegue(**periode))
    with pytest.raises(HabilitationInvalide):
        poste.collecter(demande)


def test_rien_n_est_recueilli_pour_un_opj_qui_ne_pourrait_plus_etablir(poste):
    demande = poste.deposer()
    poste.habiliter(habilitation(OPJ, revoquee_le=poste.maintenant))
    with pytest.raises(HabilitationInvalide, match="qui vous a désigné n'est plus habilité"):
        poste.collecter(demande)
    assert poste.relire(demande).etat is Etat.DEPOSEE


def test_l_opj_dont_l_habilitation_a_pris_fin_n_etablit_pas_ce_qui_est_recueilli(poste):
    recueillie = poste.collecter(poste.deposer())
    poste.avancer(hours=1)
    poste.habiliter(habilitation(OPJ, au=poste.maintenant))
    with pytest.raises(HabilitationInvalide, match="renouvellement"):
        poste.etablir(recueillie)
    with pytest.raises(HabilitationInvalide):
        en_attente(poste)
    assert poste.relire(recueillie).etat is Etat.COLLECTEE


def test_l_opj_trouve_ce_qui_l_attend_et_rien_d_autre_le_plus_ancien_d_abord(poste):
    premiere, seconde, troisieme = (
        poste.deposer(mandant(f"mandant-{rang}", prenoms=(f"Zoé{rang}",))) for rang in range(3)
    )
    poste.collecter(seconde)
    poste.avancer(minutes=1)
    poste.collecter(premiere)
    assert en_attente(poste) == [seconde.reference, premiere.reference]
    assert en_attente(poste, AUTRE_OPJ) == []

    poste.etablir(seconde)
    assert en_attente(poste) == [premiere.reference]
    refuser(poste, premiere.reference, "A1")
    assert en_attente(poste) == []
    assert troisieme.reference not in en_attente(poste)


def test_une_collecte_trop_ancienne_n_attend_plus_personne(poste):
    poste.collecter(poste.deposer())
    poste.avancer(days=70)
    assert en_attente(poste) == []


def test_seul_un_opj_a_une_liste(poste):
    poste.habiliter(habilitation(APJ, qualite=Qualite.APJ))
    for agent in (APJ, DELEGUE):
        with pytest.raises(AccesRefuse):
            en_attente(poste, agent)


def test_une_collecte_ajournee_est_a_recommencer(poste):
    recueillie = poste.collecter(poste.deposer())
    refuser(poste, recueillie.reference, "A1")
    relue = poste.relire(recueillie)
    assert (relue.etat, relue.collecte) == (Etat.DEPOSEE, None)
    assert poste.collecter(relue).etat is Etat.COLLECTEE


def test_une_demande_recueillie_se_retire_encore(poste):
    recueillie = poste.collecter(poste.deposer())
    retirer(
        poste.contexte,
        reference=recueillie.reference,
        mandant_id="mandant-1",
        maintenant=poste.maintenant,
    )
    assert en_attente(poste) == []


def test_la_meme_cle_ne_recueille_qu_une_fois(poste):
    demande = poste.deposer()
    une = poste.collecter(demande, cle="clic-1")
    poste.avancer(minutes=1)
    assert poste.collecter(demande, cle="clic-1") == une
    with pytest.raises(TransitionInterdite):
        poste.collecter(demande, cle="clic-2")
    evenements = [e.evenement for e in poste.contexte.depots.ecritures(demande.reference)]
    assert evenements.count(Evenement.COLLECTE) == 1


def test_une_reference_inconnue_compte_comme_un_echec_du_delegue(poste):
    deposee = poste.deposer()
    poste.etablir(deposee)
    with pytest.raises(TransitionInterdite):
        poste.collecter(deposee)
    assert echecs(poste, DELEGUE) == 1


def test_le_delegue_dit_quelle_piece_il_a_vue(poste):
    with pytest.raises(SaisieInvalide, match="pièce"):
        poste.collecter(poste.deposer(), piece="")


def test_aut_05_le_delegue_recueille_au_domicile_et_l_acte_le_dit(poste):
    hier = (poste.maintenant - timedelta(days=1)).date()
    recueillie = poste.collecter(
        poste.deposer(), cadre=Cadre.DOMICILE, ecrit_du=hier, attestation=True
    )
    acte = poste.etablir(recueillie).etablissement
    assert acte is not None
    assert (acte.cadre, acte.ecrit_du) == (Cadre.DOMICILE, hier)
