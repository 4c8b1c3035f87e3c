"""The demo data: always a scrutin to come, and one identity for each kind of person."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domaine.habilitation import Qualite, collecte, en_france, etablit
from chalicelib.domaine.lieux import est_ouvert
from chalicelib.domaine.temps import jour, paris
from chalicelib.identite.personnes import Portail
from chalicelib.referentiel.communes import par_code, par_siren
from infra.local import demo, identites
from infra.local.reglages import ReglageInvalide, Reglages, lire

IDENTITES = {identite.demo.id: identite for identite in identites.lire()}


@given(st.dates(date(2000, 1, 1), date(2099, 11, 1)))
def test_une_municipale_est_toujours_a_venir_ses_deux_tours_un_dimanche(aujourd_hui):
    (municipale,) = (s for s in demo.scrutins(aujourd_hui) if s["id"].startswith("municipales"))
    premier, second = municipale["tours"]
    assert timedelta(weeks=5) <= premier - aujourd_hui < timedelta(weeks=6)
    assert second - premier == timedelta(weeks=1)
    assert premier.isoweekday() == second.isoweekday() == 7


def test_les_scrutins_de_2021_et_la_presidentielle_ont_leurs_dates():
    tours = {s["id"]: s["tours"] for s in demo.scrutins(date(2026, 11, 23))}
    assert tours["departementales-regionales-2021"] == [date(2021, 6, 20), date(2021, 6, 27)]
    assert tours["presidentielle-2027"] == [date(2027, 4, 11), date(2027, 4, 25)]


def test_seule_la_presidentielle_a_des_dates_provisoires_et_des_electeurs_consulaires():
    scrutins = demo.scrutins(date(2026, 11, 23))
    assert [s["id"] for s in scrutins if s["dates_provisoires"]] == ["presidentielle-2027"]
    assert [s["id"] for s in scrutins if s["consulaire"]] == ["presidentielle-2027"]


def test_les_territoires_sont_des_communes_connues():
    codes = [code for s in demo.scrutins(date(2026, 11, 23)) for code in s["territoire"]]
    assert codes
    assert all(par_code(code) for code in codes)


def test_le_siret_d_une_mairie_designe_sa_commune():
    for identite in IDENTITES.values():
        if identite.delegation is not None:
            siren = identite.demo.claims["siret"][:9]
            assert identite.delegation["commune"] in {c.code for c in par_siren(siren)}


def test_aucun_service_de_police_n_a_le_siren_d_une_commune():
    agents = [i for i in IDENTITES.values() if i.portail is Portail.AUTORITE]
    assert agents
    assert not any(par_siren(agent.demo.claims["siret"][:9]) for agent in agents)


def test_chaque_mode_de_controle_a_son_scrutin_a_venir():
    aujourd_hui = date(2026, 11, 23)
    modes = {
        s["controle"]
        for s in demo.scrutins(aujourd_hui)
        if min(s["tours"]) > aujourd_hui and not s["dates_provisoires"]
    }
    assert modes == {"MAIRIE", "REU", "REU_PUIS_MAIRIE"}


def test_les_scrutins_de_demonstration_d_avant_restent_a_la_mairie():
    modes = {s["id"]: s["controle"] for s in demo.scrutins(date(2026, 11, 23))}
    gardes = (
        "departementales-regionales-2021",
        "municipales-partielles-demo",
        "presidentielle-2027",
    )
    assert {modes[id_] for id_ in gardes} == {"MAIRIE"}


@given(st.dates(date(2000, 1, 1), date(2099, 9, 1)))
def test_les_scrutins_sans_date_ecrite_ne_tombent_jamais_le_meme_jour(aujourd_hui):
    jours = [jour for s in demo.scrutins(aujourd_hui) if "demo" in s["id"] for jour in s["tours"]]
    assert len(set(jours)) == len(jours)


def test_aut_02_le_delegue_a_pour_opj_une_officiere_habilitee():
    maintenant = datetime(2026, 11, 23, 9, tzinfo=UTC)
    accordees = {h.agent: h for h in demo.habilitations(IDENTITES.values(), maintenant)}
    delegue = accordees[IDENTITES["delegue-rennes"].cle]
    assert collecte(delegue)
    assert accordees[delegue.opj].qualite is Qualite.OPJ
    assert accordees[delegue.opj].est_valide(maintenant)


def test_aut_03_un_agent_consulaire_etablit_a_londres():
    maintenant = datetime(2026, 11, 23, 9, tzinfo=UTC)
    accordees = {h.agent: h for h in demo.habilitations(IDENTITES.values(), maintenant)}
    consulaire = accordees[IDENTITES["consulat-londres"].cle]
    assert etablit(consulaire)
    assert not en_france(consulaire)
    assert par_code(consulaire.poste).nom == "Consulat général de France à Londres"


@pytest.mark.parametrize("heure, ouvert", [(7, False), (8, True), (19, True), (20, False)])
def test_aut_06_un_lieu_public_est_ouvert_a_rennes_aujourd_hui_de_8_a_20_heures(heure, ouvert):
    maintenant = datetime(2026, 11, 23, heure, 0, tzinfo=paris())
    (gare,) = demo.lieux(jour(maintenant))
    assert gare.commune == "35238"
    assert est_ouvert(gare, maintenant) is ouvert


@pytest.mark.parametrize("identite", IDENTITES.values(), ids=IDENTITES.keys())
def test_chaque_siret_a_sa_cle(identite):
    siret = identite.demo.claims.get("siret", "")
    doubles = [int(c) * (1 + rang % 2) for rang, c in enumerate(reversed(siret))]
    assert sum(d // 10 + d % 10 for d in doubles) % 10 == 0
    assert len(siret) in (0, 14)


def test_chaque_sorte_de_personne_a_son_identite():
    unites = {
        i.habilitation["unite"]
        for i in IDENTITES.values()
        if i.habilitation and i.habilitation["qualite"] == "OPJ" and i.habilitation["au"] > 0
    }
    assert len(unites) >= 2
    assert IDENTITES["opj-expire"].habilitation["au"] == -1
    assert IDENTITES["opj-sans-mfa"].demo.amr == ("pwd",)
    assert IDENTITES["opj-non-habilite"].habilitation is None
    assert IDENTITES["mairie-sans-delegation"].delegation is None
    deleguees = {i.delegation["commune"] for i in IDENTITES.values() if i.delegation}
    assert {"35238", "49007"} <= deleguees


def test_les_cles_des_agents_sont_distinctes():
    cles = [i.cle for i in IDENTITES.values() if i.portail is not Portail.ELECTEUR]
    assert len(set(cles)) == len(cles)


def test_les_reglages_absents_ou_vides_sont_ceux_d_habitude():
    assert lire({"PORT": "", "DATE": "", "MOTEUR": ""}, []) == Reglages(None, None, "moto")


def test_un_argument_l_emporte_sur_une_variable():
    lus = lire({"PORT": "8001", "DATE": "2021-06-14"}, ["PORT=0", "MOTEUR=ministack"])
    assert lus == Reglages(0, date(2021, 6, 14), "ministack")


@pytest.mark.parametrize(
    "environnement, arguments, mot",
    [
        ({"STAGE": "prod"}, [], "STAGE=prod"),
        ({"AWS_LAMBDA_FUNCTION_NAME": "x"}, [], "AWS"),
        ({"PORT": "huit mille"}, [], "PORT=huit mille"),
        ({"PORT": "65536"}, [], "PORT=65536"),
        ({"PORT": "-1"}, [], "PORT=-1"),
        ({"PORT": "²"}, [], "PORT=²"),
        ({"DATE": "2021-02-30"}, [], "DATE=2021-02-30"),
        ({"DATE": "1871-02-08"}, [], "DATE=1871-02-08"),
        ({"MOTEUR": "aws"}, [], "MOTEUR=aws"),
        ({}, ["--help"], "--help"),
    ],
)
def test_un_reglage_impossible_est_dit_en_une_ligne(environnement, arguments, mot):
    with pytest.raises(ReglageInvalide, match=r"\A.+\Z") as refus:
        lire(environnement, arguments)
    assert mot in str(refus.value)


@pytest.mark.parametrize("vise", [date(2021, 6, 14), date(2021, 1, 4), date(2028, 7, 1)])
def test_l_horloge_locale_garde_l_heure_de_paris_et_change_de_jour(vise):
    maintenant = datetime(2026, 11, 23, 22, 45, 30, tzinfo=UTC)
    ailleurs = maintenant + Reglages(date=vise).decalage(maintenant)
    assert jour(ailleurs) == vise
    assert ailleurs.astimezone(paris()).time() == maintenant.astimezone(paris()).time()


def test_sans_date_l_horloge_est_celle_de_la_machine():
    assert Reglages().decalage(datetime(2026, 11, 23, tzinfo=UTC)) == timedelta()
