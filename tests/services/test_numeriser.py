"""The scan of a form: joined, read by its commune alone, erased with its procuration (RET-03)."""

from __future__ import annotations

import pytest

from chalicelib.depots.coffre import CoffreS3
from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.conservation import fin_de_conservation
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import (
    DelegationAbsente,
    ProcurationIntrouvable,
    ReferenceInvalide,
    SaisieInvalide,
)
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.journal import CONSULTATION
from chalicelib.domaine.pieces import JPEG, PDF, PNG, Piece, reconnaitre
from chalicelib.services.numeriser import NumerisationAbsente, lire_numerisation, numeriser
from tests.constructeurs import AGENT_ANGERS, AGENT_RENNES, ANGERS, OPJ, RENNES, SCRUTINS, Nuage
from tests.numerisations import DOUTEUX, UN_JPEG, UN_PDF, UN_PNG, objets
from tests.services.invariants import verifier_tout

pytestmark = [pytest.mark.deux_moteurs, pytest.mark.usefixtures("seau")]


def joindre(
    nuage: Nuage,
    demande: Demande,
    contenu: bytes = UN_PDF,
    agent: Agent = AGENT_RENNES,
    commune: str = RENNES,
) -> Demande:
    return numeriser(
        nuage.contexte,
        CoffreS3(),
        reference=demande.reference,
        agent=agent,
        commune=commune,
        contenu=contenu,
        maintenant=nuage.maintenant,
    )


def ouvrir(
    nuage: Nuage, demande: Demande, agent: Agent = AGENT_RENNES, commune: str = RENNES
) -> Piece:
    return lire_numerisation(
        nuage.contexte,
        CoffreS3(),
        reference=demande.reference,
        agent=agent,
        commune=commune,
        maintenant=nuage.maintenant,
    )


def test_un_formulaire_numerise_se_joint_et_se_relit(nuage: Nuage) -> None:
    nuage.peupler()
    papier = nuage.transmettre(nuage.saisir_papier())

    jointe = joindre(nuage, papier)

    lue = ouvrir(nuage, jointe)
    assert (lue.contenu, lue.genre) == (UN_PDF, PDF)
    assert lue.efface_le == fin_de_conservation(papier.portee, SCRUTINS)
    assert jointe.etat is Etat.A_CONTROLER
    assert nuage.relire(papier) == jointe
    verifier_tout(nuage)


def test_le_nom_au_coffre_ne_dit_rien_de_personne(nuage: Nuage) -> None:
    nuage.peupler()
    jointe = joindre(nuage, nuage.saisir_papier())

    (nom,) = objets(nuage)

    assert jointe.saisie is not None
    assert jointe.saisie.numerisation == nom
    assert len(nom) == 22
    assert jointe.reference not in nom


def test_le_meme_fichier_envoye_deux_fois_n_est_joint_qu_une_fois(nuage: Nuage) -> None:
    nuage.peupler()
    jointe = joindre(nuage, nuage.saisir_papier())

    assert joindre(nuage, jointe) == jointe
    assert len(objets(nuage)) == 1


def test_un_autre_fichier_prend_la_place_du_premier_qui_est_efface(nuage: Nuage) -> None:
    nuage.peupler()
    jointe = joindre(nuage, nuage.saisir_papier())
    premier = objets(nuage)

    remplacee = joindre(nuage, jointe, UN_PNG)

    assert objets(nuage).isdisjoint(premier)
    assert len(objets(nuage)) == 1
    assert ouvrir(nuage, remplacee).genre == PNG
    verifier_tout(nuage)


def test_le_meme_fichier_pour_deux_procurations_est_garde_deux_fois(nuage: Nuage) -> None:
    nuage.peupler()
    une = joindre(nuage, nuage.saisir_papier())
    nuage.refuser(nuage.transmettre(une))
    autre = joindre(nuage, nuage.saisir_papier())

    assert len(objets(nuage)) == 2
    assert ouvrir(nuage, autre).contenu == ouvrir(nuage, une).contenu


