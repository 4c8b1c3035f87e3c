"""The checks of the mairie (CTL-01), the motifs they lead to, and how long data are kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.controles import (
    Controle,
    ControleNonConforme,
    Resultat,
    controler,
    exiger_conformes,
)
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import Mandataire
from chalicelib.domaine.libelles import MOTIFS_AU_MANDANT
from chalicelib.domaine.motifs import (
    MOTIFS,
    MOTIFS_AUTORITE,
    motif_de_l_autorite,
    motif_de_la_mairie,
    motifs_de_la_mairie,
)
from chalicelib.domaine.plafond import Compte, Engagement, Sens
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from tests.constructeurs import (
    LISTE_ELECTORALE,
    PRESIDENTIELLE,
    REGIONALES_2021,
    SCRUTINS,
    etat_civil,
    mandataire,
)
from tests.domaine.exemples import (
    DEPOT,
    DEUX_TOURS,
    PREMIER_TOUR,
    SECOND_TOUR,
    demande_dans,
    se_lit,
)

ORDRE = [
    "INSCRIPTION_MANDANT",
    "INSCRIPTION_MANDATAIRE",
    "PERSONNES_DISTINCTES",
    "MANDANT_REPRESENTE_UNE_FOIS",
    "PLAFOND",
]
ARTICLES = ["L71", "L72", "L71", "L75", "L73"]


def engagement(demande: Demande, sens: Sens, **autres: object) -> Engagement:
    ordinaire = Engagement(
        demande.reference, sens, demande.portee, DEPOT, mandant=demande.mandant.id
    )
    return replace(ordinaire, **autres)


def faire(
    demande: Demande | None = None,
    designe: Mandataire | None = None,
    donnees: tuple[Engagement, ...] = (),
    tenues: tuple[Engagement, ...] = (),
    meme_commune: bool | None = True,
    aujourd_hui: date = date(2020, 1, 1),
) -> dict[str, Controle]:
    """The checks of a procuration alone in both accounts, save what is added."""
    demande = demande or demande_dans(Etat.A_CONTROLER)
    designe = designe or demande.mandataire
    controles = controler(
        replace(demande, mandataire=designe),
        designe,
        Compte("mandant", 1, (engagement(demande, Sens.DONNEE), *donnees)),
        Compte("mandataire", 1, (engagement(demande, Sens.DETENUE), *tenues)),
        SCRUTINS,
        meme_commune=meme_commune,
        aujourd_hui=aujourd_hui,
    )
    assert [c.id for c in controles] == ORDRE
    assert [c.article for c in controles] == ARTICLES
    for controle in controles:
        assert se_lit(controle.explication)
        assert se_lit(f"{controle.libelle}.")
    return {c.id: c for c in controles}


def resultats(controles: dict[str, Controle]) -> dict[str, Resultat]:
    return {cle: controle.resultat for cle, controle in controles.items()}


def test_ctl_01_ce_que_seule_la_liste_electorale_dit_reste_a_verifier() -> None:
    assert resultats(faire()) == {
        "INSCRIPTION_MANDANT": Resultat.A_VERIFIER,
        "INSCRIPTION_MANDATAIRE": Resultat.A_VERIFIER,
        "PERSONNES_DISTINCTES": Resultat.CONFORME,
        "MANDANT_REPRESENTE_UNE_FOIS": Resultat.CONFORME,
        "PLAFOND": Resultat.CONFORME,
    }


def test_mtr_02_jusqu_en_2021_le_mandataire_est_de_la_meme_commune() -> None:
    en_2021 = demande_dans(
        Etat.A_CONTROLER,
        portee=PorteeScrutin(REGIONALES_2021.id, (1, 2)),
        depot=datetime(2021, 5, 1, tzinfo=UTC),
    )

    ailleurs = faire(en_2021, meme_commune=False)["INSCRIPTION_MANDATAIRE"]
    assert (ailleurs.resultat, ailleurs.motif) == (Resultat.NON_CONFORME, "M05")
    ici = faire(en_2021, meme_commune=True)["INSCRIPTION_MANDATAIRE"]
    assert ici.resultat is Resultat.A_VERIFIER
    assert "même commune" in ici.libelle
    # Named by NNE, the commune is not known here: the clerk reads it.
    assert faire(en_2021, meme_commune=None)["INSCRIPTION_MANDATAIRE"].resultat is (
        Resultat.A_VERIFIER
    )


def test_mtr_03_depuis_2022_toute_commune_convient() -> None:
    ailleurs = faire(meme_commune=False)["INSCRIPTION_MANDATAIRE"]

    assert ailleurs.resultat is Resultat.A_VERIFIER
    assert "même commune" not in ailleurs.libelle


@pytest.mark.parametrize(
    "du,exigee", [(date(2021, 12, 31), True), (date(2022, 1, 1), False)], ids=["MTR-02", "MTR-03"]
)
def test_la_date_du_vote_decide_de_la_regle_de_commune(du: date, exigee: bool) -> None:
    demande = demande_dans(Etat.A_CONTROLER, portee=PorteePeriode(du, date(2022, 6, 1)))

    controle = faire(demande, meme_commune=False)["INSCRIPTION_MANDATAIRE"]

    assert (controle.resultat is Resultat.NON_CONFORME) is exigee


def test_mtr_04_se_designer_soi_meme_s_oppose_a_l_acceptation() -> None:
    soi = etat_civil()
    meme = mandataire(nom=soi.nom, prenoms=soi.prenoms, sexe=soi.sexe, naissance=soi.naissance)

    sans_numero = faire(designe=meme)["PERSONNES_DISTINCTES"]
    avec_numero = faire(designe=replace(meme, nne="12345678"))["PERSONNES_DISTINCTES"]

    assert (sans_numero.resultat, sans_numero.motif) == (Resultat.NON_CONFORME, "M09")
    assert avec_numero.resultat is Resultat.A_VERIFIER


def test_mtr_04_un_numero_d_electeur_seul_ne_prouve_pas_que_c_est_une_autre_personne() -> None:
    numero = faire(designe=Mandataire("1985-07-14", nne="12345678"))["PERSONNES_DISTINCTES"]
    lu = faire(designe=mandataire(nne="12345678"))["PERSONNES_DISTINCTES"]

    assert numero.resultat is Resultat.A_VERIFIER
    assert lu.resultat is Resultat.CONFORME


def test_un_mandant_deja_represente_s_oppose_a_l_acceptation() -> None:
    demande = demande_dans(Etat.A_CONTROLER)
    autre = engagement(
        demande, Sens.DONNEE, reference="AUTRE2", portee=PorteeScrutin(PRESIDENTIELLE.id, (2,))
    )

    controle = faire(demande, donnees=(autre,))["MANDANT_REPRESENTE_UNE_FOIS"]

    assert (controle.resultat, controle.motif) == (Resultat.NON_CONFORME, "M08")


def test_m08_la_procuration_d_un_homonyme_n_est_pas_celle_du_mandant() -> None:
    demande = demande_dans(Etat.A_CONTROLER)
    homonyme = engagement(demande, Sens.DONNEE, reference="AUTRE2", mandant="homonyme")

    controle = faire(demande, donnees=(homonyme,))["MANDANT_REPRESENTE_UNE_FOIS"]

    assert controle.resultat is Resultat.CONFORME


def test_cap_01_un_seul_tour_depasse_suffit_quand_elle_n_en_a_qu_un() -> None:
    demande = demande_dans(Etat.A_CONTROLER, portee=PorteeScrutin(PRESIDENTIELLE.id, (1,)))
    avant = engagement(
        demande, Sens.DETENUE, reference="AVANT2", etablie_le=DEPOT - timedelta(days=1)
    )

    assert faire(demande, tenues=(avant,))["PLAFOND"].resultat is Resultat.NON_CONFORME


@pytest.mark.parametrize("en_france,motif", [(True, "M06"), (False, "M07")])
def test_cap_01_un_plafond_depasse_dit_lequel(en_france: bool, motif: str) -> None:
    demande = demande_dans(Etat.A_CONTROLER)
    avant = tuple(
        engagement(
            demande,
            Sens.DETENUE,
            reference=f"AVANT{n}",
            mandant=f"m{n}",
            etablie_le=DEPOT - timedelta(days=n),
            en_france=en_france,
        )
        for n in (2, 3)
    )

    controle = faire(demande, tenues=avant)["PLAFOND"]

    assert (controle.resultat, controle.motif) == (Resultat.NON_CONFORME, motif)
    assert "11/04/2027" in controle.explication


def test_cap_06_l73_nulle_a_un_seul_tour_elle_est_conforme_et_dit_lequel() -> None:
    demande = demande_dans(Etat.A_CONTROLER)
    au_second = engagement(
        demande,
        Sens.DETENUE,
        reference="AVANT2",
        etablie_le=DEPOT - timedelta(days=1),
        portee=PorteeScrutin(PRESIDENTIELLE.id, (2,)),
    )

    controle = faire(demande, tenues=(au_second,))["PLAFOND"]

    assert (controle.resultat, controle.motif) == (Resultat.CONFORME, "M06")
    assert f"le {SECOND_TOUR.day} avril 2027" in controle.explication
    assert f"{PREMIER_TOUR.day} avril" not in controle.explication
    # Once the first tour is past, no tour is left to it.
    apres = faire(demande, tenues=(au_second,), aujourd_hui=SECOND_TOUR)["PLAFOND"]
    assert apres.resultat is Resultat.NON_CONFORME


def test_ctl_01_chaque_controle_nomme_le_motif_du_refus_auquel_il_mene() -> None:
    assert [c.motif for c in faire().values()] == ["M01", "M03", "M09", "M08", "M06"]


def test_sans_jour_de_vote_connu_le_plafond_le_dit() -> None:
    sans = demande_dans(Etat.A_CONTROLER, portee=PorteePeriode(date(2027, 6, 1), date(2027, 7, 1)))

    assert "Aucun jour de vote" in faire(sans)["PLAFOND"].explication


def test_l_acceptation_demande_chaque_case_de_la_liste_electorale() -> None:
    controles = tuple(faire().values())

    exiger_conformes(controles, LISTE_ELECTORALE)
    exiger_conformes(controles, LISTE_ELECTORALE | {"INCONNU"})
    for oubliee in LISTE_ELECTORALE:
        with pytest.raises(SaisieInvalide) as refus:
            exiger_conformes(controles, LISTE_ELECTORALE - {oubliee})
        assert set(refus.value.erreurs) == {oubliee}
    with pytest.raises(SaisieInvalide) as refus:
        exiger_conformes(controles, frozenset())
    assert set(refus.value.erreurs) == LISTE_ELECTORALE


@pytest.mark.parametrize("rang", range(5))
def test_aucun_controle_en_echec_ne_se_coche(rang: int) -> None:
    controles = list(faire().values())
    controles[rang] = replace(controles[rang], resultat=Resultat.NON_CONFORME)

    with pytest.raises(ControleNonConforme, match=controles[rang].motif):
        exiger_conformes(tuple(controles), frozenset(ORDRE))


def test_les_motifs_de_la_mairie_sont_ceux_de_la_fiche() -> None:
    assert list(MOTIFS) == [f"M{n:02d}" for n in range(1, 19)]
    assert set(MOTIFS_AU_MANDANT) == set(MOTIFS)
    assert all(m.libelle and m.conseil for m in MOTIFS.values())
    assert {c.motif for c in faire().values()} <= set(MOTIFS)


def test_mtr_02_le_motif_de_commune_n_est_offert_que_jusqu_en_2021() -> None:
    assert motif_de_la_mairie("M05", "", date(2021, 12, 31)).code == "M05"
    assert "M05" not in {m.code for m in motifs_de_la_mairie(date(2022, 1, 1))}
    with pytest.raises(SaisieInvalide):
        motif_de_la_mairie("M05", "", date(2022, 1, 1))


@pytest.mark.parametrize("code", ["", "M00", "M14", "M17", "m01", "A1", "M18 "])
def test_un_motif_hors_de_la_liste_est_refuse(code: str) -> None:
    with pytest.raises(SaisieInvalide) as refus:
        motif_de_la_mairie(code, "précision", date(2027, 4, 11))
    assert set(refus.value.erreurs) == {"motif"}


def test_un_formulaire_illisible_ou_d_une_autre_commune_ne_se_refuse_que_sur_papier() -> None:
    jour = date(2027, 4, 11)

    for code in ("M16", "M17"):
        assert motif_de_la_mairie(code, "", jour, papier=True).code == code
        assert code not in {m.code for m in motifs_de_la_mairie(jour)}
    # A résiliation (L75) or an annulment (L77) is no refusal, on any support.
    assert {"M14", "M15"}.isdisjoint(m.code for m in motifs_de_la_mairie(jour, papier=True))


def test_un_autre_motif_s_explique_en_une_phrase_bornee() -> None:
    jour = date(2027, 4, 11)

    assert motif_de_la_mairie("M18", "x" * 300, jour).code == "M18"
    for precision in ("", "x" * 301):
        with pytest.raises(SaisieInvalide) as refus:
            motif_de_la_mairie("M18", precision, jour)
        assert set(refus.value.erreurs) == {"precision"}


def test_les_motifs_du_guichet_disent_si_la_reference_meurt() -> None:
    assert {c: m.definitif for c, m in MOTIFS_AUTORITE.items()} == {
        "A1": False,
        "A2": False,
        "A3": False,
        "A4": True,
        "A5": True,
    }
    assert motif_de_l_autorite("A4").definitif
    for code in ("", "A0", "M01"):
        with pytest.raises(SaisieInvalide) as refus:
            motif_de_l_autorite(code)
        assert set(refus.value.erreurs) == {"motif"}


@pytest.mark.parametrize("etat", [Etat.DEPOSEE, Etat.RETIREE, Etat.REFUSEE_AGENT])
def test_ret_02_non_etablie_elle_s_efface_deux_mois_apres_son_depot(etat: Etat) -> None:
    demande = demande_dans(etat, depot=datetime(2026, 12, 31, 12, tzinfo=UTC))

    # The end of 28 February in Paris.
    assert a_effacer_le(demande, SCRUTINS) == datetime(2027, 2, 28, 23, tzinfo=UTC)


@pytest.mark.parametrize("etat", [Etat.ETABLIE, Etat.A_CONTROLER, Etat.VALIDE, Etat.INVALIDE])
@pytest.mark.parametrize(
    "portee,effacee",
    [
        (DEUX_TOURS, datetime(2028, 4, 25, 22, tzinfo=UTC)),
        (PorteeScrutin(PRESIDENTIELLE.id, (1,)), datetime(2028, 4, 11, 22, tzinfo=UTC)),
        (
            PorteePeriode(date(2027, 3, 1), date(2028, 2, 29)),
            datetime(2029, 2, 28, 23, tzinfo=UTC),
        ),
    ],
)
def test_ret_01_etablie_elle_s_efface_un_an_apres_sa_validite(
    etat: Etat, portee: PorteeScrutin, effacee: datetime
) -> None:
    assert a_effacer_le(demande_dans(etat, portee=portee), SCRUTINS) == effacee
