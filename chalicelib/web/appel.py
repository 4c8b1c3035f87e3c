"""One call, as the handlers see it."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, unquote

from chalice.app import Request

from chalicelib.domaine.erreurs import ErreurMetier, SaisieInvalide
from chalicelib.domaine.habilitation import Agent
from chalicelib.domaine.phrases import phrase
from chalicelib.identite import certification, jetons, personnes
from chalicelib.identite.personnes import AgentMairie, Electeur
from chalicelib.montage import Montage
from chalicelib.services.ports import Contexte
from chalicelib.services.sessions import Session
from chalicelib.web.multiparties import FormulaireIllisible, Multiparties, lire

TAILLE_MAX = 64 * 1024
"""Bytes of a body. No form or document of ours comes near."""

TAILLE_MAX_AVEC_FICHIER = 4 * 1024 * 1024 + TAILLE_MAX
"""The same where a scan is sent. A Lambda function is sent 6 MiB at most, in base64."""

CHAMPS_MAX = 100

MULTIPARTIES = "multipart/form-data"

_SUBSTITUT = re.compile("[\ud800-\udfff]")
"""Half a character, which JSON can write and no encoding can send on."""


class CorpsInvalide(ErreurMetier):
    """The body is not what this route reads."""

    code = "corps-invalide"
    titre = phrase("Le contenu envoyé n'est pas lisible")


class TypeNonAccepte(ErreurMetier):
    """415."""

    code = "type-non-accepte"
    titre = phrase("Ce type de contenu n'est pas accepté")


class CorpsTropGrand(ErreurMetier):
    """The body is larger than any form of ours."""

    code = "corps-trop-grand"
    titre = phrase("Le contenu envoyé est trop volumineux")

    def __init__(self) -> None:
        super().__init__(
            phrase("Raccourcissez ce que vous avez saisi, puis renvoyez le formulaire.")
        )


@dataclass
class Appel:
    """A request with what access control has already established about it."""

    requete: Request
    montage: Montage
    contexte: Contexte
    maintenant: datetime
    jeton: str = ""
    session: Session | None = None
    expiree: bool = False
    machine: AgentMairie | None = None
    entetes: dict[str, str] = field(default_factory=dict)
    taille_max: int = TAILLE_MAX

    def url(self, chemin: str) -> str:
        """A path of ours as a link, API Gateway stage prefix included."""
        demande = self.requete.context.get("path", "")
        stage = "/" + str(self.requete.context.get("stage", ""))
        prefixe = stage if demande == stage or demande.startswith(stage + "/") else ""
        if prefixe and self.requete.path.startswith(prefixe):
            prefixe = ""
        return prefixe + chemin

    @property
    def csrf(self) -> str:
        """The CSRF token of this session."""
        return jetons.csrf(self.jeton) if self.jeton else ""

    @cached_property
    def parametres(self) -> dict[str, str]:
        """The query, the last value of each name."""
        return dict(self.requete.query_params or {})

    @cached_property
    def corps(self) -> bytes:
        """The raw body. Raises CorpsTropGrand."""
        try:
            brut = self.requete.raw_body
        except ValueError as erreur:
            raise CorpsInvalide(phrase("Renvoyez un contenu en UTF-8.")) from erreur
        if len(brut) > self.taille_max:
            raise CorpsTropGrand
        return brut.encode() if isinstance(brut, str) else brut

    @cached_property
    def formulaire(self) -> dict[str, list[str]]:
        """The fields of a form, every value of each. Raises CorpsInvalide, CorpsTropGrand."""
        if self._type == MULTIPARTIES:
            return dict(self._multiparties.champs)
        if len(self.corps) > TAILLE_MAX:
            raise CorpsTropGrand
        try:
            paires = parse_qsl(
                self.corps.decode("utf-8"),
                keep_blank_values=True,
                max_num_fields=CHAMPS_MAX,
                errors="strict",
            )
        except ValueError as erreur:
            raise CorpsInvalide(
                phrase("Rechargez la page et remplissez à nouveau le formulaire.")
            ) from (erreur)
        champs: dict[str, list[str]] = {}
        for nom, valeur in paires:
            champs.setdefault(nom, []).append(valeur)
        return champs

    def champ(self, nom: str) -> str:
        """The last value of a field of the form, or an empty text."""
        return self.formulaire.get(nom, [""])[-1]

    def fichier(self, nom: str) -> bytes:
        """The content of a file of the form, empty when none was chosen."""
        return self._multiparties.fichiers.get(nom, b"") if self._type == MULTIPARTIES else b""

    @cached_property
    def _multiparties(self) -> Multiparties:
        try:
            return lire(self.corps, self.requete.headers.get("content-type") or "")
        except FormulaireIllisible as erreur:
            raise CorpsInvalide(
                phrase("Rechargez la page et choisissez à nouveau le fichier.")
            ) from erreur

    @property
    def _type(self) -> str:
        """The media type of the body, without its parameters."""
        entete = self.requete.headers.get("content-type") or ""
        return entete.split(";")[0].strip().lower()

    @cached_property
    def document(self) -> dict[str, Any]:
        """The JSON object of the body. Raises TypeNonAccepte, CorpsInvalide, CorpsTropGrand."""
        import json

        if self._type != "application/json":
            raise TypeNonAccepte("Envoyez un document JSON avec Content-Type: application/json.")
        try:
            lu = json.loads(self.corps.decode("utf-8"))
        except (ValueError, RecursionError) as erreur:
            raise CorpsInvalide("Envoyez un document JSON bien formé, en UTF-8.") from erreur
        if not isinstance(lu, dict):
            raise CorpsInvalide("Envoyez un objet JSON.")
        return lu

    def texte(self, *chemin: str) -> str:
        """A text of the JSON document, or an empty one when it is not there.

        Raises SaisieInvalide when something else stands there.
        """
        valeur: Any = self.document
        for nom in chemin:
            valeur = valeur.get(nom) if isinstance(valeur, dict) else None
        if valeur is None:
            return ""
        if not isinstance(valeur, str):
            raise SaisieInvalide.du_champ(chemin[-1], "Ce champ attend un texte.")
        if not valeur.isascii() and _SUBSTITUT.search(valeur):
            raise SaisieInvalide.du_champ(chemin[-1], "Ce champ attend un texte en Unicode.")
        return valeur

    def parametre_de_chemin(self, nom: str) -> str:
        """A path parameter, decoded (the local server does not, API Gateway does)."""
        return unquote((self.requete.uri_params or {}).get(nom, ""))

    @property
    def electeur(self) -> Electeur:
        """The signed-in mandant."""
        session = self._session()
        return personnes.lire_electeur(session.sujet, session.donnees)

    @property
    def niveau_certifie(self) -> str:
        """The level of the mandant's certified identity, signed for this session a few minutes
        ago; else an empty text.
        """
        return certification.niveau(self._session().donnees, self.maintenant)

    @property
    def agent(self) -> Agent:
        """The signed-in agent."""
        session = self._session()
        return personnes.lire_agent(session.sujet, session.donnees)

    @property
    def agent_mairie(self) -> AgentMairie:
        """The signed-in agent of a mairie, or its software, and the commune."""
        if self.machine is not None:
            return self.machine
        return AgentMairie(self.agent, str(self._session().donnees["commune"]))

    def _session(self) -> Session:
        if self.session is None:
            raise RuntimeError("cette route n'exige pas de session")
        return self.session


def nouvelle_cle() -> str:
    """A key that makes one form act once."""
    return uuid.uuid4().hex
