"""Hidings, reports, how threads are led, and who may speak all the same."""

from tortoise import fields
from tortoise.models import Model

from conference.debate.models import Post, Thread, Voice
from conference.people.models import Account
from conference.translation.models import Unit


class Hiding(Model):
    """A post was hidden. `reason`, `reply` (its author's) and `answer` (why it is shown again, or why it stays hidden
    after a second look) are texts like all others. `upheld_at`: the second look has left it hidden."""

    id = fields.IntField(primary_key=True)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField("conference.Post", related_name=False, db_index=True)
    post_id: int
    ground = fields.CharField(16)
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int
    hidden_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    hidden_by_id: int
    hidden_at = fields.DatetimeField()
    reply: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    reply_id: int | None
    replied_at = fields.DatetimeField(null=True)
    appealed_at = fields.DatetimeField(null=True)
    upheld_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    upheld_by_id: int | None
    upheld_at = fields.DatetimeField(null=True)
    ended_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_by_id: int | None
    ended_at = fields.DatetimeField(null=True)
    answer: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    answer_id: int | None

    class Meta:
        table = "post_hiding"
        app = "conference"


class Box(Model):
    """The words of one text (its key) of a reply: as they were `before` the box in it that quotes a hidden post was
    emptied, and `after`."""

    id = fields.IntField(primary_key=True)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField("conference.Post", related_name=False, db_index=True)
    post_id: int
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField("conference.Unit", related_name=False, db_index=True)
    unit_id: int
    text_key = fields.IntField()
    before = fields.TextField()
    after = fields.TextField()

    class Meta:
        table = "veiled_box"
        app = "conference"


class Report(Model):
    """A reader reports a post. `reporter` marks who, for nobody without the installation's key. `outcome` is empty
    while nobody has decided."""

    id = fields.IntField(primary_key=True)
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField("conference.Post", related_name=False, db_index=True)
    post_id: int
    reporter = fields.CharField(64, unique=True)
    ground = fields.CharField(16)
    language = fields.CharField(8)
    words = fields.TextField()
    reported_at = fields.DatetimeField()
    outcome = fields.CharField(16, default="", db_default="")
    answer_language = fields.CharField(8, default="", db_default="")
    answer = fields.TextField()
    decided_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    decided_by_id: int | None
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "post_report"
        app = "conference"


class Lead(Model):
    """How a thread is led: `minutes` between two posts of one person (0: as many as she likes), or closed, and why."""

    id = fields.IntField(primary_key=True)
    thread: fields.OneToOneRelation[Thread] = fields.OneToOneField("conference.Thread", related_name=False)
    thread_id: int
    minutes = fields.IntField(default=0, db_default=0)
    closed_at = fields.DatetimeField(null=True)
    reason: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int | None

    class Meta:
        table = "thread_lead"
        app = "conference"


class Floor(Model):
    """The chair lets one person, or one voice, say one thing in a closed or slow thread."""

    id = fields.IntField(primary_key=True)
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "conference.Thread", related_name=False, db_index=True
    )
    thread_id: int
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    account_id: int | None
    voice: fields.ForeignKeyNullableRelation[Voice] = fields.ForeignKeyField(
        "conference.Voice", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    voice_id: int | None
    given_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    given_by_id: int
    given_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "thread_floor"
        app = "conference"
