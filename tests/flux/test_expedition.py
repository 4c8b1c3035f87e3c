"""From the queues to SES: once, to the address of now, tried again, then given up in sight."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.courriels import ses
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.modeles import EnvoiModele
from chalicelib.depots.peremption import FILET
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.flux import expedition as flux
from chalicelib.flux.courriels import guichet_d_envoi
from chalicelib.flux.expedition import expedition
from chalicelib.flux.rythme import attendre, cadence
from chalicelib.montage import montage
from chalicelib.services import expedier as regles
from chalicelib.services.courrier import EnvoiRefuse, EnvoiSuspendu, Message, cle_de, file_de
from chalicelib.services.ports_courrier import EtatEnvoi, File, Pli, Reservation
from chalicelib.services.rectifier import rectifier
from chalicelib.services.retirer import retirer
from tests.constructeurs import Nuage
from tests.domaine.exemples import demande_dans
from tests.facteur import Facteur, evenement

pytestmark = pytest.mark.deux_moteurs

ENVOIS = EnvoisDynamo()


def confier(nuage: Nuage, demande: Demande, message: Message = Message.M1) -> str:
    cle = cle_de(demande, message)
    assert guichet_d_envoi(montage())(message, cle, demande, nuage.maintenant)
    return cle


def etat(cle: str) -> EnvoiModele:
    return EnvoiModele.get(*cle.split("#", 1), consistent_read=True)


def refus(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "camille@exemple.fr"}}, "SendEmail")


class SesMalade:
    """Answers what it is told to, then works."""

    def __init__(self, *pannes: Exception) -> None:
        self.pannes = list(pannes)
        self.appels: list[dict[str, Any]] = []

    def send_email(self, **parametres: Any) -> dict[str, str]:
        self.appels.append(parametres)
        if self.pannes:
            raise self.pannes.pop(0)
        return {"MessageId": f"ses-{len(self.appels)}"}


def brancher(monkeypatch: pytest.MonkeyPatch, *pannes: Exception) -> SesMalade:
    malade = SesMalade(*pannes)
    monkeypatch.setattr(ses, "client", cache(lambda: malade))
    return malade


def test_dans_la_file_il_n_y_a_que_la_cle(nuage: Nuage, files_sqs: Facteur) -> None:
    demande = nuage.peupler().deposer()
    cle = confier(nuage, demande)

    assert [json.loads(corps) for corps in files_sqs.contenu("envois-urgents")] == [{"cle": cle}]
    assert etat(cle).etat == "A_ENVOYER"


def test_la_reference_a_sa_file_ce_qui_suit_la_sienne_les_rappels_la_leur() -> None:
    assert {m for m in Message if file_de(m) is File.URGENTS} == {"M1", "M1r", "M5a"}
    assert {m for m in Message if file_de(m) is File.RAPPELS} == {"M1b", "M9"}


def test_depose_deux_fois_recu_deux_fois_le_message_part_une_fois(
    nuage: Nuage, files_sqs: Facteur
) -> None:
    demande = nuage.peupler().deposer()
    cle = confier(nuage, demande)
    confier(nuage, demande)

    assert files_sqs.tourner() == 2

    assert len(nuage.moteur.courriels()) == 1
    assert (etat(cle).etat, etat(cle).pli) == ("ENVOYE", None)
    assert not guichet_d_envoi(montage())(Message.M1, cle, demande, nuage.maintenant)
    assert expedition(evenement(File.URGENTS, cle)) == {"batchItemFailures": []}
    assert len(nuage.moteur.courriels()) == 1


@pytest.mark.parametrize(
    "panne",
    [
        refus("TooManyRequestsException"),
        refus("LimitExceededException"),
        refus("InternalServiceErrorException"),
        refus("MessageRejected"),
        ReadTimeoutError(endpoint_url="https://email"),
    ],
    ids=str,
)
def test_une_panne_de_passage_remet_a_plus_tard_puis_le_message_part(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch, panne: Exception
) -> None:
    demande = nuage.peupler().deposer()
    cle = confier(nuage, demande)
    malade = brancher(monkeypatch, panne)

    files_sqs.tourner()
    assert etat(cle).etat == "EN_COURS"
    assert files_sqs.tourner() == 0, "not before its time"
    expedition(evenement(File.URGENTS, cle, essai=2))

    assert etat(cle).etat == "ENVOYE"
    assert len(malade.appels) == 2
    assert {a["EmailTags"][0]["Value"] for a in malade.appels} == {cle.replace("#", ".")}
    assert files_sqs.contenu("echecs-envois") == []


def test_apres_trente_six_heures_l_echec_est_dit_et_mis_de_cote(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    demande = nuage.peupler().deposer()
    cle = confier(nuage, demande)
    files_sqs.contenu("envois-urgents")
    brancher(monkeypatch, *[refus("TooManyRequestsException")] * 3)
    monkeypatch.setattr(type(montage().files), "reporter", lambda *_: None)
    assert expedition(evenement(File.URGENTS, cle))["batchItemFailures"]
    nuage.avancer(hours=36, minutes=1)

    assert expedition(evenement(File.URGENTS, cle, essai=150)) == {"batchItemFailures": []}

    assert etat(cle).etat == "ECHEC"
    assert [json.loads(c) for c in files_sqs.contenu("echecs-envois")] == [{"cle": cle}]
    # Somebody puts it back: it is tried again, as patiently, with what it had to say.
    assert expedition(evenement(File.URGENTS, cle))["batchItemFailures"], "still ill"
    assert files_sqs.contenu("echecs-envois") == []
    nuage.avancer(hours=1)
    expedition(evenement(File.URGENTS, cle, essai=2))
    assert (etat(cle).etat, etat(cle).echoue_depuis) == ("ENVOYE", None)


@pytest.mark.parametrize("suspendu", [False, True])
def test_attendre_son_tour_ou_la_fin_d_une_pause_n_est_pas_echouer(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch, suspendu: bool
) -> None:
    cle = confier(nuage, nuage.peupler().deposer())
    files_sqs.contenu("envois-urgents")
    panne, pause = refus("TooManyRequestsException"), refus("SendingPausedException")
    brancher(monkeypatch, *([panne, pause] if suspendu else []), panne)
    monkeypatch.setattr(type(montage().files), "reporter", lambda *_: None)
    if suspendu:
        expedition(evenement(File.URGENTS, cle))
        nuage.avancer(hours=1)
        expedition(evenement(File.URGENTS, cle, essai=2))
    nuage.avancer(days=3)

    # The first that fails once SES works again: a quota that a crowd wears out, say.
    assert expedition(evenement(File.URGENTS, cle, essai=150))["batchItemFailures"]

    assert files_sqs.contenu("echecs-envois") == []
    nuage.avancer(hours=1)
    expedition(evenement(File.URGENTS, cle, essai=151))
    assert etat(cle).etat == "ENVOYE"


def test_un_message_que_ses_refuse_pour_toujours_n_est_pas_essaye_deux_fois(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = confier(nuage, nuage.peupler().deposer())
    malade = brancher(monkeypatch, refus("BadRequestException"))

    files_sqs.tourner()

    assert (etat(cle).etat, len(malade.appels)) == ("ECHEC", 1)
    assert files_sqs.contenu("echecs-envois")


def test_l_adresse_d_un_autre_n_est_pas_gardee_apres_l_echec(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    acceptee = nuage.peupler().accepter(nuage.recue())
    finie = replace(acceptee, etat=Etat.RESILIEE, avise="louis@exemple.fr")
    monkeypatch.setattr(type(nuage.contexte.depots), "demande", lambda *_: replace(finie, avise=""))
    cle = confier(nuage, finie, Message.M7B)
    brancher(monkeypatch, refus("BadRequestException"))

    files_sqs.tourner()

    assert (etat(cle).etat, etat(cle).pli) == ("ECHEC", None)


def test_quand_ses_est_suspendu_les_messages_attendent_des_jours(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = confier(nuage, nuage.peupler().deposer())
    files_sqs.contenu("envois-urgents")
    brancher(monkeypatch, *[refus("SendingPausedException")] * 3)
    monkeypatch.setattr(type(montage().files), "reporter", lambda *_: None)
    for jours in (0, 3, 6):
        nuage.avancer(days=jours)
        assert expedition(evenement(File.URGENTS, cle))["batchItemFailures"]

    assert expedition(evenement(File.URGENTS, cle)) == {"batchItemFailures": []}
    assert etat(cle).etat == "ENVOYE"


def test_l_envoyeur_meurt_son_message_repart_au_bout_du_bail(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = confier(nuage, nuage.peupler().deposer())
    files_sqs.contenu("envois-urgents")
    assert ENVOIS.reserver(cle, nuage.maintenant) is Reservation.A_ENVOYER  # then it died
    reports: list[int] = []
    monkeypatch.setattr(type(montage().files), "reporter", lambda *a: reports.append(a[-1]))

    assert expedition(evenement(File.URGENTS, cle))["batchItemFailures"]
    assert reports == [60]
    nuage.avancer(seconds=61)
    assert not expedition(evenement(File.URGENTS, cle, essai=2))["batchItemFailures"]
    assert etat(cle).etat == "ENVOYE"


def test_corrigee_pendant_qu_il_attend_le_message_va_a_la_nouvelle_adresse(
    nuage: Nuage, files_sqs: Facteur
) -> None:
    demande = nuage.peupler().deposer()
    confier(nuage, demande)
    rectifier(
        nuage.contexte,
        reference=demande.reference,
        mandant_id="mandant-1",
        courriel="juste@exemple.fr",
        maintenant=nuage.maintenant,
    )

    files_sqs.tourner()

    (parti,) = nuage.moteur.courriels()
    assert parti.destinataires == ("juste@exemple.fr",)


def test_ce_qu_il_dit_est_ce_qui_etait_vrai_a_l_acte(nuage: Nuage, files_sqs: Facteur) -> None:
    demande = nuage.peupler().deposer()
    confier(nuage, demande)
    retirer(
        nuage.contexte,
        reference=demande.reference,
        mandant_id="mandant-1",
        maintenant=nuage.maintenant,
    )

    files_sqs.tourner()

    (parti,) = nuage.moteur.courriels()
    assert demande.reference in parti.texte


def test_un_avis_que_le_mandant_a_retire_ne_part_plus(nuage: Nuage, files_sqs: Facteur) -> None:
    acceptee = nuage.peupler().accepter(nuage.recue())
    cle = confier(nuage, replace(acceptee, avise="louis@exemple.fr"), Message.M7)

    files_sqs.tourner()

    assert nuage.moteur.courriels() == []
    assert (etat(cle).etat, etat(cle).pli) == ("SANS_OBJET", None)


def test_ce_que_le_flux_apporte_apres_l_effacement_ne_reste_pas(
    nuage: Nuage, files_sqs: Facteur
) -> None:
    """The stream may be hours late, and a demande is erased the night when it expires (RET-02)."""
    demande = nuage.peupler().deposer()
    nuage.maintenant = demande.expire_le + timedelta(hours=3)
    ENVOIS.oublier(demande.reference)

    cle = confier(nuage, demande)
    au_plus_tard = (nuage.maintenant + FILET).timestamp()
    assert etat(cle).exp <= au_plus_tard
    files_sqs.tourner()

    parti = etat(cle)
    assert (parti.etat, parti.pli) == ("ENVOYE", None)
    assert parti.exp <= au_plus_tard


def test_effacee_pendant_qu_il_attend_rien_ne_part_et_rien_ne_revient(
    nuage: Nuage, files_sqs: Facteur
) -> None:
    demande = nuage.peupler().deposer()
    cle = confier(nuage, demande)
    ENVOIS.oublier(demande.reference)

    files_sqs.tourner()
    ENVOIS.confirmer(cle, "ses-1", nuage.maintenant)
    ENVOIS.terminer(cle, EtatEnvoi.ECHEC, nuage.maintenant)

    assert nuage.moteur.courriels() == []
    assert ENVOIS.suivis(demande.reference) == ()


def test_effacee_entre_la_lecture_et_l_envoi_rien_ne_part_et_rien_ne_revient(
    nuage: Nuage, files_sqs: Facteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    demande = nuage.peupler().deposer()
    confier(nuage, demande)

    def effacer(_: Any, reference: str) -> None:
        ENVOIS.oublier(reference)

    monkeypatch.setattr(type(nuage.contexte.depots), "demande", effacer)
    files_sqs.tourner()

    assert nuage.moteur.courriels() == []
    assert ENVOIS.suivis(demande.reference) == ()


@pytest.mark.parametrize("corps", ["", "{", "[]", '{"cle": 3}', '{"cle": "ABC234#1#M99"}', "null"])
def test_un_corps_que_personne_n_a_ecrit_ne_revient_pas(
    nuage: Nuage, files_sqs: Facteur, corps: str
) -> None:
    nuage.peupler()
    assert expedition(evenement(File.SUITES, "x", body=corps)) == {"batchItemFailures": []}
    assert nuage.moteur.courriels() == []


@pytest.mark.parametrize(
    "erreur, heures, essai, secondes",
    [
        (ConnectionError(), 0, 1, 15),
        (ConnectionError(), 0, 2, 30),
        (ConnectionError(), 1, 7, 900),
        (ConnectionError(), 1, 10**9, 900),
        (ConnectionError(), 1, -5, 15),
        (ConnectionError(), 37, 150, None),
        (EnvoiRefuse(), 0, 1, None),
        (ValueError(), 0, 1, None),
        (EnvoiSuspendu(), 37, 150, 1800),
        (EnvoiSuspendu(), 241, 400, None),
    ],
)
def test_de_plus_en_plus_tard_puis_plus_du_tout(
    erreur: Exception, heures: int, essai: int, secondes: int | None
) -> None:
    maintenant = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
    depuis = maintenant - timedelta(hours=heures)
    # It waited twice as long as it failed, unless SES was paused.
    pause = isinstance(erreur, EnvoiSuspendu)
    pli = Pli(
        demande_dans(Etat.DEPOSEE), depuis if pause else depuis - timedelta(hours=heures), depuis
    )

    assert regles.attente(erreur, pli, essai, maintenant) == secondes
    assert regles.attente(ConnectionError(), None, 1, maintenant) == 15


def test_un_envoyeur_ne_va_pas_plus_vite_que_sa_part(monkeypatch: pytest.MonkeyPatch) -> None:
    dormi: list[float] = []
    heure = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: heure[0])
    monkeypatch.setattr("time.sleep", dormi.append)

    with cadence(0.25):
        heure[0] += 0.1
    with pytest.raises(ConnectionError), cadence(0.25):
        raise ConnectionError
    with cadence(0.25):
        heure[0] += 3
    attendre(heure[0] - 1, 0.5)

    assert dormi == [pytest.approx(0.15), pytest.approx(0.25)]
    assert flux.intervalle(File.URGENTS) < 0.001, "the tests' own quota"
