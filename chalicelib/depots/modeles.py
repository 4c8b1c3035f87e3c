"""The tables as pynamodb models: the only place where their attributes are named.

Names are short because a transactional write is billed twice per started kilobyte.
"""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, LocalSecondaryIndex

from chalicelib.configuration import table
from chalicelib.depots.connexion import Table
from chalicelib.depots.modeles_administration import ActeModele as ActeModele
from chalicelib.depots.modeles_administration import CarteTour as CarteTour
from chalicelib.depots.modeles_administration import DelegationModele as DelegationModele
from chalicelib.depots.modeles_administration import HabilitationModele as HabilitationModele
from chalicelib.depots.modeles_administration import LieuModele as LieuModele
from chalicelib.depots.modeles_administration import ScrutinModele as ScrutinModele
from chalicelib.depots.modeles_compteurs import CompteurModele as CompteurModele
from chalicelib.depots.modeles_compteurs import PublicationModele as PublicationModele
from chalicelib.depots.modeles_index import IndexParAttente, IndexParMandant, IndexParOpj
from chalicelib.depots.modeles_sessions import BrouillonModele as BrouillonModele
from chalicelib.depots.modeles_sessions import SessionModele as SessionModele
from chalicelib.depots.series import Carte


class CarteEtatCivil(Carte):
    """Civil status of a mandant, or what is known of a mandataire."""

    nom = UnicodeAttribute(null=True)
    prenoms = ListAttribute(of=UnicodeAttribute, null=True)
    sexe = UnicodeAttribute(null=True)
    naissance = UnicodeAttribute()
    usage = UnicodeAttribute(null=True)
    nne = UnicodeAttribute(null=True)
    commune = UnicodeAttribute(null=True)
    courriel = UnicodeAttribute(null=True)


class CartePortee(Carte):
    """Tours of a scrutin, or a period."""

    scrutin = UnicodeAttribute(null=True)
    tours = ListAttribute(of=NumberAttribute, null=True)
    du = UnicodeAttribute(null=True)
    au = UnicodeAttribute(null=True)


class CarteActe(Carte):
    """What an agent did: establishment, refusal or decision."""

    agent = UnicodeAttribute()
    le = UTCDateTimeAttribute()
    cle = UnicodeAttribute(null=True)
    nom = UnicodeAttribute(null=True)
    prenom = UnicodeAttribute(null=True)
    qualite = UnicodeAttribute(null=True)
    unite = UnicodeAttribute(null=True)
    lieu = UnicodeAttribute(null=True)
    piece = UnicodeAttribute(null=True)
    motif = UnicodeAttribute(null=True)
    precision = UnicodeAttribute(null=True)
    cadre = UnicodeAttribute(null=True)
    hors_france = BooleanAttribute(null=True)
    lieu_public = UnicodeAttribute(null=True)
    ecrit_du = UnicodeAttribute(null=True)
    opj = UnicodeAttribute(null=True)
    numerisation = UnicodeAttribute(null=True)
    avant = ListAttribute(of=UnicodeAttribute, null=True)


class CarteResiliation(Carte):
    """The request for a résiliation, then the act."""

    demandee_le = UTCDateTimeAttribute()
    expire_le = UTCDateTimeAttribute()
    acte = CarteActe(null=True)
    remplacante = UnicodeAttribute(null=True)


class CarteVerification(Carte):
    """What the national register answered: names and outcomes of the checks, in pairs."""

    le = UTCDateTimeAttribute()
    resultats = ListAttribute(of=UnicodeAttribute)
    bureau = UnicodeAttribute(null=True)


class DemandeModele(Table):
    """The whole life of one demande in one item."""

    class Meta:
        table_name = table("demandes")

    reference = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    etat = UnicodeAttribute()
    tete = UnicodeAttribute()
    dernier = UnicodeAttribute()
    mandant_id = UnicodeAttribute()
    mandant = CarteEtatCivil()
    mandataire = CarteEtatCivil()
    portee = CartePortee()
    deposee_le = UTCDateTimeAttribute()
    expire_le = UTCDateTimeAttribute()
    cle = UnicodeAttribute(null=True)
    retiree_le = UTCDateTimeAttribute(null=True)
    recue_le = UTCDateTimeAttribute(null=True)
    etabli = CarteActe(null=True)
    refus = CarteActe(null=True)
    decision = CarteActe(null=True)
    papier = BooleanAttribute(null=True)
    saisie = CarteActe(null=True)
    collecte = CarteActe(null=True)
    verif = CarteVerification(null=True)
    resil = CarteResiliation(null=True)
    fin = CarteActe(null=True)
    rouverte = CarteActe(null=True)
    rectif = CarteActe(null=True)
    remplace = ListAttribute(of=UnicodeAttribute, null=True)
    nuls = ListAttribute(of=UnicodeAttribute, null=True)
    votes = ListAttribute(of=UnicodeAttribute, null=True)
    bureau = UnicodeAttribute(null=True)
    avise = UnicodeAttribute(null=True)
    opj = UnicodeAttribute(null=True)
    exp = NumberAttribute(null=True)

    par_mandant = IndexParMandant()
    par_opj = IndexParOpj()


