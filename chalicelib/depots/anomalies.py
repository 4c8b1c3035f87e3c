"""`services.anomalies.Veille` over DynamoDB."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.condition import size
from pynamodb.expressions.update import Action

from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE, connexion, lire
from chalicelib.depots.modeles_anomalies import SEUL, VeilleModele
from chalicelib.domaine.anomalies import Constat
from chalicelib.domaine.genres_d_anomalie import Genre
from chalicelib.domaine.habitudes import Pairs, Profil
from chalicelib.services.anomalies import Anomalie

PROFILS_GARDES = timedelta(days=60)
PAIRS_GARDES = timedelta(days=3)
REUNIS_MAX = 32
"""Mandants that a print is known to bring together: beyond, nothing more is learnt."""


class VeilleDynamo:
    """Every write is one item. Readings of habits and colleagues may lag by an instant."""

    def profil(self, sujet: str) -> Profil:
        """Half a capacity unit."""
        try:
            modele = VeilleModele.get(f"A#{sujet}", SEUL)
        except VeilleModele.DoesNotExist:
            return Profil()
        lu = json.loads(modele.contenu or "{}")
        return Profil(
            jours=tuple(lu["jours"]),
            domiciles=tuple((date.fromisoformat(jour), n) for jour, n in lu["domiciles"]),
            heures=tuple(lu["heures"]),
            jour=date.fromisoformat(modele.jour) if modele.jour else None,
        )

    def garder(self, sujet: str, profil: Profil, avant: date | None) -> None:
        """Two at once have read the same day: the second one's writing is dropped."""
        if profil.jour is None:
            raise ValueError("des habitudes gardées ont un jour ouvert")
        contenu = {
            "jours": profil.jours,
            "domiciles": [(jour.isoformat(), n) for jour, n in profil.domiciles],
            "heures": [round(poids, 3) for poids in profil.heures],
        }
        modele = VeilleModele(
            cle=f"A#{sujet}",
            rang=SEUL,
            jour=profil.jour.isoformat(),
            contenu=json.dumps(contenu, separators=(",", ":")),
            exp=_fin_du(profil.jour, PROFILS_GARDES),
        )
        telle_que_lue: Any = (
            VeilleModele.jour == avant.isoformat() if avant else ~VeilleModele.cle.exists()
        )
        try:
            modele.save(condition=telle_que_lue)
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise

    def pairs(self, jour: date) -> Pairs:
        """The classes are attributes of one item: `c7` counts the agents with seven."""
        reponse = _client().get_item(
            TableName=VeilleModele.Meta.table_name, Key=_cle_brute(f"P#{jour.isoformat()}")
        )
        return Pairs(
            {
                int(nom[1:]): int(valeur["N"])
                for nom, valeur in reponse.get("Item", {}).items()
                if nom[0] == "c" and nom[1:].isdecimal()
            }
        )

    def compter_pairs(self, jour: date, changements: Mapping[int, int]) -> None:
        """One write for a whole batch."""
        if not changements:
            return
        valeurs = {f":c{classe}": {"N": str(nombre)} for classe, nombre in changements.items()}
        ajouts = ", ".join(f"c{classe} :c{classe}" for classe in changements)
        _client().update_item(
            TableName=VeilleModele.Meta.table_name,
            Key=_cle_brute(f"P#{jour.isoformat()}"),
            UpdateExpression=f"ADD {ajouts} SET exp = :exp",
            ExpressionAttributeValues=valeurs | {":exp": {"N": str(_fin_du(jour, PAIRS_GARDES))}},
        )

    def reunir(
        self, genre: Genre, empreinte: str, mandant: str, agent: str, jusqu_au: datetime
    ) -> tuple[int, tuple[str, ...]]:
        """Sets, so that a record that comes twice adds nothing; at most REUNIS_MAX of them."""
        reunis = VeilleModele(f"S#{genre.value}#{empreinte}", SEUL)
        try:
            reunis.update(
                actions=[
                    VeilleModele.mandants.add({mandant}),
                    VeilleModele.agents.add({agent}),
                    VeilleModele.exp.set(int(jusqu_au.timestamp())),
                ],
                condition=~VeilleModele.mandants.exists() | (_taille_des_mandants() < REUNIS_MAX),
            )
        except UpdateError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise
            reunis.refresh()
        return len(reunis.mandants or ()), tuple(sorted(reunis.agents or ()))

    def relever(self, anomalie: Anomalie, jusqu_au: datetime) -> bool:
        """Only upwards; told again when the level that was told is below."""
        constat = anomalie.constat
        modele = VeilleModele(f"J#{anomalie.jour.isoformat()}", anomalie.id)
        actions: list[Action] = [
            VeilleModele.genre.set(constat.genre.value),
            VeilleModele.sujet.set(anomalie.sujet),
            VeilleModele.agents.set(set(anomalie.agents)),
            VeilleModele.valeur.set(constat.valeur),
            VeilleModele.seuil.set(constat.seuil),
            VeilleModele.niveau.set(constat.niveau),
            VeilleModele.instant.set(anomalie.instant),
            VeilleModele.exp.set(int(jusqu_au.timestamp())),
        ]
        nouvelle = ~VeilleModele.cle.exists() | (VeilleModele.niveau < constat.niveau)
        try:
            modele.update(actions=actions, condition=nouvelle)
        except UpdateError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise
            connue = lire(VeilleModele, modele.cle, modele.rang)
            dit = connue.dit if connue is not None else None
            return dit is None or dit < constat.niveau
        return True

    def dite(self, anomalie: Anomalie) -> None:
        """See `services.anomalies.Veille`."""
        modele = VeilleModele(f"J#{anomalie.jour.isoformat()}", anomalie.id)
        modele.update(actions=[VeilleModele.dit.set(anomalie.constat.niveau)])

    def du_jour(self, jour: date) -> Iterator[Anomalie]:
        """By the instant at which each reached its level."""
        modeles = list(VeilleModele.query(f"J#{jour.isoformat()}", consistent_read=True))
        for m in sorted(modeles, key=lambda m: m.instant):
            yield Anomalie(
                id=m.rang,
                jour=jour,
                constat=Constat(Genre(m.genre), int(m.valeur or 0), int(m.seuil or 1)),
                sujet=m.sujet or "",
                agents=tuple(sorted(m.agents or ())),
                instant=m.instant,
            )


def _taille_des_mandants() -> Any:
    nom: Any = VeilleModele.mandants
    return size(nom)


def _client() -> Any:
    """For an item whose attributes are as many as there are classes."""
    return connexion().client


def _cle_brute(cle: str) -> dict[str, dict[str, str]]:
    return {"cle": {"S": cle}, "rang": {"S": SEUL}}


def _fin_du(jour: date, duree: timedelta) -> int:
    debut = datetime(jour.year, jour.month, jour.day, tzinfo=UTC)
    return int((debut + duree).timestamp())
