"""The same call sent again has one effect; two people at once have one winner."""

from __future__ import annotations

import pytest

from chalicelib.depots.transaction import enregistrer
from chalicelib.domaine.etats import Etat
from tests.api import client
from tests.constructeurs import AGENT_RENNES, LISTE_ELECTORALE, OPJ, RENNES, Nuage, habilitation

CLE = "une-cle-d-idempotence"
ACCEPTATION = {"controles": sorted(LISTE_ELECTORALE)}


def test_un_depot_renvoye_ne_fait_qu_une_demande(nuage: Nuage) -> None:
    mandant = client.mandant(nuage.peupler())

    premiere, seconde = (
        mandant.post("/demandes", client.depot(), idempotency_key=CLE) for _ in range(2)
    )

    assert (premiere.statut, seconde.statut) == (201, 201)
    assert premiere.corps == seconde.corps
    assert len(nuage.contexte.depots.demandes_du_mandant("mandant-1")) == 1


def test_la_meme_cle_avec_un_autre_contenu_est_refusee(nuage: Nuage) -> None:
    mandant = client.mandant(nuage.peupler())
    mandant.post("/demandes", client.depot(), idempotency_key=CLE)

    autre = mandant.post(
        "/demandes", client.depot(courriel="autre@exemple.fr"), idempotency_key=CLE
    )

    assert (autre.statut, autre.probleme) == (422, "cle-idempotence-reutilisee")
    assert len(nuage.contexte.depots.demandes_du_mandant("mandant-1")) == 1


def test_deux_mandants_peuvent_choisir_la_meme_cle(nuage: Nuage) -> None:
    une, autre = client.mandant(nuage.peupler()), client.mandant(nuage, "mandant-2", nom="Zola")

    references = {
        qui.post("/demandes", client.depot(), idempotency_key=CLE).json["reference"]
        for qui in (une, autre)
    }

    assert len(references) == 2


@pytest.mark.parametrize(
    "acte, corps, arrivee",
    [
        ("etablissement", {"piece": "CNI"}, Etat.ETABLIE),
        ("refus", {"motif": "A4"}, Etat.REFUSEE_AGENT),
    ],
)
def test_un_acte_du_guichet_renvoye_rend_la_meme_reponse(
    nuage: Nuage, acte: str, corps: dict[str, str], arrivee: Etat
) -> None:
    demande = nuage.peupler().deposer()
    opj = client.autorite(nuage)
    chemin = f"/autorite/demandes/{demande.reference}/{acte}"

    premiere = opj.post(chemin, corps, idempotency_key=CLE)
    nuage.avancer(seconds=3)
    seconde = opj.post(chemin, corps, idempotency_key=CLE)

    assert (premiere.statut, premiere.json["etat"]) == (200, arrivee)
    assert (seconde.statut, seconde.corps) == (200, premiere.corps)
    assert nuage.relire(demande).version == 2


def test_une_decision_renvoyee_rend_la_meme_reponse(nuage: Nuage) -> None:
    demande = nuage.peupler().recue()
    agent = client.mairie(nuage)
    chemin = f"/mairie/procurations/{demande.reference}/acceptation"

    premiere, seconde = (agent.post(chemin, ACCEPTATION, idempotency_key=CLE) for _ in range(2))

    assert (premiere.statut, seconde.statut) == (200, 200)
    assert premiere.corps == seconde.corps
    assert nuage.relire(demande).version == demande.version + 1


def test_la_meme_cle_avec_d_autres_noms_n_est_pas_la_meme_acceptation(nuage: Nuage) -> None:
    demande = nuage.peupler().recue()
    agent = client.mairie(nuage)
    chemin = f"/mairie/procurations/{demande.reference}/acceptation"

    agent.post(chemin, ACCEPTATION, idempotency_key=CLE)
    autre = agent.post(
        chemin, ACCEPTATION | {"nom": "Autre", "prenoms": "Nom"}, idempotency_key=CLE
    )

    assert (autre.statut, autre.probleme) == (409, "etat-incompatible")


def test_retirer_deux_fois_ne_change_rien_de_plus(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    mandant = client.mandant(nuage)

    premiere, seconde = (mandant.delete(f"/demandes/{demande.reference}") for _ in range(2))

    assert (premiere.statut, seconde.statut) == (200, 200)
    assert premiere.corps == seconde.corps


def test_de_deux_agents_qui_decident_un_seul_l_emporte(nuage: Nuage) -> None:
    demande = nuage.peupler().recue()
    collegue = client.Agent("21350238800019/mairie-rennes-2", "Roux", "Anne")
    nuage.deleguer(collegue, RENNES)
    chemin = f"/mairie/procurations/{demande.reference}"

    acceptee = client.mairie(nuage, AGENT_RENNES).post(f"{chemin}/acceptation", ACCEPTATION)
    refusee = client.mairie(nuage, collegue).post(f"{chemin}/refus", {"motif": "M03"})

    assert acceptee.statut == 200
    assert (refusee.statut, refusee.probleme) == (409, "etat-incompatible")
    assert nuage.relire(demande).etat is Etat.VALIDE


def test_une_ecriture_qui_perd_la_course_est_rejugee(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    demande = nuage.peupler().deposer()
    collegue = client.Agent("13000640400014/opj-collegue", "Le Goff", "Aline")
    nuage.habiliter(habilitation(collegue))
    opj = client.autorite(nuage, OPJ)
    courses = iter([True])

    def devancer(*args: object) -> None:
        """The colleague's establishment is written between our reading and our writing."""
        if next(courses, False):
            nuage.etablir(demande, collegue)
        enregistrer(*args)  # type: ignore[arg-type]

    monkeypatch.setattr("chalicelib.depots.transaction.enregistrer", devancer)
    reponse = opj.post(f"/autorite/demandes/{demande.reference}/etablissement", {"piece": "CNI"})

    assert (reponse.statut, reponse.probleme) == (409, "etat-incompatible")
    etablissement = nuage.relire(demande).etablissement
    assert etablissement is not None
    assert etablissement.agent == collegue.cle


def test_une_demande_retiree_ne_s_etablit_plus_et_une_etablie_ne_se_retire_plus(
    nuage: Nuage,
) -> None:
    retiree, etablie = nuage.peupler().deposer(), nuage.etablir(nuage.deposer())
    mandant, opj = client.mandant(nuage), client.autorite(nuage)
    mandant.delete(f"/demandes/{retiree.reference}")

    guichet = opj.post(f"/autorite/demandes/{retiree.reference}/etablissement", {"piece": "CNI"})
    retrait = mandant.delete(f"/demandes/{etablie.reference}")

    assert guichet.statut in {404, 409}
    assert (retrait.statut, retrait.probleme) == (409, "etat-incompatible")
    assert nuage.relire(etablie).etat is Etat.ETABLIE


def test_il_n_y_a_pas_de_recepisse_avant_l_etablissement(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()

    reponse = client.mandant(nuage).get(f"/demandes/{demande.reference}/recepisse.pdf")

    assert (reponse.statut, reponse.probleme) == (409, "recepisse-indisponible")
