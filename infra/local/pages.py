"""The pages of the local cloud, under `/_local`. They are registered by `make run` alone: the app
that is shipped does not have them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from chalice.app import Blueprint, Response
from chalice.local import LambdaContext
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from chalicelib.depots.connexion import lire
from chalicelib.depots.modeles import EnvoiModele
from chalicelib.domaine.libelles import date_fr, instant_fr
from chalicelib.portails import rendu
from chalicelib.referentiel.communes import chercher, par_code
from chalicelib.web import reponses
from infra.local import boite
from infra.local.repertoire.connus import CAS
from infra.local.repertoire.electeur import Electeur, Liste, Statut
from infra.local.retours import GENRES, evenement_de_ses, evenement_de_sns
from infra.local.reu import Conduite

if TYPE_CHECKING:
    from chalicelib.referentiel.commune import Commune
    from infra.local.boite import Recu
    from infra.local.nuage import Nuage
    from infra.local.repertoire.repertoire import Repertoire
    from infra.local.reu import RegistreSimule

GABARITS = Path(__file__).parent / "gabarits"
_COURRIEL_AFFICHE = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_AVEC_CADRE = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_LISTES = {
    Liste.PRINCIPALE: "liste principale",
    Liste.COMPLEMENTAIRE_MUNICIPALE: "liste complémentaire municipale",
    Liste.COMPLEMENTAIRE_EUROPEENNE: "liste complémentaire européenne",
    Liste.CONSULAIRE: "liste consulaire",
}
_STATUTS = {
    Statut.INSCRIT: "inscrit",
    Statut.RADIE: "radié",
    Statut.DECEDE: "décédé",
    Statut.PRIVE_DE_DROITS: "privé de ses droits civiques",
}

_FORMULAIRE = "application/x-www-form-urlencoded"
_CONDUITES = {
    Conduite.NORMALE: "Il répond normalement",
    Conduite.LENTE: "Il est lent : il répond quand on ne l’attend plus",
    Conduite.EN_PANNE: "Il est en panne : il répond 503",
    Conduite.FAUSSE: "Il se trompe : une autre personne, une autre question, une réponse coupée",
}


class PagesLocales:
    """Identities, mailbox, the electoral list that the clerk has at hand, and what the simulated
    national register is told to do."""

    def __init__(self, nuage: Nuage, repertoire: Repertoire, reu: RegistreSimule) -> None:
        self._nuage = nuage
        self._repertoire = repertoire
        self._reu = reu
        self.blueprint = Blueprint(__name__)
        for chemin, vue in (
            ("/_local", self.accueil),
            ("/_local/identites", self.identites),
            ("/_local/courriels", self.courriels),
            ("/_local/courriels/{n}", self.courriel),
            ("/_local/courriels/{n}/html", self.courriel_html),
            ("/_local/courriels/{n}/brut", self.courriel_brut),
            ("/_local/liste-electorale", self.liste_electorale),
            ("/_local/reu", self.reu),
        ):
            self.blueprint.route(chemin, methods=["GET"], name=f"local.{vue.__name__}")(vue)
        self.blueprint.route(
            "/_local/reu", methods=["POST"], name="local.conduire_reu", content_types=[_FORMULAIRE]
        )(self.conduire_reu)
        self.blueprint.route(
            "/_local/courriels/{n}/retour",
            methods=["POST"],
            name="local.repondre_au_courriel",
            content_types=[_FORMULAIRE],
        )(self.repondre_au_courriel)

    def accueil(self) -> Response:
        """The door to the others."""
        return reponses.aller("/_local/identites")

    def identites(self) -> Response:
        """Who can sign in: JSON for scripts, a page for browsers."""
        if not self._accepte("text/html"):
            return reponses.json({"identites": [i.en_dict() for i in self._nuage.identites]})
        return page("identites.html", identites=self._nuage.identites, par_code=par_code)

    def courriels(self) -> Response:
        """All messages, newest first: a page, or JSON when it is asked for."""
        recus = boite.lire(self._nuage.moteur)
        if self._accepte("application/json"):
            return reponses.json({"courriels": [recu.en_dict() for recu in recus]})
        return page("courriels.html", recus=recus)

    def courriel(self, n: str) -> Response:
        """One message, as a person reads it."""
        recu = self._recu(n)
        if recu is None:
            return introuvable()
        if self._accepte("application/json"):
            return reponses.json(recu.en_dict())
        dit = GENRES.get(self._parametres().get("dit", ""), "")
        reponse = page("courriel.html", recu=recu, genres=GENRES, dit=dit)
        reponse.headers["Content-Security-Policy"] = _AVEC_CADRE
        return reponse

    def courriel_html(self, n: str) -> Response:
        """Its HTML part alone, for the frame of its page: it runs nothing and loads nothing."""
        recu = self._recu(n)
        if recu is None:
            return introuvable()
        reponse = reponses.html(boite.page_html(recu))
        reponse.headers["Content-Security-Policy"] = _COURRIEL_AFFICHE
        reponse.headers["X-Frame-Options"] = "SAMEORIGIN"
        return reponse

    def courriel_brut(self, n: str) -> Response:
        """The message as it was given to SES."""
        recu = self._recu(n)
        if recu is None or not recu.brut:
            return introuvable()
        return reponses.fichier(recu.brut, "text/plain; charset=utf-8")

    def repondre_au_courriel(self, n: str) -> Response:
        """Says of it what a mail server would: the event of SES, by the function that takes it."""
        import app

        recu, genre = self._recu(n), self._formulaire().get("genre", "")
        envoye = _envoi_de(recu) if recu else None
        if recu is None or envoye is None or genre not in GENRES:
            return introuvable()
        le = self._nuage.horloge()
        message = evenement_de_ses(genre, recu.envoi, envoye, recu.destinataire, le)
        # Within this call, which holds the one instance that there is.
        contexte = LambdaContext("retours", memory_size=512, max_runtime_ms=30_000)
        app.retours(evenement_de_sns(message), contexte)
        return reponses.aller(f"/_local/courriels/{n}?dit={genre}")

    def liste_electorale(self) -> Response:
        """The list of a commune, by names or by NNE. It stands for the clerk's own software."""
        saisie = self._parametres()
        demandee, cherche = saisie.get("commune", "").strip(), saisie.get("q", "").strip()
        commune = _commune(demandee)
        electeurs = self._electeurs(commune, cherche)
        if self._accepte("application/json"):
            return reponses.json({"electeurs": [_en_dict(e) for e in electeurs]})
        return page(
            "liste.html",
            demandee=demandee,
            commune=commune,
            cherche=cherche,
            electeurs=electeurs,
            par_code=par_code,
            listes=_LISTES,
            statuts=_STATUTS,
        )

    def reu(self) -> Response:
        """How the simulated national register behaves, what it answered, and whom to ask for."""
        if self._accepte("application/json"):
            etat = {"conduite": self._reu.conduite.value, "comptes": dict(self._reu.comptes)}
            return reponses.json(etat)
        return page("reu.html", reu=self._reu, conduites=_CONDUITES, cas=CAS)

    def conduire_reu(self) -> Response:
        """Tells it how to behave, from now on."""
        conduite = self._formulaire().get("conduite", "")
        if conduite not in _CONDUITES:
            return introuvable()
        self._reu.se_conduire(Conduite(conduite))
        return reponses.aller("/_local/reu")

    def _electeurs(self, commune: Commune | None, cherche: str) -> tuple[Electeur, ...]:
        if cherche.isascii() and cherche.isdecimal():
            electeur = self._repertoire.par_nne(cherche)
            return (electeur,) if electeur else ()
        return self._repertoire.chercher(commune.code, cherche, limite=50) if commune else ()

    def _recu(self, n: str) -> Recu | None:
        recus = boite.lire(self._nuage.moteur)
        return next((recu for recu in recus if str(recu.numero) == n), None)

    def _formulaire(self) -> dict[str, str]:
        corps = self.blueprint.current_request.raw_body
        texte = corps if isinstance(corps, str) else corps.decode("ascii", "replace")
        return dict(parse_qsl(texte))

    def _accepte(self, type_: str) -> bool:
        return type_ in (self.blueprint.current_request.headers.get("accept") or "")

    def _parametres(self) -> dict[str, str]:
        return dict(self.blueprint.current_request.query_params or {})


