"""Every page, who may open it, and the view that makes it. Views are imported when they are needed:
what this module imports, each cold start pays for.
"""

from __future__ import annotations

from chalice.app import Blueprint

from chalicelib.identite.personnes import Portail
from chalicelib.web.acces import PUBLIC, Acces, Guichet
from chalicelib.web.appel import MULTIPARTIES

blueprint = Blueprint(__name__)

PAGE_D_ERREUR = "chalicelib.portails.pages.page_d_erreur"
"""What answers where no view is reached."""

FORMULAIRE = ("application/x-www-form-urlencoded",)
"""The only content type that the forms send, but for the one that holds a file."""


def _guichet(prefixe: str) -> Guichet:
    return Guichet(blueprint, prefixe, "chalicelib.portails", "pages.refuser", FORMULAIRE)


def _portail(portail: Portail) -> Guichet:
    """The way in and out, and what the portal adds its pages to."""
    guichet = _guichet(f"/{portail}")
    sortie = Acces(portail, ecrit=True, tolere_expiree=True)
    guichet.route("GET", "", PUBLIC, "public.accueil_du_portail", portail=portail)
    guichet.route("GET", "/connexion", PUBLIC, "connexion.commencer", portail=portail)
    guichet.route("GET", "/connexion/retour", PUBLIC, "connexion.achever", portail=portail)
    guichet.route("POST", "/deconnexion", sortie, "connexion.quitter", portail=portail)
    return guichet


public = _guichet("")
public.route("GET", "/", PUBLIC, "public.accueil")
public.route("GET", "/accessibilite", PUBLIC, "public.accessibilite")
public.route("GET", "/donnees-personnelles", PUBLIC, "public.donnees_personnelles")
public.route("GET", "/registre", PUBLIC, "public.registre")
public.route("GET", "/langue/{code}", PUBLIC, "public.choisir_la_langue")
public.route("GET", "/static/{nom}", PUBLIC, "public.fichier_statique")
public.route("GET", "/donnees", PUBLIC, "donnees_ouvertes.donnees")
public.route("GET", "/donnees/procurations.json", PUBLIC, "donnees_ouvertes.procurations_json")
public.route("GET", "/donnees/procurations.csv", PUBLIC, "donnees_ouvertes.procurations_csv")

ELECTEUR = Acces(Portail.ELECTEUR)
ELECTEUR_ECRIT = Acces(Portail.ELECTEUR, ecrit=True)
ELECTEUR_GARDE = Acces(Portail.ELECTEUR, ecrit=True, tolere_expiree=True)
"""A form whose content is kept when the session has ended meanwhile."""

electeur = _portail(Portail.ELECTEUR)
for _etape in ("commune", "mandataire", "portee", "courriel"):
    electeur.route("GET", f"/demande/{_etape}", ELECTEUR, "electeur_etapes.voir", nom=_etape)
    electeur.route(
        "POST", f"/demande/{_etape}", ELECTEUR_GARDE, "electeur_etapes.garder", nom=_etape
    )
