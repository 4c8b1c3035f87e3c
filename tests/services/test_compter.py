"""The counters of a commune: each transition once, whatever comes twice, late or never."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import permutations

import pytest

from chalicelib.depots.compteurs import CompteursDynamo
from chalicelib.depots.modeles import CompteurModele
from chalicelib.depots.recomptage import RecomptageDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.domaine.temps import jour
from chalicelib.services.compter import Compteur, en_attente
from chalicelib.services.compter_de_nouveau import recompter
from chalicelib.services.router import router
from chalicelib.services.rouvrir import rouvrir
from tests.constructeurs import AGENT_RENNES, RENNES, Nuage, formulaire_papier, mandant, mandataire
from tests.services.invariants import verifier_tout


def compteurs(nuage: Nuage) -> dict[date, dict[Compteur, int]]:
    """What the counters of Rennes say, by day."""
    journees = CompteursDynamo().journees(RENNES, jour(nuage.maintenant))
    return {journee.jour: dict(journee.nombres) for journee in journees}


def images(nuage: Nuage, rang: int) -> list[Demande]:
    """Received, then each state after: refused the next day, reopened and accepted the day after,
    résiliée.
    """
    qui = mandant(f"mandant-{rang}", nom=f"Nom {'ABCDEFGH'[rang]}")
    pour = mandataire(nom=f"Roy {'ABCDEFGH'[rang]}")
    recue = nuage.recue(qui=qui, pour=pour)
    nuage.avancer(days=1)
    refusee = nuage.refuser(recue)
    nuage.avancer(days=1)
    rouverte = rouvrir(
        nuage.contexte,
        reference=recue.reference,
        agent=AGENT_RENNES,
        commune=RENNES,
        cle="",
        maintenant=nuage.maintenant,
    )
    acceptee = nuage.accepter(nuage.relire(rouverte))
    nuage.resilier(nuage.demander_resiliation(acceptee))
    finie = nuage.relire(recue)
    nuage.avancer(days=-2)
    return [refusee, acceptee, finie]


def test_quel_que_soit_l_ordre_des_livraisons_chaque_geste_est_compte_une_fois(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    premier = jour(nuage.maintenant)

    ordres = list(permutations(range(3)))
    for rang, ordre in enumerate(ordres):
        vie = images(nuage, rang)
        nuage.avancer(days=2)
        for place in (*ordre, *ordre):
            router(nuage.contexte, vie[place], nuage.maintenant)
        nuage.avancer(days=-2)

    nuage.avancer(days=2)
    verifier_tout(nuage)
    assert compteurs(nuage) == {
        premier: {Compteur.EN_LIGNE: 6, Compteur.RECUES: 6},
        premier + timedelta(days=1): {Compteur.REFUSEES: 6},
        premier + timedelta(days=2): {
            Compteur.ROUVERTES: 6,
            Compteur.ACCEPTEES: 6,
            Compteur.TERMINEES: 6,
        },
    }


def test_un_formulaire_sur_papier_compte_le_jour_de_l_acte_et_non_celui_de_sa_saisie(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    acte = nuage.maintenant - timedelta(days=9)

    nuage.transmettre(nuage.saisir_papier(formulaire_papier(acte)))

    aujourd_hui = jour(nuage.maintenant)
    assert compteurs(nuage) == {
        jour(acte): {Compteur.PAPIER: 1},
        aujourd_hui: {Compteur.RECUES: 1},
    }
    assert CompteursDynamo().etablies(jour(acte)) == {RENNES: (0, 1)}
    assert CompteursDynamo().etablies(aujourd_hui) == {}


def test_compter_de_nouveau_remet_ce_qui_etait_faux_et_rien_d_autre(nuage: Nuage) -> None:
    nuage.peupler()
    recue = nuage.recue()
    depots, recomptage = nuage.contexte.depots, RecomptageDynamo()
    justes = compteurs(nuage)
    assert recompter(depots, recomptage, RENNES, nuage.maintenant) == 0

    # given: what was lost, what is there twice, and an old day whose procurations are erased
    for modele in CompteurModele.query(RENNES):
        modele.recues = 40
        modele.save()
    ancien = (nuage.maintenant - timedelta(days=400)).date()
    CompteurModele(RENNES, f"{ancien}#0", version=3, terminees=7).save()
    CompteurModele(RENNES, "2027-02-27#5", version=1, papier=2, jour="2027-02-27").save()

    assert recompter(depots, recomptage, RENNES, nuage.maintenant) == 2
    assert compteurs(nuage) == {
        ancien: {Compteur.TERMINEES: 7},
        date(2027, 2, 27): {},
        **justes,
    }
    router(nuage.contexte, nuage.accepter(recue), nuage.maintenant)
    assert recompter(depots, recomptage, RENNES, nuage.maintenant) == 0


def test_compter_de_nouveau_ne_recouvre_pas_ce_qui_est_compte_pendant_ce_temps(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    nuage.recue()
    recomptage = RecomptageDynamo()
    ((place, lu),) = recomptage.comptes(RENNES, jour(nuage.maintenant)).items()

    CompteurModele(RENNES, f"{place[0]}#{place[1]}").update(
        actions=[CompteurModele.version.add(1), CompteurModele.recues.add(1)]
    )

    assert not recomptage.fixer(RENNES, place, lu.version, {Compteur.RECUES: 9})
    assert compteurs(nuage)[place[0]][Compteur.RECUES] == 2


@pytest.mark.second_moteur
def test_quarante_decisions_au_meme_moment_sont_toutes_comptees_une_fois(nuage: Nuage) -> None:
    nuage.peupler()
    noms = [f"{a}{b}" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ"]
    recues = [
        nuage.recue(qui=mandant(f"m-{nom}", nom=f"Nom{nom}"), pour=mandataire(nom=f"Roy{nom}"))
        for nom in noms[:40]
    ]
    acceptees = [nuage.accepter(recue) for recue in recues]

    def livrer(demande: Demande) -> None:
        # As the stream does: what was in the way comes back.
        for _ in range(8):
            try:
                return router(nuage.contexte, demande, nuage.maintenant)
            except ConflitDeVersion:
                continue
        raise AssertionError("jamais routée")

    with ThreadPoolExecutor(16) as fils:
        list(fils.map(livrer, [*acceptees, *acceptees]))

    (nombres,) = compteurs(nuage).values()
    assert nombres == {Compteur.EN_LIGNE: 40, Compteur.RECUES: 40, Compteur.ACCEPTEES: 40}
    assert en_attente(nombres) == 0
    verifier_tout(nuage)
