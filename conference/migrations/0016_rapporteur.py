"""What a post is, in its author's own word; rapporteurs, their drafts, notes in versions, and objections to them."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations.operations import AddField

from conference.runtime import migrating
from conference.runtime.migrating import COMPACT, MOMENT, link, table


class Migration(migrating.Migration):
    dependencies = [("conference", "0015_moderation")]

    operations = [
        AddField("Post", "claim", fields.CharField(default="", db_default="", max_length=12)),
        AddField("PostDraft", "claim", fields.CharField(default="", db_default="", max_length=12)),
        table(
            "Rapporteur", "rapporteur", "A delegate who reports on the debate of a plank, until she is released.",
            {
                "plank": link("plank", "Plank"),
                "account": link("account", "Account", OnDelete.RESTRICT, db_index=True),
                "named_at": fields.DatetimeField(**MOMENT),
                "released_at": fields.DatetimeField(null=True, **MOMENT),
            },
            unique=(("plank", "account"),),
        ),
        table(
            "NoteDraft", "note_draft", "A point of the working copy of a note, which only its rapporteurs read.",
            {
                "plank": link("plank", "Plank"),
                "key": fields.IntField(),
                "position": fields.IntField(),
                "side": fields.CharField(max_length=8),
                "block": fields.CharField(default="", max_length=24),
                "language": fields.CharField(max_length=8),
                "text": fields.TextField(unique=False),
                "posts": fields.JSONField(**COMPACT),
                "unit": link("unit", "Unit", OnDelete.RESTRICT, null=True),
                "revision": fields.IntField(default=1),
                "by": link("by", "Account", OnDelete.RESTRICT),
            },
            unique=(("plank", "key"),),
        ),
        table(
            "Note", "note", "One version of a rapporteurs’ note as it was presented.",
            {
                "plank": link("plank", "Plank"),
                "number": fields.IntField(),
                "presented_by": link("presented_by", "Account", OnDelete.RESTRICT),
                "presented_at": fields.DatetimeField(**MOMENT),
            },
            unique=(("plank", "number"),),
        ),
        table(
            "NotePoint", "note_point", "A point of a version: for, against, or an open question.",
            {
                "note": link("note", "Note"),
                "key": fields.IntField(),
                "position": fields.IntField(),
                "side": fields.CharField(max_length=8),
                "block": fields.CharField(default="", max_length=24),
                "unit": link("unit", "Unit", OnDelete.RESTRICT, db_index=True),
            },
            unique=(("note", "key"),),
        ),
        table(
            "NotePost", "note_post", "A post that a point reports.",
            {
                "point": link("point", "NotePoint"),
                "post": link("post", "Post", OnDelete.RESTRICT, db_index=True),
            },
            unique=(("point", "post"),),
        ),
        table(
            "NoteObjection", "note_objection", "A delegate says what the note lacks or has wrong.",
            {
                "plank": link("plank", "Plank", db_index=True),
                "version": fields.IntField(),
                "kind": fields.CharField(max_length=8),
                "account": link("account", "Account", OnDelete.RESTRICT, db_index=True),
                "reason": link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "raised_at": fields.DatetimeField(**MOMENT),
                "state": fields.CharField(max_length=12),
                "answer": link("answer", "Unit", OnDelete.RESTRICT, null=True, db_index=True),
                "settled_at": fields.DatetimeField(null=True, **MOMENT),
            },
            unique=None,
        ),
    ]  # fmt: skip
