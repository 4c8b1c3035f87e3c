"""What SES tells of a message: written beside its send, forward only, whatever comes and in any
order; and what the people concerned are shown of it.
"""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from itertools import permutations
from types import SimpleNamespace
from typing import Any

import pytest

import app
from chalicelib import observabilite
from chalicelib.courriels.evenements import lire
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.modeles import EnvoiModele
from chalicelib.domaine.demande import Demande
from chalicelib.flux.courriels import guichet_d_envoi
from chalicelib.montage import montage
from chalicelib.services.acheminement import Sort, acheminements, adresse_en_echec
from chalicelib.services.courrier import Message, cle_de
from chalicelib.services.ports_courrier import Reservation
from chalicelib.services.rectifier_au_guichet import rectifier_au_guichet
from infra.local.retours import GENRES, evenement_de_ses
from tests.constructeurs import OPJ, SECRET, Nuage

pytestmark = pytest.mark.deux_moteurs

ENVOIS = EnvoisDynamo()
CONTEXTE = SimpleNamespace(
    function_name="retours",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-west-3:123456789012:function:retours",
    aws_request_id="00000000-0000-0000-0000-000000000002",
)
ADRESSE = "camille@exemple.fr"


def recevoir(*messages: str) -> dict[str, int]:
    """The function, by its name on Lambda."""
    records = [{"EventSource": "aws:sns", "Sns": {"Message": message}} for message in messages]
    bilan: dict[str, int] = app.retours({"Records": records}, CONTEXTE)
    return bilan


def dire(genre: str, cle: str, message_id: str | None = None) -> dict[str, int]:
    return recevoir(evenement_de_ses(genre, cle, message_id or envoye(cle).message_id, ADRESSE))


def envoye(cle: str) -> EnvoiModele:
    return EnvoiModele.get(*cle.split("#", 1), consistent_read=True)


def partie(nuage: Nuage) -> tuple[Demande, str]:
    """A demande whose reference has left."""
    demande = nuage.peupler().deposer()
    return demande, ecrire(nuage, demande, Message.M1)


def ecrire(nuage: Nuage, demande: Demande, message: Message) -> str:
    cle = cle_de(demande, message)
    guichet_d_envoi(montage())(message, cle, demande, nuage.maintenant)
    return cle


@pytest.mark.parametrize(
    "genre, remise",
    [
        ("remis", "REMIS"),
        ("differe", "DIFFERE"),
        ("rejet", "REJETE"),
        ("rejet-passager", "NON_REMIS"),
        ("plainte", "PLAINTE"),
    ],
)
def test_chaque_evenement_s_ecrit_a_cote_de_son_envoi(
    nuage: Nuage, genre: str, remise: str
) -> None:
    _, cle = partie(nuage)

    assert dire(genre, cle) == {"notes": 1, "ignores": 0}
    assert dire(genre, cle) == {"notes": 0, "ignores": 1}, "twice is once"

    assert (envoye(cle).etat, envoye(cle).remise) == ("ENVOYE", remise)


def test_dans_quelque_ordre_qu_ils_viennent_le_dernier_mot_est_le_meme(nuage: Nuage) -> None:
    demande, _ = partie(nuage)
    for rang, ordre in enumerate(permutations(["differe", "remis", "plainte"])):
        cle = f"{demande.reference}#{rang + 10}#M2"
        ENVOIS.reserver(cle, nuage.maintenant)
        ENVOIS.confirmer(cle, "ses-x", nuage.maintenant)
        for genre in ordre:
            dire(genre, cle)
        assert envoye(cle).remise == "PLAINTE"


