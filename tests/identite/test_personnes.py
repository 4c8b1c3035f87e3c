"""From the claims of a federation to a person of ours."""

from __future__ import annotations

import pytest

from chalicelib.identite.oidc import Identite
from chalicelib.identite.personnes import (
    IdentiteIncomplete,
    agent,
    electeur,
    lire_agent,
    lire_electeur,
)
from tests.constructeurs import SECRET

CLAIMS = {
    "family_name": "DURAND-LÉVÊQUE",
    "given_name": "Camille Élodie",
    "preferred_username": "",
    "gender": "female",
    "birthdate": "1985-07-14",
    "email": "camille@exemple.fr",
}


def identite(**autres: object) -> Identite:
    return Identite("sub-fc", CLAIMS | autres, "jeton", "eidas1", ())


@pytest.mark.parametrize("naissance", ["1985-07-14", "1950-00-00", "1950-03-00"])
def test_l_etat_civil_de_franceconnect_est_celui_du_mandant(naissance: str) -> None:
    lu = lire_electeur(*electeur(identite(birthdate=naissance), SECRET))

    assert lu.etat_civil.nom == "DURAND-LÉVÊQUE"
    assert lu.etat_civil.prenoms == ("Camille", "Élodie")
    assert lu.etat_civil.naissance == naissance


@pytest.mark.parametrize(
    "autre",
    [
        {"family_name": ""},
        {"family_name": " "},
        {"family_name": None},
        {"family_name": "DU\u202eRAND"},
        {"given_name": "Cam\u0000ille"},
        {"given_name": "C" * 257},
        {"preferred_username": "Ker\u200bjean"},
        {"gender": "unspecified"},
        {"birthdate": ""},
        {"birthdate": "1985-02-30"},
        {"birthdate": "14/07/1985"},
    ],
    ids=repr,
)
def test_un_etat_civil_incomplet_ou_trompeur_n_entre_pas(autre: dict[str, object]) -> None:
    with pytest.raises(IdentiteIncomplete):
        electeur(identite(**autre), SECRET)


AGENT = {
    "usual_name": "Kervella",
    "given_name": "Yann",
    "siret": "13000640400014",
    "uid": "opj-rennes",
}


def agent_identifie(**autres: object) -> Identite:
    return Identite("sub-pc", AGENT | autres, "jeton", "eidas1", ("pwd", "mfa"))


def test_un_agent_est_connu_par_son_siret_et_son_identifiant() -> None:
    lu = lire_agent(*agent(agent_identifie()))

    assert (lu.cle, lu.nom, lu.prenom) == ("13000640400014/opj-rennes", "Kervella", "Yann")


@pytest.mark.parametrize(
    "autre",
    [
        {"usual_name": ""},
        {"given_name": None},
        {"usual_name": "Ker\u202evella"},
        {"siret": "1300064040001"},
        {"siret": "1300064040001X"},
        {"uid": ""},
    ],
    ids=repr,
)
def test_un_agent_sans_nom_lisible_ni_service_n_entre_pas(autre: dict[str, object]) -> None:
    # AUT-07: the register of R76-1 must bear the name of who establishes.
    with pytest.raises(IdentiteIncomplete):
        agent(agent_identifie(**autre))
