"""The simulated register, asked by the very client that asks the real one."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from threading import Thread
from typing import Any

import pytest
import urllib3

from chalicelib.configuration import configuration
from chalicelib.domaine.electeurs import (
    Introuvable,
    Liste,
    Plusieurs,
    Recherche,
    Reponse,
    Situation,
    Trouve,
)
from chalicelib.montage import montage
from chalicelib.reu import protocole
from chalicelib.reu.client import ClientReu, Patience
from chalicelib.services.ports import Contexte
from chalicelib.services.registre_national import Raison, RegistreIndisponible
from infra.local.repertoire import connus
from infra.local.repertoire.electeur import Electeur
from infra.local.repertoire.generer import electeurs, generer
from infra.local.repertoire.repertoire import Repertoire
from infra.local.reu import Conduite, RegistreSimule, SimulateurReu, serveur

JETON = "jeton-du-registre"
ASSEZ = Patience(connexion=2, lecture=5, reprises=0, attente=0)


@pytest.fixture(scope="module")
def repertoire(tmp_path_factory: pytest.TempPathFactory) -> Repertoire:
    fichier = tmp_path_factory.mktemp("reu") / "electeurs.sqlite"
    generer(fichier)
    return Repertoire(fichier)


@pytest.fixture
def simulateur(repertoire: Repertoire) -> Iterator[SimulateurReu]:
    demarre = SimulateurReu(RegistreSimule(repertoire), JETON)
    demarre.demarrer()
    yield demarre
    demarre.arreter()


@pytest.fixture
def reu(simulateur: SimulateurReu) -> ClientReu:
    return ClientReu(simulateur.adresse, JETON, ASSEZ)


def par_nne(electeur: Electeur, **autres: Any) -> Recherche:
    return replace(Recherche(electeur.naissance, nne=electeur.nne), **autres)


def par_etat_civil(electeur: Electeur, **autres: Any) -> Recherche:
    inscrit = electeur.inscription()
    civil = Recherche(
        inscrit.naissance, "", inscrit.nom, inscrit.prenoms, inscrit.sexe, inscrit.commune
    )
    return replace(civil, **autres)


def une(reu: ClientReu, recherche: Recherche) -> Reponse:
    (reponse,) = reu.chercher(recherche)
    return reponse


SITUATIONS = {
    connus.LOUIS_MARTIN: (Situation.INSCRIT, Liste.PRINCIPALE),
    connus.YANN_LE_BIHAN: (Situation.RADIE, Liste.PRINCIPALE),
    connus.DELPHINE_PENNEC: (Situation.PRIVE_DE_DROITS, Liste.PRINCIPALE),
    connus.ARMAND_QUEMENER: (Situation.DECEDE, Liste.PRINCIPALE),
    connus.LUCIA_DE_LUCA: (Situation.INSCRIT, Liste.COMPLEMENTAIRE_MUNICIPALE),
    connus.JOAO_SIMOES: (Situation.INSCRIT, Liste.COMPLEMENTAIRE_EUROPEENNE),
    connus.SOPHIE_MARTIN: (Situation.INSCRIT, Liste.CONSULAIRE),
    connus.AWA_CISSE: (Situation.INSCRIT, Liste.PRINCIPALE),
    connus.NATHALIE_ROBIN: (Situation.INSCRIT, Liste.PRINCIPALE),
}


@pytest.mark.parametrize("electeur", SITUATIONS, ids=lambda e: e.nom)
def test_chaque_situation_se_lit_par_numero_et_par_etat_civil(
    reu: ClientReu, electeur: Electeur
) -> None:
    situation, liste = SITUATIONS[electeur]

    deux = reu.chercher(par_nne(electeur), par_etat_civil(electeur))

    assert deux == (Trouve(electeur.inscription()),) * 2
    inscrit = electeur.inscription()
    assert (inscrit.situation, inscrit.listes) == (situation, (liste,))


def test_chaque_cas_connu_est_celui_que_sa_page_annonce() -> None:
    assert set(connus.CAS) - set(SITUATIONS) == {
        connus.PIERRE_LE_GALL,
        connus.PIERRE_LE_GALL_HOMONYME,
    }
    assert connus.AWA_CISSE.naissance.endswith("-00")
    assert connus.NATHALIE_ROBIN.nom_usage
    assert {e.commune for e in connus.CAS} == {connus.RENNES}


def test_qui_n_existe_pas_est_introuvable(reu: ClientReu) -> None:
    louis = connus.LOUIS_MARTIN

    assert une(reu, par_nne(louis, nne="10000000")) == Introuvable()
    assert une(reu, par_nne(louis, naissance="1990-01-16")) == Introuvable()
    assert une(reu, par_etat_civil(louis, commune=connus.ANGERS)) == Introuvable()
    assert une(reu, par_etat_civil(louis, nom="Martinon")) == Introuvable()


def test_deux_homonymes_de_la_meme_commune_demandent_le_numero(reu: ClientReu) -> None:
    un, deux = connus.PIERRE_LE_GALL, connus.PIERRE_LE_GALL_HOMONYME

    assert une(reu, par_etat_civil(un)) == Plusieurs(2)
    assert reu.chercher(par_nne(un), par_nne(deux)) == (
        Trouve(un.inscription()),
        Trouve(deux.inscription()),
    )


def test_deux_homonymes_de_deux_communes_se_distinguent_par_elle(reu: ClientReu) -> None:
    rennes, angers = connus.MARIE_MARTIN_RENNES, connus.MARIE_MARTIN_ANGERS

    assert une(reu, par_etat_civil(rennes)) == Trouve(rennes.inscription())
    assert une(reu, par_etat_civil(angers)) == Trouve(angers.inscription())


@pytest.mark.parametrize(
    "electeur,ecrit",
    [
        (connus.NATHALIE_ROBIN, {"nom": "HAMON"}),
        (connus.NATHALIE_ROBIN, {"prenoms": ("Nathalie",)}),
        (connus.NATHALIE_ROBIN, {"prenoms": ("NATHALIE", "ANNE", "LAURE")}),
        (connus.AWA_CISSE, {"naissance": "1962-03-01", "nom": "CISSE"}),
        (connus.JEAN_BAPTISTE_NDIAYE, {"nom": "N’DIAYE", "naissance": "1950-01-01"}),
        (connus.JEAN_BAPTISTE_NDIAYE, {"nom": "NDIAYE", "prenoms": ("JEAN", "BAPTISTE")}),
        (connus.ANAIS_OEUVRARD, {"nom": "OEUVRARD", "prenoms": ("ANAIS",)}),
        (connus.JURGEN_MULLER, {"nom": "MUELLER", "prenoms": ("JUERGEN",)}),
        (connus.CAMILLE_DURAND_LEVEQUE, {"prenoms": ("Camille", "Élodie", "Anne")}),
    ],
    ids=str,
)
def test_la_personne_se_trouve_comme_les_formulaires_l_ecrivent(
    reu: ClientReu, electeur: Electeur, ecrit: dict[str, Any]
) -> None:
    assert une(reu, par_etat_civil(electeur, **ecrit)) == Trouve(electeur.inscription())


def test_mille_electeurs_ne_sont_jamais_pris_pour_un_autre(
    reu: ClientReu, repertoire: Repertoire
) -> None:
    # Written as FranceConnect may: capitals, no accent, composed given names split. Whoever is not
    # found so has a homonym, born the same day in the same commune.
    tires = random.Random(3).sample([e.inscription() for e in electeurs()], 1_000)
    homonymes = 0
    for debut in range(0, 1_000, 10):
        dix = tires[debut : debut + 10]
        recherches = [
            Recherche(
                e.naissance,
                "",
                e.nom.upper(),
                tuple(" ".join(e.prenoms).upper().replace("-", " ").split()),
                e.sexe,
                e.commune,
            )
            for e in dix
        ]
        for electeur, reponse in zip(dix, reu.chercher(*recherches), strict=True):
            if reponse != Trouve(electeur):
                assert isinstance(reponse, Plusieurs)
                homonymes += 1
    assert homonymes < 10


def test_un_registre_en_panne_puis_remis(simulateur: SimulateurReu, reu: ClientReu) -> None:
    simulateur.registre.se_conduire(Conduite.EN_PANNE)
    with pytest.raises(RegistreIndisponible) as attrape:
        une(reu, par_nne(connus.LOUIS_MARTIN))
    assert attrape.value.raison is Raison.STATUT

    simulateur.registre.se_conduire(Conduite.NORMALE)
    assert isinstance(une(reu, par_nne(connus.LOUIS_MARTIN)), Trouve)
    assert simulateur.registre.comptes == {"en-panne": 1, "normale": 1, "TROUVE": 1}


def test_un_registre_lent_n_est_pas_attendu(simulateur: SimulateurReu) -> None:
    simulateur.registre.se_conduire(Conduite.LENTE)
    presse = ClientReu(simulateur.adresse, JETON, replace(ASSEZ, lecture=0.05))

    with pytest.raises(RegistreIndisponible) as attrape:
        une(presse, par_nne(connus.LOUIS_MARTIN))

    assert attrape.value.raison is Raison.DELAI


def test_un_registre_qui_redevient_rapide_repond_a_qui_attend(
    simulateur: SimulateurReu, reu: ClientReu
) -> None:
    simulateur.registre.se_conduire(Conduite.LENTE)
    recues: list[Reponse] = []
    fil = Thread(target=lambda: recues.append(une(reu, par_nne(connus.LOUIS_MARTIN))))
    fil.start()
    while not simulateur.registre.comptes["lente"]:
        fil.join(0.01)

    simulateur.registre.se_conduire(Conduite.NORMALE)

    fil.join(5)
    assert recues == [Trouve(connus.LOUIS_MARTIN.inscription())]


def test_un_registre_qui_se_trompe_n_est_jamais_cru(
    simulateur: SimulateurReu, reu: ClientReu
) -> None:
    simulateur.registre.se_conduire(Conduite.FAUSSE)
    raisons = []
    for recherche in [par_nne(connus.LOUIS_MARTIN), par_nne(connus.LOUIS_MARTIN, nne="10000000")]:
        for _ in range(3):
            with pytest.raises(RegistreIndisponible) as attrape:
                une(reu, recherche)
            raisons.append(attrape.value.raison)

    assert set(raisons) <= {Raison.AUTRE_PERSONNE, Raison.FORME}
    assert set(raisons) == {Raison.AUTRE_PERSONNE, Raison.FORME}


def test_le_registre_ne_repond_qu_a_qui_a_le_jeton(simulateur: SimulateurReu) -> None:
    with pytest.raises(RegistreIndisponible) as attrape:
        une(ClientReu(simulateur.adresse, "un-autre", ASSEZ), par_nne(connus.LOUIS_MARTIN))

    assert attrape.value.raison is Raison.ACCES
    assert not simulateur.registre.comptes


NAISSANCE = {"id": "1", "naissance": "1990-01-15"}


@pytest.mark.parametrize(
    "corps,statut",
    [
        ("", 400),
        ("[]", 400),
        ('{"recherches": []}', 400),
        (json.dumps({"recherches": [NAISSANCE]}), 400),
        (json.dumps({"recherches": [{**NAISSANCE, "nom": "Martin"}]}), 400),
        (json.dumps({"recherches": [{**NAISSANCE, "nne": "350000066", "adresse": "ici"}]}), 400),
        (json.dumps({"recherches": [{"id": "1", "nne": "350000066"}]}), 400),
        (json.dumps({"recherches": [{**NAISSANCE, "nne": "350000066"}] * 11}), 400),
        ("x" * (serveur.CORPS_MAX + 1), 413),
        (json.dumps({"recherches": [{**NAISSANCE, "nne": "350000066"}]}), 200),
    ],
)
def test_une_requete_mal_faite_est_refusee(
    simulateur: SimulateurReu, corps: str, statut: int
) -> None:
    with urllib3.PoolManager(retries=False, timeout=5) as liens:
        entetes = {"Authorization": f"Bearer {JETON}"}
        url = simulateur.adresse + protocole.CHEMIN
        assert liens.request("POST", url, body=corps, headers=entetes).status == statut
        perdue = liens.request("POST", f"{simulateur.adresse}/ailleurs", body="{}", headers=entetes)
        assert perdue.status == 404


def test_le_registre_simule_n_ecoute_que_la_boucle_locale_et_jamais_dans_aws(
    repertoire: Repertoire, monkeypatch: pytest.MonkeyPatch
) -> None:
    jamais = SimulateurReu(RegistreSimule(repertoire), JETON)
    assert jamais.adresse.startswith("http://127.0.0.1:")

    monkeypatch.setenv("STAGE", "prod")
    with pytest.raises(RuntimeError, match="jamais"):
        jamais.demarrer()
    jamais.arreter()


def test_sans_adresse_le_registre_n_est_pas_connecte(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REU_URL", raising=False)

    assert _contexte().registre is None


def test_l_environnement_connecte_le_registre(
    monkeypatch: pytest.MonkeyPatch, simulateur: SimulateurReu
) -> None:
    monkeypatch.setenv("REU_URL", f"{simulateur.adresse}/")
    monkeypatch.setenv("REU_JETON", JETON)
    monkeypatch.setenv("REU_REPRISES", "0")
    registre = _contexte().registre

    assert registre is not None
    (reponse,) = registre.chercher(par_nne(connus.LOUIS_MARTIN))
    assert isinstance(reponse, Trouve)


def _contexte() -> Contexte:
    """The one of this environment."""
    configuration.cache_clear()
    try:
        return montage.__wrapped__().contexte
    finally:
        configuration.cache_clear()