def _envoi_de(recu: Recu) -> str | None:
    """SES's own id of a message that bears the key of its send; None for the others."""
    reference, dieze, rang = recu.envoi.partition("#")
    envoi = lire(EnvoiModele, reference, rang) if dieze else None
    return envoi.message_id if envoi is not None else None


def _commune(texte: str) -> Commune | None:
    """The commune of this code, else the first of this name."""
    return par_code(texte) or next(iter(chercher(texte)), None)


def _en_dict(electeur: Electeur) -> dict[str, Any]:
    return {
        "nne": electeur.nne,
        "nom": electeur.nom,
        "nom_usage": electeur.nom_usage,
        "prenoms": list(electeur.prenoms),
        "sexe": electeur.sexe,
        "naissance": electeur.naissance,
        "commune": electeur.commune,
        "bureau": electeur.bureau,
        "liste": electeur.liste.value,
        "statut": electeur.statut.value,
    }


def introuvable() -> Response:
    """What is not there."""
    return page("absent.html", statut=404)


def page(gabarit: str, statut: int = 200, **contexte: Any) -> Response:
    """A page of ours on the frame of the portals."""
    communs = {
        "portail": "",
        "personne": "",
        "navigation": (),
        "erreurs": {},
        "code_source": "",
        "langue": "fr",
        "bascules": (),
    }
    page = _environnement().get_template(gabarit).render(communs | contexte)
    return reponses.html(page, statut)


@cache
def _environnement() -> Environment:
    """Our templates on the frame of the portals."""
    environnement = Environment(
        autoescape=True,
        auto_reload=False,
        loader=FileSystemLoader([GABARITS, rendu.GABARITS]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rendu.parler(environnement)
    environnement.globals |= {
        "adresse_statique": rendu.adresse_statique,
        "empreinte": rendu.empreinte,
        "url": str,
    }
    environnement.filters |= {"date_fr": date_fr, "instant_fr": instant_fr}
    return environnement
