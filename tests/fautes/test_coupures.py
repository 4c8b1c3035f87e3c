"""Whatever the call before or after which the process dies, trying again ends as if it had not:
same state, nothing twice, nothing lost.

The one exception is written down (docs/decisions/envois.md): SES has no idempotency, so an e-mail
that may have left leaves again, under the same Message-ID, and never none.
"""

from __future__ import annotations

from contextlib import suppress
from email import message_from_bytes
from itertools import product

import pytest

from tests.fautes.banc import Banc
from tests.fautes.cas import CAS, Cas
from tests.fautes.coupures import (
    Coupure,
    compter,
    coupures,
    mourir,
    references,
    resume,
)
from tests.fautes.ordonnanceur import Geste, nom
from tests.fautes.preparations import Revient
from tests.services.invariants import verifier_tout

# powertools warns of an invocation that counts nothing; a redelivery counts nothing.
pytestmark = pytest.mark.filterwarnings("ignore:No application metrics:UserWarning")

chaque_cas = pytest.mark.parametrize("titre", CAS)


@pytest.fixture
def cas(titre: str) -> Cas:
    return CAS[titre]


@pytest.fixture
def geste(banc: Banc, cas: Cas) -> Geste:
    """The world is ready and the process is warm."""
    geste = cas.preparer(banc)
    depart = banc.photographier()
    geste()
    banc.remettre(depart)
    return geste


def refaire(banc: Banc, geste: Geste) -> str:
    """The client, or the stream, tries until it is answered; a claim left by the dead process is
    anybody's after a minute."""
    try:
        return nom(geste())
    except Revient:
        banc.nuage.avancer(minutes=1)
        return nom(geste())


def verifier_les_messages(banc: Banc, cas: Cas, coupure: Coupure) -> None:
    """One message of each kind; the same again only when the dead process had reached SES."""
    partis = [
        (m.destinataires, m.sujet, m.texte, message_from_bytes(m.brut)["Message-ID"])
        for m in banc.nuage.moteur.courriels()
    ]
    assert len(set(partis)) == cas.messages
    a_pu_partir = "SendEmail" in coupure.appels
    assert len(partis) <= cas.messages + a_pu_partir


@chaque_cas
def test_mourir_puis_refaire_finit_comme_si_de_rien_n_etait(
    banc: Banc, cas: Cas, geste: Geste
) -> None:
    connues, depart = references(banc), banc.photographier()
    appels = compter(banc, geste)
    attendu, fin = resume(banc, connues), banc.empreinte()
    assert len(banc.nuage.moteur.courriels()) == cas.messages

    for rang, quand in coupures(len(appels)):
        banc.remettre(depart)
        coupure = Coupure(rang, quand)
        assert mourir(banc, geste, coupure), f"{quand} {rang}"

        refaire(banc, geste)

        assert resume(banc, connues) == attendu, f"{quand} {appels[rang]} ({rang})"
        if not cas.messages and cas.meme_hasard:
            assert banc.empreinte() == fin
        verifier_les_messages(banc, cas, coupure)
        verifier_tout(banc.nuage)


@pytest.mark.fautes
@chaque_cas
def test_mourir_deux_fois_puis_refaire_plus_tard(banc: Banc, cas: Cas, geste: Geste) -> None:
    connues, depart = references(banc), banc.photographier()
    appels = compter(banc, geste)
    attendu = resume(banc, connues)
    verifies: set[str] = set()

    for (rang, quand), (encore, alors) in product(coupures(len(appels)), repeat=2):
        banc.remettre(depart)
        mourir(banc, geste, Coupure(rang, quand))
        banc.nuage.avancer(minutes=1)
        with suppress(Revient):
            mourir(banc, geste, Coupure(encore, alors))
        banc.nuage.avancer(minutes=1)

        refaire(banc, geste)

        assert resume(banc, connues) == attendu, f"{quand} {rang}, {alors} {encore}"
        if banc.empreinte() not in verifies:
            verifier_tout(banc.nuage)
            verifies.add(banc.empreinte())


@pytest.mark.parametrize("titre", [titre for titre, cas in CAS.items() if cas.entre_temps])
def test_la_suite_est_venue_avant_que_la_personne_refasse(
    banc: Banc, cas: Cas, geste: Geste
) -> None:
    # what the dead process had written, others have gone on from: trying again says that it is done
    depart = banc.photographier()
    appels = compter(banc, geste)
    fait = banc.empreinte()
    assert cas.entre_temps is not None
    cas.entre_temps(banc.nuage)
    attendu = banc.empreinte()
    ecrites = 0

    for rang, quand in coupures(len(appels)):
        banc.remettre(depart)
        mourir(banc, geste, Coupure(rang, quand))
        if banc.empreinte() != fait:
            continue
        ecrites += 1
        cas.entre_temps(banc.nuage)

        geste()

        assert banc.empreinte() == attendu, f"{quand} {appels[rang]} ({rang})"
        verifier_tout(banc.nuage)
    assert ecrites
