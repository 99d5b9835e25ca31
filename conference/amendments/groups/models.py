"""Rival sets, the chair's order of votes, and how amendments came over to a new text."""

from typing import Any

from tortoise import fields
from tortoise.models import Model

from conference.amendments.models import Amendment, Mapped
from conference.people.models import Account
from conference.planks.models import Plank
from conference.translation.models import Unit


class RivalSet(Model):
    """Amendments of which the conference can want only one, as somebody said and why. It counts until it is ended."""

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, db_index=True
    )
    plank_id: int
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int
    marked_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    marked_by_id: int
    marked_at = fields.DatetimeField()
    ended_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    ended_by_id: int | None
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "rival_set"
        app = "conference"


class Rival(Model):
    """An amendment of a rival set."""

    id = fields.IntField(primary_key=True)
    rivals: fields.ForeignKeyRelation[RivalSet] = fields.ForeignKeyField("conference.RivalSet", related_name=False)
    rivals_id: int
    amendment: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    amendment_id: int

    class Meta:
        table = "rival"
        app = "conference"
        unique_together = (("rivals", "amendment"),)


class ChosenOrder(Model):
    """Another order of votes, chosen by the chair: the newest of a plank counts. `numbers`: of amendments."""

    id = fields.IntField(primary_key=True)
    plank: fields.ForeignKeyRelation[Plank] = fields.ForeignKeyField(
        "conference.Plank", related_name=False, db_index=True
    )
    plank_id: int
    numbers: list[int] = fields.JSONField()
    reason: fields.ForeignKeyRelation[Unit] = fields.ForeignKeyField(
        "conference.Unit", related_name=False, db_index=True, on_delete=fields.RESTRICT
    )
    reason_id: int
    chosen_by: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    chosen_by_id: int
    chosen_at = fields.DatetimeField()

    class Meta:
        table = "amendment_order"
        app = "conference"


class Anchoring(Model):
    """How an amendment came over to a new text: `standing` as in `text.anchoring.Standing`.

    `cause` names what changed the text: an amendment (`A5`) or `edited`. An `overlap` waits for a person while
    `answer` is empty (later `confirmed` or `overtaken`); `texts`: by language the passage before (`base`), as the
    amendment would have it (`theirs`), as it reads now (`now`), and a first text to work on (`start`).
    """

    id = fields.IntField(primary_key=True)
    amendment: fields.ForeignKeyRelation[Amendment] = fields.ForeignKeyField(
        "conference.Amendment", related_name=False, db_index=True
    )
    amendment_id: int
    came_from = fields.IntField()
    version = fields.IntField()
    standing = fields.CharField(8)
    block = fields.CharField(24)
    cause = fields.CharField(64)
    texts: dict[str, Any] = Mapped(default=dict)
    engine = fields.CharField(200)
    at = fields.DatetimeField()
    answer = fields.CharField(12, default="")
    answered_by: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    answered_by_id: int | None
    answered_at = fields.DatetimeField(null=True)

    class Meta:
        table = "amendment_anchoring"
        app = "conference"
