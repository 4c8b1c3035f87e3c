"""What a mairie sets for itself, and the delegations that its maire gives and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.administration.audit import lignes
from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.depots.mairies import MairiesDynamo
from chalicelib.domaine.erreurs import (
    ConflitDeVersion,
    DelegationAbsente,
    ErreurMetier,
    SaisieInvalide,
)
from chalicelib.domaine.habilitation import Agent, Delegation
from chalicelib.domaine.mairies import Reglages, lire_heure
from chalicelib.services.deleguer import ReserveAuMaire, delegations_de, donner, finir
from chalicelib.services.lister import exiger_acces
from chalicelib.services.regler_mairie import lire_reglages, reglages_de, regler
from tests.constructeurs import AGENT_ANGERS, AGENT_RENNES, ANGERS, RENNES, Nuage

MAIRE = Agent("21350238800019/maire-rennes", "Appéré", "Nadia")
NOUVEAU = "21350238800019/nouvel-agent"
MAIRIES = MairiesDynamo()
SAISIE = {
    "courriels": "Elections@exemple.fr\nsecretariat@exemple.fr elections@exemple.fr",
    "horaires": "Du lundi au vendredi,  9 h – 17 h",
    "veille": "Samedi : 9 h – 12 h",
    "jour_du_vote": "",
    "impression": "7h",
    "heure_du_bulletin": "18",
    "version": "0",
}


@pytest.fixture
def ville(nuage: Nuage) -> Nuage:
    nuage.peupler().deleguer(MAIRE, RENNES, maire=True)
    return nuage


def accorder(ville: Nuage, cle: str = NOUVEAU, qui: Agent = MAIRE, **autres: Any) -> Delegation:
    aujourd_hui = ville.maintenant.date()
    options = {"nom": "Awa Traoré", "du": aujourd_hui, "au": aujourd_hui + timedelta(days=90)}
    return donner(
        ville.contexte,
        MAIRIES,
        cle=cle,
        agent=qui,
        commune=RENNES,
        maintenant=ville.maintenant,
        **(options | autres),
    )


def retirer(ville: Nuage, cle: str = NOUVEAU, qui: Agent = MAIRE, commune: str = RENNES) -> None:
    finir(ville.contexte, MAIRIES, cle=cle, agent=qui, commune=commune, maintenant=ville.maintenant)


def liste(ville: Nuage, qui: Agent = MAIRE, commune: str = RENNES) -> tuple[Delegation, ...]:
    return delegations_de(ville.contexte, MAIRIES, qui, commune, ville.maintenant)


def actes(ville: Nuage) -> list[tuple[str, str, str]]:
    lus = AdministrationDynamo().actes(ville.maintenant.year)
    return [(acte.commande, acte.identite, acte.motif) for acte in lus]


def test_le_maire_donne_une_delegation_qui_ouvre_et_sa_fin_qui_ferme_aussitot(
    ville: Nuage,
) -> None:
    agent = Agent(NOUVEAU, "Traoré", "Awa")
    with pytest.raises(DelegationAbsente):
        exiger_acces(ville.contexte, agent, RENNES, ville.maintenant)

    donnee = accorder(ville, f" {NOUVEAU} ")
    assert exiger_acces(ville.contexte, agent, RENNES, ville.maintenant) == RENNES
    assert donnee in liste(ville)
    assert accorder(ville) == donnee, "the same again changes nothing"
    ville.avancer(hours=2)
    retirer(ville)

    with pytest.raises(DelegationAbsente):
        exiger_acces(ville.contexte, agent, RENNES, ville.maintenant)
    retirer(ville)
    assert [(quoi, qui) for quoi, qui, _ in actes(ville)] == [
        ("délégation donnée", MAIRE.cle),
        ("délégation terminée", MAIRE.cle),
    ]
    assert NOUVEAU in actes(ville)[0][2]
    dit = " ".join(lignes(AdministrationDynamo(), ville.maintenant.year))
    assert "délégation donnée · terminé" in dit
    assert f"par Nadia Appéré ({MAIRE.cle})" in dit


@pytest.mark.parametrize("qui", [AGENT_RENNES, AGENT_ANGERS, Agent("x/y", "A", "B")])
def test_seul_le_maire_de_la_commune_voit_donne_et_retire(ville: Nuage, qui: Agent) -> None:
    for agir in (
        lambda: accorder(ville, qui=qui),
        lambda: retirer(ville, AGENT_RENNES.cle, qui=qui),
        lambda: liste(ville, qui=qui),
    ):
        with pytest.raises((ReserveAuMaire, DelegationAbsente)):
            agir()
    assert ville.contexte.depots.delegation(NOUVEAU) is None
    assert actes(ville) == []


def test_le_maire_ne_touche_ni_les_autres_communes_ni_les_maires(ville: Nuage) -> None:
    with pytest.raises(DelegationAbsente):
        liste(ville, commune=ANGERS)
    for cle in (AGENT_ANGERS.cle, MAIRE.cle, "21350238800019/personne"):
        with pytest.raises(SaisieInvalide):
            retirer(ville, cle)
    for cle in (AGENT_ANGERS.cle, MAIRE.cle, "Awa Traoré", "", f"{NOUVEAU}#é"):
        with pytest.raises(SaisieInvalide):
            accorder(ville, cle)
    assert [d.agent for d in liste(ville)] == [MAIRE.cle, AGENT_RENNES.cle]


@pytest.mark.parametrize(
    "champs, nom",
    [
        ({"au": date(2027, 1, 1)}, "au"),
        ({"du": date(2029, 1, 1)}, "au"),
        ({"au": date(2040, 1, 1)}, "au"),
        ({"nom": " "}, "nom"),
        ({"nom": "x\u202ey"}, "nom"),
    ],
)
def test_des_dates_ou_un_nom_impossibles_sont_refuses(
    ville: Nuage, champs: dict[str, Any], nom: str
) -> None:
    with pytest.raises(SaisieInvalide) as refus:
        accorder(ville, **champs)

    assert set(refus.value.erreurs) == {nom}


def test_une_delegation_echue_ailleurs_se_reprend_et_une_vivante_non(ville: Nuage) -> None:
    agent = Agent(NOUVEAU, "Traoré", "Awa")
    ville.deleguer(agent, ANGERS)
    with pytest.raises(SaisieInvalide):
        accorder(ville)

    ville.deleguer(agent, ANGERS, au=ville.maintenant)
    assert accorder(ville).commune == RENNES


def test_deux_maires_a_la_fois_un_seul_ecrit(ville: Nuage) -> None:
    accorder(ville)
    connue = ville.contexte.depots.delegation(NOUVEAU)
    assert connue is not None
    retirer(ville)

    maire = ville.contexte.depots.delegation(MAIRE.cle)
    assert maire is not None
    acte = _un_acte(ville)
    with pytest.raises(ConflitDeVersion):
        MAIRIES.deleguer(replace(connue, nom="Autre"), connue, maire, acte)
    ville.deleguer(MAIRE, RENNES, maire=True, au=ville.maintenant)
    with pytest.raises(DelegationAbsente):
        MAIRIES.deleguer(replace(connue, nom="Autre"), connue, maire, acte)
    assert len(actes(ville)) == 2


def _un_acte(ville: Nuage) -> Any:
    from chalicelib.services.ports_mairies import ActeDeMairie

    return ActeDeMairie(
        agent=MAIRE, commande="essai", motif="", contenu="", instant=ville.maintenant, ajout=True
    )


def test_tout_agent_delegue_regle_et_chaque_changement_dit_son_auteur(ville: Nuage) -> None:
    voulus = lire_reglages(SAISIE, RENNES)
    for _ in range(2):
        fait = regler(
            ville.contexte,
            MAIRIES,
            voulus=replace(voulus, version=reglages_de(MAIRIES, RENNES).version),
            agent=AGENT_RENNES,
            maintenant=ville.maintenant,
        )

    assert fait == reglages_de(MAIRIES, RENNES) == replace(voulus, version=1)
    assert fait.courriels == (
        "Elections@exemple.fr",
        "secretariat@exemple.fr",
        "elections@exemple.fr",
    )
    assert (fait.impression, fait.heure_du_bulletin) == ("07:00", 18)
    assert fait.horaires == "Du lundi au vendredi, 9 h – 17 h"
    assert [(quoi, qui) for quoi, qui, _ in actes(ville)] == [
        ("réglages de la mairie", AGENT_RENNES.cle)
    ]
    assert "@" not in str(actes(ville))


def test_des_reglages_d_un_autre_ou_vieux_d_une_version_ne_s_ecrivent_pas(ville: Nuage) -> None:
    voulus = lire_reglages(SAISIE, RENNES)

    def ecrire(reglages: Reglages, agent: Agent = AGENT_RENNES) -> None:
        regler(ville.contexte, MAIRIES, voulus=reglages, agent=agent, maintenant=ville.maintenant)

    with pytest.raises(ErreurMetier):
        ecrire(voulus, AGENT_ANGERS)
    ecrire(voulus)
    with pytest.raises(ConflitDeVersion):
        ecrire(replace(voulus, horaires="Autre"))
    assert reglages_de(MAIRIES, ANGERS) == Reglages(commune=ANGERS)


@pytest.mark.parametrize(
    "nom, texte",
    [
        ("courriels", "elections@"),
        ("courriels", " ".join(f"a{n}@exemple.fr" for n in range(6))),
        ("horaires", "x" * 121),
        ("veille", "a\u202eb"),
        ("impression", "sept heures"),
        ("heure_du_bulletin", "3"),
        ("heure_du_bulletin", ""),
    ],
)
def test_un_reglage_impossible_dit_quoi_ecrire(nom: str, texte: str) -> None:
    with pytest.raises(SaisieInvalide) as refus:
        lire_reglages(SAISIE | {nom: texte}, RENNES)

    assert set(refus.value.erreurs) == {nom}


@pytest.mark.parametrize(
    "texte, heure",
    [("7h30", "07:30"), ("7 h", "07:00"), ("19", "19:00"), ("24h", None), ("7:5", None)],
)
def test_une_heure_se_lit_comme_on_l_ecrit(texte: str, heure: str | None) -> None:
    assert lire_heure(texte) == heure


def test_les_destinataires_sont_les_mairies_qui_ont_donne_une_adresse(ville: Nuage) -> None:
    from chalicelib.services.ports_mairies import EnvoisDeBulletin

    for agent, commune, courriels in (
        (AGENT_RENNES, RENNES, "a@exemple.fr"),
        (AGENT_ANGERS, ANGERS, ""),
    ):
        regler(
            ville.contexte,
            MAIRIES,
            voulus=lire_reglages(SAISIE | {"courriels": courriels}, commune),
            agent=agent,
            maintenant=ville.maintenant,
        )
    parti = EnvoisDeBulletin(datetime(2027, 3, 1, 5, 30, tzinfo=UTC), date(2027, 4, 11))

    assert [(r.commune, e) for r, e in MAIRIES.destinataires()] == [(RENNES, EnvoisDeBulletin())]
    MAIRIES.bulletin_parti(RENNES, parti)
    ((reglages, envois),) = MAIRIES.destinataires()
    assert (envois, reglages.version) == (parti, 1)
