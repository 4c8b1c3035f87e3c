"""A late time to live never shows what should be gone: no reading gives it, though DynamoDB still
holds it (RET-01, RET-02)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.depots.modeles import (
    BrouillonModele,
    CompteModele,
    DemandeModele,
    IdempotenceModele,
    LigneModele,
    SessionModele,
)
from chalicelib.depots.sessions import BrouillonsDynamo, SessionsDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.services import guichet, lister, mairie, mes_donnees, suivre
from chalicelib.services.deposer import empreinte_de_cle
from chalicelib.services.indexer import indexer
from chalicelib.services.ports_recherche import Recherche
from chalicelib.services.sessions import Brouillon, Session
from tests.constructeurs import (
    AGENT_RENNES,
    OPJ,
    PRESIDENTIELLE,
    RENNES,
    SECRET,
    Nuage,
    mandataire,
)
from tests.services.conservatoire import outillage

pytestmark = pytest.mark.deux_moteurs

UN_AN_APRES = datetime(2028, 4, 25, 22, tzinfo=UTC)
A_L_INSTANT_D_AVANT = UN_AN_APRES - timedelta(microseconds=1)


def perimee(nuage: Nuage) -> Demande:
    """Accepted, in the register, past its erasure, and still in every table."""
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    nuage.maintenant = UN_AN_APRES
    assert DemandeModele.get(demande.reference).exp > UN_AN_APRES.timestamp()
    return demande


def clerc(nuage: Nuage) -> dict[str, object]:
    return {"agent": AGENT_RENNES, "commune": RENNES, "maintenant": nuage.maintenant}


def lectures(nuage: Nuage, demande: Demande) -> dict[str, Callable[[], object]]:
    """Every way to read a demande or its row; each gives something true while it is visible."""
    depots, reference = nuage.contexte.depots, demande.reference
    cles = [
        cle_mandant(demande.mandant, SECRET),
        cle_mandataire(demande.mandataire, SECRET),
    ]
    indexer(nuage.contexte, demande)
    toutes = {"etat": None, "depuis": "", "limite": 50}
    return {
        "demande": lambda: depots.demande(reference),
        "liste du mandant": lambda: depots.demandes_du_mandant("mandant-1"),
        "ensemble": lambda: depots.demandes_et_comptes([reference], cles)[0],
        "avec la session": lambda: SessionsDynamo(lambda: nuage.maintenant).lire_avec_demande(
            "aucune", reference
        )[1],
        "file": lambda: depots.file(RENNES, **toutes).lignes,
        "file d'un état": lambda: depots.file(RENNES, **toutes | {"etat": Etat.A_CONTROLER}).lignes,
        "recherche": lambda: depots.chercher(Recherche(RENNES, ("MARTIN",)), "", 50).lignes,
        "file d'un scrutin": lambda: depots.file(RENNES, **toutes, scrutin=PRESIDENTIELLE).lignes,
        "ligne": lambda: depots.ligne(RENNES, reference),
        "registre": lambda: list(depots.registre(RENNES)),
        "compte par état": lambda: depots.apercus(RENNES, Etat.A_CONTROLER, 9)[0],
        "compte du mandant": lambda: depots.compte(cles[0]).engagements,
        "compte du mandataire": lambda: depots.compte(cles[1]).engagements,
        "comptes pour établir": lambda: depots.pour_etablir("a", *cles)[1].engagements,
        "comptes pour décider": lambda: depots.pour_decider("a", *cles)[2].engagements,
        "comptes ensemble": lambda: depots.demandes_et_comptes([], cles)[1][cles[0]].engagements,
        "mes données": lambda: mes_donnees.mes_donnees(
            nuage.contexte, outillage(nuage).envois, "mandant-1"
        ),
    }


def test_aucune_lecture_ne_montre_ce_qui_doit_etre_efface(nuage: Nuage) -> None:
    demande = perimee(nuage)

    nuage.maintenant = A_L_INSTANT_D_AVANT
    assert [nom for nom, lire in lectures(nuage, demande).items() if not lire()] == []
    nuage.maintenant = UN_AN_APRES
    assert [nom for nom, lire in lectures(nuage, demande).items() if lire()] == []

    # It is all still there: only the readings hide it.
    assert list(DemandeModele.scan())
    assert list(LigneModele.scan())
    assert list(CompteModele.scan())


def test_chaque_cas_d_usage_repond_comme_si_elle_n_avait_jamais_existe(nuage: Nuage) -> None:
    demande = perimee(nuage)
    reference, contexte = demande.reference, nuage.contexte
    cas: list[Callable[[str], object]] = [
        lambda r: suivre.suivre(contexte, reference=r, mandant_id="mandant-1"),
        lambda r: mairie.examiner(contexte, reference=r, **clerc(nuage)),  # type: ignore[arg-type]
        lambda r: guichet.consulter_au_guichet(
            contexte, reference=r, agent=OPJ, maintenant=nuage.maintenant
        ),
    ]

    for appeler in cas:
        refus = []
        for essayee in (reference, "ZZZZZZ"):
            with pytest.raises(ErreurMetier) as leve:
                appeler(essayee)
            refus.append((type(leve.value), str(leve.value)))
        assert refus[0] == refus[1]
    assert list(lister.registre(contexte, RENNES)) == []


def test_la_version_d_un_compte_cache_garde_encore_ses_ecritures(nuage: Nuage) -> None:
    demande = perimee(nuage)

    compte = nuage.contexte.depots.compte(cle_mandant(demande.mandant, SECRET))

    assert (compte.engagements, compte.version) == ((), 1)


def test_dynamodb_n_efface_de_lui_meme_qu_une_semaine_apres_la_passe(nuage: Nuage) -> None:
    demande = perimee(nuage)
    filet = (UN_AN_APRES + timedelta(days=7)).timestamp()

    assert DemandeModele.get(demande.reference).exp == filet
    assert LigneModele.get(RENNES, demande.reference).exp == filet
    assert {compte.exp for compte in CompteModele.scan()} == {filet}


def test_une_file_dont_la_premiere_page_est_cachee_montre_la_suite(nuage: Nuage) -> None:
    # given: fifty rows past their erasure, and one for a later vote
    nuage.peupler()
    visible = nuage.recue()
    modele = LigneModele.get(RENNES, visible.reference)
    for n in range(60):
        brut = modele.serialize()
        cachee = LigneModele.from_raw_data(brut)
        cachee.reference = f"ZZZZ{n // 10 + 2}{n % 10 + 2}"[:6]
        cachee.rang = modele.rang.replace("A_CONTROLER#2027", "A_CONTROLER#2021")[:-6]
        cachee.rang += cachee.reference
        cachee.exp = int(nuage.maintenant.timestamp())
        cachee.save()

    page = nuage.contexte.depots.file(RENNES, etat=Etat.A_CONTROLER, depuis="", limite=50)

    assert [x.reference for x in page.lignes] == [visible.reference]
    assert page.suite is None


def test_une_cle_d_idempotence_perimee_est_libre(nuage: Nuage) -> None:
    ancienne = nuage.peupler().deposer(cle="ma-cle")
    nuage.maintenant = ancienne.expire_le
    cle = empreinte_de_cle(nuage.contexte, "mandant-1", "ma-cle")
    assert IdempotenceModele.get(cle).reference == ancienne.reference

    autre = nuage.deposer(pour=mandataire(nom="Roy"), cle="ma-cle")

    assert autre.reference != ancienne.reference
    assert IdempotenceModele.get(cle).reference == autre.reference


def test_une_session_et_un_brouillon_perimes_ne_se_lisent_plus(nuage: Nuage) -> None:
    sessions, brouillons = SessionsDynamo(lambda: nuage.maintenant), BrouillonsDynamo()
    fin = nuage.maintenant + timedelta(minutes=30)
    sessions.ouvrir(Session("cle", "electeur", "mandant-1", fin, {"nom": "Lévêque"}))
    brouillons.ecrire("mandant-1", Brouillon("jeton", {"nom": "Roy"}), nuage.maintenant)

    nuage.maintenant = fin + timedelta(hours=24) - timedelta(seconds=1)
    assert sessions.lire("cle")
    nuage.maintenant = fin + timedelta(hours=24)

    assert sessions.lire("cle") is None
    assert sessions.lire_avec_demande("cle", "ZZZZZZ") == (None, None)
    assert brouillons.lire("mandant-1", nuage.maintenant) is None
    assert SessionModele.count() == BrouillonModele.count() == 1
