"""Moderation: words that were taken out of sight, hidings with their reasons, reports, and how a thread is led."""

from tortoise import fields
from tortoise.fields.base import OnDelete

from conference.runtime import migrating
from conference.runtime.migrating import LINK, MOMENT, link, table


class Migration(migrating.Migration):
    dependencies = [("conference", "0014_languages")]

    operations = [
        table(
            "Withheld", "withheld_text", "All texts of one unit, put aside where nothing that reads texts finds them.",
            {
                "unit": fields.OneToOneField(
                    "conference.Unit", source_field="unit_id", on_delete=OnDelete.CASCADE, **LINK
                ),
                "words": fields.TextField(),
            },
        ),
        table(
            "Hiding", "post_hiding", "A post was hidden, with a public reason, its author's reply, and a second look.",
            {
                "post": link("post", "Post", db_index=True),
                "ground": fields.CharField(max_length=16),
                "reason": link("reason", "Unit", OnDelete.RESTRICT, db_index=True),
                "hidden_by": link("hidden_by", "Account", OnDelete.RESTRICT),
                "hidden_at": fields.DatetimeField(**MOMENT),
                "reply": link("reply", "Unit", OnDelete.RESTRICT, null=True, db_index=True),
                "replied_at": fields.DatetimeField(null=True, **MOMENT),
                "appealed_at": fields.DatetimeField(null=True, **MOMENT),
                "upheld_by": link("upheld_by", "Account", OnDelete.RESTRICT, null=True),
                "upheld_at": fields.DatetimeField(null=True, **MOMENT),
                "ended_by": link("ended_by", "Account", OnDelete.RESTRICT, null=True),
                "ended_at": fields.DatetimeField(null=True, **MOMENT),
                "answer": link("answer", "Unit", OnDelete.RESTRICT, null=True, db_index=True),
            },
        ),
        table(
            "Box", "veiled_box", "The words of one text as they were before a quotation in it was emptied, and after.",
            {
                "post": link("post", "Post", db_index=True),
                "unit": link("unit", "Unit", db_index=True),
                "text_key": fields.IntField(),
                "before": fields.TextField(),
                "after": fields.TextField(),
            },
        ),
        table(
            "Report", "post_report", "A reader reports a post. `reporter` marks who, for nobody without the key.",
            {
                "post": link("post", "Post", db_index=True),
                "reporter": fields.CharField(max_length=64, unique=True),
                "ground": fields.CharField(max_length=16),
                "language": fields.CharField(max_length=8),
                "words": fields.TextField(),
                "reported_at": fields.DatetimeField(**MOMENT),
                "outcome": fields.CharField(default="", db_default="", max_length=16),
                "answer_language": fields.CharField(default="", db_default="", max_length=8),
                "answer": fields.TextField(),
                "decided_by": link("decided_by", "Account", OnDelete.RESTRICT, null=True),
                "decided_at": fields.DatetimeField(null=True, **MOMENT),
            },
        ),
        table(
            "Lead", "thread_lead", "How a thread is led: minutes between two posts of one person, or closed.",
            {
                "thread": fields.OneToOneField(
                    "conference.Thread", source_field="thread_id", on_delete=OnDelete.CASCADE, **LINK
                ),
                "minutes": fields.IntField(default=0, db_default=0),
                "closed_at": fields.DatetimeField(null=True, **MOMENT),
                "reason": link("reason", "Unit", OnDelete.RESTRICT, null=True, db_index=True),
            },
        ),
        table(
            "Floor", "thread_floor", "The chair lets a person or a voice say one thing in a closed or slow thread.",
            {
                "thread": link("thread", "Thread", db_index=True),
                "account": link("account", "Account", OnDelete.RESTRICT, null=True),
                "voice": link("voice", "Voice", OnDelete.RESTRICT, null=True),
                "given_by": link("given_by", "Account", OnDelete.RESTRICT),
                "given_at": fields.DatetimeField(**MOMENT),
                "used_at": fields.DatetimeField(null=True, **MOMENT),
            },
        ),
    ]  # fmt: skip
