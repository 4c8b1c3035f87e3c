"""Domain objects as the JSON that each portal may see."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chalicelib.domaine.controles import Controle
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import dernier_jour_pour_resilier
from chalicelib.domaine.etats import A_PRESENTER, Etat
from chalicelib.domaine.fin import libelle_du_motif, motif_de
from chalicelib.domaine.libelles import objet
from chalicelib.domaine.lieux import LieuPublic
from chalicelib.domaine.motifs import MOTIFS, MOTIFS_AUTORITE
from chalicelib.domaine.portee import Portee, PorteePeriode, Scrutins
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.referentiel.commune import Commune
from chalicelib.services.acheminement import Acheminement, adresse_en_echec
from chalicelib.services.activites import Activite
from chalicelib.services.changement import Ligne
from chalicelib.services.guichet import est_a_resilier


def commune(lue: Commune) -> dict[str, Any]:
    """A choice of the search of communes."""
    return {"code": lue.code, "libelle": lue.libelle, "consulaire": lue.consulaire}


def scrutin(lu: Scrutin) -> dict[str, Any]:
    """A scrutin and its tours."""
    return {
        "id": lu.id,
        "libelle": lu.libelle,
        "dates_provisoires": lu.dates_provisoires,
        "tours": [{"numero": t.numero, "date": t.date.isoformat()} for t in lu.tours],
    }


def demande_du_mandant(demande: Demande, scrutins: Scrutins) -> dict[str, Any]:
    """All of one's own demande: every step with its instant."""
    etablissement, decision = demande.etablissement, demande.decision
    return {
        "reference": demande.reference,
        "etat": demande.etat.value,
        "commune": demande.mandant.commune,
        "courriel": demande.mandant.courriel,
        "mandataire": _mandataire_du_mandant(demande),
        "portee": portee(demande.portee),
        "objet": objet(demande.portee, scrutins),
        "deposee_le": demande.deposee_le.isoformat(),
        "expire_le": demande.expire_le.isoformat(),
        "retiree_le": demande.retiree_le.isoformat() if demande.retiree_le else None,
        "etablie_le": etablissement.le.isoformat() if etablissement else None,
        "autorite": _autorite(demande),
        "refus_au_guichet": _refus(demande),
        "recue_par_la_mairie_le": demande.recue_le.isoformat() if demande.recue_le else None,
        "decision": None
        if decision is None
        else {
            "acceptee": not decision.motif,
            "le": decision.le.isoformat(),
            "motif": decision.motif or None,
            "libelle": MOTIFS[decision.motif].libelle if decision.motif else None,
            "precision": decision.precision or None,
            "conseil": MOTIFS[decision.motif].conseil if decision.motif else None,
        },
        "resiliation": _resiliation(demande, scrutins),
        "remplace": list(demande.remplace),
        "fin": _fin(demande),
        "nuls": [jour.isoformat() for jour in demande.nuls],
        "votes_du_mandant": [jour.isoformat() for jour in demande.votes],
    }


def courriels(suivis: Sequence[Acheminement]) -> dict[str, Any]:
    """What became of the messages to the mandant."""
    return {
        "adresse_en_echec": adresse_en_echec(suivis),
        "courriels": [
            {
                "message": suivi.message.value,
                "etat": suivi.sort.value,
                "le": suivi.le.isoformat(),
                "adresse_actuelle": suivi.actuelle,
            }
            for suivi in suivis
        ],
    }


def demande_au_guichet(demande: Demande, scrutins: Scrutins) -> dict[str, Any]:
    """What an authority compares with the document in hand, what is asked, and which act it calls
    for: an establishment, a résiliation, or none any more.
    """
    a_resilier = est_a_resilier(demande)
    acte = "RESILIATION" if a_resilier else "ETABLISSEMENT"
    resiliation = demande.resiliation
    return {
        **_dossier(demande, scrutins),
        "acte": acte if a_resilier or demande.etat in A_PRESENTER else None,
        "resiliee_le": resiliation.le.isoformat() if resiliation and resiliation.le else None,
        "remplace": list(demande.remplace),
        "collecte": collecte(demande) if demande.etat is Etat.COLLECTEE else None,
    }


def _dossier(demande: Demande, scrutins: Scrutins) -> dict[str, Any]:
    civil = demande.mandant.etat_civil
    return {
        "reference": demande.reference,
        "etat": demande.etat.value,
        "mandant": {
            "nom": civil.nom,
            "nom_usage": civil.nom_usage or None,
            "prenoms": list(civil.prenoms),
            "sexe": civil.sexe.value,
            "naissance": civil.naissance,
        },
        "commune": demande.mandant.commune,
        "mandataire": _mandataire(demande),
        "portee": portee(demande.portee),
        "objet": objet(demande.portee, scrutins),
        "deposee_le": demande.deposee_le.isoformat(),
        "expire_le": demande.expire_le.isoformat(),
        "etablie_le": demande.etablissement.le.isoformat() if demande.etablissement else None,
    }


