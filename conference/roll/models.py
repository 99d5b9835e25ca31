"""Seats that somebody else fills, cards with an organisation's votes, and who is in the room."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account


class StandIn(Model):
    """An alternate who fills a delegate's seat from now on. The row goes when the delegate is back."""

    id = fields.IntField(primary_key=True)
    delegate: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    delegate_id: int
    alternate: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    alternate_id: int
    since = fields.DatetimeField()

    class Meta:
        table = "stand_in"
        app = "conference"


class Card(Model):
    """The votes that an organisation has been accredited with, and who holds its card."""

    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    organisation = fields.CharField(300)
    votes = fields.IntField()

    class Meta:
        table = "card"
        app = "conference"


class Presence(Model):
    """Somebody who votes and is in the room: the ground of a quorum of presence."""

    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    since = fields.DatetimeField()

    class Meta:
        table = "presence"
        app = "conference"
