"""Amendments: what they change, who stands behind them, how they came along, and the rules that they are filed by."""

import json
from typing import Any

from tortoise import fields
from tortoise.exceptions import FieldError
from tortoise.models import Model

from conference.debate.models import Thread
from conference.people.models import Account
from conference.planks.models import Plank
from conference.translation.models import Unit


class Unreadable(dict[str, Any]):
    """What stands in for a value that is no mapping: the row can be loaded, and says that it cannot be shown."""


class Mapped(fields.JSONField[dict[str, Any]]):
    """A mapping kept as JSON. One broken value spoils its own row only, never the list that holds the row."""

    def to_python_value(self, value: Any) -> dict[str, Any] | None:
        try:
            found = super().to_python_value(value)
        except (FieldError, json.JSONDecodeError):
            return Unreadable()
        return found if found is None or isinstance(found, dict) else Unreadable()


class Amendment(Model):
    """A change to one version of a plank. The difference is derived, never stored.

    `kind` as in `rules.Kind`; `block` is the passage, `text` for the whole text, `title` for the title. `text` is the
    passage as it would read, a unit with a text in every language; null when the block goes. `above`: the wording of
    the amendment above that this one was written for, and when it is taken in, the one that it changed. `composite`:
    joined from others by a committee. `floor`: filed after the deadline. `contested`: delegates objected to its going
    in without a vote. `returned_for`: the ready reason of a return; `ruling` the chair's own words, by language.
    """

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, db_index=True
    )
    plank_id: int
    base = fields.IntField()
    block = fields.CharField(24)
    kind = fields.CharField(16)
    parent: fields.ForeignKeyNullableRelation["Amendment"] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, null=True, db_index=True, on_delete=fields.RESTRICT
    )
    parent_id: int | None
    mover: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    mover_id: int
    text: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    text_id: int | None
    above: fields.ForeignKeyNullableRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    above_id: int | None
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, on_delete=fields.RESTRICT
    )
    reason_id: int
    thread: fields.ForeignKeyRelation[Thread] = fields.ForeignKeyField(
        "conference.Thread", related_name=False, on_delete=fields.RESTRICT
    )
    thread_id: int
    state = fields.CharField(16)
    composite = fields.BooleanField(default=False, db_default=False)
    floor = fields.BooleanField(default=False, db_default=False)
    contested = fields.BooleanField(default=False, db_default=False)
    returned_for = fields.CharField(24, default="", db_default="")
    ruling: dict[str, str] = Mapped(default=dict)
    filed_at = fields.DatetimeField()
    announced_at = fields.DatetimeField(null=True)
    settled_at = fields.DatetimeField(null=True)

    class Meta:
        table = "amendment"
        app = "conference"


class Cosigner(Model):
    """A delegate who stands behind an amendment."""

    id = fields.IntField(primary_key=True)
    amendment: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField("conference.Amendment", related_name=False)
    amendment_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True
    )
    account_id: int
    at = fields.DatetimeField()

    class Meta:
        table = "cosigner"
        app = "conference"
        unique_together = (("amendment", "account"),)


class Objection(Model):
    """A delegate who wants a vote on an amendment that the movers accepted."""

    id = fields.IntField(primary_key=True)
    amendment: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField("conference.Amendment", related_name=False)
    amendment_id: int
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField("conference.Account", related_name=False)
    account_id: int
    at = fields.DatetimeField()

    class Meta:
        table = "objection"
        app = "conference"
        unique_together = (("amendment", "account"),)


class Member(Model):
    """An amendment that a composite joins. `answer` is its mover's: none yet, `joins`, or `alone`."""

    id = fields.IntField(primary_key=True)
    composite: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField("conference.Amendment", related_name=False)
    composite_id: int
    member: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    member_id: int
    answer = fields.CharField(8, default="")
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "composite_member"
        app = "conference"
        unique_together = (("composite", "member"),)


class Step(Model):
    """One step in the life of an amendment: who, when, from which state to which. `why` holds a reason's code
    (`reason`), words by language (`words`), or the name of what brought it (`by`: `A12`, `vote 3`)."""

    id = fields.IntField(primary_key=True)
    amendment: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, db_index=True
    )
    amendment_id: int
    verb = fields.CharField(32)
    was = fields.CharField(16, default="")
    now = fields.CharField(16)
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    account_id: int | None
    at = fields.DatetimeField()
    why: dict[str, Any] = Mapped(default=dict)

    class Meta:
        table = "amendment_step"
        app = "conference"


class Kept(Model):
    """An amendment that is not filed yet: private to its owner, without a number, just as she left it."""

    id = fields.IntField(primary_key=True)
    owner: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True
    )
    owner_id: int
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField("conference.Plank", related_name=False)
    plank_id: int
    parent: fields.ForeignKeyNullableRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, null=True
    )
    parent_id: int | None
    block = fields.CharField(24)
    kind = fields.CharField(16)
    language = fields.CharField(8)
    text = fields.TextField()
    reason = fields.TextField()
    base = fields.IntField()
    kept_at = fields.DatetimeField()

    class Meta:
        table = "amendment_draft"
        app = "conference"


class TermsSet(Model):
    """The rules that amendments are filed by, as somebody set them: the newest row counts."""

    id = fields.IntField(primary_key=True)
    values: dict[str, Any] = fields.JSONField()
    set_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    set_by_id: int
    set_at = fields.DatetimeField()

    class Meta:
        table = "amendment_terms"
        app = "conference"
