"""Links from a block that leans to the block that it leans on."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account
from conference.planks.models import Plank


class BlockLink(Model):
    """`block` of `plank` leans on `target` of `target_plank`. `kind`: reinforces or needs."""

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, db_index=True
    )
    plank_id: int
    block = fields.CharField(24)
    kind = fields.CharField(16)
    target_plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, db_index=True
    )
    target_plank_id: int
    target = fields.CharField(24)
    set_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    set_by_id: int
    set_at = fields.DatetimeField()

    class Meta:
        table = "block_link"
        app = "conference"
        unique_together = (("plank", "block", "kind", "target_plank", "target"),)
