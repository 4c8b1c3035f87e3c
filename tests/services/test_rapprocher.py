"""What the projections say and the demandes don't is found, named, and repaired once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.depots.modeles import (
    AttenteModele,
    CompteModele,
    DemandeModele,
    LigneModele,
)
from chalicelib.depots.modeles_recherche import MotModele
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.services.courrier import Message
from chalicelib.services.rapprocher import Ecart
from tests.constructeurs import ANGERS, RENNES, SECRET, Nuage, mandant, mandataire
from tests.services.invariants import verifier_tout
from tests.services.rapprochement import Bureau, plus_tard, recue
from tests.services.registre_memoire import connecter


@pytest.fixture
def bureau(nuage: Nuage) -> Bureau:
    nuage.peupler()
    return Bureau(nuage)


def cle_de_la_ligne(demande: Demande, commune: str = RENNES) -> LigneModele:
    return LigneModele(commune, demande.reference)


def test_rien_ne_differe_dans_un_nuage_en_ordre(bureau: Bureau) -> None:
    recue(bureau)
    acceptee = bureau.nuage.accepter(recue(bureau, qui=mandant("m2", nom="Abel")))
    bureau.envoyer(acceptee, Message.M3A)
    bureau.nuage.transmettre(acceptee)
    bureau.envoyer(bureau.nuage.deposer(qui=mandant("m3", nom="Roy")), Message.M1)

    assert bureau.suspects() == []
    plus_tard(bureau)
    assert bureau.suspects() == []


def test_ce_qui_est_jeune_est_laisse_au_flux(bureau: Bureau) -> None:
    bureau.nuage.etablir(bureau.nuage.deposer())

    bureau.nuage.avancer(minutes=9)
    assert bureau.suspects() == []
    bureau.nuage.avancer(minutes=2)
    (ecarts,) = bureau.ecarts().values()
    assert ecarts == {Ecart.NON_TRANSMISE}


def _effacer_la_ligne(demande: Demande) -> None:
    cle_de_la_ligne(demande).delete()


def _alterer_la_ligne(demande: Demande) -> None:
    cle_de_la_ligne(demande).update(actions=[LigneModele.mandataire_nom.set("Intrus")])


def _avancer_la_ligne(demande: Demande) -> None:
    cle_de_la_ligne(demande).update(
        actions=[LigneModele.version.set(99), LigneModele.etat.set("VALIDE")]
    )


def _deplacer_la_ligne(demande: Demande) -> None:
    ligne = LigneModele.get(RENNES, demande.reference)
    ligne.delete()
    ligne.commune = ANGERS
    ligne.save()


def _effacer_un_mot(demande: Demande) -> None:
    mots = [m for m in MotModele.scan() if m.rang.endswith(demande.reference)]
    mots[0].delete()


def _effacer_les_comptes(_: Demande) -> None:
    for compte in CompteModele.scan():
        compte.delete()


def _vider_le_donneur(demande: Demande) -> None:
    compte = CompteModele.get(cle_mandant(demande.mandant, SECRET))
    compte.update(actions=[CompteModele.engagements.set([])])


PANNES: list[tuple[Callable[[Demande], None], set[Ecart]]] = [
    (_effacer_la_ligne, {Ecart.LIGNE_ABSENTE}),
    (_alterer_la_ligne, {Ecart.LIGNE_DIFFERENTE}),
    (_avancer_la_ligne, {Ecart.LIGNE_EN_AVANCE}),
    (_deplacer_la_ligne, {Ecart.LIGNE_ABSENTE, Ecart.LIGNE_DE_TROP}),
    (_effacer_un_mot, {Ecart.MOTS_ABSENTS}),
    (_effacer_les_comptes, {Ecart.ENGAGEMENT_ABSENT}),
    (_vider_le_donneur, {Ecart.ENGAGEMENT_ABSENT}),
]


@pytest.mark.deux_moteurs
@pytest.mark.parametrize("casser, attendus", PANNES, ids=[c.__name__[1:] for c, _ in PANNES])
def test_un_ecart_est_trouve_nomme_et_repare_une_fois(
    bureau: Bureau, casser: Callable[[Demande], None], attendus: set[Ecart]
) -> None:
    demande = recue(bureau)
    autre = recue(bureau, qui=mandant("m2", nom="Abel"), pour=mandataire(nom="Roy"))
    plus_tard(bureau)
    avant = etat_des_tables()
    casser(demande)

    assert bureau.ecarts()[demande.reference] == attendus
    assert bureau.reparer() == {}

    assert etat_des_tables(versions=False) == sans_versions(avant)
    assert autre == bureau.nuage.relire(autre)
    assert bureau.confies == []
    verifier_tout(bureau.nuage)


def etat_des_tables(*, versions: bool = True) -> dict[str, Any]:
    tables: tuple[Any, ...] = (LigneModele, MotModele, CompteModele, DemandeModele)
    lues = {
        t.__name__: sorted((m.serialize() for m in t.scan(consistent_read=True)), key=str)
        for t in tables
    }
    etat: dict[str, Any] = dict(lues)
    return etat if versions else sans_versions(etat)


def sans_versions(etat: dict[str, Any]) -> dict[str, Any]:
    """An account that was written again has another version; what it says is the same."""
    comptes = [{n: v for n, v in c.items() if n != "version"} for c in etat["CompteModele"]]
    return etat | {"CompteModele": sorted(comptes, key=str)}


def test_une_ligne_restee_en_arriere_avance_et_compte(bureau: Bureau) -> None:
    acceptee = bureau.nuage.accepter(recue(bureau))
    bureau.envoyer(acceptee, Message.M3A)
    plus_tard(bureau)

    assert bureau.ecarts() == {acceptee.reference: {Ecart.LIGNE_EN_RETARD}}
    assert bureau.reparer() == {}
    verifier_tout(bureau.nuage)


def test_une_ligne_et_un_engagement_que_nul_n_a_demandes(bureau: Bureau) -> None:
    demande = recue(bureau)
    plus_tard(bureau)
    ligne = LigneModele.get(RENNES, demande.reference)
    ligne.reference, ligne.rang = "XBQ7V3", ligne.rang.replace(demande.reference, "XBQ7V3")
    ligne.save()
    compte = CompteModele.get(cle_mandataire(demande.mandataire, SECRET))
    carte = compte.engagements[0]
    carte.reference = "XBQ7V4"
    modele: Any = CompteModele
    compte.update(actions=[modele.engagements.set(modele.engagements.append([carte]))])

    assert bureau.ecarts() == {
        "XBQ7V3": {Ecart.LIGNE_DE_TROP},
        "XBQ7V4": {Ecart.ENGAGEMENT_DE_TROP},
    }
    assert bureau.reparer() == {}

    assert [m.reference for m in LigneModele.scan()] == [demande.reference]
    verifier_tout(bureau.nuage)


def test_un_engagement_chez_un_tiers_ne_prend_la_place_de_personne(bureau: Bureau) -> None:
    recue(bureau)
    demande = recue(bureau, qui=mandant("m2", nom="Abel"), pour=mandataire(nom="Roy"))
    plus_tard(bureau)
    (carte,) = CompteModele.get(cle_mandataire(demande.mandataire, SECRET)).engagements
    CompteModele(electeur="un-tiers", version=3, engagements=[carte], exp=2_000_000_000).save()

    assert bureau.ecarts() == {demande.reference: {Ecart.ENGAGEMENT_DE_TROP}}
    assert bureau.reparer() == {}
    verifier_tout(bureau.nuage)


def test_une_demande_perdue_n_est_jamais_reparee_en_effacant_sa_trace(bureau: Bureau) -> None:
    perdue = recue(bureau)
    plus_tard(bureau)
    DemandeModele(perdue.reference).delete()

    assert bureau.ecarts() == {perdue.reference: {Ecart.DEMANDE_PERDUE}}
    assert bureau.reparer() == {perdue.reference: {Ecart.DEMANDE_PERDUE}}

    assert LigneModele.get(RENNES, perdue.reference).reference == perdue.reference


def test_une_resiliee_ne_tient_plus_personne(bureau: Bureau) -> None:
    demande = recue(bureau)
    comptes = list(CompteModele.scan())
    resiliee = bureau.nuage.resilier(bureau.nuage.demander_resiliation(demande))
    bureau.envoyer(resiliee, Message.M5)
    bureau.nuage.transmettre(resiliee)
    plus_tard(bureau)
    for compte in comptes:
        compte.version += 10
        compte.save()

    assert bureau.ecarts() == {demande.reference: {Ecart.ENGAGEMENT_DE_TROP}}
    assert bureau.reparer() == {}
    verifier_tout(bureau.nuage)


def test_une_question_au_registre_national_qui_s_est_perdue(bureau: Bureau) -> None:
    connecter(bureau.nuage)
    demande = recue(bureau)
    plus_tard(bureau)
    assert bureau.ecarts() == {}
    AttenteModele(f"R#{demande.reference}").delete()

    assert bureau.ecarts() == {demande.reference: {Ecart.QUESTION_ABSENTE}}
    assert bureau.reparer() == {}


def test_ce_qui_est_a_effacer_n_est_pas_un_ecart(bureau: Bureau) -> None:
    demande = recue(bureau)
    cle_de_la_ligne(demande).delete()
    bureau.nuage.avancer(days=600)

    assert bureau.suspects() == []


def test_ce_qui_a_bouge_depuis_peu_est_vu_sans_lire_le_reste(bureau: Bureau) -> None:
    ancienne = recue(bureau)
    plus_tard(bureau)
    recente = bureau.nuage.etablir(bureau.nuage.deposer(qui=mandant("m2", nom="Abel")))
    cle_de_la_ligne(ancienne).delete()
    bureau.nuage.avancer(minutes=15)

    depuis = bureau.nuage.maintenant - timedelta(hours=1)

    assert [s.reference for s in bureau.suspects(depuis)] == [recente.reference]


def test_une_commune_sans_registre_est_pour_une_personne(bureau: Bureau) -> None:
    perdue = bureau.nuage.etablir(
        bureau.nuage.deposer(qui=mandant("perdu", commune="00000", nom="Perdu"))
    )
    bureau.envoyer(perdue, Message.M2)
    plus_tard(bureau)

    assert bureau.reparer() == {perdue.reference: {Ecart.COMMUNE_SANS_REGISTRE}}
    assert bureau.nuage.relire(perdue).etat is Etat.ETABLIE
