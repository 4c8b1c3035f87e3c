"""At the mairie: several procurations accepted by one submission."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from pynamodb.exceptions import TransactWriteError

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.services import decider
from chalicelib.services.changement import Changement
from tests.constructeurs import AGENT_RENNES, RENNES, Nuage, mandant, mandataire
from tests.portails.agents import agent_de_mairie, consultations
from tests.portails.mairies import COLLEGUE, PAR_NNE
from tests.portails.visiteur import Page, Visiteur

LOT = "/mairie/acceptations"


@pytest.fixture
def recues(nuage: Nuage) -> dict[str, Demande]:
    """Two that can go together; a third for the same mandataire, whom the first fills (L73); one
    whose mandataire has still to be named.
    """
    nuage.peupler()
    lues = {}
    for nom, pour in (("Abel", "Roy"), ("Zola", "Petit"), ("Morel", "Roy")):
        nuage.avancer(minutes=1)
        qui = mandant(f"m-{nom}", nom=nom)
        lues[nom] = nuage.recue(qui=qui, pour=mandataire(nom=pour))
    lues["nne"] = nuage.recue(qui=mandant("m-nne", nom="Blum"), pour=PAR_NNE)
    return lues


def envoyer(agent: Visiteur, page: Page, *cochees: Demande) -> Page:
    """Ticks and sends."""
    champs = page.formulaire(LOT).champs | {"references": [d.reference for d in cochees]}
    return agent.envoyer(LOT, champs)


def test_le_lot_ne_propose_que_ce_qui_passe_tous_les_controles_et_ne_coche_rien(
    nuage: Nuage, recues: dict[str, Demande]
) -> None:
    agent = agent_de_mairie(nuage)

    page = agent.voir(LOT)
    choix = page.formulaire(LOT).choix["references"]
    vide = envoyer(agent, page)

    assert choix == [recues["Abel"].reference, recues["Zola"].reference]
    assert "references" not in page.formulaire(LOT).champs
    assert "À ouvrir une par une" in page.texte
    assert (vide.statut, vide.erreurs) == (
        422,
        ["Cochez les procurations dont vous avez vérifié les deux inscriptions."],
    )
    assert consultations(nuage, recues["Abel"]) == 1
    assert consultations(nuage, recues["Morel"]) == 0


def test_chaque_cochee_est_acceptee_et_le_resultat_dit_pourquoi_les_autres_non(
    nuage: Nuage, recues: dict[str, Demande]
) -> None:
    agent = agent_de_mairie(nuage)
    page = agent.voir(LOT)
    nuage.deleguer(COLLEGUE, RENNES)
    nuage.refuser(recues["Zola"], "M01", COLLEGUE)

    envoi = envoyer(agent, page, recues["Abel"], recues["Zola"], recues["Morel"])
    fait = agent.voir(envoi.vers)
    encore = envoyer(agent, page, recues["Abel"], recues["Zola"], recues["Morel"])

    assert fait.titre.startswith("1 procuration acceptée")
    assert "pas par cet envoi" in fait.texte
    assert "maximum de procurations" in fait.texte
    assert [nuage.relire(recues[nom]).etat for nom in ("Abel", "Zola", "Morel")] == [
        Etat.VALIDE,
        Etat.INVALIDE,
        Etat.A_CONTROLER,
    ]
    assert agent.voir(encore.vers).titre.startswith("1 procuration acceptée")
    assert "%2C" in envoi.vers
    assert set(parse_qs(urlsplit(envoi.vers).query)) == {"references"}


def test_une_panne_au_milieu_laisse_faite_la_premiere_et_le_dit(
    nuage: Nuage, recues: dict[str, Demande], monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = agent_de_mairie(nuage)
    page = agent.voir(LOT)
    ecrire = DepotsDynamo.enregistrer

    def en_panne(self: DepotsDynamo, changement: Changement) -> None:
        if changement.demande.reference == recues["Zola"].reference:
            raise TransactWriteError("throttled")
        ecrire(self, changement)

    with monkeypatch.context() as panne:
        panne.setattr(DepotsDynamo, "enregistrer", en_panne)
        envoi = envoyer(agent, page, recues["Abel"], recues["Zola"])
    fait = agent.voir(envoi.vers)

    assert fait.titre.startswith("1 procuration acceptée")
    assert "n’a pas abouti" in fait.texte
    envoi = envoyer(agent, page, recues["Abel"], recues["Zola"])
    assert agent.voir(envoi.vers).titre.startswith("2 procurations acceptées")


def test_une_delegation_finie_entre_temps_dit_ce_qui_est_fait_sans_rien_montrer_du_reste(
    nuage: Nuage, recues: dict[str, Demande], monkeypatch: pytest.MonkeyPatch
) -> None:
    agent = agent_de_mairie(nuage)
    page = agent.voir(LOT)
    accepter = decider.accepter

    def puis_sans_delegation(*args: object, **options: object) -> Demande:
        acceptee = accepter(*args, **options)  # type: ignore[arg-type]
        nuage.deleguer(AGENT_RENNES, RENNES, au=nuage.maintenant)
        return acceptee

    monkeypatch.setattr(decider, "accepter", puis_sans_delegation)
    envoi = envoyer(agent, page, recues["Abel"], recues["Zola"])
    fait = agent.voir(envoi.vers)

    assert fait.titre.startswith("1 procuration acceptée")
    assert "Votre délégation a pris fin" in fait.texte
    assert not {"Abel", "Zola"} & set(fait.texte.split())
    assert recues["Abel"].reference in fait.texte
    assert nuage.relire(recues["Zola"]).etat is Etat.A_CONTROLER
