"""The functions that are no page: streams and schedules. Each is imported when it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalice.app import Chalice, CloudWatchEvent, Cron, DynamoDBEvent, Rate, SQSEvent

# The merge template of infra/ puts the streams of its own tables in the place of these.
_FLUX = "arn:aws:dynamodb:eu-west-3:123456789012:table/{}/stream/2021-04-06T00:00:00.000"
FLUX_DES_DEMANDES = _FLUX.format("demandes")
FLUX_DES_ATTENTES = _FLUX.format("attentes")
FLUX_DES_DOCUMENTS = _FLUX.format("documents")
FLUX_DES_ACTIVITES = _FLUX.format("activites")
FILE_DES_ENVOIS = "arn:aws:sqs:eu-west-3:123456789012:envois-urgents"

Fonction = Callable[[dict[str, Any], Any], dict[str, Any]]


def inscrire(app: Chalice) -> tuple[Fonction, ...]:
    """Registers them; gives them in the order of their names in `app.py`, where Lambda looks for
    them.
    """
    return (
        *_des_flux(app),
        *_des_courriels(app),
        *_des_heures(app),
        *_de_la_surveillance(app),
    )


def _des_flux(app: Chalice) -> tuple[Fonction, ...]:
    @app.on_dynamodb_record(stream_arn=FLUX_DES_DEMANDES, name="routage", batch_size=25)
    def routage(event: DynamoDBEvent) -> dict[str, Any]:
        """Puts procurations into the register of their commune."""
        from chalicelib.flux.routage import routage as traiter

        return traiter(event.to_dict())

    @app.on_dynamodb_record(stream_arn=FLUX_DES_ATTENTES, name="controles", batch_size=10)
    def controles(event: DynamoDBEvent) -> dict[str, Any]:
        """Asks the national register, and examines L73 again where a place was freed."""
        from chalicelib.flux.controles import controles as traiter

        return traiter(event.to_dict())

    @app.on_dynamodb_record(stream_arn=FLUX_DES_DEMANDES, name="courriels", batch_size=10)
    def courriels(event: DynamoDBEvent) -> dict[str, Any]:
        """Tells the mandant by e-mail."""
        from chalicelib.flux.courriels import courriels as traiter

        return traiter(event.to_dict())

    @app.on_dynamodb_record(stream_arn=FLUX_DES_DOCUMENTS, name="documents", batch_size=1)
    def documents(event: DynamoDBEvent) -> dict[str, Any]:
        """Makes the long documents of the mairies."""
        from chalicelib.flux.documents import documents as traiter

        return traiter(event.to_dict())

    @app.on_dynamodb_record(stream_arn=FLUX_DES_ACTIVITES, name="anomalies", batch_size=100)
    def anomalies(event: DynamoDBEvent) -> dict[str, Any]:
        """Looks for what is not usual in the acts of authorities."""
        from chalicelib.flux.anomalies import anomalies as traiter

        return traiter(event.to_dict())

    return routage, controles, courriels, documents, anomalies


def _des_courriels(app: Chalice) -> tuple[Fonction, ...]:
    # The merge template adds the other queues.
    @app.on_sqs_message(queue_arn=FILE_DES_ENVOIS, name="expedition", batch_size=5)
    def expedition(event: SQSEvent) -> dict[str, Any]:
        """Sends the messages that wait for their turn."""
        from chalicelib.flux.expedition import expedition as traiter

        return traiter(event.to_dict())

    # Not on_sns_message, which wants of an event what no engine of one machine writes.
    @app.lambda_function(name="retours")
    def retours(evenement: dict[str, Any], _: Any) -> dict[str, Any]:
        """Writes down what mail servers answered."""
        from chalicelib.flux.retours import retours as traiter

        return traiter(evenement)

    return expedition, retours


def _des_heures(app: Chalice) -> tuple[Fonction, ...]:
    @app.schedule(Rate(1, unit=Rate.MINUTES), name="reprise_controles")
    def reprise_controles(_: CloudWatchEvent) -> dict[str, int]:
        """Asks again what the register has not answered."""
        from chalicelib.flux.controles import reprendre_les_controles

        return reprendre_les_controles()

    @app.schedule(Cron(17, "0-3", "*", "*", "?", "*"), name="echeances")
    def echeances(event: CloudWatchEvent) -> dict[str, int]:
        """Reminds, expires, ends and erases, each night."""
        from chalicelib.flux.echeances import echeances as traiter

        contexte: Any = event.context
        return traiter(contexte.get_remaining_time_in_millis() / 1000)

    @app.schedule(Cron("0/15", "*", "*", "*", "?", "*"), name="bulletins")
    def bulletins(event: CloudWatchEvent) -> dict[str, int]:
        """Tells each mairie what it has to check, mornings and eves of votes."""
        from chalicelib.flux.bulletins import bulletins as annoncer

        contexte: Any = event.context
        return annoncer(contexte.get_remaining_time_in_millis() / 1000)

    @app.schedule(Cron(47, 3, "*", "*", "?", "*"), name="publication")
    def publication(_: CloudWatchEvent) -> dict[str, int]:
        """Publishes the numbers of the days past, each night."""
        from chalicelib.flux.publication import publication as publier

        return publier()

    return reprise_controles, echeances, bulletins, publication


def _de_la_surveillance(app: Chalice) -> tuple[Fonction, ...]:
    @app.schedule(Rate(5, unit=Rate.MINUTES), name="canari")
    def canari(_: CloudWatchEvent) -> dict[str, str]:
        """Lives the three steps, as a person would, where nobody is."""
        from chalicelib.flux.canari import canari as vivre

        return vivre()

    @app.schedule(Rate(5, unit=Rate.MINUTES), name="jauges")
    def jauges(_: CloudWatchEvent) -> dict[str, int]:
        """Reads what waits, for the dashboards."""
        from chalicelib.flux.jauges import jauges as relever

        return relever()

    @app.schedule(Cron(7, "*", "*", "*", "?", "*"), name="rapprochement")
    def rapprochement(event: CloudWatchEvent) -> dict[str, int]:
        """Reads the registers, accounts and e-mails against the demandes, each hour."""
        from chalicelib.flux.rapprochement import rapprochement as rapprocher

        contexte: Any = event.context
        return rapprocher(contexte.get_remaining_time_in_millis() / 1000)

    @app.schedule(Cron(41, 0, "*", "*", "?", "*"), name="points_de_controle")
    def points_de_controle(_: CloudWatchEvent) -> dict[str, int]:
        """Copies the last links of the journal where nobody can change them, each night."""
        from chalicelib.flux.points_de_controle import points_de_controle as attester

        return attester()

    return canari, jauges, rapprochement, points_de_controle
