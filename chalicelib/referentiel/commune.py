"""A place where one is registered to vote: a commune, an arrondissement municipal of Paris, Lyon or
Marseille (Code électoral, L16), or a consular post.
"""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.referentiel.donnees import departement_de, siren_regulier, table


@dataclass(frozen=True, slots=True)
class Commune:
    """`code` is the key of the mairie's queue: COG, or ours ("ZZ…") for a consular post."""

    code: str
    nom: str
    departement: str
    """COG code of the département or collectivité ("35", "2A", "974"); "" for a consular post."""
    departement_nom: str
    """Its name; for a consular post, the country's."""
    codes_postaux: tuple[str, ...]
    siren: str
    """SIREN of the mairie (9 digits; that of the city for an arrondissement); "" when unknown."""
    ville: str
    """COG code of the city of which this is an arrondissement ("75056"), else ""."""
    consulaire: bool = False

    @property
    def libelle(self) -> str:
        """The name that no other place bears: "Saint-Denis (Seine-Saint-Denis, 93)"."""
        if self.consulaire:
            return f"{self.nom} ({self.departement_nom})"
        return f"{self.nom} ({self.departement_nom}, {self.departement})"


def au_rang(rang: int) -> Commune:
    """The commune on this line of the data file, counted from 0."""
    donnees = table()
    code, siren = donnees.codes[rang], donnees.sirens[rang]
    departement = departement_de(code)
    return Commune(
        code=code,
        nom=donnees.noms[rang].partition(";")[0],
        departement=departement,
        departement_nom=donnees.departements[departement],
        codes_postaux=tuple(donnees.codes_postaux[rang].split()),
        siren=siren_regulier(code) if siren == "=" else siren,
        ville=next((v for v, codes in donnees.villes.items() if code in codes), ""),
    )
