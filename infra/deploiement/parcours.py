"""The three steps through the gateway, as three people have them in a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from infra.deploiement.monde import Monde, attendre
from infra.deploiement.navigateur import Navigateur, Page
from infra.local.moteurs import Courriel

MANDANT, AGENT, MAIRIE = "camille", "opj-rennes", "mairie-rennes"
NOM = "Durand-Lévêque"
COURRIEL = "camille@courriel.example"

_REPONSES: dict[str, dict[str, str]] = {
    "commune": {"commune": "35238"},
    "mandataire": {
        "designation": "etat-civil",
        "nom": "Martin",
        "prenoms": "Louis, Aimé",
        "sexe": "M",
        "naissance_jour": "15",
        "naissance_mois": "1",
        "naissance_annee": "1990",
        "mandataire_recherche": "Rennes 35",
    },
    "portee": {"portee": "presidentielle-2027:1,2"},
    "courriel": {"courriel": COURRIEL, "courriel_confirmation": COURRIEL},
    "recapitulatif": {"declaration": "oui"},
}
_ETAPES_MAX = 8
_SUJETS = {"M1": "Votre demande de procuration", "M3A": "Votre procuration est acceptée"}
_FICHIERS = {
    "/mairie/registre.pdf": ("application/pdf", b"%PDF-"),
    "/mairie/registre.xlsx": ("spreadsheetml.sheet", b"PK\x03\x04"),
    "/mairie/registre.csv": ("text/csv", b"\xef\xbb\xbf"),
}


class ParcoursRompu(RuntimeError):
    """A step did not lead where it should; the message says which, and what was answered."""


@dataclass
class Parcours:
    """What was done, in plain words, in order."""

    reference: str = ""
    faits: list[str] = field(default_factory=list)
    navigateurs: dict[str, Navigateur] = field(default_factory=dict)


def exiger(vrai: Any, phrase: str, page: Page | None = None) -> None:
    """Raises ParcoursRompu with this sentence, and what the page says of it, unless `vrai`."""
    if not vrai:
        detail = ""
        if page is not None:
            detail = f" [{page.statut} {page.chemin}] {page.dit}"
        raise ParcoursRompu(phrase + detail)


def parcourir(monde: Monde) -> Parcours:
    """Files, establishes, accepts; reads each e-mail, the register and its files back.

    Raises ParcoursRompu, NavigationImpossible, AttenteDepassee."""
    parcours = Parcours()
    _deposer(monde, parcours)
    _etablir(monde, parcours)
    _accepter(monde, parcours)
    _relire_le_registre(monde, parcours)
    return parcours


def _deposer(monde: Monde, parcours: Parcours) -> None:
    navigateur = parcours.navigateurs["electeur"] = monde.navigateur()
    page = navigateur.connecter("electeur", MANDANT)
    exiger(page.chemin.endswith("/electeur/demandes"), "Le mandant n’est pas connecté.", page)
    page = navigateur.remplir(page, "/electeur/demande")
    for _ in range(_ETAPES_MAX):
        if page.chemin.endswith("/confirmation"):
            break
        etape = page.chemin.rsplit("/", 1)[1]
        exiger(etape in _REPONSES, "Une étape du dépôt ne mène pas à la suivante.", page)
        page = navigateur.remplir(page, f"/electeur/demande/{etape}", **_REPONSES[etape])
    exiger(page.chemin.endswith("/confirmation"), "La demande n’est pas déposée.", page)
    parcours.reference = page.chemin.rsplit("/", 2)[1]
    exiger(parcours.reference in page.texte, "La confirmation ne montre pas la référence.", page)
    parcours.faits.append("Le mandant s’est connecté par FranceConnect et a déposé sa demande.")
    recu = attendre_courriel(monde, COURRIEL, parcours.reference, _SUJETS["M1"])
    liens = _liens_du_courriel(monde, recu)
    for lien in liens:
        suivie = navigateur.voir(lien)
        exiger(suivie.statut == 200, f"Un lien du courriel ne s’ouvre pas : {lien}", suivie)
    parcours.faits.append(f"Sa référence est arrivée par courriel ; liens suivis : {len(liens)}.")


def _etablir(monde: Monde, parcours: Parcours) -> None:
    navigateur = parcours.navigateurs["autorite"] = monde.navigateur()
    page = navigateur.connecter("autorite", AGENT)
    exiger(page.chemin.endswith("/autorite/saisie"), "L’OPJ n’est pas connecté.", page)
    page = navigateur.remplir(page, "/autorite/recherche", reference=parcours.reference)
    exiger(NOM in page.texte, "L’identité n’est pas à l’écran.", page)
    page = navigateur.remplir(page, f"/{parcours.reference}/etablissement")
    exiger("Procuration établie" in page.texte, "La procuration n’est pas établie.", page)
    parcours.faits.append("L’OPJ s’est connecté par ProConnect et a établi la procuration.")


def _accepter(monde: Monde, parcours: Parcours) -> None:
    navigateur = parcours.navigateurs["mairie"] = monde.navigateur()
    reference = parcours.reference
    page = navigateur.connecter("mairie", MAIRIE)
    exiger(page.chemin.endswith("/mairie/procurations"), "La mairie n’est pas connectée.", page)
    attendre(
        f"{reference} dans la file de la mairie",
        lambda: reference in _lue(navigateur.voir("/mairie/procurations")),
    )
    page = navigateur.voir(f"/mairie/procurations/{reference}")
    action = f"/{reference}/acceptation"
    controles = page.formulaire(action).choix["controles"]
    page = navigateur.remplir(page, action, controles=controles)
    exiger(page.statut == 200, "La mairie n’a pas pu accepter.", page)
    parcours.faits.append(
        f"Le flux l’a portée au registre ; la mairie a coché {len(controles)} contrôles et accepté."
    )
    attendre_courriel(monde, COURRIEL, reference, _SUJETS["M3A"])
    parcours.faits.append("Le courriel d’acceptation (M3a) est arrivé au mandant.")


def _relire_le_registre(monde: Monde, parcours: Parcours) -> None:
    navigateur = parcours.navigateurs["mairie"]
    attendre(
        "la ligne au registre",
        lambda: NOM in _lue(navigateur.voir("/mairie/registre")),
    )
    tailles = []
    for chemin, (genre, debut) in _FICHIERS.items():
        fichier = navigateur.voir(chemin)
        exiger(
            fichier.statut == 200 and genre in fichier.type, f"{chemin} n’est pas rendu.", fichier
        )
        exiger(fichier.corps.startswith(debut), f"{chemin} n’est pas fait d’octets : {genre}")
        tailles.append(f"{chemin.rsplit('.', 1)[1].upper()} {len(fichier.corps)} octets")
    csv = navigateur.voir("/mairie/registre.csv").corps.decode("utf-8-sig")
    exiger(NOM in csv, "La ligne n’est pas dans le fichier du registre.")
    parcours.faits.append(
        f"La ligne est au registre ; ses fichiers sont vrais : {', '.join(tailles)}."
    )


def _lue(page: Page) -> str:
    """The text of a page that opened. Raises ParcoursRompu for another."""
    exiger(page.statut == 200, "La page ne s’ouvre pas.", page)
    return page.texte


def attendre_courriel(monde: Monde, a: str, reference: str, sujet: str) -> Courriel:
    """The message to this address about this reference. Raises AttenteDepassee."""

    def venu() -> Courriel | None:
        for courriel in monde.emulateur.courriels():
            sien = a in courriel.destinataires and reference in courriel.texte
            if sien and sujet in courriel.sujet:
                return courriel
        return None

    return attendre(f"le courriel « {sujet} » de {reference}", venu)


def _liens_du_courriel(monde: Monde, courriel: Courriel) -> list[str]:
    """Our links in a message. Raises ParcoursRompu when one leads elsewhere than to the portal."""
    liens = list(dict.fromkeys(re.findall(r"https?://[^\s\"'<>)]+", courriel.texte)))
    notres = [
        lien.rstrip(".,")
        for lien in liens
        if urlsplit(lien).netloc == urlsplit(monde.adresse).netloc
    ]
    egares = [lien for lien in notres if not lien.startswith(monde.adresse)]
    exiger(notres and not egares, f"Liens du courriel : {liens}")
    return notres
