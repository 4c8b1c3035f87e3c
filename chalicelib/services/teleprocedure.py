"""What may be asked for online (NC-01, AUT-08)."""

from __future__ import annotations

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.identites import Mandataire
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.portee import Portee, PorteeScrutin, Scrutins, premier_jour
from chalicelib.domaine.regimes import teleprocedure_ouverte, teleprocedure_ouverte_au_scrutin
from chalicelib.referentiel.commune import Commune


def exiger_teleprocedure(mandant: Commune, mandataire: Mandataire) -> None:
    """NC-01, article R213-1. Raises SaisieInvalide."""
    if not teleprocedure_ouverte(mandant.code, mandataire.commune):
        raise SaisieInvalide.du_champ(
            "commune",
            phrase(
                "Une personne inscrite en Nouvelle-Calédonie ne peut pas être désignée en ligne "
                "par un électeur inscrit ailleurs (article R213-1 du Code électoral). Faites votre "
                "procuration sur le formulaire papier, au guichet."
            ),
        )


def exiger_teleprocedure_au_scrutin(portee: Portee, scrutins: Scrutins, commune: Commune) -> None:
    """AUT-08, article R72 al. 2. Raises SaisieInvalide."""
    if not isinstance(portee, PorteeScrutin) or teleprocedure_ouverte_au_scrutin(
        scrutins[portee.scrutin].type,
        premier_jour(portee, scrutins),
        liste_consulaire=commune.consulaire,
    ):
        return
    raise SaisieInvalide.du_champ(
        "scrutin",
        phrase(
            "Pour l'élection des députés des Français de l'étranger, la procuration ne se demande "
            "pas en ligne avant 2022 (article R72 du Code électoral). Faites-la sur le formulaire "
            "papier, au consulat."
        ),
    )