electeur.route("POST", "/demande", ELECTEUR_ECRIT, "electeur_depot.commencer")
electeur.route("GET", "/demande/recapitulatif", ELECTEUR, "electeur_depot.recapitulatif")
electeur.route("POST", "/demande/recapitulatif", ELECTEUR_GARDE, "electeur_depot.envoyer")
electeur.route("GET", "/demandes", ELECTEUR, "electeur.mes_demandes")
electeur.route("GET", "/demandes/{reference}", ELECTEUR, "electeur.suivre_une_demande")
electeur.route("GET", "/demandes/{reference}/confirmation", ELECTEUR, "electeur.confirmation")
electeur.route("GET", "/demandes/{reference}/avis", ELECTEUR, "electeur.avis")
electeur.route("GET", "/demandes/{reference}/retrait", ELECTEUR, "electeur.confirmer_le_retrait")
electeur.route(
    "POST", "/demandes/{reference}/retrait", ELECTEUR_ECRIT, "electeur.retirer_la_demande"
)
electeur.route("GET", "/demandes/{reference}/recepisse.pdf", ELECTEUR, "electeur.recepisse")
electeur.route(
    "GET",
    "/demandes/{reference}/resiliation",
    ELECTEUR,
    "electeur_resiliation.confirmer_la_resiliation",
)
electeur.route(
    "POST",
    "/demandes/{reference}/resiliation",
    ELECTEUR_ECRIT,
    "electeur_resiliation.demander_la_resiliation",
)
electeur.route(
    "POST", "/demandes/{reference}/remplacement", ELECTEUR_ECRIT, "electeur_resiliation.remplacer"
)
electeur.route(
    "GET", "/demandes/{reference}/certification", ELECTEUR, "electeur_certification.proposer"
)
electeur.route(
    "GET", "/demandes/{reference}/certification/depart", ELECTEUR, "electeur_certification.partir"
)
electeur.route("GET", "/certification/retour", ELECTEUR, "electeur_certification.revenir")
electeur.route(
    "POST",
    "/demandes/{reference}/etablissement-certifie",
    ELECTEUR_ECRIT,
    "electeur_certification.confirmer",
    acte="etablissement",
)
electeur.route(
    "POST",
    "/demandes/{reference}/resiliation-certifiee",
    ELECTEUR_ECRIT,
    "electeur_certification.confirmer",
    acte="resiliation",
)
electeur.route("GET", "/mes-donnees", ELECTEUR, "electeur_donnees.voir")
electeur.route("GET", "/mes-donnees.json", ELECTEUR, "electeur_donnees.emporter")
electeur.route(
    "GET", "/demandes/{reference}/courriel", ELECTEUR, "electeur_donnees.demander_l_adresse"
)
electeur.route(
    "POST", "/demandes/{reference}/courriel", ELECTEUR_ECRIT, "electeur_donnees.corriger"
)
electeur.route("GET", "/demandes/{reference}/fiche", ELECTEUR, "electeur_emporter.fiche")
electeur.route(
    "GET", "/demandes/{reference}/calendrier.ics", ELECTEUR, "electeur_emporter.calendrier"
)
electeur.route("GET", "/demandes/{reference}/prevenir", ELECTEUR, "electeur_prevenir.choisir")
electeur.route(
    "POST", "/demandes/{reference}/prevenir", ELECTEUR_ECRIT, "electeur_prevenir.envoyer"
)
electeur.route(
    "POST", "/demandes/{reference}/prevenir/arret", ELECTEUR_ECRIT, "electeur_prevenir.arreter"
)
electeur.route("GET", "/demandes/{reference}/prevenir/fiche", ELECTEUR, "electeur_prevenir.fiche")

AUTORITE = Acces(Portail.AUTORITE)
AUTORITE_ECRIT = Acces(Portail.AUTORITE, ecrit=True)

autorite = _portail(Portail.AUTORITE)
autorite.route("GET", "/saisie", AUTORITE, "autorite.saisir")
autorite.route("POST", "/recherche", AUTORITE_ECRIT, "autorite.rechercher")
autorite.route("GET", "/demandes/{reference}", AUTORITE, "autorite.consulter")
autorite.route(
    "POST",
    "/demandes/{reference}/etablissement",
    AUTORITE_ECRIT,
    "autorite_actes.etablir_la_procuration",
)
autorite.route(
    "POST", "/demandes/{reference}/collecte", AUTORITE_ECRIT, "autorite_actes.recueillir_la_demande"
)
autorite.route("GET", "/demandes/{reference}/domicile", AUTORITE, "autorite_actes.au_domicile")
autorite.route("GET", "/demandes/{reference}/refus", AUTORITE, "autorite_actes.choisir_un_motif")
autorite.route(
    "POST", "/demandes/{reference}/refus", AUTORITE_ECRIT, "autorite_actes.refuser_la_demande"
)
autorite.route("GET", "/demandes/{reference}/fait", AUTORITE, "autorite_actes.fait")
autorite.route(
    "POST",
    "/demandes/{reference}/resiliation",
    AUTORITE_ECRIT,
    "autorite_resiliation.resilier_la_procuration",
)
autorite.route("GET", "/actes", AUTORITE, "autorite_activites.actes_de_la_journee")
autorite.route("GET", "/collectes", AUTORITE, "autorite_collectes.en_attente")
autorite.route(
    "GET", "/demandes/{reference}/courriel", AUTORITE, "autorite_courriel.lire_l_adresse"
)
autorite.route(
    "POST", "/demandes/{reference}/courriel", AUTORITE_ECRIT, "autorite_courriel.corriger_l_adresse"
)
autorite.route("GET", "/lieu", AUTORITE, "autorite_lieux.choisir_un_lieu")
autorite.route("POST", "/lieu", AUTORITE_ECRIT, "autorite_lieux.retenir_un_lieu")

MAIRIE = Acces(Portail.MAIRIE)
MAIRIE_ECRIT = Acces(Portail.MAIRIE, ecrit=True)
MAIRIE_FICHIER = Acces(Portail.MAIRIE, ecrit=True, fichier=True)

