"""One procuration before the clerk: its checks, the decision, and what comes next.

The page that shows the identities is a consultation of the journal; the one that tells a decision
shows none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.domaine.actes import Support
from chalicelib.domaine.bureaux import bureau_de, lire_bureau
from chalicelib.domaine.controles import ControleNonConforme, Resultat
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import SaisieInvalide, TransitionInterdite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.libelles import instant_fr
from chalicelib.domaine.motifs import MOTIFS, motifs_de_la_mairie
from chalicelib.domaine.portee import premier_jour
from chalicelib.domaine.reference import normaliser
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.portails.actes_apres_reception import actes_possibles
from chalicelib.portails.mairie_controles import a_faire, vue_controle
from chalicelib.portails.mairie_papier_vues import vue_papier
from chalicelib.portails.pages import page
from chalicelib.portails.vues import nom_de_commune, vue_demande
from chalicelib.portails.vues_acheminement import injoignable
from chalicelib.services import decider
from chalicelib.services.lister import reste_a_controler
from chalicelib.services.mairie import Dossier, examiner, ouvrir
from chalicelib.services.saisie import lire_nom, lire_precision, lire_prenoms
from chalicelib.web import reponses
from chalicelib.web.appel import Appel
from chalicelib.web.idempotence import empreinte_du_formulaire


def procuration(appel: Appel) -> Response:
    """The procuration and its checks."""
    return _dossier(appel, {})


def accepter(appel: Appel) -> Response:
    """Accepts: fields `controles`, `bureau` (may be empty), and `mandataire_nom` and
    `mandataire_prenoms` for a mandataire named by NNE. The same form sent again leads to the same
    page.
    """
    saisie = {
        "controles": appel.formulaire.get("controles", []),
        "mandataire_nom": appel.champ("mandataire_nom"),
        "mandataire_prenoms": appel.champ("mandataire_prenoms"),
        "bureau": appel.champ("bureau"),
    }
    qui = appel.agent_mairie
    try:
        nom, prenoms = _mandataire_lu(appel)
        decider.accepter(
            appel.contexte,
            reference=_reference(appel),
            agent=qui.agent,
            commune=qui.commune,
            confirmes=frozenset(saisie["controles"]),
            nom=nom,
            prenoms=prenoms,
            bureau=lire_bureau(appel.champ("bureau")),
            cle=empreinte_du_formulaire(appel, "acceptation"),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _dossier(appel, saisie, erreur.erreurs, 422)
    except ControleNonConforme as erreur:
        return _dossier(appel, saisie, {"": f"{erreur.titre}. {erreur.detail}"}, 409)
    except TransitionInterdite:
        return _aller_a_la_decision(appel)
    return _aller_a_la_decision(appel)


def refuser_la_procuration(appel: Appel) -> Response:
    """Refuses: field `motif`, and `precision` for M18."""
    motif, precision = appel.champ("motif"), appel.champ("precision")
    saisie = {"formulaire": "refus", "motif": motif, "precision": precision}
    qui = appel.agent_mairie
    try:
        # The field is a text area: a new line is no invisible character there.
        sur_une_ligne = lire_precision(" ".join(precision.splitlines()))
        decider.refuser(
            appel.contexte,
            reference=_reference(appel),
            agent=qui.agent,
            commune=qui.commune,
            motif=motif,
            precision=sur_une_ligne,
            cle=empreinte_du_formulaire(appel, "refus", motif, sur_une_ligne),
            maintenant=appel.maintenant,
        )
    except SaisieInvalide as erreur:
        return _dossier(appel, saisie, erreur.erreurs, 422)
    except TransitionInterdite:
        return _aller_a_la_decision(appel)
    return _aller_a_la_decision(appel)


def decision(appel: Appel) -> Response:
    """What was decided, by this agent or by a colleague meanwhile, and the next one to check."""
    qui = appel.agent_mairie
    demande = ouvrir(
        appel.contexte,
        reference=_reference(appel),
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    ).demande
    if demande.decision is None:
        return reponses.aller(appel.url(_chemin(demande.reference)))
    reste = reste_a_controler(appel.contexte, qui.commune, demande.reference)
    return page(
        appel,
        "mairie/decision.html",
        acceptee=not demande.decision.motif,
        la_sienne=demande.decision.agent == qui.agent.cle,
        reference=demande.reference,
        chemin=_chemin(demande.reference),
        instant=instant_fr(demande.decision.le),
        restantes=reste.nombre,
        toutes_comptees=reste.complet,
        suivante=_chemin(reste.suivante) if reste.suivante else "",
    )


def _dossier(
    appel: Appel,
    saisie: Mapping[str, Any],
    erreurs: Mapping[str, str] | None = None,
    statut: int = 200,
) -> Response:
    qui = appel.agent_mairie
    dossier = examiner(
        appel.contexte,
        reference=_reference(appel),
        agent=qui.agent,
        commune=qui.commune,
        maintenant=appel.maintenant,
    )
    return page(
        appel,
        "mairie/procuration.html",
        statut,
        **_contexte(appel, dossier),
        saisie=saisie,
        erreurs=erreurs or {},
    )


def _contexte(appel: Appel, dossier: Dossier) -> dict[str, Any]:
    from chalicelib.registre.lettre import a_une_lettre

    scrutins = appel.contexte.depots.scrutins()
    demande = dossier.demande
    motifs = motifs_de_la_mairie(
        premier_jour(demande.portee, scrutins), papier=demande.support is Support.PAPIER
    )
    vue = vue_demande(
        demande,
        scrutins,
        nom_de_commune,
        appel.maintenant,
        au_registre=dossier.mode is not ModeControle.MAIRIE,
    )
    lettre = a_une_lettre(demande)
    return {
        "demande": vue,
        "controles": [vue_controle(un, demande, appel.maintenant) for un in dossier.controles],
        "a_faire": a_faire(dossier.controles),
        "bloquee": any(un.resultat is Resultat.NON_CONFORME for un in dossier.controles),
        "motifs": [{"valeur": motif.code, "texte": motif.libelle} for motif in motifs],
        "a_decider": demande.etat is Etat.A_CONTROLER
        and not (vue.en_attente and dossier.mode is ModeControle.REU),
        "verification": _verification(demande),
        "bureau": bureau_de(demande),
        "lettre": lettre,
        "injoignable": lettre and injoignable(appel, demande),
        "papier": vue_papier(demande),
        "actes": actes_possibles(appel.contexte, demande, appel.maintenant),
    }


def _verification(demande: Demande) -> list[str]:
    """What the national register answered and that is not in order, in sentences."""
    if demande.verification is None:
        return []
    return [
        MOTIFS[resultat].libelle if resultat in MOTIFS else "Plusieurs électeurs ont cette identité"
        for _, resultat in demande.verification.resultats
        if resultat != Resultat.CONFORME
    ]


def _mandataire_lu(appel: Appel) -> tuple[str, tuple[str, ...]]:
    """The names that the clerk copied from the electoral list, empty where none was typed. Raises
    SaisieInvalide for both at once.
    """
    nom, prenoms = appel.champ("mandataire_nom"), appel.champ("mandataire_prenoms")
    erreurs: dict[str, str] = {}
    lu = ""
    lus: tuple[str, ...] = ()
    try:
        lu = lire_nom(nom, "mandataire_nom") if nom.strip() else ""
    except SaisieInvalide as erreur:
        erreurs |= erreur.erreurs
    try:
        lus = lire_prenoms(prenoms) if prenoms.strip() else ()
    except SaisieInvalide as erreur:
        erreurs["mandataire_prenoms"] = erreur.detail
    if erreurs:
        raise SaisieInvalide(erreurs)
    return lu, lus


def _reference(appel: Appel) -> str:
    return appel.parametre_de_chemin("reference")


def _chemin(reference: str) -> str:
    return f"/mairie/procurations/{reference}"


def _aller_a_la_decision(appel: Appel) -> Response:
    return reponses.aller(appel.url(_chemin(normaliser(_reference(appel))) + "/decision"))
