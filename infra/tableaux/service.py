"""*Le service*: for the ministry, and for whoever asks at night whether votes are being lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalicelib.domaine.etats import Evenement
from chalicelib.mesures import Mesure
from infra.tableaux.composants import (
    GUIDES,
    Calcul,
    Courbe,
    EtatDesAlarmes,
    Graphique,
    Seuil,
    Tableau,
    Texte,
    mesure,
    toutes,
)
from infra.tableaux.reveil import enfants

PORTAILS = {
    "electeur": "électeurs",
    "autorite": "autorités",
    "mairie": "mairies",
    "api": "interface des logiciels",
    "public": "pages publiques",
}
AGES = {
    "moins-d-un-jour": "moins d’un jour",
    "un-a-trois-jours": "un à trois jours",
    "trois-a-sept-jours": "trois à sept jours",
    "plus-de-sept-jours": "plus de sept jours",
}
RETOURS = {
    "REMIS": "remis",
    "DIFFERE": "différés",
    "NON_REMIS": "non remis",
    "REJETE": "refusés par le serveur",
    "PLAINTE": "signalés comme indésirables",
    "IGNORE": "retours sans objet",
}


def _transition(evenement: Evenement, libelle: str, id_: str = "", visible: bool = True) -> Courbe:
    return mesure(Mesure.TRANSITIONS, libelle, id_=id_, visible=visible, evenement=evenement.value)


def _somme(libelle: str, id_: str, *evenements: Evenement) -> list[Courbe | Calcul]:
    """Several transitions that are one thing to the ministry."""
    parts = [
        _transition(evenement, evenement.value, f"{id_}{rang}", visible=False)
        for rang, evenement in enumerate(evenements)
    ]
    addition = " + ".join(f"FILL({part.id_}, 0)" for part in parts)
    return [*parts, Calcul(addition, libelle, id_)]


_PARCOURS: list[Courbe | Calcul] = [
    _transition(Evenement.DEPOT, "déposées", "deposees"),
    *_somme(
        "établies",
        "etablies",
        Evenement.ETABLISSEMENT,
        Evenement.ETABLISSEMENT_CERTIFIE,
        Evenement.SAISIE_PAPIER,
    ),
    _transition(Evenement.RECEPTION, "transmises et reçues", "recues"),
    *_somme("acceptées", "acceptees", Evenement.ACCEPTATION, Evenement.VALIDATION_REGISTRE),
    *_somme("refusées", "refusees", Evenement.REFUS_MAIRIE, Evenement.REJET_REGISTRE),
]


def tableau(ressources: Mapping[str, Any]) -> Tableau:
    """Over the resources of the template."""
    reveillantes = ("Reveil", *enfants(ressources, "Reveil"))
    return Tableau(
        "service",
        "Le service",
        (
            Texte(
                "# Le service\n"
                "Ce que vivent les électeurs, les autorités et les mairies. "
                f"[Que faire d’une alarme]({GUIDES}alertes.md) · "
                f"[La veille d’un vote]({GUIDES}veille-d-election.md)"
            ),
            EtatDesAlarmes("Ce qui réveille quelqu’un", reveillantes),
            Graphique(
                titre="Les demandes et les procurations",
                courbes=_PARCOURS,
                unite="nombre",
                largeur=16,
            ),
            Graphique(
                titre="Depuis une heure",
                courbes=_PARCOURS,
                unite="nombre",
                vue="singleValue",
                periode=3600,
            ),
            Graphique(
                titre="De l’établissement au registre de la commune",
                courbes=[
                    mesure(Mesure.DELAI_JUSQU_AU_REGISTRE, "la moitié", "p50"),
                    mesure(Mesure.DELAI_JUSQU_AU_REGISTRE, "99 sur cent", "p99"),
                ],
                unite="millisecondes",
                seuils=(Seuil(1000, "promesse : une seconde"), Seuil(60_000, "alarme")),
            ),
            Graphique(
                titre="Attendent la décision d’une mairie, par ancienneté",
                courbes=toutes(Mesure.EN_ATTENTE, "Maximum", AGES),
                unite="procurations",
                seuils=(Seuil(5000, "alarme, au-delà de sept jours"),),
                pile=True,
            ),
            Graphique(
                titre="Attendent une réponse du répertoire électoral",
                courbes=[mesure(Mesure.CONTROLES_EN_ATTENTE, "questions", "Maximum")],
                unite="questions",
                seuils=(Seuil(10_000, "alarme"),),
            ),
            Graphique(
                titre="Latence par portail, 95 réponses sur cent",
                courbes=toutes(Mesure.LATENCE, "p95", PORTAILS),
                unite="millisecondes",
                seuils=(Seuil(3000, "alarme, pour 99 sur cent"),),
            ),
            Graphique(
                titre="Latence par portail, la moitié des réponses",
                courbes=toutes(Mesure.LATENCE, "p50", PORTAILS),
                unite="millisecondes",
            ),
            Graphique(
                titre="Pages servies, par portail",
                courbes=toutes(Mesure.REPONSES_2XX, libelles=PORTAILS),
                unite="réponses",
                pile=True,
            ),
            Graphique(
                titre="Courriels : ce qu’en disent les serveurs des destinataires",
                courbes=toutes(Mesure.RETOURS, libelles=RETOURS),
                unite="courriels",
            ),
            Graphique(
                titre="Courriels envoyés, par message",
                courbes=toutes(Mesure.COURRIELS_ENVOYES),
                unite="courriels",
                pile=True,
            ),
            Graphique(
                titre="Courriels préparés, et leur attente avant l’envoi",
                courbes=[
                    mesure(Mesure.COURRIELS_CONFIES, "préparés"),
                    *toutes(Mesure.COURRIELS_ATTENTE, "p95"),
                ],
                unite="nombre ; millisecondes d’attente",
            ),
            Graphique(
                titre="Connexions",
                courbes=[
                    *(
                        mesure(Mesure.CONNEXIONS_REUSSIES, f"{PORTAILS[portail]}", portail=portail)
                        for portail in ("electeur", "autorite", "mairie")
                    ),
                    mesure(Mesure.CERTIFICATIONS_REUSSIES, "identités certifiées"),
                ],
                unite="connexions",
            ),
            Graphique(
                titre="Bulletins des mairies et documents longs",
                courbes=[
                    *toutes(Mesure.BULLETINS),
                    mesure(Mesure.DOCUMENTS_FAITS, "documents faits"),
                ],
                unite="nombre",
            ),
            Graphique(
                titre="Échéances de la nuit",
                courbes=toutes(Mesure.ECHEANCES),
                unite="demandes",
                periode=3600,
            ),
            Graphique(
                titre="Toutes les transitions",
                courbes=toutes(Mesure.TRANSITIONS),
                unite="demandes et procurations",
                periode=3600,
                largeur=16,
            ),
        ),
    )
