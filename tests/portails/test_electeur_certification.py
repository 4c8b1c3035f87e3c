"""AUT-04 on the mandant's pages: FranceConnect+ in the middle of the session, then one key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from joserfc.jwk import ECKey

from chalicelib import configuration, montage
from chalicelib.domaine.actes import Cadre
from chalicelib.domaine.etats import Etat
from chalicelib.identite import jetons
from infra.local.simulateurs import ClientEnregistre, IdentiteDemo
from tests.api.client import CAMILLE, Reponse, evenement, traiter
from tests.constructeurs import PRESIDENTIELLE, Nuage
from tests.identite.oidc_outils import SimulateurHostile, parametres, visiter
from tests.portails.mandant import mandant
from tests.portails.visiteur import Page, Visiteur, lire

RETOUR = "http://127.0.0.1:8000/electeur/certification/retour"
CHEMIN = "/electeur/certification/retour"
CAMILLE_CERTIFIEE = {
    "given_name": "Camille Élodie",
    "family_name": "DURAND-LÉVÊQUE",
    "birthdate": "1985-07-14",
    "gender": "female",
}
GENS = (
    IdentiteDemo("camille", "Camille Durand", "La mandante", CAMILLE_CERTIFIEE),
    IdentiteDemo("soeur", "Zoé", "", CAMILLE_CERTIFIEE | {"given_name": "Zoé"}),
    IdentiteDemo("un-prenom", "Camille", "", CAMILLE_CERTIFIEE | {"given_name": "Camille"}),
    IdentiteDemo("autre-jour", "Camille", "", CAMILLE_CERTIFIEE | {"birthdate": "1985-07-15"}),
    IdentiteDemo("autre-sexe", "Camille", "", CAMILLE_CERTIFIEE | {"gender": "male"}),
    IdentiteDemo("incomplete", "Camille", "", CAMILLE_CERTIFIEE | {"birthdate": ""}),
)


@dataclass
class Voyage:
    """A mandant, the cookies that the browser gathers, and FranceConnect+ at the other end."""

    nuage: Nuage
    plus: SimulateurHostile
    visiteur: Visiteur
    cookies: dict[str, str]

    def demander(self, chemin: str) -> Reponse:
        cookies = {"maprocuration-electeur": self.visiteur.jeton} | self.cookies
        entete = "; ".join(f"{nom}={valeur}" for nom, valeur in cookies.items())
        reponse = traiter(evenement("GET", chemin, {"cookie": entete}))
        for pose in reponse.entetes.get("Set-Cookie", []):
            nom, _, valeur = pose.partition(";")[0].partition("=")
            if nom == "maprocuration-electeur":
                self.visiteur = replace(self.visiteur, jeton=valeur)
            else:
                self.cookies[nom] = valeur
        return reponse

    def partir(self, reference: str, qui: str = "camille", acte: str = "etablissement") -> str:
        """To FranceConnect+ as this person; gives the address to which it sends back."""
        depart = self.demander(
            f"/electeur/demandes/{reference}/certification/depart?acte={acte}&login_hint={qui}"
        )
        return visiter(depart.entetes["Location"]).headers["Location"]

    def revenir(self, adresse: str) -> Page:
        return lire(self.demander(f"{CHEMIN}?{adresse.partition('?')[2]}"))

    def certifier(self, reference: str, qui: str = "camille", acte: str = "etablissement") -> Page:
        return self.revenir(self.partir(reference, qui, acte))


@pytest.fixture
def voyage(nuage: Nuage, monkeypatch: pytest.MonkeyPatch) -> Iterator[Voyage]:
    """A signed-in mandant, and FranceConnect+ connected, which encrypts what it sends."""
    nuage.peupler()
    cle = ECKey.generate_key("P-256")
    service = ClientEnregistre(
        "plus", "secret", (RETOUR,), cle_chiffrement=cle.as_dict(private=False)
    )
    plus = SimulateurHostile("franceconnect-plus", GENS, [service], lambda: nuage.maintenant)
    plus.demarrer()
    for nom, valeur in {
        "ISSUER": plus.issuer,
        "CLIENT_ID": "plus",
        "CLIENT_SECRET": "secret",
        "CLE_DECHIFFREMENT": json.dumps(cle.as_dict(private=True)),
    }.items():
        monkeypatch.setenv(f"FRANCECONNECT_PLUS_{nom}", valeur)
    configuration.configuration.cache_clear()
    montage.montage.cache_clear()
    yield Voyage(nuage, plus, mandant(nuage), {})
    plus.arreter()


def page_de(reference: str, suite: str = "") -> str:
    return f"/electeur/demandes/{reference}{suite}"


def test_decret_2025_1059_de_la_page_de_suivi_a_la_procuration_etablie(voyage):
    demande = voyage.nuage.deposer()
    suivi = voyage.visiteur.voir(page_de(demande.reference))
    lien = suivi.liens["Valider avec mon identité numérique certifiée"]
    assert "S'identifier avec FranceConnect+" in voyage.visiteur.voir(lien).texte

    avant = voyage.visiteur.jeton
    retour = voyage.certifier(demande.reference)
    assert voyage.visiteur.jeton != avant, "the session has a new token"
    page = voyage.visiteur.voir(retour.vers)
    assert "Votre identité est certifiée" in page.texte
    assert voyage.nuage.relire(demande).etat is Etat.DEPOSEE, "nothing before the confirmation"

    chemin = page_de(demande.reference, "/etablissement-certifie")
    fin = [voyage.visiteur.remplir(page, chemin) for _ in range(2)]
    assert {f.vers for f in fin} == {page_de(demande.reference)}
    relue = voyage.nuage.relire(demande)
    assert (relue.etat, relue.etablissement.cadre) == (Etat.ETABLIE, Cadre.CERTIFIE)


def test_l75_resilier_de_meme(voyage):
    demande = voyage.nuage.etablir(voyage.nuage.deposer())
    lien = voyage.visiteur.voir(page_de(demande.reference)).liens[
        "Résilier avec mon identité numérique certifiée"
    ]
    assert lien.endswith("/certification?acte=resiliation")
    retour = voyage.certifier(demande.reference, acte="resiliation")
    page = voyage.visiteur.voir(retour.vers)
    voyage.visiteur.remplir(page, page_de(demande.reference, "/resiliation-certifiee"))
    assert voyage.nuage.relire(demande).etat is Etat.RESILIEE


@pytest.mark.parametrize("qui", ["soeur", "un-prenom", "autre-jour", "autre-sexe", "incomplete"])
def test_une_autre_personne_n_est_pas_certifiee_a_la_place_du_mandant(voyage, qui):
    demande = voyage.nuage.deposer()
    page = voyage.certifier(demande.reference, qui)
    assert page.statut == 403
    assert (
        "FranceConnect+" in voyage.visiteur.voir(page_de(demande.reference, "/certification")).texte
    )


@pytest.mark.parametrize("acr", ["eidas2", "eidas1", None])
def test_le_niveau_est_celui_que_franceconnect_plus_a_signe(voyage, acr):
    demande = voyage.nuage.deposer()
    voyage.plus.ruses["id_token"] = lambda charge: charge | {"acr": acr}
    assert voyage.certifier(demande.reference).statut == 400
    assert poster(voyage, demande.reference).statut == 409


def poster(voyage: Voyage, reference: str, **autres: str) -> Page:
    """The form of the act, as a browser that has never been certified would send it."""
    champs = {"csrf": jetons.csrf(voyage.visiteur.jeton), "cle": "une-cle-de-test"} | autres
    return voyage.visiteur.envoyer(page_de(reference, "/etablissement-certifie"), champs)


def test_aucun_champ_ne_dit_le_niveau_a_la_place_du_jeton_signe(voyage):
    demande = voyage.nuage.deposer()
    page = poster(voyage, demande.reference, acr="eidas3", niveau="eidas3", certifiee="oui")
    assert page.statut == 409
    assert "Validez d’abord votre identité" in page.texte
    assert voyage.nuage.relire(demande).etat is Etat.DEPOSEE


def test_la_certification_ne_vaut_que_dix_minutes(voyage):
    demande = voyage.nuage.deposer()
    retour = voyage.certifier(demande.reference)
    page = voyage.visiteur.voir(retour.vers)
    voyage.nuage.avancer(minutes=10)
    chemin = page_de(demande.reference, "/etablissement-certifie")
    assert voyage.visiteur.remplir(page, chemin).statut == 409
    assert voyage.nuage.relire(demande).etat is Etat.DEPOSEE


def test_un_retour_ne_sert_qu_une_fois_et_qu_a_sa_session(voyage):
    demande = voyage.nuage.deposer()
    adresse = voyage.partir(demande.reference)
    autre = replace(voyage, visiteur=mandant(voyage.nuage, "mandant-2"), cookies={**voyage.cookies})
    assert autre.revenir(adresse).statut == 400
    adresse = voyage.partir(demande.reference)
    assert voyage.revenir(adresse).statut == 303
    assert voyage.revenir(adresse).statut == 400


@pytest.mark.parametrize("faute", ["state", "sans-cookie"])
def test_un_retour_que_ce_navigateur_n_a_pas_demande_est_refuse(voyage, faute):
    demande = voyage.nuage.deposer()
    adresse = voyage.partir(demande.reference)
    if faute == "state":
        adresse = adresse.replace(parametres(adresse)["state"], "e" * 43)
    else:
        voyage.cookies.clear()
    assert voyage.revenir(adresse).statut == 400


def test_un_jeton_en_clair_est_refuse_la_ou_le_chiffrement_est_convenu(voyage):
    demande = voyage.nuage.deposer()
    service = voyage.plus.clients["plus"]
    voyage.plus.clients["plus"] = replace(service, cle_chiffrement=None)
    assert voyage.certifier(demande.reference).statut == 400


def test_rien_n_est_propose_la_ou_la_loi_ne_l_admet_pas(voyage):
    voyage.nuage.ajouter_scrutin(replace(PRESIDENTIELLE, identite_certifiee=False))
    demande = voyage.nuage.deposer()
    chemin = page_de(demande.reference)
    assert "identité numérique" not in voyage.visiteur.voir(chemin).texte
    for suite in ("/certification", "/certification/depart"):
        assert voyage.visiteur.voir(chemin + suite).vers == chemin


def test_rien_n_est_propose_sans_franceconnect_plus(nuage):
    demande = nuage.peupler().deposer()
    page = mandant(nuage).voir(page_de(demande.reference))
    assert "identité numérique" not in page.texte
    assert mandant(nuage).voir(page_de(demande.reference, "/certification/depart")).statut == 303
    assert mandant(nuage).voir(CHEMIN).statut == 400


def test_la_demande_d_un_autre_ne_se_certifie_pas(voyage):
    demande = voyage.nuage.deposer()
    voyage.visiteur = mandant(voyage.nuage, "mandant-2", **CAMILLE)
    assert voyage.demander(page_de(demande.reference, "/certification")).statut == 404
    assert poster(voyage, demande.reference).statut == 404
