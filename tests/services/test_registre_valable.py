"""What stands in the register and in the list of a tour, whatever happened to a procuration."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.portee import Portee, PorteePeriode, PorteeScrutin
from chalicelib.registre.lignes import COLONNES, lignes_publiques
from chalicelib.services import lister
from chalicelib.services.changement import Ligne
from chalicelib.services.denombrer import File, denombrer
from chalicelib.services.router import ligne_du_registre, router
from tests.constructeurs import (
    AGENT_RENNES,
    PRESIDENTIELLE,
    RENNES,
    SCRUTINS,
    Nuage,
    mandant,
)
from tests.services.apres_reception import (
    FINS,
    PREMIER_TOUR,
    SECOND_TOUR,
    noter_vote,
    rouvrir,
)

pytestmark = pytest.mark.deux_moteurs

PERIODE = PorteePeriode(date(2027, 4, 1), date(2027, 12, 31))
T1, T2 = PorteeScrutin(PRESIDENTIELLE.id, (1,)), PorteeScrutin(PRESIDENTIELLE.id, (2,))
DEUX = PorteeScrutin(PRESIDENTIELLE.id, (1, 2))


def router_(nuage: Nuage, demande: Demande) -> None:
    router(nuage.contexte, demande, nuage.maintenant)


def au_registre(nuage: Nuage, scrutin: str = "", tour: str = "") -> list[str]:
    return [x.reference for x in lister.registre(nuage.contexte, RENNES, scrutin, tour)]


def acceptee(nuage: Nuage, portee: Portee, **autres: object) -> Demande:
    """An accepted procuration in the register, its row changed by `autres`."""
    demande = nuage.accepter(nuage.recue(portee=portee))
    ligne = replace(ligne_du_registre(demande, SCRUTINS), **autres)  # type: ignore[arg-type]
    nuage.contexte.depots.avancer_ligne(ligne, nuage.maintenant.replace(year=2029))
    return demande


@pytest.mark.parametrize("nom", FINS)
def test_ce_qui_a_pris_fin_reste_a_la_mairie_avec_son_motif_et_sort_du_registre(
    nuage: Nuage, nom: str
) -> None:
    demande = nuage.peupler().accepter(nuage.recue())
    router_(nuage, demande)
    assert au_registre(nuage) == [demande.reference]
    nuage.avancer(minutes=1)

    finie = FINS[nom](nuage, demande)
    router_(nuage, finie)

    assert au_registre(nuage) == []
    (ligne,) = nuage.contexte.depots.registre(RENNES)
    motifs = {"L77-R80": "M15", "caducité": "RADIATION", "L75-papier": "M14"}
    assert (ligne.etat, ligne.motif) == (finie.etat, motifs[nom])


@pytest.mark.parametrize("etat", [etat for etat in Etat if etat is not Etat.VALIDE])
def test_r76_1_le_registre_public_ne_montre_que_ce_qui_est_valable(
    nuage: Nuage, etat: Etat
) -> None:
    nuage.peupler()
    modele = ligne_du_registre(nuage.accepter(nuage.recue()), SCRUTINS)

    assert list(lignes_publiques([replace(modele, etat=etat, motif="M06")])) == []
    (publique,) = lignes_publiques([replace(modele, nuls=("2027-04-11",), motif="M06")])
    assert list(publique.en_dict()) == list(COLONNES)
    assert not {"M06", "2027-04-11"} & set(publique.en_dict().values())


def test_r76_1_le_registre_public_montre_encore_ce_qui_a_valu_une_fois_le_vote_passe(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    echue = replace(ligne_du_registre(nuage.accepter(nuage.recue()), SCRUTINS), etat=Etat.ECHUE)

    assert len(list(lignes_publiques([echue]))) == 1


@pytest.mark.parametrize(
    "portee, nuls, votes, attendues",
    [
        # Whole scrutin, first tour, second tour.
        (DEUX, (), (), "123"),
        (T1, (), (), "12"),
        (T2, (), (), "13"),
        (PERIODE, (), (), "123"),
        # L73 and CAP-06: null at one tour only.
        (DEUX, (PREMIER_TOUR,), (), "13"),
        (DEUX, (SECOND_TOUR,), (), "12"),
        (PERIODE, (PREMIER_TOUR,), (), "13"),
        (PERIODE, (PREMIER_TOUR, SECOND_TOUR), (), ""),
        # L76: the mandant voted, the procuration itself stays what it is.
        (DEUX, (), (PREMIER_TOUR,), "13"),
        (T1, (), (PREMIER_TOUR,), "1"),
        (DEUX, (SECOND_TOUR,), (PREMIER_TOUR,), "1"),
    ],
)
def test_articles_l73_l76_la_liste_d_un_tour_ne_montre_que_ce_qui_y_sert(
    nuage: Nuage,
    portee: Portee,
    nuls: tuple[date, ...],
    votes: tuple[date, ...],
    attendues: str,
) -> None:
    jours = {"nuls": nuls, "votes": votes}
    iso = {nom: tuple(j.isoformat() for j in valeurs) for nom, valeurs in jours.items()}
    demande = acceptee(nuage.peupler(), portee, **iso)
    listes = {"1": ("",), "2": ("1",), "3": ("2",)}

    vues = [n for n, filtre in listes.items() if au_registre(nuage, PRESIDENTIELLE.id, *filtre)]

    assert "".join(vues) == attendues
    assert au_registre(nuage) == [demande.reference]


def test_article_l76_le_vote_note_a_la_mairie_retire_de_la_liste_de_ce_tour(nuage: Nuage) -> None:
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    nuage.maintenant = datetime(2027, 4, 11, 9, tzinfo=UTC)
    router_(nuage, noter_vote(nuage, demande))

    assert au_registre(nuage, PRESIDENTIELLE.id, "1") == []
    assert au_registre(nuage, PRESIDENTIELLE.id, "2") == [demande.reference]


def test_article_l73_une_procuration_deplacee_change_de_file_et_sort_du_registre(
    nuage: Nuage,
) -> None:
    nuage.peupler()
    premiere = nuage.recue(qui=mandant("m1", nom="Alpha"))
    nuage.avancer(minutes=1)
    seconde = nuage.recue(qui=mandant("m2", nom="Beta"))
    nuage.refuser(premiere, "M01")
    router_(nuage, nuage.accepter(seconde))
    assert au_registre(nuage) == [seconde.reference]

    # when: the refusal of the first is taken back, and it is accepted
    nuage.accepter(rouvrir(nuage, premiere))
    router_(nuage, nuage.relire(premiere))
    router_(nuage, nuage.relire(seconde))

    assert au_registre(nuage) == [premiere.reference]
    nulles = lignes(nuage, Etat.NULLE_PLAFOND)
    assert [(x.reference, x.motif) for x in nulles] == [(seconde.reference, "M06")]
    compte = denombrer(nuage.contexte, RENNES, nuage.maintenant)
    assert compte.totaux[File.NULLE_PLAFOND] == 1


def lignes(nuage: Nuage, etat: Etat) -> list[Ligne]:
    return list(
        lister.lister(
            nuage.contexte,
            agent=AGENT_RENNES,
            commune=RENNES,
            etat=etat,
            curseur="",
            maintenant=nuage.maintenant,
        ).lignes
    )


def test_un_tour_deplace_garde_ses_procurations_dans_sa_liste(nuage: Nuage) -> None:
    demande = acceptee(nuage.peupler(), T2)
    deplace = replace(PRESIDENTIELLE.tours[1], date=date(2027, 5, 2))
    nuage.ajouter_scrutin(replace(PRESIDENTIELLE, tours=(PRESIDENTIELLE.tours[0], deplace)))
    nuage.contexte.depots._scrutins_lus_a = float("-inf")  # type: ignore[attr-defined]

    assert au_registre(nuage, PRESIDENTIELLE.id, "2") == [demande.reference]
    assert au_registre(nuage, PRESIDENTIELLE.id, "1") == []


@pytest.mark.parametrize(
    "scrutin, tour, champ",
    [
        (PRESIDENTIELLE.id, "3", "tour"),
        (PRESIDENTIELLE.id, "x", "tour"),
        ("", "1", "tour"),
        ("inconnu", "1", "scrutin"),
    ],
)
def test_un_tour_qui_n_existe_pas_est_refuse(
    nuage: Nuage, scrutin: str, tour: str, champ: str
) -> None:
    nuage.peupler()
    with pytest.raises(SaisieInvalide) as refus:
        au_registre(nuage, scrutin, tour)
    assert set(refus.value.erreurs) == {champ}
