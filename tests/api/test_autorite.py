"""The API of the counter beside the plain counter: collecting, public places, consulates."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.lieux import Creneau, LieuPublic
from chalicelib.domaine.temps import jour
from tests.api.client import autorite
from tests.constructeurs import APJ, CONSUL, DELEGUE, OPJ, RENNES, Nuage, habilitation


@pytest.fixture
def poste(nuage: Nuage) -> Nuage:
    """An OPJ and his délégué, an APJ, a consular agent, a public place open for two hours."""
    nuage.peupler()
    nuage.habiliter(habilitation(APJ, qualite=Qualite.APJ))
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    nuage.habiliter(
        habilitation(CONSUL, qualite=Qualite.CHEF_DE_POSTE, poste="ZZ001", juge="", lieu="Londres")
    )
    ouverture = Creneau(nuage.maintenant, nuage.maintenant + timedelta(hours=2))
    AdministrationDynamo().ecrire_lieux(
        [
            LieuPublic(
                id="35-gare",
                departement="35",
                arrete="arrêté du 1er mars",
                libelle="Gare de Rennes",
                commune=RENNES,
                creneaux=(ouverture,),
            )
        ]
    )
    return nuage


def chemin(reference: str, acte: str = "") -> str:
    return f"/autorite/demandes/{reference}{acte}"


def test_aut_02_recueillir_puis_etablir(poste):
    reference = poste.deposer().reference
    recueillie = autorite(poste, DELEGUE).post(chemin(reference, "/collecte"), {"piece": "CNI"})
    assert (recueillie.statut, recueillie.json["etat"]) == (200, "COLLECTEE")

    officier = autorite(poste)
    (attente,) = officier.get("/autorite/collectes").json["collectes"]
    assert attente["reference"] == reference
    assert attente["recueillie_par"]["nom"] == DELEGUE.nom
    assert officier.get(chemin(reference)).json["collecte"] == attente
    etablie = officier.post(chemin(reference, "/etablissement"), {})
    assert (etablie.statut, etablie.json["etat"]) == (200, "ETABLIE")
    assert etablie.json["collecte"] is None
    assert officier.get("/autorite/collectes").json == {"collectes": []}


def test_aut_02_chacun_son_role(poste):
    reference = poste.deposer().reference
    delegue, apj = autorite(poste, DELEGUE), autorite(poste, APJ)
    piece = {"piece": "CNI"}
    assert apj.post(chemin(reference, "/collecte"), piece).probleme == "acces-refuse"
    assert delegue.post(chemin(reference, "/etablissement"), piece).probleme == "acces-refuse"
    assert delegue.get("/autorite/collectes").probleme == "acces-refuse"
    delegue.post(chemin(reference, "/collecte"), piece)
    for appel in (
        apj.get(chemin(reference)),
        apj.post(chemin(reference, "/etablissement"), piece),
        apj.post(chemin(reference, "/refus"), {"motif": "A1"}),
    ):
        assert appel.probleme == "acces-refuse"


def test_la_meme_cle_recueille_une_fois(poste):
    reference = poste.deposer().reference
    delegue = autorite(poste, DELEGUE)
    cle = {"idempotency_key": "un-clic-au-guichet"}
    corps = {"piece": "CNI"}
    reponses = [delegue.post(chemin(reference, "/collecte"), corps, **cle) for _ in range(2)]
    assert [r.statut for r in reponses] == [200, 200]


def test_aut_06_un_lieu_public_ouvert_puis_ferme(poste):
    officier = autorite(poste)
    (lieu,) = officier.get("/autorite/lieux?departement=35").json["lieux"]
    corps = {"piece": "CNI", "cadre": "LIEU_PUBLIC", "lieu_public": lieu["id"]}
    demande = poste.deposer()
    assert officier.post(chemin(demande.reference, "/etablissement"), corps).statut == 200
    acte = poste.relire(demande).etablissement
    assert (acte.cadre, acte.lieu_public, acte.lieu) == (Cadre.LIEU_PUBLIC, "35-gare", "Rennes")

    poste.avancer(hours=2)
    officier = autorite(poste)
    assert officier.get("/autorite/lieux?departement=35").json == {"lieux": []}
    assert officier.get("/autorite/lieux").probleme == "saisie-invalide"


def test_aut_05_une_visite_au_domicile(poste):
    demande = poste.deposer()
    officier = autorite(poste)
    le = jour(poste.maintenant)
    entier = {
        "piece": "CNI",
        "cadre": "DOMICILE",
        "ecrit_du": le.isoformat(),
        "attestation": True,
    }
    for faute in (
        {"ecrit_du": ""},
        {"ecrit_du": "2027-13-01"},
        {"ecrit_du": (le + timedelta(days=1)).isoformat()},
        {"attestation": False},
        {"attestation": "oui"},
        {"cadre": "ICI"},
        {"cadre": "CERTIFIE"},
    ):
        refus = officier.post(chemin(demande.reference, "/etablissement"), entier | faute)
        assert refus.probleme == "saisie-invalide", faute
    assert officier.post(chemin(demande.reference, "/etablissement"), entier).statut == 200


def test_aut_03_un_chef_de_poste_etablit_hors_de_france(poste):
    demande = poste.deposer()
    reponse = autorite(poste, CONSUL).post(
        chemin(demande.reference, "/etablissement"), {"piece": "CNI"}
    )
    assert reponse.statut == 200
    acte = poste.relire(demande).etablissement
    assert (acte.cadre, acte.en_france) == (Cadre.CONSULAT, False)
