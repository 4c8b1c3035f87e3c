"""Who may call: sessions, portals, CSRF, origins."""

from __future__ import annotations

import pytest
from botocore.exceptions import EndpointConnectionError

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.identite import jetons
from chalicelib.identite.personnes import Portail
from tests.api import client
from tests.api.client import Appelant
from tests.constructeurs import AGENT_ANGERS, ANGERS, APJ, Nuage

CLE = "une-cle-de-depot"


@pytest.mark.parametrize(
    "chemin",
    [
        "/demandes",
        "/demandes/XBQ7V3",
        "/demandes/XBQ7V3/recepisse.pdf",
        "/autorite/demandes/XBQ7V3",
        "/mairie/procurations",
        "/mairie/procurations/XBQ7V3",
        "/mairie/registre.json",
        "/mairie/registre.csv",
    ],
)
def test_sans_session_on_ne_lit_rien(nuage: Nuage, chemin: str) -> None:
    reponse = Appelant().get(chemin)

    assert (reponse.statut, reponse.probleme) == (401, "session-absente")


@pytest.mark.parametrize(
    "cookie",
    ["maprocuration-electeur=inconnu", "maprocuration-electeur=", "==;;", "a" * 8000, "\x01=\x02"],
)
def test_un_cookie_forge_n_ouvre_rien(nuage: Nuage, cookie: str) -> None:
    reponse = Appelant({"cookie": cookie}).get("/demandes")

    assert (reponse.statut, reponse.probleme) == (401, "session-absente")


def test_la_session_d_un_portail_n_ouvre_pas_les_autres(nuage: Nuage) -> None:
    jeton = client.ouvrir(nuage.peupler(), Portail.AUTORITE, APJ.cle, {"nom": "", "prenom": ""})

    sous_un_autre_nom = client.sur_le_portail(Portail.MAIRIE, jeton).get("/mairie/procurations")
    sur_un_autre_portail = client.sur_le_portail(Portail.AUTORITE, jeton).get(
        "/mairie/registre.json"
    )

    assert sous_un_autre_nom.probleme == sur_un_autre_portail.probleme == "session-absente"


def test_une_session_expiree_n_ecrit_plus(nuage: Nuage) -> None:
    mandant = client.mandant(nuage.peupler())
    nuage.avancer(minutes=30)

    reponse = mandant.post("/demandes", client.depot(), idempotency_key=CLE)

    assert (reponse.statut, reponse.probleme) == (401, "session-absente")
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == ()


@pytest.mark.parametrize(
    "ecriture",
    [
        {},
        {"x-csrf-token": ""},
        {"x-csrf-token": "forge"},
        {"x-csrf-token": "é"},
        {"x-csrf-token": "VRAI", "origin": "https://ailleurs.example"},
        {"x-csrf-token": "VRAI", "origin": "null"},
        {"x-csrf-token": "VRAI", "origin": "http://127.0.0.1:8000.ailleurs.example"},
        {"origin": client.ORIGINE},
        {"x-csrf-token": "VRAI", "sec-fetch-site": "cross-site"},
    ],
)
def test_sans_vrai_jeton_csrf_rien_ne_change(nuage: Nuage, ecriture: dict[str, str]) -> None:
    mandant = client.mandant(nuage.peupler())
    vrai = mandant.ecriture["x-csrf-token"]
    faux = Appelant(mandant.entetes, {nom: v.replace("VRAI", vrai) for nom, v in ecriture.items()})
    demande = nuage.deposer()

    depot = faux.post("/demandes", client.depot(), idempotency_key=CLE)
    retrait = faux.delete(f"/demandes/{demande.reference}")

    assert (depot.statut, depot.probleme) == (403, "formulaire-non-reconnu")
    assert (retrait.statut, retrait.probleme) == (403, "formulaire-non-reconnu")
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == (demande,)


def test_le_jeton_csrf_d_une_autre_session_ne_sert_pas(nuage: Nuage) -> None:
    mandant, voisin = client.mandant(nuage.peupler()), client.mandant(nuage, "mandant-2")

    reponse = Appelant(mandant.entetes, voisin.ecriture).post(
        "/demandes", client.depot(), idempotency_key=CLE
    )

    assert reponse.probleme == "formulaire-non-reconnu"


