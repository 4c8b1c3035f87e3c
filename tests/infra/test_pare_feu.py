"""The firewall's rules against the routes of the application: which paths each one is for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

import app
from tests.infra.fusions import du_type, fusion

BARRIERE = fusion("prod")["Resources"]["BarriereApplicative"]["Properties"]
REGLES = {
    regle["Name"]: regle
    for lue in BARRIERE["Rules"]
    for regle in [lue["Fn::If"][1] if "Fn::If" in lue else lue]
}
CHEMINS = sorted(app.app.routes)


def motifs(valeur: Any) -> Iterator[str]:
    if isinstance(valeur, dict):
        if "RegexString" in valeur:
            yield valeur["RegexString"]
        for dedans in valeur.values():
            yield from motifs(dedans)
    elif isinstance(valeur, list):
        for dedans in valeur:
            yield from motifs(dedans)


def chemins(regle: str) -> set[str]:
    """The routes that the (only) pattern of a rule takes, with and without the stage."""
    (motif,) = set(motifs(REGLES[regle]["Statement"]))
    sans = {chemin for chemin in CHEMINS if re.search(motif, chemin)}
    assert sans == {chemin for chemin in CHEMINS if re.search(motif, f"/portail{chemin}")}
    return sans


def test_le_portail_des_agents_est_tout_entier_derriere_la_liste() -> None:
    attendus = {c for c in CHEMINS if "autorite" in c.split("/")}
    assert chemins("reseaux-des-agents") == attendus
    assert len(attendus) > 15
    (regle,) = [r["Fn::If"] for r in BARRIERE["Rules"] if "Fn::If" in r]
    # Nothing told, nothing limited.
    assert (regle[0], regle[2]) == ("PareFeuEtReseaux", {"Ref": "AWS::NoValue"})


@pytest.mark.parametrize(
    "detour", ["/AUTORITE/saisie", "/x/../autorite", "/%61utorite", "//autorite/saisie"]
)
def test_un_detour_ne_contourne_pas_la_liste(detour: str) -> None:
    statut = REGLES["reseaux-des-agents"]["Statement"]
    (champ,) = [
        s["RegexMatchStatement"]
        for s in statut["AndStatement"]["Statements"]
        if "RegexMatchStatement" in s
    ]
    # In this order: what is spelled in another way is first read as the gateway would read it.
    ordre = [t["Type"] for t in sorted(champ["TextTransformations"], key=lambda t: t["Priority"])]
    assert ordre == ["URL_DECODE", "NORMALIZE_PATH", "LOWERCASE"]
    assert re.search(champ["RegexString"], _normaliser(detour))


def _normaliser(chemin: str) -> str:
    from posixpath import normpath
    from urllib.parse import unquote

    return normpath(unquote(chemin)).replace("//", "/").lower()


def test_chaque_debit_est_celui_de_ses_chemins() -> None:
    assert chemins("connexions") == {"/electeur/connexion", "/electeur/connexion/retour"}
    assert chemins("connexions-des-agents") == {
        f"/{portail}/connexion{suite}"
        for portail in ("autorite", "mairie")
        for suite in ("", "/retour")
    }
    assert {"/electeur/demande", "/api/v1/demandes"} <= chemins("depots")
    assert "/electeur/demandes" not in chemins("depots")
    references = chemins("references-des-agents")
    assert {"/autorite/recherche", "/api/v1/autorite/demandes/{reference}"} <= references
    assert "/autorite" not in references
    assert {"/mairie/recherche", "/mairie/procurations"} <= chemins("recherches-des-mairies")


def test_les_agents_et_les_mairies_sont_comptes_par_session() -> None:
    for nom, cookie in (
        ("references-des-agents", "__Host-autorite"),
        ("recherches-des-mairies", "__Host-mairie"),
    ):
        debit = REGLES[nom]["Statement"]["RateBasedStatement"]
        assert debit["AggregateKeyType"] == "CUSTOM_KEYS"
        assert [cle["Cookie"]["Name"] for cle in debit["CustomKeys"]] == [cookie]
    exclus = REGLES["toutes-demandes"]["Statement"]["RateBasedStatement"]["ScopeDownStatement"]
    assert "NotStatement" in exclus
    assert {
        c for c in CHEMINS if "mairie" in c.split("/") or "autorite" in c.split("/")
    } == chemins("toutes-demandes")


def test_un_debit_attend_plus_que_ce_que_le_service_est_fait_pour_servir() -> None:
    # 25 requests a demande (domaine.md): 240 demandes in five minutes behind one address.
    limite = REGLES["toutes-demandes"]["Statement"]["RateBasedStatement"]["Limit"]
    assert limite == 240 * 25
    for nom, regle in REGLES.items():
        debit = regle["Statement"].get("RateBasedStatement")
        if debit:
            assert debit["EvaluationWindowSec"] == 300, nom
            assert regle["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429


def test_un_ministere_derriere_une_adresse_se_connecte() -> None:
    # 5,000 offices within half an hour, two requests for each sign-in.
    en_cinq_minutes = 5000 * 2 * 5 / 30
    par_adresse = [
        r["Statement"]["RateBasedStatement"]
        for r in REGLES.values()
        if r["Statement"].get("RateBasedStatement", {}).get("AggregateKeyType") == "IP"
    ]
    for chemin in ("/autorite/connexion", "/autorite/connexion/retour", "/mairie/connexion"):
        limites = [debit["Limit"] for debit in par_adresse if _compte(debit, chemin)]
        assert min(limites) > 2 * en_cinq_minutes


def test_une_adresse_sans_cookie_ne_prend_pas_toute_la_place() -> None:
    # A key made up for each request (cookie, token) is counted by no other rate.
    (methodes,) = fusion("prod")["Resources"]["RestAPI"]["Properties"]["MethodSettings"]
    place = methodes["ThrottlingRateLimit"] * 300
    par_adresse = [
        r["Statement"]["RateBasedStatement"]
        for r in REGLES.values()
        if r["Statement"].get("RateBasedStatement", {}).get("AggregateKeyType") == "IP"
    ]
    for chemin in [*CHEMINS, "/autorite/inconnue", "/mairie/inconnue"]:
        assert min(d["Limit"] for d in par_adresse if _compte(d, chemin)) <= place / 4


def _compte(debit: dict[str, Any], chemin: str) -> bool:
    """Whether a rate counts the requests of this path, whatever their method."""
    portee = debit.get("ScopeDownStatement", {})
    trouves = [bool(re.search(motif, chemin)) for motif in motifs(portee)]
    return all(trouves) != ("NotStatement" in portee) if trouves else True


def test_un_formulaire_numerise_passe() -> None:
    (fichiers,) = set(motifs(REGLES["corps-suspects"]["Statement"]))
    longs = chemins("corps-trop-longs")
    envois = {"/mairie/papier", "/api/v1/mairie/procurations-papier/{reference}/numerisation"}
    for chemin in envois:
        assert re.search(fichiers, chemin)
        assert chemin in longs
    for ailleurs in ("/electeur/demande", "/autorite/recherche", "/api/v1/demandes"):
        assert not re.search(fichiers, ailleurs)
        assert ailleurs not in longs


def test_ce_que_les_regles_communes_comptent_est_juge_ensuite() -> None:
    communes = REGLES["regles-communes"]["Statement"]["ManagedRuleGroupStatement"]
    comptees = {o["Name"] for o in communes["RuleActionOverrides"]}
    juges = json.dumps([REGLES["corps-suspects"], REGLES["corps-trop-longs"]]).lower()
    # A machine may say no name; everything else is judged by a rule of ours, after its label.
    for nom in comptees - {"NoUserAgent_HEADER"}:
        assert f"awswaf:managed:aws:core-rule-set:{nom}".lower() in juges
        assert REGLES["regles-communes"]["Priority"] < REGLES["corps-suspects"]["Priority"]
    priorites = [regle["Priority"] for regle in REGLES.values()]
    assert len(set(priorites)) == len(priorites)


def test_le_pare_feu_n_ecrit_ni_chemin_ni_corps_ni_cookie() -> None:
    visibles = [BARRIERE["VisibilityConfig"]] + [r["VisibilityConfig"] for r in REGLES.values()]
    assert {v["SampledRequestsEnabled"] for v in visibles} == {False}
    (journal,) = du_type("AWS::WAFv2::LoggingConfiguration").values()
    caches = journal["Properties"]["RedactedFields"]
    assert {"UriPath": {}} in caches
    assert {"QueryString": {}} in caches
    entetes = {c["SingleHeader"]["Name"] for c in caches if "SingleHeader" in c}
    assert {"cookie", "authorization", "referer"} <= entetes
    assert journal["Properties"]["LoggingFilter"]["DefaultBehavior"] == "DROP"
    proteges = BARRIERE["DataProtectionConfig"]["DataProtections"]
    corps = next(p for p in proteges if p["Field"]["FieldType"] == "BODY")
    assert (corps["Action"], corps["ExcludeRuleMatchDetails"]) == ("SUBSTITUTION", False)


def test_aucune_regle_ne_regarde_le_pays() -> None:
    assert "GeoMatch" not in json.dumps(BARRIERE)