def procuration(
    demande: Demande, controles: tuple[Controle, ...], scrutins: Scrutins
) -> dict[str, Any]:
    """What the mairie examines."""
    decision = demande.decision
    return {
        **_dossier(demande, scrutins),
        "autorite": _autorite(demande),
        "recue_le": demande.recue_le.isoformat() if demande.recue_le else None,
        "decidee_le": decision.le.isoformat() if decision else None,
        "motif": motif_de(demande) or None,
        "nuls": [jour.isoformat() for jour in demande.nuls],
        "votes_du_mandant": [jour.isoformat() for jour in demande.votes],
        "support": demande.support.value,
        "numerisee": demande.saisie is not None and bool(demande.saisie.numerisation),
        "a_prevenir_par_courrier": not demande.mandant.courriel,
        "controles": [
            {
                "id": c.id,
                "libelle": c.libelle,
                "article": c.article,
                "resultat": c.resultat.value,
                "explication": c.explication,
                "motif": c.motif,
            }
            for c in controles
        ],
    }


def collecte(demande: Demande) -> dict[str, Any]:
    """What an OPJ is told of a demande that waits for him: no elector."""
    acte = demande.collecte
    if acte is None:
        raise ValueError("cette demande n'a pas été recueillie")
    return {
        "reference": demande.reference,
        "recueillie_par": {"nom": acte.nom, "prenom": acte.prenom, "unite": acte.unite},
        "recueillie_le": acte.le.isoformat(),
        "lieu": acte.lieu,
        "cadre": acte.cadre.value,
    }


def activite(fait: Activite) -> dict[str, Any]:
    """One act in an agent's list of the day."""
    return {
        "reference": fait.reference,
        "acte": fait.acte.value,
        "instant": fait.instant.isoformat(),
        "commune": fait.commune,
        "cadre": fait.cadre.value if fait.cadre else None,
    }


def lieu_public(lieu: LieuPublic) -> dict[str, Any]:
    """A public place that is open."""
    return {
        "id": lieu.id,
        "libelle": lieu.libelle,
        "commune": lieu.commune,
        "arrete": lieu.arrete,
        "creneaux": [
            {"debut": c.debut.isoformat(), "fin": c.fin.isoformat()} for c in lieu.creneaux
        ],
    }


def ligne_de_file(ligne: Ligne) -> dict[str, Any]:
    """A row of the mairie's queue."""
    return {
        "reference": ligne.reference,
        "etat": ligne.etat.value,
        "objet": ligne.objet,
        "premier_jour": ligne.premier_jour,
        "mandant": {"nom": ligne.mandant_nom, "prenoms": ligne.mandant_prenoms},
        "mandataire": {"nom": ligne.mandataire_nom, "prenoms": ligne.mandataire_prenoms},
        "etablie_le": ligne.etablie_le.isoformat(),
        "recue_le": ligne.recue_le.isoformat(),
        "motif": ligne.motif or None,
        "nuls": list(ligne.nuls),
        "votes_du_mandant": list(ligne.votes),
    }


def portee(lue: Portee) -> dict[str, Any]:
    """What the procuration covers, as it is posted."""
    if isinstance(lue, PorteePeriode):
        return {"du": lue.du.isoformat(), "au": lue.au.isoformat()}
    return {"scrutin": lue.scrutin, "tours": list(lue.tours)}


def _mandataire_du_mandant(demande: Demande) -> dict[str, Any]:
    """Once the national register has answered, the number is its own: the mandant may never have
    known it.
    """
    connu = _mandataire(demande)
    return connu | {"nne": None} if demande.verification else connu


def _mandataire(demande: Demande) -> dict[str, Any]:
    designe = demande.mandataire
    return {
        "nne": designe.nne or None,
        "nom": designe.nom or None,
        "prenoms": list(designe.prenoms),
        "sexe": designe.sexe.value if designe.sexe else None,
        "naissance": designe.naissance,
        "commune": designe.commune or None,
    }


def _autorite(demande: Demande) -> dict[str, Any] | None:
    acte = demande.etablissement
    if acte is None:
        return None
    return {
        "nom": acte.nom,
        "prenom": acte.prenom,
        "qualite": acte.qualite.value,
        "lieu": acte.lieu,
        "le": acte.le.isoformat(),
    }


def _refus(demande: Demande) -> dict[str, Any] | None:
    refus = demande.refus
    if refus is None:
        return None
    motif = MOTIFS_AUTORITE[refus.motif]
    return {"le": refus.le.isoformat(), "libelle": motif.libelle, "definitif": motif.definitif}


def _resiliation(demande: Demande, scrutins: Scrutins) -> dict[str, Any] | None:
    acte = demande.resiliation
    if acte is None:
        return None
    return {
        "demandee_le": acte.demandee_le.isoformat(),
        "a_confirmer_jusqu_au": None
        if acte.le
        else dernier_jour_pour_resilier(demande, acte, scrutins).isoformat(),
        "resiliee_le": acte.le.isoformat() if acte.le else None,
        "remplacee_par": acte.remplacante or None,
    }


def _fin(demande: Demande) -> dict[str, Any] | None:
    fin = demande.fin
    if fin is None:
        return None
    return {
        "le": fin.le.isoformat(),
        "motif": fin.motif,
        "libelle": libelle_du_motif(fin.motif),
        "conseil": MOTIFS[fin.motif].conseil if fin.motif in MOTIFS else None,
    }
