"""At once with the pass of the night, and with the correction of an address."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.portee import PorteePeriode
from chalicelib.services.echeances import Outils, honorer
from chalicelib.services.rectifier import rectifier
from tests.constructeurs import Nuage, mandant
from tests.fautes.couple import Couple
from tests.fautes.gestes import acceptation, acte, retrait
from tests.fautes.ordonnanceur import Geste
from tests.services.conservatoire import TOUT, outillage, restes

APRES_LE_VOTE = datetime(2027, 4, 26, 1, 17, tzinfo=UTC)
UN_AN_APRES = datetime(2028, 4, 26, 1, 17, tzinfo=UTC)
_PASSES = 4


def passe(nuage: Nuage, reference: str, outils: Outils | None = None) -> Geste:
    """What the passes of a night do about one demande: the scan, then the act; again when somebody
    was acting on it.
    """
    outils = outils or outillage(nuage)

    def passer() -> str:
        for _ in range(_PASSES):
            scrutins = nuage.contexte.depots.scrutins()
            lues = outils.conservation.a_examiner(TOUT, scrutins, nuage.maintenant)
            lue = next((x for x in lues if x.demande.reference == reference), None)
            try:
                fait = honorer(outils, lue, nuage.maintenant) if lue else None
            except ConflitDeVersion:
                continue
            return fait.value if fait else "rien"
        raise AssertionError("une passe de la nuit finit toujours")

    return passer


def correction(nuage: Nuage, demande: Demande) -> Geste:
    return lambda: rectifier(
        nuage.contexte,
        reference=demande.reference,
        mandant_id=demande.mandant.id,
        courriel="juste@exemple.fr",
        maintenant=nuage.maintenant,
    )


def finie(nuage: Nuage) -> Demande:
    """Accepted, its vote past, and due to be erased now."""
    demande = nuage.accepter(nuage.recue())
    nuage.maintenant = APRES_LE_VOTE
    passe(nuage, demande.reference)()
    nuage.maintenant = UN_AN_APRES
    return demande


def expirer_et_etablir(nuage: Nuage) -> Sequence[Geste]:
    """The authority has begun before midnight, and its process is slow."""
    demande = nuage.deposer()
    nuage.maintenant = APRES_LE_VOTE
    return [passe(nuage, demande.reference), acte(nuage, demande, hours=-8)]


def expirer_et_retirer(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    nuage.maintenant = APRES_LE_VOTE
    return [passe(nuage, demande.reference), retrait(nuage, demande)]


def echoir_et_accepter(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.recue()
    nuage.maintenant = APRES_LE_VOTE
    return [passe(nuage, demande.reference), acceptation(nuage, demande)]


def effacer_deux_fois(nuage: Nuage) -> Sequence[Geste]:
    reference = finie(nuage).reference
    return [passe(nuage, reference), passe(nuage, reference)]


def effacer_et_etablir_pour_le_meme_mandataire(nuage: Nuage) -> Sequence[Geste]:
    """Both write the account of the mandataire."""
    reference = finie(nuage).reference
    jour = nuage.maintenant.date()
    portee = PorteePeriode(jour, jour.replace(month=12))
    autre = nuage.deposer(mandant("m2", nom="Autre"), portee=portee)
    return [passe(nuage, reference), acte(nuage, autre)]


def rectifier_et_etablir(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.deposer()
    return [correction(nuage, demande), acte(nuage, demande)]


def rectifier_et_accepter(nuage: Nuage) -> Sequence[Geste]:
    demande = nuage.recue()
    return [correction(nuage, demande), acceptation(nuage, demande)]


def l_adresse_est_corrigee(nuage: Nuage) -> None:
    """Whatever the order, nothing written by the other is lost."""
    (demande,) = nuage.contexte.depots.demandes_du_mandant("mandant-1")
    assert demande.mandant.courriel == "juste@exemple.fr"
    assert demande.etat in {Etat.ETABLIE, Etat.VALIDE}


def rien_ne_reste(nuage: Nuage) -> None:
    """Every erased reference has left every table."""
    ecritures = nuage.contexte.depots.toutes_les_ecritures()
    (effacee,) = {e.reference for e in ecritures if e.evenement == "EFFACEMENT"}
    assert restes(effacee) == []


TEMPS = {
    "expirer et établir": Couple(
        expirer_et_etablir, {("EXPIRATION", "TransitionInterdite"), ("FIN", "ETABLIE")}
    ),
    "expirer et retirer": Couple(
        expirer_et_retirer, {("EXPIRATION", "TransitionInterdite"), ("rien", "RETIREE")}
    ),
    "échoir et accepter": Couple(
        echoir_et_accepter, {("FIN", "TransitionInterdite"), ("FIN", "VALIDE")}
    ),
    "effacer deux fois": Couple(
        effacer_deux_fois, {("EFFACEMENT", "rien"), ("rien", "EFFACEMENT")}, rien_ne_reste
    ),
    "effacer et établir pour le même mandataire": Couple(
        effacer_et_etablir_pour_le_meme_mandataire, {("EFFACEMENT", "ETABLIE")}, rien_ne_reste
    ),
    "rectifier et établir": Couple(
        rectifier_et_etablir, {("DEPOSEE", "ETABLIE"), ("ETABLIE", "ETABLIE")},
        l_adresse_est_corrigee,
    ),
    "rectifier et accepter": Couple(
        rectifier_et_accepter, {("A_CONTROLER", "VALIDE"), ("VALIDE", "VALIDE")},
        l_adresse_est_corrigee,
    ),
}  # fmt: skip
