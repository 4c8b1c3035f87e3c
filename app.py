"""The door: the Chalice app, its blueprints and its functions. Nothing is decided here."""

from __future__ import annotations

from chalice.app import Chalice, ConvertToMiddleware

from chalicelib.api import routes as api
from chalicelib.flux import fonctions
from chalicelib.observabilite import journaliste, mesures_publiees, passe_finie
from chalicelib.portails import routes as portails
from chalicelib.web.acces import prechauffer
from chalicelib.web.finition import Finition

app = Chalice(app_name="maprocuration", configure_logs=False)
app.api.binary_types = []  # answers are encoded by chalicelib.web.reponses.Binaire

app.register_blueprint(portails.blueprint)
app.register_blueprint(api.blueprint)
prechauffer()

app.register_middleware(ConvertToMiddleware(journaliste().inject_lambda_context(clear_state=True)))
app.register_middleware(mesures_publiees)
app.register_middleware(passe_finie, "scheduled")
app.register_middleware(Finition(portails.PAGE_D_ERREUR, api.PROBLEME), "http")

# Lambda looks for each function here, under its name.
(
    routage,
    controles,
    courriels,
    documents,
    anomalies,
    expedition,
    retours,
    reprise_controles,
    echeances,
    bulletins,
    publication,
    canari,
    jauges,
    rapprochement,
    points_de_controle,
) = fonctions.inscrire(app)
