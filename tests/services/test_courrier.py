"""One message for each transition that has one, by our own record of sends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.domaine import fin
from chalicelib.domaine.demande import Demande, rectifier
from chalicelib.domaine.etablissement import refuser_au_guichet
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from chalicelib.services.courrier import (
    PAR_EVENEMENT,
    EnvoiEnCours,
    Message,
    message_pour,
    notifier,
)
from tests.constructeurs import AGENT_RENNES, OPJ, Nuage, habilitation
from tests.domaine.exemples import demande_dans
from tests.services.poste import directement

pytestmark = pytest.mark.deux_moteurs


class Poste:
    """Sends nothing: keeps what it was asked to send; breaks when told to."""

    def __init__(self) -> None:
        self.partis: list[tuple[Message, str]] = []
        self.en_panne = False

    def __call__(self, message: Message, cle: str, demande: Demande) -> str:
        if self.en_panne:
            raise ConnectionError
        self.partis.append((message, cle))
        return f"ses-{len(self.partis)}"


class Trou(EnvoisDynamo):
    """Dies after the send, before its record."""

    def confirmer(self, cle: str, message_id: str, maintenant: datetime, vers: str = "") -> None:
        raise ConnectionError


@pytest.mark.parametrize("evenement", list(Evenement))
def test_chaque_transition_a_son_message_ou_n_en_a_pas(nuage: Nuage, evenement: Evenement) -> None:
    poste = Poste()
    demande = replace(demande_dans(Etat.VALIDE), dernier=evenement)
    message = PAR_EVENEMENT.get(evenement)

    assert notifier(directement(nuage, poste), demande, nuage.maintenant) is message
    assert [m for m, _ in poste.partis] == ([message] if message else [])


@pytest.mark.parametrize(
    "etat,message",
    [
        (Etat.DEPOSEE, Message.M1),
        (Etat.RETIREE, None),
        (Etat.REFUSEE_AGENT, None),
        (Etat.ETABLIE, Message.M2),
        (Etat.A_CONTROLER, None),
        (Etat.VALIDE, Message.M3A),
        (Etat.INVALIDE, Message.M3B),
    ],
)
def test_le_parcours_ordinaire_dit_chaque_etape(etat: Etat, message: Message | None) -> None:
    assert message_pour(demande_dans(etat)) is message


def test_une_resiliation_demandee_puis_faite_a_deux_messages(nuage: Nuage) -> None:
    poste, valide = Poste(), demande_dans(Etat.VALIDE)
    demandee, _ = fin.demander_resiliation(valide, nuage.maintenant)
    resiliee, _ = fin.resilier(
        demandee, OPJ, habilitation(), piece="CNI", cle="", maintenant=nuage.maintenant
    )

    for demande in (valide, demandee, resiliee):
        notifier(directement(nuage, poste), demande, nuage.maintenant)

    assert [m for m, _ in poste.partis] == [Message.M3A, Message.M5A, Message.M5]


@pytest.mark.parametrize(
    "evenement, message",
    [
        (Evenement.NULLITE, Message.M4),
        (Evenement.EXAMEN_PLAFOND, Message.M4B),
        (Evenement.REEXAMEN, Message.M4R),
        (Evenement.REOUVERTURE, Message.M3R),
        (Evenement.VOTE_DU_MANDANT, Message.M5B),
        (Evenement.ANNULATION, Message.M6),
        (Evenement.ANNULATION_REGISTRE, Message.M6),
        (Evenement.CADUCITE, Message.M6C),
        (Evenement.CADUCITE_REGISTRE, Message.M6C),
        (Evenement.RESILIATION_PAPIER, Message.M5),
        (Evenement.ECHEANCE, None),
    ],
)
def test_ce_qui_arrive_apres_la_decision_a_son_message(
    evenement: Evenement, message: Message | None
) -> None:
    assert message_pour(replace(demande_dans(Etat.VALIDE), dernier=evenement)) is message


@pytest.mark.parametrize("motif, message", [("DECES", None), ("RADIATION", Message.M6C)])
def test_rien_ne_s_ecrit_a_un_mandant_decede(motif: str, message: Message | None) -> None:
    maintenant = demande_dans(Etat.VALIDE).deposee_le
    caduque, _ = fin.rendre_caduque(
        demande_dans(Etat.VALIDE), AGENT_RENNES, motif=motif, maintenant=maintenant
    )

    assert message_pour(caduque) is message


@pytest.mark.parametrize("etat", [Etat.DEPOSEE, Etat.ETABLIE, Etat.VALIDE])
def test_une_adresse_rectifiee_ne_redit_pas_ce_qui_fut_dit(nuage: Nuage, etat: Etat) -> None:
    poste = Poste()
    rectifiee, _ = rectifier(demande_dans(etat), "autre@exemple.fr", nuage.maintenant)

    # Only that it is corrected, once, to the new address.
    for _ in range(2):
        notifier(directement(nuage, poste), rectifiee, nuage.maintenant)
    assert [m for m, _ in poste.partis] == [Message.M1R]


def test_un_mandant_sur_papier_sans_adresse_ne_recoit_rien(nuage: Nuage) -> None:
    valide = demande_dans(Etat.VALIDE)
    sans = replace(valide, mandant=replace(valide.mandant, courriel=""))

    assert notifier(directement(nuage, Poste()), sans, nuage.maintenant) is None


def test_un_ajournement_ne_redit_pas_le_depot(nuage: Nuage) -> None:
    ajournee, _ = refuser_au_guichet(
        demande_dans(Etat.DEPOSEE), OPJ, MOTIFS_AUTORITE["A2"], cle="", maintenant=nuage.maintenant
    )

    assert notifier(directement(nuage, Poste()), ajournee, nuage.maintenant) is None


def test_livre_deux_fois_le_message_ne_part_qu_une_fois(nuage: Nuage) -> None:
    poste, demande = Poste(), demande_dans(Etat.ETABLIE)

    for _ in range(3):
        notifier(directement(nuage, poste), demande, nuage.maintenant)
        nuage.avancer(days=1)

    assert poste.partis == [(Message.M2, f"{demande.reference}#2#M2")]


def test_chaque_transition_d_une_demande_a_son_envoi(nuage: Nuage) -> None:
    poste = Poste()

    for etat in (Etat.VALIDE, Etat.DEPOSEE, Etat.ETABLIE, Etat.DEPOSEE):
        notifier(directement(nuage, poste), demande_dans(etat), nuage.maintenant)

    assert [m for m, _ in poste.partis] == [Message.M3A, Message.M1, Message.M2]


def test_apres_un_refus_de_ses_la_reprise_suivante_envoie_sans_attendre(nuage: Nuage) -> None:
    # The stream tries again within seconds, and gives up long before a claim would end.
    poste, demande = Poste(), demande_dans(Etat.VALIDE)
    poste.en_panne = True
    for _ in range(3):
        with pytest.raises(ConnectionError):
            notifier(directement(nuage, poste), demande, nuage.maintenant)
    poste.en_panne = False

    assert notifier(directement(nuage, poste), demande, nuage.maintenant) is Message.M3A
    assert notifier(directement(nuage, poste), demande, nuage.maintenant) is None
    assert len(poste.partis) == 1


def test_un_essai_en_echec_ne_rend_pas_ce_qu_un_autre_a_repris(nuage: Nuage) -> None:
    poste, demande = Poste(), demande_dans(Etat.VALIDE)

    def tarder(message: Message, cle: str, envoyee: Demande) -> str:
        nuage.avancer(seconds=61)
        assert notifier(directement(nuage, poste), envoyee, nuage.maintenant) is message
        raise ConnectionError

    with pytest.raises(ConnectionError):
        notifier(directement(nuage, tarder), demande, nuage.maintenant)

    assert notifier(directement(nuage, poste), demande, nuage.maintenant) is None
    assert len(poste.partis) == 1


def test_mort_entre_l_envoi_et_sa_trace_le_message_repart_une_minute_apres(nuage: Nuage) -> None:
    # Twice after a crash is better than never; both bear the same key, hence one Message-ID.
    poste, demande = Poste(), demande_dans(Etat.DEPOSEE)
    with pytest.raises(ConnectionError):
        notifier(directement(nuage, poste, Trou()), demande, nuage.maintenant)

    with pytest.raises(EnvoiEnCours):
        notifier(directement(nuage, poste), demande, nuage.maintenant)
    nuage.avancer(seconds=61)
    notifier(directement(nuage, poste), demande, nuage.maintenant)
    nuage.avancer(days=1)
    notifier(directement(nuage, poste), demande, nuage.maintenant)

    assert [cle for _, cle in poste.partis] == [f"{demande.reference}#1#M1"] * 2


def test_deux_livraisons_en_meme_temps_un_seul_envoi(nuage: Nuage) -> None:
    poste, demande = Poste(), demande_dans(Etat.DEPOSEE)
    interieur: list[str] = []

    def envoyer(message: Message, cle: str, envoyee: Demande) -> str:
        with pytest.raises(EnvoiEnCours):
            notifier(directement(nuage, poste), envoyee, nuage.maintenant)
        interieur.append(cle)
        return "ses-1"

    notifier(directement(nuage, envoyer), demande, nuage.maintenant)

    assert (len(interieur), poste.partis) == (1, [])
