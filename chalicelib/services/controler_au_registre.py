"""The national register checks a procuration, in the place of the mairie or before it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from chalicelib.domaine import decision
from chalicelib.domaine.actes import Verification
from chalicelib.domaine.controles import Controle, Resultat
from chalicelib.domaine.controles_registre import controler_au_registre as controler
from chalicelib.domaine.controles_registre import nomme_par_le_registre
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.electeurs import (
    Reponse,
    Trouve,
    recherche_du_mandant,
    recherche_du_mandataire,
)
from chalicelib.domaine.erreurs import ConflitDeVersion
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.identites import cle_mandant, cle_mandataire
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.plafond import juger
from chalicelib.domaine.scrutins import ModeControle
from chalicelib.domaine.temps import jour
from chalicelib.referentiel.communes import actuelle, meme_commune
from chalicelib.services.changement import Attente, Changement, Pas
from chalicelib.services.decider import suites_du_refus
from chalicelib.services.livre import Livre
from chalicelib.services.plafonner import attente_de_place, deplacer
from chalicelib.services.ports import Contexte
from chalicelib.services.reprise import rejouer
from chalicelib.services.router import mode_du_controle


class Issue(StrEnum):
    """What came of asking."""

    SANS_OBJET = "SANS_OBJET"
    VALIDEE = "VALIDEE"
    REJETEE = "REJETEE"
    RENVOYEE = "RENVOYEE"


@rejouer
def controler_au_registre(contexte: Contexte, reference: str, maintenant: datetime) -> Issue:
    """Asks the register and decides with its answers: accepted when every check passes; otherwise
    rejected (mode REU, R77 2°), or left to the mairie with what was answered (REU_PUIS_MAIRIE, or a
    check that the register can't settle).

    Raises RegistreIndisponible: nothing has changed, the question stays to be asked. The instant of
    establishment never moves.
    """
    demande = contexte.depots.demande(reference)
    if demande is None or demande.etat is not Etat.A_CONTROLER or demande.verification is not None:
        return Issue.SANS_OBJET
    mode = mode_du_controle(contexte, demande)
    if mode is ModeControle.MAIRIE or contexte.registre is None:
        return Issue.SANS_OBJET
    mandant, mandataire = contexte.registre.chercher(
        recherche_du_mandant(demande.mandant),
        recherche_du_mandataire(demande.mandataire),
    )
    examen = _Examen(contexte, demande, mandant, mandataire, maintenant)
    refuses = [c for c in examen.controles if c.resultat is Resultat.NON_CONFORME]
    if all(c.resultat is Resultat.CONFORME for c in examen.controles):
        examen.valider()
        return Issue.VALIDEE
    if mode is ModeControle.REU and refuses:
        examen.rejeter(refuses[0])
        return Issue.REJETEE
    examen.renvoyer()
    return Issue.RENVOYEE


class _Examen:
    """One procuration, what the register answered, and the accounts of both electors: that of the
    mandataire is the one of his number, where all that he holds is counted, however named.
    """

    def __init__(
        self,
        contexte: Contexte,
        demande: Demande,
        mandant: Reponse,
        mandataire: Reponse,
        maintenant: datetime,
    ) -> None:
        self._contexte, self._demande, self._maintenant = contexte, demande, maintenant
        self._lu = nomme_par_le_registre(demande.mandataire, mandataire)
        self._donneur = cle_mandant(demande.mandant, contexte.secret)
        self._ancien = cle_mandataire(demande.mandataire, contexte.secret)
        self._detenteur = cle_mandataire(self._lu, contexte.secret)
        cles = sorted({self._donneur, self._ancien, self._detenteur})
        _, comptes = contexte.depots.demandes_et_comptes([], cles)
        self._livre = Livre(comptes.values())
        if self._ancien != self._detenteur:
            self._rattacher()
        self.controles = controler(
            demande,
            mandant,
            mandataire,
            self._livre.compte(self._donneur),
            self._livre.compte(self._detenteur),
            contexte.depots.scrutins(),
            commune_du_mandant=commune_inscrite(mandant, demande),
            meme_commune=inscrits_ensemble(mandant, mandataire),
            aujourd_hui=jour(maintenant),
        )
        self._verification = Verification(
            le=maintenant,
            resultats=tuple((c.id, _resultat(c)) for c in self.controles),
            bureau=mandant.electeur.bureau if isinstance(mandant, Trouve) else "",
        )

    def valider(self) -> None:
        """Every check passes; later ones that this one displaces are null (L73)."""
        demande, contexte = self._demande, self._contexte
        compte = self._livre.compte(self._detenteur)
        verdict = juger(
            compte, demande.reference, contexte.depots.scrutins(), depuis=jour(self._maintenant)
        )
        validee, ecriture = decision.valider_au_registre(
            demande,
            self._verification,
            mandataire=self._lu,
            nuls=verdict.nuls,
            maintenant=self._maintenant,
        )
        self._livre.changer(
            self._detenteur,
            lambda c: c.marque(demande.reference, acceptee=True, nuls=verdict.nuls),
        )
        deplacees = deplacer(
            contexte,
            self._livre,
            self._detenteur,
            sauf=frozenset({demande.reference}),
            maintenant=self._maintenant,
        )
        self._enregistrer(validee, ecriture, autres=deplacees)

    def rejeter(self, controle: Controle) -> None:
        """The first check that fails gives its motif."""
        rejetee, ecriture = decision.rejeter_au_registre(
            self._demande,
            self._verification,
            mandataire=self._lu,
            motif=controle.motif,
            maintenant=self._maintenant,
        )
        comptes = self._livre.compte(self._donneur), self._livre.compte(self._detenteur)
        suites = suites_du_refus(self._contexte, rejetee, ecriture, comptes, self._maintenant)
        for suite in suites["comptes"]:
            self._livre.poser(suite)
        self._enregistrer(rejetee, ecriture, attentes=suites["attentes"])

    def renvoyer(self) -> None:
        """The mairie decides, on the account of the mandataire's number."""
        renvoyee, ecriture = decision.renvoyer_a_la_mairie(
            self._demande, self._verification, mandataire=self._lu, maintenant=self._maintenant
        )
        self._enregistrer(renvoyee, ecriture)

    def _rattacher(self) -> None:
        """Counts this procuration under the mandataire's number from now on."""
        reference = self._demande.reference
        engagement = self._livre.compte(self._ancien).engagement(reference)
        if engagement is None:
            # Ended between our two readings: to be read again.
            raise ConflitDeVersion
        self._livre.changer(self._ancien, lambda c: c.sans(reference))
        self._livre.changer(self._detenteur, lambda c: c.avec(engagement))
        self._livre.changer(self._donneur, lambda c: c.rattache(reference, self._detenteur))

    def _enregistrer(
        self,
        suite: Demande,
        ecriture: Ecriture,
        *,
        autres: tuple[Pas, ...] = (),
        attentes: tuple[Attente, ...] = (),
    ) -> None:
        if self._ancien != self._detenteur:
            quitte = self._livre.compte(self._ancien)
            attentes += attente_de_place(quitte, ecriture.empreinte, self._maintenant)
        self._contexte.depots.enregistrer(
            Changement(
                demande=suite,
                depuis=self._demande.version,
                ecritures=(ecriture,),
                instant=self._maintenant,
                comptes=self._livre.suites(),
                autres=autres,
                attentes=attentes,
            )
        )


def _resultat(controle: Controle) -> str:
    """CONFORME, A_VERIFIER, or the motif to which the check leads."""
    refuse = controle.resultat is Resultat.NON_CONFORME
    return controle.motif if refuse else controle.resultat.value


def commune_inscrite(mandant: Reponse, demande: Demande) -> str:
    """Where the register has the mandant: the very code he gave when it is the same commune of
    today (an old code, a commune déléguée).
    """
    if not isinstance(mandant, Trouve):
        return ""
    inscrit, dit = mandant.electeur.commune, demande.mandant.commune
    return dit if actuelle(inscrit) == actuelle(dit) else inscrit


def inscrits_ensemble(mandant: Reponse, mandataire: Reponse) -> bool | None:
    """Whether the register has both in one commune (MTR-02); None when it has not found both."""
    if not (isinstance(mandant, Trouve) and isinstance(mandataire, Trouve)):
        return None
    return meme_commune(mandant.electeur.commune, mandataire.electeur.commune)
