"""What takes two people who agree, and which teller served a voter at the table or with a paper."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from conference.runtime import migrating


class Migration(migrating.Migration):
    dependencies = [("conference", "0010_engines")]

    operations = [
        ops.CreateModel(
            name="Assent",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("vote", fields.ForeignKeyField(
                    "conference.Vote", source_field="vote_id", db_constraint=True, to_field="id", related_name=False,
                    on_delete=OnDelete.CASCADE)),
                ("matter", fields.CharField(max_length=32)),
                ("account", fields.ForeignKeyField(
                    "conference.Account", source_field="account_id", db_constraint=True, to_field="id",
                    related_name=False, on_delete=OnDelete.RESTRICT)),
                ("delegation", fields.CharField(default="", db_default="", max_length=8)),
                ("leads", fields.BooleanField(default=False, db_default=False)),
                ("watches", fields.BooleanField(default=False, db_default=False)),
                ("said", fields.CharField(max_length=64)),
            ],
            options={
                "table": "assent", "app": "conference", "unique_together": (("vote", "matter", "account"),),
                "pk_attr": "id",
                "table_description": "One person's word on a matter of a vote that takes two people who agree.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Voter",
            name="served_by",
            field=fields.ForeignKeyField(
                "conference.Account", source_field="served_by_id", null=True, db_constraint=True, to_field="id",
                related_name=False, on_delete=OnDelete.RESTRICT),
        ),
    ]  # fmt: skip
