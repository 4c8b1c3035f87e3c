"""The procuration goes to the register of its commune (stream function 1)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domaine import demande as vie
from chalicelib.domaine.actes import Support
from chalicelib.domaine.bureaux import bureau_de
from chalicelib.domaine.canari import est_synthetique
from chalicelib.domaine.conservation import a_effacer_le
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ConflitDeVersion, ErreurMetier
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.fin import motif_de
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.libelles import objet
from chalicelib.domaine.portee import PorteeScrutin, Scrutins, dernier_jour, premier_jour
from chalicelib.domaine.regimes import mode_de_controle
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.referentiel.communes import actuelle
from chalicelib.services.changement import Attente, Changement, Ligne, a_faire
from chalicelib.services.compter import Comptage, comptages
from chalicelib.services.ports import Contexte

_ESSAIS = 3


class CommuneSansRegistre(ErreurMetier):
    """The mandant's commune leads to no register of today: a person must look at it."""

    code = "commune-sans-registre"
    titre = "Cette commune n'a pas de registre"


def router(contexte: Contexte, demande: Demande, maintenant: datetime) -> None:
    """Puts the state told by one stream record into the register, once, only forward.

    `demande` is the record's image: it may come twice or late. Raises CommuneSansRegistre.
    """
    if demande.etablissement is None:
        return
    if demande.etat is Etat.ETABLIE:
        _transmettre(contexte, demande, maintenant)
        return
    if demande.recue_le is None:
        # Ended between its establishment and its transmission: no register ever held it.
        return
    efface_le = a_effacer_le(demande, contexte.depots.scrutins())
    if efface_le <= maintenant:
        # A record that comes back after the erasure must not write again what was erased.
        return
    ligne, premiere = ligne_attendue(contexte, demande), _recue_et_refusee_en_un_acte(demande)
    contexte.depots.avancer_ligne(ligne, efface_le, premiere=premiere)


def _recue_et_refusee_en_un_acte(demande: Demande) -> bool:
    """A form on paper that the mairie entered as refused: no reception has written its row."""
    saisie, refus = demande.saisie, demande.decision
    return saisie is not None and refus is not None and saisie.le == refus.le


def ligne_attendue(contexte: Contexte, demande: Demande) -> Ligne:
    """The row that the register of its commune must hold now. Raises CommuneSansRegistre."""
    a_repondre = demande.etat is Etat.A_CONTROLER and demande.verification is None
    en_attente = a_repondre and mode_du_controle(contexte, demande) is not ModeControle.MAIRIE
    return ligne_du_registre(demande, contexte.depots.scrutins(), en_attente=en_attente)


def ligne_du_registre(demande: Demande, scrutins: Scrutins, *, en_attente: bool = False) -> Ligne:
    """The row of a procuration received by its commune. Raises CommuneSansRegistre."""
    etablissement, recue_le = demande.etablissement, demande.recue_le
    if etablissement is None or recue_le is None:
        raise ValueError("seule une procuration reçue a une ligne au registre")
    civil, mandataire = demande.mandant.etat_civil, demande.mandataire
    return Ligne(
        commune=commune_du_registre(demande),
        reference=demande.reference,
        version=demande.version,
        etat=demande.etat,
        premier_jour=premier_jour(demande.portee, scrutins).isoformat(),
        dernier_jour=dernier_jour(demande.portee, scrutins).isoformat(),
        objet=objet(demande.portee, scrutins),
        mandant_nom=civil.nom,
        mandant_prenoms=" ".join(civil.prenoms),
        mandataire_nom=mandataire.nom,
        mandataire_prenoms=" ".join(mandataire.prenoms),
        autorite_nom=etablissement.nom,
        autorite_prenom=etablissement.prenom,
        autorite_qualite=etablissement.qualite.value,
        lieu=etablissement.lieu,
        etablie_le=etablissement.le,
        recue_le=recue_le,
        scrutin=demande.portee.scrutin if isinstance(demande.portee, PorteeScrutin) else "",
        tours=demande.portee.tours if isinstance(demande.portee, PorteeScrutin) else (),
        motif=motif_de(demande),
        nuls=tuple(jour.isoformat() for jour in demande.nuls),
        votes=tuple(jour.isoformat() for jour in demande.votes),
        en_attente=en_attente,
        bureau=bureau_de(demande),
        decidee_le=demande.decision.le if demande.decision else None,
    )


def commune_du_registre(demande: Demande) -> str:
    """The code of the commune of today (old codes, communes déléguées and associées,
    arrondissements). Raises CommuneSansRegistre.
    """
    if est_synthetique(demande):
        return demande.mandant.commune
    commune = actuelle(demande.mandant.commune)
    if commune is None:
        raise CommuneSansRegistre(f"Code inconnu : {demande.mandant.commune}")
    return commune.code


def mode_du_controle(contexte: Contexte, demande: Demande) -> ModeControle:
    """Who checks this procuration: the mairie always where no national register is connected, and
    the canary's own, about whom nobody is asked.
    """
    if contexte.registre is None or est_synthetique(demande):
        return ModeControle.MAIRIE
    return mode_de_controle(
        demande.portee, demande.mandant.commune, contexte.depots.scrutins(), contexte.controle
    )


def attente_du_registre(
    contexte: Contexte, demande: Demande, maintenant: datetime
) -> tuple[Attente, ...]:
    """The question to ask the national register about a procuration that has just come to be
    checked; none when the mairie checks it.
    """
    if mode_du_controle(contexte, demande) is ModeControle.MAIRIE:
        return ()
    return (a_faire(f"R#{demande.reference}", demande.tete, maintenant),)


def _transmettre(contexte: Contexte, demande: Demande, maintenant: datetime) -> None:
    recue, ecritures = vie.transmettre(demande, maintenant)
    changement = Changement(
        demande=recue,
        depuis=demande.version,
        ecritures=ecritures,
        instant=maintenant,
        ligne=ligne_attendue(contexte, recue),
        attentes=attente_du_registre(contexte, recue, maintenant),
        comptages=_comptages(recue, ecritures),
    )
    for reste in reversed(range(_ESSAIS)):
        try:
            contexte.depots.enregistrer(changement)
        except ConflitDeVersion:
            actuelle_ = contexte.depots.demande(demande.reference)
            if actuelle_ is not None and actuelle_.version > demande.version:
                # Routed by an earlier delivery.
                return
            # A transaction was in the way, maybe one that counts in the same place: the record
            # must come back when it stays there.
            if not reste:
                raise
        else:
            return


def _comptages(recue: Demande, ecritures: tuple[Ecriture, ...]) -> tuple[Comptage, ...]:
    if recue.etablissement is None:
        raise ValueError("seule une procuration établie est reçue")
    return comptages(
        commune_du_registre(recue),
        recue.reference,
        ecritures,
        etablie_le=recue.etablissement.le,
        papier=recue.support is Support.PAPIER,
    )
