"""The canary lives the three steps, says where they stop, cleans up, and touches nothing real."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
import urllib3
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from chalicelib import configuration, observabilite
from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.canari import DUREE, AccesDuCanari
from chalicelib.depots.conservation import ConservationDynamo
from chalicelib.depots.modeles import DemandeModele, EcritureModele, EnvoiModele, LigneModele
from chalicelib.depots.modeles_activites import ActiviteModele
from chalicelib.depots.modeles_compteurs import CompteurModele
from chalicelib.domaine import canari
from chalicelib.domaine.erreurs import AccesRefuse
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.mairies import Reglages
from chalicelib.flux import canari as fonction
from chalicelib.flux import parcours_du_canari as parcours
from chalicelib.flux.routage import _mesurer
from chalicelib.identite import canari as identite
from chalicelib.identite.oidc_erreurs import JetonRefuse
from chalicelib.identite.personnes import Portail
from chalicelib.montage import montage
from chalicelib.services.activites import noter
from chalicelib.services.echeances import honorer
from chalicelib.services.ports_conservation import Part
from chalicelib.services.regler_mairie import regler
from chalicelib.services.router import mode_du_controle, router
from chalicelib.services.verifier_journal import verifier_journal
from tests.api import client
from tests.constructeurs import AGENT_RENNES, OPJ, RENNES, Nuage, mandataire
from tests.services.conservatoire import outillage

pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")

CLE = ECKey.generate_key("P-256")
PRIVEE = json.dumps(CLE.as_dict(private=True))
PUBLIQUE = json.dumps(CLE.as_dict(private=False))
ADRESSE = "http://127.0.0.1:8000"


class Reseau:
    """The public address: each request through the whole app, then the streams, unless stopped.
    `panne` refuses the requests that it says.
    """

    def __init__(self, nuage: Nuage) -> None:
        self.nuage = nuage
        self.routage = self.courriels = True
        self.panne: Callable[[str, str], int | None] = lambda methode, chemin: None
        self.vus: list[str] = []

    def request(self, method: str, url: str, **options: Any) -> Any:
        """As urllib3's pools."""
        parties = urlsplit(url)
        chemin = parties.path + (f"?{parties.query}" if parties.query else "")
        self.vus.append(f"{method} {chemin}")
        statut = self.panne(method, chemin)
        if statut == 0:
            raise urllib3.exceptions.ReadTimeoutError(None, url, "")  # type: ignore[arg-type]
        if statut is not None:
            return SimpleNamespace(status=statut, headers={}, json=dict)
        corps = (options["body"] or "").encode()
        reponse = client.traiter(client.evenement(method, chemin, options["headers"], corps))
        self.couler()
        entetes = {"Set-Cookie": "".join(reponse.entetes.get("Set-Cookie", ()))}
        return SimpleNamespace(status=reponse.statut, headers=entetes, json=lambda: reponse.json)

    def couler(self) -> None:
        """What the streams do of every demande there is."""
        for modele in DemandeModele.scan(consistent_read=True):
            demande = self.nuage.contexte.depots.demande(modele.reference)
            if demande is None:
                continue
            if self.routage:
                router(self.nuage.contexte, demande, self.nuage.maintenant)
            if self.courriels:
                EnvoiModele(
                    reference=demande.reference,
                    rang=f"{demande.etat.value}",
                    etat="ENVOYE",
                    jusqu_a=self.nuage.maintenant,
                    envoye_le=self.nuage.maintenant,
                    exp=2**31,
                ).save()


PARAMETRE = "/maprocuration/local/canari-cle"


