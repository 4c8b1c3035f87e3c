"""What the emulator cannot take as it is, each with its reason. Nothing else is changed.

A type of resource that neither the emulator nor this list knows makes it refuse the template: a new
one is decided here, never dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ecart:
    """`ou`: a type of resource, or a type and a property; `raison`: what the emulator does."""

    ou: str
    raison: str


RETIREES = (
    Ecart(
        "AWS::WAFv2::WebACLAssociation", "type inconnu : le pare-feu n’est devant aucune requête"
    ),
    Ecart("AWS::WAFv2::IPSet", "type inconnu"),
    Ecart("AWS::WAFv2::WebACL", "créé sans effet : sans réseaux ni association il ne filtre rien"),
    Ecart("AWS::WAFv2::LoggingConfiguration", "type inconnu"),
    Ecart("AWS::CloudWatch::Alarm.Metrics", "alarme sur un calcul : refusée par sa CloudFormation"),
    Ecart("AWS::CloudWatch::CompositeAlarm", "type inconnu de sa CloudFormation"),
    Ecart("AWS::CloudWatch::AnomalyDetector", "type inconnu"),
    Ecart("AWS::Logs::QueryDefinition", "type inconnu"),
    Ecart("AWS::XRay::Group", "type inconnu"),
    Ecart("AWS::ApplicationAutoScaling::ScalableTarget", "type inconnu : rien n’est préchauffé"),
    Ecart("AWS::ApplicationAutoScaling::ScalingPolicy", "type inconnu"),
)
"""Resources left out (those of a type, or those of a type that have this property), with the
`DependsOn` that name them."""

CHANGEES = (
    Ecart(
        "AWS::ApiGateway::RestApi.Body.x-amazon-apigateway-binary-media-types",
        "ignoré à l’import : écrit dans BinaryMediaTypes, qui dit la même chose",
    ),
    Ecart(
        "AWS::ApiGateway::RestApi.Body.x-amazon-apigateway-gateway-responses",
        "ignoré à l’import : une ressource GatewayResponse pour chacune",
    ),
    Ecart(
        "AWS::ApiGateway::RestApi.Tags",
        "l’étiquette ms-custom-id fixe l’identifiant de l’API, donc son adresse d’avance",
    ),
    Ecart(
        "AWS::CloudWatch::Dashboard.DashboardBody",
        "nomme des alarmes retirées : leur nom logique tient lieu d’adresse",
    ),
    Ecart(
        "AWS::Lambda::Function.Environment",
        "les nombres y restent des nombres : écrits en texte, comme CloudFormation le fait",
    ),
    Ecart(
        "Parameters.AllowedPattern",
        "les simulateurs répondent en http sur 127.0.0.1 : leurs adresses sont admises",
    ),
)
"""The same said otherwise."""

SANS_EFFET = (
    Ecart("AWS::DynamoDB::Table.TimeToLiveSpecification", "rien n’expire"),
    Ecart("AWS::DynamoDB::Table.PointInTimeRecoverySpecification", "pas de restauration"),
    Ecart("AWS::DynamoDB::Table.SSESpecification", "rien n’est chiffré"),
    Ecart("AWS::ApiGateway::Stage.AccessLogSetting", "pas de journal d’accès"),
    Ecart("AWS::ApiGateway::RestApi.MinimumCompressionSize", "rien n’est compressé"),
    Ecart("AWS::Lambda::EventSourceMapping.BisectBatchOnFunctionError", "les lots sont entiers"),
    Ecart("AWS::Lambda::EventSourceMapping.ParallelizationFactor", "un lot à la fois"),
    Ecart("AWS::IAM::Role.Policies", "aucun droit n’est vérifié"),
)
"""Taken, and without effect here: what this deployment does not prove."""