def test_qui_est_connecte_recoit_le_jeton_csrf_de_chaque_portail(nuage: Nuage) -> None:
    mandant, agent = client.mandant(nuage), client.mairie(nuage)
    tous = Appelant({"cookie": f"{mandant.entetes['cookie']}; {agent.entetes['cookie']}"})

    sessions = tous.get("/session").json["sessions"]

    assert sessions.keys() == {"electeur", "mairie"}
    for portail, qui in (("electeur", mandant), ("mairie", agent)):
        jeton = qui.entetes["cookie"].partition("=")[2]
        assert jetons.csrf_valide(jeton, sessions[portail]["csrf"])


def test_une_session_finie_n_est_plus_montree(nuage: Nuage) -> None:
    mandant = client.mandant(nuage)
    nuage.avancer(minutes=31)

    assert mandant.get("/session").json == {"sessions": {}}


def test_sans_habilitation_une_autorite_ne_voit_rien(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    autre = client.Agent("13000640400099/inconnu", "Nadir", "Zoé")

    reponse = client.autorite(nuage, autre).get(f"/autorite/demandes/{demande.reference}")

    assert (reponse.statut, reponse.probleme) == (403, "habilitation-invalide")


def test_sans_delegation_un_agent_de_mairie_ne_voit_rien(nuage: Nuage) -> None:
    demande = nuage.peupler().recue()
    agent = client.mairie(nuage, client.Agent("21350238800019/stagiaire", "Petit", "Léa"))

    chemins = ("procurations", f"procurations/{demande.reference}", "registre.csv")
    refus = {agent.get(f"/mairie/{chemin}").probleme for chemin in chemins}

    assert refus == {"delegation-absente"}


def test_une_mairie_ne_voit_jamais_les_procurations_d_une_autre(nuage: Nuage) -> None:
    demande = nuage.peupler().recue()
    angers = client.mairie(nuage, AGENT_ANGERS, ANGERS)

    chemin = f"/mairie/procurations/{demande.reference}"
    lecture = angers.get(chemin)
    refus = angers.post(f"{chemin}/refus", {"motif": "M03"})
    acceptation = angers.post(f"{chemin}/acceptation", {"controles": []})

    assert angers.get("/mairie/procurations").json["procurations"] == []
    assert {r.statut for r in (lecture, refus, acceptation)} == {404}
    assert lecture.corps == angers.get("/mairie/procurations/ZZZZZZ").corps
    assert nuage.relire(demande) == demande


def test_les_references_d_autrui_et_les_inconnues_ont_la_meme_reponse(nuage: Nuage) -> None:
    d_un_autre = nuage.peupler().deposer()
    voisin = client.mandant(nuage, "mandant-2")

    autrui = voisin.get(f"/demandes/{d_un_autre.reference}")
    inconnue = voisin.get("/demandes/ZZZZZZ")
    retrait = voisin.delete(f"/demandes/{d_un_autre.reference}")

    assert (autrui.statut, autrui.corps, autrui.entetes) == (404, inconnue.corps, inconnue.entetes)
    assert (retrait.statut, retrait.corps) == (404, inconnue.corps)
    assert nuage.relire(d_un_autre) == d_un_autre


def test_une_entete_repetee_compte_une_fois(nuage: Nuage) -> None:
    mandant = client.mandant(nuage.peupler())
    brut = mandant.preparer("POST", "/demandes", client.depot(), idempotency_key=CLE)
    brut["multiValueHeaders"] = {n: ["forge", v] for n, v in brut["headers"].items()}

    reponse = client.juger(brut)

    assert reponse.statut == 201
    assert len(nuage.contexte.depots.demandes_du_mandant("mandant-1")) == 1


def test_une_panne_des_tables_se_dit_et_se_reessaie(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mandant = client.mandant(nuage.peupler())

    def panne(*_: object) -> None:
        raise EndpointConnectionError(endpoint_url="http://dynamodb.invalid")

    monkeypatch.setattr(DepotsDynamo, "demandes_du_mandant", panne)
    reponse = mandant.get("/demandes")

    assert (reponse.statut, reponse.probleme) == (503, "service-indisponible")
