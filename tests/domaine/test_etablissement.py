"""What the authority records when it establishes, collects or refuses (R72-1, R73, R75)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from chalicelib.domaine import etablissement
from chalicelib.domaine.actes import Cadre, Collecte, Etablissement, Refus, Saisie, Support
from chalicelib.domaine.autorites import QualiteAutorite, QualiteHorsPortail
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import AccesRefuse
from chalicelib.domaine.etablissement import ActePapier, Circonstances
from chalicelib.domaine.etats import Etat, Evenement, Role
from chalicelib.domaine.habilitation import Agent, Habilitation, Qualite
from chalicelib.domaine.journal import Ecriture, origine
from chalicelib.domaine.motifs import MOTIFS_AUTORITE
from tests.constructeurs import (
    AGENT_RENNES,
    APJ,
    CONSUL,
    DELEGUE,
    OPJ,
    habilitation,
    mandant,
    mandataire,
)
from tests.domaine.exemples import AU_GUICHET, DEPOT, DEUX_TOURS, delegue, demande_dans, vivre

MIDI = DEPOT + timedelta(hours=3)
A_DOMICILE = Circonstances(
    piece="PASSEPORT", cadre=Cadre.DOMICILE, ecrit_du=date(2027, 2, 25), attestation=True
)
A_LA_GARE = Circonstances(
    piece="CNI", cadre=Cadre.LIEU_PUBLIC, lieu_public="35-gare", lieu="Saint-Malo"
)


def etablir(
    demande: Demande | None = None,
    agent: Agent = OPJ,
    accordee: Habilitation | None = None,
    circonstances: Circonstances = AU_GUICHET,
    **autres: tuple[str, ...],
) -> tuple[Demande, Ecriture]:
    return etablissement.etablir(
        demande or demande_dans(Etat.DEPOSEE),
        agent,
        accordee or habilitation(agent),
        circonstances=circonstances,
        cle="cle-acte",
        maintenant=MIDI,
        **autres,
    )


def collecter(
    circonstances: Circonstances = AU_GUICHET, accordee: Habilitation | None = None
) -> tuple[Demande, Ecriture]:
    return etablissement.collecter(
        demande_dans(Etat.DEPOSEE),
        DELEGUE,
        accordee or delegue(),
        circonstances=circonstances,
        cle="cle-collecte",
        maintenant=MIDI,
    )


def test_aut_07_r75_ii_l_acte_porte_l_autorite_sa_qualite_le_lieu_l_instant_et_la_piece() -> None:
    etablie, ecriture = etablir()

    assert etablie.etablissement == Etablissement(
        agent=OPJ.cle,
        nom="Kervella",
        prenom="Yann",
        qualite=Qualite.OPJ,
        unite="Commissariat de Rennes",
        lieu="Rennes",
        le=MIDI,
        piece="CNI",
        cle="cle-acte",
        cadre=Cadre.GUICHET,
        en_france=True,
        lieu_public="",
        ecrit_du=None,
    )
    assert (ecriture.role, ecriture.acteur) == (Role.AUTORITE, OPJ.cle)
    assert etablie.remplace == ()


def test_aut_05_r72_1_iv_au_domicile_l_acte_garde_le_jour_de_la_demande_ecrite() -> None:
    acte = etablir(circonstances=A_DOMICILE)[0].etablissement

    assert acte is not None
    assert (acte.cadre, acte.ecrit_du, acte.piece) == (
        Cadre.DOMICILE,
        date(2027, 2, 25),
        "PASSEPORT",
    )
    assert acte.lieu == "Rennes"


def test_aut_06_r72_1_iii_dans_un_lieu_public_l_acte_est_fait_dans_sa_commune() -> None:
    acte = etablir(circonstances=A_LA_GARE)[0].etablissement

    assert acte is not None
    assert (acte.cadre, acte.lieu_public, acte.lieu) == (
        Cadre.LIEU_PUBLIC,
        "35-gare",
        "Saint-Malo",
    )


@pytest.mark.parametrize(
    "qualite,en_france",
    [
        (Qualite.OPJ, True),
        (Qualite.APJ, True),
        (Qualite.RESERVISTE_APJ, True),
        (Qualite.CHEF_DE_POSTE, False),
        (Qualite.AGENT_CONSULAIRE, False),
    ],
)
def test_cap_07_l73_le_lieu_de_l_acte_fait_la_procuration_de_france_ou_de_l_etranger(
    qualite: Qualite, en_france: bool
) -> None:
    acte = etablir(agent=CONSUL, accordee=habilitation(CONSUL, qualite=qualite))[0].etablissement

    assert acte is not None
    assert (acte.qualite, acte.en_france) == (qualite, en_france)


def test_l75_resilier_et_remplacer_garde_ce_qui_a_ete_remplace() -> None:
    assert etablir(remplace=("VIEUX2",))[0].remplace == ("VIEUX2",)
    certifiee, _ = etablissement.etablir_avec_identite_certifiee(
        demande_dans(Etat.DEPOSEE), cle="", maintenant=MIDI, remplace=("VIEUX2",)
    )
    assert certifiee.remplace == ("VIEUX2",)


def test_aut_02_r72_1_v_le_delegue_recueille_l_identite_et_nomme_son_opj() -> None:
    collectee, ecriture = collecter(A_LA_GARE)

    assert collectee.collecte == Collecte(
        agent=DELEGUE.cle,
        nom="Le Goff",
        prenom="Yvon",
        opj=OPJ.cle,
        unite="Commissariat de Rennes",
        lieu="Saint-Malo",
        le=MIDI,
        piece="CNI",
        cle="cle-collecte",
        cadre=Cadre.LIEU_PUBLIC,
        lieu_public="35-gare",
        ecrit_du=None,
    )
    assert collectee.etablissement is None
    assert (ecriture.role, ecriture.acteur) == (Role.AUTORITE, DELEGUE.cle)
    assert collecter()[0].collecte.lieu == "Rennes"  # type: ignore[union-attr]


def test_aut_02_r72_1_v_ta_toulouse_1989_un_delegue_n_etablit_jamais() -> None:
    with pytest.raises(AccesRefuse, match="l'établit"):
        etablir(agent=DELEGUE, accordee=delegue())
    with pytest.raises(AccesRefuse, match="l'établit"):
        etablir(collecter()[0], DELEGUE, delegue())


@pytest.mark.parametrize("qualite", [q for q in Qualite if q is not Qualite.DELEGUE_OPJ])
def test_aut_02_seul_le_delegue_d_un_opj_recueille(qualite: Qualite) -> None:
    with pytest.raises(AccesRefuse, match="Seul le délégué"):
        collecter(accordee=habilitation(DELEGUE, qualite=qualite))


def test_aut_02_r72_1_v_l_opj_etablit_avec_la_piece_et_le_lieu_que_le_delegue_a_vus() -> None:
    vue = Circonstances(
        piece="PASSEPORT",
        cadre=Cadre.LIEU_PUBLIC,
        lieu_public="35-gare",
        lieu="Saint-Malo",
        ecrit_du=date(2027, 2, 25),
    )
    acte = etablir(collecter(vue)[0])[0].etablissement

    assert acte is not None
    assert (acte.agent, acte.le, acte.piece) == (OPJ.cle, MIDI, "PASSEPORT")
    assert (acte.cadre, acte.lieu_public, acte.lieu) == (
        Cadre.LIEU_PUBLIC,
        "35-gare",
        "Saint-Malo",
    )
    assert acte.ecrit_du == date(2027, 2, 25)


def test_aut_02_r72_1_v_un_autre_opj_n_etablit_pas_ce_qui_a_ete_recueilli() -> None:
    with pytest.raises(AccesRefuse, match="qui l'a désigné"):
        etablir(collecter()[0], APJ)


def test_aut_04_avec_une_identite_certifiee_nul_agent_et_une_procuration_de_france() -> None:
    etablie, ecriture = etablissement.etablir_avec_identite_certifiee(
        demande_dans(Etat.DEPOSEE), cle="cle-acte", maintenant=MIDI
    )

    assert etablie.etablissement == Etablissement(
        agent="ministere-interieur",
        nom="Ministère de l'Intérieur",
        prenom="",
        qualite=QualiteHorsPortail.MINISTERE_INTERIEUR,
        unite="",
        lieu="En ligne",
        le=MIDI,
        piece="",
        cle="cle-acte",
        cadre=Cadre.CERTIFIE,
        en_france=True,
    )
    assert (ecriture.role, ecriture.acteur) == (Role.MANDANT, "mandant-1")


@pytest.mark.parametrize(
    "motif,evenement,etat",
    [
        ("A1", Evenement.AJOURNEMENT, Etat.DEPOSEE),
        ("A2", Evenement.AJOURNEMENT, Etat.DEPOSEE),
        ("A3", Evenement.AJOURNEMENT, Etat.DEPOSEE),
        ("A4", Evenement.REFUS_AUTORITE, Etat.REFUSEE_AGENT),
        ("A5", Evenement.REFUS_AUTORITE, Etat.REFUSEE_AGENT),
    ],
)
def test_r73_un_refus_au_guichet_garde_son_motif_et_tue_ou_non_la_reference(
    motif: str, evenement: Evenement, etat: Etat
) -> None:
    refusee, ecriture = etablissement.refuser_au_guichet(
        demande_dans(Etat.DEPOSEE), OPJ, MOTIFS_AUTORITE[motif], cle="cle-refus", maintenant=MIDI
    )

    assert (refusee.etat, refusee.dernier) == (etat, evenement)
    assert refusee.refus == Refus(agent=OPJ.cle, le=MIDI, motif=motif, cle="cle-refus")
    assert (ecriture.motif, ecriture.role, ecriture.acteur) == (motif, Role.AUTORITE, OPJ.cle)


def test_aut_02_ce_que_l_opj_ajourne_est_a_recueillir_de_nouveau() -> None:
    ajournee = vivre("collecter", "ajourner").demande

    assert (ajournee.etat, ajournee.collecte) == (Etat.DEPOSEE, None)
    assert etablir(ajournee, APJ)[0].etat is Etat.ETABLIE


def papier(
    le: datetime, qualite: QualiteAutorite = QualiteHorsPortail.MAGISTRAT, en_france: bool = True
) -> tuple[Demande, Ecriture]:
    return etablissement.saisir_papier(
        reference="PAP7ER",
        mandant=mandant("papier#PAP7ER"),
        mandataire=mandataire(nne="12345678"),
        portee=DEUX_TOURS,
        acte=ActePapier(
            nom="Aubert", prenom="Hélène", qualite=qualite, lieu="Fès", le=le, en_france=en_france
        ),
        agent=AGENT_RENNES,
        cle="cle-saisie",
        maintenant=MIDI,
    )


def test_reg_03_r75_iii_le_papier_saisi_est_deja_etabli_a_l_instant_qu_il_porte() -> None:
    signe_le = MIDI - timedelta(days=9)

    saisie, ecriture = papier(signe_le)

    assert saisie.etablissement == Etablissement(
        agent="",
        nom="Aubert",
        prenom="Hélène",
        qualite=QualiteHorsPortail.MAGISTRAT,
        unite="",
        lieu="Fès",
        le=signe_le,
        piece="",
        cadre=Cadre.PAPIER,
        en_france=True,
    )
    assert (saisie.etat, saisie.version, saisie.support) == (Etat.ETABLIE, 1, Support.PAPIER)
    assert saisie.saisie == Saisie(agent=AGENT_RENNES.cle, le=MIDI, cle="cle-saisie")
    assert (saisie.deposee_le, saisie.expire_le, saisie.cle) == (MIDI, MIDI, "")
    assert (saisie.reference, saisie.dernier) == ("PAP7ER", Evenement.SAISIE_PAPIER)
    assert (saisie.mandant, saisie.mandataire, saisie.portee) == (
        mandant("papier#PAP7ER"),
        mandataire(nne="12345678"),
        DEUX_TOURS,
    )
    assert saisie.tete == ecriture.empreinte
    assert (ecriture.numero, ecriture.precedente) == (1, origine("PAP7ER"))
    assert (ecriture.role, ecriture.acteur, ecriture.instant) == (
        Role.MAIRIE,
        AGENT_RENNES.cle,
        MIDI,
    )


def test_cap_07_un_formulaire_signe_a_l_etranger_compte_hors_de_france() -> None:
    acte = papier(MIDI, QualiteHorsPortail.CONSUL_HONORAIRE, en_france=False)[0].etablissement

    assert acte is not None
    assert not acte.en_france
