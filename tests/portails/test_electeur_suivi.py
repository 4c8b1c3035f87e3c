"""The mandant follows a demande, withdraws it, keeps its récépissé."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

import pytest

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from tests.constructeurs import Nuage
from tests.constructeurs import mandant as un_mandant
from tests.portails.mandant import DEMANDES, mandant
from tests.services.conservatoire import passer

SUITES = ("", "/confirmation", "/retrait", "/recepisse.pdf")


def _chemin(demande: Demande, suite: str = "") -> str:
    return f"{DEMANDES}/{demande.reference}{suite}"


def test_le_mandant_voit_chaque_etape_avec_sa_date(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    for agir in (nuage.etablir, nuage.transmettre, nuage.accepter):
        nuage.avancer(minutes=10)
        demande = agir(demande)
    visiteur = mandant(nuage)

    page = visiteur.voir(_chemin(demande))

    for date, etape in (
        ("10 h 30", "Demande déposée en ligne"),
        ("10 h 40", "procuration établie"),
        ("10 h 50", "Reçue par la mairie"),
        ("11 h 00", "Acceptée par la mairie"),
    ):
        assert f"1er mars 2027 à {date}" in page.texte.split(etape, 1)[1], etape
    assert demande.reference in visiteur.voir(DEMANDES).liens


def test_la_reference_est_pardonnante_dans_l_adresse(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    tapee = quote(f"{demande.reference[:3].lower()} - {demande.reference[3:]}")

    page = mandant(nuage).voir(f"{DEMANDES}/{tapee}")

    assert (page.statut, demande.reference in page.titre) == (200, True)


def test_la_demande_d_un_autre_reste_inconnue(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer(un_mandant("mandant-2"))
    visiteur = mandant(nuage)

    for suite in SUITES:
        page = visiteur.voir(_chemin(demande, suite))
        assert page.statut == 404
        assert page.titre == visiteur.voir(f"{DEMANDES}/XBQ7V3").titre
        assert demande.mandataire.nom not in page.texte


@pytest.mark.parametrize(
    "fausse",
    ["XBQ7V", "O0I1L0", "..%2F..%2Fetc", "%00", "%FF%FE", "é" * 300, "<script>", "%E2%80%AE"],
)
def test_ce_qui_n_est_pas_une_reference_mene_a_mes_demandes(nuage: Nuage, fausse: str) -> None:
    visiteur = mandant(nuage.peupler())

    for suite in SUITES:
        page = visiteur.voir(f"{DEMANDES}/{fausse}{suite}")
        assert (page.statut, page.liens["Mes demandes"]) == (404, DEMANDES)


def test_un_mandant_retire_une_demande_avant_son_etablissement(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    visiteur = mandant(nuage)
    page = visiteur.voir(visiteur.voir(_chemin(demande)).liens["Retirer ma demande"])

    envois = [visiteur.remplir(page, _chemin(demande, "/retrait")).vers for _ in range(2)]

    assert envois == [_chemin(demande)] * 2
    assert nuage.relire(demande).etat is Etat.RETIREE
    assert len(nuage.contexte.depots.ecritures(demande.reference)) == 2
    assert "Demande retirée" in visiteur.voir(_chemin(demande)).texte


@pytest.mark.parametrize("etat", ["retiree", "etablie", "recue", "acceptee", "refusee", "expiree"])
def test_une_demande_qui_n_attend_plus_le_guichet_ne_se_retire_plus(
    nuage: Nuage, etat: str
) -> None:
    demande = nuage.peupler().deposer()
    visiteur = mandant(nuage)
    ouverte = visiteur.voir(_chemin(demande, "/retrait"))
    _mener(nuage, demande, etat)
    avant = nuage.relire(demande)
    visiteur = mandant(nuage)

    page = visiteur.voir(_chemin(demande, "/retrait"))
    assert page.statut == 409
    assert "ne peut plus être retirée" in page.titre
    assert page.liens["Voir cette demande"] == _chemin(demande)
    if etat not in {"retiree", "expiree"}:
        assert visiteur.remplir(ouverte, _chemin(demande, "/retrait")).statut == 409
    assert nuage.relire(demande) == avant
    assert "Retirer ma demande" not in visiteur.voir(_chemin(demande)).liens


def test_la_confirmation_d_une_demande_retiree_mene_a_son_suivi(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    visiteur = mandant(nuage)
    assert "25 avril 2027" in visiteur.voir(_chemin(demande, "/confirmation")).texte

    _mener(nuage, demande, "retiree")

    assert visiteur.voir(_chemin(demande, "/confirmation")).vers == _chemin(demande)


def test_le_recepisse_se_telecharge_une_fois_la_procuration_etablie(nuage: Nuage) -> None:
    demande = nuage.peupler().deposer()
    visiteur = mandant(nuage)
    trop_tot = visiteur.voir(_chemin(demande, "/recepisse.pdf"))
    assert (trop_tot.statut, "n’existe pas encore" in trop_tot.titre) == (409, True)
    assert "Télécharger le récépissé (PDF)" not in visiteur.voir(_chemin(demande)).liens

    nuage.etablir(demande)

    lien = visiteur.voir(_chemin(demande)).liens["Télécharger le récépissé (PDF)"]
    reponse = visiteur.demander(lien)
    assert (reponse.statut, reponse.entetes["Content-Type"]) == (200, "application/pdf")
    assert f'filename="recepisse-{demande.reference}.pdf"' in reponse.entetes["Content-Disposition"]
    assert reponse.corps.startswith(b"%PDF-")


def _mener(nuage: Nuage, demande: Demande, etat: str) -> None:
    """Takes a new demande to this state."""
    if etat == "retiree":
        page = mandant(nuage).voir(_chemin(demande, "/retrait"))
        mandant(nuage).remplir(page, _chemin(demande, "/retrait"))
    elif etat == "expiree":
        nuage.maintenant = datetime(2027, 4, 25, 22, 30, tzinfo=UTC)
    else:
        demande = nuage.etablir(demande)
        if etat != "etablie":
            demande = nuage.transmettre(demande)
        if etat == "acceptee":
            nuage.accepter(demande)
        if etat == "refusee":
            nuage.refuser(demande)


def test_ret_02_la_page_dit_expiree_avant_comme_apres_la_passe_de_la_nuit(nuage: Nuage) -> None:
    # given: the vote is over, the two months are not
    demande = nuage.peupler().deposer()
    nuage.maintenant = datetime(2027, 4, 25, 22, 30, tzinfo=UTC)

    def vue() -> str:
        page = mandant(nuage).voir(_chemin(demande))
        assert page.statut == 200
        return page.texte

    avant = vue()
    passer(nuage)
    assert nuage.relire(demande).etat is Etat.EXPIREE

    assert vue() == avant
    assert "Expirée" in avant
    assert "déposer une nouvelle" in avant
