"""The life of one demande: what each transition records, and what it refuses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domaine import decision, etablissement
from chalicelib.domaine import demande as vie
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import DemandeExpiree, TransitionInterdite
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.journal import origine, verifier
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from tests.constructeurs import AGENT_RENNES, APJ, OPJ, habilitation, mandant, mandataire
from tests.domaine.exemples import DEPOT, DEUX_TOURS, demande_dans, histoire

PLUS_TARD = DEPOT + timedelta(hours=1)
GESTES = {
    "retirer": lambda d: vie.retirer(d, PLUS_TARD),
    "etablir": lambda d: etablissement.etablir(
        d,
        OPJ,
        habilitation(),
        circonstances=Circonstances(piece="CNI"),
        cle="",
        maintenant=PLUS_TARD,
    ),
    "refuser au guichet": lambda d: etablissement.refuser_au_guichet(
        d, OPJ, MOTIFS_AUTORITE["A4"], cle="", maintenant=PLUS_TARD
    ),
    "ajourner": lambda d: etablissement.refuser_au_guichet(
        d, OPJ, MOTIFS_AUTORITE["A1"], cle="", maintenant=PLUS_TARD
    ),
    "transmettre": lambda d: vie.transmettre(d, PLUS_TARD),
    "accepter": lambda d: decision.accepter(
        d, AGENT_RENNES, mandataire=d.mandataire, cle="", maintenant=PLUS_TARD
    ),
    "refuser": lambda d: decision.refuser(
        d, AGENT_RENNES, motif="M03", precision="", cle="", maintenant=PLUS_TARD
    ),
}
PERMIS = {
    ("DEPOSEE", "retirer"): "RETIREE",
    ("DEPOSEE", "etablir"): "ETABLIE",
    ("DEPOSEE", "refuser au guichet"): "REFUSEE_AGENT",
    ("DEPOSEE", "ajourner"): "DEPOSEE",
    ("ETABLIE", "transmettre"): "A_CONTROLER",
    ("A_CONTROLER", "accepter"): "VALIDE",
    ("A_CONTROLER", "refuser"): "INVALIDE",
}
ETATS = [e for e in Etat if e is not Etat.TRANSMISE]
"""TRANSMISE lasts no instant: it is left in the transaction that enters it."""


@pytest.mark.parametrize("geste", sorted(GESTES))
@pytest.mark.parametrize("etat", ETATS)
def test_chaque_geste_n_est_permis_que_dans_son_etat(etat: Etat, geste: str) -> None:
    demande = demande_dans(etat)

    if (etat.value, geste) not in PERMIS:
        with pytest.raises(TransitionInterdite):
            GESTES[geste](demande)
        return
    suite, _ = GESTES[geste](demande)
    assert suite.etat is Etat(PERMIS[(etat.value, geste)])
    assert demande.etat is etat


@pytest.mark.parametrize("etat", ETATS)
def test_la_version_est_le_nombre_d_ecritures_et_la_tete_la_derniere(etat: Etat) -> None:
    vecue = histoire(etat)

    assert vecue.demande.version == len(vecue.ecritures)
    assert vecue.demande.tete == vecue.ecritures[-1].empreinte
    assert [e.numero for e in vecue.ecritures] == list(range(1, len(vecue.ecritures) + 1))
    tete = (vecue.demande.version, vecue.demande.tete)
    assert verifier(vecue.demande.reference, vecue.ecritures, tete) is None


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
    assert (demande.mandant, demande.mandataire) == (mandant(), mandataire())
    assert ecriture.precedente == origine("XBQ7V3")
    assert (ecriture.de, ecriture.vers, ecriture.acteur) == ("", "DEPOSEE", "mandant-1")


def test_l_acte_porte_l_autorite_sa_qualite_le_lieu_l_instant_et_la_piece() -> None:
    acte = demande_dans(Etat.ETABLIE).etablissement

    assert acte is not None
    assert (acte.nom, acte.prenom, acte.agent) == ("Kervella", "Yann", OPJ.cle)
    assert (acte.qualite, acte.lieu, acte.unite) == (
        Qualite.OPJ,
        "Rennes",
        "Commissariat de Rennes",
    )
    assert (acte.le, acte.piece, acte.cle) == (DEPOT + timedelta(minutes=1), "CNI", "cle-acte")


def test_la_transmission_et_la_reception_sont_deux_ecritures_d_un_meme_instant() -> None:
    recue, ecritures = vie.transmettre(demande_dans(Etat.ETABLIE), PLUS_TARD)

    assert [e.evenement for e in ecritures] == [Evenement.TRANSMISSION, Evenement.RECEPTION]
    assert {e.instant for e in ecritures} == {PLUS_TARD}
    assert recue.recue_le == PLUS_TARD


def test_un_refus_qui_n_est_pas_definitif_laisse_la_reference_vivante() -> None:
    ajournee, ecriture = GESTES["ajourner"](demande_dans(Etat.DEPOSEE))

    assert ajournee.etat is Etat.DEPOSEE
    assert ajournee.version == 2
    assert (ajournee.refus.motif, ecriture.motif) == ("A1", "A1")
    suite, _ = GESTES["etablir"](ajournee)
    assert suite.etat is Etat.ETABLIE


def test_l_acceptation_inscrit_les_noms_lus_sur_la_liste() -> None:
    recue = demande_dans(Etat.A_CONTROLER)
    lu = mandataire(nom="Le Goff", prenoms=("Anne", "Marie"))

    acceptee, _ = decision.accepter(
        recue, AGENT_RENNES, mandataire=lu, cle="c", maintenant=PLUS_TARD
    )

    assert acceptee.mandataire == lu
    assert acceptee.decision is not None
    assert (acceptee.decision.motif, acceptee.decision.agent) == ("", AGENT_RENNES.cle)


def test_le_refus_de_la_mairie_porte_son_motif_et_sa_precision() -> None:
    refusee, ecriture = decision.refuser(
        demande_dans(Etat.A_CONTROLER),
        AGENT_RENNES,
        motif="M18",
        precision="Liste close",
        cle="c",
        maintenant=PLUS_TARD,
    )

    assert refusee.decision is not None
    assert (refusee.decision.motif, refusee.decision.precision) == ("M18", "Liste close")
    assert ecriture.motif == "M18"


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
def test_une_demande_s_etablit_pendant_deux_mois_et_pas_un_instant_de_plus(
    depot: str, dernier_instant: str
) -> None:
    demande = demande_dans(Etat.DEPOSEE, depot=_utc(depot))
    dernier = _utc(dernier_instant)
    trop_tard = dernier + timedelta(microseconds=1)

    assert not demande.est_expiree(dernier)
    assert _etablir(demande, dernier).etat is Etat.ETABLIE
    assert demande.expire_le == trop_tard
    assert demande.est_expiree(trop_tard)
    with pytest.raises(DemandeExpiree):
        _etablir(demande, trop_tard)
    with pytest.raises(DemandeExpiree):
        etablissement.refuser_au_guichet(
            demande, OPJ, MOTIFS_AUTORITE["A1"], cle="", maintenant=trop_tard
        )


def test_une_demande_expiree_peut_encore_etre_retiree() -> None:
    demande = demande_dans(Etat.DEPOSEE)

    retiree, _ = vie.retirer(demande, demande.expire_le)

    assert retiree.etat is Etat.RETIREE
    assert retiree.retiree_le == demande.expire_le


@pytest.mark.parametrize("etat", [e for e in ETATS if e is not Etat.DEPOSEE])
def test_seule_une_demande_deposee_expire(etat: Etat) -> None:
    demande = demande_dans(etat)

    assert not demande.est_expiree(demande.expire_le + timedelta(days=400))


def _etablir(demande: Demande, quand: datetime) -> Demande:
    etablie, _ = etablissement.etablir(
        demande,
        APJ,
        habilitation(APJ),
        circonstances=Circonstances(piece="CNI"),
        cle="",
        maintenant=quand,
    )
    return etablie


def _utc(texte: str) -> datetime:
    return datetime.fromisoformat(texte).replace(tzinfo=UTC)
