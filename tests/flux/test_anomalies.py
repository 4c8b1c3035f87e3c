"""The watch, from the counter to who is told: PEN-01, message M10."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.configuration import ConfigurationIncomplete, seuils_des_anomalies
from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.modeles_activites import ActiviteModele
from chalicelib.depots.modeles_anomalies import VeilleModele
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.erreurs import HabilitationInvalide, ReferenceIntrouvable
from chalicelib.domaine.etats import Evenement
from chalicelib.domaine.genres_d_anomalie import Genre
from chalicelib.flux import anomalies as flux
from chalicelib.montage import montage
from chalicelib.services.activites import GARDEES, Activite, empreinte_d_adresse
from chalicelib.services.anomalies import Anomalie, noter_le_refus, pseudonyme_d_agent
from tests.api import client
from tests.constructeurs import OPJ, SECRET, Nuage, habilitation

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")

SUJET = "arn:aws:sns:eu-west-3:123456789012:maprocuration-local-securite"


class Annonces:
    """What was published to the topic; `en_panne` refuses."""

    def __init__(self) -> None:
        self.dites: list[dict[str, str]] = []
        self.en_panne = False

    def publish(self, **annonce: str) -> None:
        """As SNS."""
        if self.en_panne:
            raise ConnectionError
        self.dites.append(annonce)

    @property
    def objets(self) -> list[str]:
        """Their subjects."""
        return [annonce["Subject"].rsplit(" ", 1)[1] for annonce in self.dites]


@pytest.fixture
def annonces(monkeypatch: pytest.MonkeyPatch) -> Annonces:
    annonces_ = Annonces()
    monkeypatch.setenv("SUJET_SECURITE", SUJET)
    monkeypatch.setattr(flux, "_sns", lambda: annonces_)
    return annonces_


def acte(nuage: Nuage, n: int, **autres: Any) -> Activite:
    """The n-th procuration of the OPJ today: everybody has an address of his own."""
    ordinaire = Activite(
        agent=OPJ.cle,
        acte=Evenement.ETABLISSEMENT,
        instant=nuage.maintenant + timedelta(minutes=4 * n),
        reference=f"ABC{n:03}",
        commune="35238",
        cadre=Cadre.GUICHET,
        mandataire=f"mandataire-{n}",
        mandant=f"mandant-{n}",
        adresse=f"adresse-{n}",
    )
    return replace(ordinaire, **autres)


def noter(nuage: Nuage, *actes: Activite) -> None:
    for un in actes:
        ActivitesDynamo().noter(un, nuage.maintenant + GARDEES)


def livrer(depuis: int = 0) -> dict[str, Any]:
    """The stream: one record an item, from this one on, in the order in which they were noted."""
    modeles = sorted(ActiviteModele.scan(consistent_read=True), key=lambda m: m.rang)
    return flux.anomalies(
        {
            "Records": [
                {"dynamodb": {"NewImage": modele.serialize(), "SequenceNumber": f"{rang:021d}"}}
                for rang, modele in enumerate(modeles)
                if rang >= depuis
            ]
        }
    )


def trouvees(nuage: Nuage) -> dict[Genre, Anomalie]:
    return {
        anomalie.constat.genre: anomalie
        for anomalie in montage().veille.du_jour(nuage.maintenant.date())
    }


def test_une_journee_ordinaire_ne_dit_rien(nuage: Nuage, annonces: Annonces) -> None:
    nuage.peupler()
    noter(nuage, *(acte(nuage, n) for n in range(30)))

    assert livrer() == {"batchItemFailures": []}

    assert annonces.dites == []
    assert trouvees(nuage) == {}


def test_marseille_se_dit_une_fois_puis_quand_cela_double(nuage: Nuage, annonces: Annonces) -> None:
    nuage.peupler()
    noter(nuage, *(acte(nuage, n) for n in range(70)))
    livrer()
    livrer()
    assert annonces.objets == ["CADENCE"], "the stream comes twice, the officer is told once"
    noter(nuage, *(acte(nuage, n) for n in range(70, 100)))
    livrer(70)
    assert annonces.objets == ["CADENCE"]
    noter(nuage, *(acte(nuage, n) for n in range(100, 130)))
    livrer(100)
    assert annonces.objets == ["CADENCE", "CADENCE"]
    assert trouvees(nuage)[Genre.CADENCE].constat.valeur == 130


def test_m10_ne_nomme_ni_agent_ni_electeur(nuage: Nuage, annonces: Annonces) -> None:
    nuage.peupler()
    noter(nuage, *(acte(nuage, n, adresse="une-adresse") for n in range(5)))
    livrer()

    (annonce,) = annonces.dites
    assert annonce["TopicArn"] == SUJET
    pseudonyme = pseudonyme_d_agent(OPJ.cle, SECRET)
    assert pseudonyme in annonce["Message"]
    for secret in (OPJ.cle, OPJ.nom, "une-adresse", "mandant-1", "ABC001"):
        assert secret not in annonce["Message"] + annonce["Subject"]
    gardes = json.dumps([m.serialize() for m in VeilleModele.scan()], default=str)
    assert OPJ.cle not in gardes
    assert "ABC001" not in gardes
    assert all(modele.exp for modele in VeilleModele.scan())


@pytest.mark.deux_moteurs
@pytest.mark.parametrize(
    "commun, genre", [("adresse", Genre.ADRESSE), ("mandataire", Genre.MANDATAIRE)]
)
def test_plusieurs_agents_et_communes_pour_une_adresse_ou_un_mandataire(
    nuage: Nuage, annonces: Annonces, commun: str, genre: Genre
) -> None:
    """Refused at the counter or established, by whoever: the same mandant counts once."""
    nuage.peupler()
    actes = [
        acte(
            nuage,
            n,
            agent=f"2135023810001{n % 3}/x",
            commune=f"3500{n}",
            acte=Evenement.AJOURNEMENT if n % 2 else Evenement.ETABLISSEMENT,
            **{commun: "le-meme"},
        )
        for n in range(6)
    ]
    redite = replace(actes[0], instant=nuage.maintenant + timedelta(hours=2))
    noter(nuage, *actes, redite)

    livrer()

    trouvee = trouvees(nuage)[genre]
    assert trouvee.constat.valeur == trouvee.constat.seuil <= 6
    assert len(trouvee.agents) == 3
    assert set(annonces.objets) == {genre.value}


def test_ce_qui_n_a_pas_pu_etre_dit_l_est_au_passage_suivant(
    nuage: Nuage, annonces: Annonces
) -> None:
    nuage.peupler()
    noter(nuage, *(acte(nuage, n, adresse="une-adresse") for n in range(5)))
    annonces.en_panne = True
    assert livrer() == {"batchItemFailures": [{"itemIdentifier": f"{4:021d}"}]}
    annonces.en_panne = False

    assert livrer(4) == {"batchItemFailures": []}

    assert annonces.objets == ["ADRESSE"]


@pytest.mark.deux_moteurs
def test_les_habitudes_se_font_jour_apres_jour_une_fois_chacun(
    nuage: Nuage, annonces: Annonces
) -> None:
    nuage.peupler()
    noter(nuage, *(acte(nuage, n) for n in range(7)))
    livrer()
    nuage.avancer(days=3)
    demain = acte(nuage, 8)
    noter(nuage, demain)
    for _ in range(2):
        livrer(7)

    profil = montage().veille.profil(pseudonyme_d_agent(OPJ.cle, SECRET))
    assert (profil.jours, profil.jour) == ((7,), nuage.maintenant.date())
    assert profil.connait(10)
    assert montage().veille.pairs(nuage.maintenant.date()).classes[1] >= 1
    assert annonces.dites == []


def test_un_record_en_retard_d_un_jour_passe_ne_change_pas_les_habitudes(nuage: Nuage) -> None:
    nuage.peupler()
    hier = acte(nuage, 1)
    nuage.avancer(days=1)
    noter(nuage, acte(nuage, 2))
    livrer()
    noter(nuage, hier)

    assert livrer() == {"batchItemFailures": []}

    profil = montage().veille.profil(pseudonyme_d_agent(OPJ.cle, SECRET))
    assert (profil.jours, profil.jour) == ((), nuage.maintenant.date())


def refus_au_portail(nuage: Nuage, n: int) -> None:
    """An officer, signed in, asks for a reference; each minute."""
    agent = client.autorite(nuage)
    for _ in range(n):
        nuage.avancer(minutes=1)
        assert agent.get("/autorite/demandes/ABC234").statut in {403, 404, 429}


def test_les_references_manquees_et_le_verrou_se_voient(nuage: Nuage, annonces: Annonces) -> None:
    nuage.peupler()
    refus_au_portail(nuage, 8)
    livrer()
    assert annonces.objets == ["ECHECS"]
    nuage.avancer(minutes=-7)
    refus_au_portail(nuage, 4)
    livrer()
    assert set(annonces.objets) == {"ECHECS", "VERROU"}
    agent = client.autorite(nuage)
    assert agent.get("/autorite/actes").probleme == "agent-verrouille", "nothing else blocks him"


def test_ceux_qui_insistent_apres_leur_fin_se_voient(nuage: Nuage, annonces: Annonces) -> None:
    nuage.peupler().habiliter(habilitation(OPJ, revoquee_le=nuage.maintenant))
    refus_au_portail(nuage, 1)
    livrer()
    assert annonces.objets == ["FIN_HABILITATION"]


def test_le_refus_est_donne_meme_si_la_veille_ne_peut_pas_le_noter(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    nuage.peupler()

    def en_panne(*_: object, **__: object) -> None:
        raise montage_en_panne

    from botocore.exceptions import ConnectTimeoutError

    montage_en_panne = ConnectTimeoutError(endpoint_url="http://127.0.0.1:1")
    monkeypatch.setattr(ActivitesDynamo, "tenter", en_panne)
    reponse = client.autorite(nuage).get("/autorite/demandes/ABC234")
    assert reponse.probleme == "reference-introuvable"


def test_ce_qu_un_agent_repete_a_la_seconde_ne_remplit_pas_la_table(nuage: Nuage) -> None:
    activites = ActivitesDynamo()
    for seconde in range(120):
        quand = nuage.maintenant + timedelta(seconds=seconde)
        noter_le_refus(activites, OPJ.cle, HabilitationInvalide("fin"), quand)
    assert len(activites.faits(OPJ.cle, nuage.maintenant.date())) == 2
    noter_le_refus(activites, OPJ.cle, ReferenceIntrouvable(), nuage.maintenant)
    assert len(activites.faits(OPJ.cle, nuage.maintenant.date())) == 3
    nuage.peupler()
    assert list(activites.du_jour(OPJ.cle, nuage.maintenant.date(), nuage.maintenant)) == []


def test_une_boite_est_une_adresse_quel_que_soit_son_suffixe() -> None:
    adresses = ("m.roy@exemple.fr", " M.Roy@Exemple.fr", "m.roy+1@exemple.fr")
    empreintes = {empreinte_d_adresse(adresse, SECRET) for adresse in adresses}
    assert len(empreintes) == 1
    assert empreinte_d_adresse("roy@exemple.fr", SECRET) not in empreintes
    assert empreinte_d_adresse("", SECRET) == ""


def test_sans_sujet_personne_n_est_dit_mais_tout_est_garde(
    nuage: Nuage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUJET_SECURITE", raising=False)
    nuage.peupler()
    noter(nuage, *(acte(nuage, n, adresse="une-adresse") for n in range(5)))
    livrer()
    assert set(trouvees(nuage)) == {Genre.ADRESSE}


@pytest.mark.parametrize(
    "texte", ["[]", "{", '{"inconnu": 1}', '{"par_jour": "beaucoup"}', '{"par_jour": 0}', "12"]
)
def test_des_seuils_qui_ne_peuvent_pas_servir_sont_refuses(
    monkeypatch: pytest.MonkeyPatch, texte: str
) -> None:
    monkeypatch.setenv("ANOMALIES_SEUILS", texte)
    with pytest.raises(ConfigurationIncomplete, match="ANOMALIES_SEUILS"):
        seuils_des_anomalies()


def test_un_seuil_se_change_sans_version(
    nuage: Nuage, annonces: Annonces, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANOMALIES_SEUILS", '{"mandants_par_adresse": 3}')
    nuage.peupler()
    noter(nuage, *(acte(nuage, n, adresse="une-adresse") for n in range(3)))
    livrer()
    assert annonces.objets == ["ADRESSE"]


def test_m10_part_par_sns(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> None:
    sns, sqs = nuage.moteur.client("sns"), nuage.moteur.client("sqs")
    sujet = sns.create_topic(Name="maprocuration-local-securite")["TopicArn"]
    boite = sqs.create_queue(QueueName="boite-de-la-securite")["QueueUrl"]
    sns.subscribe(
        TopicArn=sujet,
        Protocol="sqs",
        Endpoint="arn:aws:sqs:eu-west-3:123456789012:boite-de-la-securite",
    )
    monkeypatch.setenv("SUJET_SECURITE", sujet)
    flux._sns.cache_clear()
    nuage.peupler()
    noter(nuage, *(acte(nuage, n, adresse="une-adresse") for n in range(5)))

    livrer()

    (recu,) = sqs.receive_message(QueueUrl=boite)["Messages"]
    lu = json.loads(recu["Body"])
    assert lu["Subject"] == "Maprocuration local : anomalie ADRESSE"
    assert "De nombreux mandants avec une même adresse électronique" in lu["Message"]
    flux._sns.cache_clear()
