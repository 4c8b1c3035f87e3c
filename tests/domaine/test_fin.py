"""How a procuration ends (L75, L77, R78 to R80), or rests for one tour (L76)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.domaine import fin
from chalicelib.domaine.actes import Fin, Resiliation
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import AccesRefuse, DemandeExpiree, TransitionInterdite
from chalicelib.domaine.etats import VIVANTS, Etat, Evenement, Role
from chalicelib.domaine.habilitation import Habilitation, Qualite
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.motifs import MOTIFS
from tests.constructeurs import AGENT_RENNES, APJ, DELEGUE, OPJ, habilitation
from tests.domaine.exemples import (
    DEPOT,
    GESTES,
    PREMIER_TOUR,
    SECOND_TOUR,
    delegue,
    demande_dans,
    vivre,
)

MIDI = DEPOT + timedelta(hours=3)
DEUX_MOIS = datetime(2027, 5, 1, 22, tzinfo=UTC)
"""The end of 1 May in Paris: two months after a demande of 1 March."""
INSTANT = timedelta(microseconds=1)
ACCEPTEE = ("etablir", "transmettre", "accepter")
LABELS = {"DECES", "RADIATION"}


def demandee(quand: datetime = MIDI) -> Demande:
    """A valid procuration whose mandant asks online to end it."""
    return fin.demander_resiliation(demande_dans(Etat.VALIDE), quand)[0]


def resilier(
    demande: Demande, quand: datetime, accordee: Habilitation | None = None, **autres: str
) -> tuple[Demande, Ecriture]:
    return fin.resilier(
        demande,
        OPJ,
        accordee or habilitation(),
        piece="PASSEPORT",
        cle="cle-fin",
        maintenant=quand,
        **autres,
    )


@pytest.mark.parametrize("etat", sorted(VIVANTS))
def test_res_01_l75_le_mandant_demande_la_fin_sans_rien_finir(etat: Etat) -> None:
    demande, ecriture = fin.demander_resiliation(demande_dans(etat), MIDI)

    assert demande.etat is etat
    assert demande.resiliation == Resiliation(demandee_le=MIDI, expire_le=DEUX_MOIS)
    assert (ecriture.role, ecriture.acteur, ecriture.motif) == (Role.MANDANT, "mandant-1", "")
    assert fin.resiliation_en_cours(demande, MIDI)


def test_res_01_r78_il_a_deux_mois_pour_se_presenter_et_pas_un_instant_de_plus() -> None:
    demande = demandee()

    assert resilier(demande, DEUX_MOIS - INSTANT)[0].etat is Etat.RESILIEE
    assert fin.resiliation_en_cours(demande, DEUX_MOIS - INSTANT)
    assert not fin.resiliation_en_cours(demande, DEUX_MOIS)
    with pytest.raises(DemandeExpiree, match="plus de deux mois"):
        resilier(demande, DEUX_MOIS)
    # He may ask again.
    encore = fin.demander_resiliation(demande, DEUX_MOIS)[0]
    assert resilier(encore, DEUX_MOIS)[0].etat is Etat.RESILIEE


def test_res_01_r78_l_acte_porte_l_autorite_comme_a_l_etablissement() -> None:
    plus_tard = MIDI + timedelta(days=1)

    resiliee, ecriture = resilier(demandee(), plus_tard)

    assert resiliee.resiliation == Resiliation(
        demandee_le=MIDI,
        expire_le=DEUX_MOIS,
        le=plus_tard,
        agent=OPJ.cle,
        nom="Kervella",
        prenom="Yann",
        qualite=Qualite.OPJ,
        lieu="Rennes",
        piece="PASSEPORT",
        cle="cle-fin",
        remplacante="",
    )
    assert (ecriture.role, ecriture.acteur, ecriture.motif) == (Role.AUTORITE, OPJ.cle, "M14")
    assert not fin.resiliation_en_cours(resiliee, plus_tard)


def test_res_01_r78_sans_demande_du_mandant_l_autorite_ne_finit_rien() -> None:
    with pytest.raises(TransitionInterdite, match="n'a pas demandé"):
        resilier(demande_dans(Etat.VALIDE), MIDI)
    resiliee = resilier(demandee(), MIDI)[0]
    with pytest.raises(TransitionInterdite):
        resilier(resiliee, MIDI)
    assert not fin.resiliation_en_cours(demande_dans(Etat.VALIDE), MIDI)


def test_res_01_r78_ce_qui_a_deja_ete_resilie_n_est_plus_demande() -> None:
    faite = replace(
        demandee(), resiliation=Resiliation(demandee_le=MIDI, expire_le=DEUX_MOIS, le=MIDI)
    )

    with pytest.raises(TransitionInterdite, match="n'a pas demandé"):
        resilier(faite, MIDI)


def test_res_01_l75_resilier_et_remplacer_est_demande_par_l_acte_lui_meme() -> None:
    resiliee, _ = resilier(demande_dans(Etat.VALIDE), MIDI, remplacante="NEUVE2")

    acte = resiliee.resiliation
    assert acte is not None
    assert (acte.demandee_le, acte.expire_le, acte.le) == (MIDI, MIDI, MIDI)
    assert (acte.remplacante, acte.agent) == ("NEUVE2", OPJ.cle)


def test_res_01_remplacer_garde_l_instant_de_ce_qui_avait_ete_demande() -> None:
    acte = resilier(demandee(), MIDI + timedelta(1), remplacante="NEUVE2")[0].resiliation

    assert acte is not None
    assert (acte.demandee_le, acte.expire_le) == (MIDI, DEUX_MOIS)


@pytest.mark.parametrize("remplacante", ["", "NEUVE2"])
def test_res_01_r72_1_v_un_delegue_ne_resilie_pas(remplacante: str) -> None:
    with pytest.raises(AccesRefuse, match="délégué ne résilie pas"):
        fin.resilier(
            demandee(),
            DELEGUE,
            delegue(),
            piece="CNI",
            cle="",
            maintenant=MIDI,
            remplacante=remplacante,
        )


def test_res_01_r75_i_la_mairie_enregistre_une_resiliation_recue_sur_papier() -> None:
    recue_le = MIDI - timedelta(days=2)

    resiliee, ecriture = fin.resilier_sur_papier(
        demande_dans(Etat.VALIDE), AGENT_RENNES, recue_le=recue_le, cle="cle-fin", maintenant=MIDI
    )

    assert resiliee.resiliation == Resiliation(
        demandee_le=recue_le,
        expire_le=recue_le,
        le=recue_le,
        agent=AGENT_RENNES.cle,
        cle="cle-fin",
    )
    assert (ecriture.role, ecriture.acteur, ecriture.instant, ecriture.motif) == (
        Role.MAIRIE,
        AGENT_RENNES.cle,
        MIDI,
        "M14",
    )


def test_aut_04_res_01_avec_une_identite_certifiee_le_mandant_resilie_seul() -> None:
    resiliee, ecriture = fin.resilier_avec_identite_certifiee(
        demande_dans(Etat.VALIDE), cle="cle-fin", maintenant=MIDI, remplacante="NEUVE2"
    )

    assert resiliee.resiliation == Resiliation(
        demandee_le=MIDI, expire_le=MIDI, le=MIDI, cle="cle-fin", remplacante="NEUVE2"
    )
    assert (ecriture.role, ecriture.acteur, ecriture.motif) == (Role.MANDANT, "mandant-1", "M14")
    seule = GESTES["résilier, identité certifiée"](demande_dans(Etat.VALIDE), MIDI)[0].resiliation
    assert seule is not None
    assert seule.remplacante == ""


@pytest.mark.parametrize(
    "par_la_mairie,evenement,role,acteur",
    [
        (True, Evenement.ANNULATION, Role.MAIRIE, AGENT_RENNES.cle),
        (False, Evenement.ANNULATION_REGISTRE, Role.SYSTEME, "registre-national"),
    ],
)
def test_res_03_l77_la_mort_ou_la_perte_des_droits_du_mandataire_l_annule(
    par_la_mairie: bool, evenement: Evenement, role: Role, acteur: str
) -> None:
    agent = AGENT_RENNES if par_la_mairie else None

    annulee, ecriture = fin.annuler(
        demande_dans(Etat.VALIDE), agent, cle="cle-fin", maintenant=MIDI
    )

    assert (annulee.etat, annulee.dernier) == (Etat.ANNULEE_DROIT, evenement)
    assert annulee.fin == Fin(le=MIDI, motif="M15", agent=acteur, cle="cle-fin")
    assert (ecriture.role, ecriture.acteur, ecriture.motif) == (role, acteur, "M15")
    assert MOTIFS["M15"].article == "L77"


@pytest.mark.parametrize("motif", sorted(LABELS))
@pytest.mark.parametrize(
    "par_la_mairie,evenement,role,acteur",
    [
        (True, Evenement.CADUCITE, Role.MAIRIE, AGENT_RENNES.cle),
        (False, Evenement.CADUCITE_REGISTRE, Role.SYSTEME, "registre-national"),
    ],
)
def test_la_mort_ou_la_radiation_du_mandant_la_rend_caduque(
    par_la_mairie: bool, evenement: Evenement, role: Role, acteur: str, motif: str
) -> None:
    agent = AGENT_RENNES if par_la_mairie else None

    caduque, ecriture = fin.rendre_caduque(
        demande_dans(Etat.VALIDE), agent, motif=motif, cle="cle-fin", maintenant=MIDI
    )

    assert (caduque.etat, caduque.dernier) == (Etat.CADUQUE, evenement)
    assert caduque.fin == Fin(le=MIDI, motif=motif, agent=acteur, cle="cle-fin")
    assert (ecriture.role, ecriture.acteur, ecriture.motif) == (role, acteur, motif)


def test_le_repertoire_seul_finit_sans_cle() -> None:
    for geste in ("annuler au registre", "rendre caduque au registre"):
        finie = GESTES[geste](demande_dans(Etat.VALIDE), MIDI)[0]
        assert finie.fin is not None
        assert finie.fin.cle == ""


def test_res_02_l76_le_vote_du_mandant_ne_vaut_que_pour_ce_tour() -> None:
    votee, ecriture = fin.noter_vote_du_mandant(
        demande_dans(Etat.VALIDE), AGENT_RENNES, SECOND_TOUR, MIDI
    )

    assert (votee.etat, votee.votes) == (Etat.VALIDE, (SECOND_TOUR,))
    assert (ecriture.role, ecriture.acteur) == (Role.MAIRIE, AGENT_RENNES.cle)
    # At both tours, and twice said is once said.
    encore = fin.noter_vote_du_mandant(votee, AGENT_RENNES, PREMIER_TOUR, MIDI)[0]
    encore = fin.noter_vote_du_mandant(encore, AGENT_RENNES, SECOND_TOUR, MIDI)[0]
    assert encore.votes == (PREMIER_TOUR, SECOND_TOUR)


def test_r74_une_procuration_est_echue_par_le_temps_seul() -> None:
    echue, ecriture = fin.echoir(demande_dans(Etat.VALIDE), MIDI)

    assert echue.etat is Etat.ECHUE
    assert (ecriture.role, ecriture.acteur) == (Role.SYSTEME, "conservation")


@pytest.mark.parametrize(
    "gestes,motif",
    [
        ((), ""),
        (("etablir",), ""),
        (ACCEPTEE, ""),
        (("etablir", "transmettre", "refuser"), "M06"),
        (("etablir", "transmettre", "rejeter au registre"), "M03"),
        ((*ACCEPTEE, "frapper de nullité"), "M06"),
        ((*ACCEPTEE, "résilier"), "M14"),
        ((*ACCEPTEE, "annuler"), "M15"),
        ((*ACCEPTEE, "rendre caduque"), "RADIATION"),
        ((*ACCEPTEE, "rendre caduque au registre"), "DECES"),
        ((*ACCEPTEE, "échoir"), ""),
        (("refuser au guichet",), ""),
    ],
)
def test_on_sait_pourquoi_elle_est_refusee_ou_finie(gestes: tuple[str, ...], motif: str) -> None:
    assert fin.motif_de(vivre(*gestes).demande) == motif


def test_chaque_motif_de_fin_se_dit_a_l_agent() -> None:
    assert set(fin.MOTIFS_CADUCITE) == LABELS
    for code in (*LABELS, *MOTIFS):
        assert len(fin.libelle_du_motif(code).split()) > 2
    assert fin.libelle_du_motif("M15") == MOTIFS["M15"].libelle
    assert fin.libelle_du_motif("DECES") == fin.MOTIFS_CADUCITE["DECES"]
    assert fin.libelle_du_motif("") == ""


def test_on_n_ecrit_ni_a_un_mort_ni_sans_adresse() -> None:
    valide = demande_dans(Etat.VALIDE)
    sans_adresse = replace(valide, mandant=replace(valide.mandant, courriel=""))

    assert fin.est_joignable(valide)
    assert not fin.est_joignable(sans_adresse)
    assert not fin.est_joignable(GESTES["rendre caduque au registre"](valide, MIDI)[0])
    assert fin.est_joignable(GESTES["rendre caduque"](valide, MIDI)[0])


def test_une_fin_deja_enregistree_par_le_meme_appel_se_reconnait() -> None:
    annulee = GESTES["annuler"](demande_dans(Etat.VALIDE), MIDI)[0]

    assert fin.est_la_fin_de(annulee, AGENT_RENNES, "cle")
    assert not fin.est_la_fin_de(annulee, AGENT_RENNES, "autre")
    assert not fin.est_la_fin_de(annulee, APJ, "cle")
    assert not fin.est_la_fin_de(demande_dans(Etat.VALIDE), AGENT_RENNES, "cle")
    sans_cle = fin.annuler(demande_dans(Etat.VALIDE), AGENT_RENNES, maintenant=MIDI)[0]
    assert not fin.est_la_fin_de(sans_cle, AGENT_RENNES, "")
