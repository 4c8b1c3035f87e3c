"""`make deploiement-local ETAPE=prod`: deploys what `make paquet` made, lives in it, updates it,
goes back. Says what it did; ends with 1 when anything failed, with the functions' own words."""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from pathlib import Path

from infra.deploiement import ecarts, journaux, liens, monde, parcours, poison, seconde
from infra.deploiement.conversion import API
from infra.deploiement.trafic import Trafic

RACINE = Path(__file__).parents[2]
_INCIDENTS_DITS = 5


def main(arguments: list[str]) -> int:
    """The command: the folder of a package, or the stage whose package is in `out/`."""
    dossier = RACINE / "out" / (arguments[0] if arguments else "prod")
    debut = time.monotonic()
    try:
        with monde.ouvrir(dossier) as lieu:
            try:
                vivre(lieu)
            except RuntimeError:
                for ligne in journaux.incidents(lieu)[-_INCIDENTS_DITS:]:
                    print(ligne, file=sys.stderr)
                raise
    except RuntimeError as echec:
        print(f"Échec : {echec}", file=sys.stderr)
        return 1
    print(f"Tout est arrêté ; {time.monotonic() - debut:.0f} secondes en tout.")
    return 0


def vivre(lieu: monde.Monde) -> None:
    """Everything that the deployed package must do. Raises RuntimeError of the step that failed."""
    _dire_le_deploiement(lieu)
    _exiger_une_seule_porte(lieu)
    journee = parcours.parcourir(lieu)
    for fait in journee.faits:
        print(fait)
    print(f"Liens, styles et images des pages vues, tous ouverts : {liens.suivre(lieu, journee)}.")
    incidents = journaux.incidents(lieu)
    parcours.exiger(
        not incidents, "Les fonctions ont écrit des incidents :\n" + "\n".join(incidents)
    )
    print("Aucun incident dans les journaux des fonctions.")
    _changer_de_version(lieu)
    _empoisonner(lieu)


def _dire_le_deploiement(lieu: monde.Monde) -> None:
    comptes = lieu.conversion.comptes
    titres = {
        "Laissé de côté pour l’émulateur": ecarts.RETIREES,
        "Dit autrement": ecarts.CHANGEES,
        "Pris sans effet (donc non prouvé ici)": ecarts.SANS_EFFET,
    }
    nombre = len(lieu.pile.ressources())
    print(f"{lieu.archive.parent.name} déployé : {nombre} ressources, {lieu.adresse}")
    for titre, liste in titres.items():
        print(f"{titre} :")
        for ecart in liste:
            if comptes.get(ecart.ou):
                print(f"  {comptes[ecart.ou]:3} × {ecart.ou} — {ecart.raison}")


def _exiger_une_seule_porte(lieu: monde.Monde) -> None:
    """Every other stage of the API would be a door without our limits. Raises ParcoursRompu."""
    etapes = lieu.emulateur.client("apigateway").get_stages(restApiId=API)["item"]
    noms = [etape["stageName"] for etape in etapes]
    attendue = lieu.adresse.rsplit("/", 1)[1]
    parcours.exiger(noms == [attendue], f"L’API a d’autres portes que {attendue} : {noms}")


def _changer_de_version(lieu: monde.Monde) -> None:
    premiere = seconde.version(lieu.archive)
    with tempfile.TemporaryDirectory(prefix="maprocuration-seconde-") as dossier:
        archive = Path(dossier) / "deployment.zip"
        suivante = seconde.ecrire(lieu.archive, archive)
        with Trafic(lieu) as trafic:
            trafic.attendre_la_version(premiere)
            lieu.pile.mettre_a_jour(lieu.modele, archive)
            trafic.attendre_la_version(suivante)
            lieu.pile.mettre_a_jour(lieu.modele, lieu.archive)
            trafic.attendre_la_version(premiere)
        trafic.verifier()
    releve = trafic.releve
    print(
        f"Mise à jour ({suivante}) puis retour ({premiere}) sous le trafic : "
        f"{releve.reussies} requêtes, aucune en échec (au plus {releve.plus_longue_s:.1f} s) ; "
        f"{len(releve.deposees)} demandes déposées en route, chacune avec son courriel."
    )


def _empoisonner(lieu: monde.Monde) -> None:
    files = poison.empoisonner(lieu)
    with Trafic(lieu) as trafic:
        trafic.attendre_la_version(seconde.version(lieu.archive), lectures=1)
        abandons = poison.constater(lieu, files)
    trafic.verifier()
    print(
        f"Enregistrement illisible : abandonné par {abandons} fonctions ({', '.join(files)}) ; les "
        f"{len(trafic.releve.deposees)} demandes venues derrière lui ont eu leur courriel."
    )


def _finir(*_: object) -> None:
    """A command that is told to end stops first what it started."""
    sys.exit(1)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _finir)
    sys.exit(main(sys.argv[1:]))
