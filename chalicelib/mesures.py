"""Every metric that the code emits: its name, its unit, its dimensions and all their values.

Dashboards and alarms (`infra/tableaux/`, `infra/ressources/80-alarmes.yaml`) are checked against
this list, both ways. A dimension never holds anything of a person, nor a reference: its values are
all here, and what is not among them is counted as `autre`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from types import MappingProxyType

from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.genres_d_anomalie import Genre

AUTRE = "autre"
"""What counts for a value that a dimension does not know: an unknown one opens no new series."""


class Unite(StrEnum):
    """CloudWatch's own words."""

    NOMBRE = "Count"
    MILLISECONDES = "Milliseconds"


_Dimensions = dict[str, tuple[str, ...]]

PORTAILS = ("electeur", "autorite", "mairie", "api", "public")
AGES = ("moins-d-un-jour", "un-a-trois-jours", "trois-a-sept-jours", "plus-de-sept-jours")
"""Of what waits for a mairie, since its reception."""

PLANIFIEES = (
    "reprise_controles",
    "echeances",
    "bulletins",
    "publication",
    "canari",
    "jauges",
    "rapprochement",
    "points_de_controle",
)
"""The scheduled functions, by their names in `app.py`."""

# `services.rapprocher.Ecart`; a test holds them equal.
ECARTS = (
    "NON_TRANSMISE", "COMMUNE_SANS_REGISTRE", "LIGNE_ABSENTE", "LIGNE_EN_RETARD",
    "LIGNE_EN_AVANCE", "LIGNE_DIFFERENTE", "LIGNE_DE_TROP", "DEMANDE_PERDUE", "ENGAGEMENT_ABSENT",
    "ENGAGEMENT_DE_TROP", "MOTS_ABSENTS", "QUESTION_ABSENTE", "COURRIEL_ABSENT",
)  # fmt: skip

# `flux.parcours_du_canari.Etape`, in the order in which they are lived.
ETAPES_DU_CANARI = (
    "connexion", "menage", "depot", "guichet", "etablissement", "routage", "courriel", "decision",
    "registre", "resiliation",
)  # fmt: skip

# The codes of `ErreurMetier`; a test walks them.
REFUS = (
    "acces-refuse",
    "agent-verrouille",
    "autre-personne",
    "cle-idempotence-reutilisee",
    "commune-sans-registre",
    "connexion-abandonnee",
    "connexion-impossible",
    "connexion-non-verifiee",
    "controle-au-registre",
    "controle-non-conforme",
    "corps-invalide",
    "corps-trop-grand",
    "delegation-absente",
    "demande-expiree",
    "demande-introuvable",
    "demande-refusee",
    "document-introuvable",
    "double-authentification-requise",
    "envoi-en-cours",
    "etat-incompatible",
    "fichier-introuvable",
    "formulaire-non-reconnu",
    "fournisseur-indisponible",
    "habilitation-invalide",
    "identite-incomplete",
    "identite-non-certifiee",
    "impression-absente",
    "incident",
    "jeton-refuse",
    "langue-inconnue",
    "mairie-inconnue",
    "mandant-deja-represente",
    "methode-non-permise",
    "modifiee-entre-temps",
    "numerisation-absente",
    "portee-insuffisante",
    "procuration-introuvable",
    "recepisse-indisponible",
    "reference-introuvable",
    "reference-invalide",
    "reserve-au-maire",
    "saisie-invalide",
    "service-indisponible",
    "session-absente",
    "trop-d-avis",
    "trop-de-rectifications",
    "type-non-accepte",
)

# `services.courrier.Message`, which only the functions that write to people import.
MESSAGES = (
    "M1", "M1b", "M1c", "M1r", "M1x", "M2", "M3a", "M3b", "M3r", "M4", "M4b", "M4r",
    "M5a", "M5", "M5b", "M6", "M6c", "M7", "M7b", "M7c", "M9",
)  # fmt: skip

ISSUES_REU = (
    "reponse", "delai", "reseau", "statut", "acces", "forme", "autre_personne", "disjoncte",
)  # fmt: skip
"""An answer, or `services.registre_national.Raison`."""

FAMILLES = ("magasins", "courriels", "reu", "identite", "reseau", "metier", "code")
"""Where an unexpected failure comes from: see `observabilite.famille`."""

_PAR_PORTAIL: _Dimensions = {"portail": PORTAILS}
_PAR_CONNEXION: _Dimensions = {"portail": ("electeur", "autorite", "mairie")}


