"""Who looks at an anomaly leaves a trace, and sees nobody before it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.administration.anomalies import (
    AnomalieInconnue,
    Guichet,
    consulter,
    du_jour,
)
from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.administration import AdministrationDynamo
from chalicelib.depots.anomalies import VeilleDynamo
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.anomalies import Seuils
from chalicelib.domaine.etats import Evenement
from chalicelib.services.activites import GARDEES, Activite
from chalicelib.services.anomalies import TROUVAILLES_GARDEES, rapprocher_de, veiller_sur
from outils import anomalies as outil
from tests.constructeurs import APJ, OPJ, SECRET, Nuage

QUI = ("Awa Traoré", "signalement M10")


@pytest.fixture
def guichet(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Guichet:
    nuage.peupler()
    monkeypatch.setattr(AdministrationDynamo, "identite", lambda _: "arn:aws:iam::1:user/awa")
    return Guichet(
        AdministrationDynamo(),
        VeilleDynamo(),
        ActivitesDynamo(),
        SECRET,
        lambda: nuage.maintenant,
    )


def signaler(nuage: Nuage, guichet: Guichet) -> None:
    """Six mandants of one address by two agents; one of them made seventy the same day."""
    ce_jour = nuage.maintenant.date()
    modele = Activite(
        agent=APJ.cle,
        acte=Evenement.ETABLISSEMENT,
        instant=nuage.maintenant,
        reference="ABC000",
        commune="35238",
        cadre=Cadre.DOMICILE,
    )
    for n in range(76):
        acte = replace(
            modele,
            agent=APJ.cle if n % 2 and n < 6 else OPJ.cle,
            reference=f"ABC{n:03}",
            instant=nuage.maintenant + timedelta(minutes=6 * n),
            mandant=f"mandant-{n}",
            adresse="une-adresse" if n < 6 else f"adresse-{n}",
        )
        guichet.activites.noter(acte, nuage.maintenant + GARDEES)
        for trouvee in rapprocher_de(
            nuage.contexte, guichet.veille, acte, ce_jour, Seuils(), nuage.maintenant
        ):
            guichet.veille.relever(trouvee, nuage.maintenant + TROUVAILLES_GARDEES)
    trouvees, _ = veiller_sur(
        nuage.contexte,
        guichet.activites,
        guichet.veille,
        OPJ.cle,
        ce_jour,
        Seuils(),
        nuage.maintenant,
    )
    for trouvee in trouvees:
        guichet.veille.relever(trouvee, nuage.maintenant + TROUVAILLES_GARDEES)


def ids(guichet: Guichet, nuage: Nuage) -> dict[str, str]:
    lues = guichet.veille.du_jour(nuage.maintenant.date())
    return {anomalie.constat.genre.value: anomalie.id for anomalie in lues}


def test_la_liste_du_jour_ne_nomme_personne(nuage: Nuage, guichet: Guichet) -> None:
    assert list(du_jour(guichet, nuage.maintenant.date())) == ["Aucune anomalie le 01/03/2027."]
    signaler(nuage, guichet)
    lignes = "\n".join(du_jour(guichet, nuage.maintenant.date()))
    assert "ADRESSE" in lignes
    assert "DOMICILE" in lignes
    assert OPJ.cle not in lignes
    assert "ABC" not in lignes


def test_consulter_dit_qui_et_quoi_et_reste_au_registre(nuage: Nuage, guichet: Guichet) -> None:
    signaler(nuage, guichet)
    ce_jour = nuage.maintenant.date()
    lignes = list(consulter(guichet, ce_jour, ids(guichet, nuage)["ADRESSE"], *QUI))
    assert {ligne for ligne in lignes if ligne.startswith("Agent")} == {
        f"Agent {OPJ.cle}",
        f"Agent {APJ.cle}",
    }
    references = {ligne.split(" · ")[2] for ligne in lignes if ligne.startswith("  ")}
    assert references == {f"ABC{n:03}" for n in range(6)}

    du_jour_meme = list(consulter(guichet, ce_jour, ids(guichet, nuage)["DOMICILE"], *QUI))
    assert len(du_jour_meme) == 2 + 73

    actes = list(guichet.depots.actes(2027))
    assert [(a.commande, a.par, a.motif) for a in actes] == [("anomalies", *QUI)] * 2


def test_rien_n_est_montre_que_la_trace_ne_soit_ecrite(
    nuage: Nuage, guichet: Guichet, monkeypatch: pytest.MonkeyPatch
) -> None:
    signaler(nuage, guichet)

    def en_panne(*_: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(AdministrationDynamo, "consigner", en_panne)
    vues = consulter(guichet, nuage.maintenant.date(), ids(guichet, nuage)["ADRESSE"], *QUI)
    with pytest.raises(ConnectionError):
        next(vues)


def test_une_anomalie_inconnue_ne_laisse_pas_de_trace(nuage: Nuage, guichet: Guichet) -> None:
    with pytest.raises(AnomalieInconnue):
        list(consulter(guichet, nuage.maintenant.date(), "inconnue", *QUI))
    assert list(guichet.depots.actes(2027)) == []


def test_la_commande_exige_qui_et_pourquoi(
    nuage: Nuage,
    guichet: Guichet,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outil, "rejoindre", lambda: True)
    signaler(nuage, guichet)
    anomalie = ids(guichet, nuage)["ADRESSE"]
    with pytest.raises(SystemExit):
        outil.main(["--anomalie", anomalie])
    assert "PAR=" in capsys.readouterr().err
    assert outil.main(["--anomalie", anomalie, "--par", "Awa", "--motif", "M10"]) == 0
    assert OPJ.cle in capsys.readouterr().out
    assert outil.main(["--anomalie", "inconnue", "--par", "Awa", "--motif", "M10"]) == 1
    assert outil.main([]) == 0
    assert "ADRESSE" in capsys.readouterr().out
