"""What the pages say of the end that a mandant has asked for, or that an authority has made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domaine.actes import Resiliation
from chalicelib.domaine.autorites import nommer_autorite
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import dernier_jour_pour_resilier, peut_encore_servir
from chalicelib.domaine.etats import VIVANTS, Etat
from chalicelib.domaine.fin import resiliation_en_cours
from chalicelib.domaine.libelles import date_fr, instant_fr
from chalicelib.domaine.phrases import enchainer, phrase
from chalicelib.domaine.portee import Scrutins


@dataclass(frozen=True, slots=True, kw_only=True)
class VueResiliation:
    """Where a résiliation stands. `peut_demander`: the mandant may ask for it; `en_cours`: asked
    for, to be confirmed no later than `jusqu_au`; `faite_le` with `par` and `a` once it is made,
    `remplacante` the procuration established in the same act.
    """

    peut_demander: bool = False
    en_cours: bool = False
    demandee_le: str = ""
    jusqu_au: str = ""
    faite_le: str = ""
    par: str = ""
    a: str = ""
    remplacante: str = ""

    @property
    def a_faire(self) -> str:
        """What the mandant has to do about it; empty when nothing was asked."""
        if self.en_cours:
            return phrase(
                "Votre procuration n’est pas encore résiliée. Présentez-vous dans un "
                "commissariat ou une brigade de gendarmerie, n’importe où en France, ou dans un "
                "consulat, avec votre pièce d’identité et cette même référence, au plus tard le "
                "{limite}. Si vous changez d’avis, ne vous présentez pas : rien ne change.",
                limite=self.jusqu_au,
            )
        if self.faite_le:
            suite = (
                phrase("La procuration {reference} la remplace.", reference=self.remplacante)
                if self.remplacante
                else phrase("Vous pouvez voter vous-même, ou déposer une nouvelle demande.")
            )
            return enchainer(
                phrase(
                    "Cette procuration ne permet plus de voter à votre place. Prévenez la personne "
                    "que vous aviez désignée : elle ne reçoit aucun courrier."
                ),
                suite,
            )
        return ""


def vue_resiliation(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> VueResiliation:
    """At this instant."""
    acte = demande.resiliation
    if demande.etat is Etat.RESILIEE and acte is not None and acte.le is not None:
        return VueResiliation(
            demandee_le=_demandee_le(acte),
            faite_le=instant_fr(acte.le),
            par=_par(acte),
            a=acte.lieu,
            remplacante=acte.remplacante,
        )
    if demande.etat not in VIVANTS or not peut_encore_servir(demande, scrutins, maintenant):
        return VueResiliation()
    if acte is None or not resiliation_en_cours(demande, maintenant):
        return VueResiliation(peut_demander=True)
    return VueResiliation(
        en_cours=True,
        demandee_le=_demandee_le(acte),
        jusqu_au=date_fr(dernier_jour_pour_resilier(demande, acte, scrutins)),
    )


def _demandee_le(acte: Resiliation) -> str:
    # On paper, or in the act that establishes the next one, nothing was asked online before.
    return instant_fr(acte.demandee_le) if acte.expire_le > acte.demandee_le else ""


def _par(acte: Resiliation) -> str:
    if acte.qualite is None:
        return ""
    return nommer_autorite(acte.prenom, acte.nom, acte.qualite)
