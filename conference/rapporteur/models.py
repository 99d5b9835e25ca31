"""Who reports on a plank, the working copy of a note, its versions with their points, and objections to it."""

from tortoise import fields
from tortoise.models import Model

from conference.debate.models import Post
from conference.people.models import Account
from conference.planks.models import Plank
from conference.translation.models import Unit


class Rapporteur(Model):
    """A delegate who reports on the debate of a plank, until she is released."""

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField("conference.Plank", related_name=False)
    plank_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    account_id: int
    named_at = fields.DatetimeField()
    released_at = fields.DatetimeField(null=True)

    class Meta:
        table = "rapporteur"
        app = "conference"
        unique_together = (("plank", "account"),)


class NoteDraft(Model):
    """A point of the working copy, which only the rapporteurs read. `unit` is what was presented of it last; `posts`
    are the posts that it reports; `revision` tells two rapporteurs who write at once apart."""

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField("conference.Plank", related_name=False)
    plank_id: int
    key = fields.IntField()
    position = fields.IntField()
    side = fields.CharField(8)
    block = fields.CharField(24, default="")
    language = fields.CharField(8)
    text = fields.TextField()
    posts: list[int] = fields.JSONField()
    unit: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    unit_id: int | None
    revision = fields.IntField(default=1)
    by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    by_id: int

    class Meta:
        table = "note_draft"
        app = "conference"
        unique_together = (("plank", "key"),)


class Note(Model):
    """One version of a note as it was presented. It never changes."""

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField("conference.Plank", related_name=False)
    plank_id: int
    number = fields.IntField()
    presented_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    presented_by_id: int
    presented_at = fields.DatetimeField()

    class Meta:
        table = "note"
        app = "conference"
        unique_together = (("plank", "number"),)


class NotePoint(Model):
    """A point of a version. `key` stays with it through all versions; `block` is the passage it is about, or empty."""

    id = fields.IntField(primary_key=True)
    note: fields.ForeignKeyRelation[Note] = fields.ForeignKeyField("conference.Note", related_name=False)
    note_id: int
    key = fields.IntField()
    position = fields.IntField()
    side = fields.CharField(8)
    block = fields.CharField(24, default="")
    unit: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    unit_id: int

    class Meta:
        table = "note_point"
        app = "conference"
        unique_together = (("note", "key"),)


class NotePost(Model):
    """A post that a point reports."""

    id = fields.IntField(primary_key=True)
    point: fields.ForeignKeyRelation[NotePoint] = fields.ForeignKeyField("conference.NotePoint", related_name=False)
    point_id: int
    post: fields.ForeignKeyRelation[Post] = fields.ForeignKeyField(
        "conference.Post", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    post_id: int

    class Meta:
        table = "note_post"
        app = "conference"
        unique_together = (("point", "post"),)


class NoteObjection(Model):
    """A delegate says what the note lacks or has wrong. `version` is the one that she read; it stands until a
    rapporteur answers it, or its author takes it back."""

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, db_index=True
    )
    plank_id: int
    version = fields.IntField()
    kind = fields.CharField(8)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    account_id: int
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int
    raised_at = fields.DatetimeField()
    state = fields.CharField(12)
    answer: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    answer_id: int | None
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "note_objection"
        app = "conference"
