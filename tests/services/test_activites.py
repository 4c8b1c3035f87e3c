"""What an authority did in its day: once, by key, for no longer than the demande."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.depots.activites import ActivitesDynamo
from chalicelib.depots.modeles_activites import ActiviteModele
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import HabilitationInvalide
from chalicelib.domaine.habilitation import Agent, Qualite
from chalicelib.services.activites import GARDEES, Activite, actes_du_jour, noter
from chalicelib.services.reconstruire import reconstruire
from chalicelib.services.rectifier_au_guichet import rectifier_au_guichet
from chalicelib.services.refuser_au_guichet import refuser_au_guichet
from tests.constructeurs import APJ, DELEGUE, OPJ, Nuage, habilitation, mandant, mandataire

ACTIVITES = ActivitesDynamo()


def router_vers_la_liste(nuage: Nuage, *etapes: Demande) -> None:
    """Each record of the stream comes twice."""
    for etape in (*etapes, *etapes):
        noter(nuage.contexte, ACTIVITES, etape, nuage.maintenant)


def journee(nuage: Nuage, agent: Agent = OPJ) -> tuple[Activite, ...]:
    return actes_du_jour(nuage.contexte, ACTIVITES, agent, nuage.maintenant)


def refuser(nuage: Nuage, demande: Demande, motif: str) -> Demande:
    return refuser_au_guichet(
        nuage.contexte,
        reference=demande.reference,
        agent=OPJ,
        motif=motif,
        cle=motif,
        maintenant=nuage.avancer(minutes=1),
    )


def corriger(nuage: Nuage, demande: Demande) -> Demande:
    return rectifier_au_guichet(
        nuage.contexte,
        reference=demande.reference,
        agent=OPJ,
        courriel="juste@exemple.fr",
        cle="",
        maintenant=nuage.avancer(minutes=1),
    )


def une_journee(nuage: Nuage) -> list[Demande]:
    """Every kind of act, and what is none: a deposit, a transmission, the act of a colleague."""
    nuage.peupler()
    nuage.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    etapes = [demande := nuage.deposer()]
    etapes.append(demande := refuser(nuage, demande, "A1"))
    etapes.append(demande := corriger(nuage, demande))
    nuage.avancer(minutes=1)
    etapes.append(demande := nuage.etablir(demande))
    etapes.append(demande := nuage.transmettre(demande))
    nuage.avancer(minutes=1)
    etapes.append(nuage.resilier(nuage.demander_resiliation(demande)))
    etapes.append(refuser(nuage, nuage.deposer(mandant("deux", nom="Abel")), "A4"))
    etapes.append(nuage.collecter(nuage.deposer(mandant("trois", nom="Bert"))))
    autre = nuage.deposer(mandant("quatre", nom="Cid"), mandataire(nom="Zola"))
    etapes.append(nuage.etablir(autre, APJ))
    return etapes


def test_la_liste_dit_chaque_acte_une_fois_et_celui_de_personne_d_autre(nuage: Nuage) -> None:
    router_vers_la_liste(nuage, *une_journee(nuage))

    assert [acte.acte.value for acte in journee(nuage)] == [
        "REFUS_AUTORITE",
        "RESILIATION",
        "ETABLISSEMENT",
        "RECTIFICATION_GUICHET",
        "AJOURNEMENT",
    ]
    assert [acte.acte.value for acte in journee(nuage, DELEGUE)] == ["COLLECTE"]
    (de_l_apj,) = journee(nuage, APJ)
    assert de_l_apj.cadre is Cadre.GUICHET
    assert de_l_apj.mandataire not in {"", journee(nuage)[2].mandataire}
    assert journee(nuage)[1].mandataire == "", "an end brings no mandataire"
    assert {bool(fait.mandant) for fait in journee(nuage)} == {True, False}


def sans_adresse(faits: tuple[Activite, ...]) -> tuple[Activite, ...]:
    """The journal holds no address: what is rebuilt bears the print of the one of today."""
    return tuple(replace(fait, adresse="") for fait in faits)


def test_reconstruire_rend_la_meme_liste_depuis_le_journal(nuage: Nuage) -> None:
    router_vers_la_liste(nuage, *une_journee(nuage))
    avant = {agent: sans_adresse(journee(nuage, agent)) for agent in (OPJ, APJ, DELEGUE)}
    for modele in list(ActiviteModele.scan()):
        modele.delete()

    reconstruire(nuage.contexte, ACTIVITES, nuage.maintenant)

    apres = {agent: sans_adresse(journee(nuage, agent)) for agent in (OPJ, APJ, DELEGUE)}
    assert apres == avant


def test_elle_ne_nomme_personne_et_ne_survit_ni_a_la_demande_ni_a_un_mois(nuage: Nuage) -> None:
    etapes = une_journee(nuage)
    router_vers_la_liste(nuage, *etapes)
    (ligne,) = ActiviteModele.query(f"{DELEGUE.cle}#{nuage.maintenant.date()}")
    brut = str(ligne.serialize())
    assert "Bert" not in brut
    assert "exemple.fr" not in brut

    tard = etapes[-2]
    assert ligne.exp == int(min(nuage.maintenant + GARDEES, tard.expire_le).timestamp())
    nuage.maintenant += GARDEES
    assert list(ACTIVITES.du_jour(DELEGUE.cle, nuage.maintenant.date(), nuage.maintenant)) == []
    noter(nuage.contexte, ACTIVITES, etapes[3], nuage.maintenant + timedelta(days=1))


def test_sans_habilitation_on_ne_lit_pas_meme_sa_propre_liste(nuage: Nuage) -> None:
    nuage.peupler().habiliter(habilitation(OPJ, revoquee_le=nuage.maintenant))

    with pytest.raises(HabilitationInvalide):
        journee(nuage)
