"""Demandes in every state, for tests and pictures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.domaine.actes import (
    Decision,
    Etablissement,
    Fin,
    Refus,
    Reouverture,
    Resiliation,
)
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.identites import EtatCivil, Mandant, Mandataire, Sexe
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour
from chalicelib.portails.vues import vue_demande

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
A_CONFIRMER = Resiliation(
    demandee_le=LE_14_JUIN + timedelta(days=2),
    expire_le=datetime(2021, 8, 16, 22, tzinfo=UTC),
)
RESILIATION_DEMANDEE = replace(VALIDE, version=6, resiliation=A_CONFIRMER)
FAITE = replace(
    A_CONFIRMER,
    le=LE_14_JUIN + timedelta(days=3),
    agent="s/2",
    nom="Moreau",
    prenom="Inès",
    qualite=Qualite.APJ,
    lieu="Angers",
    piece="PASSEPORT",
)
RESILIEE = replace(RESILIATION_DEMANDEE, version=7, etat=Etat.RESILIEE, resiliation=FAITE)
REMPLACEE = replace(RESILIEE, resiliation=replace(FAITE, remplacante="C4KD9W", expire_le=ACTE.le))
FIN = Fin(le=LE_14_JUIN + timedelta(days=2), motif="M06", agent="plafond")
T1, T2 = (tour.date for tour in SCRUTINS["dep-reg-2021"].tours)
NULLE = replace(VALIDE, version=6, etat=Etat.NULLE_PLAFOND, fin=FIN, nuls=(T1, T2))
NULLE_A_UN_TOUR = replace(VALIDE, version=6, nuls=(T1,))
ANNULEE = replace(VALIDE, version=6, etat=Etat.ANNULEE_DROIT, fin=replace(FIN, motif="M15"))
CADUQUE = replace(VALIDE, version=6, etat=Etat.CADUQUE, fin=replace(FIN, motif="RADIATION"))
A_VOTE = replace(VALIDE, version=6, votes=(T1,))
ROUVERTE = replace(
    A_CONTROLER, version=6, reouverture=Reouverture(agent="m/1", le=LE_14_JUIN + timedelta(days=2))
)
ECHUE = replace(VALIDE, version=6, etat=Etat.ECHUE)
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
    "resiliation-demandee": RESILIATION_DEMANDEE,
    "resiliee": RESILIEE,
    "remplacee": REMPLACEE,
    "nulle": NULLE,
    "nulle-a-un-tour": NULLE_A_UN_TOUR,
    "annulee": ANNULEE,
    "caduque": CADUQUE,
    "a-vote": A_VOTE,
    "rouverte": replace(ROUVERTE, dernier=Evenement.REOUVERTURE),
    "echue": ECHUE,
    "retiree": RETIREE,
    "ajournee": AJOURNEE,
    "periode": DE_PERIODE,
}


def nom_de_commune(code: str) -> str:
    return {"35238": "Rennes (Ille-et-Vilaine)"}[code]


def vue(demande: Demande, maintenant: datetime = LE_14_JUIN) -> Any:
    return vue_demande(demande, SCRUTINS, nom_de_commune, maintenant)
