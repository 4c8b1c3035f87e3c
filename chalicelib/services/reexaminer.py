"""A place was freed in a mandataire's account: what L73 had made null is examined again (CAP-05).

By order of establishment: the first candidate who fits takes the place.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import decision
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.plafond import Compte, Engagement, juger, representations
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Changement
from chalicelib.services.livre import Livre
from chalicelib.services.plafonner import deplacer
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.router import attente_du_registre

_CANDIDATS = frozenset({Etat.INVALIDE, Etat.NULLE_PLAFOND})


def reexaminer(contexte: Contexte, mandataire: str, maintenant: datetime) -> tuple[str, ...]:
    """The references that go back to be checked, in the order of their establishment, then those of
    the accepted ones whose null days have changed (a place was freed, a scrutin was added: CAP-06).
    Doing it twice changes nothing more.
    """
    reprises: list[str] = []
    while suite := _reprendre_une(contexte, mandataire, maintenant):
        reprises.append(suite)
    return (*reprises, *_rejuger(contexte, mandataire, maintenant))


@rejouer
def _reprendre_une(contexte: Contexte, mandataire: str, maintenant: datetime) -> str:
    compte = contexte.depots.compte(mandataire)
    candidats = (e for e in compte.detenues() if e.nulle)
    for engagement in sorted(candidats, key=lambda e: (e.etablie_le, e.reference)):
        if _reprendre(contexte, compte, engagement, maintenant):
            return engagement.reference
    return ""


@rejouer
def _rejuger(contexte: Contexte, mandataire: str, maintenant: datetime) -> tuple[str, ...]:
    livre = Livre((contexte.depots.compte(mandataire),))
    pas = deplacer(contexte, livre, mandataire, sauf=frozenset(), maintenant=maintenant)
    if pas:
        premier, *autres = pas
        contexte.depots.enregistrer(
            Changement(
                demande=premier.demande,
                depuis=premier.depuis,
                ecritures=premier.ecritures,
                instant=maintenant,
                comptes=livre.suites(),
                autres=tuple(autres),
            )
        )
    return tuple(p.demande.reference for p in pas)


def _reprendre(
    contexte: Contexte, compte: Compte, engagement: Engagement, maintenant: datetime
) -> bool:
    """A wholly null one to which a tour is left now: it goes back to be checked, unless its mandant
    has given another one meanwhile.
    """
    scrutins = contexte.depots.scrutins()
    verdict = juger(compte, engagement.reference, scrutins, depuis=jour(maintenant))
    if verdict.est_nulle or not verdict.jours:
        return False
    demandes, comptes = contexte.depots.demandes_et_comptes(
        [engagement.reference], [engagement.autre]
    )
    demande = demandes.get(engagement.reference)
    if demande is None or demande.etat not in _CANDIDATS:
        return False
    donneur = comptes[engagement.autre]
    if representations(donneur, engagement.mandant, engagement.portee, scrutins):
        return False
    _remettre_a_controler(contexte, demande, (compte, donneur), maintenant)
    return True


def _remettre_a_controler(
    contexte: Contexte, demande: Demande, comptes: tuple[Compte, Compte], maintenant: datetime
) -> None:
    suite, ecriture = decision.reexaminer(demande, maintenant)
    # A homonym born on the same day shares the account: it is written once.
    distincts = {compte.electeur: compte for compte in comptes}.values()
    contexte.depots.enregistrer(
        Changement(
            demande=suite,
            depuis=demande.version,
            ecritures=(ecriture,),
            instant=maintenant,
            comptes=tuple(c.marque(demande.reference) for c in distincts),
            attentes=attente_du_registre(contexte, suite, maintenant),
        )
    )
