"""Lighthouse on the pages that people use most, as a phone sees them.

    python -m outils.lighthouse        (make lighthouse)

Starts a cloud of its own, lives one journey, then judges each page with the cookies of whoever may
see it. Installs Lighthouse from outils/lighthouse/package-lock.json when it is not there. Ends with
1 when a score is below its bound.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.navigateur import agents, chromium, mandant, service
from tests.navigateur.mandant import ParEtatCivil, Souhait, Vote
from tests.navigateur.poste import Poste, Reglage

ICI = Path(__file__).parent
PROGRAMME = ICI / "node_modules" / "lighthouse" / "cli" / "index.js"
BORNES = {"accessibility": 100, "best-practices": 100, "performance": 95}
"""Scores out of 100."""

RENNES = "Rennes (Ille-et-Vilaine, 35)"
MUNICIPALES = "Élections municipales partielles de Rennes et d’Angers (démonstration)"
LOUIS = ParEtatCivil("Martin", "Louis, Émile", "Masculin", ("15", "1", "1990"), "rennes", RENNES)
SOUHAIT = Souhait("rennes", RENNES, LOUIS, Vote(f"{MUNICIPALES} : les deux tours"))
PAGES = (
    ("", "/"),
    ("", "/electeur"),
    ("", "/donnees"),
    ("electeur", "/electeur/demande/commune"),
    ("electeur", "/electeur/demande/mandataire"),
    ("electeur", "/electeur/demandes/{reference}"),
    ("autorite", "/autorite/saisie"),
    ("autorite", "/autorite/demandes/{reference}"),
    ("mairie", "/mairie/procurations"),
    ("mairie", "/mairie/procurations/{reference}"),
    ("mairie", "/mairie/registre"),
    ("mairie", "/mairie/statistiques"),
)
"""Whose cookies (empty: nobody's), and the path."""


@dataclass(frozen=True, slots=True)
class Vie:
    """A lived cloud: what stands for `{reference}` in each portal, and each one's cookies."""

    references: dict[str, str]
    cookies: dict[str, str]


def main() -> int:
    """Prints a line a page; 1 when a score is too low, 2 when something is missing."""
    if manque := _installer():
        print(manque, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as dossier, service.demarrer(Path(dossier)) as nuage:
        vie = _vivre(nuage)
        fautes = [faute for page in PAGES for faute in _juger(nuage.adresse, vie, *page, dossier)]
    for faute in fautes:
        print(faute, file=sys.stderr)
    return 1 if fautes else 0


def _installer() -> str:
    if not chromium.trouver():
        return chromium.ABSENT
    if shutil.which("npm") is None:
        return "npm is missing (on Debian: apt-get install npm)."
    if not PROGRAMME.exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=ICI, check=True)
    return ""


def _vivre(nuage: service.Service) -> Vie:
    """Two demandes, one of them established: the other waits for the counter."""
    with chromium.lancer() as navigateur:
        postes = {
            portail: Poste(navigateur, nuage, Reglage(390))
            for portail in ("electeur", "autorite", "mairie")
        }
        postes["electeur"].entrer("electeur", "camille")
        etablie = mandant.deposer(postes["electeur"], SOUHAIT)
        postes["autorite"].entrer("autorite", "opj-rennes")
        agents.etablir(postes["autorite"], etablie)
        postes["electeur"].entrer("electeur", "jurgen")
        attend = mandant.deposer(postes["electeur"], SOUHAIT)
        mandant.commencer(postes["electeur"])
        mandant.choisir_sa_commune(postes["electeur"], SOUHAIT.commune, SOUHAIT.libelle)
        postes["mairie"].entrer("mairie", "mairie-rennes")
        agents.attendre_la_ligne(postes["mairie"], etablie)
        cookies = {
            portail: "; ".join(f"{c['name']}={c['value']}" for c in poste.contexte.cookies())
            for portail, poste in postes.items()
        }
        for poste in postes.values():
            poste.fermer()
    return Vie({"electeur": attend, "autorite": attend, "mairie": etablie}, cookies)


def _juger(adresse: str, vie: Vie, portail: str, chemin: str, dossier: str) -> list[str]:
    page = chemin.format(reference=vie.references.get(portail, ""))
    resultat, entetes = Path(dossier) / "lighthouse.json", Path(dossier) / "entetes.json"
    entetes.write_text(json.dumps({"Cookie": vie.cookies[portail]} if portail else {}))
    commande = [
        "node", str(PROGRAMME), adresse + page, "--quiet", "--output=json",
        f"--output-path={resultat}", f"--extra-headers={entetes}", "--no-enable-error-reporting",
        f"--only-categories={','.join(BORNES)}", f"--chrome-path={chromium.trouver()}",
        f"--chrome-flags=--headless=new {' '.join(chromium.OPTIONS)}",
    ]  # fmt: skip
    subprocess.run(commande, check=True, cwd=ICI)
    lu = json.loads(resultat.read_text("utf-8"))
    notes = {nom: round(100 * lu["categories"][nom]["score"]) for nom in BORNES}
    print(f"{chemin:38} " + "  ".join(f"{nom} {note}" for nom, note in notes.items()), flush=True)
    if lu["finalDisplayedUrl"].split("#")[0] != adresse + page:
        return [f"{chemin} : a mené à {lu['finalDisplayedUrl']}"]
    return [
        f"{chemin} : {nom} {note}, il faut {BORNES[nom]} ({_raisons(lu, nom)})"
        for nom, note in notes.items()
        if note < BORNES[nom]
    ]


def _raisons(lu: dict[str, Any], categorie: str) -> str:
    """The audits that are not perfect, and what they complain of."""
    raisons = []
    for ref in lu["categories"][categorie]["auditRefs"]:
        audit = lu["audits"][ref["id"]]
        if audit["score"] is None or audit["score"] == 1:
            continue
        objets = audit.get("details", {}).get("items", [])
        cibles = [o.get("node", {}).get("selector") or o.get("description", "") for o in objets]
        raisons.append(f"{ref['id']} {[c for c in cibles if c][:3]}")
    return ", ".join(raisons)


if __name__ == "__main__":
    sys.exit(main())