@pytest.fixture
def reseau(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Reseau:
    monkeypatch.setenv("CANARI_CLE_SSM", PARAMETRE)
    nuage.moteur.client("ssm").put_parameter(
        Name=PARAMETRE, Value=PRIVEE, Type="SecureString", Overwrite=True
    )
    monkeypatch.setenv("CANARI_CLE_PUBLIQUE", PUBLIQUE)
    configuration.configuration.cache_clear()
    montage.cache_clear()
    reseau_ = Reseau(nuage)
    monkeypatch.setattr(parcours.urllib3, "PoolManager", lambda **_: reseau_)
    for nom, secondes in (("ROUTAGE_S", 0.05), ("COURRIEL_S", 0.05), ("PAUSE_S", 0.001)):
        monkeypatch.setattr(parcours, nom, secondes)
    return reseau_


def passer() -> tuple[str, str]:
    bilan = fonction.canari()
    return bilan["issue"], bilan["etape"]


def du_canari(nuage: Nuage) -> list[Any]:
    lus = (nuage.contexte.depots.demande(m.reference) for m in DemandeModele.scan())
    return [demande for demande in lus if demande and canari.est_synthetique(demande)]


def test_sans_cle_publique_il_ne_fait_rien_et_personne_n_entre(nuage: Nuage) -> None:
    assert passer() == ("inactif", "")
    jeton = identite.signer(PRIVEE, ADRESSE, Portail.ELECTEUR, nuage.maintenant)
    assert entrer(jeton) == "jeton-refuse"


def test_il_vit_les_trois_etapes_et_ne_laisse_rien_en_vie(reseau: Reseau, nuage: Nuage) -> None:
    nuage.peupler()
    assert [passer() for _ in range(2)] == [("reussi", "")] * 2

    finies = du_canari(nuage)
    assert [demande.etat for demande in finies] == [Etat.RESILIEE] * 2
    for demande in finies:
        for compte in nuage.contexte.depots.pour_etablir(
            canari.AUTORITE.cle,
            *comptes(nuage, demande),
        )[1:]:
            assert not compte.engagements
    assert verifier_journal(nuage.contexte).ruptures == ()


def comptes(nuage: Nuage, demande: Any) -> tuple[str, str]:
    from chalicelib.domaine.identites import cle_mandant, cle_mandataire

    secret = nuage.contexte.secret
    return cle_mandant(demande.mandant, secret), cle_mandataire(demande.mandataire, secret)


def test_il_n_est_dans_aucun_compte_ni_liste_ni_mesure(
    reseau: Reseau, nuage: Nuage, capsys: pytest.CaptureFixture[str]
) -> None:
    nuage.peupler()
    nuage.recue()
    avant = len(list(CompteurModele.scan()))
    passer()
    observabilite.publier()
    capsys.readouterr()

    (sienne,) = du_canari(nuage)
    assert len(list(CompteurModele.scan())) == avant
    assert {ligne.commune for ligne in LigneModele.scan()} == {RENNES, canari.COMMUNE}
    noter(nuage.contexte, ActivitesDynamo(), sienne, nuage.maintenant)
    assert list(ActiviteModele.scan()) == []
    _mesurer(sienne)
    observabilite.publier()
    assert "Transitions" not in capsys.readouterr().out
    registre: Any = object()
    contexte = replace(nuage.contexte, registre=registre)
    assert mode_du_controle(contexte, sienne) == "MAIRIE", "no register is asked about nobody"
    public = client.Appelant().get(f"/communes?q={canari.COMMUNE}").json
    assert public == {"communes": []}
    assert (
        client.Appelant().get(f"/scrutins?commune={canari.COMMUNE}").probleme == "saisie-invalide"
    )


def test_la_nuit_efface_ce_qu_il_a_fini(reseau: Reseau, nuage: Nuage) -> None:
    passer()
    nuage.avancer(hours=2)
    montage.cache_clear()
    outils = outillage(nuage)
    scrutins = nuage.contexte.depots.scrutins()
    for lue in outils.conservation.a_examiner(Part(0, 1), scrutins, nuage.maintenant):
        assert honorer(outils, lue, nuage.maintenant)

    assert list(DemandeModele.scan()) == []
    assert list(LigneModele.scan()) == []
    assert list(EnvoiModele.scan()) == []
    assert [e.evenement for e in EcritureModele.scan()].count("EFFACEMENT") == 1
    assert verifier_journal(nuage.contexte).ruptures == ()


@pytest.mark.parametrize(
    "etape, panne",
    [
        ("connexion", lambda methode, chemin: 503),
        ("menage", lambda methode, chemin: 500 if chemin == "/api/v1/demandes" else None),
        ("depot", lambda methode, chemin: 503 if methode == "POST" else None),
        ("guichet", lambda methode, chemin: 0 if "/autorite/" in chemin else None),
        ("etablissement", lambda m, chemin: 429 if chemin.endswith("etablissement") else None),
        ("decision", lambda methode, chemin: 500 if chemin.endswith("acceptation") else None),
        ("registre", lambda methode, chemin: 302 if chemin.endswith("VALIDE") else None),
        ("resiliation", lambda m, chemin: 403 if chemin.endswith("resiliation") else None),
    ],
)
def test_il_dit_l_etape_qui_manque_et_le_passage_suivant_nettoie(
    reseau: Reseau, nuage: Nuage, etape: str, panne: Callable[[str, str], int | None]
) -> None:
    reseau.panne = panne
    assert passer() == ("manque", etape)
    reseau.panne = lambda methode, chemin: None
    nuage.avancer(minutes=5)

    assert passer() == ("reussi", "")

    assert not [d for d in du_canari(nuage) if d.etat not in {Etat.RESILIEE, Etat.RETIREE}]


@pytest.mark.parametrize("etape, arret", [("routage", "routage"), ("courriel", "courriels")])
def test_un_flux_arrete_se_voit_a_son_etape(
    reseau: Reseau, nuage: Nuage, etape: str, arret: str
) -> None:
    setattr(reseau, arret, False)
    assert passer() == ("manque", etape)
    setattr(reseau, arret, True)
    nuage.avancer(minutes=5)
    reseau.couler()
    assert passer() == ("reussi", "")


def test_une_reponse_qui_n_est_pas_celle_de_l_api_est_une_etape_manquee(
    reseau: Reseau, nuage: Nuage
) -> None:
    reseau.panne = lambda methode, chemin: 200 if chemin == "/api/v1/demandes" else None
    assert passer() == ("manque", "menage")


def test_un_autre_passage_en_cours_n_est_pas_derange(reseau: Reseau, nuage: Nuage) -> None:
    reseau.courriels = False
    reseau.panne = lambda m, chemin: 500 if m == "DELETE" or "resiliation" in chemin else None
    assert passer() == ("manque", "courriel")
    (vivante,) = du_canari(nuage)
    nuage.avancer(minutes=1)

    assert passer() == ("occupe", "")

    assert du_canari(nuage) == [vivante]


# ------------------------------------------------------------ attacks


def entrer(jeton: str) -> str:
    """What the door answers."""
    reponse = client.Appelant().get("/canari/session", authorization=f"Bearer {jeton}")
    return "entre" if reponse.statut == 200 else reponse.probleme


def session(nuage: Nuage, portail: Portail) -> client.Appelant:
    """Somebody who holds the canary's session."""
    sujet, donnees = identite.donnees(portail)
    AccesDuCanari().ouvrir(nuage.maintenant)
    return client.sur_le_portail(portail, client.ouvrir(nuage, portail, sujet, donnees))


def forge(nuage: Nuage, cle: Any = CLE, alg: str = "ES256", **claims: Any) -> str:
    instant = int(nuage.maintenant.timestamp())
    charge = {
        "iss": identite.EMETTEUR,
        "aud": ADRESSE,
        "portail": "electeur",
        "iat": instant,
        "exp": instant + 60,
        "jti": "a" * 43,
    } | claims
    return jwt.encode({"alg": alg}, charge, cle, algorithms=[alg])


def test_un_jeton_sert_une_fois(reseau: Reseau, nuage: Nuage) -> None:
    jeton = forge(nuage)
    assert entrer(jeton) == "entre"
    assert entrer(jeton) == "jeton-refuse"
    assert entrer(forge(nuage, jti="b" * 43)) == "entre"


def test_la_cle_privee_mise_a_la_place_de_la_publique_n_ouvre_rien(nuage: Nuage) -> None:
    jeton = identite.signer(PRIVEE, ADRESSE, Portail.ELECTEUR, nuage.maintenant)
    with pytest.raises(JetonRefuse) as refus:
        identite.verifier(f"Bearer {jeton}", PRIVEE, ADRESSE, nuage.maintenant)
    assert refus.value.raison == "cle"
    lue = identite.verifier(f"Bearer {jeton}", PUBLIQUE, ADRESSE, nuage.maintenant)
    assert lue.portail is Portail.ELECTEUR


def test_un_jeton_forge_perime_ou_d_ailleurs_n_ouvre_rien(reseau: Reseau, nuage: Nuage) -> None:
    autre = ECKey.generate_key("P-256")
    publique_en_secret = OctKey.import_key(PUBLIQUE.encode())
    instant = int(nuage.maintenant.timestamp())
    tete, corps, signature = forge(nuage).split(".")
    jetons = [
        forge(nuage, autre),
        forge(nuage, publique_en_secret, "HS256"),
        forge(nuage, iss="maprocuration"),
        forge(nuage, aud="https://recette.exemple.fr"),
        forge(nuage, aud=[ADRESSE]),
        forge(nuage, exp=instant - 6),
        forge(nuage, exp=instant + 3600),
        forge(nuage, iat=instant + 30, exp=instant + 60),
        forge(nuage, iat="hier"),
        forge(nuage, jti="court"),
        forge(nuage, portail="ops"),
        forge(nuage, portail=["electeur"]),
        f"{tete}.{corps}.{signature[:-4]}AAAA",
        f"{tete}.{corps}.",
        "",
        "a" * 5000,
    ]
    assert {entrer(jeton) for jeton in jetons} == {"jeton-refuse"}
    nuage.avancer(seconds=66)
    assert entrer(forge(nuage, iat=instant, exp=instant + 60)) == "jeton-refuse"


def depot(**autres: Any) -> dict[str, Any]:
    return {
        "commune": canari.COMMUNE,
        "courriel": canari.COURRIEL,
        "mandataire": {"nne": canari.NNE, "naissance": canari.NAISSANCE_DU_MANDATAIRE},
        "portee": {"du": "2027-03-02", "au": "2027-03-09"},
    } | autres


@pytest.mark.parametrize(
    "change",
    [
        {"commune": RENNES},
        {"courriel": "quelqu.un@exemple.fr"},
        {"mandataire": {"nne": "12345678", "naissance": "1985-07-14"}},
        {"mandataire": client.depot()["mandataire"]},
    ],
)
def test_son_acces_ne_depose_rien_de_reel(
    reseau: Reseau, nuage: Nuage, change: dict[str, Any]
) -> None:
    nuage.peupler()
    qui = session(nuage, Portail.ELECTEUR)
    reponse = qui.post("/demandes", depot(**change), idempotency_key="attaque-1")
    assert reponse.probleme == "acces-refuse"
    assert list(DemandeModele.scan()) == []


def test_son_courriel_ne_change_pas(reseau: Reseau, nuage: Nuage) -> None:
    nuage.peupler()
    qui = session(nuage, Portail.ELECTEUR)
    reference = qui.post("/demandes", depot(), idempotency_key="attaque-2").json["reference"]
    reponse = qui.patch(f"/demandes/{reference}", {"courriel": "quelqu.un@exemple.fr"})
    assert reponse.probleme == "acces-refuse"
    corrige = session(nuage, Portail.AUTORITE).post(
        f"/autorite/demandes/{reference}/courriel", {"courriel": "quelqu.un@exemple.fr"}
    )
    assert corrige.probleme == "acces-refuse"


def test_son_autorite_ne_voit_ni_n_etablit_rien_de_reel(reseau: Reseau, nuage: Nuage) -> None:
    nuage.peupler()
    reelle = nuage.deposer()
    qui = session(nuage, Portail.AUTORITE)
    chemin = f"/autorite/demandes/{reelle.reference}"
    assert qui.get(chemin).probleme == "reference-introuvable"
    etablir = qui.post(f"{chemin}/etablissement", {"piece": "CNI"})
    assert etablir.probleme == "reference-introuvable"
    assert qui.post(f"{chemin}/refus", {"motif": "A1"}).probleme == "reference-introuvable"
    assert nuage.relire(reelle) == reelle


def test_sa_mairie_ne_voit_ni_ne_saisit_rien_de_reel(reseau: Reseau, nuage: Nuage) -> None:
    nuage.peupler()
    reelle = nuage.recue()
    qui = session(nuage, Portail.MAIRIE)
    chemin = f"/mairie/procurations/{reelle.reference}"
    assert qui.get(chemin).probleme == "procuration-introuvable"
    assert qui.get("/mairie/registre.json").json == {"registre": []}
    refus = qui.post(f"{chemin}/refus", {"motif": "M03"})
    assert refus.probleme == "procuration-introuvable"
    assert nuage.relire(reelle) == reelle


def test_sa_mairie_ne_saisit_aucun_formulaire_et_ne_regle_aucun_bulletin(nuage: Nuage) -> None:
    nuage.peupler()
    AccesDuCanari().ouvrir(nuage.maintenant)
    for agent, commune in (
        (canari.CLERC, canari.COMMUNE),
        (canari.CLERC, RENNES),
        (AGENT_RENNES, canari.COMMUNE),
    ):
        with pytest.raises(AccesRefuse):
            nuage.saisir_papier(agent=agent, commune=commune)
    with pytest.raises(canari.DeuxMondes):
        regler(
            nuage.contexte,
            montage().mairies,
            voulus=Reglages(commune=canari.COMMUNE, courriels=("quelqu.un@exemple.fr",)),
            agent=canari.CLERC,
            maintenant=nuage.maintenant,
        )
    assert list(DemandeModele.scan()) == []


def test_personne_de_reel_ne_touche_a_ce_qui_est_a_lui(reseau: Reseau, nuage: Nuage) -> None:
    nuage.peupler()
    sien = session(nuage, Portail.ELECTEUR)
    reference = sien.post("/demandes", depot(), idempotency_key="attaque-3").json["reference"]
    vue = client.autorite(nuage).get(f"/autorite/demandes/{reference}")
    assert vue.probleme == "reference-introuvable"
    mandant = client.mandant(nuage)
    ailleurs = mandant.post("/demandes", depot(), idempotency_key="attaque-4")
    assert ailleurs.probleme == "saisie-invalide", "the commune is of no list"
    comme_lui = client.depot(mandataire=depot()["mandataire"])
    reponse = mandant.post("/demandes", comme_lui, idempotency_key="attaque-5")
    assert reponse.probleme == "acces-refuse", "nobody else takes his mandataire's place"


def test_ses_agents_ne_durent_qu_un_quart_d_heure(reseau: Reseau, nuage: Nuage) -> None:
    qui = session(nuage, Portail.AUTORITE)
    assert qui.get("/autorite/actes").statut == 200
    nuage.maintenant += DUREE
    assert qui.get("/autorite/actes").probleme == "habilitation-invalide"
    nuage.maintenant += timedelta(minutes=60)
    assert qui.get("/autorite/actes").probleme == "session-absente"
    assert list(ActiviteModele.scan()) == [], "no anomaly of nobody"


def test_ses_noms_ne_sont_ceux_de_personne() -> None:
    assert OPJ.cle not in {canari.AUTORITE.cle, canari.CLERC.cle}
    assert mandataire().nne != canari.NNE
    assert ConservationDynamo is not None
