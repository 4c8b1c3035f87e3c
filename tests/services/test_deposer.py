"""Filing, following and withdrawing a demande."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.depots.modeles import DemandeModele
from chalicelib.domaine.erreurs import CleDejaUtilisee, ReferenceInvalide, TransitionInterdite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.services.retirer import retirer
from chalicelib.services.suivre import DemandeIntrouvable, suivre
from tests.constructeurs import PRESIDENTIELLE, Nuage, mandant, mandataire
from tests.services.invariants import verifier_tout

pytestmark = pytest.mark.deux_moteurs


class Dictee:
    """A source of chance that repeats what it is told to."""

    def __init__(self, *references: str) -> None:
        self._signes = itertools.chain.from_iterable(itertools.cycle(references))

    def choice(self, seq: str, /) -> str:
        return next(self._signes)


def dicter(nuage: Nuage, *references: str) -> None:
    nuage.contexte = replace(nuage.contexte, alea=Dictee(*references))


def test_une_demande_deposee_se_relit_telle_quelle(nuage: Nuage) -> None:
    nuage.peupler()

    deposee = nuage.deposer(qui=mandant(nom_usage="Kerjean"), pour=mandataire(nne="12345678"))

    assert nuage.relire(deposee) == deposee
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == (deposee,)
    verifier_tout(nuage)


def test_la_meme_cle_ne_fait_qu_une_demande(nuage: Nuage) -> None:
    nuage.peupler()

    premiere = nuage.deposer(cle="double-clic")
    nuage.avancer(seconds=2)
    seconde = nuage.deposer(cle="double-clic")

    assert seconde == premiere
    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == (premiere,)
    verifier_tout(nuage)


def test_la_meme_cle_rend_la_demande_telle_qu_elle_est_devenue(nuage: Nuage) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer(cle="c"))

    assert nuage.deposer(cle="c") == etablie


@pytest.mark.parametrize(
    "autre",
    [
        {"pour": mandataire(nom="Autre")},
        {"portee": PorteeScrutin(PRESIDENTIELLE.id, (2,))},
        {"qui": mandant(prenoms=("Camille",))},
        {"qui": replace(mandant(), courriel="autre@exemple.fr")},
    ],
    ids=["mandataire", "portée", "identité", "courriel"],
)
def test_la_meme_cle_avec_un_autre_contenu_est_refusee(
    nuage: Nuage, autre: dict[str, object]
) -> None:
    nuage.peupler()
    nuage.deposer(cle="c")

    with pytest.raises(CleDejaUtilisee):
        nuage.deposer(cle="c", **autre)  # type: ignore[arg-type]
    assert len(nuage.contexte.depots.demandes_du_mandant("mandant-1")) == 1


def test_la_cle_d_un_autre_mandant_est_une_autre_cle(nuage: Nuage) -> None:
    nuage.peupler()

    une = nuage.deposer(cle="c")
    autre = nuage.deposer(qui=mandant("mandant-2"), cle="c")

    assert une.reference != autre.reference


def test_une_reference_deja_prise_est_tiree_a_nouveau(nuage: Nuage) -> None:
    nuage.peupler()
    dicter(nuage, "AAAAAA", "AAAAAA", "AAAAAA", "BBBBBB")

    une, autre = nuage.deposer(), nuage.deposer(qui=mandant("mandant-2"))

    assert (une.reference, autre.reference) == ("AAAAAA", "BBBBBB")
    assert nuage.relire(une).mandant.id == "mandant-1"
    verifier_tout(nuage)


def test_une_reference_ne_sert_plus_jamais_meme_effacee(nuage: Nuage) -> None:
    nuage.peupler()
    dicter(nuage, "AAAAAA", "AAAAAA", "BBBBBB")
    ancienne = nuage.deposer()
    DemandeModele(ancienne.reference).delete()

    assert nuage.deposer(qui=mandant("mandant-2")).reference == "BBBBBB"
    assert nuage.contexte.depots.demande("AAAAAA") is None


def test_une_source_qui_radote_est_une_panne_et_ne_boucle_pas(nuage: Nuage) -> None:
    nuage.peupler()
    dicter(nuage, "AAAAAA")
    nuage.deposer()

    with pytest.raises(RuntimeError, match="source de hasard"):
        nuage.deposer(qui=mandant("mandant-2"))
    assert nuage.contexte.depots.demandes_du_mandant("mandant-2") == ()


def test_le_mandant_retire_sa_demande_une_fois(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    nuage.avancer(minutes=1)

    def retrait() -> object:
        return retirer(
            nuage.contexte,
            reference=demande.reference.lower(),
            mandant_id="mandant-1",
            maintenant=nuage.maintenant,
        )

    retiree = retrait()
    nuage.avancer(minutes=1)

    assert retrait() == retiree == nuage.relire(demande)
    assert nuage.relire(demande).etat is Etat.RETIREE
    assert nuage.relire(demande).retiree_le == demande.deposee_le + timedelta(minutes=1)
    assert nuage.relire(demande).version == 2
    verifier_tout(nuage)


def test_une_demande_etablie_ne_se_retire_plus(nuage: Nuage) -> None:
    nuage.peupler()
    etablie = nuage.etablir(nuage.deposer())

    with pytest.raises(TransitionInterdite, match="déjà établie"):
        retirer(
            nuage.contexte,
            reference=etablie.reference,
            mandant_id="mandant-1",
            maintenant=nuage.maintenant,
        )
    assert nuage.relire(etablie) == etablie


def test_un_autre_mandant_ne_voit_ni_ne_retire(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.deposer()
    inconnue = "ZZZZZZ" if demande.reference != "ZZZZZZ" else "YYYYYY"

    refus = []
    for reference, qui in ((demande.reference, "mandant-2"), (inconnue, "mandant-2")):
        with pytest.raises(DemandeIntrouvable) as refuse:
            suivre(nuage.contexte, reference=reference, mandant_id=qui)
        refus.append(str(refuse.value))
        with pytest.raises(DemandeIntrouvable):
            retirer(
                nuage.contexte, reference=reference, mandant_id=qui, maintenant=nuage.maintenant
            )
    assert refus[0] == refus[1]
    assert nuage.relire(demande) == demande


def test_une_reference_impossible_se_dit_telle(nuage: Nuage) -> None:
    nuage.peupler()

    with pytest.raises(ReferenceInvalide):
        suivre(nuage.contexte, reference="../etc", mandant_id="mandant-1")


def test_le_mandant_voit_ses_demandes_de_la_plus_recente_a_la_plus_ancienne(nuage: Nuage) -> None:
    nuage.peupler()
    deposees = []
    for _ in range(4):
        deposees.append(nuage.deposer())
        nuage.avancer(minutes=1)
    nuage.deposer(qui=mandant("mandant-2"))

    assert nuage.contexte.depots.demandes_du_mandant("mandant-1") == tuple(reversed(deposees))
    assert nuage.contexte.depots.demandes_du_mandant("inconnu") == ()
