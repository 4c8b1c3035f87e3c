"""Sessions and drafts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chalicelib.depots.modeles import BrouillonModele, SessionModele
from chalicelib.depots.sessions import BrouillonsDynamo, SessionsDynamo
from chalicelib.services.sessions import Brouillon, Session
from tests.constructeurs import Nuage

pytestmark = pytest.mark.deux_moteurs


def session(nuage: Nuage, cle: str = "empreinte", sujet: str = "sujet-1") -> Session:
    return Session(
        cle=cle,
        portail="electeur",
        sujet=sujet,
        expire_le=nuage.maintenant + timedelta(minutes=30),
        donnees={"nom": "Lévêque", "liste": ["é", 1, None]},
    )


def test_une_session_se_relit_et_s_arrete_a_l_heure(nuage: Nuage) -> None:
    sessions, ouverte = SessionsDynamo(), session(nuage)

    sessions.ouvrir(ouverte)

    assert sessions.lire("empreinte") == ouverte
    assert ouverte.est_ouverte(ouverte.expire_le - timedelta(microseconds=1))
    assert not ouverte.est_ouverte(ouverte.expire_le)


def test_la_ligne_survit_un_jour_a_sa_session_puis_dynamodb_l_efface(nuage: Nuage) -> None:
    SessionsDynamo().ouvrir(session(nuage))

    ligne = SessionModele.get("empreinte")

    assert ligne.exp == (nuage.maintenant + timedelta(days=1, minutes=30)).timestamp()


def test_une_connexion_en_cours_n_a_pas_encore_de_sujet(nuage: Nuage) -> None:
    sessions = SessionsDynamo()

    sessions.ouvrir(session(nuage, sujet=""))

    lue = sessions.lire("empreinte")
    assert lue is not None
    assert lue.sujet == ""


def test_une_ecriture_qui_vient_deux_fois_n_est_pas_une_panne(nuage: Nuage) -> None:
    # The key is drawn by us from 256 random bits: the second is the first, its answer lost.
    sessions = SessionsDynamo()
    for _ in range(2):
        sessions.ouvrir(session(nuage))

    assert sessions.lire("empreinte") == session(nuage)


def test_une_session_fermee_ne_vaut_plus_rien_et_les_autres_restent(nuage: Nuage) -> None:
    sessions = SessionsDynamo()
    for cle in ("a", "b"):
        sessions.ouvrir(session(nuage, cle))

    sessions.fermer("a")
    sessions.fermer("inconnue")

    assert sessions.lire("a") is None
    assert sessions.lire("b") == session(nuage, "b")


def test_session_et_demande_se_lisent_ensemble(nuage: Nuage) -> None:
    nuage.peupler()
    sessions, demande = SessionsDynamo(), nuage.deposer()
    sessions.ouvrir(session(nuage))

    assert sessions.lire_avec_demande("empreinte", demande.reference) == (session(nuage), demande)
    assert sessions.lire_avec_demande("inconnue", demande.reference) == (None, demande)
    assert sessions.lire_avec_demande("empreinte", "ZZZZZZ") == (session(nuage), None)
    assert sessions.lire_avec_demande("inconnue", "ZZZZZZ") == (None, None)


def test_un_brouillon_se_remplace_et_meurt_apres_un_jour(nuage: Nuage) -> None:
    brouillons = BrouillonsDynamo()
    un_jour = nuage.maintenant + timedelta(days=1)
    assert brouillons.lire("s1", nuage.maintenant) is None

    brouillons.ecrire("s1", Brouillon("jeton-1", {"nom": "É"}), nuage.maintenant)
    brouillons.ecrire("s1", Brouillon("jeton-2", {}), nuage.maintenant)

    assert brouillons.lire("s1", un_jour - timedelta(seconds=1)) == Brouillon("jeton-2", {})
    # DynamoDB erases late: a draft past its day does not show.
    assert brouillons.lire("s1", un_jour + timedelta(seconds=1)) is None
    assert brouillons.lire("s2", nuage.maintenant) is None
    assert BrouillonModele.get("s1").exp == un_jour.timestamp()