mairie = _portail(Portail.MAIRIE)
mairie.route("GET", "/procurations/{reference}/actes/{acte}", MAIRIE, "mairie_actes.acte")
mairie.route(
    "POST", "/procurations/{reference}/actes/{acte}", MAIRIE_ECRIT, "mairie_actes.faire_l_acte"
)
mairie.route("GET", "/delegations", MAIRIE, "mairie_delegations.delegations")
mairie.route("POST", "/delegations", MAIRIE_ECRIT, "mairie_delegations.donner_une_delegation")
mairie.route("POST", "/delegations/fin", MAIRIE_ECRIT, "mairie_delegations.finir_une_delegation")
mairie.route("GET", "/suivi.csv", MAIRIE, "mairie_documents.suivi_csv")
mairie.route("GET", "/suivi.xlsx", MAIRIE, "mairie_documents.suivi_xlsx")
mairie.route("GET", "/echange.csv", MAIRIE, "mairie_documents.echange_csv")
mairie.route("GET", "/documents/{document}", MAIRIE, "mairie_documents.document")
mairie.route("GET", "/documents/{document}/fichier", MAIRIE, "mairie_documents.document_fichier")
mairie.route("GET", "/procurations/{reference}", MAIRIE, "mairie_dossier.procuration")
mairie.route(
    "POST", "/procurations/{reference}/acceptation", MAIRIE_ECRIT, "mairie_dossier.accepter"
)
mairie.route(
    "POST", "/procurations/{reference}/refus", MAIRIE_ECRIT, "mairie_dossier.refuser_la_procuration"
)
mairie.route("GET", "/procurations/{reference}/decision", MAIRIE, "mairie_dossier.decision")
mairie.route("GET", "/procurations", MAIRIE, "mairie_file.procurations")
mairie.route("POST", "/recherche", MAIRIE_ECRIT, "mairie_file.rechercher")
mairie.route("GET", "/emargement", MAIRIE, "mairie_emargement.emargement")
mairie.route("POST", "/emargement/bureaux", MAIRIE_ECRIT, "mairie_emargement.indiquer_les_bureaux")
mairie.route("GET", "/emargement.csv", MAIRIE, "mairie_emargement.emargement_csv")
mairie.route("GET", "/impressions", MAIRIE, "mairie_impressions.nouveautes")
mairie.route("POST", "/impressions", MAIRIE_ECRIT, "mairie_impressions.imprimer")
mairie.route("GET", "/impressions/{numero}", MAIRIE, "mairie_impressions.impression")
mairie.route("GET", "/impressions/{numero}/pdf", MAIRIE, "mairie_impressions.impression_pdf")
mairie.route("GET", "/bureaux/{bureau}", MAIRIE, "mairie_bureaux.bureau")
mairie.route("GET", "/procurations/{reference}/lettre", MAIRIE, "mairie_lettre.lettre")
mairie.route("GET", "/procurations/{reference}/lettre/pdf", MAIRIE, "mairie_lettre.lettre_pdf")
mairie.route("GET", "/acceptations", MAIRIE, "mairie_lot.lot")
mairie.route("POST", "/acceptations", MAIRIE_ECRIT, "mairie_lot.accepter_le_lot")
mairie.route("GET", "/acceptations/faites", MAIRIE, "mairie_lot.faites")
mairie.route("GET", "/papier", MAIRIE, "mairie_papier.formulaire")
mairie.route("POST", "/papier", MAIRIE_ECRIT, "mairie_papier.verifier")
mairie.route("POST", "/papier/correction", MAIRIE_ECRIT, "mairie_papier.corriger")
mairie.route("POST", "/papier/enregistrement", MAIRIE_ECRIT, "mairie_papier.enregistrer")
mairie.route("GET", "/papier/{reference}", MAIRIE, "mairie_papier_entre.entre")
mairie.route(
    "POST",
    "/papier/{reference}/numerisation",
    MAIRIE_FICHIER,
    "mairie_papier_entre.joindre",
    (MULTIPARTIES, *FORMULAIRE),
)
mairie.route("GET", "/papier/{reference}/numerisation", MAIRIE, "mairie_papier_entre.numerisation")
mairie.route("GET", "/registre", MAIRIE, "mairie_registre.registre_imprimable")
mairie.route("GET", "/registre.csv", MAIRIE, "mairie_registre.registre_csv")
mairie.route("GET", "/registre.xlsx", MAIRIE, "mairie_registre.registre_xlsx")
mairie.route("GET", "/registre.pdf", MAIRIE, "mairie_registre.registre_pdf")
mairie.route("GET", "/reglages", MAIRIE, "mairie_reglages.reglages")
mairie.route("POST", "/reglages", MAIRIE_ECRIT, "mairie_reglages.enregistrer")
mairie.route("GET", "/statistiques", MAIRIE, "mairie_statistiques.statistiques_")
