"""Where and with which document identities were compared, checked against the law and the places
that the préfets have opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from chalicelib.domaine import cadres
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etablissement import Circonstances
from chalicelib.domaine.habilitation import Habilitation
from chalicelib.domaine.libelles import LIBELLES_PIECE
from chalicelib.referentiel.communes import actuelle
from chalicelib.services.ports import Contexte

_CADRES = frozenset({Cadre.GUICHET, Cadre.DOMICILE, Cadre.LIEU_PUBLIC, Cadre.CONSULAT})
"""Those that an agent may name; the others are known by what is done."""


def lire(champs: Mapping[str, str]) -> Circonstances:
    """What a form or a document says: `piece`, `cadre` (empty: at the counter), `lieu_public`,
    `ecrit_du` (`YYYY-MM-DD`), `attestation` (`oui`). Raises SaisieInvalide.
    """
    erreurs: dict[str, str] = {}
    cadre, ecrit = Cadre.GUICHET, None
    if champs.get("cadre") and champs["cadre"] not in _CADRES:
        erreurs["cadre"] = "Choisissez le cadre : GUICHET, DOMICILE ou LIEU_PUBLIC."
    elif champs.get("cadre"):
        cadre = Cadre(champs["cadre"])
    if champs.get("ecrit_du"):
        try:
            ecrit = date.fromisoformat(champs["ecrit_du"])
        except ValueError:
            erreurs["ecrit_du"] = "Indiquez une date qui existe, comme 27 3 2027."
    if erreurs:
        raise SaisieInvalide(erreurs)
    return Circonstances(
        piece=champs.get("piece", ""),
        cadre=cadre,
        lieu_public=champs.get("lieu_public", ""),
        ecrit_du=ecrit,
        attestation=champs.get("attestation") == "oui",
    )


def exiger(
    contexte: Contexte,
    circonstances: Circonstances,
    habilitation: Habilitation,
    maintenant: datetime,
) -> Circonstances:
    """The circumstances as the act records them; one round trip for a public place, none
    otherwise. Raises SaisieInvalide (also for an unknown document), AccesRefuse.
    """
    if circonstances.piece not in LIBELLES_PIECE:
        raise SaisieInvalide.du_champ("piece", "Indiquez la pièce d'identité que vous avez vue.")
    lieu = None
    if circonstances.cadre is Cadre.LIEU_PUBLIC and circonstances.lieu_public:
        lieu = contexte.depots.lieu(circonstances.lieu_public)
    commune = actuelle(lieu.commune) if lieu else None
    nom = commune.nom if commune else ""
    return cadres.preciser(circonstances, habilitation, lieu, nom, maintenant)
