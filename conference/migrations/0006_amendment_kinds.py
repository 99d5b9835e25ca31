"""Every kind of amendment and its life: private drafts, steps, objections, composites, and the rules of filing."""

from typing import Any

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from conference.runtime import migrating
from conference.runtime.migrating import COMPACT, MOMENT, link, table


def _added(name: str, field: Any) -> ops.AddField:
    return ops.AddField(model_name="Amendment", name=name, field=field)


class Migration(migrating.Migration):
    dependencies = [("conference", "0005_drafting")]

    operations = [
        _added("announced_at", fields.DatetimeField(null=True, **MOMENT)),
        _added("composite", fields.BooleanField(default=False, db_default=False)),
        _added("contested", fields.BooleanField(default=False, db_default=False)),
        _added("floor", fields.BooleanField(default=False, db_default=False)),
        _added("returned_for", fields.CharField(default="", db_default="", max_length=24)),
        table(
            "Objection", "objection", "A delegate who wants a vote on an amendment that the movers accepted.",
            {
                "amendment": link("amendment", "Amendment"),
                "account": link("account", "Account"),
                "at": fields.DatetimeField(**MOMENT),
            },
            unique=(("amendment", "account"),),
        ),
        table(
            "Member", "composite_member",
            "An amendment that a composite joins. `answer` is its mover's: none yet, `joins`, or `alone`.",
            {
                "composite": link("composite", "Amendment"),
                "member": link("member", "Amendment", OnDelete.RESTRICT, db_index=True),
                "answer": fields.CharField(default="", max_length=8),
                "answered_at": fields.DatetimeField(null=True, **MOMENT),
            },
            unique=(("composite", "member"),),
        ),
        table(
            "Step", "amendment_step",
            "One step in the life of an amendment: who, when, from which state to which, and why.",
            {
                "amendment": link("amendment", "Amendment", db_index=True),
                "verb": fields.CharField(max_length=32),
                "was": fields.CharField(default="", max_length=16),
                "now": fields.CharField(max_length=16),
                "account": link("account", "Account", OnDelete.RESTRICT, null=True),
                "at": fields.DatetimeField(**MOMENT),
                "why": fields.JSONField(default=dict, **COMPACT),
            },
        ),
        table(
            "Kept", "amendment_draft",
            "An amendment that is not filed yet: private to its owner, without a number, just as she left it.",
            {
                "owner": link("owner", "Account", db_index=True),
                "plank": link("plank", "Plank"),
                "parent": link("parent", "Amendment", null=True),
                "block": fields.CharField(max_length=24),
                "kind": fields.CharField(max_length=16),
                "language": fields.CharField(max_length=8),
                "text": fields.TextField(unique=False),
                "reason": fields.TextField(unique=False),
                "base": fields.IntField(),
                "kept_at": fields.DatetimeField(**MOMENT),
            },
        ),
        table(
            "TermsSet", "amendment_terms",
            "The rules that amendments are filed by, as somebody set them: the newest row counts.",
            {
                "values": fields.JSONField(**COMPACT),
                "set_by": link("set_by", "Account", OnDelete.RESTRICT),
                "set_at": fields.DatetimeField(**MOMENT),
            },
        ),
    ]  # fmt: skip
