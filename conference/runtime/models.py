"""The journal's table."""

from tortoise import fields
from tortoise.models import Model


class Entry(Model):
    """One fact: what was done to what, by whom (opaque), when, and a digest of what was decided."""

    seq = fields.IntField(primary_key=True, generated=False)
    verb = fields.CharField(64)
    subject = fields.CharField(64)
    topics = fields.TextField()
    actor = fields.CharField(40)
    at = fields.DatetimeField()
    salt = fields.CharField(32)
    digest = fields.CharField(64)
    previous = fields.CharField(64)
    hash = fields.CharField(64)

    class Meta:
        table = "journal"
        app = "conference"
