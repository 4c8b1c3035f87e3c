"""The local cloud as a person gets it: started by the command, used through HTTP, stopped."""

from __future__ import annotations

import html
import json
import socket
from collections.abc import Iterator
from datetime import date, datetime
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config

from chalicelib.domaine.temps import jour
from tests.identite.oidc_outils import visiter
from tests.infra.nuage_outils import (
    LE_GOFF,
    LOUIS,
    NuageLance,
    Visiteur,
    attendre,
    deposer,
    environnement,
    lancer,
)


@pytest.fixture(scope="module")
def nuage(tmp_path_factory) -> Iterator[NuageLance]:
    """One cloud for the whole file, on 14 June 2021; every test makes its own demandes."""
    lance = NuageLance(tmp_path_factory.mktemp("nuage"), "PORT=0", "DATE=2021-06-14")
    yield lance
    lance.arreter()


@pytest.fixture
def visiteur(nuage) -> Visiteur:
    return Visiteur(nuage.adresse)


def courriels_de(visiteur: Visiteur, reference: str) -> dict[str, dict[str, str]]:
    """What was sent about this reference, by message (M1, M2…)."""
    recus = visiteur.json("/_local/courriels")["courriels"]
    return {r["message"]: r for r in recus if r["envoi"].startswith(f"{reference}#")}


def test_les_adresses_annoncees_repondent(nuage, visiteur):
    annoncees = [mot for mot in nuage.annonce.split() if mot.startswith(nuage.adresse)]
    assert len(annoncees) == 9
    for adresse in annoncees:
        assert visiteur.demander("GET", adresse, Accept="text/html").status == 200, adresse


def test_le_registre_national_se_conduit_comme_on_le_lui_dit(nuage, visiteur):
    adresse = f"{nuage.adresse}/_local/reu"
    page = visiteur.demander("GET", adresse, Accept="text/html").data.decode()
    assert 'value="normale" checked' in page
    assert "Quéméner" in page
    for conduite in ("en-panne", "lente", "fausse", "normale"):
        reponse = visiter(adresse, "POST", fields={"conduite": conduite}, encode_multipart=False)
        assert (reponse.status, reponse.headers["Location"]) == (303, "/_local/reu")
        assert visiteur.json(adresse)["conduite"] == conduite
    inconnue = visiter(adresse, "POST", fields={"conduite": "drôle"}, encode_multipart=False)
    assert inconnue.status == 404
    assert visiteur.json(adresse)["conduite"] == "normale"


def test_les_portails_savent_ou_est_le_registre_national(nuage):
    environnement_ = nuage.etat["environnement"]
    assert environnement_["REU_URL"].startswith("http://127.0.0.1:")
    assert len(environnement_["REU_JETON"]) >= 32


def test_l_annonce_dit_le_jour_et_les_identites(nuage, visiteur):
    assert "lundi 14 juin 2021" in nuage.annonce
    for identite in visiteur.json("/_local/identites")["identites"]:
        assert identite["id"] in nuage.annonce
        assert identite["pour"] in nuage.annonce


def test_les_identites_sont_une_page_pour_un_navigateur(visiteur):
    page = visiteur.demander("GET", "/_local/identites", Accept="text/html,*/*").data.decode()
    for identite in visiteur.json("/_local/identites")["identites"]:
        assert f'href="{identite["lien"]}"' in page


@pytest.mark.parametrize(
    "portail, identite, nom",
    [
        ("electeur", "camille", "Durand-Lévêque"),
        ("electeur", "jean-baptiste", "N'Diaye"),
        ("autorite", "opj-rennes", "Kervella"),
        ("mairie", "mairie-angers", "Cesbron"),
    ],
)
def test_une_identite_se_connecte_sans_page_de_choix(visiteur, portail, identite, nom):
    visiteur.connecter(portail, identite)
    sessions = visiteur.sessions()
    assert set(sessions) == {portail}
    assert sessions[portail]["nom"] == nom


def test_une_nouvelle_connexion_ferme_la_session_precedente(nuage, visiteur):
    visiteur.connecter("electeur", "camille")
    ancien = Visiteur(nuage.adresse)
    ancien._cookies = dict(visiteur._cookies)
    assert set(ancien.sessions()) == {"electeur"}

    visiteur.connecter("electeur", "louis")

    assert visiteur.sessions()["electeur"]["nom"] == "Martin"
    assert ancien.sessions() == {}


