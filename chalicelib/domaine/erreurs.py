"""Refusals of the domain, named in the law's words.

An error says what is wrong and what to do next, in plain French, and never holds personal data:
its texts go to pages, to problem+json bodies (RFC 9457) and to logs. The HTTP status is chosen in
one place, `chalicelib.api.problemes`, from the classes below.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from chalicelib.domaine.phrases import enchainer, phrase

if TYPE_CHECKING:
    from chalicelib.domaine.portee import Portee


class ErreurMetier(Exception):
    """A refusal that a person can understand and act on.

    `code` is the stable last segment of the problem type, `titre` the short static sentence,
    `detail` what to do next, `champ` the form field concerned (empty when none is).
    """

    code = "demande-refusee"
    titre = phrase("Votre demande ne peut pas être traitée")

    def __init__(self, detail: str, *, champ: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.champ = champ


class SaisieInvalide(ErreurMetier):
    """One or several fields do not hold what is asked: `erreurs` maps a field to its sentence."""

    code = "saisie-invalide"
    titre = phrase("Certaines informations sont à corriger")

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        premier = next(iter(erreurs), "")
        super().__init__(enchainer(*erreurs.values()), champ=premier)
        self.erreurs = dict(erreurs)

    @classmethod
    def du_champ(cls, champ: str, phrase: str) -> SaisieInvalide:
        """The error of a single field."""
        return cls({champ: phrase})


class ReferenceInvalide(ErreurMetier):
    """What was typed cannot be a reference."""

    code = "reference-invalide"
    titre = phrase("Cette référence n'est pas correcte")


class ReferenceIntrouvable(ErreurMetier):
    """No demande that this person may see has this reference: always the same neutral answer."""

    code = "reference-introuvable"
    titre = "Aucune demande à traiter sous cette référence"

    def __init__(self) -> None:
        super().__init__(
            "Vérifiez les 6 caractères avec la personne, sur son courriel ou son téléphone. "
            "La référence ne contient ni 0, ni O, ni 1, ni I, ni L."
        )


class ProcurationIntrouvable(ErreurMetier):
    """This commune has received no procuration of this reference; another's are not told."""

    code = "procuration-introuvable"
    titre = "Votre commune n'a pas reçu de procuration sous cette référence"

    def __init__(self) -> None:
        super().__init__(
            "Vérifiez les 6 caractères. Une procuration n'apparaît qu'une fois établie devant un "
            "policier ou un gendarme, et seulement dans la commune d'inscription du mandant."
        )


class TransitionInterdite(ErreurMetier):
    """The demande is not in a state where this can be done (domaine.md, table b)."""

    code = "etat-incompatible"
    titre = phrase("Cette demande n'est plus dans un état qui le permet")


class DemandeExpiree(ErreurMetier):
    """Not established within two months of the demande (arrêté du 31 mars 2021, RET-02)."""

    code = "demande-expiree"
    titre = phrase("Cette demande a expiré")


class ConflitDeVersion(ErreurMetier):
    """Somebody else changed the demande meanwhile; nothing was written."""

    code = "modifiee-entre-temps"
    titre = phrase("Cette demande vient d'être modifiée par ailleurs")

    def __init__(self) -> None:
        super().__init__(phrase("Rechargez la page pour voir son état actuel, puis recommencez."))


class CleDejaUtilisee(ErreurMetier):
    """The same Idempotency-Key came with another content."""

    code = "cle-idempotence-reutilisee"
    titre = "Cette clé d'idempotence a déjà servi pour un autre contenu"

    def __init__(self) -> None:
        super().__init__("Envoyez ce nouveau contenu avec une nouvelle clé d'idempotence.")


class AccesRefuse(ErreurMetier):
    """This person may not do this."""

    code = "acces-refuse"
    titre = phrase("Vous n'avez pas accès à cette action")


class HabilitationInvalide(AccesRefuse):
    """No habilitation by a judge is valid at this instant (article R72-1)."""

    code = "habilitation-invalide"
    titre = "Votre habilitation n'est pas valide à cet instant"


class DelegationAbsente(AccesRefuse):
    """The maire has not delegated the control of procurations to this agent."""

    code = "delegation-absente"
    titre = "Le maire ne vous a pas donné délégation"


class IdentiteNonCertifiee(AccesRefuse):
    """Presence is not replaced: no certified identity, or not admitted by law here (AUT-04)."""

    code = "identite-non-certifiee"
    titre = phrase("Une identité numérique certifiée ne peut pas servir ici")


class AgentVerrouille(AccesRefuse):
    """Too many wrong references in ten minutes."""

    code = "agent-verrouille"
    titre = "Trop de références incorrectes"


class MandantDejaRepresente(ErreurMetier):
    """The mandant already gave a live procuration for one of these tours (motif M08). `portees`
    are what it covers, which he knows; to whom he gave it is not told.
    """

    code = "mandant-deja-represente"
    titre = phrase("Le mandant a déjà donné procuration pour ce vote")

    def __init__(self, detail: str, portees: tuple[Portee, ...] = ()) -> None:
        super().__init__(detail)
        self.portees = portees


class DocumentIntrouvable(ErreurMetier):
    """This commune has no such document, or no more; another's are not told."""

    code = "document-introuvable"
    titre = "Ce document n’existe pas ou n’est plus gardé"

    def __init__(self) -> None:
        super().__init__("Un document est gardé un jour. Demandez-le à nouveau.")
