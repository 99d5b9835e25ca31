"""Who vouches for a compiled text in which language."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account
from conference.resolutions.models import Resolution


class Certificate(Model):
    """One person, one language, one digest. `capacity`: translator or reader. `wrote`: she translated some of it."""

    id = fields.IntField(primary_key=True)
    resolution: fields.ForeignKeyRelation[Resolution] = fields.ForeignKeyField(
        "conference.Resolution", related_name=False
    )
    resolution_id: int
    language = fields.CharField(8)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    capacity = fields.CharField(16)
    wrote = fields.BooleanField()
    digest = fields.CharField(64)
    at = fields.DatetimeField()

    class Meta:
        table = "resolution_certificate"
        app = "conference"
        unique_together = (("resolution", "language", "account"),)
