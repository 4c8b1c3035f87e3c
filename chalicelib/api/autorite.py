"""The API of the police and gendarmerie."""

from __future__ import annotations

from chalice.app import Blueprint, Response

from chalicelib.api import vues
from chalicelib.api.idempotence import empreinte_de_cle
from chalicelib.api.problemes import refuser
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.identite.personnes import Portail
from chalicelib.services.etablir import etablir
from chalicelib.services.guichet import consulter_au_guichet
from chalicelib.services.refuser_au_guichet import refuser_au_guichet
from chalicelib.web import reponses
from chalicelib.web.acces import Acces, Guichet
from chalicelib.web.appel import Appel

blueprint = Blueprint(__name__)
guichet = Guichet(blueprint, "/api/v1/autorite", refuser)

LECTURE = Acces(Portail.AUTORITE)
ECRITURE = Acces(Portail.AUTORITE, ecrit=True)


@guichet.route("GET", "/demandes/{reference}", LECTURE)
def consulter(appel: Appel) -> Response:
    """The demande of the person at the counter; the consultation is logged."""
    demande = consulter_au_guichet(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_au_guichet(demande, appel.contexte.depots.scrutins()))


@guichet.route("POST", "/demandes/{reference}/etablissement", ECRITURE)
def etablir_la_procuration(appel: Appel) -> Response:
    """Establishes the procuration: `{"piece": "CNI"}`."""
    piece = appel.texte("piece")
    demande = etablir(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        circonstances=Circonstances(piece=piece),
        cle=empreinte_de_cle(appel, "etablissement", piece),
        maintenant=appel.maintenant,
    )
    return reponses.json(vues.demande_au_guichet(demande, appel.contexte.depots.scrutins()))


@guichet.route("POST", "/demandes/{reference}/refus", ECRITURE)
def refuser_la_demande(appel: Appel) -> Response:
    """Refuses at the counter: `{"motif": "A1"}`."""
    motif = appel.texte("motif")
    demande = refuser_au_guichet(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=appel.agent,
        motif=motif,
        cle=empreinte_de_cle(appel, "refus", motif),
        maintenant=appel.maintenant,
    )
    return reponses.json({"reference": demande.reference, "etat": demande.etat.value})
