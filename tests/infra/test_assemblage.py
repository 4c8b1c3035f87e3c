"""The files of `infra/ressources/` make one template."""

from __future__ import annotations

from pathlib import Path

import pytest

from infra import assemblage


def ecrire(dossier: Path, **fichiers: str) -> Path:
    for nom, texte in fichiers.items():
        (dossier / f"{nom}.yaml").write_text(texte, "utf-8")
    return dossier


def test_une_ancre_sert_dans_les_fichiers_qui_suivent(tmp_path: Path) -> None:
    dossier = ecrire(
        tmp_path,
        a="Resources:\n  Un: {Cle: &cle !GetAtt Cle.Arn}\n",
        b="Resources:\n  Deux: {Cle: *cle, Nom: !Sub 'x-${Stage}', A: !Ref Un}\nOutputs: {O: 1}\n",
    )

    assert assemblage.charger(dossier) == {
        "Resources": {
            "Un": {"Cle": {"Fn::GetAtt": ["Cle", "Arn"]}},
            "Deux": {
                "Cle": {"Fn::GetAtt": ["Cle", "Arn"]},
                "Nom": {"Fn::Sub": "x-${Stage}"},
                "A": {"Ref": "Un"},
            },
        },
        "Outputs": {"O": 1},
    }


def test_une_ressource_decrite_deux_fois_est_refusee(tmp_path: Path) -> None:
    dossier = ecrire(tmp_path, a="Resources: {Un: {}}\n", b="Resources: {Un: {}}\n")

    with pytest.raises(assemblage.RessourceEnDouble, match=r"b\.yaml: Un"):
        assemblage.charger(dossier)