def test_toutes_les_identites_se_connectent_sauf_celle_sans_second_facteur(nuage, visiteur):
    refusees = {
        identite["id"]
        for identite in visiteur.json("/_local/identites")["identites"]
        if not Visiteur(nuage.adresse).connecter(identite["portail"], identite["id"]).sessions()
    }
    assert refusees == {"opj-sans-mfa"}


@pytest.mark.parametrize(
    "portail, identite, raison",
    [
        ("autorite", "opj-expire", "a pris fin"),
        ("autorite", "opj-non-habilite", "Aucune habilitation"),
        ("autorite", "opj-sans-mfa", "second facteur"),
        ("mairie", "mairie-sans-delegation", "délégation"),
    ],
)
def test_qui_ne_peut_pas_agir_lit_pourquoi_des_la_connexion(visiteur, portail, identite, raison):
    page = visiteur.demander("GET", f"/{portail}/connexion?login_hint={identite}")
    assert page.status == 403
    assert raison in html.unescape(page.data.decode())


def test_sans_login_hint_la_page_de_choix_montre_les_identites(visiteur):
    page = visiteur.demander("GET", "/autorite/connexion").data.decode()
    assert "Nadia Kervella" in page
    assert "Camille" not in page


def test_en_juin_2021_les_scrutins_de_juin_2021_sont_ouverts(visiteur):
    ouverts = {s["id"] for s in visiteur.json("/api/v1/scrutins")["scrutins"]}
    assert "departementales-regionales-2021" in ouverts


def test_les_trois_etapes_se_vivent_avec_leurs_courriels(nuage, visiteur):
    reference = deposer(nuage.adresse)

    opj = Visiteur(nuage.adresse).connecter("autorite", "opj-rennes")
    chemin = f"/api/v1/autorite/demandes/{reference}/etablissement"
    assert opj.ecrire("autorite", chemin, {"piece": "CNI"}).status == 200

    mairie = Visiteur(nuage.adresse).connecter("mairie", "mairie-rennes")
    procuration = f"/api/v1/mairie/procurations/{reference}"
    fiche = attendre(
        lambda: mairie.demander("GET", procuration).status == 200 and mairie.json(procuration)
    )
    (louis,) = visiteur.json(f"/_local/liste-electorale?q={LOUIS['nne']}")["electeurs"]
    decision = {
        "controles": [c["id"] for c in fiche["controles"] if c["resultat"] == "A_VERIFIER"],
        "nom": louis["nom"],
        "prenoms": " ".join(louis["prenoms"]),
    }
    reponse = mairie.ecrire("mairie", f"{procuration}/acceptation", decision)
    assert (reponse.status, reponse.json().get("etat")) == (200, "VALIDE")

    recus = attendre(
        lambda: len(courriels_de(visiteur, reference)) == 3 and courriels_de(visiteur, reference)
    )
    assert set(recus) == {"M1", "M2", "M3a"}
    assert {recu["destinataire"] for recu in recus.values()} == {"essai@courriel.example"}
    assert reference in recus["M1"]["texte"]
    jours = {jour(datetime.fromisoformat(recu["date"])) for recu in recus.values()}
    assert jours == {date(2021, 6, 14)}


def test_un_courriel_s_affiche_avec_son_image_et_sans_rien_executer(nuage, visiteur):
    reference = deposer(nuage.adresse, "anais", commune="75112", mandataire=LE_GOFF)
    recu = attendre(lambda: courriels_de(visiteur, reference).get("M1"))
    chemin = f"/_local/courriels/{recu['numero']}"
    page = visiteur.demander("GET", chemin)
    assert f'src="{chemin}/html"' in page.data.decode()
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    cadre = visiteur.demander("GET", f"{chemin}/html")
    assert "sandbox" in cadre.headers["Content-Security-Policy"]
    assert 'src="data:image/png;base64,' in cadre.data.decode()
    assert "cid:" not in cadre.data.decode()
    assert b"X-Maprocuration-Envoi" in visiteur.demander("GET", f"{chemin}/brut").data


