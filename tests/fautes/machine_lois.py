"""The twelve invariants: what is true at every instant of every life, written from the law and from
what was told, never from the functions that are proved.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING

from chalicelib.domaine.habilitation import Qualite
from tests.fautes.machine_annales import Ligne, instant, resume
from tests.fautes.machine_monde import A_PRESENTER, VIVANTES, jour_de, votes

if TYPE_CHECKING:
    from tests.fautes.machine_vie import Vie

_TABLE = """
- DEPOT MANDANT DEPOSEE
- SAISIE_PAPIER MAIRIE ETABLIE
presenter RETRAIT MANDANT RETIREE
presenter EXPIRATION SYSTEME EXPIREE
presenter REFUS_AUTORITE AUTORITE REFUSEE_AGENT
presenter AJOURNEMENT AUTORITE DEPOSEE
presenter RECTIFICATION MANDANT =
presenter RECTIFICATION_GUICHET AUTORITE =
DEPOSEE COLLECTE AUTORITE COLLECTEE
presenter ETABLISSEMENT AUTORITE ETABLIE
DEPOSEE ETABLISSEMENT_CERTIFIE MANDANT ETABLIE
ETABLIE TRANSMISSION SYSTEME TRANSMISE
TRANSMISE RECEPTION SYSTEME A_CONTROLER
A_CONTROLER ACCEPTATION MAIRIE VALIDE
A_CONTROLER REFUS_MAIRIE MAIRIE INVALIDE
A_CONTROLER VALIDATION_REGISTRE SYSTEME VALIDE
A_CONTROLER REJET_REGISTRE SYSTEME INVALIDE
A_CONTROLER RENVOI_MAIRIE SYSTEME =
VALIDE NULLITE SYSTEME NULLE_PLAFOND
VALIDE EXAMEN_PLAFOND SYSTEME =
NULLE_PLAFOND REEXAMEN SYSTEME A_CONTROLER
INVALIDE REEXAMEN SYSTEME A_CONTROLER
INVALIDE REOUVERTURE MAIRIE A_CONTROLER
vivante RECTIFICATION MANDANT =
vivante RECTIFICATION_GUICHET AUTORITE =
vivante DEMANDE_RESILIATION MANDANT =
vivante RESILIATION AUTORITE RESILIEE
vivante RESILIATION_PAPIER MAIRIE RESILIEE
vivante RESILIATION_CERTIFIEE MANDANT RESILIEE
vivante ANNULATION MAIRIE ANNULEE_DROIT
vivante ANNULATION_REGISTRE SYSTEME ANNULEE_DROIT
vivante CADUCITE MAIRIE CADUQUE
vivante CADUCITE_REGISTRE SYSTEME CADUQUE
VALIDE VOTE_DU_MANDANT MAIRIE =
VALIDE INDICATION_BUREAU MAIRIE =
VALIDE AVIS_AU_MANDATAIRE MANDANT =
A_CONTROLER ARRET_DE_L_AVIS MANDANT =
VALIDE ARRET_DE_L_AVIS MANDANT =
NULLE_PLAFOND ARRET_DE_L_AVIS MANDANT =
vivante ECHEANCE SYSTEME ECHUE
"""
"""Table (b) of the domain: from, event, who, to (`=`: where it was)."""

_GROUPES = {"presenter": A_PRESENTER, "vivante": VIVANTES, "-": {""}}


def _lire_la_table() -> dict[tuple[str, str], tuple[str, str]]:
    lue = {}
    for ligne in _TABLE.split("\n"):
        if ligne:
            depuis, evenement, role, vers = ligne.split()
            for etat in _GROUPES.get(depuis, {depuis}):
                lue[(etat, evenement)] = (role, etat if vers == "=" else vers)
    return lue


TABLE = _lire_la_table()


def une_reference_ne_sert_qu_une_fois(m: Vie) -> None:
    assert not m.doublons, f"référence donnée deux fois : {m.doublons}"


def une_procuration_par_mandant_et_par_vote(m: Vie) -> None:
    """L75, at the votes to come."""
    aujourd_hui = jour_de(m.nuage.maintenant)
    par_mandant = defaultdict(list)
    for reference in m.dans(VIVANTES):
        par_mandant[m.dits[reference].mandant.id].append(reference)
    for references in par_mandant.values():
        for une, autre in combinations(references, 2):
            communs = votes(m.dits[une], m.scrutins) & votes(m.dits[autre], m.scrutins)
            a_venir = {vote for vote in communs if vote[0] >= aujourd_hui}
            assert not a_venir, f"deux procurations d'un mandant : {une}, {autre}, {a_venir}"


_ACTES = {"ETABLISSEMENT", "RESILIATION", "REFUS_AUTORITE", "AJOURNEMENT", "COLLECTE"}


def rien_sans_habilitation_valide_a_cet_instant(m: Vie) -> None:
    """R72-1, R72-1-1: who acted could, at the very instant; the délégué of an OPJ only collects,
    for that OPJ (R72-1 V).
    """
    for ligne in m.annales.neuves:
        if ligne.evenement not in _ACTES:
            continue
        _exiger_habilite(m, ligne)
        qualite = m.registres.habilitations[ligne.acteur].qualite
        if ligne.evenement in {"ETABLISSEMENT", "RESILIATION"}:
            assert qualite is not Qualite.DELEGUE_OPJ, f"un délégué agit seul : {ligne}"
        if ligne.evenement == "ETABLISSEMENT":
            _exiger_acte_fidele(m, ligne)


def _exiger_habilite(m: Vie, ligne: Ligne) -> None:
    tenue = m.registres.habilitations.get(ligne.acteur)
    valide = (
        tenue is not None
        and tenue.du <= ligne.instant < tenue.au
        and (tenue.revoquee_le is None or ligne.instant < tenue.revoquee_le)
    )
    assert valide, f"acte sans habilitation valide : {ligne}"


def _exiger_acte_fidele(m: Vie, ligne: Ligne) -> None:
    image = m.annales.images[ligne.reference].get(ligne.numero)
    assert image is not None, f"établie sans image : {ligne}"
    acte = image["etabli"]
    assert (acte["agent"], instant(acte["le"])) == (ligne.acteur, ligne.instant), ligne
    recueillie = image.get("collecte")
    if recueillie:
        opj = m.registres.habilitations[recueillie["agent"]].opj
        assert ligne.acteur == opj, f"établie par un autre que l'OPJ du délégué : {ligne}"
    lieu = acte.get("lieu_public")
    if lieu and not recueillie:
        creneaux = m.registres.lieux[lieu].creneaux
        assert any(c.debut <= ligne.instant < c.fin for c in creneaux), f"lieu fermé : {ligne}"


def rien_n_est_decide_par_une_autre_commune(m: Vie) -> None:
    """R76, R80: the mairie of the mandant's commune, by an agent whose delegation runs. The instant
    of the act never moves.
    """
    for ligne in m.annales.neuves:
        if ligne.role != "MAIRIE":
            continue
        commune, du, au = m.registres.delegations.get(ligne.acteur, ("", None, None))
        assert du is not None, f"sans délégation : {ligne}"
        assert au is not None, f"sans délégation : {ligne}"
        assert du <= ligne.instant < au, f"délégation passée : {ligne}"
        assert commune == m.dits[ligne.reference].commune, f"autre commune : {ligne}"
    for reference, image in m.annales.actuelles.items():
        dite = m.dits[reference].etablie_le
        if dite is not None:
            assert instant(image["etabli"]["le"]) == dite, f"instant déplacé : {reference}"


def les_etats_suivent_la_table(m: Vie) -> None:
    for ligne in m.annales.neuves:
        attendu = TABLE.get((ligne.de, ligne.evenement))
        assert attendu == (ligne.role, ligne.vers), f"hors de la table : {ligne}"


def chaque_transition_a_son_ecriture_chainee(m: Vie) -> None:
    for reference in {ligne.reference for ligne in m.annales.neuves}:
        _exiger_chaine(m, reference)
    for reference, _, apres in m.annales.passages:
        numeros = [ligne.numero for ligne in m.annales.journal[reference]]
        assert numeros == list(range(1, len(numeros) + 1)), f"écritures de {reference} : {numeros}"
        assert apres <= len(numeros), f"transition sans écriture : {reference} {apres}"
    for reference, image in m.annales.actuelles.items():
        derniere = m.annales.journal[reference][-1]
        ecrite = (derniere.numero, derniere.vers, derniere.empreinte)
        lue = (image["version"], image["etat"], image["tete"])
        assert lue == ecrite, f"la demande et son journal diffèrent : {reference} {lue} {ecrite}"


def _exiger_chaine(m: Vie, reference: str) -> None:
    precedente, etat = resume(["origine", reference]), ""
    for ligne in m.annales.journal[reference]:
        assert ligne.precedente == precedente, f"chaîne rompue : {ligne}"
        assert ligne.empreinte == ligne.attendue(), f"écriture altérée : {ligne}"
        assert ligne.de == etat, f"écriture qui ne suit pas : {ligne}"
        precedente, etat = ligne.empreinte, ligne.vers


COURRIELS = {
    "DEPOT": "M1",
    "EXPIRATION": "M1c",
    "RECTIFICATION": "M1r",
    "RECTIFICATION_GUICHET": "M1r",
    "ETABLISSEMENT": "M2",
    "ETABLISSEMENT_CERTIFIE": "M2",
    "ACCEPTATION": "M3a",
    "VALIDATION_REGISTRE": "M3a",
    "REFUS_MAIRIE": "M3b",
    "REJET_REGISTRE": "M3b",
    "REOUVERTURE": "M3r",
    "NULLITE": "M4",
    "EXAMEN_PLAFOND": "M4b",
    "REEXAMEN": "M4r",
    "DEMANDE_RESILIATION": "M5a",
    "RESILIATION": "M5",
    "RESILIATION_PAPIER": "M5",
    "RESILIATION_CERTIFIEE": "M5",
    "VOTE_DU_MANDANT": "M5b",
    "ANNULATION": "M6",
    "ANNULATION_REGISTRE": "M6",
    "CADUCITE": "M6c",
    "CADUCITE_REGISTRE": "M6c",
}
"""Table (d) of the domain: what the mandant is told of each transition."""


def un_courriel_de_chaque_sorte_par_transition(m: Vie) -> None:
    envois = m.fonctions.courriels
    comptes = Counter(envoi.cle for envoi in envois[m.courriels_lus :])
    for envoi in envois[m.courriels_lus :]:
        assert envoi.cle not in m.courriels_partis, f"deux fois : {envoi}"
        assert comptes[envoi.cle] == 1, f"deux fois : {envoi}"
        reference, rang, *_ = envoi.cle.split("#")
        if rang.isdigit():
            ligne = m.annales.journal[reference][int(rang) - 1]
            assert COURRIELS.get(ligne.evenement) == envoi.message, f"{envoi} pour {ligne}"
        m.courriels_partis.add(envoi.cle)
    m.courriels_lus = len(envois)
    if not m.fonctions.courrier.cles():
        manquants = _attendus(m) - m.courriels_partis
        assert not manquants, f"courriels jamais partis : {manquants}"


def _attendus(m: Vie) -> set[str]:
    """The keys of the messages that the transitions told by the stream so far must have sent."""
    return {
        f"{reference}#{version}#{COURRIELS[image['dernier']]}"
        for reference, version, image in m.images_livrees()
        if image["dernier"] in COURRIELS
        and image["mandant"].get("courriel")
        and (image.get("fin") or {}).get("motif") != "DECES"
    }


def une_resiliee_n_est_plus_jamais_acceptee(m: Vie) -> None:
    """L75: nothing follows a résiliation."""
    for reference in {ligne.reference for ligne in m.annales.neuves}:
        etats = [ligne.vers for ligne in m.annales.journal[reference]]
        if "RESILIEE" in etats:
            assert etats.index("RESILIEE") == len(etats) - 1, f"{reference} : {etats}"
