"""The trial start of a package: `python -I -S outils/paquet_essai.py <folder> <service>…`.

Runs with the standard library and the archive alone, as a function does, and uses what the
functions import late too: what was removed in error is missed here and not in production. Prints
nothing; a traceback is the refusal."""

from __future__ import annotations

import ast
import contextlib
import io
import os
import sys
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ENVIRONNEMENT = {
    "AWS_ACCESS_KEY_ID": "essai",
    "AWS_SECRET_ACCESS_KEY": "essai",
    "AWS_DEFAULT_REGION": "eu-west-3",
    "STAGE": "local",
    "URL_PORTAIL": "https://essai.invalid",
    "SECRET_PSEUDONYMES": "essai" * 8,
    "EXPEDITEUR": "ne-pas-repondre@essai.invalid",
    "FRANCECONNECT_ISSUER": "https://fc.invalid",
    "FRANCECONNECT_CLIENT_ID": "essai",
    "FRANCECONNECT_CLIENT_SECRET": "essai",
    "PROCONNECT_ISSUER": "https://pc.invalid",
    "PROCONNECT_CLIENT_ID": "essai",
    "PROCONNECT_CLIENT_SECRET": "essai",
}
CONTEXTE = SimpleNamespace(
    function_name="APIHandler",
    memory_limit_in_mb=1024,
    invoked_function_arn="arn:aws:lambda:eu-west-3:123456789012:function:essai",
    aws_request_id="essai",
)
_MAINTENANT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
_PORTAILS = ("/", "/electeur", "/autorite", "/mairie", "/accessibilite", "/donnees-personnelles")


def importer_tout(dossier: Path) -> None:
    """Each module of ours, since views are named by texts; then every import that it makes, those
    inside functions too, except what is for type checkers.
    """
    for fichier in sorted((dossier / "chalicelib").rglob("*.py")):
        if not fichier.stem.startswith("__"):
            import_module(".".join(fichier.relative_to(dossier).with_suffix("").parts))
        for module, nom in _imports(ast.parse(fichier.read_bytes())):
            charge = import_module(module)
            if nom and not hasattr(charge, nom):
                import_module(f"{module}.{nom}")


def _imports(arbre: ast.AST) -> list[tuple[str, str]]:
    trouves: list[tuple[str, str]] = []
    for noeud in ast.iter_child_nodes(arbre):
        if isinstance(noeud, ast.Import):
            trouves += [(alias.name, "") for alias in noeud.names]
        elif isinstance(noeud, ast.ImportFrom) and noeud.module:
            trouves += [(noeud.module, alias.name) for alias in noeud.names]
        elif not (isinstance(noeud, ast.If) and "TYPE_CHECKING" in ast.unparse(noeud.test)):
            trouves += _imports(noeud)
    return trouves


def demander_des_pages() -> None:
    """The public pages, through the handler that Lambda calls; then every template is compiled."""
    import app
    from chalicelib.courriels import rendu as courriels
    from chalicelib.portails import rendu

    for chemin in _PORTAILS:
        reponse = app.app(demande(chemin), CONTEXTE)
        _exiger(reponse["statusCode"] == 200, chemin)
    pages: Any = rendu._environnement()
    for environnement in (pages, courriels._environnement()):
        for gabarit in environnement.list_templates():
            environnement.get_template(gabarit)
    for gabarit in pages.list_templates():
        source, fichier, _ = pages.loader.get_source(pages, gabarit)
        seau = pages.bytecode_cache.get_bucket(pages, gabarit, fichier, source)
        _exiger(seau.code is not None, f"{gabarit} is not compiled")
    import_module("chalicelib.portails.langues").catalogue("en")


def demande(chemin: str) -> dict[str, Any]:
    """The event of a GET at API Gateway, without a query or a cookie."""
    return {
        "httpMethod": "GET",
        "path": chemin,
        "headers": {"accept": "text/html"},
        "multiValueHeaders": {"accept": ["text/html"]},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "stageVariables": None,
        "body": None,
        "isBase64Encoded": False,
        "requestContext": {
            "httpMethod": "GET",
            "resourcePath": chemin,
            "path": chemin,
            "requestId": "essai",
            "identity": {"sourceIp": "127.0.0.1"},
        },
    }