class Mesure(Enum):
    """A metric. `nom` is CloudWatch's, in the namespace of the stage."""

    # What happens to the demandes: one for each record of the stream, that is for each transition.
    TRANSITIONS = ("Transitions", Unite.NOMBRE, {"evenement": tuple(e.value for e in Evenement)})
    DELAI_JUSQU_AU_REGISTRE = ("DelaiJusquAuRegistre", Unite.MILLISECONDES)
    EN_ATTENTE = ("EnAttente", Unite.NOMBRE, {"age": AGES})

    # What is answered.
    LATENCE = ("Latence", Unite.MILLISECONDES, _PAR_PORTAIL)
    REPONSES_2XX = ("Reponses2xx", Unite.NOMBRE, _PAR_PORTAIL)
    REPONSES_3XX = ("Reponses3xx", Unite.NOMBRE, _PAR_PORTAIL)
    REPONSES_4XX = ("Reponses4xx", Unite.NOMBRE, _PAR_PORTAIL)
    REPONSES_5XX = ("Reponses5xx", Unite.NOMBRE, _PAR_PORTAIL)
    ACCES_REFUSES = ("AccesRefuses", Unite.NOMBRE, _PAR_PORTAIL)
    REFUS = ("Refus", Unite.NOMBRE, {"type": REFUS})
    INCIDENTS = ("Incidents", Unite.NOMBRE, {"famille": FAMILLES})

    # Who comes in.
    CONNEXIONS_REUSSIES = ("ConnexionsReussies", Unite.NOMBRE, _PAR_CONNEXION)
    CONNEXIONS_REFUSEES = ("ConnexionsRefusees", Unite.NOMBRE, _PAR_CONNEXION)
    CERTIFICATIONS_REUSSIES = ("CertificationsReussies", Unite.NOMBRE)
    CERTIFICATIONS_REFUSEES = ("CertificationsRefusees", Unite.NOMBRE)
    REFERENCES_MANQUEES = ("ReferencesManquees", Unite.NOMBRE)
    AGENTS_VERROUILLES = ("AgentsVerrouilles", Unite.NOMBRE)

    ANOMALIES = ("Anomalies", Unite.NOMBRE, {"genre": tuple(genre.value for genre in Genre)})

    # Whom we ask.
    REU_DUREE = ("ReuDuree", Unite.MILLISECONDES, {"issue": ISSUES_REU})
    REU_REPONSES = (
        "ReuReponses",
        Unite.NOMBRE,
        {"espece": ("Trouve", "Introuvable", "Plusieurs")},
    )
    IDENTITE_DUREE = (
        "IdentiteDuree",
        Unite.MILLISECONDES,
        {
            "fournisseur": ("FranceConnect", "FranceConnect+", "ProConnect", AUTRE),
            "issue": ("reponse", "delai", "reseau", "statut", "taille"),
        },
    )

    # The canary: how long each step took, at which it stopped.
    CANARI_DUREE = ("CanariDuree", Unite.MILLISECONDES, {"etape": ETAPES_DU_CANARI})
    CANARI_PASSAGES = (
        "CanariPassages",
        Unite.NOMBRE,
        {"issue": ("reussi", "manque", "occupe")},
    )
    CANARI_ETAPES_MANQUEES = ("CanariEtapesManquees", Unite.NOMBRE, {"etape": ETAPES_DU_CANARI})

    # The functions of the streams and of the schedules.
    ENREGISTREMENTS_ROUTES = ("EnregistrementsRoutes", Unite.NOMBRE)
    ENREGISTREMENTS_EN_ECHEC = ("EnregistrementsEnEchec", Unite.NOMBRE)
    PROJECTIONS_ABANDONNEES = ("ProjectionsAbandonnees", Unite.NOMBRE)
    COURRIELS_CONFIES = ("CourrielsConfies", Unite.NOMBRE)
    COURRIELS_ENVOYES = ("CourrielsEnvoyes", Unite.NOMBRE, {"message": MESSAGES})
    COURRIELS_ATTENTE = (
        "CourrielsAttente",
        Unite.MILLISECONDES,
        {"file": ("URGENTS", "SUITES", "RAPPELS")},
    )
    EXPEDITIONS = (
        "Expeditions",
        Unite.NOMBRE,
        {"issue": ("ENVOYE", "DEJA", "SANS_OBJET", "REPORTE", "ECHEC")},
    )
    RETOURS = (
        "RetoursDeCourriels",
        Unite.NOMBRE,
        {"remise": ("REMIS", "DIFFERE", "NON_REMIS", "REJETE", "PLAINTE", "IGNORE")},
    )
    DOCUMENTS_FAITS = ("DocumentsFaits", Unite.NOMBRE)
    DOCUMENTS_EN_ECHEC = ("DocumentsEnEchec", Unite.NOMBRE)
    CONTROLES_EN_ATTENTE = ("ControlesEnAttente", Unite.NOMBRE)
    CONTROLES = ("Controles", Unite.NOMBRE, {"issue": ("fait", "reporte", "echec")})
    BULLETINS = (
        "Bulletins",
        Unite.NOMBRE,
        {"issue": ("examinees", "envoyes", "echecs", "restantes")},
    )
    ECHEANCES = (
        "Echeances",
        Unite.NOMBRE,
        {
            "fait": (
                "EXAMINEES", "RAPPEL_15", "RAPPEL_3", "EXPIRATION", "FIN", "AVIS_EFFACEMENT",
                "EFFACEMENT", "REVERIFICATION", "PLAFONDS", "REMISES", "ECHECS", "PARTS_RESTANTES",
            )
        },
    )  # fmt: skip
    # What reconciliation has read, and what it has found different.
    RAPPROCHEES = ("Rapprochees", Unite.NOMBRE)
    ECARTS_TROUVES = ("EcartsTrouves", Unite.NOMBRE)
    ECARTS = ("Ecarts", Unite.NOMBRE, {"ecart": ECARTS})
    TOURS_DE_RAPPROCHEMENT = ("ToursDeRapprochement", Unite.NOMBRE)
    POINTS_DE_CONTROLE = ("PointsDeControle", Unite.NOMBRE, {"issue": ("poses", "deja")})
    PASSES_FINIES = ("PassesFinies", Unite.NOMBRE, {"fonction": PLANIFIEES})

    def __init__(self, nom: str, unite: Unite, dimensions: _Dimensions | None = None) -> None:
        self.nom = nom
        self.unite = unite
        self.dimensions: Mapping[str, tuple[str, ...]] = MappingProxyType(dimensions or {})
