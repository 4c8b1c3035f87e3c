"""The pages of the mandant: following, withdrawing, and (by other modules) filing and ending."""

from __future__ import annotations

from chalice.app import Response

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.erreurs import ReferenceInvalide, TransitionInterdite
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.phrases import phrase
from chalicelib.portails import (
    electeur_certification,
    electeur_etapes,
)
from chalicelib.portails.electeur_commun import (
    horaires_si_proche,
    la_mienne,
    peut_refaire,
    probleme,
    vue_de,
)
from chalicelib.portails.pages import page
from chalicelib.portails.vues import nom_de_commune
from chalicelib.portails.vues_acheminement import acheminement_de
from chalicelib.registre.calendrier import dates_de
from chalicelib.services.conseiller import conseiller
from chalicelib.services.retirer import retirer
from chalicelib.services.suivre import DemandeIntrouvable
from chalicelib.web import reponses
from chalicelib.web.appel import Appel


def mes_demandes(appel: Appel) -> Response:
    """The mandant's demandes, newest first, and the way back to an unfinished one."""
    miennes = appel.contexte.depots.demandes_du_mandant(appel.electeur.id)
    return page(
        appel,
        "electeur/demandes.html",
        demandes=[vue_de(appel, demande) for demande in miennes],
        brouillon=electeur_etapes.reprise(appel, miennes),
    )


def suivre_une_demande(appel: Appel) -> Response:
    """One of them, with every step and its date."""
    demande = la_mienne(appel)
    vue = vue_de(appel, demande)
    return page(
        appel,
        "electeur/demande.html",
        demande=vue,
        horaires=horaires_si_proche(appel, demande, vue),
        refaire=peut_refaire(appel, demande),
        dates=bool(dates_de(demande, appel.contexte.depots.scrutins(), appel.maintenant)),
        certification=electeur_certification.possibles(appel, demande),
        acheminement=acheminement_de(appel, demande),
    )


def confirmation(appel: Appel) -> Response:
    """The reference in large type, and what to do with it, while it can be presented."""
    demande = la_mienne(appel)
    vue = vue_de(appel, demande)
    if not vue.a_presenter:
        return reponses.aller(appel.url(f"/electeur/demandes/{vue.reference}"))
    conseil = conseiller(appel.contexte, demande, appel.maintenant)
    return page(
        appel,
        "electeur/confirmation.html",
        demande=vue,
        horaires=horaires_si_proche(appel, demande, vue),
        conseil=conseil,
        certification=electeur_certification.possibles(appel, demande),
    )


def avis(appel: Appel) -> Response:
    """What the national register would refuse today, asked again."""
    demande = la_mienne(appel)
    vue = vue_de(appel, demande)
    if not vue.peut_demander_avis:
        return reponses.aller(appel.url(f"/electeur/demandes/{vue.reference}"))
    conseil = conseiller(appel.contexte, demande, appel.maintenant)
    return page(appel, "electeur/avis.html", demande=vue, conseil=conseil)


def confirmer_le_retrait(appel: Appel) -> Response:
    """Asks before withdrawing."""
    demande = la_mienne(appel)
    vue = vue_de(appel, demande)
    if not vue.peut_retirer:
        return _retrait_impossible(appel, demande)
    return page(appel, "electeur/retrait.html", demande=vue)


def retirer_la_demande(appel: Appel) -> Response:
    """Withdraws it; sent twice, withdraws it once."""
    try:
        demande = retirer(
            appel.contexte,
            reference=appel.parametre_de_chemin("reference"),
            mandant_id=appel.electeur.id,
            maintenant=appel.maintenant,
        )
    except ReferenceInvalide:
        raise DemandeIntrouvable from None
    except TransitionInterdite:
        return _retrait_impossible(appel, la_mienne(appel))
    return reponses.aller(appel.url(f"/electeur/demandes/{demande.reference}"))


def recepisse(appel: Appel) -> Response:
    """The récépissé of an established procuration."""
    from chalicelib.registre.recepisse import en_pdf, recepisse_de

    demande = la_mienne(appel)
    if demande.etablissement is None:
        return probleme(
            appel,
            demande,
            phrase("Le récépissé n’existe pas encore"),
            phrase(
                "Il sera disponible ici dès qu’un policier ou un gendarme aura établi la "
                "procuration."
            ),
        )
    scrutins = appel.contexte.depots.scrutins()
    commune = nom_de_commune(demande.mandant.commune)
    contenu = en_pdf(recepisse_de(demande, scrutins, commune, appel.maintenant))
    return reponses.fichier(contenu, "application/pdf", f"recepisse-{demande.reference}.pdf")


def _retrait_impossible(appel: Appel, demande: Demande) -> Response:
    if demande.etat is Etat.RETIREE:
        detail = phrase("Vous l’avez déjà retirée. Vous pouvez déposer une nouvelle demande.")
    elif demande.etat in {Etat.DEPOSEE, Etat.REFUSEE_AGENT, Etat.INVALIDE}:
        detail = phrase(
            "Elle n’est déjà plus utilisable. Vous pouvez déposer une nouvelle demande."
        )
    else:
        detail = phrase(
            "La procuration est établie. Pour y mettre fin, demandez à la résilier, puis "
            "présentez-vous dans un commissariat ou une brigade de gendarmerie. Vous pouvez aussi "
            "voter vous-même, si vous arrivez au bureau de vote avant la personne désignée."
        )
    return probleme(appel, demande, phrase("Cette demande ne peut plus être retirée"), detail)
