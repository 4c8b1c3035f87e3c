"""The invariants of what may be read: the public register, the list of a tour, and nothing at all
once the time to keep is over.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from chalicelib.domaine.erreurs import ErreurMetier
from chalicelib.domaine.portee import PorteePeriode
from chalicelib.registre.lignes import lignes_publiques, tableau_public
from chalicelib.registre.tableau import Format, en_octets
from chalicelib.services import lister
from chalicelib.services.guichet import consulter_au_guichet
from chalicelib.services.mairie import examiner
from chalicelib.services.mes_donnees import donnees_de, mes_donnees
from chalicelib.services.ports import Depots
from chalicelib.services.suivre import suivre
from tests.constructeurs import OPJ
from tests.fautes.machine_annales import tables, tous_les_articles
from tests.fautes.machine_monde import (
    CLERC_DE,
    LECTEUR,
    PERSONNES,
    VIVANTES,
    a_effacer_le,
    dernier_vote,
    jour_de,
)

if TYPE_CHECKING:
    from tests.fautes.machine_vie import Vie

R76_1 = [
    "Nom du mandant",
    "Prénoms du mandant",
    "Nom du mandataire",
    "Prénoms du mandataire",
    "Nom de l'autorité",
    "Prénom de l'autorité",
    "Qualité de l'autorité",
    "Établie le",
    "Établie à",
    "Durée de validité",
]
"""Article R76-1, and nothing else."""

_LARGEUR = 3_000
"""Rows of a page: more than one life makes."""


def le_registre_public_montre_r76_1_et_rien_d_autre(m: Vie) -> None:
    for commune in m.communes_changees():
        lignes = list(lister.registre(m.nuage.contexte, commune))
        rangs = (x.cellules() for x in lignes_publiques(lignes))
        tableau = tableau_public("Registre", imprime=False)
        texte = en_octets(Format.CSV, tableau, rangs).decode("utf-8-sig")
        entete, *rangs = csv.reader(io.StringIO(texte), delimiter=";")
        assert entete == R76_1, f"colonnes du registre : {entete}"
        noms = sorted((*rang[:4], rang[8]) for rang in rangs)
        assert noms == sorted(_noms(m, x.reference) for x in lignes), f"registre : {noms}"
        for secret in _secrets(m):
            assert secret not in texte, f"donnée personnelle au registre : {secret}"


def _noms(m: Vie, reference: str) -> tuple[str, ...]:
    dit = m.dits[reference]
    image = m.annales.images[reference][max(m.annales.images[reference])]
    civils = (dit.mandant.civil, dit.mandataire.civil)
    noms = [texte for civil in civils for texte in (civil.nom, " ".join(civil.prenoms))]
    return (*noms, image["etabli"]["lieu"])


def _secrets(m: Vie) -> Iterator[str]:
    for personne in PERSONNES:
        an, mois, jour = personne.civil.naissance.split("-")
        yield from (f"{an}-{mois}-{jour}", f"{jour}/{mois}/{an}", personne.nne, personne.id)
    yield "@"
    yield from m.dits


def une_refusee_n_est_jamais_sur_la_liste_d_un_tour(m: Vie) -> None:
    """The list of a tour holds what its register knows to be accepted and with effect that day, all
    of it and nothing else. Once the stream has brought everything, that is the truth.
    """
    if not m.fonctions.routage.cles():
        _exiger_lignes_a_jour(m)
    for commune in m.communes_changees():
        contexte = replace(m.contexte, depots=_LuUneFois(m.contexte.depots))
        for scrutin in lister.scrutins_de(contexte, commune):
            for tour in scrutin.tours:
                lues = lister.registre(contexte, commune, scrutin.id, str(tour.numero))
                liste = {ligne.reference for ligne in lues}
                attendue = {
                    reference
                    for reference, version in m.lignes(commune).items()
                    if _vaut(m, reference, version, scrutin.id, tour.numero, tour.date)
                }
                assert liste == attendue, (
                    f"liste du {tour.date} à {commune} : {liste ^ attendue} "
                    f"{[(r, m.annales.etat(r)) for r in liste ^ attendue]}"
                )


class _LuUneFois:
    """The stores, whose rows are read once for all the lists of one commune."""

    def __init__(self, depots: Depots) -> None:
        self._depots = depots
        self.registre = cache(lambda *filtre: tuple(depots.registre(*filtre)))

    def __getattr__(self, nom: str) -> Any:
        return getattr(self._depots, nom)


def _vaut(m: Vie, reference: str, version: int, scrutin: str, numero: int, jour: date) -> bool:
    """Whether this version, in the register, lets the mandataire vote at this tour."""
    if a_effacer_le(m.dits[reference], m.scrutins) <= m.nuage.maintenant:
        return False
    image, portee = m.annales.images[reference][version], m.dits[reference].portee
    couvre = (
        portee.du <= jour <= portee.au
        if isinstance(portee, PorteePeriode)
        else (portee.scrutin, numero in portee.tours) == (scrutin, True)
    )
    sans_effet = [*(image.get("nuls") or []), *(image.get("votes") or [])]
    # Nothing ends the right to read what was valid (CE, 30 May 2001, n° 222981).
    chaine = m.annales.journal[reference][:version]
    a_valu = chaine[-1].evenement == "ECHEANCE" and chaine[-1].de == "VALIDE"
    return (image["etat"] == "VALIDE" or a_valu) and couvre and jour.isoformat() not in sans_effet


def _exiger_lignes_a_jour(m: Vie) -> None:
    for reference, image in m.annales.actuelles.items():
        if image.get("recue_le"):
            lue = m.lignes(m.dits[reference].commune).get(reference)
            assert lue == image["version"], f"registre en retard : {reference} {lue} {image}"


def rien_ne_se_lit_apres_la_conservation(m: Vie) -> None:
    """RET-01, RET-02: by any way, whether the night has passed or not."""
    if not m.le_temps_a_passe:
        return
    for reference in m.perimees():
        # Read when it is due, read again once it is erased: nothing brings it back between.
        lue = (reference, m.annales.etat(reference))
        if lue in m.perimees_lues:
            continue
        m.perimees_lues.add(lue)
        m.oublier_les_echecs(LECTEUR)
        for nom, lire in _lectures(m, reference):
            assert not _lu(lire), f"encore lisible par {nom} : {reference}"


def _lu(lire: Callable[[], Any]) -> Any:
    try:
        return lire()
    except ErreurMetier:
        return None


def _lectures(m: Vie, reference: str) -> Iterator[tuple[str, Callable[[], Any]]]:
    """Every way to read one demande."""
    contexte, maintenant, dit = m.nuage.contexte, m.nuage.maintenant, m.dits[reference]
    depots, commune, clerc = contexte.depots, dit.commune, CLERC_DE[dit.commune]
    envois = m.fonctions.envois

    def parmi(lues: Any) -> list[Any]:
        return [lue for lue in lues if lue.reference == reference]

    yield "la demande", lambda: depots.demande(reference)
    yield "plusieurs demandes", lambda: depots.demandes_et_comptes([reference], [])[0]
    yield "le mandant", lambda: parmi(depots.demandes_du_mandant(dit.mandant.id))
    yield "les collectes", lambda: parmi(depots.collectees_pour(OPJ.cle))
    yield "la ligne", lambda: depots.ligne(commune, reference)
    yield "le registre", lambda: parmi(depots.registre(commune))
    yield (
        "la file",
        lambda: parmi(depots.file(commune, etat=None, depuis="", limite=_LARGEUR).lignes),
    )
    yield (
        "le suivi",
        lambda: suivre(contexte, reference=reference, mandant_id=dit.mandant.id),
    )
    yield (
        "le guichet",
        lambda: consulter_au_guichet(
            contexte, reference=reference, agent=LECTEUR, maintenant=maintenant
        ),
    )
    yield (
        "la mairie",
        lambda: examiner(
            contexte, reference=reference, agent=clerc, commune=commune, maintenant=maintenant
        ),
    )
    yield (
        "ses données",
        lambda: donnees_de(contexte, envois, reference=reference, mandant_id=dit.mandant.id),
    )
    yield (
        "toutes ses données",
        lambda: [
            d
            for d in mes_donnees(contexte, envois, dit.mandant.id)
            if d.demande.reference == reference
        ],
    )


def tout_est_efface(m: Vie) -> None:
    """After the pass of the night: in no table but the journal, be it by a name or a reference."""
    limite = m.nuage.maintenant.timestamp()
    textes = {
        nom: json.dumps(
            [a for a in tous_les_articles(nom) if not _est_une_cle_morte(nom, a, limite)],
            default=str,
            ensure_ascii=False,
        )
        for nom in tables()
        if nom != "journal"
    }
    for reference, dit in m.dits.items():
        if a_effacer_le(dit, m.scrutins) > m.nuage.maintenant:
            continue
        restes = [nom for nom, texte in textes.items() if reference in texte]
        assert not restes, f"reste de {reference} ({m.annales.etat(reference)}) dans {restes}"
    journal = json.dumps(list(tous_les_articles("journal")), default=str, ensure_ascii=False)
    for personne in PERSONNES:
        for donnee in (personne.civil.nom, personne.civil.naissance, f"{personne.id}@"):
            assert donnee not in journal, f"donnée personnelle au journal : {donnee}"


def _est_une_cle_morte(table: str, article: dict[str, Any], limite: float) -> bool:
    """A key of a form on paper: prints only, free again and left to DynamoDB's time to live."""
    return table == "idempotence" and article["exp"] <= limite


def tout_est_echu(m: Vie) -> None:
    """After the pass of the night, with nothing left to do: what has ended is ended."""
    aujourd_hui = jour_de(m.nuage.maintenant)
    for reference, image in m.annales.actuelles.items():
        if image["etat"] in VIVANTES:
            assert dernier_vote(m.dits[reference], m.scrutins) >= aujourd_hui, (
                f"jamais échue : {reference}"
            )
