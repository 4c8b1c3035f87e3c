"""What a mandant is told when the vote is near: the day, what is done, what may lack the time.

Known problem 3 of online filing (domaine.md, section 6): people believe that all is done at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chalicelib.domaine.demande import Demande
from chalicelib.domaine.echeance import dernier_jour_au_guichet
from chalicelib.domaine.etats import VIVANTS, Etat
from chalicelib.domaine.fin import resiliation_en_cours
from chalicelib.domaine.libelles import jour_fr
from chalicelib.domaine.mairies import Reglages
from chalicelib.domaine.phrases import en_francais, phrase
from chalicelib.domaine.portee import Portee, Scrutins
from chalicelib.domaine.temps import jour
from chalicelib.referentiel.votes import jours_de_l_electeur

PROCHE = timedelta(days=7)
"""A day of vote this near, or nearer, is told with where the procuration stands."""

TRES_PROCHE = timedelta(days=3)
"""Nearer than that, the mairie may lack the time (VAL-06): many open a few hours a week."""

_PAS_ETABLIE = phrase(
    "Votre procuration n’est pas encore établie : personne ne peut voter à votre place."
)
_A_FAIRE_ETABLIR = phrase(
    "Une fois cette demande envoyée, il restera à faire établir la procuration au guichet : sans "
    "cela, personne ne peut voter à votre place."
)
_EN_COURS = {
    Etat.DEPOSEE: _PAS_ETABLIE,
    Etat.COLLECTEE: phrase(
        "Votre identité est vérifiée, mais votre procuration n’est pas encore établie : un "
        "officier de police judiciaire doit encore la signer."
    ),
    Etat.ETABLIE: phrase(
        "Votre procuration est établie, mais votre mairie ne l’a pas encore reçue."
    ),
    Etat.TRANSMISE: phrase(
        "Votre procuration est établie, mais votre mairie ne l’a pas encore reçue."
    ),
    Etat.A_CONTROLER: phrase(
        "Votre procuration est établie et votre mairie l’a reçue, mais elle ne l’a pas encore "
        "acceptée."
    ),
}
_SANS_PROCURATION = frozenset(
    {Etat.INVALIDE, Etat.NULLE_PLAFOND, Etat.ANNULEE_DROIT, Etat.REFUSEE_AGENT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class VueScrutin:
    """`quand`: the day and how far it is; `fait`: where the procuration stands; `conseils`: what
    to do; `mairie`: it has still to act; `calme`: nothing is left to fear.
    """

    quand: str
    fait: str
    conseils: tuple[str, ...]
    mairie: bool = False
    calme: bool = False


def prochain_vote(
    portee: Portee, scrutins: Scrutins, commune: str, aujourd_hui: date
) -> date | None:
    """The next day of vote that it covers for an elector of this commune, today included; None
    when none is known.
    """
    jours = jours_de_l_electeur(portee, scrutins, commune)
    return next((j for j in jours if j >= aujourd_hui), None)


def votes_a_venir(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> tuple[date, ...]:
    """The known days of vote that it covers, today included."""
    jours = jours_de_l_electeur(demande.portee, scrutins, demande.mandant.commune)
    return tuple(j for j in jours if j >= jour(maintenant))


def vue_scrutin(
    demande: Demande, scrutins: Scrutins, maintenant: datetime, *, en_attente: bool = False
) -> VueScrutin | None:
    """What is said at this instant; None when the vote is far, or no concern any more.
    `en_attente`: the national register has still to answer.
    """
    aujourd_hui = jour(maintenant)
    prochain = prochain_vote(demande.portee, scrutins, demande.mandant.commune, aujourd_hui)
    if prochain is None or prochain - aujourd_hui > PROCHE or prochain in demande.votes:
        return None
    quand = _quand(prochain, (prochain - aujourd_hui).days)
    if demande.etat in VIVANTS and resiliation_en_cours(demande, maintenant):
        return VueScrutin(quand=quand, fait=_PAS_RESILIEE, conseils=(_RESILIER_AVANT,))
    if demande.etat in _SANS_PROCURATION or prochain in demande.nuls:
        return VueScrutin(quand=quand, fait=_NE_SERT_PAS, conseils=(_VOTER_OU_REFAIRE,))
    if demande.etat is Etat.VALIDE:
        return VueScrutin(quand=quand, fait=_ACCEPTEE, conseils=(_RAPPELER,), calme=True)
    if demande.etat not in _EN_COURS:
        return None
    if en_attente:
        return VueScrutin(quand=quand, fait=_PAS_VERIFIEE, conseils=(_VOTER_SOI_MEME,))
    tard = prochain - aujourd_hui < TRES_PROCHE
    return VueScrutin(
        quand=quand,
        fait=_EN_COURS[demande.etat],
        conseils=_conseils(demande.etat, tard=tard),
        mairie=True,
    )


def avant_de_deposer(
    portee: Portee, scrutins: Scrutins, commune: str, maintenant: datetime
) -> VueScrutin | None:
    """The same before anything is filed (VAL-06): never a refusal for lateness, but it is told."""
    aujourd_hui = jour(maintenant)
    prochain = prochain_vote(portee, scrutins, commune, aujourd_hui)
    if prochain is None or prochain - aujourd_hui > PROCHE:
        return None
    return VueScrutin(
        quand=_quand(prochain, (prochain - aujourd_hui).days),
        fait=_A_FAIRE_ETABLIR,
        conseils=_conseils(Etat.DEPOSEE, tard=prochain - aujourd_hui < TRES_PROCHE),
    )


def horaires_fr(reglages: Reglages) -> tuple[str, ...]:
    """What a mairie tells voters of its hours, one line each."""
    impression = reglages.impression and phrase(
        "Elle imprime ses listes le jour du vote à {heure}. Ce qui arrive ensuite est porté aux "
        "bureaux à part.",
        heure=_heure_fr(reglages.impression),
    )
    lignes = (
        (reglages.horaires, phrase("Ouverture : {texte}", texte=en_francais(reglages.horaires))),
        (
            reglages.veille,
            phrase("La veille du vote : {texte}", texte=en_francais(reglages.veille)),
        ),
        (
            reglages.jour_du_vote,
            phrase("Le jour du vote : {texte}", texte=en_francais(reglages.jour_du_vote)),
        ),
        (impression, impression),
    )
    return tuple(dite for connu, dite in lignes if connu)


def _heure_fr(heure: str) -> str:
    """`07:30` as it is read: `7 h 30`."""
    heures, minutes = heure.split(":")
    if minutes == "00":
        return phrase("{heure} h", heure=int(heures))
    return phrase("{heure} h {minute}", heure=int(heures), minute=minutes)


def avant_le(demande: Demande, scrutins: Scrutins, maintenant: datetime) -> str:
    """The next day of vote when the counter stays open after it: who comes later misses this one.
    Empty otherwise.
    """
    prochain = prochain_vote(demande.portee, scrutins, demande.mandant.commune, jour(maintenant))
    if prochain is None or prochain >= dernier_jour_au_guichet(demande, scrutins):
        return ""
    return jour_fr(prochain)


def _quand(prochain: date, reste: int) -> str:
    if reste == 0:
        return phrase("Le vote a lieu aujourd’hui, {jour}.", jour=jour_fr(prochain))
    if reste == 1:
        return phrase("Le vote a lieu demain, {jour}.", jour=jour_fr(prochain))
    return phrase(
        "Le vote a lieu dans {reste} jours, le {jour}.", reste=reste, jour=jour_fr(prochain)
    )


def _conseils(etat: Etat, *, tard: bool) -> tuple[str, ...]:
    if etat is Etat.DEPOSEE:
        return (_ALLER_AUJOURD_HUI, *((_MAIRIE_FERMEE,) if tard else ()), _VOTER_SOI_MEME)
    if etat is Etat.COLLECTEE:
        return (_RAPPELER_LE_GUICHET, *((_MAIRIE_FERMEE,) if tard else ()), _VOTER_SOI_MEME)
    return (
        _TELEPHONER if tard else _ATTENDRE,
        *((_MAIRIE_FERMEE,) if tard else ()),
        _VOTER_SOI_MEME,
    )


_PAS_VERIFIEE = phrase(
    "Votre procuration est établie, mais le répertoire électoral unique n’a pas encore répondu."
)
_ALLER_AUJOURD_HUI = phrase(
    "Présentez-vous dès aujourd’hui avec votre référence. Le guichet ne peut pas refuser parce "
    "qu’il est tard."
)
_MAIRIE_FERMEE = phrase(
    "Votre mairie doit ensuite recevoir et accepter la procuration avant le vote. Elle peut être "
    "fermée d’ici là, et ne pas avoir le temps de le faire."
)
_RAPPELER_LE_GUICHET = phrase(
    "Si vous ne recevez pas de courriel aujourd’hui, rappelez le commissariat ou la gendarmerie "
    "qui a recueilli votre demande."
)
_ATTENDRE = phrase(
    "Vous recevrez sa réponse par courriel. Sans réponse trois jours avant le vote, téléphonez au "
    "service des élections de votre mairie, et donnez votre référence."
)
_TELEPHONER = phrase(
    "Téléphonez au service des élections de votre mairie, et donnez votre référence. Gardez votre "
    "récépissé : il prouve que la procuration est établie."
)
_VOTER_SOI_MEME = phrase("Si vous le pouvez, gardez la possibilité de voter vous-même.")
_ACCEPTEE = phrase(
    "Votre procuration est acceptée : la personne désignée peut voter à votre place."
)
_RAPPELER = phrase(
    "Rappelez-lui le jour, et votre bureau de vote : elle vote là où vous êtes inscrit, avec sa "
    "propre pièce d’identité."
)
_PAS_RESILIEE = phrase(
    "Votre procuration n’est pas encore résiliée : la personne désignée peut toujours voter à "
    "votre place."
)
_RESILIER_AVANT = phrase(
    "Pour l’éviter, confirmez la résiliation au guichet avant ce jour, ou votez avant elle."
)
_NE_SERT_PAS = phrase(
    "Pour ce vote, cette procuration ne sert pas : personne ne peut voter à votre place."
)
_VOTER_OU_REFAIRE = phrase(
    "Votez vous-même, ou déposez une nouvelle demande et présentez-vous au guichet dès "
    "aujourd’hui. Ne comptez pas sur celle-ci."
)
