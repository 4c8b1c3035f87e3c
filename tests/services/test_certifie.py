"""AUT-04: a certified identity stands for the visit (décrets 2023-1389 and 2025-1059)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chalicelib.depots.dynamo import DepotsDynamo
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.autorites import QualiteHorsPortail
from chalicelib.domaine.erreurs import (
    DemandeExpiree,
    IdentiteNonCertifiee,
    MandantDejaRepresente,
    TransitionInterdite,
)
from chalicelib.domaine.etats import Etat, Evenement, Role
from chalicelib.domaine.habilitation import Qualite
from chalicelib.domaine.identites import cle_mandataire
from chalicelib.domaine.portee import PorteePeriode, PorteeScrutin
from chalicelib.domaine.scrutins import Scrutin, Tour, TypeScrutin
from chalicelib.services.certification import etablissement_possible, resiliation_possible
from chalicelib.services.etablir_certifie import etablir_certifie
from chalicelib.services.resilier_certifie import resilier_certifie
from chalicelib.services.suivre import DemandeIntrouvable
from tests.constructeurs import (
    DELEGUE,
    OPJ,
    PRESIDENTIELLE,
    SECRET,
    Nuage,
    habilitation,
    mandant,
    mandataire,
)

EUROPEENNES = Scrutin(
    "europeennes-2024",
    "Élections européennes",
    (Tour(1, date(2024, 6, 9)),),
    type=TypeScrutin.EUROPEENNES,
)


@pytest.fixture
def service(nuage: Nuage) -> Nuage:
    return nuage.peupler()


def etablir(nuage: Nuage, demande, niveau: str = "eidas3", cle: str = "", qui: str = "mandant-1"):
    return etablir_certifie(
        nuage.contexte,
        reference=demande.reference,
        mandant_id=qui,
        niveau=niveau,
        cle=cle,
        maintenant=nuage.maintenant,
    )


def resilier(nuage: Nuage, demande, niveau: str = "eidas3", cle: str = "", qui: str = "mandant-1"):
    return resilier_certifie(
        nuage.contexte,
        reference=demande.reference,
        mandant_id=qui,
        niveau=niveau,
        cle=cle,
        maintenant=nuage.maintenant,
    )


def test_decret_2025_1059_le_mandant_certifie_etablit_sans_se_presenter(service):
    etablie = etablir(service, service.deposer())
    acte = etablie.etablissement
    assert (etablie.etat, acte.le) == (Etat.ETABLIE, service.maintenant)
    assert (acte.cadre, acte.qualite) == (Cadre.CERTIFIE, QualiteHorsPortail.MINISTERE_INTERIEUR)
    assert acte.en_france, "CAP-07: unsettled, so counted as made in France"
    derniere = service.contexte.depots.ecritures(etablie.reference)[-1]
    assert (derniere.evenement, derniere.role) == (
        Evenement.ETABLISSEMENT_CERTIFIE,
        Role.MANDANT,
    )
    compte = service.contexte.depots.compte(cle_mandataire(mandataire(), SECRET))
    assert [e.reference for e in compte.detenues()] == [etablie.reference]
    assert service.accepter(service.transmettre(etablie)).etat is Etat.VALIDE


@pytest.mark.parametrize("niveau", ["", "eidas1", "eidas2", "eidas3 ", "EIDAS3"])
def test_l102_iii_aucun_autre_niveau_que_le_certifie_ne_suffit(service, niveau):
    demande = service.deposer()
    with pytest.raises(IdentiteNonCertifiee, match=r"FranceConnect\+"):
        etablir(service, demande, niveau)
    with pytest.raises(IdentiteNonCertifiee):
        resilier(service, service.etablir(demande), niveau)


def test_le_scrutin_qui_ne_l_admet_pas_prevaut(service):
    demande = service.deposer()
    service.ajouter_scrutin(replace(PRESIDENTIELLE, identite_certifiee=False))
    service.contexte = replace(service.contexte, depots=DepotsDynamo())
    with pytest.raises(IdentiteNonCertifiee, match="en personne"):
        etablir(service, demande)
    scrutins = service.contexte.depots.scrutins()
    assert not etablissement_possible(demande, scrutins, service.maintenant)


@pytest.mark.parametrize(
    "instant, admis",
    [
        (datetime(2024, 4, 11, 12, tzinfo=UTC), False),
        (datetime(2024, 4, 12, 12, tzinfo=UTC), True),
        (datetime(2024, 6, 9, 12, tzinfo=UTC), True),
    ],
)
def test_decret_2023_1389_seulement_pour_les_votes_de_2024(service, instant, admis):
    service.ajouter_scrutin(EUROPEENNES)
    service.maintenant = instant
    demande = service.deposer(portee=PorteeScrutin(EUROPEENNES.id, (1,)))
    scrutins = service.contexte.depots.scrutins()
    assert etablissement_possible(demande, scrutins, instant) is admis
    if admis:
        assert etablir(service, demande).etat is Etat.ETABLIE
    else:
        with pytest.raises(IdentiteNonCertifiee):
            etablir(service, demande)


@pytest.mark.parametrize("jour, admis", [(7, False), (8, True)])
def test_decret_2025_1059_pour_toutes_les_elections_depuis_novembre_2025(service, jour, admis):
    service.maintenant = datetime(2025, 11, jour, 12, tzinfo=UTC)
    periode = PorteePeriode(date(2025, 11, 7), date(2026, 10, 1))
    demande = service.deposer(portee=periode)
    possible = etablissement_possible(
        demande, service.contexte.depots.scrutins(), service.maintenant
    )
    assert possible is admis


def test_nc_01_pas_en_nouvelle_caledonie(service):
    demande = service.deposer(mandant(commune="98818"))
    with pytest.raises(IdentiteNonCertifiee):
        etablir(service, demande)


def test_personne_n_etablit_la_demande_d_un_autre(service):
    demande = service.deposer()
    with pytest.raises(DemandeIntrouvable):
        etablir(service, demande, qui="mandant-2")
    with pytest.raises(DemandeIntrouvable):
        resilier(service, service.etablir(demande), qui="mandant-2")


def test_l75_un_mandant_deja_represente_resilie_d_abord(service):
    premiere = etablir(service, service.deposer())
    seconde = service.deposer()
    with pytest.raises(MandantDejaRepresente):
        etablir(service, seconde)
    assert resilier(service, premiere).etat is Etat.RESILIEE
    assert etablir(service, seconde).etat is Etat.ETABLIE


def test_l75_la_resiliation_certifiee_libere_la_place(service):
    etablie = service.etablir(service.deposer())
    assert resiliation_possible(etablie, service.contexte.depots.scrutins(), service.maintenant)
    resiliee = resilier(service, etablie)
    assert resiliee.resiliation.le == service.maintenant
    for electeur in (cle_mandataire(mandataire(), SECRET),):
        assert service.contexte.depots.compte(electeur).detenues() == ()
    with pytest.raises(TransitionInterdite):
        service.etablir(service.relire(resiliee))


@pytest.mark.parametrize("geste", [etablir, resilier])
def test_la_meme_cle_n_agit_qu_une_fois(service, geste):
    demande = service.deposer()
    if geste is resilier:
        demande = service.etablir(demande)
    une = geste(service, demande, cle="clic-1")
    service.avancer(minutes=1)
    assert geste(service, demande, cle="clic-1") == une
    with pytest.raises(TransitionInterdite):
        geste(service, demande, cle="clic-2")


def test_r72_1_v_ce_qui_est_recueilli_reste_a_l_opj(service):
    service.habiliter(habilitation(DELEGUE, qualite=Qualite.DELEGUE_OPJ, opj=OPJ.cle))
    recueillie = service.collecter(service.deposer())
    with pytest.raises(TransitionInterdite):
        etablir(service, recueillie)


def test_une_demande_expiree_ne_s_etablit_pas(service):
    demande = service.deposer()
    service.avancer(days=61)
    with pytest.raises((DemandeExpiree, DemandeIntrouvable)):
        etablir(service, demande)


def test_rien_ne_se_resilie_une_fois_le_dernier_vote_passe(service):
    acceptee = service.accepter(service.recue())
    service.maintenant = datetime(2027, 4, 26, 6, tzinfo=UTC)

    with pytest.raises(TransitionInterdite, match="plus rien à résilier"):
        resilier(service, acceptee)
    assert service.relire(acceptee) == acceptee
