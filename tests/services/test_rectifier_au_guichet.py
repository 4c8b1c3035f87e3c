"""The address corrected at the counter: of who stands there, once, in the agent's name."""

from __future__ import annotations

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    AccesRefuse,
    HabilitationInvalide,
    ReferenceIntrouvable,
    TransitionInterdite,
)
from chalicelib.domaine.habilitation import Agent, Qualite
from chalicelib.services.courrier import Message, message_pour
from chalicelib.services.rectifier import RECTIFICATIONS_PAR_JOUR, TropDeRectifications, rectifier
from chalicelib.services.rectifier_au_guichet import rectifier_au_guichet
from tests.constructeurs import APJ, DELEGUE, OPJ, Nuage, habilitation
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs


def corriger(
    nuage: Nuage, demande: Demande, courriel: str = "juste@exemple.fr", agent: Agent = OPJ, cle=""
) -> Demande:
    return rectifier_au_guichet(
        nuage.contexte,
        reference=demande.reference,
        agent=agent,
        courriel=courriel,
        cle=cle,
        maintenant=nuage.maintenant,
    )


@pytest.mark.parametrize("etablie", [False, True])
def test_rgpd_16_avant_ou_apres_l_etablissement_au_nom_de_l_agent(nuage, etablie):
    demande = nuage.peupler().deposer()
    if etablie:
        demande = nuage.etablir(demande)

    rectifiee = corriger(nuage, demande, cle="une-cle")

    assert nuage.relire(demande) == rectifiee
    assert (rectifiee.mandant.courriel, rectifiee.etat) == ("juste@exemple.fr", demande.etat)
    assert rectifiee.mandant.etat_civil == demande.mandant.etat_civil
    derniere = nuage.contexte.depots.ecritures(demande.reference)[-1]
    assert (derniere.evenement, derniere.acteur) == ("RECTIFICATION_GUICHET", OPJ.cle)
    assert message_pour(rectifiee) is Message.M1R
    verifier_tout(nuage)


def test_le_meme_envoi_deux_fois_ou_la_meme_adresse_ne_change_rien_de_plus(nuage):
    demande = nuage.peupler().deposer()
    une = corriger(nuage, demande, cle="une-cle")
    # Meanwhile the mandant corrects it himself: the lost answer sent again takes nothing back.
    rectifier(
        nuage.contexte,
        reference=demande.reference,
        mandant_id="mandant-1",
        courriel="la-mienne@exemple.fr",
        maintenant=nuage.maintenant,
    )

    assert corriger(nuage, demande, cle="une-cle").mandant.courriel == "la-mienne@exemple.fr"
    assert corriger(nuage, demande, "la-mienne@exemple.fr").version == une.version + 1


def test_seul_qui_voit_la_demande_maintenant_la_corrige(nuage):
    demande = nuage.peupler().deposer()
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    inconnu = Agent("13000640400014/inconnu", "Nul", "Part")
    with pytest.raises(HabilitationInvalide):
        corriger(nuage, demande, agent=inconnu)
    collectee = nuage.collecter(demande)
    with pytest.raises(AccesRefuse):
        corriger(nuage, collectee, agent=APJ)
    etablie = nuage.etablir(collectee)
    with pytest.raises(TransitionInterdite):
        corriger(nuage, etablie, agent=APJ)
    nuage.avancer(days=1)
    with pytest.raises(TransitionInterdite):
        corriger(nuage, etablie)
    assert nuage.relire(demande).mandant.courriel == demande.mandant.courriel
    with pytest.raises(ReferenceIntrouvable):
        rectifier_au_guichet(
            nuage.contexte,
            reference="ZZZ999",
            agent=OPJ,
            courriel="a@exemple.fr",
            cle="",
            maintenant=nuage.maintenant,
        )


def test_corriger_sans_cesse_n_ecrit_pas_a_tout_le_monde(nuage):
    demande = nuage.peupler().deposer()
    for n in range(RECTIFICATIONS_PAR_JOUR):
        corriger(nuage, demande, f"adresse-{n}@exemple.fr")

    with pytest.raises(TropDeRectifications):
        corriger(nuage, demande, "encore@exemple.fr")


def test_l_envoi_d_un_agent_rejoue_apres_celui_d_un_autre_ne_reprend_rien(nuage):
    demande = nuage.peupler().deposer()
    corriger(nuage, demande, "une@exemple.fr", cle="cle-de-l-un")
    corriger(nuage, demande, "autre@exemple.fr", agent=APJ, cle="cle-de-l-autre")

    rejouee = corriger(nuage, demande, "une@exemple.fr", cle="cle-de-l-un")

    assert (rejouee.mandant.courriel, rejouee.version) == ("autre@exemple.fr", 3)
