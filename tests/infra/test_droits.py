"""Each function has the rights that it uses and no other.

No local engine enforces IAM, so that a missing right would only show in production. Here every call
of the three steps is recorded and compared with the function's role in the template, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.connexion import connexion
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.impressions import ArchivesDynamo
from chalicelib.depots.mairies import MairiesDynamo
from chalicelib.depots.sessions import BrouillonsDynamo, SessionsDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.temps import jour
from chalicelib.flux.courriels import courriels
from chalicelib.flux.routage import routage
from chalicelib.montage import montage
from chalicelib.services import guichet, lister, mairie, mes_donnees, retirer, suivre
from chalicelib.services.collectes import collectes
from chalicelib.services.deleguer import delegations_de, donner
from chalicelib.services.denombrer import denombrer
from chalicelib.services.donnees_ouvertes import RECENTES
from chalicelib.services.imprimer import depuis_la_derniere, imprimer_la_liste
from chalicelib.services.rechercher import rechercher
from chalicelib.services.regler_mairie import reglages_de, regler
from chalicelib.services.sessions import Brouillon, Session
from infra import assemblage
from infra.local import gabarit
from infra.local.pompe import Consommateur, Pompe
from tests.constructeurs import (
    AGENT_RENNES,
    DELEGUE,
    OPJ,
    PRESIDENTIELLE,
    RENNES,
    Nuage,
    habilitation,
    mandant,
)
from tests.facteur import Facteur
from tests.services.test_mairies import MAIRE, NOUVEAU

ROLES = {
    "api": "ApiHandlerRole",
    "routage": "RoutageRole",
    "courriels": "CourrielsRole",
    "expedition": "ExpeditionRole",
}
Droit = tuple[str, str]
AILLEURS = {
    ("api", "dynamodb:UpdateItem", "quotas"),
    ("routage", "dynamodb:PutItem", "attentes"),
    ("api", "dynamodb:PutItem", "documents"),
    ("api", "dynamodb:GetItem", "documents"),
}
"""What only a connected register makes use of (see `test_droits_controles`), and a long document
(`test_droits_documents`).
"""


def permis(role: str) -> set[Droit]:
    """The DynamoDB rights of a role on tables: (action, `table` or `table/index/name`)."""
    droits = set()
    (politique,) = assemblage.charger()["Resources"][role]["Properties"]["Policies"]
    for permission in politique["PolicyDocument"]["Statement"]:
        for action in _liste(permission["Action"]):
            if not action.startswith("dynamodb:"):
                continue
            for ressource in _liste(permission["Resource"]):
                lieu = _lieu(ressource)
                if "StreamArn" not in lieu:
                    droits.add((action, lieu))
    return droits


def _liste(valeur: Any) -> list[Any]:
    return valeur if isinstance(valeur, list) else [valeur]


def _lieu(ressource: dict[str, Any]) -> str:
    if "Fn::GetAtt" in ressource:
        nom, attribut = ressource["Fn::GetAtt"]
        return nom.removeprefix("Table").lower() + ("" if attribut == "Arn" else attribut)
    texte: str = ressource["Fn::Sub"]
    return texte.removeprefix("${Table").replace(".Arn}", "").lower()


class Greffier:
    """Writes down what is asked of DynamoDB, and for which function."""

    def __init__(self) -> None:
        self.pour = "personne"
        self.faits: dict[str, set[Droit]] = {nom: set() for nom in (*ROLES, "personne")}

    @contextmanager
    def au_nom_de(self, fonction: str) -> Iterator[None]:
        avant, self.pour = self.pour, fonction
        yield
        self.pour = avant

    def noter(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self.faits[self.pour].update(_droits(model.name, params))


def _droits(operation: str, params: dict[str, Any]) -> Iterator[Droit]:
    """The rights that a call asks for. A transaction asks for those of its parts."""
    if operation in {"TransactWriteItems", "TransactGetItems"}:
        for partie in params["TransactItems"]:
            ((genre, detail),) = partie.items()
            nom = "ConditionCheckItem" if genre == "ConditionCheck" else f"{genre}Item"
            yield f"dynamodb:{nom}", _table(detail["TableName"])
    elif operation in {"BatchGetItem", "BatchWriteItem"}:
        for table in params["RequestItems"]:
            yield f"dynamodb:{operation}", _table(table)
    else:
        index = params.get("IndexName")
        suite = f"/index/{index}" if index else ""
        yield f"dynamodb:{operation}", _table(params["TableName"]) + suite


def _table(nom: str) -> str:
    return nom.rsplit("-", 1)[1]


@pytest.fixture
def greffier(nuage: Nuage) -> Iterator[Greffier]:
    nuage.peupler()
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    greffier_ = Greffier()
    evenements = connexion().client.meta.events
    evenements.register("provide-client-params.dynamodb", greffier_.noter)
    yield greffier_
    evenements.unregister("provide-client-params.dynamodb", greffier_.noter)


def livrer(nuage: Nuage, greffier: Greffier, facteur: Facteur) -> None:
    """Delivers the stream to both functions, one after the other, then the queues to theirs."""
    table = nuage.moteur.client("dynamodb").describe_table(TableName="maprocuration-local-demandes")
    for nom, fonction in (("routage", routage), ("courriels", courriels)):
        with greffier.au_nom_de(nom):
            montage.cache_clear()  # each function is a process that knows nothing yet
            consommateur = Consommateur(nom, fonction, gabarit.reglages_du_flux(nom))
            with Pompe(
                nuage.moteur.client("dynamodbstreams"),
                table["Table"]["LatestStreamArn"],
                [consommateur],
            ) as pompe:
                pompe.attendre_calme()
            assert consommateur.echecs == []
    with greffier.au_nom_de("expedition"):
        montage.cache_clear()
        while facteur.tourner():
            pass


def vivre(nuage: Nuage, greffier: Greffier, facteur: Facteur) -> None:
    """The life of demandes: deposited twice by one click, withdrawn, established, decided."""
    with greffier.au_nom_de("api"):
        premiere = nuage.deposer(cle="un-clic")
        assert nuage.deposer(cle="un-clic").reference == premiere.reference
        retiree = nuage.deposer(mandant("mandant-2"))
        retirer.retirer(
            nuage.contexte,
            reference=retiree.reference,
            mandant_id="mandant-2",
            maintenant=nuage.maintenant,
        )
        suivre.suivre(nuage.contexte, reference=premiere.reference, mandant_id="mandant-1")
        nuage.contexte.depots.demandes_du_mandant("mandant-1")
        autorite = {"agent": OPJ, "maintenant": nuage.maintenant}
        guichet.consulter_au_guichet(nuage.contexte, reference=premiere.reference, **autorite)
        with pytest.raises(ErreurMetier):
            guichet.consulter_au_guichet(nuage.contexte, reference="222222", **autorite)
        nuage.etablir(premiere)
        recueillir(nuage)
    livrer(nuage, greffier, facteur)
    with greffier.au_nom_de("api"):
        clerc = {"agent": AGENT_RENNES, "commune": RENNES, "maintenant": nuage.maintenant}
        page = lister.lister(nuage.contexte, etat=None, curseur="", **clerc)
        assert [ligne.reference for ligne in page.lignes] == [premiere.reference]
        assert rechercher(nuage.contexte, texte="durand mart", curseur="", **clerc).lignes
        denombrer(nuage.contexte, RENNES, nuage.maintenant)
        mairie.examiner(nuage.contexte, reference=premiere.reference, **clerc)
        nuage.accepter(nuage.relire(premiere))
        lister.reste_a_controler(nuage.contexte, RENNES, premiere.reference)
        assert nuage.contexte.depots.ecritures(premiere.reference)
        assert mes_donnees.mes_donnees(nuage.contexte, EnvoisDynamo(), "mandant-1")
        nuage.saisir_papier()
        nuage.saisir_papier(refusee=True)
    livrer(nuage, greffier, facteur)
    with greffier.au_nom_de("api"):
        assert list(lister.registre(nuage.contexte, RENNES))
        imprimer(nuage)
        fait = ActivitesDynamo().du_jour(OPJ.cle, jour(nuage.maintenant), nuage.maintenant)
        assert [activite.reference for activite in fait] == [premiere.reference]
    finir(nuage, greffier, facteur, premiere)


def imprimer(nuage: Nuage) -> None:
    """The émargement list, and what is new since."""
    vote = {"commune": RENNES, "jour": PRESIDENTIELLE.tours[0].date}
    qui = {"agent": AGENT_RENNES, "cle": "", "maintenant": nuage.maintenant}
    archives = ArchivesDynamo(lambda: nuage.maintenant)
    imprimer_la_liste(nuage.contexte, archives, **vote, **qui)


def relire_les_nouveautes(nuage: Nuage) -> None:
    """What ended since the print is to strike, and the register says why."""
    vote = {"commune": RENNES, "jour": PRESIDENTIELLE.tours[0].date}
    suite = depuis_la_derniere(nuage.contexte, ArchivesDynamo(lambda: nuage.maintenant), **vote)
    assert suite
    assert set(suite.raisons.values()) == {"résiliée"}


def finir(nuage: Nuage, greffier: Greffier, facteur: Facteur, premiere: Demande) -> None:
    """The first is résiliée: the place that it frees is work for the next one, refused for want of
    it (L73).
    """
    nuage.avancer(minutes=1)
    with greffier.au_nom_de("api"):
        suivante = nuage.etablir(nuage.deposer(mandant("mandant-4", nom="Autre")))
    livrer(nuage, greffier, facteur)
    with greffier.au_nom_de("api"):
        nuage.refuser(nuage.relire(suivante), "M06")
        nuage.resilier(nuage.demander_resiliation(nuage.relire(premiere)))
    livrer(nuage, greffier, facteur)
    with greffier.au_nom_de("api"):
        relire_les_nouveautes(nuage)
    assert list(nuage.contexte.depots.attentes_dues(nuage.avancer(hours=1)))


def recueillir(nuage: Nuage) -> None:
    """A délégué collects, his OPJ sees it in his list; both look for public places."""
    collectee = nuage.collecter(nuage.deposer(mandant("mandant-3", prenoms=("Zoé",))))
    assert nuage.contexte.depots.lieux("35") == ()
    assert nuage.contexte.depots.lieu("35-gare") is None
    (en_attente,) = collectes(nuage.contexte, OPJ, nuage.maintenant)
    assert en_attente.reference == collectee.reference


def naviguer(nuage: Nuage, greffier: Greffier) -> None:
    """Sessions and drafts."""
    fin = nuage.maintenant + timedelta(minutes=30)
    with greffier.au_nom_de("api"):
        sessions, brouillons = SessionsDynamo(), BrouillonsDynamo()
        sessions.ouvrir(Session("cle", "electeur", "mandant-1", fin, {}))
        assert sessions.lire("cle")
        sessions.lire_avec_demande("cle", "ABC234")
        sessions.fermer("cle")
        brouillons.ecrire("mandant-1", Brouillon("jeton", {}), nuage.maintenant)
        assert brouillons.lire("mandant-1", nuage.maintenant)
        assert montage().compteurs.journees(RENNES, nuage.maintenant.date())
        assert montage().publications.lire(RECENTES) is None
    nuage.deleguer(MAIRE, RENNES, maire=True)
    with greffier.au_nom_de("api"):
        administrer(nuage)


def administrer(nuage: Nuage) -> None:
    """What a mairie sets for itself, and whom its maire delegates."""
    mairies = MairiesDynamo()
    reglages = replace(reglages_de(mairies, RENNES), horaires="De 9 h à 17 h")
    qui = {"maintenant": nuage.maintenant}
    regler(nuage.contexte, mairies, voulus=reglages, agent=AGENT_RENNES, **qui)
    maire = {"agent": MAIRE, "commune": RENNES} | qui
    jours = {"du": jour(nuage.maintenant), "au": jour(nuage.maintenant)}
    donner(nuage.contexte, mairies, cle=NOUVEAU, nom="Awa Traoré", **jours, **maire)
    assert len(delegations_de(nuage.contexte, mairies, **maire)) == 3


def test_chaque_fonction_a_les_droits_dont_elle_se_sert_et_aucun_autre(
    nuage: Nuage, greffier: Greffier, files_sqs: Facteur
) -> None:
    vivre(nuage, greffier, files_sqs)
    naviguer(nuage, greffier)

    for nom, role in ROLES.items():
        assert greffier.faits[nom] - permis(role) == set(), f"{role} lacks rights"
        sans_usage = permis(role) - greffier.faits[nom]
        ailleurs = {(action, lieu) for qui, action, lieu in AILLEURS if qui == nom}
        assert sans_usage == ailleurs, f"{role} has rights of no use"
