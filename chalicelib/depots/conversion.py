"""The other domain objects to items and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.depots import peremption
from chalicelib.depots.modeles import (
    AttenteModele,
    CarteEngagement,
    CompteModele,
    EcritureModele,
    LigneModele,
)
from chalicelib.depots.portees import (
    carte_jours,
    carte_portee,
    lire_jours,
    lire_portee,
    lire_tours,
    textes,
)
from chalicelib.domaine import canari
from chalicelib.domaine.conservation import fin_de_conservation
from chalicelib.domaine.etats import Etat, Role
from chalicelib.domaine.journal import HORS_CHAINE, Ecriture
from chalicelib.domaine.plafond import Compte, Engagement, Sens
from chalicelib.domaine.portee import Scrutins
from chalicelib.domaine.temps import jour
from chalicelib.services.changement import Attente, Ligne

EN_ATTENTE = "_REU"
"""After the state in `rang`: the national register has still to answer."""


def modele_ecriture(ecriture: Ecriture) -> EcritureModele:
    """The item of a journal entry. Transitions sort by number; a consultation, or the
    erasure, sorts after the state that was seen, by instant, and its print keeps two of the same
    instant apart.
    """
    rang = f"{ecriture.numero:06d}"
    if ecriture.evenement in HORS_CHAINE:
        instant = ecriture.instant.isoformat(timespec="microseconds")
        rang = f"{rang}#{instant}#{ecriture.empreinte[:8]}"
    return EcritureModele(
        reference=ecriture.reference,
        rang=rang,
        numero=ecriture.numero,
        evenement=ecriture.evenement,
        role=ecriture.role.value,
        acteur=ecriture.acteur,
        instant=ecriture.instant,
        de=ecriture.de or None,
        vers=ecriture.vers,
        motif=ecriture.motif or None,
        precedente=ecriture.precedente,
        empreinte=ecriture.empreinte,
    )


def ecriture(modele: EcritureModele) -> Ecriture:
    """The journal entry of an item."""
    return Ecriture(
        reference=modele.reference,
        numero=int(modele.numero),
        evenement=modele.evenement,
        role=Role(modele.role),
        acteur=modele.acteur,
        instant=modele.instant,
        de=modele.de or "",
        vers=modele.vers,
        motif=modele.motif or "",
        precedente=modele.precedente,
        empreinte=modele.empreinte,
    )


def modele_compte(compte: Compte, scrutins: Scrutins) -> CompteModele:
    """The item of an elector's account, erased when the last of its procurations must be."""
    return CompteModele(
        electeur=compte.electeur,
        version=compte.version,
        engagements=[
            CarteEngagement(
                reference=engagement.reference,
                sens=engagement.sens.value,
                portee=carte_portee(engagement.portee),
                etablie_le=engagement.etablie_le,
                mandant=engagement.mandant or None,
                commune=engagement.commune or None,
                france=engagement.en_france,
                consulaire=engagement.liste_consulaire,
                autre=engagement.autre or None,
                acceptee=engagement.acceptee or None,
                nulle=engagement.nulle or None,
                nuls=carte_jours(engagement.nuls),
            )
            for engagement in compte.engagements
        ],
        exp=_fin_du_compte(compte, scrutins),
    )


def compte(electeur: str, modele: CompteModele | None) -> Compte:
    """The account of an elector, empty when there is no item."""
    if modele is None:
        return Compte(electeur, 0, ())
    return Compte(
        electeur,
        int(modele.version),
        tuple(
            Engagement(
                reference=carte.reference,
                sens=Sens(carte.sens),
                portee=lire_portee(carte.portee),
                etablie_le=carte.etablie_le,
                mandant=carte.mandant or "",
                commune=carte.commune or "",
                en_france=carte.france,
                liste_consulaire=carte.consulaire,
                autre=carte.autre or "",
                acceptee=bool(carte.acceptee),
                nulle=bool(carte.nulle),
                nuls=lire_jours(carte.nuls),
            )
            for carte in modele.engagements
        ),
    )


