"""Every page of the agents with a plausible context: page → (template, its own context)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from chalicelib.domaine.libelles import LIBELLES_PIECE, instant_fr
from chalicelib.domaine.motifs import MOTIFS_AUTORITE, motifs_de_la_mairie
from chalicelib.portails.actes_apres_reception import ACTES
from tests.portails.exemples import (
    A_CONTROLER,
    ACTE,
    DE_PERIODE,
    DEPOSEE,
    INVALIDE,
    LE_14_JUIN,
    PAR_NNE,
    RESILIATION_DEMANDEE,
    VALIDE,
    vue,
)
from tests.portails.exemples_lot import exemples_lot


def autorite() -> dict[str, tuple[str, dict[str, Any]]]:
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
        "recueillie": False,
        "d_un_delegue": True,
        "peut_corriger": True,
        "remplace": (),
        "garder_jusqu_au": "",
    }
    a_l_unite = {
        "agent": agent,
        "a_des_delegues": True,
        "peut_changer_de_lieu": True,
    }
    gare = {
        "id": "35-gare-de-rennes",
        "libelle": "Gare de Rennes (Ille-et-Vilaine, 35)",
        "jusqu_a": "18 h 00",
    }
    fiche = {
        "demande": vue(DEPOSEE),
        "pieces": pieces,
        "saisie": {"piece": "CNI"},
        "acte": "etablissement",
        "collecte": {},
        "au_domicile": True,
        "deja": [],
    }
    deja = [vue(DEPOSEE).portee, vue(DE_PERIODE).portee]
    recueillie = {
        "par": "Yvon Le Goff, commissariat de Rennes",
        "le": instant_fr(LE_14_JUIN),
        "a": "Rennes",
        "piece": "Passeport",
        "ecrit_du": "12 juin 2021",
    }
    lien = {"texte": "XBQ7V3", "lien": "/api/autorite/demandes/XBQ7V3"}
    lieux = {
        "choix": [
            {"valeur": "unite", "texte": "À mon unité : Commissariat de Rennes, Rennes"},
            {"valeur": gare["id"], "texte": gare["libelle"], "aide": "Rennes"},
        ],
        "aucun": False,
        "saisie": {"departement": "35", "lieu_public": "unite"},
    }
    domicile = {
        "reference": "XBQ7V3",
        "acte": "collecte",
        "pieces": pieces,
        "saisie": {},
        "deja": [],
    }
    courriel = {
        "reference": "XBQ7V3",
        "suite": "/autorite/demandes/XBQ7V3?adresse=corrigee",
        "retour": "/autorite/demandes/XBQ7V3",
        "saisie": {"courriel": "camille@exemple.fr"},
    }
    resiliation = {
        "demande": vue(RESILIATION_DEMANDEE),
        "pieces": pieces,
        "saisie": {"piece": "CNI"},
        "peut_resilier": True,
    }
    return {
        "accueil": ("autorite/accueil.html", {"personne": ""}),
        "saisie": ("autorite/saisie.html", a_l_unite),
        "saisie-inconnue": (
            "autorite/saisie.html",
            a_l_unite
            | {"lieu_courant": gare, "saisie": {"reference": "XBQ7V4"}, "erreurs": inconnue},
        ),
        "fiche": ("autorite/fiche.html", fiche),
        "fiche-faute": (
            "autorite/fiche.html",
            fiche
            | {"demande": vue(DE_PERIODE), "saisie": {}, "erreurs": {"piece": "Indiquez-la."}},
        ),
        "fiche-delegue": ("autorite/fiche.html", fiche | {"acte": "collecte"}),
        "fiche-recueillie": (
            "autorite/fiche.html",
            fiche | {"collecte": recueillie, "au_domicile": False},
        ),
        "fiche-lieu-public": ("autorite/fiche.html", fiche | {"lieu_courant": gare}),
        "fiche-injoignable": ("autorite/fiche.html", fiche | {"injoignable": True}),
        "fiche-corrigee": ("autorite/fiche.html", fiche | {"adresse_corrigee": True}),
        "courriel": ("autorite/courriel.html", courriel),
        "courriel-faute": (
            "autorite/courriel.html",
            courriel | {"saisie": {"courriel": "camille@"}, "erreurs": {"courriel": "Corrigez."}},
        ),
        "actes": (
            "autorite/actes.html",
            {
                "jour": "lundi 14 juin 2021",
                "totaux": [(12, "Établies"), (1, "Refusée")],
                "lignes": [["XBQ7V3", "10 h 32", "Établie, au domicile", "Rennes (35)"]],
            },
        ),
        "actes-vide": (
            "autorite/actes.html",
            {"jour": "lundi 14 juin 2021", "totaux": [], "lignes": []},
        ),
        "domicile": ("autorite/domicile.html", domicile),
        "domicile-faute": (
            "autorite/domicile.html",
            domicile
            | {
                "erreurs": {
                    "ecrit_du": "Indiquez la date.",
                    "attestation": "Confirmez.",
                    "piece": "Indiquez-la.",
                }
            },
        ),
        "fiche-deja": ("autorite/fiche.html", fiche | {"deja": deja[:1]}),
        "fiche-deja-plusieurs": ("autorite/fiche.html", fiche | {"deja": deja}),
        "fiche-deja-recueillie": (
            "autorite/fiche.html",
            fiche | {"collecte": recueillie, "au_domicile": False, "deja": deja[:1]},
        ),
        "domicile-deja": (
            "autorite/domicile.html",
            domicile | {"acte": "etablissement", "deja": deja[:1]},
        ),
        "resiliation": ("autorite/resiliation.html", resiliation),
        "resiliation-faute": (
            "autorite/resiliation.html",
            resiliation | {"saisie": {}, "erreurs": {"piece": "Indiquez-la."}},
        ),
        "resiliation-delegue": (
            "autorite/resiliation.html",
            resiliation | {"peut_resilier": False},
        ),
        "resiliee": ("autorite/resiliee.html", fait),
        "fait-remplace": ("autorite/fait.html", fait | {"remplace": ("C4KD9W",)}),
        "collectes": (
            "autorite/collectes.html",
            {"lignes": [[lien, "Yvon Le Goff", instant_fr(LE_14_JUIN), "Rennes"]]},
        ),
        "collectes-vide": ("autorite/collectes.html", {"lignes": []}),
        "lieu": ("autorite/lieu.html", lieux),
        "lieu-aucun": (
            "autorite/lieu.html",
            lieux
            | {
                "choix": lieux["choix"][:1],
                "aucun": True,
                "erreurs": {"lieu_public": "Choisissez un lieu dans la liste."},
            },
        ),
        "refus": ("autorite/refus.html", {"demande": vue(DEPOSEE), "motifs": motifs}),
        "fait": ("autorite/fait.html", fait),
        "fait-domicile": ("autorite/fait.html", fait | {"garder_jusqu_au": "27 décembre 2021"}),
        "fait-recueillie": ("autorite/fait.html", fait | {"etablie": False, "recueillie": True}),
        "fait-ajournee": ("autorite/fait.html", fait | {"etablie": False, "vivante": True}),
        "fait-refusee": ("autorite/fait.html", fait | {"etablie": False}),
    }


def mairie() -> dict[str, tuple[str, dict[str, Any]]]:
    controles = [
        {
            "id": identifiant,
            "libelle": libelle,
            "article": article,
            "resultat": resultat,
            "resultat_fr": resultat_fr,
            "explication": explication,
            "source": "calcul de l’application, le 14 juin 2021 à 10 h 30",
            "repertoire": "",
            "motif": motif,
            "motif_fr": "Le mandataire n’est pas inscrit",
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
        "a_faire": "Lisez 2 contrôles sur votre liste électorale, puis acceptez ou refusez.",
        "bloquee": False,
        "motifs": motifs,
        "actes": list(ACTES.values()),
        "papier": None,
        "bureau": "0112",
        "lettre": False,
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
            "note": "Nulle le 20 juin 2021 (article L73)" if rang == 3 else "",
        }
        for rang in range(12)
    ]
    compteurs = [
        {
            "texte": texte,
            "nombre": nombre,
            "plus_de": nombre > 100,
            "chemin": f"/mairie/procurations?etat={etat}",
            "file": etat,
            "actif": a,
        }
        for texte, nombre, etat, a in (
            ("à contrôler", 12, "A_CONTROLER", True),
            ("acceptées", 140, "VALIDE", False),
            ("refusées", 3, "INVALIDE", False),
            ("nulles", 2, "NULLE_PLAFOND", False),
        )
    ]
    scrutins = [
        {"valeur": "", "texte": "Tous"},
        {"valeur": "dep-reg-2021", "texte": "Départementales et régionales, juin 2021"},
    ]
    file = {
        "commune": "Rennes",
        "compte": {
            "compteurs": compteurs,
            "nulles": {"nombre": 2, "chemin": "/mairie/procurations?etat=NULLE_PLAFOND"},
            "par_scrutin": [
                {
                    "libelle": "Départementales et régionales, 20 juin 2021",
                    "chemin": "/mairie/procurations?scrutin=dep-reg-2021",
                    "compteurs": compteurs[:2],
                },
                {"libelle": "Pour une période", "chemin": "", "compteurs": compteurs[:1]},
            ],
            "attente": "La plus ancienne est arrivée il y a 3 jours, le 11 juin 2021 à 9 h 30.",
            "urgentes": 12,
            "partielles": 1,
            "lot": "/mairie/acceptations",
        },
        "scrutins": scrutins,
        "csv": "/mairie/suivi.csv",
        "etats": [{"valeur": "A_CONTROLER", "texte": "À contrôler"}],
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
        "la_sienne": True,
        "reference": "XBQ7V3",
        "chemin": "/mairie/procurations/XBQ7V3",
        "instant": instant_fr(LE_14_JUIN),
        "restantes": 11,
        "toutes_comptees": False,
        "suivante": "/mairie/procurations/XBQ7V4",
    }
    par_nne = fiche | {"demande": vue(replace(A_CONTROLER, mandataire=PAR_NNE))}
    return {
        "accueil": ("mairie/accueil.html", {"personne": ""}),
        "procurations": ("mairie/procurations.html", file),
        "procurations-recherche": (
            "mairie/procurations.html",
            file
            | {
                "recherche": "lukasik",
                "lignes": [],
                "tronquee": True,
                "suivant": "",
                "compte": None,
            },
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
        **_actes(),
        **exemples_lot(),
        "decision": ("mairie/decision.html", decision),
        "decision-d-un-collegue": ("mairie/decision.html", decision | {"la_sienne": False}),
        "decision-fin": (
            "mairie/decision.html",
            decision | {"acceptee": False, "restantes": 0, "suivante": ""},
        ),
        **_registres(scrutins, registre),
    }


def _registres(
    scrutins: list[dict[str, str]], lignes: list[dict[str, str]]
) -> dict[str, tuple[str, dict[str, Any]]]:
    """The register whole, a page of it, too long for a page; a document that is long to make."""
    contexte = {
        "commune": "Rennes",
        "instant": instant_fr(LE_14_JUIN),
        "nombre": len(lignes),
        "lignes": lignes,
        "premiere": 1,
        "pages": ["/mairie/registre"],
        "numero": 1,
        "scrutins": scrutins,
        "fichiers": {x: f"/mairie/registre.{x}" for x in ("csv", "xlsx", "pdf")},
    }
    pages = [f"/mairie/registre?page={n}" for n in (1, 2, 3)]
    document = {
        "nom": "Registre des procurations",
        "extension": "PDF",
        "demande_le": instant_fr(LE_14_JUIN),
        "taille": "7,3 Mo",
        "secondes": 5,
        "chemin": "/mairie/documents/1",
        "retour": "/mairie/registre",
    }
    return {
        "registre": ("mairie/registre.html", contexte),
        "registre-en-pages": (
            "mairie/registre.html",
            contexte | {"nombre": 1200, "premiere": 501, "pages": pages, "numero": 2},
        ),
        "registre-trop-long": (
            "mairie/registre.html",
            contexte | {"nombre": None, "lignes": [], "pages": []},
        ),
        **{
            f"document-{etat.lower()}": ("mairie/document.html", document | {"etat": etat})
            for etat in ("EN_COURS", "PRET", "ABANDONNE")
        },
    }


def _actes() -> dict[str, tuple[str, dict[str, Any]]]:
    """The page of each act after reception, then the one that says it is done."""
    contexte = {
        "demande": vue(VALIDE),
        "tours": [{"valeur": "2021-06-20", "texte": "Dimanche 20 juin 2021"}],
        "fuseaux": [{"valeur": "Europe/Paris", "texte": "France métropolitaine"}],
    }
    return {
        **{
            f"acte-{nom}": ("mairie/acte.html", contexte | {"acte": acte})
            for nom, acte in ACTES.items()
        },
        **{
            f"fait-{nom}": (
                "mairie/acte_fait.html",
                {"acte": acte, "reference": "XBQ7V3", "prevenu": nom != "caducite"},
            )
            for nom, acte in ACTES.items()
        },
    }
