"""The whole journey through the JSON API, as three people."""

from __future__ import annotations

from chalicelib.domaine.controles import Resultat
from tests.api import client
from tests.constructeurs import LISTE_ELECTORALE, Nuage


def test_les_trois_etapes_se_font_par_l_api(nuage: Nuage) -> None:
    nuage.peupler()
    mandant, opj, agent = client.mandant(nuage), client.autorite(nuage), client.mairie(nuage)

    deposee = mandant.post("/demandes", client.depot(), idempotency_key="cle-du-depot")
    assert deposee.statut == 201
    reference = deposee.json["reference"]
    assert deposee.entetes["Location"] == f"/api/v1/demandes/{reference}"

    consultee = opj.get(f"/autorite/demandes/{reference.lower()}")
    assert consultee.statut == 200
    assert consultee.json["mandant"]["nom"] == "Durand-Lévêque"
    etablie = opj.post(f"/autorite/demandes/{reference}/etablissement", {"piece": "CNI"})
    assert (etablie.statut, etablie.json["etat"]) == (200, "ETABLIE")

    demande = nuage.contexte.depots.demande(reference)
    assert demande is not None
    nuage.transmettre(demande)

    file = agent.get("/mairie/procurations?etat=A_CONTROLER")
    assert [ligne["reference"] for ligne in file.json["procurations"]] == [reference]
    dossier = agent.get(f"/mairie/procurations/{reference}").json
    a_faire = {c["id"] for c in dossier["controles"] if c["resultat"] == Resultat.A_VERIFIER}
    assert a_faire == LISTE_ELECTORALE
    acceptee = agent.post(
        f"/mairie/procurations/{reference}/acceptation", {"controles": sorted(a_faire)}
    )
    assert (acceptee.statut, acceptee.json["etat"]) == (200, "VALIDE")

    suivie = mandant.get(f"/demandes/{reference}").json
    assert suivie["decision"]["acceptee"] is True
    assert all(suivie[etape] for etape in ("deposee_le", "etablie_le", "recue_par_la_mairie_le"))
    recepisse = mandant.get(f"/demandes/{reference}/recepisse.pdf")
    assert recepisse.entetes["Content-Type"] == "application/pdf"
    assert recepisse.corps.startswith(b"%PDF-")
