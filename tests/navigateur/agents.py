"""What the agents do: of the police and gendarmerie, and of the mairies."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.navigateur.poste import Poste, nom_de_champ
from tests.navigateur.service import attendre


def taper_la_reference(poste: Poste, saisie: str) -> None:
    """Types in the field that has the focus, then Enter: no mouse."""
    expect(poste.page.locator(nom_de_champ("reference"))).to_be_focused()
    poste.valider(saisie)


def etablir_d_une_touche(poste: Poste) -> None:
    """Enter on the page of identity: the usual document is chosen and has the focus."""
    expect(poste.page.locator('[name="piece"]:checked')).to_be_focused()
    poste.valider("")
    expect(poste.page.locator("h1")).to_have_text("Procuration établie")


def etablir(poste: Poste, reference: str) -> None:
    """From anywhere in the portal, signed in: the reference, then Enter on the page of identity."""
    poste.aller("/autorite/saisie")
    taper_la_reference(poste, reference)
    expect(poste.page.locator("h1")).to_have_text(f"Demande {reference}")
    etablir_d_une_touche(poste)


def ligne(poste: Poste, reference: str) -> Locator:
    """The row of the queue."""
    return poste.page.locator(".mp-tableau tbody tr").filter(has_text=reference)


def attendre_la_ligne(poste: Poste, reference: str, etat: str = "") -> None:
    """Reloads the queue, or the list of this state, until the row is there."""

    def vue() -> bool:
        poste.aller(f"/mairie/procurations?etat={etat}")
        return ligne(poste, reference).count() == 1

    attendre(vue, f"{reference} dans la file de la mairie")


def ouvrir_le_dossier(poste: Poste, reference: str) -> None:
    """By the link of its row."""
    ligne(poste, reference).get_by_role("link").click()
    expect(poste.page.locator("h1")).to_have_text(f"Procuration {reference}")


def cocher_les_controles(poste: Poste) -> int:
    """Every check that the clerk makes. Gives how many there were."""
    cases = poste.page.locator(nom_de_champ("controles")).all()
    for case in cases:
        case.check()
    return len(cases)


def refuser(poste: Poste, motif: str = "", precision: str = "") -> None:
    """Opens the refusal, chooses the motif if there is one, refuses."""
    poste.page.locator("#refuser summary").click()
    if motif:
        poste.page.locator(f'[name="motif"][value="{motif}"]').check()
    if precision:
        poste.page.locator(nom_de_champ("precision")).fill(precision)
    poste.cliquer("Refuser la procuration")
