"""A demande in each state, made by the transitions of the domain alone: no store, no clock."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from chalicelib.domaine import decision, etablissement, fin
from chalicelib.domaine import demande as vie
from chalicelib.domaine.actes import Saisie, Verification
from chalicelib.domaine.autorites import QualiteHorsPortail
from chalicelib.domaine.bureaux import indiquer_bureau
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etablissement import ActePapier, Circonstances
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.habilitation import Habilitation, Qualite
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from chalicelib.domaine.pieces import numeriser
from chalicelib.domaine.portee import Portee, PorteeScrutin
from chalicelib.domaine.prevenir import ne_plus_prevenir, prevenir
from tests.constructeurs import (
    AGENT_RENNES,
    DELEGUE,
    OPJ,
    PRESIDENTIELLE,
    habilitation,
    mandant,
    mandataire,
)

DEPOT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
DEUX_TOURS = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))
PREMIER_TOUR, SECOND_TOUR = (tour.date for tour in PRESIDENTIELLE.tours)
AU_GUICHET = Circonstances(piece="CNI")
TOUT_CONFORME = Verification(le=DEPOT, resultats=(("INSCRIPTION_MANDANT", "CONFORME"),))

SAISIE = Saisie(agent=AGENT_RENNES.cle, le=DEPOT)

Suite = tuple[Demande, tuple[Ecriture, ...]]
Geste = Callable[[Demande, datetime], Suite]


@dataclass(frozen=True)
class Histoire:
    """A demande and all the entries that made it."""

    demande: Demande
    ecritures: tuple[Ecriture, ...]


def delegue() -> Habilitation:
    """That of the délégué of the OPJ of Rennes."""
    return habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle)


def _un(geste: Callable[[Demande, datetime], tuple[Demande, Ecriture]]) -> Geste:
    def fait(demande: Demande, quand: datetime) -> Suite:
        suite, ecriture = geste(demande, quand)
        return suite, (ecriture,)

    return fait


GESTES: dict[str, Geste] = {
    "retirer": _un(vie.retirer),
    "prévenir le mandataire": _un(lambda d, t: prevenir(d, "louis@exemple.fr", t)),
    "ne plus prévenir le mandataire": _un(ne_plus_prevenir),
    "expirer": _un(vie.expirer),
    "rectifier": _un(lambda d, t: vie.rectifier(d, "nouveau@exemple.fr", t)),
    "rectifier au guichet": _un(
        lambda d, t: vie.rectifier_au_guichet(
            d, "nouveau@exemple.fr", OPJ.cle, cle="cle-adresse", maintenant=t
        )
    ),
    "collecter": _un(
        lambda d, t: etablissement.collecter(
            d, DELEGUE, delegue(), circonstances=AU_GUICHET, cle="cle-collecte", maintenant=t
        )
    ),
    "etablir": _un(
        lambda d, t: etablissement.etablir(
            d, OPJ, habilitation(), circonstances=AU_GUICHET, cle="cle-acte", maintenant=t
        )
    ),
    "etablir, identité certifiée": _un(
        lambda d, t: etablissement.etablir_avec_identite_certifiee(d, cle="cle-acte", maintenant=t)
    ),
    "refuser au guichet": _un(
        lambda d, t: etablissement.refuser_au_guichet(
            d, OPJ, MOTIFS_AUTORITE["A4"], cle="cle-refus", maintenant=t
        )
    ),
    "ajourner": _un(
        lambda d, t: etablissement.refuser_au_guichet(
            d, OPJ, MOTIFS_AUTORITE["A1"], cle="cle-refus", maintenant=t
        )
    ),
    "envoyer": _un(lambda d, t: vie.avancer(d, Evenement.TRANSMISSION, vie.ROUTAGE, t)),
    "transmettre": vie.transmettre,
    "accepter": _un(
        lambda d, t: decision.accepter(
            d, AGENT_RENNES, mandataire=d.mandataire, cle="cle", maintenant=t
        )
    ),
    "refuser": _un(
        lambda d, t: decision.refuser(
            d, AGENT_RENNES, motif="M06", precision="", cle="cle", maintenant=t
        )
    ),
    "valider au registre": _un(
        lambda d, t: decision.valider_au_registre(
            d, TOUT_CONFORME, mandataire=d.mandataire, maintenant=t
        )
    ),
    "rejeter au registre": _un(
        lambda d, t: decision.rejeter_au_registre(
            d, TOUT_CONFORME, mandataire=d.mandataire, motif="M03", maintenant=t
        )
    ),
    "renvoyer à la mairie": _un(
        lambda d, t: decision.renvoyer_a_la_mairie(
            d, TOUT_CONFORME, mandataire=d.mandataire, maintenant=t
        )
    ),
    "frapper de nullité": _un(
        lambda d, t: decision.frapper_de_nullite(d, "M06", (PREMIER_TOUR, SECOND_TOUR), t)
    ),
    "examiner le plafond": _un(lambda d, t: decision.examiner_plafond(d, (PREMIER_TOUR,), t)),
    "réexaminer": _un(decision.reexaminer),
    "rouvrir": _un(lambda d, t: decision.rouvrir(d, AGENT_RENNES, cle="cle", maintenant=t)),
    "demander la résiliation": _un(fin.demander_resiliation),
    "résilier": _un(
        lambda d, t: fin.resilier(
            d, OPJ, habilitation(), piece="CNI", cle="cle", maintenant=t, remplacante="AUTRE2"
        )
    ),
    "résilier sur papier": _un(
        lambda d, t: fin.resilier_sur_papier(d, AGENT_RENNES, recue_le=t, cle="cle", maintenant=t)
    ),
    "résilier, identité certifiée": _un(
        lambda d, t: fin.resilier_avec_identite_certifiee(d, cle="cle", maintenant=t)
    ),
    "annuler": _un(lambda d, t: fin.annuler(d, AGENT_RENNES, cle="cle", maintenant=t)),
    "annuler au registre": _un(lambda d, t: fin.annuler(d, None, maintenant=t)),
    "rendre caduque": _un(
        lambda d, t: fin.rendre_caduque(
            d, AGENT_RENNES, motif=fin.RADIATION, cle="cle", maintenant=t
        )
    ),
    "rendre caduque au registre": _un(
        lambda d, t: fin.rendre_caduque(d, None, motif=fin.DECES, maintenant=t)
    ),
    "noter le vote du mandant": _un(
        lambda d, t: fin.noter_vote_du_mandant(d, AGENT_RENNES, PREMIER_TOUR, t)
    ),
    "indiquer le bureau": _un(lambda d, t: indiquer_bureau(d, AGENT_RENNES, "0112", t)),
    "numériser": _un(
        lambda d, t: numeriser(replace(d, saisie=SAISIE), AGENT_RENNES, "scan.pdf", t)
    ),
    "échoir": _un(fin.echoir),
}
"""All that can happen to a demande once it is filed, each with ordinary circumstances."""

_RECUE = ("etablir", "transmettre")
CHEMINS: dict[Etat, tuple[str, ...]] = {
    Etat.DEPOSEE: (),
    Etat.COLLECTEE: ("collecter",),
    Etat.RETIREE: ("retirer",),
    Etat.EXPIREE: ("expirer",),
    Etat.REFUSEE_AGENT: ("refuser au guichet",),
    Etat.ETABLIE: ("etablir",),
    Etat.TRANSMISE: ("etablir", "envoyer"),
    Etat.A_CONTROLER: _RECUE,
    Etat.VALIDE: (*_RECUE, "accepter"),
    Etat.INVALIDE: (*_RECUE, "refuser"),
    Etat.NULLE_PLAFOND: (*_RECUE, "accepter", "frapper de nullité"),
    Etat.RESILIEE: ("etablir", "résilier"),
    Etat.ANNULEE_DROIT: (*_RECUE, "accepter", "annuler"),
    Etat.CADUQUE: (*_RECUE, "accepter", "rendre caduque"),
    Etat.ECHUE: (*_RECUE, "accepter", "échoir"),
}
"""The shortest life that ends in each state."""


def histoire(
    etat: Etat, *, reference: str = "XBQ7V3", portee: Portee = DEUX_TOURS, depot: datetime = DEPOT
) -> Histoire:
    """The shortest life that ends in `etat`, one step a minute."""
    return vivre(*CHEMINS[etat], reference=reference, portee=portee, depot=depot)


def vivre(
    *gestes: str,
    reference: str = "XBQ7V3",
    portee: Portee = DEUX_TOURS,
    depot: datetime = DEPOT,
) -> Histoire:
    """A demande to which this happens, one step a minute."""
    minutes = (depot + timedelta(minutes=n) for n in itertools.count())
    demande, premiere = vie.deposer(
        reference=reference,
        mandant=mandant(),
        mandataire=mandataire(),
        portee=portee,
        cle="cle-depot",
        maintenant=next(minutes),
    )
    ecritures = [premiere]
    for geste in gestes:
        demande, nouvelles = GESTES[geste](demande, next(minutes))
        ecritures.extend(nouvelles)
    return Histoire(demande, tuple(ecritures))


def demande_dans(etat: Etat, **autres: object) -> Demande:
    """Only the demande."""
    return histoire(etat, **autres).demande  # type: ignore[arg-type]


def papier(le: datetime = DEPOT, **acte: object) -> Demande:
    """A form that a magistrate of Rennes signed at this instant, entered at `DEPOT`."""
    signe = ActePapier(
        nom="Aubert",
        prenom="Hélène",
        qualite=QualiteHorsPortail.MAGISTRAT,
        lieu="Rennes",
        le=le,
        en_france=True,
    )
    saisie, _ = etablissement.saisir_papier(
        reference="PAP7ER",
        mandant=mandant("papier#PAP7ER"),
        mandataire=mandataire(nne="12345678"),
        portee=DEUX_TOURS,
        acte=replace(signe, **acte),  # type: ignore[arg-type]
        agent=AGENT_RENNES,
        cle="cle-saisie",
        maintenant=DEPOT,
    )
    return saisie


def se_lit(texte: str) -> bool:
    """Whether it reads as a sentence: a capital, a full stop, words that are not shouted."""
    return texte[:1].isupper() and texte.endswith(".") and not texte.isupper()
