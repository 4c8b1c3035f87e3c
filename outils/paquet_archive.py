"""The archive of a package: the same bytes from the same files, whoever makes it and where.

Lambda cannot keep what it compiles: the byte code comes with the archive, in the very places where
this version of Python looks. It has no docstrings. Our own code keeps its sources beside, so that a
traceback shows its lines; libraries are shipped compiled only, which halves them (a traceback keeps
their files and lines), without the symbols and the prose that only their developers read."""

from __future__ import annotations

import ast
import gzip
import json
import marshal
import shutil
import struct
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from importlib.util import MAGIC_NUMBER, cache_from_source, source_hash
from pathlib import Path
from typing import Any, NamedTuple

_NOTRES = ("app.py", "chalicelib")
_DOCUMENTES = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
_SHT_SYMTAB = 2
_DATE = (1980, 1, 1, 0, 0, 0)
"""The first that a zip can say: no file of the archive is read by its date."""


def etaler(archive: Path, dossier: Path) -> None:
    """Lays an archive out in a folder, without any byte code that came with it."""
    with zipfile.ZipFile(archive) as contenu:
        contenu.extractall(dossier)
    for cache in list(dossier.rglob("__pycache__")):
        shutil.rmtree(cache)


def nommer_chalice(dossier: Path) -> None:
    """The packager ships chalice's runtime without saying what it is: its name and its licence."""
    chalice = distribution("chalice")
    fiche = dossier / f"chalice-{chalice.version}.dist-info"
    fiche.mkdir()
    for fichier in chalice.files or ():
        if fichier.name in {"METADATA", "LICENSE", "NOTICE"} and "dist-info" in str(fichier):
            (fiche / fichier.name).write_bytes(Path(str(fichier.locate())).read_bytes())


def compiler(dossier: Path) -> None:
    """Compiles all of a folder. To be run with PYTHONHASHSEED set: sets are written in the order of
    their hashes. Raises SyntaxError.
    """
    for source in _fichiers(dossier, "*.py"):
        nom = source.relative_to(dossier)
        notre = nom.parts[0] in _NOTRES
        octets = source.read_bytes()
        arbre = ast.parse(octets)
        _sans_documentation(arbre)
        if not notre:
            source.unlink()
        ecrit = Path(cache_from_source(str(source))) if notre else source.with_suffix(".pyc")
        ecrit.parent.mkdir(exist_ok=True)
        code = compile(arbre, nom.as_posix(), "exec", dont_inherit=True, optimize=0)
        # PEP 552: never checked against the source, which may not be there.
        entete = MAGIC_NUMBER + (1).to_bytes(4, "little") + source_hash(octets)
        ecrit.write_bytes(entete + marshal.dumps(code))


def _sans_documentation(arbre: ast.Module) -> None:
    """Docstrings go, assertions stay: they may be the only check of an argument."""
    for noeud in ast.walk(arbre):
        if not isinstance(noeud, _DOCUMENTES) or ast.get_docstring(noeud, clean=False) is None:
            continue
        # A function may hold nothing else.
        noeud.body = noeud.body[1:] or [ast.copy_location(ast.Pass(), noeud.body[0])]


def effacer_les_symboles(dossier: Path) -> None:
    """Fills with zeros the symbol tables of compiled libraries: no loader reads them (it reads
    `.dynsym`), and zeros weigh nothing in an archive. The files keep their shape.
    """
    for bibliotheque in _fichiers(dossier, "*.so*"):
        octets = bytearray(bibliotheque.read_bytes())
        sections = list(_sections(octets))
        for section in sections:
            if section.type == _SHT_SYMTAB:
                noms = sections[section.lien]
                for table in (section, noms):
                    octets[table.debut : table.debut + table.taille] = bytes(table.taille)
        bibliotheque.write_bytes(octets)


def effacer_la_prose(dossier: Path) -> None:
    """Rewrites botocore's descriptions of services without their documentation, two thirds of them:
    they are read and parsed at each cold start.
    """
    for description in _fichiers(dossier / "botocore" / "data", "service-2.json.gz"):
        contenu = json.loads(gzip.decompress(description.read_bytes()))
        allege = json.dumps(_sans_prose(contenu), ensure_ascii=False, separators=(",", ":"))
        description.with_suffix("").write_text(allege, encoding="utf-8")
        description.unlink()


def _sans_prose(contenu: Any) -> Any:
    """Emptied, not removed: botocore reads the key. A member of an answer may bear this name too;
    it is an object, and stays.
    """
    if isinstance(contenu, dict):
        return {
            cle: "" if cle == "documentation" and isinstance(valeur, str) else _sans_prose(valeur)
            for cle, valeur in contenu.items()
        }
    return [_sans_prose(valeur) for valeur in contenu] if isinstance(contenu, list) else contenu


class _Section(NamedTuple):
    """Of the header of a section of an ELF file of 64 bits (elf(5), `Elf64_Shdr`)."""

    type: int
    debut: int
    taille: int
    lien: int


def _sections(elf: bytes | bytearray) -> Iterator[_Section]:
    if elf[:6] != b"\x7fELF\x02\x01":
        raise ValueError("not a little-endian ELF file of 64 bits")
    table, taille, nombre = (
        *struct.unpack_from("<Q", elf, 0x28),
        *struct.unpack_from("<HH", elf, 0x3A),
    )
    for rang in range(nombre):
        _, type_, _, _, debut, longueur, lien = struct.unpack_from(
            "<IIQQQQI", elf, table + rang * taille
        )
        yield _Section(type_, debut, longueur, lien)


def comprimer(dossier: Path, archive: Path) -> None:
    """Writes the archive of a folder: names in order, one date, one mode."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as neuve:
        for fichier in _fichiers(dossier, "*"):
            entree = zipfile.ZipInfo(fichier.relative_to(dossier).as_posix(), _DATE)
            entree.create_system = 3  # Unix, by whom the mode is read
            entree.external_attr = 0o100644 << 16
            neuve.writestr(entree, fichier.read_bytes(), zipfile.ZIP_DEFLATED, compresslevel=9)


def _fichiers(dossier: Path, motif: str) -> Iterator[Path]:
    tous = (chemin for chemin in dossier.rglob(motif) if chemin.is_file())
    return iter(sorted(tous, key=lambda chemin: chemin.relative_to(dossier).as_posix()))


if __name__ == "__main__":
    for etape in (effacer_les_symboles, effacer_la_prose, compiler):
        etape(Path(sys.argv[1]))