def ecrire_des_documents() -> None:
    """A register in each form, a récépissé with its QR code, a letter, a date for a diary."""
    from chalicelib.portails.rendu import qr_svg
    from chalicelib.registre import calendrier, lettre, recepisse
    from chalicelib.registre.tableau import Colonne, Format, Tableau, en_octets

    tableau = Tableau(
        titre="Registre",
        sous_titres=("Commune : Rennes (35238)",),
        colonnes=(Colonne("Mandant", 30), Colonne("Établie le", 20)),
        pied="Article R76-1",
        haut_mm=7.5,
        page_par=0,
    )
    for format_ in Format:
        en_octets(format_, tableau, [("Élise Œuf-Lacroix " * 9, _MAINTENANT)] * 60)
    recu = recepisse.Recepisse(
        reference="XBQ7V3",
        etat="Établie",
        mandant=("Élise Martin",),
        mandataire=("Noé Petit",),
        commune="Rennes",
        portee=("Le 11 avril 2027",),
        autorite="Police nationale",
        lieu="Commissariat de Rennes",
        etapes=(("1er mars 2027", "Établie"),),
        edite_le="1er mars 2027",
    )
    recepisse.en_pdf(recu)
    courrier = lettre.Lettre(
        commune="Rennes",
        destinataire="Élise Martin",
        le="Le 1er mars 2027",
        objet="Votre procuration",
        reference="XBQ7V3",
        corps=("Votre procuration est refusée.",),
    )
    lettre.en_pdf(courrier)
    qr_svg("XBQ7V3")
    jour = calendrier.Date("vote", date(2027, 4, 11), "Vote", "Votre mandataire vote", rappel=True)
    procuration: Any = SimpleNamespace(reference="XBQ7V3", version=3)
    calendrier._evenement(procuration, jour, _MAINTENANT).to_ical()


def ecrire_un_courriel() -> None:
    """The digest of a mairie, and the picture that is joined to M2."""
    from email.message import EmailMessage

    from chalicelib.courriels import rendu
    from chalicelib.courriels.bulletin import composer_bulletin
    from chalicelib.domaine.mairies import Reglages
    from chalicelib.services.bulletins import Bulletin, Genre

    bulletin = Bulletin(
        commune="35238", genre=Genre.VEILLE, a_controler=3, proches=1, nouvelles=1, depuis=None
    )
    reglages = Reglages(commune="35238", courriels=("mairie@essai.invalid",))
    composer_bulletin(
        bulletin,
        reglages,
        cle="essai",
        expediteur=ENVIRONNEMENT["EXPEDITEUR"],
        url_portail=ENVIRONNEMENT["URL_PORTAIL"],
        maintenant=_MAINTENANT,
    )
    courriel = EmailMessage()
    courriel.set_content("essai")
    courriel.add_alternative("<p>essai</p>", subtype="html")
    rendu._joindre_qr(courriel, "XBQ7V3")


def lire_ce_qui_vient() -> None:
    """A form with a file, an address, tokens signed and encrypted, an answer of the register."""
    from zoneinfo import ZoneInfo

    from joserfc import jwe, jwt
    from joserfc.jwk import ECKey, KeySet, RSAKey

    from chalicelib.identite import oidc_jetons
    from chalicelib.reu.client import ClientReu
    from chalicelib.services.saisie import lire_courriel
    from chalicelib.web.multiparties import lire

    corps = b'--x\r\nContent-Disposition: form-data; name="p"; filename="f"\r\n\r\nabc\r\n--x--\r\n'
    _exiger(lire(corps, "multipart/form-data; boundary=x").fichiers == {"p": b"abc"}, "multipart")
    _exiger(lire_courriel("elise@exÉmple.fr") == "elise@xn--exmple-cva.fr", "email-validator")
    _exiger(_MAINTENANT.astimezone(ZoneInfo("Pacific/Noumea")).hour == 20, "tzdata")
    for cle, algorithme in (
        (ECKey.generate_key("P-256"), "ES256"),
        (RSAKey.generate_key(), "RS256"),
    ):
        jeton = jwt.encode({"alg": algorithme}, {"sub": "essai"}, cle, algorithms=[algorithme])
        _exiger(oidc_jetons.lire_jeton(jeton, KeySet([cle]))["sub"] == "essai", algorithme)
        chiffrement = {"alg": "ECDH-ES" if algorithme == "ES256" else "RSA-OAEP", "enc": "A256GCM"}
        secret = jwe.encrypt_compact(chiffrement, jeton, cle, algorithms=list(chiffrement.values()))
        _exiger(oidc_jetons.dechiffrer(secret, cle) == jeton, chiffrement["alg"])
    ClientReu("https://reu.invalid", "essai")


def faire_les_clients(services: list[str]) -> None:
    """A client of each service that the archive keeps, as our code makes them."""
    import boto3
    from pynamodb.transactions import TransactWrite

    from chalicelib.depots.connexion import connexion

    session = boto3.Session()
    for service in services:
        session.client(service)  # type: ignore[call-overload]
    session.client("s3").generate_presigned_url("get_object", {"Bucket": "b", "Key": "c"})
    TransactWrite(connection=connexion())


def _exiger(vrai: bool, quoi: str) -> None:
    if not vrai:
        raise RuntimeError(f"the archive gives another answer: {quoi}")


def main() -> None:
    """The command."""
    dossier, *services = sys.argv[1:]
    os.environ.clear()
    os.environ.update(ENVIRONNEMENT)
    sys.path.insert(0, dossier)
    importer_tout(Path(dossier))
    with contextlib.redirect_stdout(io.StringIO()):  # the metrics of these requests
        demander_des_pages()
    ecrire_des_documents()
    ecrire_un_courriel()
    lire_ce_qui_vient()
    faire_les_clients(services)


if __name__ == "__main__":
    main()
