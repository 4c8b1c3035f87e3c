"""Prints of the émargement list (REG-02, article R76), and what is new since."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chalicelib.depots import impressions as depot
from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.depots.impressions import ArchivesDynamo
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.emargement import Contenu, Genre, Impression, Mention
from chalicelib.domaine.erreurs import (
    ConflitDeVersion,
    DelegationAbsente,
    SaisieInvalide,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat
from chalicelib.services.emargement import choisir_vote, mentions_du_jour, votes_de
from chalicelib.services.imprimer import (
    ImpressionAbsente,
    Suite,
    depuis_la_derniere,
    imprimer_la_liste,
    imprimer_les_nouveautes,
    pourquoi,
    relire,
)
from chalicelib.services.indiquer_bureau import indiquer_bureau
from chalicelib.services.router import ligne_du_registre, router
from tests.constructeurs import (
    AGENT_ANGERS,
    AGENT_RENNES,
    RENNES,
    SCRUTINS,
    Nuage,
    mandant,
    mandataire,
)
from tests.domaine.exemples import demande_dans
from tests.services.apres_reception import (
    PREMIER_TOUR,
    SECOND_TOUR,
    noter_vote,
    rendre_caduque,
)


class Mairie:
    """The mairie of Rennes, its bureaux and what it prints for the first tour."""

    def __init__(self, nuage: Nuage) -> None:
        self.nuage = nuage.peupler()
        self.archives = ArchivesDynamo(lambda: nuage.maintenant)

    def recevoir(self, nom: str, bureau: str = "0112") -> Demande:
        """An accepted procuration of somebody of this name; its row is there."""
        recue = self.nuage.recue(
            qui=mandant(f"m-{nom}", nom=nom), pour=mandataire(nom=f"Chez-{nom}")
        )
        acceptee = self.nuage.accepter(recue, bureau=bureau)
        return self.arriver(acceptee)

    def arriver(self, demande: Demande) -> Demande:
        """The stream brings its row."""
        router(self.nuage.contexte, demande, self.nuage.maintenant)
        return demande

    def liste(self, **autres: Any) -> Impression:
        return imprimer_la_liste(**self._vote(autres))

    def nouveautes(self, **autres: Any) -> Impression | None:
        return imprimer_les_nouveautes(**self._vote(autres))

    def suite(self) -> Suite:
        suite = depuis_la_derniere(self.nuage.contexte, self.archives, RENNES, PREMIER_TOUR)
        assert suite is not None
        return suite

    def _vote(self, autres: dict[str, Any]) -> dict[str, Any]:
        return {
            "contexte": self.nuage.contexte,
            "archives": self.archives,
            "agent": AGENT_RENNES,
            "commune": RENNES,
            "jour": PREMIER_TOUR,
            "cle": "",
            "maintenant": self.nuage.maintenant,
        } | autres


@pytest.fixture
def mairie(nuage: Nuage) -> Mairie:
    return Mairie(nuage)


def noms(mentions: tuple[Mention, ...]) -> list[str]:
    return [f"{m.bureau} {m.mandant_nom}".strip() for m in mentions]


def test_r76_la_liste_va_par_bureau_puis_par_mandant_et_le_bureau_inconnu_est_a_la_fin(
    mairie: Mairie,
) -> None:
    for nom, bureau in [("Roy", "10"), ("Zola", "2"), ("Été", "10"), ("Sans", "")]:
        mairie.recevoir(nom, bureau)
    mairie.nuage.recue(qui=mandant("m-attend", nom="Attend"), pour=mandataire(nom="X"))

    mentions = mentions_du_jour(mairie.nuage.contexte, RENNES, PREMIER_TOUR)

    assert noms(mentions) == ["2 Zola", "10 Été", "10 Roy", "Sans"]
    assert mentions[0].mandataire_nom == "Chez-Zola"


def test_r76_ce_qui_arrive_apres_la_liste_est_a_ajouter_a_la_main_et_rien_d_autre(
    mairie: Mairie,
) -> None:
    mairie.recevoir("Roy")
    liste = mairie.liste()
    assert (liste.numero, liste.genre, liste.nombre, liste.par) == (
        1,
        Genre.LISTE,
        1,
        "Nolwenn Le Bris",
    )
    assert mairie.suite().nouveautes.nombre == 0
    assert mairie.nouveautes() is None

    mairie.recevoir("Zola", "0007")

    assert noms(mairie.suite().nouveautes.a_ajouter) == ["0007 Zola"]
    assert mairie.suite().nouveautes.a_rayer == ()
    suivante = mairie.nouveautes()
    assert suivante is not None
    assert (suivante.numero, suivante.depuis, suivante.nombre) == (2, 1, 1)
    assert mairie.suite().nouveautes.nombre == 0


def test_r76_une_procuration_acceptee_avant_l_impression_mais_routee_apres_n_est_pas_oubliee(
    mairie: Mairie,
) -> None:
    nuage = mairie.nuage
    acceptee = nuage.accepter(nuage.recue(), bureau="1")
    nuage.avancer(minutes=1)
    mairie.liste()

    mairie.arriver(acceptee)

    assert noms(mairie.suite().nouveautes.a_ajouter) == ["1 Durand-Lévêque"]


def test_l75_l76_ce_qui_ne_sert_plus_est_a_rayer_avec_sa_raison(mairie: Mairie) -> None:
    votant, caduque, deplacee = (mairie.recevoir(n) for n in ("Votant", "Caduc", "Ailleurs"))
    mairie.liste()
    mairie.arriver(rendre_caduque(mairie.nuage, caduque))
    mairie.arriver(deplacer(mairie.nuage, deplacee, "0009"))
    mairie.nuage.maintenant = mairie.nuage.maintenant.replace(month=4, day=11)
    mairie.arriver(noter_vote(mairie.nuage, votant))

    suite = mairie.suite()

    assert noms(suite.nouveautes.a_rayer) == ["0112 Ailleurs", "0112 Caduc", "0112 Votant"]
    assert suite.raisons == {
        votant.reference: "le mandant a voté",
        caduque.reference: "caduque",
        deplacee.reference: "autre bureau",
    }
    assert noms(suite.nouveautes.a_ajouter) == ["0009 Ailleurs"]
    imprimee = mairie.nouveautes()
    assert imprimee is not None
    assert imprimee.nombre == 4
    _, contenu, relues = relire(mairie.archives, RENNES, PREMIER_TOUR, imprimee.numero)
    assert (relues, dict(contenu.raisons)) == (suite.nouveautes, suite.raisons)


def test_r76_les_raisons_de_nombreuses_lignes_rayees_se_lisent_ensemble(
    mairie: Mairie, monkeypatch: pytest.MonkeyPatch
) -> None:
    acceptees = [mairie.recevoir(nom, "") for nom in ("Abel", "Zola")]
    mairie.liste()
    for acceptee in acceptees:
        indiquee = indiquer_bureau(
            mairie.nuage.contexte,
            reference=acceptee.reference,
            agent=AGENT_RENNES,
            commune=RENNES,
            bureau="2",
            maintenant=mairie.nuage.maintenant,
        )
        mairie.arriver(indiquee)
    monkeypatch.setattr(DepotsDynamo, "ligne", None)

    suite = mairie.suite()

    assert set(suite.raisons.values()) == {"autre bureau"}
    assert suite.nouveautes.nombre == 4


def test_une_liste_relue_est_celle_qui_a_ete_imprimee_quoi_qu_il_soit_arrive_depuis(
    mairie: Mairie, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(depot, "_PARTIE", 50)
    roy, oeuvre = mairie.recevoir("Roy"), mairie.recevoir("Œuvré", "Ecole 2")
    liste = mairie.liste()
    citees = list(depot.references_citees(int(mairie.nuage.maintenant.timestamp())))
    assert citees == [("impressions", x.reference) for x in (roy, oeuvre)]
    mairie.arriver(rendre_caduque(mairie.nuage, roy))

    relue, contenu, tout = relire(mairie.archives, RENNES, PREMIER_TOUR, liste.numero)

    assert noms(contenu.mentions) == ["0112 Roy", "Ecole 2 Œuvré"]
    assert tout.a_ajouter == contenu.mentions
    assert replace(relue, contenu="") == liste
    with pytest.raises(ImpressionAbsente):
        relire(mairie.archives, RENNES, PREMIER_TOUR, 7)
    with pytest.raises(ImpressionAbsente):
        relire(mairie.archives, RENNES, SECOND_TOUR, 1)


def test_ret_01_une_impression_passee_ne_se_lit_plus(mairie: Mairie) -> None:
    mairie.recevoir("Roy")
    mairie.liste()
    mairie.nuage.maintenant = mairie.nuage.maintenant.replace(year=2028, month=4, day=12)

    assert mairie.archives.impressions(RENNES, PREMIER_TOUR) == ()


def test_deux_agents_au_meme_instant_ont_deux_numeros_et_chacun_son_contenu(
    mairie: Mairie, monkeypatch: pytest.MonkeyPatch
) -> None:
    mairie.recevoir("Roy")
    premiere = mairie.liste(cle="un-clic")
    assert mairie.liste(cle="un-clic").numero == premiere.numero
    _, contenu, _ = relire(mairie.archives, RENNES, PREMIER_TOUR, premiere.numero)
    mairie.recevoir("Zola")
    with pytest.raises(ConflitDeVersion):
        mairie.archives.inscrire(replace(premiere, cle="d-un-autre"), Contenu(mentions=()))
    # The answer was lost and the store is asked again: it is ours.
    mairie.archives.inscrire(premiere, contenu)
    vraies = mairie.archives.impressions(RENNES, PREMIER_TOUR)
    appels = iter([(), vraies, vraies])
    monkeypatch.setattr(mairie.archives, "impressions", lambda *_: next(appels))

    assert mairie.liste(cle="autre").numero == 2

    monkeypatch.undo()
    contenus = [relire(mairie.archives, RENNES, PREMIER_TOUR, n)[1] for n in (1, 2)]
    assert [len(c.mentions) for c in contenus] == [1, 2]


def test_sans_delegation_rien_ne_s_imprime(mairie: Mairie) -> None:
    for imprimer in (mairie.liste, mairie.nouveautes):
        with pytest.raises(DelegationAbsente):
            imprimer(agent=AGENT_ANGERS)
    assert mairie.nouveautes() is None
    assert depuis_la_derniere(mairie.nuage.contexte, mairie.archives, RENNES, PREMIER_TOUR) is None


def deplacer(nuage: Nuage, demande: Demande, bureau: str) -> Demande:
    return indiquer_bureau(
        nuage.contexte,
        reference=demande.reference,
        agent=AGENT_RENNES,
        commune=RENNES,
        bureau=bureau,
        maintenant=nuage.maintenant,
    )


def test_le_bureau_indique_deux_fois_ne_s_ecrit_qu_une(nuage: Nuage) -> None:
    recue = nuage.peupler().recue()
    with pytest.raises(TransitionInterdite):
        deplacer(nuage, recue, "12")
    acceptee = nuage.accepter(recue)

    indiquee = deplacer(nuage, acceptee, " 12 ")

    assert (indiquee.bureau, indiquee.version) == ("12", acceptee.version + 1)
    assert deplacer(nuage, acceptee, "12").version == indiquee.version
    with pytest.raises(SaisieInvalide):
        deplacer(nuage, acceptee, "")


LIGNE = ligne_du_registre(demande_dans(Etat.VALIDE), SCRUTINS)
MENTION = Mention(
    reference="AAA222",
    bureau="1",
    mandant_nom="Roy",
    mandant_prenoms="Zoé",
    mandataire_nom="Martin",
    mandataire_prenoms="Louis",
)


@pytest.mark.parametrize(
    "change,dit",
    [
        ({"etat": Etat.RESILIEE}, "résiliée"),
        ({"etat": Etat.NULLE_PLAFOND}, "nulle (L73)"),
        ({"etat": Etat.ANNULEE_DROIT}, "annulée (L77)"),
        ({"nuls": ("2027-04-11",)}, "nulle (L73)"),
        ({"mandant_nom": "Le Roy"}, "nom corrigé"),
        ({"mandataire_nom": "Durand"}, "autre mandataire"),
        ({}, "autre jour de vote"),
        (None, "effacée"),
    ],
)
def test_la_raison_tient_en_un_mot(change: dict[str, Any] | None, dit: str) -> None:
    ligne = None
    if change is not None:
        texte = {"mandant_nom": "Roy", "mandant_prenoms": "Zoé", "bureau": "1"}
        mandataire_ = {"mandataire_nom": "Martin", "mandataire_prenoms": "Louis"}
        ligne = replace(LIGNE, **(texte | mandataire_ | change))
    assert pourquoi(MENTION, ligne, PREMIER_TOUR) == dit


def test_le_prochain_vote_est_choisi_d_avance(nuage: Nuage) -> None:
    votes = votes_de(nuage.peupler().contexte, RENNES)
    maintenant = nuage.maintenant

    assert [v.jour.year for v in votes] == [2027, 2027, 2021, 2021]
    assert choisir_vote(votes, "", maintenant).jour == PREMIER_TOUR
    assert choisir_vote(votes, "", maintenant.replace(month=4, day=20)).jour == SECOND_TOUR
    assert choisir_vote(votes, "", maintenant.replace(year=2030)).jour == SECOND_TOUR
    assert choisir_vote(votes, "2021-06-20", maintenant).jour == date(2021, 6, 20)
    for faux in ("2027-04-12", "<b>"):
        with pytest.raises(SaisieInvalide, match="jour de vote"):
            choisir_vote(votes, faux, maintenant)
    with pytest.raises(SaisieInvalide, match="Aucun vote"):
        choisir_vote((), "", maintenant)
