"""The life of one demande: what each transition records, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domaine import demande as vie
from chalicelib.domaine import etablissement
from chalicelib.domaine.actes import Support
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import DemandeExpiree, TransitionInterdite
from chalicelib.domaine.etats import A_PRESENTER, Etat, Evenement, Role
from chalicelib.domaine.journal import origine, verifier
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from tests.constructeurs import APJ, OPJ, habilitation, mandant, mandataire
from tests.domaine.exemples import (
    AU_GUICHET,
    DELEGUE,
    DEPOT,
    DEUX_TOURS,
    GESTES,
    delegue,
    demande_dans,
    histoire,
    vivre,
)
from tests.domaine.test_etats import ARRIVEES

PLUS_TARD = DEPOT + timedelta(hours=1)
EVENEMENTS = {
    "retirer": "RETRAIT",
    "expirer": "EXPIRATION",
    "rectifier": "RECTIFICATION",
    "rectifier au guichet": "RECTIFICATION_GUICHET",
    "collecter": "COLLECTE",
    "etablir": "ETABLISSEMENT",
    "etablir, identité certifiée": "ETABLISSEMENT_CERTIFIE",
    "refuser au guichet": "REFUS_AUTORITE",
    "ajourner": "AJOURNEMENT",
    "envoyer": "TRANSMISSION",
    "accepter": "ACCEPTATION",
    "refuser": "REFUS_MAIRIE",
    "valider au registre": "VALIDATION_REGISTRE",
    "rejeter au registre": "REJET_REGISTRE",
    "renvoyer à la mairie": "RENVOI_MAIRIE",
    "frapper de nullité": "NULLITE",
    "examiner le plafond": "EXAMEN_PLAFOND",
    "réexaminer": "REEXAMEN",
    "rouvrir": "REOUVERTURE",
    "demander la résiliation": "DEMANDE_RESILIATION",
    "résilier": "RESILIATION",
    "résilier sur papier": "RESILIATION_PAPIER",
    "résilier, identité certifiée": "RESILIATION_CERTIFIEE",
    "annuler": "ANNULATION",
    "annuler au registre": "ANNULATION_REGISTRE",
    "rendre caduque": "CADUCITE",
    "rendre caduque au registre": "CADUCITE_REGISTRE",
    "noter le vote du mandant": "VOTE_DU_MANDANT",
    "indiquer le bureau": "INDICATION_BUREAU",
    "prévenir le mandataire": "AVIS_AU_MANDATAIRE",
    "ne plus prévenir le mandataire": "ARRET_DE_L_AVIS",
    "numériser": "NUMERISATION",
    "échoir": "ECHEANCE",
}
SUITES = {(depart, fait): (qui, arrivee) for (depart, fait, qui), arrivee in ARRIVEES.items()}


def test_chaque_evenement_a_son_geste() -> None:
    assert set(EVENEMENTS) == set(GESTES) - {"transmettre"}
    # Filed, entered from paper, received: made by `deposer`, `saisir_papier`, `transmettre`.
    assert set(EVENEMENTS.values()) == {e.value for e in Evenement} - {
        "DEPOT",
        "SAISIE_PAPIER",
        "RECEPTION",
    }


@pytest.mark.parametrize("geste", sorted(EVENEMENTS))
@pytest.mark.parametrize("etat", list(Etat))
def test_chaque_geste_n_est_permis_que_dans_ses_etats(etat: Etat, geste: str) -> None:
    demande = demande_dans(etat)

    if (etat.value, EVENEMENTS[geste]) not in SUITES:
        with pytest.raises(TransitionInterdite):
            GESTES[geste](demande, PLUS_TARD)
        return
    suite, (ecriture,) = GESTES[geste](demande, PLUS_TARD)
    role, arrivee = SUITES[(etat.value, EVENEMENTS[geste])]
    assert suite.etat is Etat(arrivee)
    assert demande.etat is etat
    assert (ecriture.evenement, ecriture.role) == (EVENEMENTS[geste], Role(role))
    assert (ecriture.de, ecriture.vers, ecriture.instant) == (etat.value, arrivee, PLUS_TARD)
    assert ecriture.reference == demande.reference
    assert suite.dernier is Evenement(EVENEMENTS[geste])
    assert (suite.version, suite.tete) == (demande.version + 1, ecriture.empreinte)


@pytest.mark.parametrize("etat", list(Etat))
def test_la_version_est_le_nombre_d_ecritures_et_la_tete_la_derniere(etat: Etat) -> None:
    vecue = histoire(etat)

    assert vecue.demande.etat is etat
    assert vecue.demande.version == len(vecue.ecritures)
    assert vecue.demande.tete == vecue.ecritures[-1].empreinte
    assert [e.numero for e in vecue.ecritures] == list(range(1, len(vecue.ecritures) + 1))
    tete = (vecue.demande.version, vecue.demande.tete)
    assert verifier(vecue.demande.reference, vecue.ecritures, tete) is None


@pytest.mark.parametrize("etat", list(Etat))
def test_qui_agit_est_ecrit_sans_son_nom(etat: Etat) -> None:
    acteurs = {(e.role, e.acteur) for e in histoire(etat).ecritures}

    assert acteurs <= {
        (Role.MANDANT, "mandant-1"),
        (Role.AUTORITE, OPJ.cle),
        (Role.AUTORITE, DELEGUE.cle),
        (Role.MAIRIE, "21350238800019/mairie-rennes"),
        (Role.SYSTEME, "routage"),
        (Role.SYSTEME, "plafond"),
        (Role.SYSTEME, "conservation"),
    }


def test_un_depot_ouvre_la_chaine_et_garde_ce_qui_est_demande() -> None:
    demande, ecriture = vie.deposer(
        reference="XBQ7V3",
        mandant=mandant(),
        mandataire=mandataire(),
        portee=DEUX_TOURS,
        cle="cle",
        maintenant=DEPOT,
    )

    assert (demande.version, demande.etat, demande.cle) == (1, Etat.DEPOSEE, "cle")
    assert (demande.reference, demande.deposee_le) == ("XBQ7V3", DEPOT)
    assert (demande.mandant, demande.mandataire) == (mandant(), mandataire())
    assert (demande.portee, demande.support) == (DEUX_TOURS, Support.EN_LIGNE)
    assert demande.dernier is Evenement.DEPOT
    assert (ecriture.reference, ecriture.numero, ecriture.instant) == ("XBQ7V3", 1, DEPOT)
    assert ecriture.precedente == origine("XBQ7V3")
    assert (ecriture.evenement, ecriture.motif) == ("DEPOT", "")
    assert (ecriture.de, ecriture.vers, ecriture.acteur) == ("", "DEPOSEE", "mandant-1")


def test_la_transmission_et_la_reception_sont_deux_ecritures_d_un_meme_instant() -> None:
    recue, ecritures = vie.transmettre(demande_dans(Etat.ETABLIE), PLUS_TARD)

    assert [e.evenement for e in ecritures] == [Evenement.TRANSMISSION, Evenement.RECEPTION]
    assert {(e.instant, e.role, e.acteur) for e in ecritures} == {
        (PLUS_TARD, Role.SYSTEME, "routage")
    }
    assert (recue.recue_le, recue.dernier) == (PLUS_TARD, Evenement.RECEPTION)
    assert recue.version == 4


@pytest.mark.parametrize("etat", [e for e in Etat if e is not Etat.ETABLIE])
def test_seule_une_procuration_etablie_est_transmise(etat: Etat) -> None:
    with pytest.raises(TransitionInterdite):
        vie.transmettre(demande_dans(etat), PLUS_TARD)


def test_rgpd_article_16_le_mandant_ne_rectifie_que_son_adresse() -> None:
    avant = demande_dans(Etat.VALIDE)

    apres, ecriture = vie.rectifier(avant, "nouveau@exemple.fr", PLUS_TARD)

    assert apres.mandant.courriel == "nouveau@exemple.fr"
    assert apres.mandant.etat_civil == avant.mandant.etat_civil
    assert (apres.mandataire, apres.portee, apres.decision) == (
        avant.mandataire,
        avant.portee,
        avant.decision,
    )
    assert (ecriture.role, ecriture.acteur) == (Role.MANDANT, avant.mandant.id)
    assert "nouveau" not in repr(ecriture)


@pytest.mark.parametrize(
    "depot,dernier_instant",
    [
        # A demande of 31 December can be established until the end of February, Paris time.
        ("2026-12-31T12:00", "2027-02-28T22:59:59.999999"),
        ("2027-12-31T12:00", "2028-02-29T22:59:59.999999"),
        ("2027-03-01T09:30", "2027-05-01T21:59:59.999999"),
        # 23:30 UTC is already the next day in Paris.
        ("2027-01-14T23:30", "2027-03-15T22:59:59.999999"),
        # Winter time when filed, summer time when it ends: the bound is a midnight of Paris.
        ("2027-02-10T10:00", "2027-04-10T21:59:59.999999"),
    ],
)
def test_ret_02_une_demande_s_etablit_pendant_deux_mois_et_pas_un_instant_de_plus(
    depot: str, dernier_instant: str
) -> None:
    demande = demande_dans(Etat.DEPOSEE, depot=_utc(depot))
    dernier = _utc(dernier_instant)
    trop_tard = dernier + timedelta(microseconds=1)

    assert not demande.est_expiree(dernier)
    assert _etablir(demande, dernier).etat is Etat.ETABLIE
    assert demande.expire_le == trop_tard
    assert demande.est_expiree(trop_tard)
    with pytest.raises(DemandeExpiree, match="dans les deux mois"):
        _etablir(demande, trop_tard)


@pytest.mark.parametrize(
    "geste", ["etablir", "etablir, identité certifiée", "collecter", "ajourner"]
)
def test_ret_02_rien_ne_se_fait_au_guichet_apres_deux_mois(geste: str) -> None:
    demande = demande_dans(Etat.DEPOSEE)

    with pytest.raises(DemandeExpiree):
        GESTES[geste](demande, demande.expire_le)
    assert GESTES[geste](demande, demande.expire_le - timedelta(microseconds=1))


def test_ret_02_ce_qui_est_collecte_expire_aussi() -> None:
    collectee, _ = etablissement.collecter(
        demande_dans(Etat.DEPOSEE),
        DELEGUE,
        delegue(),
        circonstances=AU_GUICHET,
        cle="",
        maintenant=PLUS_TARD,
    )

    assert collectee.est_expiree(collectee.expire_le)
    with pytest.raises(DemandeExpiree):
        GESTES["etablir"](collectee, collectee.expire_le)


def test_une_demande_expiree_peut_encore_etre_retiree() -> None:
    demande = demande_dans(Etat.DEPOSEE)

    retiree, _ = vie.retirer(demande, demande.expire_le)

    assert retiree.etat is Etat.RETIREE
    assert retiree.retiree_le == demande.expire_le


@pytest.mark.parametrize("etat", [e for e in Etat if e not in A_PRESENTER])
def test_ret_02_seule_expire_une_demande_qui_attend_son_etablissement(etat: Etat) -> None:
    demande = demande_dans(etat)

    assert not demande.est_expiree(demande.expire_le + timedelta(days=400))


def test_un_refus_qui_n_est_pas_definitif_laisse_la_reference_vivante() -> None:
    ajournee = vivre("ajourner").demande

    assert (ajournee.etat, ajournee.version) == (Etat.DEPOSEE, 2)
    assert GESTES["etablir"](ajournee, PLUS_TARD)[0].etat is Etat.ETABLIE
    with pytest.raises(DemandeExpiree):
        etablissement.refuser_au_guichet(
            ajournee, OPJ, MOTIFS_AUTORITE["A4"], cle="", maintenant=ajournee.expire_le
        )


def _etablir(demande: Demande, quand: datetime) -> Demande:
    etablie, _ = etablissement.etablir(
        demande, APJ, habilitation(APJ), circonstances=AU_GUICHET, cle="", maintenant=quand
    )
    return etablie


def _utc(texte: str) -> datetime:
    return datetime.fromisoformat(texte).replace(tzinfo=UTC)
