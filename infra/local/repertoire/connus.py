"""The electors whom demo identities, demo procurations and tests need by name. Their numbers never
change, whatever the seed: `generer` writes them first.
"""

from __future__ import annotations

from infra.local.repertoire.electeur import Electeur, Liste

RENNES = "35238"
ANGERS = "49007"
LYON_3 = "69383"
PARIS_12 = "75112"
CONSULAT_LONDRES = "ZZ001"

CAMILLE_DURAND_LEVEQUE = Electeur(
    nne="350000017",
    nom="Durand-Lévêque",
    prenoms=("Camille", "Élodie"),
    sexe="F",
    naissance="1985-07-14",
    commune=RENNES,
    bureau="0112",
    commune_naissance="35288",
)
JEAN_BAPTISTE_NDIAYE = Electeur(
    nne="490000025",
    nom="N'Diaye",
    prenoms=("Jean-Baptiste",),
    sexe="M",
    naissance="1950-00-00",
    commune=ANGERS,
    bureau="0023",
    pays_naissance="99341",
)
ANAIS_OEUVRARD = Electeur(
    nne="750000033",
    nom="Œuvrard",
    prenoms=("Anaïs", "Marguerite", "Louise"),
    sexe="F",
    naissance="1992-02-29",
    commune=PARIS_12,
    nom_usage="Le Goff",
    bureau="0037",
    commune_naissance="75112",
)
JURGEN_MULLER = Electeur(
    nne="35000041",
    nom="Müller",
    prenoms=("Jürgen",),
    sexe="M",
    naissance="1969-10-03",
    commune=RENNES,
    bureau="0112",
    liste=Liste.COMPLEMENTAIRE_MUNICIPALE,
    pays_naissance="99109",
)
SOPHIE_MARTIN = Electeur(
    nne="990000058",
    nom="Martin",
    prenoms=("Sophie",),
    sexe="F",
    naissance="1978-03-03",
    commune=CONSULAT_LONDRES,
    liste=Liste.CONSULAIRE,
    commune_naissance="44109",
)
LOUIS_MARTIN = Electeur(
    nne="350000066",
    nom="Martin",
    prenoms=("Louis", "Émile"),
    sexe="M",
    naissance="1990-01-15",
    commune=RENNES,
    bureau="0204",
    commune_naissance="35238",
)
MARIE_MARTIN_RENNES = Electeur(
    nne="350000074",
    nom="Martin",
    prenoms=("Marie",),
    sexe="F",
    naissance="1980-05-20",
    commune=RENNES,
    bureau="0117",
    commune_naissance="35238",
)
MARIE_MARTIN_ANGERS = Electeur(
    nne="490000082",
    nom="Martin",
    prenoms=("Marie",),
    sexe="F",
    naissance="1980-05-20",
    commune=ANGERS,
    bureau="0041",
    commune_naissance="49007",
)
ZOE_DALEMBERT = Electeur(
    nne="490000090",
    nom="D'Alembert",
    prenoms=("Zoé",),
    sexe="F",
    naissance="1971-11-30",
    commune=ANGERS,
    bureau="0008",
    commune_naissance="49328",
)
PAUL_LEFEVRE = Electeur(
    nne="350000108",
    nom="Lefèvre",
    prenoms=("Paul", "Marie"),
    sexe="M",
    naissance="1965-09-09",
    commune=RENNES,
    bureau="0301",
    commune_naissance="22113",
)

MANDANTS = (
    CAMILLE_DURAND_LEVEQUE,
    JEAN_BAPTISTE_NDIAYE,
    ANAIS_OEUVRARD,
    JURGEN_MULLER,
    SOPHIE_MARTIN,
)
MANDATAIRES = (
    LOUIS_MARTIN,
    MARIE_MARTIN_RENNES,
    MARIE_MARTIN_ANGERS,
    ZOE_DALEMBERT,
    PAUL_LEFEVRE,
)
CONNUS = MANDANTS + MANDATAIRES