def _fin_du_compte(compte: Compte, scrutins: Scrutins) -> int | None:
    fins = [fin_de_conservation(e.portee, scrutins) for e in compte.engagements]
    # An empty account tells nothing of anybody, and its version still guards a write under way.
    return peremption.exp(max(fins)) if fins else None


def attente(modele: AttenteModele) -> Attente:
    """The work of an item."""
    return Attente(modele.cle, modele.jeton, modele.depuis, modele.prochain, int(modele.essais))


def attente_de_l_image(image: dict[str, Any]) -> Attente:
    """The work of a stream image (DynamoDB JSON)."""
    return attente(AttenteModele.from_raw_data(image))


def modele_attente(attente_: Attente) -> AttenteModele:
    """The item of a piece of work."""
    return AttenteModele(
        cle=attente_.cle,
        jeton=attente_.jeton,
        depuis=attente_.depuis,
        prochain=attente_.prochain,
        essais=attente_.essais,
    )


def modele_ligne(ligne: Ligne, efface_le: datetime) -> LigneModele:
    """The item of a register row; `rang` orders the queue: what the national register has still to
    answer comes after what waits for the clerk.
    """
    instant = ligne.etablie_le.isoformat(timespec="milliseconds")
    file = ligne.etat.value + (EN_ATTENTE if ligne.en_attente else "")
    au_guichet = ligne.etat is Etat.A_CONTROLER and not ligne.en_attente
    # Nobody waits for the mairie of the canary.
    au_guichet = au_guichet and ligne.commune != canari.COMMUNE
    return LigneModele(
        commune=ligne.commune,
        reference=ligne.reference,
        rang=f"{file}#{ligne.premier_jour}#{instant}#{ligne.reference}",
        version=ligne.version,
        etat=ligne.etat.value,
        premier_jour=ligne.premier_jour,
        dernier_jour=ligne.dernier_jour,
        objet=ligne.objet,
        mandant_nom=ligne.mandant_nom,
        mandant_prenoms=ligne.mandant_prenoms,
        mandataire_nom=ligne.mandataire_nom or None,
        mandataire_prenoms=ligne.mandataire_prenoms or None,
        autorite_nom=ligne.autorite_nom,
        autorite_prenom=ligne.autorite_prenom,
        autorite_qualite=ligne.autorite_qualite,
        lieu=ligne.lieu,
        etablie_le=ligne.etablie_le,
        recue_le=ligne.recue_le,
        scrutin=ligne.scrutin or None,
        tours=list(ligne.tours) or None,
        motif=ligne.motif or None,
        nuls=list(ligne.nuls) or None,
        attend=ligne.en_attente or None,
        votes=list(ligne.votes) or None,
        bureau=ligne.bureau or None,
        decidee_le=ligne.decidee_le,
        attente=jour(ligne.recue_le).isoformat() if au_guichet else None,
        exp=peremption.exp(efface_le),
    )


def ligne(modele: LigneModele) -> Ligne:
    """The register row of an item."""
    return Ligne(
        commune=modele.commune,
        reference=modele.reference,
        version=int(modele.version),
        etat=Etat(modele.etat),
        premier_jour=modele.premier_jour,
        dernier_jour=modele.dernier_jour,
        objet=modele.objet,
        mandant_nom=modele.mandant_nom,
        mandant_prenoms=modele.mandant_prenoms,
        mandataire_nom=modele.mandataire_nom or "",
        mandataire_prenoms=modele.mandataire_prenoms or "",
        autorite_nom=modele.autorite_nom,
        autorite_prenom=modele.autorite_prenom,
        autorite_qualite=modele.autorite_qualite,
        lieu=modele.lieu,
        etablie_le=modele.etablie_le,
        recue_le=modele.recue_le,
        scrutin=modele.scrutin or "",
        tours=lire_tours(modele.tours),
        motif=modele.motif or "",
        nuls=textes(modele.nuls),
        en_attente=bool(modele.attend),
        votes=textes(modele.votes),
        bureau=modele.bureau or "",
        decidee_le=modele.decidee_le,
    )
