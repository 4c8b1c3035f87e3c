"""Access, portability, rectification (GDPR, art. 15, 16 and 20) by the API."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.services.controler_au_registre import controler_au_registre
from tests.api import client
from tests.constructeurs import AGENT_RENNES, OPJ, PRESIDENTIELLE, Nuage, mandataire
from tests.constructeurs import mandant as un_mandant
from tests.services.registre_memoire import connecter


def vecue(nuage: Nuage) -> Demande:
    """One that everybody has acted on, its messages sent."""
    demande = nuage.accepter(nuage.recue())
    envois = EnvoisDynamo()
    for cle in (f"{demande.reference}#1#M1", f"{demande.reference}#2#M2"):
        envois.reserver(cle, nuage.maintenant)
        envois.confirmer(cle, "ses", nuage.maintenant)
    return demande


def test_rgpd_15_tout_ce_qui_est_conserve_et_qui_a_agi(nuage: Nuage) -> None:
    demande = vecue(nuage.peupler())
    nuage.deposer(un_mandant("mandant-2"))

    reponse = client.mandant(nuage).get("/mes-donnees")

    assert reponse.statut == 200
    (donnees,) = reponse.json["demandes"]
    assert donnees["reference"] == demande.reference
    assert donnees["vous"] == {
        "nom": "Durand-Lévêque",
        "nom_usage": None,
        "prenoms": ["Camille", "Élodie"],
        "sexe": "F",
        "naissance": "1985-07-14",
        "commune": "35238",
        "courriel": "camille@exemple.fr",
        "nne": None,
        "identifiant_interne": "mandant-1",
    }
    assert donnees["mandataire"]["nom"] == "Martin"
    assert donnees["portee"]["scrutin"] == PRESIDENTIELLE.id
    assert donnees["actes"]["etablissement"]["nom"] == OPJ.nom
    assert donnees["effacee_le"] == "2028-04-25T22:00:00+00:00"
    assert [(e["quoi"], e["par"]) for e in donnees["journal"]] == [
        ("DEPOT", "vous"),
        ("ETABLISSEMENT", "l'autorité"),
        ("TRANSMISSION", "le service"),
        ("RECEPTION", "le service"),
        ("ACCEPTATION", "la mairie"),
    ]
    assert [c["message"] for c in donnees["courriels"]] == ["1#M1", "2#M2"]


def test_rgpd_15_les_agents_n_y_sont_que_par_leur_role(nuage: Nuage) -> None:
    demande = vecue(nuage.peupler())

    corps = client.mandant(nuage).get(f"/demandes/{demande.reference}/donnees").corps.decode()

    for secret in (OPJ.cle, AGENT_RENNES.cle, AGENT_RENNES.nom, demande.tete, demande.cle):
        assert secret not in corps


def test_rgpd_15_un_mandataire_designe_par_son_numero_reste_un_numero(nuage: Nuage) -> None:
    # given: the clerk has read the names on the electoral list
    nuage.peupler()
    designe = mandataire(nne="123456789", nom="", prenoms=(), sexe=None, commune="")
    recue = nuage.recue(pour=designe)
    demande = nuage.accepter(recue, nom="Martin", prenoms=("Louis",))

    (donnees,) = (
        client.mandant(nuage).get(f"/demandes/{demande.reference}/donnees").json["demandes"]
    )

    assert demande.mandataire.nom == "Martin"
    assert donnees["mandataire"] == {"nne": "123456789", "naissance": "1990-01-15"}


def test_sans_demande_le_document_est_vide(nuage: Nuage) -> None:
    assert client.mandant(nuage.peupler()).get("/mes-donnees").json["demandes"] == []


@pytest.mark.parametrize("suite", ["/donnees", ""])
def test_les_donnees_d_un_autre_sont_inconnues_comme_ce_qui_n_existe_pas(
    nuage: Nuage, suite: str
) -> None:
    demande = nuage.peupler().deposer(un_mandant("mandant-2"))
    moi = client.mandant(nuage)

    ailleurs, nulle_part = (
        moi.get(f"/demandes/{reference}{suite}") for reference in (demande.reference, "ZZZZZZ")
    )

    assert (ailleurs.statut, ailleurs.corps) == (404, nulle_part.corps)


def test_une_session_finie_ou_absente_ne_donne_rien(nuage: Nuage) -> None:
    demande = vecue(nuage.peupler())
    moi = client.mandant(nuage)
    nuage.avancer(minutes=31)

    for chemin in ("/mes-donnees", f"/demandes/{demande.reference}/donnees"):
        assert moi.get(chemin).statut == 401
        assert client.Appelant().get(chemin).statut == 401


def test_rgpd_16_l_adresse_se_corrige_et_se_rejoue_sans_effet(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    moi = client.mandant(nuage)

    reponses = [
        moi.patch(f"/demandes/{demande.reference}", {"courriel": " Juste@Exemple.FR "})
        for _ in range(2)
    ]

    assert [r.statut for r in reponses] == [200, 200]
    assert reponses[0].json["courriel"] == "Juste@exemple.fr"
    assert nuage.relire(demande).version == 2


@pytest.mark.parametrize(
    "corps", [{}, {"courriel": ""}, {"courriel": "a@b"}, {"courriel": 3}, {"courriel": "é@x.fr"}]
)
def test_une_adresse_qui_n_en_est_pas_une_est_refusee(
    nuage: Nuage, corps: dict[str, object]
) -> None:
    demande = nuage.peupler().deposer()

    reponse = client.mandant(nuage).patch(f"/demandes/{demande.reference}", corps)

    assert (reponse.statut, reponse.probleme) == (422, "saisie-invalide")
    assert nuage.relire(demande) == demande


def test_on_ne_corrige_pas_sans_jeton_ni_chez_un_autre(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer(un_mandant("mandant-2"))
    chemin, corps = f"/demandes/{demande.reference}", {"courriel": "voleur@exemple.fr"}
    moi = client.mandant(nuage)
    sans_jeton = client.Appelant(moi.entetes, {})

    assert moi.patch(chemin, corps).statut == 404
    assert sans_jeton.patch(chemin, corps).statut == 403
    assert nuage.relire(demande) == demande


def test_rgpd_16_cinq_corrections_par_jour(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    moi = client.mandant(nuage)
    chemin = f"/demandes/{demande.reference}"
    statuts = [moi.patch(chemin, {"courriel": f"a{n}@exemple.fr"}).statut for n in range(6)]

    assert statuts == [200] * 5 + [429]


def test_ret_02_ce_qui_est_efface_n_est_plus_donne(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    nuage.maintenant = demande.expire_le - timedelta(seconds=1)
    assert len(client.mandant(nuage).get("/mes-donnees").json["demandes"]) == 1

    nuage.maintenant = demande.expire_le
    moi = client.mandant(nuage)

    assert moi.get("/mes-donnees").json["demandes"] == []
    assert moi.get(f"/demandes/{demande.reference}/donnees").statut == 404


def test_le_numero_que_le_repertoire_ajoute_n_est_pas_donne_au_mandant(nuage: Nuage) -> None:
    # given: named by civil status, found by the national register under a number
    connecter(nuage)
    recue = nuage.peupler().recue()
    controler_au_registre(nuage.contexte, recue.reference, nuage.maintenant)
    lue = nuage.relire(recue)
    assert lue.verification is not None
    assert lue.mandataire.nne
    moi = client.mandant(nuage)

    for chemin in (f"/demandes/{lue.reference}", f"/demandes/{lue.reference}/donnees"):
        assert lue.mandataire.nne not in moi.get(chemin).corps.decode()
