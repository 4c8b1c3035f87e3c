"""Of *la technique*: what the service depends on, and what watches that nothing is lost."""

from __future__ import annotations

from chalicelib.mesures import Mesure
from infra.tableaux.composants import Courbe, Graphique, Seuil, mesure, toutes


def graphiques() -> tuple[Graphique, ...]:
    """The REU, the identity providers, SES, S3."""
    fournisseurs = Mesure.IDENTITE_DUREE.dimensions["fournisseur"]
    return (
        Graphique(
            titre="Répertoire électoral : durée, par issue",
            courbes=toutes(Mesure.REU_DUREE, "p95"),
            unite="millisecondes",
            seuils=(Seuil(3000, "délai de lecture"),),
        ),
        Graphique(
            titre="Répertoire électoral : questions par issue (« disjoncte » : laissé au repos)",
            courbes=toutes(Mesure.REU_DUREE, "SampleCount"),
            unite="questions",
        ),
        Graphique(
            titre="Répertoire électoral : réponses, contrôles",
            courbes=[*toutes(Mesure.REU_REPONSES), *toutes(Mesure.CONTROLES)],
            unite="nombre",
        ),
        Graphique(
            titre="Fournisseurs d’identité : durée des réponses",
            courbes=[
                mesure(Mesure.IDENTITE_DUREE, f, "p95", fournisseur=f, issue="reponse")
                for f in fournisseurs
            ],
            unite="millisecondes",
            seuils=(Seuil(5000, "délai de lecture"),),
        ),
        Graphique(
            titre="Fournisseurs d’identité : appels par issue",
            courbes=toutes(Mesure.IDENTITE_DUREE, "SampleCount"),
            unite="appels",
        ),
        Graphique(
            titre="SES : réputation",
            courbes=[
                Courbe("AWS/SES", "Reputation.BounceRate", {}, "Maximum", "rejets"),
                Courbe("AWS/SES", "Reputation.ComplaintRate", {}, "Maximum", "plaintes"),
            ],
            unite="part des courriels",
            seuils=(Seuil(0.04, "alarme, rejets"), Seuil(0.0008, "alarme, plaintes")),
            periode=3600,
        ),
        Graphique(
            titre="SES : envois et retours",
            courbes=[
                Courbe("AWS/SES", nom, {}, "Sum", libelle)
                for nom, libelle in (
                    ("Send", "envoyés"),
                    ("Delivery", "remis"),
                    ("Bounce", "rejetés"),
                    ("Complaint", "signalés"),
                )
            ],
            unite="courriels",
        ),
        Graphique(
            titre="Courriels : envois par issue",
            courbes=toutes(Mesure.EXPEDITIONS),
            unite="courriels",
        ),
        Graphique(
            titre="Documents longs",
            courbes=[
                mesure(Mesure.DOCUMENTS_FAITS, "faits"),
                mesure(Mesure.DOCUMENTS_EN_ECHEC, "en échec"),
            ],
            unite="documents",
        ),
    )


def rien_ne_se_perd() -> tuple[Graphique, ...]:
    """Reconciliation, checkpoints of the journal, canary."""
    return (
        Graphique(
            titre="Rapprochement : écarts trouvés, par genre",
            courbes=[
                *toutes(Mesure.ECARTS),
                mesure(Mesure.ECARTS_TROUVES, "tous"),
            ],
            unite="écarts",
            seuils=(Seuil(1, "alarme"),),
            periode=3600,
        ),
        Graphique(
            titre="Rapprochement : ce qui a été relu",
            courbes=[
                mesure(Mesure.RAPPROCHEES, "demandes relues"),
                mesure(Mesure.TOURS_DE_RAPPROCHEMENT, "tours finis"),
                *toutes(Mesure.POINTS_DE_CONTROLE, libelles={"poses": "points de contrôle posés"}),
            ],
            unite="nombre",
            periode=3600,
        ),
        Graphique(
            titre="Canari : le parcours de bout en bout",
            courbes=[
                *toutes(Mesure.CANARI_PASSAGES),
                *toutes(Mesure.CANARI_ETAPES_MANQUEES),
            ],
            unite="passages",
        ),
        Graphique(
            titre="Canari : durée de chaque étape",
            courbes=toutes(Mesure.CANARI_DUREE, "Maximum"),
            unite="millisecondes",
        ),
    )
