"""What the mandant does in the portal of the electors, one function a page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, expect

from tests.navigateur.poste import Poste, nom_de_champ


@dataclass(frozen=True, slots=True)
class ParNne:
    """The mandataire by the number of the electoral card."""

    nne: str
    naissance: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class ParEtatCivil:
    """The mandataire by full civil status; `commune` is chosen when the search finds several."""

    nom: str
    prenoms: str
    sexe: str
    naissance: tuple[str, str, str]
    recherche: str
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """What it is for: the label of a scrutin and its tours, or a period."""

    texte: str = "Pour toutes les élections d’une période"
    du: tuple[str, str, str] = ("", "", "")
    au: tuple[str, str, str] = ("", "", "")


@dataclass(frozen=True, slots=True)
class Souhait:
    """All that a mandant types in the five steps."""

    commune: str
    libelle: str
    mandataire: ParNne | ParEtatCivil
    vote: Vote


def commencer(poste: Poste) -> None:
    """A new demande, whatever was left unfinished before."""
    poste.aller("/electeur/demandes")
    nom = re.compile("^(Nouvelle|Recommencer une) demande$")
    with poste.page.expect_navigation():
        poste.page.get_by_role("button", name=nom).click()
    a_l_etape(poste, 1)


def a_l_etape(poste: Poste, numero: int) -> None:
    """The page of this step is shown."""
    expect(poste.page.locator("h1")).to_contain_text(f"Étape {numero} sur 5")


def continuer(poste: Poste) -> None:
    """The one button that goes on."""
    poste.cliquer("Continuer")


def chercher_sa_commune(poste: Poste, recherche: str) -> Locator:
    """Searches as the page allows: suggestions as one types, or a button. Gives what is found."""
    champ = poste.page.get_by_label("Commune ou consulat", exact=True)
    champ.fill(recherche)
    if not poste.reglage.avec_js:
        poste.cliquer("Rechercher")
    return poste.page.locator("[data-liste] label")


def choisir_sa_commune(poste: Poste, recherche: str, libelle: str) -> None:
    """Step 1."""
    chercher_sa_commune(poste, recherche)
    poste.page.get_by_label(libelle, exact=True).check()
    continuer(poste)


def designer(poste: Poste, qui: ParNne | ParEtatCivil) -> None:
    """Step 2."""
    page = poste.page
    if isinstance(qui, ParNne):
        page.get_by_label("Avec son numéro national d’électeur").check()
        page.get_by_label("Numéro national d’électeur", exact=True).fill(qui.nne)
        dater(poste, "nne_naissance", qui.naissance)
    else:
        page.get_by_label("Avec son état civil complet").check()
        page.get_by_label("Nom de naissance", exact=True).fill(qui.nom)
        page.get_by_label("Prénoms", exact=True).fill(qui.prenoms)
        page.get_by_label(qui.sexe, exact=True).check()
        dater(poste, "naissance", qui.naissance)
        page.get_by_label("Commune ou consulat d’inscription", exact=True).fill(qui.recherche)
    continuer(poste)
    if isinstance(qui, ParEtatCivil) and qui.commune:
        page.get_by_label(qui.commune, exact=True).check()
        continuer(poste)


def choisir_le_vote(poste: Poste, vote: Vote) -> None:
    """Step 3."""
    poste.page.get_by_label(vote.texte, exact=True).check()
    if vote.du[0]:
        dater(poste, "du", vote.du)
        dater(poste, "au", vote.au)
    continuer(poste)


def confirmer_son_adresse(poste: Poste) -> str:
    """Step 4: writes once more the address that FranceConnect gave, and returns it."""
    adresse = poste.page.get_by_label("Adresse électronique", exact=True).input_value()
    poste.page.get_by_label("Écrivez-la une seconde fois", exact=True).fill(adresse)
    continuer(poste)
    return adresse


def declarer(poste: Poste) -> None:
    """The box of step 5."""
    poste.page.locator(nom_de_champ("declaration")).check()


def deposer(poste: Poste, souhait: Souhait) -> str:
    """The five steps without a stop, for whoever is signed in. Gives the reference."""
    commencer(poste)
    choisir_sa_commune(poste, souhait.commune, souhait.libelle)
    designer(poste, souhait.mandataire)
    choisir_le_vote(poste, souhait.vote)
    confirmer_son_adresse(poste)
    declarer(poste)
    poste.cliquer("Envoyer ma demande")
    return reference_affichee(poste)


def reference_affichee(poste: Poste) -> str:
    """The reference of the confirmation, as large as it is."""
    poste.page.wait_for_url("**/confirmation")
    return poste.page.locator("#reference").inner_text()


def dater(poste: Poste, champ: str, jour: tuple[str, str, str]) -> None:
    """The three fields of a date."""
    for partie, valeur in zip(("jour", "mois", "annee"), jour, strict=True):
        poste.page.locator(nom_de_champ(f"{champ}_{partie}")).fill(valeur)


def references_de_mes_demandes(poste: Poste) -> list[str]:
    """All the references of « Mes demandes », newest first."""
    poste.aller("/electeur/demandes")
    return poste.page.locator(".mp-tableau tbody th").all_inner_texts()


def etapes(poste: Poste) -> list[tuple[str, bool]]:
    """The timeline without the days of vote, which come of themselves: what each step says, and
    whether it carries a date and a time.
    """
    pas = poste.page.locator(".mp-frise__pas").filter(has_not_text="Jour de vote")
    date = re.compile(r"\d{1,2}(er)? \w+ \d{4} à \d{1,2}\sh\s\d{2}")
    return [
        (un.locator(".mp-frise__titre").inner_text(), bool(date.search(un.inner_text())))
        for un in pas.all()
    ]
