"""The schedule of the digests: every quarter of an hour, what each mairie has still to be sent. A
run that has no time for all leaves the others to the next one.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from chalicelib.courriels.bulletin import composer_bulletin
from chalicelib.courriels.ses import envoyer as envoyer_par_ses
from chalicelib.domaine.mairies import Reglages
from chalicelib.flux.rythme import attendre, intervalle_des_bulletins
from chalicelib.mesures import Mesure
from chalicelib.montage import Montage, montage
from chalicelib.observabilite import compter, incident
from chalicelib.services.bulletins import Bulletin, Outils, annoncer
from chalicelib.services.courrier import EnvoiEnCours
from chalicelib.services.ports_mairies import EnvoisDeBulletin

FILS = 8
RESERVE_S = 20.0
LOT = 64
"""Communes that are read before the clock is looked at again."""


def bulletins(secondes: float) -> dict[str, int]:
    """One run of at most so many seconds: how many communes were looked at, how many digests left
    or failed, and whether some communes are left (1) for the next run. Each is a metric.
    """
    monte, fin = montage(), time.monotonic() + max(secondes - RESERVE_S, 0)
    une = partial(_une, monte, Outils(monte.contexte, monte.mairies, monte.archives, monte.envois))
    bilan: Counter[str] = Counter(examinees=0, envoyes=0, echecs=0, restantes=0)
    lot: list[tuple[Reglages, EnvoisDeBulletin]] = []
    with ThreadPoolExecutor(FILS) as fils:
        for destinataire in monte.mairies.destinataires():
            lot.append(destinataire)
            if len(lot) < LOT:
                continue
            bilan.update(_ensemble(fils.map(une, lot)))
            lot.clear()
            if time.monotonic() >= fin:
                bilan["restantes"] = 1
                break
        bilan.update(_ensemble(fils.map(une, lot)))
    for nom, nombre in bilan.items():
        compter(Mesure.BULLETINS, nombre, issue=nom)
    return dict(bilan)


def _ensemble(faits: Iterable[Counter[str]]) -> Counter[str]:
    return sum(faits, Counter())


def _une(
    monte: Montage, outils: Outils, destinataire: tuple[Reglages, EnvoisDeBulletin]
) -> Counter[str]:
    reglages, partis = destinataire
    debut, remis = time.monotonic(), list[str]()

    def envoyer(bulletin: Bulletin, reglages: Reglages, cle: str) -> str:
        configuration = monte.configuration
        brut = composer_bulletin(
            bulletin,
            reglages,
            cle=cle,
            expediteur=configuration.expediteur,
            url_portail=f"{configuration.url_portail}/mairie",
            maintenant=monte.horloge(),
        )
        adresses = list(reglages.courriels)
        remis.extend(adresses)
        return envoyer_par_ses(configuration, adresses, brut, cle)

    try:
        envoyes = annoncer(outils, envoyer, reglages, partis, monte.horloge())
    except EnvoiEnCours:
        return Counter(examinees=1)
    # Whatever the failure, the other communes must be told, and this one at the next run.
    except Exception as erreur:  # noqa: BLE001
        incident(erreur, commune=reglages.commune)
        return Counter(examinees=1, echecs=1)
    finally:
        # An address is a message for SES.
        attendre(debut, len(remis) * intervalle_des_bulletins(FILS))
    return Counter(examinees=1, envoyes=len(envoyes))
