"""What one elector gives and holds: the account on which L73 and L75 are judged."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.domaine.plafond import Compte, Engagement, Sens, deja_represente, representations
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour

DEBUT = datetime(2027, 1, 1, 8, tzinfo=UTC)
T1, T2 = date(2027, 4, 11), date(2027, 4, 25)
SCRUTINS = {"s": Scrutin("s", "Élection", (Tour(1, T1), Tour(2, T2)))}
AU_PREMIER, AU_SECOND = PorteeScrutin("s", (1,)), PorteeScrutin("s", (2,))


def engagement(reference: str, sens: Sens = Sens.DETENUE, **autres: object) -> Engagement:
    ordinaire = Engagement(reference, sens, AU_PREMIER, DEBUT, mandant="moi", autre="cle-1")
    return replace(ordinaire, **autres)  # type: ignore[arg-type]


UNE, DEUX = engagement("UNE222"), engagement("DEUX22")
DONNEE = engagement("DON222", Sens.DONNEE)
COMPTE = Compte("cle-0", 7, (UNE, DONNEE, DEUX))


def test_on_retrouve_ce_qu_une_procuration_est_pour_l_electeur() -> None:
    assert COMPTE.engagement("DEUX22") == DEUX
    assert COMPTE.engagement("AUCUNE") is None
    assert COMPTE.detenues() == (UNE, DEUX)
    assert COMPTE.donnees() == (DONNEE,)


def test_une_procuration_de_plus_est_une_version_de_plus() -> None:
    trois = engagement("TROIS2")

    assert COMPTE.avec(trois) == Compte("cle-0", 8, (UNE, DONNEE, DEUX, trois))
    assert COMPTE.sans("UNE222") == Compte("cle-0", 8, (DONNEE, DEUX))


def test_l73_marquer_ne_touche_que_cette_procuration() -> None:
    assert COMPTE.marque("DEUX22", nulle=True) == Compte(
        "cle-0", 8, (UNE, DONNEE, replace(DEUX, nulle=True))
    )
    assert COMPTE.marque("DEUX22", nuls=(T1,)) == Compte(
        "cle-0", 8, (UNE, DONNEE, replace(DEUX, nuls=(T1,)))
    )


def test_l73_seul_ce_qui_est_accepte_peut_en_deplacer_un_autre() -> None:
    compte = COMPTE.marque("UNE222", acceptee=True).marque("DON222", acceptee=True)

    acceptees = compte.acceptees()

    assert acceptees == Compte("cle-0", 9, (replace(UNE, acceptee=True),))
    assert COMPTE.acceptees().engagements == ()


def test_l73_une_place_rendue_efface_la_marque() -> None:
    nulle = COMPTE.marque("DEUX22", acceptee=True, nulle=True, nuls=(T1, T2))

    assert nulle.marque("DEUX22") == Compte("cle-0", 9, COMPTE.engagements)


def test_rattacher_ne_change_que_la_cle_de_l_autre_electeur() -> None:
    assert COMPTE.rattache("UNE222", "cle-9") == Compte(
        "cle-0", 8, (replace(UNE, autre="cle-9"), DONNEE, DEUX)
    )


@pytest.mark.parametrize(
    "aujourd_hui,restent",
    [
        (T1 - timedelta(1), ["UN", "DEUX", "AN"]),
        (T1, ["UN", "DEUX", "AN"]),
        (T1 + timedelta(1), ["DEUX", "AN"]),
        (T2, ["DEUX", "AN"]),
        (T2 + timedelta(1), ["AN"]),
        (date(2027, 12, 31), ["AN"]),
        (date(2028, 1, 1), []),
    ],
)
def test_elaguer_garde_ce_qui_peut_encore_servir_le_dernier_jour_compris(
    aujourd_hui: date, restent: list[str]
) -> None:
    compte = Compte(
        "cle-0",
        7,
        (
            engagement("UN"),
            engagement("DEUX", portee=AU_SECOND),
            engagement("AN", portee=PorteePeriode(date(2027, 1, 1), date(2027, 12, 31))),
        ),
    )

    elague = compte.elague(SCRUTINS, aujourd_hui)

    assert [e.reference for e in elague.engagements] == restent
    assert (elague.electeur, elague.version) == ("cle-0", 7)


@pytest.mark.parametrize(
    "marque,attend", [({}, False), ({"nulle": True}, True), ({"nuls": (T1,)}, True)]
)
def test_l73_attend_une_place_ce_qui_est_nul_ici_en_tout_ou_en_partie(
    marque: dict[str, object], attend: bool
) -> None:
    assert Compte("c", 1, (UNE, engagement("DEUX22", **marque))).attend_une_place() is attend
    # What this elector gives waits in the account of its mandataire, not here.
    donnee = engagement("DON222", Sens.DONNEE, **marque)
    assert not Compte("c", 1, (UNE, donnee)).attend_une_place()


def donne(**autres: object) -> Compte:
    """Someone who gives one procuration for the first tour."""
    return Compte("m", 1, (engagement("DON222", Sens.DONNEE, **autres),))


def test_l75_m08_le_mandant_n_est_represente_qu_une_fois_par_vote() -> None:
    compte = donne()

    assert deja_represente(compte, "moi", AU_PREMIER, SCRUTINS)
    assert not deja_represente(compte, "moi", AU_SECOND, SCRUTINS)
    assert not deja_represente(compte, "moi", AU_PREMIER, SCRUTINS, sauf="DON222")
    assert deja_represente(compte, "moi", AU_PREMIER, SCRUTINS, sauf="AUTRE2")
    # A homonym born on the same day shares the account, not the procuration.
    assert not deja_represente(compte, "homonyme", AU_PREMIER, SCRUTINS)


def test_m08_sur_papier_celui_dont_on_ne_sait_rien_peut_etre_celui_du_compte() -> None:
    assert deja_represente(donne(), "", AU_PREMIER, SCRUTINS)
    assert deja_represente(donne(mandant=""), "moi", AU_PREMIER, SCRUTINS)
    assert deja_represente(donne(mandant=""), "", AU_PREMIER, SCRUTINS)


def test_l73_une_procuration_nulle_ne_represente_personne() -> None:
    assert not deja_represente(donne(nulle=True), "moi", AU_PREMIER, SCRUTINS)
    # Null at one tour only, it is the mandant's procuration still.
    assert deja_represente(donne(nuls=(T2,)), "moi", AU_PREMIER, SCRUTINS)


def test_ce_que_l_on_tient_n_empeche_pas_de_donner() -> None:
    assert not deja_represente(Compte("m", 1, (UNE,)), "moi", AU_PREMIER, SCRUTINS)


def test_l75_toutes_les_representations_se_nomment_pour_etre_remplacees() -> None:
    premiere = engagement("UN2222", Sens.DONNEE)
    seconde = engagement("DEUX22", Sens.DONNEE, portee=AU_SECOND)
    compte = Compte("m", 1, (premiere, seconde, UNE))

    deux_tours = PorteeScrutin("s", (1, 2))
    assert representations(compte, "moi", deux_tours, SCRUTINS) == (premiere, seconde)
    assert representations(compte, "moi", AU_SECOND, SCRUTINS) == (seconde,)
    assert representations(compte, "moi", deux_tours, SCRUTINS, sauf="UN2222") == (seconde,)
