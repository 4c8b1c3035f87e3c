"""The local cloud shows its own measures on the dashboards that are deployed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from chalice.app import Response

from chalicelib import observabilite
from chalicelib.mesures import Mesure
from infra.local import courbes
from infra.local.courbes import Cadre, Trace
from infra.local.mesures import GARDE_S, MesuresLocales, ressource
from infra.local.tableaux import PageDesTableaux
from infra.tableaux.releves import Metrique

DEBUT = 1_800_000_000.0


class Poste:
    """A cloud's measures and its page, at a time that the test sets."""

    def __init__(self, dossier: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.instant = DEBUT
        self.journal = dossier / "journal.jsonl"
        self.journal.write_text("")
        self.mesures = MesuresLocales(self.journal, lambda: self.instant)
        self._page = PageDesTableaux(self.mesures)
        self._capsys = capsys

    def emettre(self) -> None:
        """What the functions counted goes to the log of the functions, dated of now."""
        self._capsys.readouterr()
        observabilite.publier()
        instant = f'"Timestamp": {int(1000 * self.instant)}'
        ecrit = re.sub(r'"Timestamp": \d+', instant, self._capsys.readouterr().out)
        with self.journal.open("a") as fichier:
            fichier.write('{"message": "autre chose"}\n' + ecrit)

    def voir(self, cle: str = "service", minutes: str = "60") -> Response:
        """The page, as a browser asks for it."""
        requete = SimpleNamespace(query_params={"minutes": minutes}, headers={})
        self._page.blueprint._current_app = SimpleNamespace(  # type: ignore[assignment]
            current_request=requete
        )
        return self._page.tableau(cle)

    def lire(self, cle: str = "service", minutes: str = "60") -> str:
        """Its text, without marks nor double spaces."""
        corps = str(self.voir(cle, minutes).body)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", corps))


@pytest.fixture
def poste(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Poste]:
    observabilite.publier()
    yield Poste(tmp_path, capsys)
    observabilite.publier()


def test_les_mesures_des_fonctions_sont_sur_le_tableau(poste: Poste) -> None:
    for _ in range(3):
        observabilite.compter(Mesure.TRANSITIONS, evenement="DEPOT")
    observabilite.compter(Mesure.TRANSITIONS, evenement="ETABLISSEMENT")
    observabilite.compter(Mesure.TRANSITIONS, evenement="SAISIE_PAPIER")
    observabilite.mesurer(Mesure.DELAI_JUSQU_AU_REGISTRE, 640)
    poste.emettre()

    page = poste.lire()

    assert "Depuis une heure Nombre Total déposées 3 établies 2" in page
    assert "99 sur cent 640 640" in page
    assert "60 000 : alarme" in page
    assert "Aucune alarme ne sonne" in page


def test_une_page_relue_ne_compte_rien_deux_fois_et_une_ligne_coupee_attend(poste: Poste) -> None:
    observabilite.compter(Mesure.TRANSITIONS, evenement="DEPOT")
    poste.emettre()
    entier = poste.journal.read_text()
    poste.journal.write_text(entier[:-20])
    poste.lire()
    poste.journal.write_text(entier)

    assert "déposées 1" in poste.lire()
    assert "déposées 1" in poste.lire()


def test_une_panne_fait_sonner_sur_le_champ(poste: Poste) -> None:
    observabilite.compter(Mesure.PROJECTIONS_ABANDONNEES)
    poste.emettre()

    assert "Sonne La recherche par nom" in poste.lire()
    assert re.search(
        r"Normal Un enregistrement n’est pas entré .* Réveille", poste.lire("technique")
    )


def test_un_silence_ne_se_dit_qu_apres_avoir_attendu(poste: Poste) -> None:
    debut = "Trop tôt pour le dire La reprise des contrôles"
    assert debut in poste.lire("technique")

    poste.instant += 1200

    assert "Sonne La reprise des contrôles" in poste.lire("technique")


def test_ce_qui_n_est_pas_mesure_ici_se_dit(poste: Poste) -> None:
    page = poste.lire("technique")
    assert "DynamoDB : unités d’écriture consommées Non mesuré ici" in page
    assert "Non mesuré ici DynamoDB freine" in page
    assert "Pare-feu : requêtes arrêtées, par règle Non mesuré ici" in poste.lire("securite")


def test_les_appels_et_les_fonctions_sont_mesures_comme_par_aws(poste: Poste) -> None:
    poste.mesures.appel(200, 0.05)
    poste.mesures.appel(503, 0.25)
    echouer = poste.mesures.observer("reprise_controles", lambda _: {}["absent"])
    with pytest.raises(KeyError):
        echouer({})
    lot = {"Records": [{"dynamodb": {"ApproximateCreationDateTime": DEBUT - 70}}]}
    assert poste.mesures.observer("routage", lambda _: {"fait": 1})(lot) == {"fait": 1}
    poste.mesures.surveiller("routage", lambda: 2)

    page = poste.lire("technique")

    assert "appels 2 2 4xx 0 0 5xx 1 1" in page
    assert "pour cent 50 50" in page
    assert "RepriseControles 1 1" in page
    assert "Routage 70 000 70 000" in page
    assert "EchecsRoutage 2 2" in page
    assert re.search(r"Sonne Un enregistrement n’est pas entré", page)


def test_une_page_inconnue_est_absente_et_une_duree_inconnue_est_d_une_heure(
    poste: Poste,
) -> None:
    assert poste.voir("autre").status_code == 404
    assert "il y a 60 min" in poste.lire(minutes="x") or "Rien depuis une heure" in poste.lire()
    assert "Rien depuis six heures" in poste.lire(minutes="360")


def test_la_memoire_oublie_ce_que_personne_ne_regarde(poste: Poste) -> None:
    poste.mesures.appel(200, 0.1)
    poste.mesures.a_jour()
    poste.instant += GARDE_S + 1

    compte = Metrique.de(
        "AWS/ApiGateway", "Count", {"ApiName": "maprocuration-local", "Stage": "portail"}
    )
    lus = poste.mesures.a_jour().lire(compte, "Sum", 3600, int(DEBUT), int(poste.instant))

    assert lus == {}


def test_les_courbes_tiennent_sous_la_politique_des_pages() -> None:
    serie = {0: 1.0, 60: 3.0, 180: 2.0}
    dessin = courbes.dessiner(
        [Trace("a", serie)] * 10, Cadre(0, 240, 60), [(2, "près"), (900, "loin")], "Titre <b>"
    )

    assert "style" not in dessin
    assert "<script" not in dessin
    assert "Titre &lt;b&gt;" in dessin
    assert dessin.count('stroke-dasharray="8 4"') == 1, "a threshold out of reach is not drawn"
    assert len({courbes.couleur(n) + courbes.trait(n) for n in range(24)}) == 24


def test_une_fonction_a_le_nom_de_sa_ressource() -> None:
    assert ressource("reprise_controles") == "RepriseControles"
