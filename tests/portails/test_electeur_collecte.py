"""What the mandant sees of a demande that a délégué has collected (R72-1 V)."""

from __future__ import annotations

from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import Qualite
from tests.constructeurs import DELEGUE, OPJ, habilitation
from tests.portails.mandant import mandant


def recueillie(nuage):
    nuage.peupler().habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    return nuage.collecter(nuage.deposer())


def test_il_n_a_plus_a_se_presenter_et_lit_qui_doit_encore_agir(nuage):
    demande = recueillie(nuage)
    page = mandant(nuage).voir(f"/electeur/demandes/{demande.reference}")
    assert "doit encore établir la procuration" in page.texte
    assert "à présenter au guichet" not in page.texte
    confirmation = mandant(nuage).voir(f"/electeur/demandes/{demande.reference}/confirmation")
    assert confirmation.vers == f"/electeur/demandes/{demande.reference}"


def test_il_peut_la_retirer_pour_en_deposer_une_autre_sans_attendre_l_opj(nuage):
    demande = recueillie(nuage)
    visiteur, chemin = mandant(nuage), f"/electeur/demandes/{demande.reference}/retrait"
    assert visiteur.voir(f"/electeur/demandes/{demande.reference}").liens["Retirer ma demande"]
    assert visiteur.remplir(visiteur.voir(chemin), chemin).statut == 303
    assert nuage.relire(demande).etat is Etat.RETIREE
