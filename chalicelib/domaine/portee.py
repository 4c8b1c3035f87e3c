"""What a procuration covers: tours of one scrutin, or a period (article R74)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.phrases import phrase
from chalicelib.domaine.regles import periode_max
from chalicelib.domaine.scrutins import Scrutin

Scrutins = Mapping[str, Scrutin]


@dataclass(frozen=True, slots=True)
class PorteeScrutin:
    """One or both tours of a scrutin. Dates are the scrutin's own, so that they follow it when
    it is moved.
    """

    scrutin: str
    tours: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PorteePeriode:
    """Every scrutin from `du` to `au`, both days included."""

    du: date
    au: date


Portee = PorteeScrutin | PorteePeriode


def portee_scrutin(
    scrutin: Scrutin | None,
    tours: tuple[int, ...],
    *,
    commune: str,
    est_consulat: bool,
    aujourd_hui: date,
) -> PorteeScrutin:
    """The portee asked for, or SaisieInvalide naming what to choose instead (VAL-01)."""
    if scrutin is None or not scrutin.concerne(commune, est_consulat=est_consulat):
        raise SaisieInvalide.du_champ(
            "scrutin", phrase("Choisissez un scrutin proposé dans votre commune d'inscription.")
        )
    demandes = tuple(sorted(set(tours)))
    retenus = [scrutin.tour(numero) for numero in demandes]
    if not retenus or None in retenus:
        raise SaisieInvalide.du_champ(
            "tours", phrase("Choisissez le premier tour, le second ou les deux.")
        )
    if not scrutin.est_ouvert(aujourd_hui):
        raise SaisieInvalide.du_champ(
            "scrutin", phrase("Ce scrutin est passé. Choisissez un scrutin à venir ou une période.")
        )
    if any(tour is not None and tour.date < aujourd_hui for tour in retenus):
        raise SaisieInvalide.du_champ(
            "tours", phrase("Le premier tour est passé. Choisissez seulement le second.")
        )
    return PorteeScrutin(scrutin.id, demandes)


def portee_periode(du: date, au: date, *, est_consulat: bool, aujourd_hui: date) -> PorteePeriode:
    """The period asked for, or SaisieInvalide. The bound of article R74 runs from the day of
    establishment, which can't be before today: a period that fits today fits then.
    """
    if du < aujourd_hui:
        raise SaisieInvalide.du_champ("du", phrase("La période commence aujourd'hui ou plus tard."))
    if au < du:
        raise SaisieInvalide.du_champ("au", phrase("La période se termine après son premier jour."))
    duree = periode_max(liste_consulaire=est_consulat)
    if au > aujourd_hui + duree:
        limite = phrase("trois ans") if est_consulat else phrase("un an")
        raise SaisieInvalide.du_champ(
            "au",
            phrase(
                "Une procuration dure au plus {limite} (article R74 du Code électoral) : "
                "choisissez une date jusqu'au {jour}.",
                limite=limite,
                jour=f"{(aujourd_hui + duree):%d/%m/%Y}",
            ),
        )
    return PorteePeriode(du, au)


def jours_de_vote(portee: Portee, scrutins: Scrutins) -> tuple[date, ...]:
    """The known days of vote that it covers, in order."""
    if isinstance(portee, PorteeScrutin):
        scrutin = scrutins[portee.scrutin]
        return tuple(sorted(t.date for t in scrutin.tours if t.numero in portee.tours))
    jours = {tour.date for scrutin in scrutins.values() for tour in scrutin.tours}
    return tuple(sorted(jour for jour in jours if portee.du <= jour <= portee.au))


def premier_jour(portee: Portee, scrutins: Scrutins) -> date:
    """The first day on which it may serve."""
    if isinstance(portee, PorteePeriode):
        return portee.du
    return jours_de_vote(portee, scrutins)[0]


def dernier_jour(portee: Portee, scrutins: Scrutins) -> date:
    """The last day on which it may serve."""
    if isinstance(portee, PorteePeriode):
        return portee.au
    return jours_de_vote(portee, scrutins)[-1]


def se_recouvrent(une: Portee, autre: Portee, scrutins: Scrutins) -> bool:
    """Whether both cover a same day of vote, known or (two periods) still to come."""
    if isinstance(une, PorteePeriode) and isinstance(autre, PorteePeriode):
        return une.du <= autre.au and autre.du <= une.au
    if isinstance(autre, PorteePeriode):
        une, autre = autre, une
    jours = jours_de_vote(autre, scrutins)
    if isinstance(une, PorteePeriode):
        return any(une.du <= jour <= une.au for jour in jours)
    return not set(jours).isdisjoint(jours_de_vote(une, scrutins))
