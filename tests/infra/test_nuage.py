"""The local cloud as a person gets it: started by the command, used through HTTP, stopped."""

from __future__ import annotations

import ctypes
import html
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config

from infra.local import serveur
from tests.infra.nuage_outils import (
    RACINE,
    NuageLance,
    Visiteur,
    attendre,
    environnement,
    lancer,
)

RENNES = "35238"
LOUIS = {"nne": "350000066", "naissance": "1990-01-15"}
LE_GOFF = {
    "nom": "Le Goff",
    "prenoms": ["Yann"],
    "sexe": "M",
    "naissance": "1990-02-01",
    "commune": "75112",
}
PORTEE_2021 = {"scrutin": "departementales-regionales-2021", "tours": [1, 2]}


@pytest.fixture(scope="module")
def nuage(tmp_path_factory) -> Iterator[NuageLance]:
    """One cloud for the whole file, on 14 June 2021; every test makes its own demandes."""
    lance = NuageLance(tmp_path_factory.mktemp("nuage"), "PORT=0", "DATE=2021-06-14")
    yield lance
    lance.arreter()


@pytest.fixture
def visiteur(nuage) -> Visiteur:
    return Visiteur(nuage.adresse)


def deposer(adresse: str, mandant: str = "camille", **changes: object) -> str:
    """Files a demande as this mandant; gives its reference. `changes` replace parts of it."""
    demande = {
        "commune": RENNES,
        "courriel": "essai@courriel.example",
        "mandataire": LOUIS,
        "portee": PORTEE_2021,
    }
    qui = Visiteur(adresse).connecter("electeur", mandant)
    reponse = qui.ecrire("electeur", "/api/v1/demandes", demande | changes)
    assert reponse.status == 201, reponse.data
    return str(reponse.json()["reference"])


def courriels_de(visiteur: Visiteur, reference: str) -> dict[str, dict[str, str]]:
    """What was sent about this reference, by message (M1, M2…)."""
    recus = visiteur.json("/_local/courriels")["courriels"]
    return {r["message"]: r for r in recus if r["envoi"].startswith(f"{reference}#")}


def test_les_adresses_annoncees_repondent(nuage, visiteur):
    annoncees = [mot for mot in nuage.annonce.split() if mot.startswith(nuage.adresse)]
    assert len(annoncees) == 7
    for adresse in annoncees:
        assert visiteur.demander("GET", adresse, Accept="text/html").status == 200, adresse


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
    assert all(recu["date"].startswith("2021-06-14") for recu in recus.values())


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


def test_sans_port_demande_un_port_libre_remplace_celui_d_habitude_s_il_est_pris(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as pris:
        monkeypatch.setattr(serveur, "PORT_HABITUEL", pris.getsockname()[1])
        with serveur.ouvrir(None) as prise:
            assert prise.getsockname() != pris.getsockname()
        with pytest.raises(serveur.PortOccupe):
            serveur.ouvrir(pris.getsockname()[1])


def test_sans_nuage_make_journal_le_dit_en_une_ligne(tmp_path):
    code, dit = lancer("infra.local.journal", environnement=environnement(tmp_path))
    assert code == 2
    assert dit.count("\n") == 1
    assert "make run" in dit


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM])
def test_un_signal_arrete_tout_et_ne_laisse_rien(tmp_path, signal_):
    nuage = NuageLance(tmp_path, "PORT=0")
    deposer(nuage.adresse, portee=a_venir(nuage))
    code, dit, secondes = nuage.arreter(signal_)
    assert (code, dit.strip()) == (0, "Tout est arrêté.")
    assert secondes < 5
    assert list(nuage.temporaire.iterdir()) == []
    assert [f.name for f in nuage.local.iterdir()] == ["journal-des-fonctions.jsonl"]
    for adresse in (nuage.adresse, nuage.etat["environnement"]["AWS_ENDPOINT_URL"]):
        with socket.create_server(("127.0.0.1", urlsplit(adresse).port)):
            pass


@pytest.mark.skipif(sys.platform != "linux", reason="signals one thread by its number")
def test_un_signal_remis_a_un_autre_fil_arrete_tout_aussi(tmp_path):
    nuage = NuageLance(tmp_path, "PORT=0")
    pid = nuage.processus.pid
    (_, autre, *_) = sorted(int(fil.name) for fil in Path(f"/proc/{pid}/task").iterdir())
    assert ctypes.CDLL(None).tgkill(pid, autre, signal.SIGTERM) == 0
    sortie, erreurs = nuage.processus.communicate(timeout=10)
    assert (nuage.processus.returncode, sortie.strip(), erreurs) == (0, "Tout est arrêté.", "")


def a_venir(nuage: NuageLance) -> dict[str, object]:
    """The municipale, to come whatever the day."""
    (scrutin,) = (
        s
        for s in Visiteur(nuage.adresse).json("/api/v1/scrutins")["scrutins"]
        if s["id"].startswith("municipales")
    )
    return {"scrutin": scrutin["id"], "tours": [1]}


def test_sans_le_nuage_local_l_application_n_a_aucune_page_locale(tmp_path):
    programme = "import app; print(*app.app.routes)"
    routes = subprocess.run(  # noqa: S603  (our own program)
        [sys.executable, "-c", programme],
        cwd=RACINE,
        env=environnement(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert "/electeur" in routes
    assert [route for route in routes if "local" in route] == []


@pytest.mark.second_moteur
def test_le_second_moteur_vit_le_depot_et_son_courriel_a_une_autre_date(tmp_path):
    nuage = NuageLance(tmp_path, "PORT=0", "DATE=2021-06-14", "MOTEUR=ministack")
    try:
        deposer(nuage.adresse)
        visiteur = Visiteur(nuage.adresse)
        assert {s["id"] for s in visiteur.json("/api/v1/scrutins")["scrutins"]} >= {
            "departementales-regionales-2021"
        }
        (recu,) = attendre(lambda: visiteur.json("/_local/courriels")["courriels"])
        assert recu["destinataire"] == "essai@courriel.example"
        assert visiteur.demander("GET", "/_local/courriels/1/brut").status == 404
    finally:
        code, dit, _ = nuage.arreter()
    assert (code, dit.strip()) == (0, "Tout est arrêté.")
    assert list(nuage.temporaire.iterdir()) == []
