"""Advice before the trip: what the national register would refuse, told while there is time.

It decides nothing and keeps nothing: the same checks are made again once the procuration is
established. Of the mandataire's other procurations it tells a yes or a no, never whose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.domaine.controles import Controle, Resultat
from chalicelib.domaine.controles_registre import controler_au_registre, nomme_par_le_registre
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import (
    Reponse,
    recherche_du_mandant,
    recherche_du_mandataire,
)
from chalicelib.domaine.etats import A_PRESENTER
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.libelles import MOTIFS_AU_MANDANT
from chalicelib.domaine.motifs import MOTIFS
from chalicelib.domaine.plafond import Compte, Engagement, Sens
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.domaine.temps import jour
from chalicelib.referentiel import consulats
from chalicelib.services.controler_au_registre import commune_inscrite, inscrits_ensemble
from chalicelib.services.ports import Contexte
from chalicelib.services.registre_national import RegistreIndisponible
from chalicelib.services.router import mode_du_controle

AVIS_PAR_JOUR = 10
"""Each advice says whether somebody is registered somewhere: enough for a mandant who corrects a
name, too few for who would look people up."""


@dataclass(frozen=True, slots=True)
class Avis:
    """One thing that would be refused: its motif, in words for the mandant, and what to do."""

    motif: str
    phrase: str
    conseil: str


@dataclass(frozen=True, slots=True)
class Conseil:
    """What the register says today. `disponible` is false when it can't answer now, when it is not
    asked (the mairie checks), or when the mandant has asked too often; `avis` is then empty.
    """

    disponible: bool
    avis: tuple[Avis, ...] = ()


SANS_CONSEIL = Conseil(False)


def conseiller(contexte: Contexte, demande: Demande, maintenant: datetime) -> Conseil:
    """The advice on a demande that is still to be presented."""
    if (
        demande.etat not in A_PRESENTER
        or contexte.registre is None
        or mode_du_controle(contexte, demande) is ModeControle.MAIRIE
        or not _peut_demander(contexte, demande.mandant.id, maintenant)
    ):
        return SANS_CONSEIL
    try:
        mandant, mandataire = contexte.registre.chercher(
            recherche_du_mandant(demande.mandant), recherche_du_mandataire(demande.mandataire)
        )
    except RegistreIndisponible:
        return SANS_CONSEIL
    controles = _controles(contexte, demande, mandant, mandataire, maintenant)
    refuses = (c for c in controles if c.resultat is Resultat.NON_CONFORME)
    return Conseil(True, tuple(_avis(controle) for controle in refuses))


def _peut_demander(contexte: Contexte, mandant: str, maintenant: datetime) -> bool:
    aujourd_hui = jour(maintenant)
    return contexte.depots.prendre(
        f"avis#{mandant}#{aujourd_hui.isoformat()}",
        AVIS_PAR_JOUR,
        maintenant + timedelta(days=2),
    )


def _controles(
    contexte: Contexte,
    demande: Demande,
    mandant: Reponse,
    mandataire: Reponse,
    maintenant: datetime,
) -> tuple[Controle, ...]:
    lu = nomme_par_le_registre(demande.mandataire, mandataire)
    donneur = cle_mandant(demande.mandant, contexte.secret)
    cles = {
        cle_mandataire(demande.mandataire, contexte.secret),
        cle_mandataire(lu, contexte.secret),
    }
    _, comptes = contexte.depots.demandes_et_comptes([], sorted({donneur, *cles}))
    detenues = tuple(e for cle in sorted(cles) for e in comptes[cle].detenues())
    return controler_au_registre(
        demande,
        mandant,
        mandataire,
        comptes[donneur],
        _si_elle_etait_etablie(demande, detenues, maintenant),
        contexte.depots.scrutins(),
        commune_du_mandant=commune_inscrite(mandant, demande),
        meme_commune=inscrits_ensemble(mandant, mandataire),
        aujourd_hui=jour(maintenant),
    )


def _si_elle_etait_etablie(
    demande: Demande, detenues: tuple[Engagement, ...], maintenant: datetime
) -> Compte:
    """What the mandataire holds, by name and by number, and this one as if established now."""
    sienne = Engagement(
        reference=demande.reference,
        sens=Sens.DETENUE,
        portee=demande.portee,
        # After all that is established already: it can only be later.
        etablie_le=maintenant + timedelta(microseconds=1),
        commune=demande.mandant.commune,
        liste_consulaire=demande.mandant.commune in consulats.par_code(),
    )
    return Compte("", 0, (*detenues, sienne))


def _avis(controle: Controle) -> Avis:
    motif = MOTIFS[controle.motif]
    return Avis(motif.code, MOTIFS_AU_MANDANT[motif.code], motif.conseil)