def test_ce_qu_en_dit_une_messagerie_revient_au_mandant_et_au_guichet(nuage, visiteur):
    reference = deposer(nuage.adresse, "yann")
    recu = attendre(lambda: courriels_de(visiteur, reference).get("M1"))
    retour = f"{nuage.adresse}/_local/courriels/{recu['numero']}/retour"
    yann = Visiteur(nuage.adresse).connecter("electeur", "yann")
    chemin = f"/api/v1/demandes/{reference}/courriels"
    assert attendre(lambda: yann.json(chemin)["courriels"][0]["etat"] == "ENVOYE")

    reponse = visiter(retour, "POST", fields={"genre": "rejet"}, encode_multipart=False)

    assert (reponse.status, reponse.headers["Location"]) == (
        303,
        f"/_local/courriels/{recu['numero']}?dit=rejet",
    )
    suivi = yann.json(chemin)
    assert (suivi["adresse_en_echec"], suivi["courriels"][0]["etat"]) == ("REJETE", "REJETE")
    opj = Visiteur(nuage.adresse).connecter("autorite", "opj-rennes")
    fiche = opj.demander("GET", f"/autorite/demandes/{reference}").data.decode()
    assert "n’arrivent pas" in fiche
    assert recu["destinataire"] not in fiche
    inconnu = visiter(retour, "POST", fields={"genre": "drôle"}, encode_multipart=False)
    assert inconnu.status == 404


def test_un_courriel_inconnu_est_introuvable(visiteur):
    for chemin in ("zero", "999999", "999999/html", "999999/brut"):
        assert visiteur.demander("GET", f"/_local/courriels/{chemin}").status == 404


def test_la_liste_electorale_se_cherche_par_noms_dans_une_commune(visiteur):
    trouves = visiteur.json("/_local/liste-electorale?commune=rennes&q=durand-leveque")
    assert [e["nne"] for e in trouves["electeurs"]] == ["350000017"]
    ailleurs = visiteur.json("/_local/liste-electorale?commune=49007&q=durand-leveque+camille")
    assert ailleurs["electeurs"] == []


def test_le_journal_est_entier_puis_nomme_l_ecriture_modifiee(nuage):
    reference = deposer(nuage.adresse, "paul")
    code, dit = nuage.journal()
    assert (code, "toutes entières" in dit) == (0, True), dit

    table = client_dynamodb(nuage)
    cle = {"reference": {"S": reference}, "rang": {"S": "000001"}}
    nom = nuage.etat["environnement"]["TABLE_JOURNAL"]
    vraie = table.get_item(TableName=nom, Key=cle)["Item"]
    table.put_item(TableName=nom, Item=vraie | {"acteur": {"S": "quelqu'un d'autre"}})
    try:
        code, dit = nuage.journal()
        assert (code, reference in dit, "écriture 1" in dit) == (1, True, True), dit
    finally:
        table.put_item(TableName=nom, Item=vraie)


def client_dynamodb(nuage: NuageLance):
    env = nuage.etat["environnement"]
    return boto3.client(
        "dynamodb",
        endpoint_url=env["AWS_ENDPOINT_URL"],
        region_name=env["AWS_REGION"],
        aws_access_key_id=env["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=env["AWS_SECRET_ACCESS_KEY"],
        config=Config(account_id_endpoint_mode="disabled"),
    )


def test_les_fonctions_ecrivent_leur_journal_en_json_et_sans_donnee_personnelle(nuage):
    reference = deposer(nuage.adresse, "louis", mandataire={**LOUIS, "nne": "350000108"})
    attendre(lambda: courriels_de(Visiteur(nuage.adresse), reference))
    journal = (nuage.local / "journal-des-fonctions.jsonl").read_text("utf-8")
    assert [json.loads(ligne) for ligne in journal.splitlines()]
    for donnee in ("Durand", "essai@courriel.example", "350000108", "login_hint"):
        assert donnee not in journal


@pytest.mark.parametrize(
    "entete", ["Content-Length: beaucoup", "Content-Length: -1", "Transfer-Encoding: chunked"]
)
def test_un_corps_sans_longueur_lisible_est_refuse(nuage, entete):
    ou = urlsplit(nuage.adresse)
    with socket.create_connection((ou.hostname, ou.port), timeout=10) as prise:
        prise.sendall(f"POST /api/v1/demandes HTTP/1.1\r\nHost: x\r\n{entete}\r\n\r\n".encode())
        assert prise.makefile("rb").readline().split()[1] == b"411"


def test_un_port_occupe_est_dit_en_une_ligne(nuage, tmp_path):
    port = urlsplit(nuage.adresse).port
    code, dit = lancer("infra.local", f"PORT={port}", environnement=environnement(tmp_path))
    assert code == 2
    assert dit.count("\n") == 1
    assert str(port) in dit
