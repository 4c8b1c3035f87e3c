"""The door: the Chalice app, its blueprints and its functions. Nothing is decided here."""

from __future__ import annotations

from typing import Any

from chalice.app import Chalice, CloudWatchEvent, ConvertToMiddleware, Cron, DynamoDBEvent, Rate

from chalicelib.api import autorite as api_autorite
from chalicelib.api import commun as api_commun
from chalicelib.api import electeur as api_electeur
from chalicelib.api import mairie as api_mairie
from chalicelib.api import mairie_actes as api_mairie_actes
from chalicelib.api import mairie_papier as api_mairie_papier
from chalicelib.api.problemes import probleme_sans_appel
from chalicelib.observabilite import journaliste, mesures
from chalicelib.portails import autorite, connexion, electeur, mairie, public
from chalicelib.portails.pages import page_d_erreur
from chalicelib.web.finition import Finition

app = Chalice(app_name="maprocuration", configure_logs=False)
app.api.binary_types = []  # answers are encoded by chalicelib.web.reponses.Binaire

for module in (
    public,
    connexion,
    electeur,
    autorite,
    mairie,
    api_commun,
    api_electeur,
    api_autorite,
    api_mairie,
    api_mairie_actes,
    api_mairie_papier,
):
    app.register_blueprint(module.blueprint)

app.register_middleware(ConvertToMiddleware(journaliste().inject_lambda_context(clear_state=True)))
app.register_middleware(ConvertToMiddleware(mesures().log_metrics))
app.register_middleware(Finition(page_d_erreur, probleme_sans_appel), "http")

# The merge template of infra/ puts the streams of its own tables in the place of these.
_FLUX = "arn:aws:dynamodb:eu-west-3:123456789012:table/{}/stream/2021-04-06T00:00:00.000"
FLUX_DES_DEMANDES = _FLUX.format("demandes")
FLUX_DES_ATTENTES = _FLUX.format("attentes")


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


@app.on_dynamodb_record(stream_arn=FLUX_DES_DEMANDES, name="courriels", batch_size=10)
def courriels(event: DynamoDBEvent) -> dict[str, Any]:
    """Tells the mandant by e-mail."""
    from chalicelib.flux.courriels import courriels as traiter

    return traiter(event.to_dict())
