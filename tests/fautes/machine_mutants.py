"""What each invariant is worth: one guard of the code is taken away, a short life is lived by the
rules of the machine, and the invariant must see it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import pytest
from pynamodb.models import Model

from chalicelib.depots import dynamo, registre, transaction
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.modeles import (
    DelegationModele,
    DemandeModele,
    EcritureModele,
    HabilitationModele,
    LigneModele,
)
from chalicelib.domaine import controles, journal
from chalicelib.domaine.etats import TRANSITIONS, Etat, Evenement, Role
from chalicelib.domaine.plafond import Verdict
from chalicelib.registre.lignes import LignePublique
from chalicelib.services import (
    controler_au_registre,
    decider,
    etablir,
    lecture,
    lister,
    mairie,
    plafonner,
    remplacer,
    terminer,
)
from chalicelib.services.ports_courrier import Reservation
from tests.constructeurs import AGENT_ANGERS, APJ, OPJ, RENNES
from tests.fautes import machine_flux, machine_lois
from tests.fautes.machine import Vies

Patch = pytest.MonkeyPatch


@dataclass(frozen=True)
class Mutant:
    """`muter` takes the guard away, `vivre` is the life, `dit` what the machine must say of it."""

    muter: Callable[[Patch], None]
    vivre: Callable[[Vies], None]
    dit: str


def _sans_condition(*modeles: type[Model]) -> Callable[[Patch], None]:
    reel = transaction._ecrire

    def ecrire(modele: Model, condition: Any) -> Any:
        if isinstance(modele, modeles):
            return lambda transaction_: transaction_.save(modele)
        return reel(modele, condition)

    return lambda patch: patch.setattr(transaction, "_ecrire", ecrire)


def _sans_effet(module: Any, *noms: str, rend: Any = None) -> Callable[[Patch], None]:
    def muter(patch: Patch) -> None:
        for nom in noms:
            patch.setattr(module, nom, lambda *_, **__: rend)

    return muter


def _sans_plafond(patch: Patch) -> None:
    for module in (controles, decider, plafonner):
        patch.setattr(module, "juger", lambda *_, **__: Verdict())


def _sans_habilitation(patch: Patch) -> None:
    patch.setattr(lecture, "exiger_habilitation", lambda lue, _: lue)
    patch.setattr(
        transaction,
        "_habilitation_valide",
        lambda agent, _: (
            lambda transaction_: transaction_.condition_check(
                HabilitationModele, agent, condition=HabilitationModele.agent.exists()
            )
        ),
    )


def _sans_delegation(patch: Patch) -> None:
    patch.setattr(mairie, "exiger_delegation", lambda lue, *_: lue)
    patch.setattr(
        transaction,
        "_delegation_valide",
        lambda tenue, _: (
            lambda transaction_: transaction_.condition_check(
                DelegationModele, tenue.agent, condition=DelegationModele.agent.exists()
            )
        ),
    )


def _acceptee_depuis(etat: Etat, *, permis: bool = False) -> Callable[[Patch], None]:
    def muter(patch: Patch) -> None:
        acceptation = (etat, Evenement.ACCEPTATION)
        patch.setitem(TRANSITIONS, acceptation, (Role.MAIRIE, Etat.VALIDE))
        if permis:
            patch.setitem(machine_lois.TABLE, (etat.value, "ACCEPTATION"), ("MAIRIE", "VALIDE"))

    return muter


def _chaine_coupee(patch: Patch) -> None:
    reel = journal.inscrire
    patch.setattr(journal, "inscrire", lambda **dits: reel(**(dits | {"precedente": "0" * 64})))


def _naissance_au_registre(patch: Patch) -> None:
    patch.setattr(
        LignePublique, "en_dict", lambda ligne: asdict(ligne) | {"validite": "14/07/1985"}
    )


def _toutes_sur_la_liste_d_un_tour(patch: Patch) -> None:
    reel = lister.registre

    def registre_(contexte: Any, commune: str, scrutin: str = "", tour: str = "") -> Any:
        if tour:
            return contexte.depots.registre(commune)
        return reel(contexte, commune, scrutin, tour)

    patch.setattr(lister, "registre", registre_)


def _toujours_visible(patch: Patch) -> None:
    patch.setattr(dynamo, "est_visible", lambda *_: True)
    patch.setattr(registre, "est_visible", lambda *_: True)
    patch.setattr(registre, "_visible", lambda _: LigneModele.exp > 0)


# The lives. Mandants 0 to 2 are of Rennes; everybody names the same mandataire, for both tours.


def _donner(vie: Vies, qui: int = 0, *, agent: Any = OPJ, decidee: bool = False) -> str:
    connues = set(vie.dits)
    vie.donner(qui, 0, 0, agent, decidee=decidee)
    vie.verifier()
    (reference,) = set(vie.dits) - connues
    return reference


def _de_nombreux_depots(vie: Vies) -> None:
    for qui in range(24):
        vie.deposer(qui=qui, pour=0, quoi=0)
        vie.verifier()


def _donner_deux_fois(vie: Vies) -> None:
    _donner(vie)
    _donner(vie)


def _deux_pour_un_mandataire(vie: Vies) -> None:
    _donner(vie, 0, decidee=True)
    _donner(vie, 2, decidee=True)


def _un_agent_revoque(vie: Vies) -> None:
    vie.revoquer_ou_rehabiliter(qui=APJ)
    _donner(vie, agent=APJ)


def _une_autre_mairie(vie: Vies) -> None:
    reference = _donner(vie)
    vie.accepter_par(reference, AGENT_ANGERS, RENNES)
    vie.verifier()


def _refusee_puis_acceptee(vie: Vies) -> None:
    reference = _donner(vie)
    vie.refuser(choix=0, qui=0, motif="M03")
    vie.verifier()
    vie.accepter_par(reference, *vie.clerc(reference, 0))
    vie.verifier()


def _resiliee_puis_acceptee(vie: Vies) -> None:
    reference = _donner(vie)
    vie.resilier(choix=0, agent=OPJ, demandee=True)
    vie.verifier()
    vie.accepter_par(reference, *vie.clerc(reference, 0))
    vie.verifier()


def _donner_puis_retirer(vie: Vies) -> None:
    vie.deposer(qui=0, pour=0, quoi=0)
    vie.verifier()
    vie.retirer(choix=0)
    vie.verifier()


def _livrer_deux_fois(vie: Vies) -> None:
    _donner(vie)
    vie.livrer_encore(flux=1, choix=0, combien=2)
    vie.verifier()


def _accepter(vie: Vies) -> None:
    _donner(vie, decidee=True)


def _au_bout_de_la_conservation(vie: Vies) -> None:
    _donner(vie)
    vie.aller_a_la_fin_de_la_conservation(choix=0, avant=False)
    vie.verifier()


def _une_place_liberee(vie: Vies) -> None:
    """The second is refused for the cap (M06), the first ends: the second may be accepted."""
    premiere = _donner(vie, 0, decidee=True)
    _donner(vie, 2)
    vie.refuser(choix=0, qui=0, motif="M06")
    vie.verifier()
    assert vie.une(0, {"VALIDE"}) == premiere
    vie.annuler(choix=0, qui=0)
    vie.verifier()
    vie.passer_la_nuit()


def _places_jamais_reexaminees(patch: Patch) -> None:
    for module in (controler_au_registre, decider, remplacer, terminer):
        patch.setattr(module, "attente_de_place", lambda *_: ())
    # The pass of the night would see it too.
    patch.setattr(machine_flux, "rejuger", lambda *_: False)


def _sans_trace_des_envois(patch: pytest.MonkeyPatch) -> None:
    """Either record alone keeps a message from leaving twice."""
    _sans_effet(EnvoisDynamo, "reserver", rend=Reservation.A_ENVOYER)(patch)
    _sans_effet(EnvoisDynamo, "confirmer")(patch)


MUTANTS = {
    "1 référence": Mutant(
        _sans_condition(DemandeModele, EcritureModele), _de_nombreux_depots, "1 référence"
    ),
    "2 L75": Mutant(_sans_effet(etablir, "exiger_libre"), _donner_deux_fois, "2 L75"),
    "3 L73": Mutant(_sans_plafond, _deux_pour_un_mandataire, "3 L73"),
    "4 habilitation": Mutant(_sans_habilitation, _un_agent_revoque, "4 habilitation"),
    "5 commune": Mutant(_sans_delegation, _une_autre_mairie, "5 commune"),
    "6 table": Mutant(_acceptee_depuis(Etat.INVALIDE), _refusee_puis_acceptee, "6 table"),
    "7 journal": Mutant(_chaine_coupee, _donner_puis_retirer, "7 journal"),
    "8 courriels": Mutant(_sans_trace_des_envois, _livrer_deux_fois, "8 courriels"),
    "9 R76-1": Mutant(_naissance_au_registre, _accepter, "9 R76-1"),
    "10 émargement": Mutant(
        _toutes_sur_la_liste_d_un_tour, _refusee_puis_acceptee, "10 émargement"
    ),
    "11 résiliée": Mutant(
        _acceptee_depuis(Etat.RESILIEE, permis=True), _resiliee_puis_acceptee, "11 résiliée"
    ),
    "12 conservation": Mutant(_toujours_visible, _au_bout_de_la_conservation, "12 conservation"),
    "une place libérée (L73)": Mutant(
        _places_jamais_reexaminees,
        _une_place_liberee,
        "une place l'attend",
    ),
}
