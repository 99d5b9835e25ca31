"""The glossary's rows: every revision of every term."""

from tortoise import fields
from tortoise.models import Model

from conference.people.models import Account


class TermRevision(Model):
    """One revision of a term of the glossary, the newest of a key counts. `content` is the term as a value, none once
    it was taken out."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(80)
    number = fields.IntField()
    content: fields.JSONField[dict[str, object] | None] = fields.JSONField(null=True)
    author: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    author_id: int | None
    written_at = fields.DatetimeField()

    class Meta:
        table = "term_revision"
        app = "conference"
        unique_together = (("key", "number"),)
