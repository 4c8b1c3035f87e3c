"""The electors whom demo identities, demo procurations and tests need by name. Their numbers never
change, whatever the seed: `generer` writes them first.
"""

from __future__ import annotations

from infra.local.repertoire.electeur import Electeur, Liste, Statut

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

YANN_LE_BIHAN = Electeur(
    nne="350000116",
    nom="Le Bihan",
    prenoms=("Yann", "François"),
    sexe="M",
    naissance="1983-02-11",
    commune=RENNES,
    bureau="0112",
    statut=Statut.RADIE,
    commune_naissance="29232",
)
DELPHINE_PENNEC = Electeur(
    nne="350000124",
    nom="Pennec",
    prenoms=("Delphine",),
    sexe="F",
    naissance="1976-08-19",
    commune=RENNES,
    bureau="0117",
    statut=Statut.PRIVE_DE_DROITS,
    commune_naissance="35238",
)
ARMAND_QUEMENER = Electeur(
    nne="350000132",
    nom="Quéméner",
    prenoms=("Armand", "Jules"),
    sexe="M",
    naissance="1938-12-05",
    commune=RENNES,
    bureau="0204",
    statut=Statut.DECEDE,
    commune_naissance="29151",
)
LUCIA_DE_LUCA = Electeur(
    nne="350000140",
    nom="De Luca",
    prenoms=("Lucía",),
    sexe="F",
    naissance="1991-06-02",
    commune=RENNES,
    bureau="0301",
    liste=Liste.COMPLEMENTAIRE_MUNICIPALE,
    pays_naissance="99127",
)
JOAO_SIMOES = Electeur(
    nne="350000159",
    nom="Simões",
    prenoms=("João",),
    sexe="M",
    naissance="1988-04-25",
    commune=RENNES,
    bureau="0301",
    liste=Liste.COMPLEMENTAIRE_EUROPEENNE,
    pays_naissance="99139",
)
PIERRE_LE_GALL = Electeur(
    nne="350000167",
    nom="Le Gall",
    prenoms=("Pierre", "Yves"),
    sexe="M",
    naissance="1972-10-08",
    commune=RENNES,
    bureau="0112",
    commune_naissance="35238",
)
PIERRE_LE_GALL_HOMONYME = Electeur(
    nne="350000175",
    nom="Le Gall",
    prenoms=("Pierre", "Yves"),
    sexe="M",
    naissance="1972-10-08",
    commune=RENNES,
    bureau="0204",
    commune_naissance="22278",
)
AWA_CISSE = Electeur(
    nne="350000183",
    nom="Cissé",
    prenoms=("Awa",),
    sexe="F",
    naissance="1962-03-00",
    commune=RENNES,
    bureau="0117",
    pays_naissance="99341",
)
NATHALIE_ROBIN = Electeur(
    nne="350000191",
    nom="Robin",
    prenoms=("Nathalie", "Anne-Laure"),
    sexe="F",
    naissance="1969-05-17",
    commune=RENNES,
    nom_usage="Hamon",
    bureau="0301",
    commune_naissance="44109",
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

CAS = {
    YANN_LE_BIHAN: "radié de la liste",
    DELPHINE_PENNEC: "privée de ses droits civiques",
    ARMAND_QUEMENER: "décédé",
    LUCIA_DE_LUCA: "liste complémentaire municipale : ne vote qu’aux municipales",
    JOAO_SIMOES: "liste complémentaire européenne : ne vote qu’aux européennes",
    PIERRE_LE_GALL: "a un homonyme né le même jour dans la même commune",
    PIERRE_LE_GALL_HOMONYME: "l’homonyme du précédent",
    AWA_CISSE: "jour de naissance inconnu",
    NATHALIE_ROBIN: "a un nom d’usage",
}
"""One of each answer of the national register, and what it is."""
