"""Amendments that touch the same words: rival sets, the chair's order, and how each came over to a new version."""

from tortoise import fields
from tortoise.fields.base import OnDelete

from conference.runtime import migrating
from conference.runtime.migrating import COMPACT, MOMENT, link, table


class Migration(migrating.Migration):
    dependencies = [("conference", "0007_resolutions")]

    operations = [
        table(
            "RivalSet", "rival_set", "Amendments of which the conference can want only one, as somebody said and why.",
            {
                "plank": link("plank", "Plank", db_index=True),
                "reason": link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "marked_by": link("marked_by", "Account", OnDelete.RESTRICT),
                "marked_at": fields.DatetimeField(**MOMENT),
                "ended_by": link("ended_by", "Account", OnDelete.RESTRICT, null=True),
                "ended_at": fields.DatetimeField(null=True, **MOMENT),
            },
        ),
        table(
            "Rival", "rival", "An amendment of a rival set.",
            {
                "rivals": link("rivals", "RivalSet"),
                "amendment": link("amendment", "Amendment", OnDelete.RESTRICT, db_index=True),
            },
            unique=(("rivals", "amendment"),),
        ),
        table(
            "ChosenOrder", "amendment_order", "Another order of votes, chosen by the chair: the newest of a plank counts.",
            {
                "plank": link("plank", "Plank", db_index=True),
                "numbers": fields.JSONField(**COMPACT),
                "reason": link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "chosen_by": link("chosen_by", "Account", OnDelete.RESTRICT),
                "chosen_at": fields.DatetimeField(**MOMENT),
            },
        ),
        table(
            "Anchoring", "amendment_anchoring",
            "How an amendment came over to a new text: moved, fallen, or waiting for a person (`overlap`).",
            {
                "amendment": link("amendment", "Amendment", db_index=True),
                "came_from": fields.IntField(),
                "version": fields.IntField(),
                "standing": fields.CharField(max_length=8),
                "block": fields.CharField(max_length=24),
                "cause": fields.CharField(max_length=64),
                "texts": fields.JSONField(default=dict, **COMPACT),
                "engine": fields.CharField(max_length=200),
                "at": fields.DatetimeField(**MOMENT),
                "answer": fields.CharField(default="", max_length=12),
                "answered_by": link("answered_by", "Account", OnDelete.RESTRICT, null=True),
                "answered_at": fields.DatetimeField(null=True, **MOMENT),
            },
        ),
    ]  # fmt: skip
