"""A page read as elements, for those who look at its attributes."""

from __future__ import annotations

from html.parser import HTMLParser


class Lecture(HTMLParser):
    """The elements of a page: (tag, attributes)."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, {nom: valeur or "" for nom, valeur in attrs}))

    def tous(self, *noms: str) -> list[dict[str, str]]:
        return [attributs for tag, attributs in self.elements if tag in noms]
