"""Every page of the voter with a plausible context: page → (template, its own context)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import A_PRESENTER, VIVANTS, Role
from chalicelib.domaine.journal import Acteur, consultation
from chalicelib.domaine.libelles import date_fr
from chalicelib.domaine.mairies import Reglages
from chalicelib.domaine.phrases import phrase
from chalicelib.portails.champs import choix_de_tours
from chalicelib.portails.electeur_commun import Regles
from chalicelib.portails.electeur_donnees import VueDonnees, lectures_fr
from chalicelib.portails.vues import vue_mandataire, vue_personne
from chalicelib.portails.vues_acheminement import vue_acheminement
from chalicelib.portails.vues_scrutin import horaires_fr
from chalicelib.services.acheminement import NON_ARRIVES, Acheminement, Sort
from chalicelib.services.courrier import Message
from chalicelib.services.saisie import (
    lire_commune,
    lire_courriel,
    lire_date,
    lire_naissance,
    lire_prenoms,
    lire_sexe,
)
from chalicelib.services.suivre import DemandeIntrouvable
from tests.portails.exemples import (
    DEPOSEE,
    LE_14_JUIN,
    MANDANT,
    MANDATAIRE,
    RESILIATION_DEMANDEE,
    SCRUTINS,
    TOUTES,
    VALIDE,
    nom_de_commune,
    vue,
)

LECTURE = consultation(
    reference=VALIDE.reference,
    numero=4,
    acteur=Acteur(Role.MAIRIE, "m/1"),
    instant=LE_14_JUIN,
    etat=VALIDE.etat,
    precedente="",
)
COURRIELS = [
    Acheminement(Message.M1, Sort.REJETE, LE_14_JUIN, actuelle=False),
    Acheminement(Message.M1R, Sort.REMIS, LE_14_JUIN),
    Acheminement(Message.M2, Sort.DIFFERE, LE_14_JUIN),
    Acheminement(Message.M3A, Sort.ECHEC, LE_14_JUIN),
    Acheminement(Message.M5A, Sort.EN_ATTENTE, LE_14_JUIN),
    Acheminement(Message.M9, Sort.ENVOYE, LE_14_JUIN),
]
REFERENCES = [f"XBQ7{signe}3" for signe in "23456789ABCDEFGHJKMNPQRSTUVWXYZ"]
DONNEES = [
    VueDonnees(
        reference=reference,
        etat=demande.etat.value,
        etat_fr=vue(demande).etat_fr,
        portee=vue(demande).portee,
        courriel=demande.mandant.courriel,
        effacee_le=date_fr(date(2022, 6, 27)),
        ecritures=demande.version,
        courriels=2,
        consultations=lectures_fr([LECTURE]) if demande.recue_le else (),
        peut_corriger=demande.etat in A_PRESENTER | VIVANTS,
    )
    # A person's demandes have each their own reference.
    for reference, demande in zip(REFERENCES, TOUTES.values(), strict=False)
]


HORAIRES = horaires_fr(
    Reglages(
        commune="35238",
        horaires="du lundi au vendredi, de 9 h à 17 h",
        veille="samedi, de 9 h à 12 h",
        impression="07:30",
    )
)
A_DECLARER = phrase("Cochez la case : c’est votre déclaration.")
CERTIFIABLE = {"etablissement": True, "resiliation": True}


def refus(lire: Callable[..., object], *typees: str) -> dict[str, str]:
    """What the page says of what was typed: field → sentence."""
    try:
        lire(*typees)
    except SaisieInvalide as erreur:
        return erreur.erreurs
    raise AssertionError("cette saisie est bonne")


def electeur() -> dict[str, tuple[str, dict[str, Any]]]:
    mandant = vue_personne(MANDANT.etat_civil)
    certification = {
        "demande": vue(DEPOSEE),
        "acte": "etablissement",
        "chemin": "etablissement-certifie",
        "certifiee": False,
    }
    rennes = {"code": "35238", "libelle": "Rennes (Ille-et-Vilaine)"}
    voisine = {"code": "25487", "libelle": "Rennes-sur-Loue (Doubs)"}
    tours = SCRUTINS["dep-reg-2021"].tours
    choix = [choix_de_tours(SCRUTINS["dep-reg-2021"], lesquels) for lesquels in (tours, tours[:1])]
    date_vide = refus(lire_date, "", "du")
    recapitulatif = {
        "mandant": mandant,
        "mandataire": vue_mandataire(MANDATAIRE, nom_de_commune),
        "commune": "Rennes (Ille-et-Vilaine)",
        "portee": vue(DEPOSEE).portee,
        "courriel": MANDANT.courriel,
        "remplace": "",
        "a_l_urne": "",
        "proche": vue(DEPOSEE, LE_14_JUIN + timedelta(days=4)).proche,
    }
    portee = {
        "choix": choix,
        "duree_max": phrase("un an"),
        "premier": "14 6 2021",
        "retour": "/electeur/demande/recapitulatif",
    }
    nommer = {"regles": Regles(True, False), "retour": "/electeur/demande/commune"}
    etape = {"mandant": mandant, "recherche": "", "communes": [], "retour": ""}
    prevenir = {"reference": VALIDE.reference, "designe": "Ștefan Łukasik"} | {
        "avise": "",
        "possible": True,
    }
    fiche = {
        "reference": VALIDE.reference,
        "mandant": "Zoé Lefèvre",
        "designe": "Ștefan Łukasik",
        "votes": vue(VALIDE).portee,
        "commune": rennes["libelle"],
        "bureau": "0112",
        "imprimee_le": date_fr(date(2021, 6, 15)),
    }
    trouvees = {"recherche": "renn", "communes": [rennes, voisine]}
    return {
        "accueil": ("electeur/accueil.html", {"personne": "", "regles": Regles(False, True)}),
        "demandes": (
            "electeur/demandes.html",
            {"demandes": [vue(d) for d in TOUTES.values()], "brouillon": ""},
        ),
        "demandes-vide": (
            "electeur/demandes.html",
            {"demandes": [], "brouillon": "/electeur/demande/portee"},
        ),
        "commune": ("electeur/commune.html", etape),
        "commune-trouvee": ("electeur/commune.html", etape | trouvees),
        "commune-oubliee": (
            "electeur/commune.html",
            etape | trouvees | {"erreurs": refus(lire_commune, "")},
        ),
        "mandataire": ("electeur/mandataire.html", nommer | {"communes": []}),
        "mandataire-fautes": (
            "electeur/mandataire.html",
            nommer
            | {
                "communes": [rennes, voisine],
                "saisie": {
                    "designation": "etat-civil",
                    "nom": "<script>alert(1)</script>",
                    "naissance_jour": "31",
                    "naissance_mois": "2",
                    "mandataire_recherche": "rennes",
                },
                "erreurs": {
                    **refus(lire_prenoms, ""),
                    **refus(lire_sexe, ""),
                    **refus(lire_naissance, "31-02"),
                    **refus(lire_commune, "", "mandataire_commune"),
                },
            },
        ),
        "prevenir": ("electeur/prevenir.html", prevenir),
        "prevenir-deja": ("electeur/prevenir.html", prevenir | {"avise": "louis@exemple.fr"}),
        "prevenir-faute": (
            "electeur/prevenir.html",
            prevenir
            | {
                "designe": "",
                "saisie": {"courriel": "louis@"},
                "erreurs": {"courriel": refus(lire_courriel, "louis@")["courriel"]},
            },
        ),
        "fiche-mandataire": ("electeur/fiche-mandataire.html", fiche),
        "fiche-mandataire-sans-bureau": (
            "electeur/fiche-mandataire.html",
            fiche | {"bureau": "", "designe": ""},
        ),
        "portee": ("electeur/portee.html", portee),
        "portee-fautes": (
            "electeur/portee.html",
            portee | {"saisie": {"portee": "periode"}, "erreurs": date_vide},
        ),
        "courriel": (
            "electeur/courriel.html",
            {"saisie": {"courriel": MANDANT.courriel}, "retour": "/electeur/demande/portee"},
        ),
        "recapitulatif": ("electeur/recapitulatif.html", recapitulatif),
        "recapitulatif-oubli": (
            "electeur/recapitulatif.html",
            recapitulatif | {"erreurs": {"declaration": A_DECLARER}},
        ),
        "confirmation": (
            "electeur/confirmation.html",
            {
                "demande": vue(DEPOSEE, LE_14_JUIN + timedelta(days=5)),
                "horaires": HORAIRES,
                "certification": CERTIFIABLE,
                "conseil": {"disponible": False},
            },
        ),
        "mes-donnees": ("electeur/mes-donnees.html", {"demandes": DONNEES}),
        "mes-donnees-vide": ("electeur/mes-donnees.html", {"demandes": []}),
        "rectification": (
            "electeur/rectification.html",
            {"reference": "XBQ7V3", "saisie": {"courriel": MANDANT.courriel}},
        ),
        "rectification-fautes": (
            "electeur/rectification.html",
            {
                "reference": "XBQ7V3",
                "saisie": {"courriel": "zoe@", "courriel_confirmation": ""},
                "erreurs": refus(lire_courriel, "zoe@"),
            },
        ),
        "certification": ("electeur/certification.html", certification),
        "certification-faite": (
            "electeur/certification.html",
            certification
            | {"certifiee": True, "acte": "resiliation", "chemin": "resiliation-certifiee"},
        ),
        "fiche": ("electeur/fiche.html", {"demande": vue(DEPOSEE)}),
        "fiche-resiliation": ("electeur/fiche.html", {"demande": vue(RESILIATION_DEMANDEE)}),
        "resiliation": (
            "electeur/resiliation.html",
            {"demande": vue(VALIDE), "brouillon": "/electeur/demande/portee"},
        ),
        "retrait": ("electeur/retrait.html", {"demande": vue(DEPOSEE)}),
        **{
            f"demande-{nom}": (
                "electeur/demande.html",
                {
                    "demande": vue(demande),
                    "dates": nom != "deposee",
                    "refaire": nom in {"invalide", "retiree"},
                    "horaires": HORAIRES,
                    "certification": CERTIFIABLE,
                    "acheminement": vue_acheminement(COURRIELS),
                },
            )
            for nom, demande in TOUTES.items()
        },
        **{
            f"demande-injoignable-{sort.value.lower()}": (
                "electeur/demande.html",
                {
                    "demande": vue(DEPOSEE),
                    "dates": False,
                    "refaire": False,
                    "horaires": HORAIRES,
                    "certification": CERTIFIABLE,
                    "acheminement": vue_acheminement([Acheminement(Message.M1, sort, LE_14_JUIN)]),
                },
            )
            for sort in sorted(NON_ARRIVES)
        },
        "session-expiree": ("session-expiree.html", {"conservee": True, "personne": ""}),
        "deconnexion": ("deconnexion.html", {"suite": "/api/electeur", "personne": ""}),
        "probleme": (
            "probleme.html",
            {
                "titre": DemandeIntrouvable.titre,
                "detail": DemandeIntrouvable().detail,
                "actions": [(phrase("Mes demandes"), "/electeur/demandes")],
            },
        ),
    }
