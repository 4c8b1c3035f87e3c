"""Every operation of the API, who may call it, and the view that answers. Views are imported when
they are needed: what this module imports, each cold start pays for.
"""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.identite.personnes import Portail
from chalicelib.web.acces import PUBLIC, Acces, Guichet

blueprint = Blueprint(__name__)

PROBLEME = "chalicelib.api.problemes.probleme_sans_appel"
"""What answers where no view is reached."""

NUMERISATIONS = ("application/pdf", "image/jpeg", "image/png")
"""Content types of a scan: those of `domaine.pieces`, which a start does not import."""


def _guichet(prefixe: str) -> Guichet:
    return Guichet(blueprint, f"/api/v1{prefixe}", "chalicelib.api", "problemes.refuser")


CANARI = Acces(None, canari=True)

commun = _guichet("")
commun.route("GET", "/canari/session", CANARI, "canari.ouvrir_une_session")
commun.route("GET", "/session", PUBLIC, "commun.session")
commun.route("GET", "/sante", PUBLIC, "commun.sante")
commun.route("GET", "/openapi.json", PUBLIC, "commun.openapi")
commun.route("GET", "/communes", PUBLIC, "electeur.communes")
commun.route("GET", "/scrutins", PUBLIC, "electeur.scrutins")

ELECTEUR = Acces(Portail.ELECTEUR)
ELECTEUR_ECRIT = Acces(Portail.ELECTEUR, ecrit=True)

electeur = _guichet("")
electeur.route("GET", "/mes-donnees", ELECTEUR, "electeur_donnees.mes_donnees_en_entier")
electeur.route(
    "GET", "/demandes/{reference}/donnees", ELECTEUR, "electeur_donnees.donnees_d_une_demande"
)
electeur.route(
    "PATCH", "/demandes/{reference}", ELECTEUR_ECRIT, "electeur_donnees.corriger_ma_demande"
)
electeur.route(
    "POST",
    "/demandes/{reference}/etablissement-certifie",
    ELECTEUR_ECRIT,
    "electeur_certification.etablir_ma_procuration",
)
electeur.route(
    "POST",
    "/demandes/{reference}/resiliation-certifiee",
    ELECTEUR_ECRIT,
    "electeur_certification.resilier_ma_procuration",
)
electeur.route("POST", "/demandes", ELECTEUR_ECRIT, "electeur.deposer_une_demande")
electeur.route("GET", "/demandes", ELECTEUR, "electeur.mes_demandes")
electeur.route("GET", "/demandes/{reference}", ELECTEUR, "electeur.ma_demande")
electeur.route("GET", "/demandes/{reference}/courriels", ELECTEUR, "electeur.mes_courriels")
electeur.route("GET", "/demandes/{reference}/avis", ELECTEUR, "electeur.avis")
electeur.route("GET", "/demandes/{reference}/recepisse.pdf", ELECTEUR, "electeur.recepisse")
electeur.route("DELETE", "/demandes/{reference}", ELECTEUR_ECRIT, "electeur.retirer_ma_demande")
electeur.route(
    "POST", "/demandes/{reference}/resiliation", ELECTEUR_ECRIT, "electeur.demander_la_resiliation"
)

AUTORITE = Acces(Portail.AUTORITE)
AUTORITE_ECRIT = Acces(Portail.AUTORITE, ecrit=True)

autorite = _guichet("/autorite")
autorite.route("GET", "/demandes/{reference}", AUTORITE, "autorite.consulter")
autorite.route(
    "POST", "/demandes/{reference}/etablissement", AUTORITE_ECRIT, "autorite.etablir_la_procuration"
)
autorite.route(
    "POST", "/demandes/{reference}/collecte", AUTORITE_ECRIT, "autorite.recueillir_la_demande"
)
autorite.route("GET", "/collectes", AUTORITE, "autorite.mes_collectes")
autorite.route("GET", "/lieux", AUTORITE, "autorite.lieux_ouverts")
autorite.route("POST", "/demandes/{reference}/refus", AUTORITE_ECRIT, "autorite.refuser_la_demande")
autorite.route(
    "POST", "/demandes/{reference}/courriel", AUTORITE_ECRIT, "autorite.corriger_le_courriel"
)
autorite.route("GET", "/actes", AUTORITE, "autorite.mes_actes_du_jour")
autorite.route(
    "POST", "/demandes/{reference}/resiliation", AUTORITE_ECRIT, "autorite.resilier_la_procuration"
)

# The software of a commune also enters here.
MAIRIE = Acces(Portail.MAIRIE, machine=True)
MAIRIE_ECRIT = Acces(Portail.MAIRIE, ecrit=True, machine=True)
MAIRIE_FICHIER = Acces(Portail.MAIRIE, ecrit=True, machine=True, fichier=True)

mairie = _guichet("/mairie")
mairie.route("GET", "/procurations", MAIRIE, "mairie.procurations")
mairie.route("POST", "/recherche", MAIRIE_ECRIT, "mairie.rechercher")
mairie.route("GET", "/procurations/{reference}", MAIRIE, "mairie.procuration")
mairie.route("POST", "/procurations/{reference}/acceptation", MAIRIE_ECRIT, "mairie.accepter")
mairie.route(
    "POST", "/procurations/{reference}/refus", MAIRIE_ECRIT, "mairie.refuser_la_procuration"
)
mairie.route("GET", "/registre.json", MAIRIE, "mairie.registre_json")
mairie.route("GET", "/registre.csv", MAIRIE, "mairie.registre_csv")
mairie.route("GET", "/registre.xlsx", MAIRIE, "mairie.registre_xlsx")
mairie.route("GET", "/registre.pdf", MAIRIE, "mairie.registre_pdf")
mairie.route("GET", "/suivi.csv", MAIRIE, "mairie.suivi_csv")
mairie.route("GET", "/echange.csv", MAIRIE, "mairie.echange_csv")
mairie.route("GET", "/documents/{document}", MAIRIE, "mairie.document")
mairie.route(
    "POST",
    "/procurations/{reference}/annulation",
    MAIRIE_ECRIT,
    "mairie_actes.annuler_la_procuration",
)
mairie.route(
    "POST",
    "/procurations/{reference}/caducite",
    MAIRIE_ECRIT,
    "mairie_actes.rendre_la_procuration_caduque",
)
mairie.route(
    "POST",
    "/procurations/{reference}/resiliation",
    MAIRIE_ECRIT,
    "mairie_actes.saisir_une_resiliation",
)
mairie.route(
    "POST",
    "/procurations/{reference}/vote-du-mandant",
    MAIRIE_ECRIT,
    "mairie_actes.noter_le_vote_du_mandant",
)
mairie.route(
    "POST",
    "/procurations/{reference}/reouverture",
    MAIRIE_ECRIT,
    "mairie_actes.rouvrir_la_procuration",
)
mairie.route("POST", "/procurations-papier", MAIRIE_ECRIT, "mairie_papier.saisir_une_procuration")
mairie.route(
    "POST",
    "/procurations-papier/avertissements",
    MAIRIE_ECRIT,
    "mairie_papier.avertissements_avant_saisie",
)
mairie.route(
    "POST",
    "/procurations-papier/{reference}/numerisation",
    MAIRIE_FICHIER,
    "mairie_papier.joindre_une_numerisation",
    NUMERISATIONS,
)
mairie.route(
    "GET", "/procurations-papier/{reference}/numerisation", MAIRIE, "mairie_papier.numerisation"
)