class EcritureModele(Table):
    """The journal. Functions may only append."""

    class Meta:
        table_name = table("journal")

    reference = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)
    numero = NumberAttribute()
    evenement = UnicodeAttribute()
    role = UnicodeAttribute()
    acteur = UnicodeAttribute()
    instant = UTCDateTimeAttribute()
    de = UnicodeAttribute(null=True)
    vers = UnicodeAttribute()
    motif = UnicodeAttribute(null=True)
    precedente = UnicodeAttribute()
    empreinte = UnicodeAttribute()


class CarteEngagement(Carte):
    """One live procuration in the account of an elector."""

    reference = UnicodeAttribute()
    sens = UnicodeAttribute()
    portee = CartePortee()
    etablie_le = UTCDateTimeAttribute()
    mandant = UnicodeAttribute(null=True)
    commune = UnicodeAttribute(null=True)
    france = BooleanAttribute()
    consulaire = BooleanAttribute()
    autre = UnicodeAttribute(null=True)
    acceptee = BooleanAttribute(null=True)
    nulle = BooleanAttribute(null=True)
    nuls = ListAttribute(of=UnicodeAttribute, null=True)


class CompteModele(Table):
    """What one elector gives and holds."""

    class Meta:
        table_name = table("engagements")

    electeur = UnicodeAttribute(hash_key=True)
    version = NumberAttribute()
    engagements = ListAttribute(of=CarteEngagement)
    exp = NumberAttribute(null=True)


class AttenteModele(Table):
    """Work left to be done by a transaction; its stream starts it, a schedule tries again."""

    class Meta:
        table_name = table("attentes")

    cle = UnicodeAttribute(hash_key=True)
    jeton = UnicodeAttribute()
    depuis = UTCDateTimeAttribute()
    prochain = UTCDateTimeAttribute()
    essais = NumberAttribute(default=0)


class IdempotenceModele(Table):
    """One Idempotency-Key of a mandant and the demande that it made."""

    class Meta:
        table_name = table("idempotence")

    cle = UnicodeAttribute(hash_key=True)
    reference = UnicodeAttribute()
    contenu = UnicodeAttribute()
    exp = NumberAttribute()


class IndexParEtat(LocalSecondaryIndex["LigneModele"]):
    """A commune's rows by state, first day of vote, establishment."""

    class Meta:
        index_name = "par_etat"
        projection = AllProjection()

    commune = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)


class QuotaModele(Table):
    """How many times something was done within a while; dies after it."""

    class Meta:
        table_name = table("quotas")

    cle = UnicodeAttribute(hash_key=True)
    nombre = NumberAttribute()
    exp = NumberAttribute()


class LigneModele(Table):
    """A row of a commune's register: a projection of demandes, written by the routing only."""

    class Meta:
        table_name = table("registre")

    commune = UnicodeAttribute(hash_key=True)
    reference = UnicodeAttribute(range_key=True)
    rang = UnicodeAttribute()
    version = NumberAttribute()
    etat = UnicodeAttribute()
    premier_jour = UnicodeAttribute()
    dernier_jour = UnicodeAttribute()
    objet = UnicodeAttribute()
    scrutin = UnicodeAttribute(null=True)
    tours = ListAttribute(of=NumberAttribute, null=True)
    motif = UnicodeAttribute(null=True)
    attend = BooleanAttribute(null=True)
    nuls = ListAttribute(of=UnicodeAttribute, null=True)
    votes = ListAttribute(of=UnicodeAttribute, null=True)
    bureau = UnicodeAttribute(null=True)
    decidee_le = UTCDateTimeAttribute(null=True)
    mandant_nom = UnicodeAttribute()
    mandant_prenoms = UnicodeAttribute()
    mandataire_nom = UnicodeAttribute(null=True)
    mandataire_prenoms = UnicodeAttribute(null=True)
    autorite_nom = UnicodeAttribute()
    autorite_prenom = UnicodeAttribute()
    autorite_qualite = UnicodeAttribute()
    lieu = UnicodeAttribute()
    etablie_le = UTCDateTimeAttribute()
    recue_le = UTCDateTimeAttribute()
    attente = UnicodeAttribute(null=True)
    exp = NumberAttribute(null=True)

    par_etat = IndexParEtat()
    par_attente = IndexParAttente()


class EnvoiModele(Table):
    """Our own record of one e-mail: what it is about (`pli`) until it is sent, then what became of
    it (`remise`), told by the mail servers about the message `remise_de`. `vers` is a keyed print
    of the address, never the address. `echoue_depuis` is when its present row of failures began.
    """

    class Meta:
        table_name = table("envois")

    reference = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)
    etat = UnicodeAttribute()
    jusqu_a = UTCDateTimeAttribute()
    confie_le = UTCDateTimeAttribute(null=True)
    echoue_depuis = UTCDateTimeAttribute(null=True)
    pli = UnicodeAttribute(null=True)
    message_id = UnicodeAttribute(null=True)
    envoye_le = UTCDateTimeAttribute(null=True)
    vers = UnicodeAttribute(null=True)
    remise = UnicodeAttribute(null=True)
    remise_de = UnicodeAttribute(null=True)
    remise_le = UTCDateTimeAttribute(null=True)
    exp = NumberAttribute()
