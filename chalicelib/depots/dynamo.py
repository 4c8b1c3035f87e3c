"""`services.ports.Depots` over DynamoDB."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from pynamodb.exceptions import PutError, UpdateError
from pynamodb.expressions.operand import Value

from chalicelib.depots import (
    attentes,
    avancer,
    conversion,
    conversion_administration,
    conversion_demande,
    par_index,
    quotas,
    recherche,
    registre,
    transaction,
)
from chalicelib.depots.calendrier import Calendrier
from chalicelib.depots.causes import code
from chalicelib.depots.connexion import CONDITION_REFUSEE, lire
from chalicelib.depots.modeles import (
    AttenteModele,
    CompteModele,
    DelegationModele,
    DemandeModele,
    EcritureModele,
    HabilitationModele,
    LieuModele,
)
from chalicelib.depots.peremption import Horloge, est_visible, horloge_reelle
from chalicelib.domaine.demande import Demande
from chalicelib.domaine.etats import Etat
from chalicelib.domaine.habilitation import ECHECS_MAX, Delegation, Habilitation
from chalicelib.domaine.journal import Ecriture
from chalicelib.domaine.lieux import LieuPublic
from chalicelib.domaine.plafond import Compte
from chalicelib.domaine.scrutins import Scrutin
from chalicelib.mesures import Mesure
from chalicelib.observabilite import compter, tracer
from chalicelib.services.changement import Attente, Changement, Ligne
from chalicelib.services.ports import Depots, Page
from chalicelib.services.ports_recherche import Apercu, Indexation, Recherche


class DepotsDynamo:
    """The stores over DynamoDB, one instance a process. `horloge` tells what is past its erasure
    and must not show any more.
    """

    def __init__(self, horloge: Horloge = horloge_reelle) -> None:
        self._horloge = horloge
        self._calendrier = Calendrier()

    def demande(self, reference: str) -> Demande | None:
        """One demande, strongly consistent."""
        return self._demande(lire(DemandeModele, reference))

    def demandes_du_mandant(self, mandant_id: str) -> tuple[Demande, ...]:
        """The mandant's demandes, newest first."""
        return par_index.du_mandant(mandant_id, self._horloge())

    def collectees_pour(self, opj: str) -> tuple[Demande, ...]:
        """What was collected for an OPJ."""
        return par_index.de_l_opj(opj, self._horloge())

    def enregistrer(self, changement: Changement) -> None:
        """One use case, one transaction."""
        transaction.enregistrer(changement, self.scrutins())

    def habilitation(self, agent: str) -> Habilitation | None:
        """The habilitation of an agent."""
        modele = lire(HabilitationModele, agent)
        return conversion_administration.habilitation(modele) if modele else None

    def noter_echec(
        self, habilitation: Habilitation, recents: tuple[datetime, ...], instant: datetime
    ) -> None:
        """Adds a miss and drops those that no longer count, unless another miss came in between:
        then it is only added, so that none is lost. Nothing is written for a habilitation that was
        deleted meanwhile: PANNES tells.
        """
        tracer("référence sans suite au guichet", agent=habilitation.agent)  # the item forgets
        compter(Mesure.REFERENCES_MANQUEES)
        if len(recents) + 1 == ECHECS_MAX:
            compter(Mesure.AGENTS_VERROUILLES)
        echecs: Any = HabilitationModele.echecs
        modele = HabilitationModele(habilitation.agent)
        if len(recents) < len(habilitation.echecs):
            try:
                modele.update(
                    actions=[echecs.set([*recents, instant])],
                    condition=echecs == list(habilitation.echecs),
                )
            except UpdateError as erreur:
                if code(erreur) != CONDITION_REFUSEE:
                    raise
            else:
                return
        # Told its attribute: alone in an expression, pynamodb does not know how a date is written.
        ajout = Value([instant], attribute=HabilitationModele.echecs)
        modele.update(
            actions=[echecs.set((echecs | []).append(ajout))],
            condition=HabilitationModele.agent.exists(),
        )

    def delegation(self, agent: str) -> Delegation | None:
        """The delegation of an agent."""
        modele = lire(DelegationModele, agent)
        return conversion_administration.delegation(modele) if modele else None

    def pour_etablir(
        self, agent: str, mandant: str, mandataire: str
    ) -> tuple[Habilitation | None, Compte, Compte]:
        """Habilitation and both accounts, in one round trip."""
        modele, donneur, detenteur = transaction.lire_ensemble(
            (HabilitationModele, agent), (CompteModele, mandant), (CompteModele, mandataire)
        )
        return (
            conversion_administration.habilitation(modele) if modele else None,
            self._compte(mandant, donneur),
            self._compte(mandataire, detenteur),
        )

    def pour_decider(
        self, agent: str, mandant: str, mandataire: str
    ) -> tuple[Delegation | None, Compte, Compte]:
        """Delegation and both accounts, in one round trip."""
        modele, donneur, detenteur = transaction.lire_ensemble(
            (DelegationModele, agent), (CompteModele, mandant), (CompteModele, mandataire)
        )
        return (
            conversion_administration.delegation(modele) if modele else None,
            self._compte(mandant, donneur),
            self._compte(mandataire, detenteur),
        )

    def compte(self, electeur: str) -> Compte:
        """The account of one elector."""
        return self._compte(electeur, lire(CompteModele, electeur))

    def demandes_et_comptes(
        self, references: Sequence[str], electeurs: Sequence[str]
    ) -> tuple[Mapping[str, Demande], Mapping[str, Compte]]:
        """Several demandes and accounts, in one round trip."""
        lus = transaction.lire_ensemble(
            *((DemandeModele, reference) for reference in references),
            *((CompteModele, electeur) for electeur in electeurs),
        )
        modeles, comptes = lus[: len(references)], lus[len(references) :]
        demandes = (self._demande(modele) for modele in modeles)
        return (
            {demande.reference: demande for demande in demandes if demande is not None},
            {e: self._compte(e, m) for e, m in zip(electeurs, comptes, strict=True)},
        )

    def prendre(self, quota: str, maximum: int, expire_le: datetime) -> bool:
        """Counts one more use of a quota."""
        return quotas.prendre(quota, maximum, expire_le)

    def attentes_dues(self, maintenant: datetime) -> Iterable[Attente]:
        """The work whose turn has come, oldest first."""
        return attentes.dues(maintenant)

    def attente(self, cle: str) -> Attente | None:
        """One piece of work that waits."""
        modele = lire(AttenteModele, cle)
        return conversion.attente(modele) if modele else None

    def reporter(self, attente: Attente, prochain: datetime) -> None:
        """It could not be done now."""
        attentes.reporter(attente, prochain)

    def clore(self, attente: Attente) -> None:
        """It is done."""
        attentes.clore(attente)

    def consigner(self, consultation: Ecriture) -> None:
        """Appends a consultation to the journal. One that is there already is this very one, since
        its key holds its print: botocore tried again after a lost answer.
        """
        modele = conversion.modele_ecriture(consultation)
        try:
            modele.save(condition=~EcritureModele.reference.exists())
        except PutError as erreur:
            if code(erreur) != CONDITION_REFUSEE:
                raise

    def ecritures(self, reference: str) -> tuple[Ecriture, ...]:
        """The journal of one reference, in order."""
        modeles = EcritureModele.query(reference, consistent_read=True)
        return tuple(conversion.ecriture(modele) for modele in modeles)

    def toutes_les_ecritures(self) -> Iterable[Ecriture]:
        """Every entry of every journal."""
        return (conversion.ecriture(m) for m in EcritureModele.scan(consistent_read=True))

    def toutes_les_references(self) -> Iterable[str]:
        """The reference of every demande."""
        modeles = DemandeModele.scan(consistent_read=True, attributes_to_get=["reference"])
        return (modele.reference for modele in modeles)

    def scrutins(self) -> Mapping[str, Scrutin]:
        """All scrutins; read again after a minute."""
        return self._calendrier.scrutins()

    def lieu(self, id_: str) -> LieuPublic | None:
        """A public place."""
        modele = lire(LieuModele, id_.partition("-")[0], id_)
        return conversion_administration.lieu(modele) if modele else None

    def lieux(self, departement: str) -> tuple[LieuPublic, ...]:
        """The public places of a département."""
        modeles = LieuModele.query(departement, consistent_read=True)
        return tuple(conversion_administration.lieu(modele) for modele in modeles)

    def avancer_ligne(self, ligne: Ligne, efface_le: datetime, *, premiere: bool = False) -> bool:
        """Writes a row of the register if it goes forward; says whether it did."""
        return avancer.avancer(ligne, efface_le, premiere=premiere)

    def file(
        self,
        commune: str,
        *,
        etat: Etat | None,
        depuis: str,
        limite: int,
        scrutin: Scrutin | None = None,
        attente: bool | None = None,
    ) -> Page:
        """A page of a commune's rows."""
        return registre.file(
            commune,
            etat=etat,
            attente=attente,
            scrutin=scrutin,
            depuis=depuis,
            limite=limite,
            maintenant=self._horloge(),
        )

    def indexer(self, indexation: Indexation) -> None:
        """Leads from words to a row."""
        recherche.indexer(indexation)

    def chercher(self, recherche_: Recherche, depuis: str, limite: int) -> Page:
        """The rows found by words."""
        return recherche.chercher(recherche_, depuis, limite, self._horloge())

    def ligne(self, commune: str, reference: str) -> Ligne | None:
        """One row of a commune's register."""
        return registre.une(commune, reference, self._horloge())

    def lignes(self, commune: str, references: Iterable[str]) -> Mapping[str, Ligne]:
        """Some rows of a commune's register, by reference."""
        return registre.plusieurs(commune, references, self._horloge())

    def registre(self, commune: str, etat: Etat | None = None) -> Iterable[Ligne]:
        """All rows of a commune, or those in one state."""
        return registre.tout(commune, etat, self._horloge())

    def apercus(self, commune: str, etat: Etat, limite: int) -> tuple[tuple[Apercu, ...], bool]:
        """As much as counting needs of a commune's first rows in this state."""
        return registre.apercus(commune, etat, limite, self._horloge())

    def _demande(self, modele: DemandeModele | None) -> Demande | None:
        if modele is None or not est_visible(modele, self._horloge()):
            return None
        return conversion_demande.demande(modele)

    def _compte(self, electeur: str, modele: CompteModele | None) -> Compte:
        lu = conversion.compte(electeur, modele)
        if modele is None or est_visible(modele, self._horloge()):
            return lu
        # Its version still guards a write.
        return Compte(electeur, lu.version, ())


class DepotsDeLaRequete:
    """The stores during one request, whose access control has already read a demande in the same
    round trip as the session. That reading serves once: a second one, after a conflict, is fresh.
    """

    def __init__(self, depots: Depots, reference: str, demande: Demande | None) -> None:
        self._depots = depots
        self._lue = {reference: demande}

    def demande(self, reference: str) -> Demande | None:
        """The demande as read with the session the first time, read anew afterwards."""
        if reference in self._lue:
            return self._lue.pop(reference)
        return self._depots.demande(reference)

    def __getattr__(self, nom: str) -> Any:
        return getattr(self._depots, nom)
