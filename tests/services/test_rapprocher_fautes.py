"""Messages that never left, and repairs that meet or die: nothing is done twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.modeles import CompteModele, EnvoiModele, LigneModele
from chalicelib.depots.rapprochement import RapprochementDynamo
from chalicelib.mesures import Mesure
from chalicelib.services.courrier import Message
from chalicelib.services.rapprocher import Ecart
from chalicelib.services.reparer import reparer
from chalicelib.services.retirer import retirer
from outils.rapprocher import LIBELLES
from tests.constructeurs import RENNES, Nuage, mandant
from tests.services.invariants import verifier_tout
from tests.services.rapprochement import Bureau, plus_tard, recue


@pytest.fixture
def bureau(nuage: Nuage) -> Bureau:
    nuage.peupler()
    return Bureau(nuage)


def effacer_les_comptes() -> None:
    for compte in CompteModele.scan():
        compte.delete()


def test_un_courriel_qui_n_est_pas_parti_part_une_fois(bureau: Bureau) -> None:
    deposee = bureau.nuage.deposer()
    plus_tard(bureau)

    assert bureau.ecarts() == {deposee.reference: {Ecart.COURRIEL_ABSENT}}
    assert bureau.reparer() == {}
    assert bureau.reparer() == {}

    assert bureau.confies == [f"{deposee.reference}#1#M1"]


def test_un_courriel_dont_la_fonction_est_morte_en_route(bureau: Bureau) -> None:
    deposee = bureau.nuage.deposer()
    EnvoisDynamo().reserver(f"{deposee.reference}#1#M1", bureau.nuage.maintenant)
    plus_tard(bureau)

    assert bureau.ecarts() == {deposee.reference: {Ecart.COURRIEL_ABSENT}}


def test_un_courriel_que_l_on_essaie_encore_n_est_pas_oublie(bureau: Bureau) -> None:
    deposee, envois = bureau.nuage.deposer(), EnvoisDynamo()
    cle = f"{deposee.reference}#1#M1"
    envois.confier(cle, deposee, bureau.nuage.maintenant)

    # Three days that SES is paused: it comes back to its queue each time.
    for _ in range(3):
        bureau.nuage.avancer(days=1)
        envois.reserver(cle, bureau.nuage.maintenant)
        envois.rendre(cle, bureau.nuage.maintenant)
    bureau.nuage.avancer(hours=1)
    assert bureau.ecarts() == {}

    bureau.nuage.avancer(days=3)
    assert bureau.ecarts() == {deposee.reference: {Ecart.COURRIEL_ABSENT}}


def test_un_courriel_depasse_ne_part_plus(bureau: Bureau) -> None:
    # given: neither M1 nor M2 has left, then the acceptance is told
    acceptee = bureau.nuage.accepter(recue(bureau))
    for envoi in EnvoiModele.scan():
        envoi.delete()
    bureau.envoyer(acceptee, Message.M3A)
    bureau.nuage.transmettre(acceptee)
    plus_tard(bureau)
    retiree = bureau.nuage.deposer(qui=mandant("m2", nom="Abel"))
    retirer(
        bureau.nuage.contexte,
        reference=retiree.reference,
        mandant_id="m2",
        maintenant=bureau.nuage.maintenant,
    )
    plus_tard(bureau)

    assert bureau.ecarts() == {}


def test_deux_mois_apres_personne_n_est_plus_prevenu(bureau: Bureau) -> None:
    acceptee = bureau.nuage.accepter(recue(bureau))
    bureau.nuage.transmettre(acceptee)
    bureau.nuage.avancer(days=61)

    assert bureau.ecarts() == {}


def test_deux_reparations_ensemble_n_en_font_qu_une(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: a second operator repairs between the reading and the writing of the first
    demande = recue(bureau)
    plus_tard(bureau)
    effacer_les_comptes()
    LigneModele(RENNES, demande.reference).update(actions=[LigneModele.lieu.set("Ailleurs")])
    outils = bureau.outils()
    maintenant = bureau.nuage.maintenant
    lire = RapprochementDynamo.dossier
    passages: list[str] = []

    def lire_puis_laisser_passer(self: Any, reference: str, *autres: Any) -> Any:
        lu = lire(self, reference, *autres)
        if not passages:
            passages.append(reference)
            assert reparer(outils, reference, maintenant) == ()
        return lu

    monkeypatch.setattr(RapprochementDynamo, "dossier", lire_puis_laisser_passer)

    assert reparer(outils, demande.reference, maintenant) == ()
    verifier_tout(bureau.nuage)


def test_une_reparation_tuee_au_milieu_se_reprend(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    demande = recue(bureau)
    plus_tard(bureau)
    LigneModele(RENNES, demande.reference).delete()
    effacer_les_comptes()
    outils = bureau.outils()
    coupes = replace(outils, rapprochement=_QuiMeurt(outils.rapprochement))

    with pytest.raises(KeyboardInterrupt):
        reparer(coupes, demande.reference, bureau.nuage.maintenant)

    assert bureau.ecarts() == {demande.reference: {Ecart.ENGAGEMENT_ABSENT}}
    assert bureau.reparer() == {}
    verifier_tout(bureau.nuage)


class _QuiMeurt:
    """The stores, until an account is to be written."""

    def __init__(self, vrai: Any) -> None:
        self._vrai = vrai

    def ecrire_compte(self, *_: Any) -> bool:
        raise KeyboardInterrupt

    def __getattr__(self, nom: str) -> Any:
        return getattr(self._vrai, nom)


def test_les_mesures_et_les_libelles_connaissent_chaque_ecart() -> None:
    assert set(Mesure.ECARTS.dimensions["ecart"]) == {ecart.value for ecart in Ecart}
    assert LIBELLES.keys() == {ecart.value for ecart in Ecart}
