"""Résiliation, and replacement in one act, through the JSON API (L75, R78)."""

from __future__ import annotations

from typing import Any

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Qualite
from outils.bench_dynamo import releve
from tests.api import client
from tests.constructeurs import APJ, DELEGUE, OPJ, Nuage, habilitation, mandataire

CLE = "une-cle-d-idempotence"
CNI = {"piece": "CNI"}


def resiliation(demande: Demande, autorite: bool = True) -> str:
    return f"{'/autorite' if autorite else ''}/demandes/{demande.reference}/resiliation"


def etablissement(demande: Demande) -> str:
    return f"/autorite/demandes/{demande.reference}/etablissement"


@pytest.fixture
def acceptee(nuage: Nuage) -> Demande:
    nuage.peupler()
    return nuage.accepter(nuage.recue())


def test_le_mandant_demande_puis_confirme_au_guichet(nuage: Nuage, acceptee: Demande) -> None:
    moi, opj = client.mandant(nuage), client.autorite(nuage)

    demandee = moi.post(resiliation(acceptee, autorite=False), None)

    assert (demandee.statut, demandee.json["etat"]) == (200, "VALIDE")
    assert demandee.json["resiliation"] == {
        "demandee_le": nuage.maintenant.isoformat(),
        "a_confirmer_jusqu_au": "2027-04-25",
        "resiliee_le": None,
        "remplacee_par": None,
    }
    fiche = opj.get(f"/autorite/demandes/{acceptee.reference}").json
    assert (fiche["acte"], fiche["etat"]) == ("RESILIATION", "VALIDE")
    faite = opj.post(resiliation(acceptee), CNI)
    assert (faite.statut, faite.json["etat"], faite.json["acte"]) == (200, "RESILIEE", None)
    assert faite.json["resiliee_le"] == nuage.maintenant.isoformat()
    suivie = moi.get(f"/demandes/{acceptee.reference}").json
    assert suivie["resiliation"]["resiliee_le"] == nuage.maintenant.isoformat()
    assert suivie["resiliation"]["a_confirmer_jusqu_au"] is None


