"""L73 examined for a mandataire named in twenty procurations: what it asks of DynamoDB."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from chalicelib.domaine.identites import Mandant, cle_mandataire
from chalicelib.domaine.portee import PorteeScrutin
from chalicelib.services.livre import Livre
from chalicelib.services.plafonner import deplacer
from outils.bench_dynamo import Releve, releve
from outils.bench_monde import Monde
from tests.constructeurs import PRESIDENTIELLE, etat_civil, formulaire_papier, mandant, mandataire

ENGAGEMENTS = 20
_TITULAIRE = mandataire(nom="Très-Demandé")


@dataclass(frozen=True)
class Examen:
    """An examination that changes nothing, and one that makes an accepted procuration null."""

    calme: Releve
    deplacement: Releve


def mesurer(monde: Monde) -> Examen:
    """Twenty procurations for one mandataire: one is accepted, then a form signed before it comes
    from paper.
    """
    nuage = monde.nuage
    premiere = nuage.accepter(nuage.recue(qui=_donneur(0), pour=_TITULAIRE))
    for rang in range(1, ENGAGEMENTS - 1):
        nuage.avancer(seconds=1)
        nuage.recue(qui=_donneur(rang), pour=_TITULAIRE)
    compte = cle_mandataire(_TITULAIRE, nuage.contexte.secret)
    with releve() as calme:
        if deplacer(
            nuage.contexte,
            Livre((nuage.contexte.depots.compte(compte),)),
            compte,
            sauf=frozenset(),
            maintenant=nuage.maintenant,
        ):
            raise RuntimeError("rien ne devait changer")
    papier = replace(
        formulaire_papier(nuage.maintenant - timedelta(days=2)),
        mandant=etat_civil(nom="Papier"),
        mandataire=_TITULAIRE,
        portee=PorteeScrutin(PRESIDENTIELLE.id, (1, 2)),
    )
    saisie = nuage.saisir_papier(papier)
    with releve() as deplacement:
        lu = nuage.contexte.depots.compte(compte)
        livre = Livre((lu,))
        livre.changer(compte, lambda c: c.marque(saisie.reference, acceptee=True))
        (pas,) = deplacer(
            nuage.contexte,
            livre,
            compte,
            sauf=frozenset({saisie.reference}),
            maintenant=nuage.maintenant,
        )
    if pas.demande.reference != premiere.reference or len(lu.engagements) != ENGAGEMENTS:
        raise RuntimeError("la première acceptée devait être déplacée")
    return Examen(calme, deplacement)


def _donneur(rang: int) -> Mandant:
    lettre = chr(ord("A") + rang)
    return mandant(f"plafond-{lettre}", nom=f"Donneur {lettre}")
