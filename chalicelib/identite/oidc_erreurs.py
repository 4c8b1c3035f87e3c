"""Why a sign-in, or a machine's call, did not succeed.

Texts are static: no token, no claim and no address ever enters an exception, so that each can go
to a page or to a log. `raison` is a short constant word for the operator's logs and metrics.
"""

from __future__ import annotations

from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.phrases import phrase


class ErreurDeConnexion(ErreurMetier):
    """Common ground of the three below; `raison` is a constant, never what the network said."""

    code = "connexion-impossible"
    titre = phrase("Vous n'avez pas pu être connecté")

    def __init__(self, detail: str, raison: str) -> None:
        super().__init__(detail)
        self.raison = raison


class FournisseurIndisponible(ErreurDeConnexion):
    """The provider can't be reached, is too slow, or answers 429 or 5xx. Trying later may work."""

    code = "fournisseur-indisponible"
    titre = phrase("La connexion est momentanément impossible")

    def __init__(self, fournisseur: str, raison: str) -> None:
        super().__init__(
            phrase(
                "{fournisseur} ne répond pas pour le moment. "
                "Attendez quelques minutes, puis recommencez la connexion.",
                fournisseur=fournisseur,
            ),
            raison,
        )


class ReponseOidcInvalide(ErreurDeConnexion):
    """Something the provider, or the browser, brought back does not verify: nobody is signed in."""

    code = "connexion-non-verifiee"
    titre = phrase("Votre connexion n'a pas pu être vérifiée")

    def __init__(self, raison: str) -> None:
        super().__init__(
            phrase(
                "Par sécurité, la connexion a été arrêtée. Recommencez depuis la page de "
                "connexion. Si cela se reproduit, fermez votre navigateur, rouvrez-le et essayez "
                "de nouveau."
            ),
            raison,
        )


class ConnexionAbandonnee(ErreurDeConnexion):
    """The person gave up on the provider's page (`error=access_denied`, RFC 6749 §4.1.2.1)."""

    code = "connexion-abandonnee"
    titre = phrase("Vous avez interrompu la connexion")

    def __init__(self, fournisseur: str) -> None:
        super().__init__(
            phrase(
                "Pour continuer, recommencez la connexion avec {fournisseur} et allez jusqu'au "
                "bout.",
                fournisseur=fournisseur,
            ),
            "access_denied",
        )


class JetonRefuse(ErreurMetier):
    """The bearer token of a machine does not verify. `raison` is a constant for the operator."""

    code = "jeton-refuse"
    titre = "Le jeton d'accès n'est pas valide"

    def __init__(self, raison: str) -> None:
        super().__init__("Demandez un nouveau jeton au service d'authentification, puis réessayez.")
        self.raison = raison
