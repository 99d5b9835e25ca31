"""Threads and posts, voices, and what a reader keeps for herself in a debate."""

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
    """One contribution. `path` sorts the thread as a tree: fixed-width numbers of its ancestors and itself.

    It has an author or a voice, never both. `answered_revision` is that of the post it answers which its author read.
    `claim` is her own word for it, as in `rules.Claim`, or empty.
    """

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
    author: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    author_id: int | None
    voice: fields.ForeignKeyNullableRelation["Voice"] = fields.ForeignKeyField(
        "conference.Voice", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    voice_id: int | None
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    unit_id: int
    state = fields.CharField(16)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    answered_revision = fields.IntField(null=True)
    claim = fields.CharField(12, default="", db_default="")

    class Meta:
        table = "post"
        app = "conference"
        unique_together = (("thread", "path"), ("thread", "number"))


class Voice(Model):
    """A pseudonym on one plank. `owner` marks whose it is, for nobody without the installation's key."""

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField("conference.Plank", related_name=False)
    plank_id: int
    number = fields.IntField()
    owner = fields.CharField(64)

    class Meta:
        table = "voice"
        app = "conference"
        unique_together = (("plank", "owner"), ("plank", "number"))


class Reading(Model):
    """Which posts of a thread somebody has read: ranges of numbers, as "1-40 43"."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("conference.Account", related_name=False)
    account_id: int
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "conference.Thread", related_name=False, db_index=True
    )
    thread_id: int
    ranges = fields.TextField()

    class Meta:
        table = "reading"
        app = "conference"
        unique_together = (("account", "thread"),)


class PostDraft(Model):
    """Words that were not sent yet. `owner` marks who wrote them and where, for nobody without the key."""

    id = fields.IntField(primary_key=True)
    owner = fields.CharField(64, unique=True)
    language = fields.CharField(8)
    text = fields.TextField()
    voice = fields.BooleanField(default=False)
    claim = fields.CharField(12, default="", db_default="")
    saved_at = fields.DatetimeField(db_index=True)

    class Meta:
        table = "post_draft"
        app = "conference"


class Follow(Model):
    """Somebody wants to hear of a plank, a thread or a person (`kind`)."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("conference.Account", related_name=False)
    account_id: int
    kind = fields.CharField(8)
    target = fields.IntField()
    followed_at = fields.DatetimeField()

    class Meta:
        table = "follow"
        app = "conference"
        unique_together = (("account", "kind", "target"),)
