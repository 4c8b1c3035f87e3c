"""The tables that the command line writes: what the law and the authorities decide outside the
journey of a demande, and the register of who changed it.
"""

from __future__ import annotations

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UTCDateTimeAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.configuration import table
from chalicelib.depots.connexion import Table
from chalicelib.depots.series import Carte


class HabilitationModele(Table):
    """The habilitation of an agent, and its latest wrong references."""

    class Meta:
        table_name = table("habilitations")

    agent = UnicodeAttribute(hash_key=True)
    qualite = UnicodeAttribute()
    juge = UnicodeAttribute(null=True)
    tribunal = UnicodeAttribute(null=True)
    du = UTCDateTimeAttribute()
    au = UTCDateTimeAttribute()
    unite = UnicodeAttribute()
    lieu = UnicodeAttribute()
    revoquee_le = UTCDateTimeAttribute(null=True)
    echecs = ListAttribute(of=UTCDateTimeAttribute, null=True)
    opj = UnicodeAttribute(null=True)
    poste = UnicodeAttribute(null=True)


class IndexParCommune(GlobalSecondaryIndex["DelegationModele"]):
    """The delegations of one commune, for its maire."""

    class Meta:
        index_name = "par_commune"
        projection = AllProjection()

    commune = UnicodeAttribute(hash_key=True)
    agent = UnicodeAttribute(range_key=True)


class DelegationModele(Table):
    """The delegation of a maire to an agent."""

    class Meta:
        table_name = table("delegations")

    agent = UnicodeAttribute(hash_key=True)
    commune = UnicodeAttribute()
    du = UTCDateTimeAttribute()
    au = UTCDateTimeAttribute()
    maire = BooleanAttribute(null=True)
    nom = UnicodeAttribute(null=True)

    par_commune = IndexParCommune()


class CarteTour(Carte):
    """One day of vote."""

    numero = NumberAttribute()
    date = UnicodeAttribute()


class CarteControle(Carte):
    """The mode of control of a part of a scrutin's territory."""

    prefixe = UnicodeAttribute()
    mode = UnicodeAttribute()


class ScrutinModele(Table):
    """A scrutin and its tours."""

    class Meta:
        table_name = table("scrutins")

    id = UnicodeAttribute(hash_key=True)
    libelle = UnicodeAttribute()
    tours = ListAttribute(of=CarteTour)
    territoire = ListAttribute(of=UnicodeAttribute, null=True)
    consulaire = BooleanAttribute(default=False)
    dates_provisoires = BooleanAttribute(default=False)
    type = UnicodeAttribute(null=True)
    controle = UnicodeAttribute(null=True)
    controles = ListAttribute(of=CarteControle, null=True)
    identite_certifiee = BooleanAttribute(null=True)


class CarteCreneau(Carte):
    """An opening."""

    debut = UTCDateTimeAttribute()
    fin = UTCDateTimeAttribute()


class LieuModele(Table):
    """A public place of a préfet's arrêté, found by its département."""

    class Meta:
        table_name = table("lieux")

    departement = UnicodeAttribute(hash_key=True)
    id = UnicodeAttribute(range_key=True)
    arrete = UnicodeAttribute()
    libelle = UnicodeAttribute()
    commune = UnicodeAttribute()
    creneaux = ListAttribute(of=CarteCreneau)


class ActeModele(Table):
    """An act of administration: its beginning, then its end. Only appended to."""

    class Meta:
        table_name = table("actes")

    annee = UnicodeAttribute(hash_key=True)
    rang = UnicodeAttribute(range_key=True)
    acte = UnicodeAttribute()
    phase = UnicodeAttribute()
    commande = UnicodeAttribute()
    instant = UTCDateTimeAttribute()
    par = UnicodeAttribute()
    identite = UnicodeAttribute()
    motif = UnicodeAttribute()
    fichier = UnicodeAttribute()
    empreinte = UnicodeAttribute()
    lignes = NumberAttribute()
    ajouts = NumberAttribute()
    changements = NumberAttribute()
    inchanges = NumberAttribute()
