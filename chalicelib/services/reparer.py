"""The repair of what reconciliation finds (`services.rapprocher`).

Each repair starts from the tables as they are now and writes over what it saw only: it may run
twice, beside the stream, beside another, or be killed in the middle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.plafond import Compte, Engagement, Sens
from chalicelib.referentiel import consulats
from chalicelib.services.changement import Ligne, a_faire
from chalicelib.services.courrier import Confier
from chalicelib.services.indexer import indexer
from chalicelib.services.ports import Contexte
from chalicelib.services.ports_conservation import Conservation
from chalicelib.services.ports_rapprochement import Dossier, Rapprochement
from chalicelib.services.rapprocher import HUMAINS, Constat, Ecart, constater, tenants
from chalicelib.services.router import ligne_attendue, router


@dataclass(frozen=True, slots=True)
class Outils:
    """What a repair works with; `confier` has a message sent once, whoever asks for it."""

    contexte: Contexte
    rapprochement: Rapprochement
    conservation: Conservation
    confier: Confier


def relire(
    outils: Outils, reference: str, maintenant: datetime, connus: Iterable[Constat] = ()
) -> tuple[tuple[Constat, ...], Dossier]:
    """What truly differs about this reference, and what the tables say; `connus` tell where else to
    look than where its demande leads.
    """
    communes = {c.commune for c in connus if c.commune}
    electeurs = {c.electeur for c in connus if c.electeur}
    dossier = outils.rapprochement.dossier(reference, communes, electeurs)
    return constater(outils.contexte, dossier, maintenant), dossier


def reparer(
    outils: Outils, reference: str, maintenant: datetime, connus: Iterable[Constat] = ()
) -> tuple[Constat, ...]:
    """Repairs all that differs about this reference; gives what still does, for a person to look
    at or for another try. Raises EnvoiEnCours, and what the stores raise.
    """
    connus = tuple(connus)
    constats, dossier = relire(outils, reference, maintenant, connus)
    # An end of a procuration is what a person must be told last.
    for constat in sorted(constats, key=lambda c: c.ecart is Ecart.COURRIEL_ABSENT):
        if constat.ecart not in HUMAINS:
            _GESTES[constat.ecart](outils, dossier, constat, maintenant)
    return relire(outils, reference, maintenant, (*connus, *constats))[0] if constats else ()


def _router(outils: Outils, dossier: Dossier, _: Constat, maintenant: datetime) -> None:
    demande = outils.contexte.depots.demande(dossier.reference)
    if demande is None:
        return
    try:
        router(outils.contexte, demande, maintenant)
    except ErreurMetier:
        # It stays among what differs.
        return
    _indexer(outils, dossier, _, maintenant)


def _indexer(outils: Outils, dossier: Dossier, _: Constat, maintenant: datetime) -> None:
    demande = outils.contexte.depots.demande(dossier.reference)
    if demande is not None and demande.recue_le is not None:
        indexer(outils.contexte, demande)


def _remplacer(outils: Outils, dossier: Dossier, constat: Constat, _: datetime) -> None:
    demande = _sa_demande(dossier)
    efface_le = a_effacer_le(demande, outils.contexte.depots.scrutins())
    vue = _sa_ligne(dossier, constat)
    outils.rapprochement.remplacer_ligne(vue, ligne_attendue(outils.contexte, demande), efface_le)


def _retirer(outils: Outils, dossier: Dossier, constat: Constat, _: datetime) -> None:
    outils.rapprochement.retirer_ligne(_sa_ligne(dossier, constat))


def _desengager(outils: Outils, dossier: Dossier, constat: Constat, _: datetime) -> None:
    compte = dossier.comptes[constat.electeur].sans(dossier.reference)
    outils.rapprochement.ecrire_compte(compte, dossier.demande, dossier.reference)


def _engager(outils: Outils, dossier: Dossier, constat: Constat, _: datetime) -> None:
    demande, secret = _sa_demande(dossier), outils.contexte.secret
    couple = tenants(dossier.comptes, demande, secret)
    sens = dict(couple)[constat.electeur]
    autre = next(cle for cle, _ in couple if cle != constat.electeur)
    compte = dossier.comptes.get(constat.electeur, Compte(constat.electeur, 0, ()))
    compte = compte.sans(demande.reference).avec(_engagement(demande, sens, autre))
    # One write, one version.
    suite = replace(compte, version=dossier.comptes[constat.electeur].version + 1)
    outils.rapprochement.ecrire_compte(suite, demande, demande.reference)


def _engagement(demande: Demande, sens: Sens, autre: str) -> Engagement:
    """What a live procuration means for one of its two electors, as `services.engager` and the
    decisions since have made it.
    """
    acte = demande.etablissement
    if acte is None:
        raise ValueError("seule une procuration établie engage deux électeurs")
    return Engagement(
        reference=demande.reference,
        sens=sens,
        portee=demande.portee,
        etablie_le=acte.le,
        mandant=demande.mandant.compte,
        commune=demande.mandant.commune,
        en_france=acte.en_france,
        liste_consulaire=demande.mandant.commune in consulats.par_code(),
        autre=autre,
        acceptee=demande.etat is Etat.VALIDE and sens is Sens.DETENUE,
        nuls=demande.nuls if sens is Sens.DETENUE else (),
    )


def _demander(outils: Outils, dossier: Dossier, _: Constat, maintenant: datetime) -> None:
    demande = _sa_demande(dossier)
    outils.conservation.poser(a_faire(f"R#{demande.reference}", demande.tete, maintenant))


def _ecrire(outils: Outils, dossier: Dossier, constat: Constat, maintenant: datetime) -> None:
    if constat.message is None:
        raise ValueError("ce constat n'est pas celui d'un courriel")
    cle = f"{constat.reference}#{constat.numero}#{constat.message.value}"
    outils.confier(constat.message, cle, _sa_demande(dossier), maintenant)


def _sa_demande(dossier: Dossier) -> Demande:
    if dossier.demande is None:
        raise ValueError("cette demande n'est plus là")
    return dossier.demande


def _sa_ligne(dossier: Dossier, constat: Constat) -> Ligne:
    return next(ligne for ligne in dossier.lignes if ligne.commune == constat.commune)


_GESTES: dict[Ecart, Callable[[Outils, Dossier, Constat, datetime], None]] = {
    Ecart.NON_TRANSMISE: _router,
    Ecart.LIGNE_ABSENTE: _router,
    Ecart.LIGNE_EN_RETARD: _router,
    Ecart.LIGNE_EN_AVANCE: _remplacer,
    Ecart.LIGNE_DIFFERENTE: _remplacer,
    Ecart.LIGNE_DE_TROP: _retirer,
    Ecart.ENGAGEMENT_ABSENT: _engager,
    Ecart.ENGAGEMENT_DE_TROP: _desengager,
    Ecart.MOTS_ABSENTS: _indexer,
    Ecart.QUESTION_ABSENTE: _demander,
    Ecart.COURRIEL_ABSENT: _ecrire,
}
