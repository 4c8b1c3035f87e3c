"""A journal written again, whole and with its prints computed again, is found out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.depots import conversion
from chalicelib.depots.modeles import DemandeModele, EcritureModele
from chalicelib.depots.points_de_controle import JournalDynamo, PointsS3
from chalicelib.domaine import journal
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat, Evenement
from chalicelib.domaine.journal import Acteur, Ecriture
from chalicelib.flux.points_de_controle import points_de_controle, traces
from chalicelib.services.points_de_controle import (
    Point,
    PointAltere,
    attester,
    ecrire,
    jours_clos,
    lire,
    manquants,
    verifier,
)
from chalicelib.services.verifier_journal import verifier_journal
from outils import points_de_controle as commande
from tests.constructeurs import OPJ, Nuage, mandant

HIER = date(2027, 3, 1)
pytestmark = pytest.mark.usefixtures("seau")


@pytest.fixture
def acceptee(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Demande:
    """A chain of five entries and a consultation, made yesterday; another of one."""
    monkeypatch.setenv("POINTS_PARTS", "1")
    nuage.peupler()
    demande = nuage.accepter(nuage.recue())
    vue = journal.consultation(
        reference=demande.reference,
        numero=demande.version,
        acteur=Acteur(journal.Role.AUTORITE, OPJ.cle),
        instant=nuage.maintenant,
        etat=demande.etat,
        precedente=demande.tete,
    )
    nuage.contexte.depots.consigner(vue)
    nuage.deposer(qui=mandant("m2", nom="Abel"))
    nuage.avancer(days=1)
    return demande


def causes(nuage: Nuage) -> list[tuple[str, str]]:
    points = [lire(octets) for _, octets, _ in PointsS3().poses()]
    return [(a.rang[:6], a.cause) for a in verifier(points, traces(JournalDynamo()))]


def entrees(reference: str) -> list[EcritureModele]:
    return [m for m in EcritureModele.query(reference) if "#" not in m.rang]


def reecrire(demande: Demande, **change: Any) -> None:
    """Somebody who may write everything forges the whole chain, prints and head, so that it is
    whole again: the establishment is another agent's.
    """
    precedente = journal.origine(demande.reference)
    for modele in entrees(demande.reference):
        lue = conversion.ecriture(modele)
        acteur = change.get("acteur", lue.acteur) if lue.numero == 2 else lue.acteur
        forgee = _refaire(lue, acteur, precedente)
        conversion.modele_ecriture(forgee).save()
        precedente = forgee.empreinte
    DemandeModele(demande.reference).update(actions=[DemandeModele.tete.set(precedente)])


def _refaire(lue: Ecriture, acteur: str, precedente: str) -> Ecriture:
    return journal.inscrire(
        reference=lue.reference,
        numero=lue.numero,
        evenement=Evenement(lue.evenement),
        acteur=Acteur(lue.role, acteur),
        instant=lue.instant,
        de=Etat(lue.de) if lue.de else None,
        vers=Etat(lue.vers),
        precedente=precedente,
        motif=lue.motif,
    )


def test_un_point_par_jour_clos_une_seule_fois(nuage: Nuage, acceptee: Demande) -> None:
    assert points_de_controle() == {"poses": 3, "deja": 0}
    assert points_de_controle() == {"poses": 0, "deja": 3}
    nuage.avancer(days=1)
    assert points_de_controle() == {"poses": 1, "deja": 2}

    poses = [
        (jour, len(lire(octets).empreintes), fois) for jour, octets, fois in PointsS3().poses()
    ]
    # The last link of each chain, and the consultation beside one.
    assert poses == [
        (HIER - timedelta(days=2), 0, 1),
        (HIER - timedelta(days=1), 0, 1),
        (HIER, 3, 1),
        (HIER + timedelta(days=1), 0, 1),
    ]
    assert causes(nuage) == []


def test_un_journal_reecrit_avec_ses_empreintes_se_voit(nuage: Nuage, acceptee: Demande) -> None:
    points_de_controle()

    reecrire(acceptee, acteur="13000640400014/un-autre")

    # given: nothing within the tables tells, but the consultation, which hangs on the old chain
    for modele in EcritureModele.query(acceptee.reference):
        if "#" in modele.rang:
            modele.delete()
    assert verifier_journal(nuage.contexte).ruptures == ()
    assert causes(nuage) == [("000005", "écriture changée"), ("000005", "écriture disparue")]


def test_une_chaine_effacee_et_une_consultation_effacee_se_voient(
    nuage: Nuage, acceptee: Demande
) -> None:
    points_de_controle()
    for modele in EcritureModele.query(acceptee.reference):
        modele.delete()

    assert causes(nuage) == [("000005", "écriture disparue")] * 2


def test_une_ecriture_antidatee_se_voit(nuage: Nuage, acceptee: Demande) -> None:
    points_de_controle()
    derniere = conversion.ecriture(entrees(acceptee.reference)[-1])
    forgee = journal.inscrire(
        reference=acceptee.reference,
        numero=6,
        evenement=Evenement.VOTE_DU_MANDANT,
        acteur=Acteur(derniere.role, derniere.acteur),
        instant=derniere.instant,
        de=Etat.VALIDE,
        vers=Etat.VALIDE,
        precedente=derniere.empreinte,
    )
    conversion.modele_ecriture(forgee).save()

    assert causes(nuage) == [("000006", "écriture ajoutée après coup")]


def test_la_suite_d_une_chaine_n_est_pas_une_anomalie(nuage: Nuage, acceptee: Demande) -> None:
    points_de_controle()
    nuage.resilier(nuage.demander_resiliation(acceptee))
    nuage.avancer(days=1)
    points_de_controle()

    assert causes(nuage) == []


def test_un_point_recouvert_ou_cache_est_lu_tel_qu_il_fut_ecrit(
    nuage: Nuage, acceptee: Demande
) -> None:
    s3 = nuage.moteur.client("s3")
    seau = "maprocuration-local-points-de-controle"
    s3.put_bucket_versioning(Bucket=seau, VersioningConfiguration={"Status": "Enabled"})
    points_de_controle()
    vrai = {jour: octets for jour, octets, _ in PointsS3().poses()}
    cle = f"journal/{HIER.isoformat()}.gz"
    s3.put_object(Bucket=seau, Key=cle, Body=ecrire(Point(HIER, {})))
    s3.delete_object(Bucket=seau, Key=cle)

    lus = {jour: (octets, fois) for jour, octets, fois in PointsS3().poses()}

    assert {jour: octets for jour, (octets, _) in lus.items()} == vrai
    assert lus[HIER][1] == 2


@pytest.mark.parametrize(
    "octets",
    [
        b"",
        b"pas un point",
        ecrire(Point(HIER, {("XBQ7V3", "000001"): "a" * 64}))[:-9],
    ],
)
def test_un_point_illisible_est_refuse(octets: bytes) -> None:
    with pytest.raises(PointAltere):
        lire(octets)


def test_un_point_altere_est_refuse_et_un_point_entier_se_relit() -> None:
    import gzip

    point = Point(HIER, {("XBQ7V3", "000001"): "a" * 64, ("XBQ7V3", "000001#x"): "b" * 64})
    octets = ecrire(point)

    assert lire(octets) == point
    assert ecrire(lire(octets)) == octets
    autre = gzip.compress(gzip.decompress(octets).replace(b"a" * 64, b"c" * 64))
    with pytest.raises(PointAltere, match="empreinte"):
        lire(autre)


def test_un_jour_n_est_clos_qu_une_demi_heure_apres_minuit() -> None:
    assert jours_clos(datetime(2027, 3, 2, 0, 29, tzinfo=UTC), 1) == (date(2027, 2, 28),)
    assert jours_clos(datetime(2027, 3, 2, 0, 31, tzinfo=UTC), 1) == (HIER,)


def test_une_nuit_sans_point_se_nomme() -> None:
    maintenant = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)
    poses = [date(2027, 3, 2), date(2027, 3, 4)]
    assert manquants(poses, None, maintenant) == (date(2027, 3, 3),)
    # The journal is older than checkpoints are
    assert manquants(poses, date(2027, 1, 1), maintenant) == (date(2027, 3, 3),)


def test_des_points_jamais_poses_ne_sont_pas_en_ordre(
    acceptee: Demande, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commande, "rejoindre", lambda: True)

    assert commande.main() == 1
    assert f"{HIER} : aucun point" in capsys.readouterr().out


def test_sans_aucun_point_les_jours_manquent_depuis_la_premiere_ecriture() -> None:
    maintenant = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)
    assert manquants([], None, maintenant) == ()
    assert manquants([], date(2027, 3, 3), maintenant) == (date(2027, 3, 3), date(2027, 3, 4))
    assert manquants([], date(2027, 3, 5), maintenant) == ()


def test_le_meme_jour_donne_les_memes_octets_dans_tout_ordre(
    nuage: Nuage, acceptee: Demande
) -> None:
    lues = list(traces(JournalDynamo()))
    (un,), (autre,) = attester(lues, [HIER]), attester(reversed(lues), [HIER])

    assert ecrire(un) == ecrire(autre)