def test_l_evenement_vient_avant_que_l_envoi_soit_note(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    cle = cle_de(demande, Message.M1)
    assert ENVOIS.confier(cle, demande, nuage.maintenant)
    assert ENVOIS.reserver(cle, nuage.maintenant) is Reservation.A_ENVOYER

    assert dire("rejet", cle, "ses-1")["notes"] == 1
    ENVOIS.confirmer(cle, "ses-1", nuage.maintenant)

    assert (envoye(cle).etat, envoye(cle).remise) == ("ENVOYE", "REJETE")


def test_le_rejet_d_une_copie_perdue_ne_marque_pas_celle_qui_compte(nuage: Nuage) -> None:
    # given: a sender died after SES had taken its message; another has sent it again
    demande = nuage.peupler().deposer()
    cle = cle_de(demande, Message.M1)
    ENVOIS.confier(cle, demande, nuage.maintenant)
    ENVOIS.reserver(cle, nuage.maintenant)
    assert dire("rejet", cle, "ses-perdu")["notes"] == 1
    nuage.avancer(minutes=2)
    ENVOIS.reserver(cle, nuage.maintenant)

    ENVOIS.confirmer(cle, "ses-2", nuage.maintenant)

    assert envoye(cle).remise is None
    assert dire("rejet", cle, "ses-perdu")["notes"] == 0
    assert dire("remis", cle, "ses-2")["notes"] == 1


@pytest.mark.parametrize(
    "message",
    [
        "",
        "null",
        "[]",
        "3",
        "{",
        "[" * 5000,
        json.dumps({"eventType": "Bounce"}),
        json.dumps({"eventType": "Open", "mail": {"messageId": "x", "tags": {"envoi": ["A.1"]}}}),
        evenement_de_ses("rejet", "ABC234#1#M1", "", ADRESSE),
        evenement_de_ses("rejet", "", "ses-1", ADRESSE),
        evenement_de_ses("rejet", "ABC234", "ses-1", ADRESSE),
        evenement_de_ses("rejet", "é#1#M1", "ses-1", ADRESSE),
        evenement_de_ses("rejet", "X" * 65 + "#1", "ses-1", ADRESSE),
        evenement_de_ses("remis", "ABC234#1#M1", "ses-1", ADRESSE).replace("+00:00", ""),
        evenement_de_ses("rejet", "ABC234#1#M1", "ses-1", ADRESSE).replace(
            '["ABC234.1.M1"]', '["ABC234.1.M1", "ABC234.2.M2"]'
        ),
        json.dumps({"notificationType": "Bounce", "mail": {"messageId": "x"}}),
    ],
    ids=range(16),
)
def test_ce_qui_n_est_pas_un_evenement_de_nos_envois_est_ignore(nuage: Nuage, message: str) -> None:
    nuage.peupler()

    assert lire(message) is None
    assert recevoir(message) == {"notes": 0, "ignores": 1}
    assert list(EnvoiModele.scan(consistent_read=True)) == []


def test_d_un_envoi_inconnu_ou_efface_rien_ne_nait(nuage: Nuage) -> None:
    demande, cle = partie(nuage)
    message = evenement_de_ses("rejet", cle, envoye(cle).message_id, ADRESSE)
    inconnu = evenement_de_ses("rejet", "ABC234#1#M1", "ses-1", ADRESSE)
    ENVOIS.oublier(demande.reference)

    assert recevoir(message, inconnu) == {"notes": 0, "ignores": 2}
    assert list(EnvoiModele.scan(consistent_read=True)) == []


def sorts(nuage: Nuage, demande: Demande) -> list[tuple[str, str, bool]]:
    suivis = acheminements(ENVOIS, nuage.relire(demande), SECRET)
    return [(s.message.value, s.sort.value, s.actuelle) for s in suivis]


def echec(nuage: Nuage, demande: Demande) -> Sort | None:
    return adresse_en_echec(acheminements(ENVOIS, nuage.relire(demande), SECRET))


def test_le_rejet_a_l_ancienne_adresse_ne_dit_rien_de_la_nouvelle(nuage: Nuage) -> None:
    # given: the reference bounced, and the authority has corrected the address
    demande, cle = partie(nuage)
    dire("rejet", cle)
    assert echec(nuage, demande) is Sort.REJETE
    nuage.avancer(minutes=1)
    corrigee = rectifier_au_guichet(
        nuage.contexte,
        reference=demande.reference,
        agent=OPJ,
        courriel="juste@exemple.fr",
        cle="",
        maintenant=nuage.maintenant,
    )

    suite = ecrire(nuage, corrigee, Message.M1R)
    dire("plainte", cle)

    assert echec(nuage, demande) is None
    assert sorts(nuage, demande) == [("M1", "PLAINTE", False), ("M1r", "ENVOYE", True)]
    dire("rejet", suite)
    assert echec(nuage, demande) is Sort.REJETE


def test_une_boite_pleine_puis_un_message_remis_et_l_adresse_va(nuage: Nuage) -> None:
    demande, cle = partie(nuage)
    dire("rejet-passager", cle)
    assert echec(nuage, demande) is Sort.NON_REMIS

    nuage.avancer(days=1)
    suivant = ecrire(nuage, nuage.etablir(demande), Message.M2)
    assert echec(nuage, demande) is Sort.NON_REMIS, "sent, not delivered yet"
    dire("remis", suivant)

    assert echec(nuage, demande) is None


@pytest.fixture
def lignes() -> Iterator[io.StringIO]:
    """What is logged."""
    tampon = io.StringIO()
    gestionnaire = logging.StreamHandler(tampon)
    gestionnaire.setFormatter(observabilite.journaliste().registered_formatter)
    logging.getLogger().addHandler(gestionnaire)
    yield tampon
    logging.getLogger().removeHandler(gestionnaire)


def test_ni_l_adresse_ni_ce_que_dit_le_serveur_ne_se_gardent(
    nuage: Nuage, lignes: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    _, cle = partie(nuage)
    for genre in GENRES:
        dire(genre, cle)
    dire("rejet", "ABC234#1#M1", "ses-1")

    ecrits = lignes.getvalue() + capsys.readouterr().out + json.dumps(envoye(cle).serialize())
    assert ADRESSE not in ecrits
    assert "mailbox" not in ecrits


def test_l_evenement_rejoue_par_sns_garde_la_forme_de_ses() -> None:
    evenement: dict[str, Any] = json.loads(
        evenement_de_ses("rejet", "ABC234#1#M1", "ses-1", ADRESSE)
    )

    assert evenement["eventType"] == "Bounce"
    assert evenement["bounce"]["bouncedRecipients"][0]["emailAddress"] == ADRESSE
    assert evenement["mail"]["tags"]["envoi"] == ["ABC234.1.M1"]
