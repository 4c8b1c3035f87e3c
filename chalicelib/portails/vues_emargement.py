"""What the pages of the émargement lists show: mentions in, plain texts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from chalicelib.domaine.bureaux import rang_de_bureau, titre_de_bureau
from chalicelib.domaine.emargement import Genre, Impression, Mention, Nouveautes
from chalicelib.domaine.libelles import date_fr, instant_fr, jour_fr
from chalicelib.domaine.texte import normaliser
from chalicelib.portails.mairie_commun import chemin
from chalicelib.services.emargement import Vote, rang_de_mandant

RAYER, AJOUTER = "À rayer", "À ajouter"
_TOURS = {1: "premier tour", 2: "second tour"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rangee:
    """One line of a list: who gave, who votes. `geste` is empty on a full list, else what a hand
    does; `pourquoi` the reason of what is struck; `homonyme`: another mandant of this list bears
    the same names.
    """

    reference: str
    mandant: str
    mandataire: str
    geste: str = ""
    pourquoi: str = ""
    homonyme: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bureau:
    """The lines of one bureau; `code` is empty for those of whom it is not known."""

    code: str
    titre: str
    lignes: Sequence[Rangee]


def par_bureau(mentions: Iterable[Mention]) -> list[Bureau]:
    """A full list, bureau by bureau, in the order of the mentions."""
    toutes = tuple(mentions)
    noms = Counter(_nom_compare(mention) for mention in toutes)
    rangees = [(m.bureau, _rangee(m, homonyme=noms[_nom_compare(m)] > 1)) for m in toutes]
    return list(_grouper(rangees, toutes))


def gestes_par_bureau(
    trouvees: Nouveautes, raisons: Mapping[str, str], liste: Iterable[Mention]
) -> list[Bureau]:
    """What to do by hand, bureau by bureau, for the papers to hold `liste`: what is struck and what
    is added for one mandant are next to each other, the first one first.
    """
    rayees = [(m, _rangee(m, RAYER, raisons.get(m.reference, ""))) for m in trouvees.a_rayer]
    ajoutees = [(m, _rangee(m, AJOUTER)) for m in trouvees.a_ajouter]
    tous = sorted(
        [*rayees, *ajoutees],
        key=lambda x: (
            rang_de_bureau(x[0].bureau),
            rang_de_mandant(x[0])[:2],
            x[1].geste == AJOUTER,
        ),
    )
    return list(_grouper([(mention.bureau, rangee) for mention, rangee in tous], liste))


def vue_vote(vote: Vote) -> dict[str, str]:
    """`dimanche 11 avril 2027`, and what is voted on."""
    tours = " et ".join(_TOURS[numero] for numero in vote.tours)
    return {
        "valeur": vote.jour.isoformat(),
        "jour": jour_fr(vote.jour),
        "scrutin": f"{', '.join(vote.scrutins)}, {tours}",
    }


def choix_de_vote(votes: Sequence[Vote]) -> list[dict[str, str]]:
    """The filter by day of vote."""
    return [
        {"valeur": v.jour.isoformat(), "texte": f"{date_fr(v.jour)} – {', '.join(v.scrutins)}"}
        for v in votes
    ]


def choix_de_bureau(bureaux: Sequence[Bureau]) -> list[dict[str, str]]:
    """The filter by bureau; the first choice keeps all."""
    tous = {"valeur": "", "texte": "Tous les bureaux"}
    return [tous, *({"valeur": b.code, "texte": b.titre} for b in bureaux if b.code)]


def vue_impression(impression: Impression) -> dict[str, str]:
    """`La liste n° 3`, and when and by whom it was printed."""
    liste = impression.genre is Genre.LISTE
    lignes = f"{impression.nombre} ligne{'s' if impression.nombre > 1 else ''}"
    return {
        "numero": str(impression.numero),
        "titre": f"Liste n° {impression.numero}"
        if liste
        else f"Nouveautés n° {impression.numero}, depuis la n° {impression.depuis}",
        "courte": f"{'la liste' if liste else 'l’impression'} n° {impression.numero}",
        "quand": instant_fr(impression.le),
        "par": impression.par,
        "lignes": lignes,
        "chemin": chemin_d_impression(impression),
    }


def chemin_d_impression(impression: Impression, suite: str = "", bureau: str = "") -> str:
    """The path of a print, whole or of one bureau."""
    filtre = {"tour": impression.jour.isoformat(), "bureau": bureau}
    return chemin(f"/mairie/impressions/{impression.numero}{suite}", filtre)


def _grouper(rangees: Iterable[tuple[str, Rangee]], liste: Iterable[Mention]) -> Iterator[Bureau]:
    connus = {mention.bureau for mention in liste}
    for code, groupe in groupby(rangees, key=lambda x: x[0]):
        lignes = [rangee for _, rangee in groupe]
        yield Bureau(code=code, titre=titre_de_bureau(code, connus), lignes=lignes)


def _rangee(
    mention: Mention, geste: str = "", pourquoi: str = "", *, homonyme: bool = False
) -> Rangee:
    return Rangee(
        reference=mention.reference,
        mandant=f"{mention.mandant_nom} {mention.mandant_prenoms}",
        mandataire=f"{mention.mandataire_nom} {mention.mandataire_prenoms}",
        geste=geste,
        pourquoi=pourquoi,
        homonyme=homonyme,
    )


def _nom_compare(mention: Mention) -> tuple[str, str, str]:
    noms = normaliser(mention.mandant_nom), normaliser(mention.mandant_prenoms)
    return (mention.bureau, *noms)