def test_une_demande_a_etablir_le_dit(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()

    fiche = client.autorite(nuage).get(f"/autorite/demandes/{demande.reference}").json

    assert fiche["acte"] == "ETABLISSEMENT"


def test_demander_deux_fois_donne_la_meme_reponse(nuage: Nuage, acceptee: Demande) -> None:
    moi = client.mandant(nuage)

    premiere = moi.post(resiliation(acceptee, autorite=False), {})
    nuage.avancer(minutes=3)
    seconde = moi.post(resiliation(acceptee, autorite=False), {})

    assert premiere.corps == seconde.corps
    assert nuage.relire(acceptee).version == acceptee.version + 1


def test_ce_qui_n_est_pas_etabli_ne_se_resilie_pas(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    moi, opj = client.mandant(nuage), client.autorite(nuage)

    demandee = moi.post(resiliation(demande, autorite=False), None)
    confirmee = opj.post(resiliation(demande), CNI)

    assert (demandee.statut, demandee.probleme) == (409, "etat-incompatible")
    assert (confirmee.statut, confirmee.probleme) == (409, "etat-incompatible")


def test_un_autre_mandant_n_apprend_rien(nuage: Nuage, acceptee: Demande) -> None:
    autre = client.mandant(nuage, "mandant-2", nom="Zola")

    reponse = autre.post(resiliation(acceptee, autorite=False), None)

    assert (reponse.statut, reponse.probleme) == (404, "demande-introuvable")
    assert nuage.relire(acceptee) == acceptee


def test_sans_demande_en_ligne_l_agent_ne_resilie_rien(nuage: Nuage, acceptee: Demande) -> None:
    reponse = client.autorite(nuage, APJ).post(resiliation(acceptee), CNI)

    assert (reponse.statut, reponse.probleme) == (409, "etat-incompatible")
    assert nuage.relire(acceptee) == acceptee


def test_un_delegue_est_refuse_clairement_r72_1(nuage: Nuage, acceptee: Demande) -> None:
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    nuage.demander_resiliation(acceptee)

    reponse = client.autorite(nuage, DELEGUE).post(resiliation(acceptee), CNI)

    assert (reponse.statut, reponse.probleme) == (403, "acces-refuse")
    assert "officier ou un agent" in reponse.json["detail"]


@pytest.mark.parametrize("corps", [{}, {"piece": "CARTE"}, {"piece": 3}])
def test_la_piece_vue_est_exigee(nuage: Nuage, acceptee: Demande, corps: Any) -> None:
    nuage.demander_resiliation(acceptee)

    reponse = client.autorite(nuage).post(resiliation(acceptee), corps)

    assert (reponse.statut, reponse.json["erreurs"][0]["champ"]) == (422, "piece")


def test_une_resiliation_renvoyee_rend_la_meme_reponse(nuage: Nuage, acceptee: Demande) -> None:
    nuage.demander_resiliation(acceptee)
    opj = client.autorite(nuage)

    premiere = opj.post(resiliation(acceptee), CNI, idempotency_key=CLE)
    nuage.avancer(seconds=3)
    seconde = opj.post(resiliation(acceptee), CNI, idempotency_key=CLE)

    assert (premiere.statut, seconde.statut) == (200, 200)
    assert premiere.corps == seconde.corps


def test_m08_le_refus_dit_les_jours_couverts_et_rien_du_mandataire(
    nuage: Nuage, acceptee: Demande
) -> None:
    demande = nuage.deposer(pour=mandataire(nom="Voisin"))

    refus = client.autorite(nuage).post(etablissement(demande), CNI)

    assert (refus.statut, refus.probleme) == (409, "mandant-deja-represente")
    assert refus.json["portees"] == [{"scrutin": "presidentielle-2027", "tours": [1, 2]}]
    for secret in ("Martin", "Louis", "1990", acceptee.reference):
        assert secret not in refus.corps.decode()


def test_l75_etablir_et_remplacer_en_un_acte(nuage: Nuage, acceptee: Demande) -> None:
    demande = nuage.deposer(pour=mandataire(nom="Voisin"))
    opj, moi = client.autorite(nuage), client.mandant(nuage)
    corps = CNI | {"remplacer": True}

    reponse = opj.post(etablissement(demande), corps, idempotency_key=CLE)
    rejouee = opj.post(etablissement(demande), corps, idempotency_key=CLE)

    assert (reponse.statut, reponse.json["etat"]) == (200, "ETABLIE")
    assert reponse.json["remplace"] == [acceptee.reference]
    assert rejouee.corps == reponse.corps
    assert nuage.relire(acceptee).etat is Etat.RESILIEE
    ancienne = moi.get(f"/demandes/{acceptee.reference}").json
    assert ancienne["resiliation"]["remplacee_par"] == demande.reference
    assert moi.get(f"/demandes/{demande.reference}").json["remplace"] == [acceptee.reference]


def test_remplacer_est_un_booleen(nuage: Nuage, acceptee: Demande) -> None:
    demande = nuage.deposer(pour=mandataire(nom="Voisin"))

    reponse = client.autorite(nuage).post(etablissement(demande), CNI | {"remplacer": "oui"})

    assert (reponse.statut, reponse.json["erreurs"][0]["champ"]) == (422, "remplacer")
    assert nuage.relire(acceptee) == acceptee


@pytest.mark.deux_moteurs
def test_resilier_et_remplacer_tiennent_en_peu_d_allers_retours(nuage: Nuage) -> None:
    nuage.peupler()
    ancienne = nuage.accepter(nuage.recue())
    demande = nuage.deposer(pour=mandataire(nom="Voisin"))
    opj = client.autorite(nuage)
    nuage.contexte.depots.scrutins()
    opj.get(f"/autorite/demandes/{demande.reference}")

    with releve() as remplacement:
        opj.post(etablissement(demande), CNI | {"remplacer": True})
    assert nuage.relire(ancienne).etat is Etat.RESILIEE
    nuage.demander_resiliation(nuage.relire(demande))
    with releve() as seule:
        opj.post(resiliation(demande), CNI)

    # Session and demande, habilitation and accounts, [what is replaced,] the transaction.
    assert (seule.voyages, remplacement.voyages) == (3, 4)
