"""The command line itself: who did what is written before and after, breakdowns are told."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from pynamodb.exceptions import PutError

from chalicelib.administration.commande import GENRES
from chalicelib.depots.actes_administration import Phase, consigner
from chalicelib.depots.administration import AdministrationDynamo, ChangeEntreTemps
from chalicelib.depots.connexion import connexion
from tests.administration.outils import (
    ENTETE_HABILITATIONS,
    MAINTENANT,
    OPJ,
    Poste,
    habilitation,
)

RACINE = Path(__file__).parents[2]
DOC = (RACINE / "docs/exploitation/administration.md").read_text("utf-8")
FICHIERS = {
    "scrutins": ("id;libelle;type;tours", "m;Un scrutin;MUNICIPALES;2027-04-11"),
    "habilitations": (ENTETE_HABILITATIONS, habilitation()),
    "delegations": ("agent;commune;du;au", "99900001900016/x;35238;2027-01-01;2027-12-31"),
    "lieux": (
        "id;departement;arrete;libelle;commune;jour;de;a",
        "35-gare;35;arrêté;Gare;35238;2027-04-03;08:00;20:00",
    ),
}


@pytest.fixture
def poste(poste: Poste) -> Poste:
    """A clock that goes a second forward at each look."""
    secondes = count()
    poste.horloge = lambda: MAINTENANT + timedelta(seconds=next(secondes))
    return poste


@pytest.mark.deux_moteurs
@pytest.mark.parametrize("genre", FICHIERS)
def test_un_acte_est_ecrit_avant_et_apres_avec_qui_quand_pourquoi_et_l_empreinte(
    poste: Poste, genre: str
) -> None:
    fichier = poste.fichier(*FICHIERS[genre], nom="liste.csv")

    poste.lancer(genre, "charger", fichier, "--par", " Awa Traoré ", "--motif", "décret")

    debut, fin = poste.tables.actes(2027)
    assert (debut.phase, fin.phase) == (Phase.DEBUT, Phase.FIN)
    assert debut.instant < fin.instant
    assert debut.id == fin.id
    assert (debut.par, debut.motif, debut.commande) == ("Awa Traoré", "décret", genre)
    assert debut.identite.startswith("arn:aws:")
    assert debut.fichier == "liste.csv"
    assert debut.empreinte == hashlib.sha256(Path(fichier).read_bytes()).hexdigest()
    assert (debut.lignes, debut.ajouts, debut.changements, debut.inchanges) == (1, 1, 0, 0)


def test_le_registre_des_actes_se_lit_dans_l_ordre(poste: Poste) -> None:
    poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation())
    poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation())

    lu = poste.lancer("audit", "--annee", "2027").dit

    assert lu.count(" · habilitations · terminé · ") == 2
    assert lu.index("1 ajout(s), 0 changement(s)") < lu.index("0 ajout(s), 0 changement(s), 1 sans")
    assert "par Awa Traoré (arn:aws:sts::123456789012:" in lu
    assert "01/03/2027 10:30:0" in lu
    assert poste.lancer("audit", "--annee", "2026").dit == "Aucun acte d'administration en 2026.\n"


@pytest.mark.deux_moteurs
def test_un_acte_ne_se_reecrit_pas(poste: Poste) -> None:
    poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation())
    debut, _ = poste.tables.actes(2027)

    with pytest.raises(PutError):
        consigner(debut)


def test_une_panne_en_chemin_est_dite_consignee_et_le_rechargement_finit_le_travail(
    poste: Poste, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tomber(depots: AdministrationDynamo, ajouts: object) -> None:
        raise PutError("panne")

    with monkeypatch.context() as pendant:
        pendant.setattr(AdministrationDynamo, "ajouter_habilitations", tomber)
        reponse = poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation())
    assert reponse.code == 3
    assert reponse.erreurs == ["Les tables ne répondent pas (PutError). Relancez plus tard."]
    assert [acte.phase for acte in poste.tables.actes(2027)] == [Phase.DEBUT, Phase.ECHEC]
    assert " · échoué · " in poste.lancer("audit").dit

    assert poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation()).code == 0
    assert OPJ in poste.tables.habilitations([OPJ])


def test_un_acte_coupe_net_reste_visible(poste: Poste, monkeypatch: pytest.MonkeyPatch) -> None:
    def couper(depots: AdministrationDynamo, ajouts: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(AdministrationDynamo, "ajouter_habilitations", couper)
    with pytest.raises(KeyboardInterrupt):
        poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation())

    assert " · interrompu ou en cours · " in poste.lancer("audit").dit


def test_un_changement_par_un_autre_pendant_le_chargement_est_dit(
    poste: Poste, monkeypatch: pytest.MonkeyPatch
) -> None:
    def devancer(depots: AdministrationDynamo, changements: object) -> None:
        raise ChangeEntreTemps(OPJ)

    monkeypatch.setattr(AdministrationDynamo, "changer_habilitations", devancer)

    reponse = poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation())

    assert reponse.code == 1
    assert reponse.erreurs == [f"{OPJ} a changé pendant le chargement. Relancez la même commande."]
    assert [acte.phase for acte in poste.tables.actes(2027)] == [Phase.DEBUT, Phase.ECHEC]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["habilitations"],
        ["habilitations", "supprimer", "x.csv"],
        ["habilitations", "charger", "x.csv"],
        ["habilitations", "charger", "x.csv", "--par", "Awa"],
        ["habilitations", "charger", "x.csv", "--par", " ", "--motif", "y"],
        ["habilitations", "charger", "x.csv", "--par", "a\nb", "--motif", "y"],
        ["habilitations", "charger", "x.csv", "--par", "a" * 201, "--motif", "y"],
        ["audit", "--annee", "cette année"],
    ],
)
def test_une_ligne_de_commande_incomplete_ou_inconnue_est_refusee(
    poste: Poste, arguments: list[str]
) -> None:
    with pytest.raises(SystemExit) as fin:
        poste.lancer(*arguments)

    assert fin.value.code == 2


def test_python_m_chalicelib_dit_ses_commandes() -> None:
    fin = subprocess.run(
        [sys.executable, "-m", "chalicelib", "--help"],
        cwd=RACINE,
        capture_output=True,
        text=True,
        check=True,
    )

    assert all(genre in fin.stdout for genre in (*FICHIERS, "audit"))


def exemples() -> list[list[str]]:
    """The command lines of the documentation, as arguments."""
    (bloc,) = re.findall(r"```sh\n(.*?)```", DOC, flags=re.DOTALL)
    lignes = [shlex.split(ligne) for ligne in bloc.splitlines()]
    assert {tuple(ligne[:3]) for ligne in lignes} == {("python", "-m", "chalicelib")}
    return [ligne[3:] for ligne in lignes]


def test_les_exemples_de_la_documentation_fonctionnent(
    poste: Poste, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(RACINE)

    for arguments in exemples():
        reponse = poste.lancer(*arguments)
        assert reponse.code == 0, reponse.erreurs
    assert reponse.dit.count(" · terminé · ") == 4
    assert len(poste.tables.scrutins()) == 3


def test_chaque_colonne_et_chaque_genre_sont_documentes() -> None:
    for genre in GENRES.values():
        partie = DOC.partition(f"### `{genre.nom}`")[2].partition("\n## ")[0].partition("\n### ")[0]
        for colonne in genre.colonnes.toutes:
            assert f"`{colonne}`" in partie, f"{genre.nom} : {colonne}"


Droit = tuple[str, str]


@pytest.fixture
def faits(poste: Poste) -> Iterator[set[Droit]]:
    """The rights on tables that the calls of the test ask for."""
    vus: set[Droit] = set()

    def noter(params: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name == "TransactWriteItems":
            for partie in params["TransactItems"]:
                ((genre, detail),) = partie.items()
                vus.add((f"dynamodb:{genre}Item", _table(detail["TableName"])))
            return
        noms = params.get("RequestItems") or [params["TableName"]]
        vus.update((f"dynamodb:{model.name}", _table(nom)) for nom in noms)

    evenements = connexion().client.meta.events
    evenements.register("provide-client-params.dynamodb", noter)
    yield vus
    evenements.unregister("provide-client-params.dynamodb", noter)


def _table(nom: str) -> str:
    return nom.rsplit("-", 1)[1]


def test_la_politique_documentee_donne_les_droits_qui_servent_et_aucun_autre(
    poste: Poste, faits: set[Droit]
) -> None:
    (bloc,) = re.findall(r"```json\n(.*?)```", DOC, flags=re.DOTALL)
    permis = {
        (action, _table(ressource))
        for permission in json.loads(bloc)["Statement"]
        for action in permission["Action"]
        for ressource in permission["Resource"]
    }

    for genre, lignes in FICHIERS.items():
        assert poste.charger(genre, *lignes).code == 0
    poste.charger("habilitations", ENTETE_HABILITATIONS, habilitation(lieu="Fougères"))
    poste.lancer("audit")

    assert faits == permis


def test_l_annee_courante_est_celle_de_l_horloge(poste: Poste) -> None:
    poste.horloge = lambda: datetime(2031, 1, 1, tzinfo=UTC)

    assert poste.lancer("audit").dit == "Aucun acte d'administration en 2031.\n"
