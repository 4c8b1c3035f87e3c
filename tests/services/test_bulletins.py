"""The digest of a mairie (M8): what it counts, when it leaves, and that it leaves once."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chalicelib.courriels.bulletin import composer_bulletin
from chalicelib.depots.envois import EnvoisDynamo
from chalicelib.depots.impressions import ArchivesDynamo
from chalicelib.depots.mairies import MairiesDynamo
from chalicelib.domaine.mairies import Reglages
from chalicelib.flux.bulletins import bulletins
from chalicelib.montage import montage
from chalicelib.services.bulletins import Bulletin, Genre, Outils, annoncer
from chalicelib.services.imprimer import imprimer_la_liste
from chalicelib.services.ports_mairies import EnvoisDeBulletin
from chalicelib.services.regler_mairie import lire_reglages, regler
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    ANGERS,
    RENNES,
    Nuage,
    mandant,
    mandataire,
)
from tests.services.test_mairies import SAISIE

T1 = date(2027, 4, 11)
MATIN = datetime(2027, 4, 5, 5, 30, tzinfo=UTC)
VEILLE = datetime(2027, 4, 10, 16, 0, tzinfo=UTC)  # 18:00 in Paris
BULLETIN = Bulletin(
    commune=RENNES,
    genre=Genre.QUOTIDIEN,
    a_controler=2,
    proches=1,
    nouvelles=1,
    depuis=MATIN,
)


class Ville:
    """Rennes, whose digest goes to one address, and what left."""

    def __init__(self, nuage: Nuage) -> None:
        self.nuage = nuage
        self.partis: list[Bulletin] = []
        self.outils = Outils(
            nuage.contexte,
            MairiesDynamo(),
            ArchivesDynamo(lambda: nuage.maintenant),
            EnvoisDynamo(),
        )
        self.regler(AGENT_RENNES, RENNES)

    def regler(self, agent: Any, commune: str, **champs: str) -> None:
        voulus = lire_reglages(SAISIE | {"courriels": "e@exemple.fr"} | champs, commune)
        regler(
            self.nuage.contexte,
            self.outils.mairies,
            voulus=voulus,
            agent=agent,
            maintenant=self.nuage.maintenant,
        )

    def a(self, instant: datetime) -> list[Bulletin]:
        """A run of the schedule at this instant; what left."""
        self.nuage.maintenant, self.partis = instant, []

        def envoyer(bulletin: Bulletin, reglages: Reglages, cle: str) -> str:
            self.partis.append(bulletin)
            return f"ses-{cle}"

        for reglages, partis in self.outils.mairies.destinataires():
            annoncer(self.outils, envoyer, reglages, partis, instant)
        return self.partis


@pytest.fixture
def ville(nuage: Nuage) -> Ville:
    return Ville(nuage.peupler())


def test_le_matin_dit_combien_il_reste_a_controler_et_une_fois_par_jour(ville: Ville) -> None:
    ville.nuage.recue()
    assert ville.a(MATIN.replace(minute=15)) == []

    (premier,) = ville.a(MATIN)
    assert (premier.a_controler, premier.proches, premier.depuis) == (1, 1, None)
    assert ville.a(MATIN.replace(hour=9)) == []
    ville.nuage.recue(qui=mandant("mandant-2", nom="Abel"))
    (second,) = ville.a(MATIN.replace(day=6))
    assert (second.a_controler, second.nouvelles, second.depuis) == (2, 1, MATIN)
    assert second.vote is None


def test_rien_a_dire_rien_n_est_envoye_et_l_on_n_y_revient_pas(ville: Ville) -> None:
    assert ville.a(MATIN) == []

    ville.nuage.recue()
    assert ville.a(MATIN.replace(hour=10)) == []
    ((_, partis),) = ville.outils.mairies.destinataires()
    assert partis == EnvoisDeBulletin(MATIN, None)


def test_la_veille_a_l_heure_choisie_puis_le_jour_meme_avec_ce_qui_a_change(ville: Ville) -> None:
    ville.nuage.maintenant = MATIN
    ville.nuage.transmettre(ville.nuage.accepter(ville.nuage.recue()))
    assert ville.a(VEILLE.replace(hour=6)) == [], "all is checked, and it is no day of vote"
    assert ville.a(VEILLE.replace(hour=15, minute=45)) == []

    (veille,) = ville.a(VEILLE)
    assert (veille.genre, veille.vote, veille.acceptees) == (Genre.VEILLE, T1, 1)
    assert (veille.a_reporter, ville.a(VEILLE.replace(hour=17))) == (None, [])
    imprimer_la_liste(
        ville.nuage.contexte,
        ville.outils.archives,
        agent=AGENT_RENNES,
        commune=RENNES,
        jour=T1,
        cle="",
        maintenant=ville.nuage.maintenant,
    )
    autre = ville.nuage.recue(qui=mandant("mandant-2", nom="Abel"), pour=mandataire(nom="Roy"))
    ville.nuage.transmettre(ville.nuage.accepter(autre))
    (jour_j,) = ville.a(VEILLE.replace(day=11, hour=5, minute=30))
    assert (jour_j.genre, jour_j.vote) == (Genre.QUOTIDIEN, T1)
    assert (jour_j.acceptees, jour_j.a_reporter) == (2, 1)


def test_une_veille_n_est_dite_qu_aux_communes_qui_votent(ville: Ville) -> None:
    scrutin = ville.nuage.contexte.depots.scrutins()["presidentielle-2027"]
    ville.nuage.ajouter_scrutin(replace(scrutin, territoire=("49",)))
    ville.outils = replace(ville.outils, contexte=Nuage(ville.nuage.moteur, VEILLE).contexte)
    ville.regler(AGENT_ANGERS, ANGERS)

    ville.a(VEILLE)

    partis = {r.commune: e.veille for r, e in ville.outils.mairies.destinataires()}
    assert partis == {RENNES: None, ANGERS: T1}


def test_un_envoi_qui_echoue_est_refait_et_jamais_deux_fois(ville: Ville) -> None:
    ville.nuage.recue()
    ville.nuage.maintenant = MATIN
    ((reglages, partis),) = ville.outils.mairies.destinataires()

    def tomber(*_: object) -> str:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        annoncer(ville.outils, tomber, reglages, partis, MATIN)
    # The record of the send is kept before the settings are: a crash between both sends nothing.
    assert len(ville.a(MATIN)) == 1
    assert annoncer(ville.outils, tomber, reglages, partis, MATIN) == ()


@pytest.mark.parametrize(
    "bulletin, dit",
    [
        (BULLETIN, ("2 procurations à contrôler", "1 pour un vote", "1 reçue depuis le 5 avril")),
        (replace(BULLETIN, depuis=None, proches=0), ("premier bulletin", "aucune pour un vote")),
        (
            replace(BULLETIN, genre=Genre.VEILLE, vote=T1, acceptees=12),
            ("Vote demain, dimanche 11 avril 2027", "12 procurations", "Aucune liste n’est encore"),
        ),
        (
            replace(BULLETIN, a_controler=0, vote=T1, acceptees=1, a_reporter=3),
            ("Vote aujourd’hui", "sont contrôlées", "3 lignes ont changé", "jamais refusée"),
        ),
    ],
)
def test_m8_compte_renvoie_au_portail_et_ne_nomme_personne(
    bulletin: Bulletin, dit: tuple[str, ...]
) -> None:
    brut = composer_bulletin(
        bulletin,
        Reglages(commune=RENNES, courriels=("a@exemple.fr", "b@exemple.fr")),
        cle="M8-35238#2027-04-05#Q",
        expediteur="ne-pas-repondre@exemple.fr",
        url_portail="https://exemple.fr/mairie",
        maintenant=MATIN,
    )
    courriel = email.message_from_bytes(brut, policy=email.policy.default)
    assert courriel["To"] == "a@exemple.fr, b@exemple.fr"
    for genre in ("plain", "html"):
        partie = courriel.get_body((genre,))
        assert partie is not None
        texte = partie.get_content().replace("<strong>", "").replace("</strong>", "")
        texte = texte.replace("</span><br>", " ").replace("\u00a0", " ")
        assert [attendu for attendu in dit if attendu not in texte] == []
        assert "https://exemple.fr/mairie" in texte
        assert "Rennes (Ille-et-Vilaine" in texte


def test_la_fonction_envoie_a_chaque_mairie_une_fois(nuage: Nuage) -> None:
    ville = Ville(nuage.peupler())
    ville.nuage.maintenant = MATIN
    ville.nuage.transmettre(ville.nuage.accepter(ville.nuage.recue()))
    ville.nuage.recue(qui=mandant("mandant-2", nom="Abel"))
    imprimer_la_liste(
        nuage.contexte,
        ville.outils.archives,
        agent=AGENT_RENNES,
        commune=RENNES,
        jour=T1,
        cle="",
        maintenant=MATIN,
    )
    nuage.maintenant = VEILLE

    montage.cache_clear()
    bilan = bulletins(60.0)
    assert bulletins(60.0)["envoyes"] == 0

    assert bilan == {"examinees": 1, "envoyes": 2, "echecs": 0, "restantes": 0}
