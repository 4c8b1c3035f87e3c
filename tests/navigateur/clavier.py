"""A person who has a keyboard and nothing else: Tab, arrows, Space, Enter and letters."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.navigateur.poste import Poste

TOUCHES_MAX = 60
"""Tabs before a person gives up."""

_A_LE_FOCUS = "e => e === document.activeElement"
_MEME_GROUPE = "e => e.type === 'radio' && e.name === document.activeElement?.name"
_VISIBLE = """() => {
  const e = document.activeElement, b = e.getBoundingClientRect(), s = getComputedStyle(e)
  const dessine = s.outlineStyle !== 'none' || s.boxShadow !== 'none'
  const etiquete = e.type === 'radio' || e.type === 'checkbox'  // drawn on its label
  return b.width > 0 && b.bottom > 0 && b.top < innerHeight && (dessine || etiquete)
}"""
_ELEMENT = "'focus qui ne se voit pas : ' + document.activeElement.outerHTML.slice(0, 200)"


class Clavier:
    """Goes to what it wants by Tab alone, and sees where it is at each step."""

    def __init__(self, poste: Poste) -> None:
        self._page = poste.page

    def aller(self, cible: Locator) -> None:
        """Tabs until `cible` has the focus, which is seen wherever it passes."""
        for _ in range(TOUCHES_MAX):
            if cible.evaluate(_A_LE_FOCUS):
                return
            self._page.keyboard.press("Tab")
            assert self._page.evaluate(_VISIBLE), self._page.evaluate(_ELEMENT)
        raise AssertionError(f"hors d'atteinte au clavier : {cible}")

    def suivre(self, nom: str) -> None:
        """Enter on the link or button of this name; returns once the next page is there."""
        bouton = self._page.get_by_role("button", name=nom, exact=True)
        self.entrer(bouton.or_(self._page.get_by_role("link", name=nom, exact=True)).first)

    def entrer(self, cible: Locator) -> None:
        """The same on this very link or button."""
        self.aller(cible)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")

    def ecrire(self, libelle: str, texte: str) -> None:
        """Types in the field of this label."""
        champ = self._page.get_by_label(libelle, exact=True)
        self.aller(champ)
        self._page.keyboard.press("Control+A")
        self._page.keyboard.type(texte)
        expect(champ).to_have_value(texte)

    def choisir(self, libelle: str) -> None:
        """One of several radios: Tab to the group, arrows within it."""
        radio = self._page.get_by_label(libelle, exact=True)
        for _ in range(TOUCHES_MAX):
            if radio.evaluate(_MEME_GROUPE):
                break
            self._page.keyboard.press("Tab")
        for _ in range(TOUCHES_MAX):
            if radio.evaluate(_A_LE_FOCUS):
                break
            self._page.keyboard.press("ArrowDown")
        self._page.keyboard.press("Space")
        expect(radio).to_be_checked()

    def cocher(self, case: Locator) -> None:
        """A check box."""
        self.aller(case)
        self._page.keyboard.press("Space")
        expect(case).to_be_checked()
