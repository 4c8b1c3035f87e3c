"""Demandes in every state, and every page with a plausible context: tests and pictures use them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.domaine.demande import Decision, Demande, Etablissement, Refus
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.identites import EtatCivil, Mandant, Mandataire, Sexe
from chalicelib.domaine.libelles import LIBELLES_PIECE, instant_fr
from chalicelib.domaine.motifs import MOTIFS_AUTORITE, motifs_de_la_mairie
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.portails.vues import vue_demande, vue_mandataire, vue_personne

LE_14_JUIN = datetime(2021, 6, 14, 8, 32, tzinfo=UTC)
SCRUTINS = {
    "dep-reg-2021": Scrutin(
        "dep-reg-2021",
        "Élections départementales et régionales",
        (Tour(1, date(2021, 6, 20)), Tour(2, date(2021, 6, 27))),
    )
}
MANDANT = Mandant(
    id="m-1",
    etat_civil=EtatCivil(
        nom="Lefèvre-Świątek",
        prenoms=("Zoé", "Marie-Louise", "Œlla"),
        sexe=Sexe.FEMININ,
        naissance="1985-03-27",
        nom_usage="d’Ornano",
    ),
    courriel="zoe.lefevre@exemple.fr",
    commune="35238",
)
MANDATAIRE = Mandataire(
    naissance="1950-00-00",
    nom="Łukasik",
    prenoms=("Ștefan", "Aimé"),
    sexe=Sexe.MASCULIN,
    commune="35238",
)
PAR_NNE = Mandataire(naissance="1972-11-02", nne="123456789")
ACTE = Etablissement(
    agent="s/1",
    nom="Le Goff",
    prenom="Yann",
    qualite=Qualite.OPJ,
    unite="Commissariat de Rennes",
    lieu="Rennes",
    le=LE_14_JUIN + timedelta(hours=5),
    piece="CNI",
)
DEPOSEE = Demande(
    reference="XBQ7V3",
    version=1,
    etat=Etat.DEPOSEE,
    tete="0" * 64,
    mandant=MANDANT,
    mandataire=MANDATAIRE,
    portee=PorteeScrutin("dep-reg-2021", (1, 2)),
    deposee_le=LE_14_JUIN,
    expire_le=datetime(2021, 8, 14, 22, tzinfo=UTC),
)
ETABLIE = replace(DEPOSEE, version=2, etat=Etat.ETABLIE, etablissement=ACTE)
A_CONTROLER = replace(
    ETABLIE, version=4, etat=Etat.A_CONTROLER, recue_le=ACTE.le + timedelta(seconds=1)
)
DECISION = Decision(agent="m/1", le=LE_14_JUIN + timedelta(days=1))
VALIDE = replace(A_CONTROLER, version=5, etat=Etat.VALIDE, decision=DECISION)
INVALIDE = replace(
    A_CONTROLER, version=5, etat=Etat.INVALIDE, decision=replace(DECISION, motif="M06")
)
RETIREE = replace(DEPOSEE, etat=Etat.RETIREE, retiree_le=LE_14_JUIN + timedelta(hours=1))
AJOURNEE = replace(DEPOSEE, refus=Refus(agent="s/1", le=ACTE.le, motif="A2"))
DE_PERIODE = replace(
    DEPOSEE, mandataire=PAR_NNE, portee=PorteePeriode(date(2021, 6, 14), date(2022, 6, 13))
)
TOUTES = {
    "deposee": DEPOSEE,
    "etablie": ETABLIE,
    "a-controler": A_CONTROLER,
    "valide": VALIDE,
    "invalide": INVALIDE,
    "retiree": RETIREE,
    "ajournee": AJOURNEE,
    "periode": DE_PERIODE,
}


def nom_de_commune(code: str) -> str:
    return {"35238": "Rennes (Ille-et-Vilaine)"}[code]


def vue(demande: Demande, maintenant: datetime = LE_14_JUIN) -> Any:
    return vue_demande(demande, SCRUTINS, nom_de_commune, maintenant)


def _electeur() -> dict[str, tuple[str, dict[str, Any]]]:
    mandant = vue_personne(MANDANT.etat_civil)
    rennes = {"code": "35238", "libelle": "Rennes (Ille-et-Vilaine)"}
    voisine = {"code": "25487", "libelle": "Rennes-sur-Loue (Doubs)"}
    choix = [
        {"valeur": "dep-reg-2021:1,2", "texte": "Les deux tours", "aide": "20 et 27 juin 2021"},
        {"valeur": "dep-reg-2021:1", "texte": "Le premier tour", "aide": "20 juin 2021"},
    ]
    date_vide = {"du": "Indiquez une date qui existe, comme 27 3 2027."}
    recapitulatif = {
        "mandant": mandant,
        "mandataire": vue_mandataire(MANDATAIRE, nom_de_commune),
        "commune": "Rennes (Ille-et-Vilaine)",
        "portee": vue(DEPOSEE).portee,
        "courriel": MANDANT.courriel,
        "alerte": vue(DEPOSEE, LE_14_JUIN + timedelta(days=4)).alerte,
    }
    portee = {"choix": choix, "duree_max": "un an", "premier": "14 6 2021"}
    etape = {"mandant": mandant, "recherche": "", "communes": []}
    trouvees = {"recherche": "renn", "communes": [rennes, voisine]}
    return {
        "accueil": ("electeur/accueil.html", {"personne": ""}),
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
            etape | trouvees | {"erreurs": {"commune": "Choisissez une commune dans la liste."}},
        ),
        "mandataire": ("electeur/mandataire.html", {"communes": []}),
        "mandataire-fautes": (
            "electeur/mandataire.html",
            {
                "communes": [rennes, voisine],
                "saisie": {
                    "designation": "etat-civil",
                    "nom": "<script>alert(1)</script>",
                    "naissance_jour": "31",
                    "naissance_mois": "2",
                    "mandataire_recherche": "rennes",
                },
                "erreurs": {
                    "prenoms": "Indiquez les prénoms dans l’ordre de l’état civil.",
                    "sexe": "Indiquez le sexe inscrit à l’état civil.",
                    "naissance": "Indiquez une date de naissance qui existe.",
                    "mandataire_commune": "Choisissez une commune dans la liste.",
                },
            },
        ),
        "portee": ("electeur/portee.html", portee),
        "portee-fautes": (
            "electeur/portee.html",
            portee | {"saisie": {"portee": "periode"}, "erreurs": date_vide},
        ),
        "courriel": ("electeur/courriel.html", {"saisie": {"courriel": MANDANT.courriel}}),
        "recapitulatif": ("electeur/recapitulatif.html", recapitulatif),
        "recapitulatif-oubli": (
            "electeur/recapitulatif.html",
            recapitulatif | {"erreurs": {"declaration": "Cochez la case pour envoyer."}},
        ),
        "confirmation": ("electeur/confirmation.html", {"demande": vue(DEPOSEE)}),
        "retrait": ("electeur/retrait.html", {"demande": vue(DEPOSEE)}),
        **{
            f"demande-{nom}": ("electeur/demande.html", {"demande": vue(demande)})
            for nom, demande in TOUTES.items()
        },
        "session-expiree": ("session-expiree.html", {"conservee": True, "personne": ""}),
        "probleme": (
            "probleme.html",
            {
                "titre": "Cette page n’existe pas",
                "detail": "Vérifiez l’adresse.",
                "actions": [("Mes demandes", "/electeur/demandes")],
            },
        ),
    }


def _autorite() -> dict[str, tuple[str, dict[str, Any]]]:
    agent = {
        "qualite": "officier de police judiciaire",
        "unite": "Commissariat de Rennes",
        "lieu": "Rennes",
        "jusqu_au": "31 décembre 2021",
    }
    pieces = [{"valeur": code, "texte": texte} for code, texte in LIBELLES_PIECE.items()]
    motifs = [
        {
            "valeur": m.code,
            "texte": m.libelle,
            "aide": "Refus définitif." if m.definitif else "La référence reste utilisable.",
        }
        for m in MOTIFS_AUTORITE.values()
    ]
    inconnue = {"reference": "Aucune demande à traiter sous cette référence."}
    fait = {
        "etablie": True,
        "vivante": False,
        "reference": "XBQ7V3",
        "commune": "Rennes (Ille-et-Vilaine)",
        "instant": instant_fr(ACTE.le),
    }
    fiche = {"demande": vue(DEPOSEE), "pieces": pieces, "saisie": {"piece": "CNI"}}
    return {
        "accueil": ("autorite/accueil.html", {"personne": ""}),
        "saisie": ("autorite/saisie.html", {"agent": agent, "fait": ""}),
        "saisie-inconnue": (
            "autorite/saisie.html",
            {"agent": agent, "fait": "", "saisie": {"reference": "XBQ7V4"}, "erreurs": inconnue},
        ),
        "fiche": ("autorite/fiche.html", fiche),
        "fiche-faute": (
            "autorite/fiche.html",
            fiche | {"demande": vue(DE_PERIODE), "saisie": {}, "erreurs": {"piece": "Indiquez-la."}},
        ),
        "refus": ("autorite/refus.html", {"demande": vue(DEPOSEE), "motifs": motifs}),
        "fait": ("autorite/fait.html", fait),
        "fait-ajournee": ("autorite/fait.html", fait | {"etablie": False, "vivante": True}),
        "fait-refusee": ("autorite/fait.html", fait | {"etablie": False}),
    }


def _mairie() -> dict[str, tuple[str, dict[str, Any]]]:
    controles = [
        {
            "id": identifiant,
            "libelle": libelle,
            "article": article,
            "resultat": resultat,
            "resultat_fr": resultat_fr,
            "explication": explication,
            "motif": motif,
        }
        for identifiant, libelle, article, resultat, resultat_fr, explication, motif in (
            (
                "INSCRIPTION_MANDANT",
                "Le mandant est inscrit sur la liste électorale de la commune et peut voter",
                "L71",
                "A_VERIFIER",
                "À vérifier",
                "À lire sur votre liste électorale.",
                "M01",
            ),
            (
                "PLAFOND",
                "Le mandataire ne dépasse pas le nombre de procurations permis",
                "L73",
                "CONFORME",
                "Conforme",
                "Vérifié pour chaque jour de vote.",
                "M06",
            ),
        )
    ]
    manque = [controles[0], controles[1] | {"resultat": "NON_CONFORME", "resultat_fr": "Non"}]
    motifs = [
        {"valeur": m.code, "texte": m.libelle} for m in motifs_de_la_mairie(date(2021, 6, 20))
    ]
    fiche = {
        "demande": vue(A_CONTROLER),
        "controles": controles,
        "bloquee": False,
        "motifs": motifs,
        "a_decider": True,
    }
    lignes = [
        {
            "reference": f"XBQ7{rang:02d}".replace("0", "Z").replace("1", "Y"),
            "mandant": "LEFÈVRE-ŚWIĄTEK Zoé",
            "mandataire": "ŁUKASIK Ștefan",
            "vote": "20 et 27 juin 2021",
            "etablie_le": "14 juin 2021",
            "etat": "A_CONTROLER",
            "etat_fr": "À contrôler",
        }
        for rang in range(12)
    ]
    compteurs = [
        {"texte": texte, "nombre": nombre, "chemin": f"/mairie/procurations?etat={etat}", "actif": a}
        for texte, nombre, etat, a in (
            ("à contrôler", 12, "A_CONTROLER", True),
            ("acceptées", 140, "VALIDE", False),
            ("refusées", 3, "INVALIDE", False),
        )
    ]
    scrutins = [
        {"valeur": "", "texte": "Tous"},
        {"valeur": "dep-reg-2021", "texte": "Départementales et régionales, juin 2021"},
    ]
    file = {
        "commune": "Rennes",
        "compteurs": compteurs,
        "scrutins": scrutins,
        "etat": "A_CONTROLER",
        "lignes": lignes,
        "recherche": "",
        "precedent": "",
        "suivant": "/mairie/procurations?suite=abc",
        "tronquee": False,
    }
    registre = [
        {
            "mandant_nom": "LEFÈVRE-ŚWIĄTEK",
            "mandant_prenoms": "Zoé, Marie-Louise, Œlla",
            "mandataire_nom": "ŁUKASIK",
            "mandataire_prenoms": "Ștefan, Aimé",
            "autorite": "LE GOFF Yann, officier de police judiciaire",
            "etablie_le": "14 juin 2021",
            "etablie_a": "Rennes",
            "validite": "20 et 27 juin 2021",
        }
    ] * 40
    decision = {
        "acceptee": True,
        "reference": "XBQ7V3",
        "restantes": 11,
        "suivante": "/mairie/procurations/XBQ7V4",
    }
    par_nne = fiche | {"demande": vue(replace(A_CONTROLER, mandataire=PAR_NNE))}
    return {
        "accueil": ("mairie/accueil.html", {"personne": ""}),
        "procurations": ("mairie/procurations.html", file),
        "procurations-recherche": (
            "mairie/procurations.html",
            file | {"recherche": "lukasik", "lignes": [], "tronquee": True, "suivant": ""},
        ),
        "procuration": ("mairie/procuration.html", fiche),
        "procuration-bloquee": (
            "mairie/procuration.html",
            fiche | {"controles": manque, "bloquee": True},
        ),
        "procuration-nne": (
            "mairie/procuration.html",
            par_nne
            | {
                "erreurs": {
                    "INSCRIPTION_MANDANT": "Cochez ce contrôle.",
                    "mandataire_nom": "Indiquez le nom de naissance.",
                }
            },
        ),
        "procuration-decidee": (
            "mairie/procuration.html",
            fiche | {"demande": vue(INVALIDE), "a_decider": False},
        ),
        "decision": ("mairie/decision.html", decision),
        "decision-fin": (
            "mairie/decision.html",
            decision | {"acceptee": False, "restantes": 0, "suivante": ""},
        ),
        "registre": (
            "mairie/registre.html",
            {
                "commune": "Rennes",
                "instant": instant_fr(LE_14_JUIN),
                "lignes": registre,
                "scrutins": scrutins,
                "csv": "/mairie/registre.csv",
            },
        ),
    }


def pages() -> dict[str, tuple[str, dict[str, Any]]]:
    """Name of the page → (template, whole context)."""
    menus = {
        "electeur": (("Mes demandes", "/electeur/demandes", True),),
        "autorite": (("Saisir une référence", "/autorite", True),),
        "mairie": (
            ("Procurations", "/mairie/procurations", True),
            ("Registre", "/mairie/registre", False),
        ),
    }
    portails = {"electeur": _electeur(), "autorite": _autorite(), "mairie": _mairie()}
    toutes: dict[str, tuple[str, dict[str, Any]]] = {
        nom: (f"{nom}.html", {"url": lien})
        for nom in ("accueil", "accessibilite", "donnees-personnelles")
    }
    for portail, siennes in portails.items():
        for nom, (gabarit, propre) in siennes.items():
            commun = {
                "url": lien,
                "portail": portail,
                "personne": "Zoé Lefèvre",
                "navigation": menus[portail] if propre.get("personne", "x") else (),
                "csrf": "jeton",
                "cle": "cle-1",
            }
            toutes[f"{portail}-{nom}"] = (gabarit, commun | propre)
    return toutes


def lien(chemin: str) -> str:
    return "/api" + chemin
