"""`make canari` on a local cloud: real requests, streams, queues and e-mails."""

from __future__ import annotations

import json
from pathlib import Path

from infra.local.etat import Etat
from tests.infra.nuage_outils import NuageLance, Visiteur, lancer

ETAPES = (
    "connexion", "menage", "depot", "guichet", "etablissement", "routage", "courriel", "decision",
    "registre", "resiliation",
)  # fmt: skip


def test_le_canari_vit_sur_un_nuage_qui_tourne_et_se_voit_aux_tableaux(tmp_path: Path) -> None:
    nuage = NuageLance(tmp_path, "PORT=0")
    try:
        code, dit = lancer("outils.canari", environnement=nuage.environnement)
        assert code == 0, dit
        assert tuple(ligne.split()[0] for ligne in dit.splitlines()[:-1]) == ETAPES
        courriels = Visiteur(nuage.adresse).json("/_local/courriels")["courriels"]
        assert {"M1", "M2"} <= {courriel["message"] for courriel in courriels}
        assert nuage.journal()[0] == 0
        lignes = (nuage.local / "journal-des-fonctions.jsonl").read_text("utf-8").splitlines()
        mesures = [json.loads(ligne) for ligne in lignes]
        assert sum("CanariPassages" in mesure for mesure in mesures) == 1
        etat = Etat(**nuage.etat)
        sans = etat.environnement | {"CANARI_CLE_PUBLIQUE": ""}
        code, dit = lancer("outils.canari", environnement=nuage.environnement | sans)
        assert (code, "Aucune clé publique" in dit) == (0, True)
    finally:
        nuage.arreter()


def test_sans_nuage_il_le_dit(tmp_path: Path) -> None:
    from tests.infra.nuage_outils import environnement

    (tmp_path / "tmp").mkdir()
    code, dit = lancer("outils.canari", environnement=environnement(tmp_path))
    assert code == 2
    assert "make run" in dit


def test_une_paire_de_cles_se_fait_en_une_commande(tmp_path: Path) -> None:
    from tests.infra.nuage_outils import environnement

    (tmp_path / "tmp").mkdir()
    code, dit = lancer("outils.canari", "cle", environnement=environnement(tmp_path))
    privee, publique = (json.loads(ligne.partition(" ")[2]) for ligne in dit.splitlines())
    assert code == 0
    assert privee.pop("d")
    assert publique == privee
