"""The command takes what `make paquet` made, and says in one line what is missing."""

from __future__ import annotations

import json
import zipfile

from infra.deploiement import seconde
from infra.deploiement.__main__ import main

DESCRIPTION = "chalicelib/api/openapi.json"


def test_sans_paquet_elle_dit_quoi_faire_et_finit_par_un(tmp_path, capsys):
    assert main([str(tmp_path)]) == 1
    (ligne,) = capsys.readouterr().err.splitlines()
    assert "make paquet" in ligne


def test_la_seconde_version_ne_differe_que_par_la_version_dite(tmp_path):
    premiere, autre = tmp_path / "1.zip", tmp_path / "2.zip"
    with zipfile.ZipFile(premiere, "w") as archive:
        archive.writestr("app.py", "print()")
        archive.writestr(DESCRIPTION, json.dumps({"info": {"version": "1.0.0", "title": "x"}}))

    assert seconde.ecrire(premiere, autre) == seconde.version(autre) == "1.0.0-suivante"

    assert seconde.version(premiere) == "1.0.0"
    with zipfile.ZipFile(premiere) as a, zipfile.ZipFile(autre) as b:
        assert a.namelist() == b.namelist()
        assert a.read("app.py") == b.read("app.py")
        assert json.loads(b.read(DESCRIPTION))["info"]["title"] == "x"
