"""What time makes due, demande by demande: reminders, expiry, end, erasure (RET-01, RET-02); and
L73 judged again where a scrutin was added since (CAP-06).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domaine import demande as vie
from chalicelib.domaine import fin, journal
from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import CONSERVATION, Demande
from chalicelib.domaine.echeances import Echeance, echeance
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.plafond import Compte, juger
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Attente, Changement, a_faire
from chalicelib.services.courrier import Confier, Message
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_conservation import (
    Coffre,
    Conservation,
    Conservee,
    Effacement,
    Maintien,
)
from chalicelib.services.ports_courrier import Envois
from chalicelib.services.reverifier import est_a_reverifier
from chalicelib.services.router import CommuneSansRegistre, commune_du_registre

_MESSAGES = {
    Echeance.RAPPEL_15: (Message.M1B, "M1b#15"),
    Echeance.RAPPEL_3: (Message.M1B, "M1b#3"),
    Echeance.AVIS_EFFACEMENT: (Message.M9, "M9"),
}
"""The messages that no transition sends, each once: which, and the end of its key."""


_UNE_NUIT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Outils:
    """What the pass works with. `coffre` is None where no scan can be kept."""

    contexte: Contexte
    conservation: Conservation
    envois: Envois
    confier: Confier
    coffre: Coffre | None = None


def honorer(outils: Outils, lue: Conservee, maintenant: datetime) -> Echeance | None:
    """Does what is due for this demande, in one transaction or one message; says what was done.
    Doing it twice changes nothing more. Raises ConflitDeVersion when somebody acts on it at this
    instant: what is still due then is done at the next pass.
    """
    demande, scrutins = lue.demande, outils.contexte.depots.scrutins()
    due = echeance(demande, scrutins, maintenant)
    if due is None:
        _suivre_le_scrutin(outils, lue, scrutins)
        return _faire_reverifier(outils, demande, maintenant)
    if due in _MESSAGES:
        return due if _ecrire(outils, demande.reference, due, maintenant) else None
    if due is Echeance.EFFACEMENT:
        _effacer(outils, demande, maintenant)
    else:
        avancer = vie.expirer if due is Echeance.EXPIRATION else fin.echoir
        _enregistrer(outils, demande, avancer, maintenant)
    return due


def rejuger(outils: Outils, compte: Compte, maintenant: datetime) -> bool:
    """Asks for this account to be examined again when L73 no longer says of it what it records
    (CAP-06); says whether it was asked now.
    """
    scrutins, depuis = outils.contexte.depots.scrutins(), jour(maintenant)
    acceptees = compte.acceptees()
    for engagement in compte.detenues():
        if engagement.nulle:
            verdict = juger(compte, engagement.reference, scrutins, depuis=depuis)
            change = bool(verdict.jours) and not verdict.est_nulle
        else:
            verdict = juger(acceptees, engagement.reference, scrutins, depuis=depuis)
            change = verdict.nuls != tuple(j for j in engagement.nuls if j >= depuis)
        if change:
            travail = Attente(f"P#{compte.electeur}", f"CAP-06#{depuis}", maintenant, maintenant)
            return outils.conservation.poser(travail)
    return False


def _faire_reverifier(outils: Outils, demande: Demande, maintenant: datetime) -> Echeance | None:
    """Has the register asked again about an accepted procuration before its vote (L77)."""
    depots, aujourd_hui = outils.contexte.depots, jour(maintenant)
    if not est_a_reverifier(outils.contexte, demande, maintenant):
        return None
    # Several passes a night: the first one asks.
    if not depots.prendre(f"L77#{demande.reference}#{aujourd_hui}", 1, maintenant + _UNE_NUIT):
        return None
    question = a_faire(f"V#{demande.reference}", f"L77#{aujourd_hui}", maintenant)
    return Echeance.REVERIFICATION if outils.conservation.poser(question) else None


def _ecrire(outils: Outils, reference: str, due: Echeance, maintenant: datetime) -> bool:
    """Read anew: the pass may have read what was true an instant ago, and a message can't be taken
    back.
    """
    depots = outils.contexte.depots
    demande = depots.demande(reference)
    if demande is None or echeance(demande, depots.scrutins(), maintenant) is not due:
        return False
    message, suite = _MESSAGES[due]
    cle = f"{reference}#{suite}"
    return outils.confier(message, cle, demande, maintenant)


def _enregistrer(
    outils: Outils,
    demande: Demande,
    avancer: Callable[[Demande, datetime], tuple[Demande, Ecriture]],
    maintenant: datetime,
) -> None:
    suite, ecriture = avancer(demande, maintenant)
    outils.contexte.depots.enregistrer(
        Changement(demande=suite, depuis=demande.version, ecritures=(ecriture,), instant=maintenant)
    )


def _effacer(outils: Outils, demande: Demande, maintenant: datetime) -> None:
    """What stands outside the tables first: once the demande is gone, nothing names it any more."""
    saisie = demande.saisie
    if outils.coffre is not None and saisie is not None and saisie.numerisation:
        outils.coffre.effacer(saisie.numerisation)
    outils.envois.oublier(demande.reference)
    outils.conservation.effacer(
        Effacement(
            demande=demande,
            commune=_commune(demande),
            comptes=tuple(
                _une_version_apres(compte, compte.sans(demande.reference))
                for compte in _tenants(outils, demande)
            ),
            ecriture=journal.effacement(
                reference=demande.reference,
                numero=demande.version,
                acteur=CONSERVATION,
                instant=maintenant,
                etat=demande.etat,
                precedente=demande.tete,
            ),
        ),
        outils.contexte.depots.scrutins(),
    )


def _tenants(outils: Outils, demande: Demande) -> tuple[Compte, ...]:
    """The accounts that hold this procuration. The mandant's says under which key the mandataire
    counts, be his identity written otherwise since.
    """
    secret, conservation = outils.contexte.secret, outils.conservation
    cles = (cle_mandant(demande.mandant, secret), cle_mandataire(demande.mandataire, secret))
    comptes = dict(conservation.comptes(cles))
    donnee = comptes[cles[0]].engagement(demande.reference)
    if donnee is not None and donnee.autre and donnee.autre not in comptes:
        comptes |= conservation.comptes((donnee.autre,))
    return tuple(c for c in comptes.values() if c.engagement(demande.reference) is not None)


def _une_version_apres(lu: Compte, suite: Compte) -> Compte:
    return replace(suite, version=lu.version + 1)


def _commune(demande: Demande) -> str:
    """Whose register has a row about it; empty when none has."""
    if demande.recue_le is None:
        return ""
    try:
        return commune_du_registre(demande)
    except CommuneSansRegistre:
        return ""


def _suivre_le_scrutin(outils: Outils, lue: Conservee, scrutins: Scrutins) -> None:
    """A vote put off is kept for longer: the item still says the former date."""
    efface_le = a_effacer_le(lue.demande, scrutins)
    if efface_le > lue.jusqu_au:
        maintien = Maintien(
            demande=lue.demande,
            commune=_commune(lue.demande),
            comptes=tuple(_une_version_apres(c, c) for c in _tenants(outils, lue.demande)),
            jusqu_au=efface_le,
        )
        outils.conservation.garder(maintien, scrutins)
