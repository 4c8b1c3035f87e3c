"""The API of the mairie."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from itertools import islice

from chalice.app import Response

from chalicelib.api import vues
from chalicelib.api.idempotence import empreinte_de_cle
from chalicelib.domaine.bureaux import lire_bureau
from chalicelib.domaine.erreurs import SaisieInvalide
from chalicelib.domaine.etats import Etat
from chalicelib.services import decider, saisie
from chalicelib.services.lister import ETATS_DE_LA_MAIRIE, exiger_acces, lister, registre
from chalicelib.services.mairie import examiner
from chalicelib.services.rechercher import rechercher as chercher
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.documents import lien, rendre, suivre
from chalicelib.web.traces import liste_consultee

REGISTRE_MAX = 5_000
"""Rows of an answer in JSON: Lambda takes 6 MiB."""

_ETATS = {etat.value: etat for etat in ETATS_DE_LA_MAIRIE}


def procurations(appel: Appel) -> Response:
    """A page of the commune's procurations: `etat`, `scrutin`, then `curseur` for the next one."""
    return _page(appel, appel.parametres, "")


def rechercher(appel: Appel) -> Response:
    """Those that have a word, of either person's names or their reference, beginning as each word
    of `q`: a name never stands in an address.
    """
    champs = {nom: appel.texte(nom) for nom in ("q", "etat", "scrutin", "curseur")}
    return _page(appel, champs, champs["q"])


def procuration(appel: Appel) -> Response:
    """One procuration with its checks; the consultation is logged."""
    qui = appel.agent_mairie
    dossier = examiner(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    )
    connus = appel.contexte.depots.scrutins()
    return reponses.json(vues.procuration(dossier.demande, dossier.controles, connus))


def accepter(appel: Appel) -> Response:
    """Accepts: `{"controles": ["INSCRIPTION_MANDANT", "INSCRIPTION_MANDATAIRE"]}`, and the
    mandataire's `nom` and `prenoms` as read on the list when the mandant gave an NNE; the
    mandant's `bureau`, which may be left out.
    """
    confirmes = appel.document.get("controles", [])
    if not isinstance(confirmes, list) or not all(isinstance(c, str) for c in confirmes):
        raise SaisieInvalide.du_champ("controles", "Ce champ attend une liste de contrôles.")
    nom, prenoms = appel.texte("nom"), appel.texte("prenoms")
    bureau = lire_bureau(appel.texte("bureau"))
    qui = appel.agent_mairie
    demande = decider.accepter(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=qui.agent,
        commune=qui.commune,
        confirmes=frozenset(confirmes),
        nom=saisie.lire_nom(nom) if nom else "",
        prenoms=saisie.lire_prenoms(prenoms) if prenoms else (),
        bureau=bureau,
        cle=empreinte_de_cle(appel, "acceptation", nom, prenoms, bureau, *sorted(confirmes)),
        maintenant=appel.maintenant,
    )
    return reponses.json({"reference": demande.reference, "etat": demande.etat.value})


def refuser_la_procuration(appel: Appel) -> Response:
    """Refuses: `{"motif": "M03"}`; M18 also wants a `precision`."""
    motif = appel.texte("motif")
    precision = saisie.lire_precision(appel.texte("precision"))
    qui = appel.agent_mairie
    demande = decider.refuser(
        appel.contexte,
        reference=appel.parametre_de_chemin("reference"),
        agent=qui.agent,
        commune=qui.commune,
        motif=motif,
        precision=precision,
        cle=empreinte_de_cle(appel, "refus", motif, precision),
        maintenant=appel.maintenant,
    )
    return reponses.json({"reference": demande.reference, "etat": demande.etat.value})


def registre_json(appel: Appel) -> Response:
    """The register with the fields of article R76-1, and no other: whole, of one `scrutin`, or
    what may be used at one of its tours (`tour`, its number).
    """
    from chalicelib.registre.lignes import lignes_publiques

    qui = appel.agent_mairie
    commune = exiger_acces(appel.contexte, qui.agent, qui.commune, appel.maintenant)
    filtre = (appel.parametres.get(nom, "") for nom in ("scrutin", "tour"))
    lues = list(islice(registre(appel.contexte, commune, *filtre), REGISTRE_MAX + 1))
    liste_consultee(appel, "registre")
    if len(lues) > REGISTRE_MAX:
        raise SaisieInvalide.du_champ(
            "scrutin", "Plus de 5 000 lignes : choisissez un scrutin, ou demandez registre.csv."
        )
    return reponses.json({"registre": [ligne.en_dict() for ligne in lignes_publiques(lues)]})


def registre_csv(appel: Appel) -> Response:
    """The same as a CSV that a French spreadsheet opens."""
    return _fichier(appel, "registre", "csv")


def registre_xlsx(appel: Appel) -> Response:
    """The same as a workbook."""
    return _fichier(appel, "registre", "xlsx")


def registre_pdf(appel: Appel) -> Response:
    """The same for paper."""
    return _fichier(appel, "registre", "pdf")


def suivi_csv(appel: Appel) -> Response:
    """Every procuration received with its state and its motif: the mairie's own list, which is not
    the public register. `etat` and `scrutin` filter it.
    """
    return _fichier(appel, "suivi", "csv")


def echange_csv(appel: Appel) -> Response:
    """The same for the software of the commune: codes, ISO dates, stable columns."""
    return _fichier(appel, "echange", "csv")


def document(appel: Appel) -> Response:
    """A document that was too long to be waited for: `EN_COURS`, then `PRET` with a link that
    serves for five minutes, or `ABANDONNE`.
    """
    trouve = suivre(appel)
    abandonne = trouve.est_abandonne(appel.maintenant)
    corps = {"document": trouve.id, "etat": "ABANDONNE" if abandonne else "EN_COURS"}
    if trouve.est_pret:
        corps |= {"etat": "PRET", "lien": lien(appel, trouve)}
    return reponses.json(corps)


def _fichier(appel: Appel, genre: str, extension: str) -> Response:
    from chalicelib.services.documents import Commande, Format, Genre

    lus = appel.parametres.get
    commande = Commande(
        genre=Genre(genre),
        format=Format(extension),
        scrutin=lus("scrutin", ""),
        tour=lus("tour", ""),
        etat=_etat(lus("etat", "")),
    )
    rendu = rendre(appel, commande)
    if not isinstance(rendu, str):
        return rendu
    adresse = appel.url(f"/api/v1/mairie/documents/{rendu}")
    return reponses.json({"document": rendu, "adresse": adresse}, 202, Location=adresse)


def _page(appel: Appel, champs: Mapping[str, str], cherche: str) -> Response:
    qui = appel.agent_mairie
    lire = partial(chercher, texte=cherche) if cherche else lister
    page = lire(
        appel.contexte,
        agent=qui.agent,
        commune=qui.commune,
        etat=_etat(champs.get("etat", "")),
        curseur=champs.get("curseur", ""),
        maintenant=appel.maintenant,
        scrutin=champs.get("scrutin", ""),
    )
    liste_consultee(appel, "recherche" if cherche else "file")
    corps = {"procurations": [vues.ligne_de_file(x) for x in page.lignes], "suite": page.suite}
    return reponses.json(corps)


def _etat(texte: str) -> Etat | None:
    if texte and texte not in _ETATS:
        raise SaisieInvalide.du_champ("etat", f"Choisissez {', '.join(_ETATS)}.")
    return _ETATS.get(texte)
