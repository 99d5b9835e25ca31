"""Paragraphs of a text that are in another language than the rest, and the marks of the glossary's terms."""

from tortoise import fields
from tortoise.migrations.operations import AddField

from conference.runtime import migrating


class Migration(migrating.Migration):
    dependencies = [("conference", "0013_wordings")]

    operations = [
        AddField("Text", "tongues", fields.CharField(default="", db_default="", max_length=400)),
        AddField("Account", "marks_terms", fields.BooleanField(default=True, db_default=True)),
    ]
