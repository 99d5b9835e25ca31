"""Whether somebody wants posts in the languages that she understands left as they were written."""

from tortoise import fields
from tortoise.migrations.operations import AddField

from conference.runtime import migrating


class Migration(migrating.Migration):
    dependencies = [("conference", "0020_coauthors")]

    operations = [AddField("Account", "as_written", fields.BooleanField(default=False, db_default=False))]
