"""Threads and posts."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account
from conference.planks.models import Plank
from conference.translation.models import Unit


class Thread(Model):
    """One conversation. Later stages point to a thread. A plank's and a block's threads are named here.

    `version` rises with every change in it, for caches and for the question whether a page is current.
    """

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField("conference.Plank", related_name=False)
    plank_id: int
    place = fields.CharField(64)
    audience = fields.CharField(16)
    version = fields.IntField(default=0)

    class Meta:
        table = "thread"
        app = "conference"
        unique_together = (("plank", "place"),)


class Post(Model):
    """One contribution. `path` sorts the thread as a tree: fixed-width numbers of its ancestors and itself."""

    id = fields.IntField(primary_key=True)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField("conference.Thread", related_name=False)
    thread_id: int
    parent: fields.ForeignKeyNullableRelation["Post"] = fields.ForeignKeyField(
        "conference.Post", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    parent_id: int | None
    number = fields.IntField()
    path = fields.CharField(400)
    depth = fields.IntField()
    author: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    author_id: int
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    unit_id: int
    state = fields.CharField(16)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)

    class Meta:
        table = "post"
        app = "conference"
        unique_together = (("thread", "path"), ("thread", "number"))
