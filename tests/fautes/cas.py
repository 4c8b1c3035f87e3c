"""The table of use cases that are cut: one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.constructeurs import (
    Nuage,
)
from tests.fautes import cas_temps
from tests.fautes.gestes import (
    retrait,
)
from tests.fautes.preparations import (
    Preparation,
    Revient,
    la_demande,
    pour_accepter,
    pour_ajourner,
    pour_avancer_la_ligne,
    pour_consulter,
    pour_deposer,
    pour_deposer_ailleurs,
    pour_ecrire_de_l_acceptation,
    pour_ecrire_de_l_acte,
    pour_ecrire_du_depot,
    pour_etablir,
    pour_refuser,
    pour_refuser_au_guichet,
    pour_retirer,
    pour_transmettre,
)
from tests.fautes.preparations_suites import (
    le_papier,
    pour_apres_reception,
    pour_au_registre,
    pour_collecter,
    pour_demander_la_fin,
    pour_deplacer,
    pour_etablir_certifie,
    pour_reexaminer,
    pour_remplacer,
    pour_resilier,
    pour_resilier_certifie,
    pour_reverifier,
    pour_saisir,
    pour_saisir_ailleurs,
    pour_saisir_refusee,
)
from tests.services import apres_reception


@dataclass(frozen=True)
class Cas:
    """A use case to cut: prepares the world and gives what the client does at each try.

    `entre_temps` is what somebody else may do between the death and the next try, when the use case
    had been written. `messages` is how many e-mails leave. `meme_hasard`: each try draws the same.
    """

    preparer: Preparation
    entre_temps: Callable[[Nuage], object] | None = None
    messages: int = 0
    meme_hasard: bool = True


CAS: dict[str, Cas] = {
    "déposer": Cas(pour_deposer, lambda nuage: retrait(nuage, la_demande(nuage))()),
    "déposer depuis un autre processus": Cas(pour_deposer_ailleurs, meme_hasard=False),
    "retirer": Cas(pour_retirer),
    "consulter au guichet": Cas(pour_consulter),
    "établir": Cas(pour_etablir, lambda nuage: nuage.transmettre(la_demande(nuage))),
    "ajourner au guichet": Cas(pour_ajourner, lambda nuage: nuage.avancer(minutes=5)),
    "refuser au guichet": Cas(pour_refuser_au_guichet),
    "transmettre à la commune": Cas(pour_transmettre),
    "faire avancer la ligne du registre": Cas(pour_avancer_la_ligne),
    "accepter": Cas(pour_accepter),
    "refuser": Cas(pour_refuser),
    "collecter": Cas(pour_collecter),
    "remplacer": Cas(pour_remplacer),
    "demander la fin": Cas(pour_demander_la_fin),
    "résilier": Cas(pour_resilier),
    "saisir un formulaire": Cas(pour_saisir, lambda nuage: nuage.transmettre(le_papier(nuage))),
    "saisir depuis un autre processus": Cas(pour_saisir_ailleurs, meme_hasard=False),
    "saisir un formulaire de trop": Cas(pour_saisir_refusee),
    "accepter et déplacer (L73)": Cas(pour_deplacer),
    **{nom: Cas(pour_apres_reception(nom)) for nom in apres_reception.GESTES},
    "valider au registre": Cas(pour_au_registre(refuse=False)),
    "rejeter au registre": Cas(pour_au_registre(refuse=True)),
    "établir avec une identité certifiée": Cas(pour_etablir_certifie),
    "résilier avec une identité certifiée": Cas(pour_resilier_certifie),
    "revérifier au registre": Cas(pour_reverifier),
    "réexaminer une place": Cas(pour_reexaminer),
    **{nom: Cas(preparer) for nom, preparer in cas_temps.PREPARATIONS.items()},
    "rappeler": Cas(cas_temps.rappeler(Revient), messages=1),
    "écrire du dépôt": Cas(pour_ecrire_du_depot, messages=1),
    "écrire de l'établissement": Cas(pour_ecrire_de_l_acte, messages=1),
    "écrire de l'acceptation": Cas(pour_ecrire_de_l_acceptation, messages=1),
}
