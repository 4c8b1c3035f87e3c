"""Forms on paper through the API: a clerk's session, or the commune's software."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api import client
from tests.api.client import Appelant
from tests.constructeurs import AGENT_ANGERS, ANGERS, PRESIDENTIELLE, RENNES, Nuage
from tests.numerisations import DOUTEUX, UN_PDF, UN_PNG, objets
from tests.portails.agents import evenements

SAISIE = "/mairie/procurations-papier"


def document(**autres: Any) -> dict[str, Any]:
    """An ordinary form, signed two days ago."""
    return {
        "mandant": {
            "nom": "Papillon",
            "prenoms": ["Camille", "Élodie"],
            "sexe": "F",
            "naissance": "1985-07-14",
            "nne": "350000012",
            "commune": RENNES,
        },
        "mandataire": {
            "nom": "Martin",
            "prenoms": ["Louis"],
            "sexe": "M",
            "naissance": "1990-01-15",
            "commune": RENNES,
        },
        "portee": {"scrutin": PRESIDENTIELLE.id, "tours": [1, 2]},
        "autorite": {
            "nom": "Aubert",
            "prenom": "Hélène",
            "qualite": "MAGISTRAT",
            "lieu": "Rennes",
        },
        "etablissement": {"le": "2027-02-27", "a": "10:05"},
        "seconde_saisie": {
            "mandant_nne": "350000012",
            "mandant_naissance": "1985-07-14",
            "mandataire_naissance": "1990-01-15",
            "etablie_le": "2027-02-27",
            "etablie_a": "10:05",
        },
    } | autres


def saisir(qui: Appelant, corps: dict[str, Any] | None = None, cle: str = "une-cle-1") -> Any:
    return qui.post(SAISIE, corps or document(), idempotency_key=cle)


def champs(reponse: Any) -> set[str]:
    assert reponse.probleme == "saisie-invalide"
    return {erreur["champ"] for erreur in reponse.json["erreurs"]}


def test_un_formulaire_saisi_donne_sa_reference_et_son_adresse(nuage: Nuage) -> None:
    qui = client.mairie(nuage.peupler())

    reponse = saisir(qui)

    assert reponse.statut == 201
    reference = reponse.json["reference"]
    assert reponse.json["etat"] == "ETABLIE"
    assert reponse.entetes["Location"].endswith(f"/mairie/procurations/{reference}")
    demande = nuage.contexte.depots.demande(reference)
    assert demande is not None
    assert demande.etablissement is not None
    assert demande.etablissement.le.isoformat() == "2027-02-27T09:05:00+00:00"
    nuage.transmettre(demande)
    assert qui.get(f"/mairie/procurations/{reference}").statut == 200


def test_la_meme_cle_n_en_fait_qu_une_et_la_cle_est_exigee(nuage: Nuage) -> None:
    qui = client.mairie(nuage.peupler())

    une, autre = saisir(qui), saisir(qui)

    assert une.json == autre.json
    assert qui.post(SAISIE, document()).statut == 400
    corps = document(mandant=document()["mandant"] | {"nom": "Autre"})
    assert saisir(qui, corps).probleme == "cle-idempotence-reutilisee"
    assert evenements(nuage, une_demande(nuage, une)) == ["SAISIE_PAPIER"]


def une_demande(nuage: Nuage, reponse: Any) -> Any:
    return nuage.contexte.depots.demande(reponse.json["reference"])


def test_un_jumeau_est_refuse_puis_garde_comme_refuse(nuage: Nuage) -> None:
    qui = client.mairie(nuage.peupler())
    saisir(qui)

    assert saisir(qui, cle="une-cle-2").probleme == "mandant-deja-represente"
    gardee = saisir(qui, document(refusee=True), "une-cle-3")

    assert (gardee.statut, gardee.json["etat"]) == (201, "INVALIDE")


def test_les_erreurs_des_deux_saisies_sont_dites_a_la_fois(nuage: Nuage) -> None:
    qui = client.mairie(nuage.peupler())
    corps = document(
        autorite=document()["autorite"] | {"qualite": "ROI"},
        seconde_saisie=document()["seconde_saisie"] | {"etablie_a": "10:06"},
    )

    assert champs(saisir(qui, corps)) == {"autorite_qualite", "second_etablie_a"}
    assert set(nuage.contexte.depots.toutes_les_references()) == set()


@pytest.mark.parametrize(
    "autres, champ",
    [
        ({"mandant": []}, "mandant_nom"),
        ({"mandant": {"prenoms": "Camille"}}, "mandant_prenoms"),
        ({"portee": {"scrutin": PRESIDENTIELLE.id, "tours": ["1"]}}, "tours"),
        ({"refusee": "oui"}, "refusee"),
        ({"etablissement": {"le": 20270227, "a": "10:05"}}, "le"),
    ],
)
def test_un_document_mal_forme_est_refuse_a_sa_place(
    nuage: Nuage, autres: dict[str, Any], champ: str
) -> None:
    qui = client.mairie(nuage.peupler())

    assert champ in champs(saisir(qui, document(**autres)))


def test_le_mandant_d_une_autre_commune_se_transmet_et_ne_se_saisit_pas(nuage: Nuage) -> None:
    d_angers = client.mairie(nuage.peupler(), AGENT_ANGERS, ANGERS)

    reponse = saisir(d_angers)

    assert champs(reponse) == {"mandant_commune"}
    assert "transmettez-le" in reponse.json["detail"]


def test_seule_la_mairie_saisit(nuage: Nuage) -> None:
    nuage.peupler()

    for qui in (client.autorite(nuage), client.mandant(nuage), Appelant()):
        assert saisir(qui).statut == 401
    assert saisir(client.mairie(nuage, commune=ANGERS)).probleme == "delegation-absente"
    sans_csrf = Appelant(client.mairie(nuage).entetes)
    assert saisir(sans_csrf).statut == 403


def test_les_avertissements_ne_disent_que_oui_ou_non_et_n_ecrivent_rien(nuage: Nuage) -> None:
    qui = client.mairie(nuage.peupler())
    nuage.accepter(nuage.recue())
    avant = len(list(nuage.contexte.depots.toutes_les_ecritures()))

    reponse = qui.post(f"{SAISIE}/avertissements", document())

    assert reponse.json == {
        "deja_represente": False,
        "jours_nuls": [],
        "deplacees": 1,
        "jours_passes": [],
    }
    assert len(list(nuage.contexte.depots.toutes_les_ecritures())) == avant


@pytest.mark.usefixtures("seau")
def test_une_numerisation_se_joint_et_se_relit(nuage: Nuage) -> None:
    qui = client.mairie(nuage.peupler())
    reference = saisir(qui).json["reference"]
    chemin = f"{SAISIE}/{reference}/numerisation"
    assert qui.get(chemin).probleme == "numerisation-absente"

    assert qui.post(chemin, UN_PNG, content_type="image/png").statut == 200
    # The type that is told is not believed.
    assert qui.post(chemin, UN_PDF, content_type="image/jpeg").statut == 200

    lue = qui.get(chemin)
    assert (lue.corps, lue.entetes["Content-Type"]) == (UN_PDF, "application/pdf")
    assert lue.entetes["Content-Disposition"].startswith("attachment")
    d_angers = client.mairie(nuage, AGENT_ANGERS, ANGERS)
    assert d_angers.get(chemin).statut == 404
    assert d_angers.post(chemin, UN_PDF, content_type="application/pdf").statut == 404
    assert evenements(nuage, une_demande(nuage, saisir(qui))).count("CONSULTATION") == 1


@pytest.mark.usefixtures("seau")
def test_une_numerisation_douteuse_ou_enorme_n_est_pas_gardee(nuage: Nuage) -> None:
    qui = client.mairie(nuage.peupler())
    chemin = f"{SAISIE}/{saisir(qui).json['reference']}/numerisation"

    for contenu in DOUTEUX.values():
        reponse = qui.post(chemin, contenu or b" ", content_type="application/pdf")
        assert champs(reponse) == {"fichier"}
    enorme = UN_PDF + b"\x00" * (5 * 1024 * 1024)
    assert qui.post(chemin, enorme, content_type="application/pdf").statut == 413
    assert qui.post(chemin, UN_PDF, content_type="text/html").statut == 415
    assert objets(nuage) == set()


def test_un_formulaire_reste_de_la_taille_d_un_formulaire(nuage: Nuage) -> None:
    qui = client.mairie(nuage.peupler())
    corps = document(mandant=document()["mandant"] | {"nom": "x" * 70_000})

    assert saisir(qui, corps).statut == 413
