"""The mandataire is told, by the choice of the mandant, and never more than that (M7)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.depots.conversion_demande import demande_a_annoncer, modele_demande
from chalicelib.domaine import prevenir as choix
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import TransitionInterdite
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.portee import PorteePeriode
from chalicelib.services.avis_au_mandataire import PAR_EVENEMENT, aviser, message_au_mandataire
from chalicelib.services.courrier import Message
from chalicelib.services.prevenir import (
    AVIS_PAR_ADRESSE,
    AVIS_PAR_MANDANT,
    TropDAvis,
    ne_plus_prevenir,
    prevenir,
)
from chalicelib.services.suivre import DemandeIntrouvable
from tests.constructeurs import SCRUTINS, Nuage, mandant
from tests.domaine.exemples import DEPOT, demande_dans
from tests.services.invariants import verifier_tout
from tests.services.poste import directement

LOUIS = "louis@exemple.fr"


def acceptee(nuage: Nuage, **depot: Any) -> Demande:
    return nuage.accepter(nuage.recue(**depot))


def dire(nuage: Nuage, demande: Demande, courriel: str = LOUIS, qui: str = "mandant-1") -> Demande:
    return prevenir(
        nuage.contexte,
        reference=demande.reference,
        mandant_id=qui,
        courriel=courriel,
        maintenant=nuage.maintenant,
    )


def taire(nuage: Nuage, demande: Demande, qui: str = "mandant-1") -> Demande:
    return ne_plus_prevenir(
        nuage.contexte,
        reference=demande.reference,
        mandant_id=qui,
        maintenant=nuage.maintenant,
    )


@pytest.mark.deux_moteurs
def test_l_adresse_se_donne_se_change_se_retire_et_chaque_fois_le_journal_le_dit(
    nuage: Nuage,
) -> None:
    demande = acceptee(nuage.peupler())

    for courriel in (LOUIS, LOUIS, "autre@exemple.fr"):
        assert dire(nuage, demande, courriel) == nuage.relire(demande)
        assert nuage.relire(demande).avise == courriel
    for _ in range(2):
        assert taire(nuage, demande).avise == ""

    ecritures = nuage.contexte.depots.ecritures(demande.reference)
    assert [e.evenement for e in ecritures[-3:]] == [
        "AVIS_AU_MANDATAIRE",
        "AVIS_AU_MANDATAIRE",
        "ARRET_DE_L_AVIS",
    ]
    assert all("@" not in str(ecriture) for ecriture in ecritures)
    verifier_tout(nuage)


def test_on_ne_previent_que_pour_la_sienne_et_une_fois_acceptee(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()

    with pytest.raises(TransitionInterdite):
        dire(nuage, recue)
    valide = nuage.accepter(recue)
    for agir in (dire, taire):
        with pytest.raises(DemandeIntrouvable):
            agir(nuage, valide, qui="mandant-2")
    assert nuage.relire(valide) == valide


def test_un_mandant_n_ecrit_pas_a_tout_le_monde(nuage: Nuage) -> None:
    demande = acceptee(nuage.peupler())
    for rang in range(AVIS_PAR_MANDANT):
        dire(nuage, demande, f"n{rang}@exemple.fr")

    with pytest.raises(TropDAvis):
        dire(nuage, demande, "encore@exemple.fr")

    nuage.avancer(days=1)
    assert dire(nuage, demande, "demain@exemple.fr").avise == "demain@exemple.fr"


def test_personne_n_est_inonde_meme_par_plusieurs_mandants(nuage: Nuage) -> None:
    demande = acceptee(nuage.peupler())
    for casse in ("Louis", "LOUIS", "louis", "LoUiS", "lOUIS")[:AVIS_PAR_ADRESSE]:
        dire(nuage, demande, f"{casse}@exemple.fr")
    autre = acceptee(nuage, qui=mandant("mandant-2", nom="Abel"))

    with pytest.raises(TropDAvis):
        dire(nuage, autre, LOUIS, qui="mandant-2")


@pytest.mark.parametrize("evenement", list(Evenement))
def test_chaque_transition_dit_au_mandataire_ce_qui_change_ou_rien(evenement: Evenement) -> None:
    demande = replace(demande_dans(Etat.VALIDE), dernier=evenement, avise=LOUIS)

    message = message_au_mandataire(demande, SCRUTINS, DEPOT)

    assert message is PAR_EVENEMENT.get(evenement)
    assert message_au_mandataire(replace(demande, avise=""), SCRUTINS, DEPOT) is None


def test_quand_il_ne_reste_aucun_jour_le_mandataire_apprend_que_c_est_fini_l76() -> None:
    vote = replace(demande_dans(Etat.VALIDE), dernier=Evenement.VOTE_DU_MANDANT, avise=LOUIS)
    jours = choix.jours_utiles(vote, SCRUTINS, DEPOT.date())
    partout = replace(vote, votes=jours)
    periode = replace(partout, portee=PorteePeriode(jours[0], jours[-1]))

    assert message_au_mandataire(replace(vote, votes=jours[:1]), SCRUTINS, DEPOT) is Message.M7C
    assert message_au_mandataire(partout, SCRUTINS, DEPOT) is Message.M7B
    assert message_au_mandataire(periode, SCRUTINS, DEPOT) is Message.M7C
    assert choix.votes_fr(periode, SCRUTINS, DEPOT.date())[-1].startswith("Sauf le ")


def test_la_fin_oublie_l_adresse_et_le_flux_sait_encore_a_qui_le_dire(nuage: Nuage) -> None:
    prevenue = dire(nuage, acceptee(nuage.peupler()))
    resiliee = nuage.resilier(nuage.demander_resiliation(prevenue))
    assert nuage.relire(resiliee).avise == ""

    images = [modele_demande(d, DEPOT).to_dynamodb_dict() for d in (prevenue, resiliee)]
    lue = demande_a_annoncer({"OldImage": images[0], "NewImage": images[1]})
    partis: list[tuple[Message, str, str]] = []

    def envoyer(message: Message, cle: str, demande: Demande) -> str:
        partis.append((message, cle, demande.avise))
        return "ses"

    for _ in range(2):
        aviser(directement(nuage, envoyer), lue, SCRUTINS, nuage.maintenant)
    assert partis == [(Message.M7B, f"{lue.reference}#{resiliee.version}#M7b", LOUIS)]


@pytest.mark.parametrize(
    "etat, garde",
    [(Etat.NULLE_PLAFOND, True), (Etat.RESILIEE, False), (Etat.ECHUE, False)],
)
def test_l_adresse_ne_reste_que_tant_qu_elle_peut_servir(etat: Etat, garde: bool) -> None:
    prevenue, _ = choix.prevenir(demande_dans(Etat.VALIDE), LOUIS, DEPOT)
    gestes = {
        Etat.NULLE_PLAFOND: "frapper de nullité",
        Etat.RESILIEE: "résilier sur papier",
        Etat.ECHUE: "échoir",
    }
    from tests.domaine.exemples import GESTES

    suite, _ = GESTES[gestes[etat]](prevenue, DEPOT)

    assert (suite.etat, bool(suite.avise)) == (etat, garde)