def test_joint_avant_sa_transmission_le_formulaire_va_quand_meme_au_registre(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    papier = nuage.saisir_papier()
    jointe = joindre(nuage, papier)

    # The stream tells both versions, in order.
    nuage.transmettre(papier)
    recue = nuage.transmettre(jointe)

    assert recue.etat is Etat.A_CONTROLER
    assert nuage.contexte.depots.ligne(RENNES, papier.reference) is not None
    verifier_tout(nuage)


def test_log_01_chaque_lecture_est_au_journal(nuage: Nuage) -> None:
    nuage.peupler()
    jointe = joindre(nuage, nuage.saisir_papier())

    for _ in range(2):
        nuage.avancer(minutes=1)
        ouvrir(nuage, jointe)

    lignes = nuage.contexte.depots.ecritures(jointe.reference)
    vues = [e for e in lignes if e.evenement == CONSULTATION]
    assert [(e.acteur, e.role) for e in vues] == [(AGENT_RENNES.cle, "MAIRIE")] * 2


def test_une_autre_commune_ne_joint_ni_ne_lit_rien(nuage: Nuage) -> None:
    nuage.peupler()
    jointe = joindre(nuage, nuage.saisir_papier())

    with pytest.raises(ProcurationIntrouvable):
        ouvrir(nuage, jointe, AGENT_ANGERS, ANGERS)
    with pytest.raises(ProcurationIntrouvable):
        joindre(nuage, jointe, UN_JPEG, AGENT_ANGERS, ANGERS)
    for agent, commune in ((AGENT_ANGERS, RENNES), (OPJ, RENNES)):
        with pytest.raises(DelegationAbsente):
            ouvrir(nuage, jointe, agent, commune)
        with pytest.raises(DelegationAbsente):
            joindre(nuage, jointe, UN_JPEG, agent, commune)
    assert nuage.relire(jointe) == jointe


def test_une_procuration_en_ligne_n_a_pas_de_formulaire_a_joindre(nuage: Nuage) -> None:
    nuage.peupler()
    en_ligne = nuage.recue()

    with pytest.raises(ProcurationIntrouvable):
        joindre(nuage, en_ligne)
    with pytest.raises(ReferenceInvalide):
        numeriser(
            nuage.contexte,
            CoffreS3(),
            reference="../../secret",
            agent=AGENT_RENNES,
            commune=RENNES,
            contenu=UN_PDF,
            maintenant=nuage.maintenant,
        )
    assert objets(nuage) == set()


def test_rien_a_lire_tant_que_rien_n_est_joint_ni_une_fois_efface(nuage: Nuage) -> None:
    nuage.peupler()
    papier = nuage.saisir_papier()
    with pytest.raises(NumerisationAbsente):
        ouvrir(nuage, papier)

    jointe = joindre(nuage, papier)
    assert jointe.saisie is not None
    CoffreS3().effacer(jointe.saisie.numerisation)

    with pytest.raises(NumerisationAbsente):
        ouvrir(nuage, jointe)


@pytest.mark.parametrize("contenu", DOUTEUX.values(), ids=DOUTEUX)
def test_un_contenu_douteux_n_est_pas_garde(nuage: Nuage, contenu: bytes) -> None:
    nuage.peupler()
    papier = nuage.saisir_papier()

    with pytest.raises(SaisieInvalide) as refus:
        joindre(nuage, papier, contenu)

    assert set(refus.value.erreurs) == {"fichier"}
    assert objets(nuage) == set()
    assert nuage.relire(papier) == papier


@pytest.mark.parametrize("contenu, genre", [(UN_PDF, PDF), (UN_JPEG, JPEG), (UN_PNG, PNG)], ids=str)
def test_un_fichier_est_reconnu_a_son_contenu(contenu: bytes, genre: object) -> None:
    assert reconnaitre(contenu) == genre


def test_une_panne_entre_le_coffre_et_la_table_se_rattrape_sans_rien_laisser(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()
    papier = nuage.saisir_papier()

    def tomber(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as panne:
        panne.setattr(DepotsDynamo, "enregistrer", tomber)
        with pytest.raises(ConnectionError):
            joindre(nuage, papier)
    assert nuage.relire(papier) == papier
    orphelin = objets(nuage)

    jointe = joindre(nuage, papier)

    assert objets(nuage) == orphelin
    assert ouvrir(nuage, jointe).contenu == UN_PDF
    verifier_tout(nuage)
