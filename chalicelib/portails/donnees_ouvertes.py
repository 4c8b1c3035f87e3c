"""The open data: a page, JSON and CSV, of what the night has published. One reading of the store a
call, the same answer for everybody for an hour.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from chalice.app import Response

from chalicelib.configuration import variable
from chalicelib.domaine.libelles import date_fr, instant_fr, mois_fr
from chalicelib.domaine.phrases import phrase
from chalicelib.portails.graphique import Barres, Serie, Trame, echantillon, nombre_fr
from chalicelib.portails.pages import page
from chalicelib.services.donnees_ouvertes import (
    RECENTES,
    SEUIL,
    Case,
    Cellule,
    Ensemble,
    Publication,
    ensembles,
    jours_recents,
    nom_du_departement,
)
from chalicelib.web import reponses
from chalicelib.web.appel import Appel

UNE_HEURE = "public, max-age=3600"
COLONNES = (
    "jour",
    "departement",
    "departement_nom",
    "total",
    "en_ligne",
    "papier",
    "masque",
)

_MOIS = re.compile(r"[0-9]{4}-[0-9]{2}")


def donnees(appel: Appel) -> Response:
    """The recent days, and the départements on one of them (`jour`, the last one by default)."""
    publiee = appel.montage.publications.lire(RECENTES)
    jours = jours_recents(publiee) if publiee else ()
    choisi = next((j for j in jours if str(j) == appel.parametres.get("jour")), None)
    propre = contexte(publiee, jours, choisi or jours[-1]) if publiee else {"publiee": None}
    reponse = page(appel, "donnees.html", licence=_licence(), seuil=SEUIL, **propre)
    # The page is in the reader's language.
    reponse.headers["Vary"] = "Accept-Language, Cookie"
    return _pour_tous(appel, reponse)


def procurations_json(appel: Appel) -> Response:
    """The recent days, or a month (`mois`), as JSON."""
    publiee = _publiee(appel)
    if publiee is None:
        return _absente()
    corps = json.dumps(_document(publiee), ensure_ascii=False, separators=(",", ":"))
    return _fichier(appel, corps, "application/json")


def procurations_csv(appel: Appel) -> Response:
    """The same as CSV: `;`, UTF-8, a header line."""
    publiee = _publiee(appel)
    if publiee is None:
        return _absente()
    sortie = io.StringIO()
    ecrivain = csv.DictWriter(sortie, COLONNES, delimiter=";", lineterminator="\r\n")
    ecrivain.writeheader()
    ecrivain.writerows(_ligne(case, cellule) for case, cellule in publiee.cellules.items())
    reponse = _fichier(appel, sortie.getvalue(), "text/csv; charset=utf-8")
    nom = f"procurations-{appel.parametres.get('mois') or RECENTES}.csv"
    reponse.headers["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def _publiee(appel: Appel) -> Publication | None:
    mois = appel.parametres.get("mois", "")
    if mois and not _MOIS.fullmatch(mois):
        return None
    return appel.montage.publications.lire(mois or RECENTES)


def _absente() -> Response:
    corps = {
        "type": "https://maprocuration.invalid/problemes/mois-non-publie",
        "title": "Ces données ne sont pas publiées",
        "status": 404,
        "detail": "Choisissez un des mois que /donnees/procurations.json énumère (mois=AAAA-MM).",
    }
    reponse = reponses.json(corps, 404)
    reponse.headers["Content-Type"] = "application/problem+json"
    return reponse


def _fichier(appel: Appel, corps: str, type_: str) -> Response:
    # Any site may read what anybody may read: no cookie of ours is sent with it.
    entetes: reponses.Entetes = {"Content-Type": type_, "Access-Control-Allow-Origin": "*"}
    return _pour_tous(appel, Response(body=corps, headers=entetes))


def _pour_tous(appel: Appel, reponse: Response) -> Response:
    """The answer as caches may keep it; 304 without a body for who has it already."""
    etag = f'"{hashlib.sha256(reponse.body.encode()).hexdigest()[:32]}"'
    reponse.headers["ETag"] = etag
    reponse.headers["Cache-Control"] = UNE_HEURE
    connus = (appel.requete.headers.get("if-none-match") or "").replace("W/", "").split(",")
    if etag in {connu.strip() for connu in connus}:
        reponse.status_code, reponse.body = 304, ""
    return reponse


def _licence() -> str:
    return variable("LICENCE_DONNEES", "Licence Ouverte 2.0")


def _document(publiee: Publication) -> dict[str, Any]:
    cellules = publiee.cellules
    jours = sorted({jour for jour, _ in cellules})
    return {
        "publiee_le": publiee.publiee_le.isoformat(timespec="seconds"),
        "licence": _licence(),
        "seuil": SEUIL,
        "mois": publiee.mois,
        "procurations": [_ligne(case, cellule) for case, cellule in cellules.items()],
        "ensemble": [
            {"jour": str(e.jour), "minimum": e.minimum, "maximum": e.maximum}
            for e in ensembles(cellules, jours)
        ],
    }


def _ligne(case: Case, cellule: Cellule) -> dict[str, Any]:
    jour, departement = case
    repartition = "repartition" if cellule.en_ligne is None else ""
    return {
        "jour": str(jour),
        "departement": departement,
        "departement_nom": str(nom_du_departement(departement)),
        "total": cellule.total,
        "en_ligne": cellule.en_ligne,
        "papier": cellule.papier,
        "masque": "total" if cellule.total is None else repartition,
    }


def contexte(publiee: Publication, jours: Sequence[date], choisi: date) -> dict[str, Any]:
    """What the page shows of these days, and of the départements on the chosen one."""
    ce_jour = sorted((code, c) for (jour, code), c in publiee.cellules.items() if jour == choisi)
    return {
        "publiee": instant_fr(publiee.publiee_le),
        "graphique_": _graphique(ensembles(publiee.cellules, jours)),
        "jours": [{"valeur": str(j), "texte": date_fr(j)} for j in reversed(jours)],
        "saisie": {"jour": str(choisi)},
        "jour": date_fr(choisi),
        "departements": [
            (code, nom_du_departement(code), _cellules(cellule)) for code, cellule in ce_jour
        ],
        "mois": [(un, mois_fr(un)) for un in reversed(publiee.mois)],
    }


def _cellules(cellule: Cellule) -> list[str | None]:
    nombres = (cellule.total, cellule.en_ligne, cellule.papier)
    return [None if nombre is None else nombre_fr(nombre) for nombre in nombres]


def _graphique(sommes: Sequence[Ensemble]) -> dict[str, Any]:
    titre = phrase("Procurations établies par jour, tous départements")
    minimum, maximum = sum(s.minimum for s in sommes), sum(s.maximum for s in sommes)
    resume = phrase(
        "De {minimum} à {maximum} procurations du {du} au {au}.",
        minimum=nombre_fr(minimum),
        maximum=nombre_fr(maximum),
        du=date_fr(sommes[0].jour),
        au=date_fr(sommes[-1].jour),
    )
    series = [
        Serie(phrase("Au moins"), [s.minimum for s in sommes]),
        Serie(phrase("Au plus"), [s.maximum - s.minimum for s in sommes], Trame.RAYEE),
    ]
    jours = [f"{s.jour:%d/%m}" for s in sommes]
    return {
        "nom": "ensemble",
        "titre": titre,
        "resume": resume,
        "svg": Barres("ensemble", titre, resume, jours, series, {}),
        "legende": [(echantillon("ensemble", s.trame), s.nom) for s in series],
        "reperes": [],
        "colonnes": [phrase("Jour"), *(s.nom for s in series)],
        "lignes": [
            [date_fr(s.jour), nombre_fr(s.minimum), nombre_fr(s.maximum)] for s in reversed(sommes)
        ],
    }
