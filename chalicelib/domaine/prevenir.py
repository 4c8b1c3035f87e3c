"""The mandant has the mandataire told by e-mail, or stops it (domaine.md, d: M7).

No article asks for it: the law leaves it to the mandant to tell (D).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from chalicelib.domaine.demande import Demande, avancer
from chalicelib.domaine.etats import Evenement, Role
from chalicelib.domaine.journal import Acteur, Ecriture
from chalicelib.domaine.libelles import jours_fr, portee_fr
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.portee import PorteePeriode, Scrutins, jours_de_vote


def prevenir(demande: Demande, courriel: str, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """The address that is written to now, and whenever this procuration changes."""
    return avancer(
        demande, Evenement.AVIS_AU_MANDATAIRE, _mandant(demande), maintenant, avise=courriel
    )


def ne_plus_prevenir(demande: Demande, maintenant: datetime) -> tuple[Demande, Ecriture]:
    """The address is forgotten, and nothing is sent."""
    return avancer(demande, Evenement.ARRET_DE_L_AVIS, _mandant(demande), maintenant, avise="")


def jours_utiles(demande: Demande, scrutins: Scrutins, aujourd_hui: date) -> tuple[date, ...]:
    """The known days to come at which the mandataire may use it: neither null (L73) nor set aside
    by the mandant's own vote (L76).
    """
    sans_effet = {*demande.nuls, *demande.votes}
    jours = jours_de_vote(demande.portee, scrutins)
    return tuple(j for j in jours if j >= aujourd_hui and j not in sans_effet)


def peut_encore_voter(demande: Demande, scrutins: Scrutins, aujourd_hui: date) -> bool:
    """Whether the mandataire may still use it. The votes of a period are not all known."""
    if isinstance(demande.portee, PorteePeriode):
        return demande.portee.au >= aujourd_hui
    return bool(jours_utiles(demande, scrutins, aujourd_hui))


def votes_fr(demande: Demande, scrutins: Scrutins, aujourd_hui: date) -> tuple[str, ...]:
    """When the mandataire may vote, in lines: the scrutin and its tours to come that count, or the
    period and its days that do not.
    """
    portee = demande.portee
    if isinstance(portee, PorteePeriode):
        sans_effet = tuple(sorted({*demande.nuls, *demande.votes}))
        sauf = (phrase("Sauf {jours}", jours=jours_fr(sans_effet)),) if sans_effet else ()
        return (*portee_fr(portee, scrutins), *sauf)
    utiles = jours_utiles(demande, scrutins, aujourd_hui)
    connus = scrutins[portee.scrutin].tours
    tours = tuple(t.numero for t in connus if t.numero in portee.tours and t.date in utiles)
    return portee_fr(replace(portee, tours=tours), scrutins)


def _mandant(demande: Demande) -> Acteur:
    return Acteur(Role.MANDANT, demande.mandant.id)
