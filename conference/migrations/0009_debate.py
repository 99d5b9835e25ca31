"""Threads at scale: shallow posts found without the deep ones, voices without an account, what a reader keeps for
herself (how far she read, drafts, what she follows)."""

from tortoise import fields
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from conference.runtime import migrating
from conference.runtime.both import RunBoth
from conference.runtime.migrating import MOMENT, link, table

INDEXES = [
    "CREATE INDEX post_shallow ON post (thread_id, path) WHERE depth <= 6",
    "CREATE INDEX post_gone ON post (thread_id, number) WHERE state <> 'standing'",
    "CREATE INDEX follow_target ON follow (kind, target)",
    'CREATE INDEX IF NOT EXISTS "idx_post_voice_i_5ee1cb" ON "post" ("voice_id")',
]
MADE_ANEW = [
    'CREATE UNIQUE INDEX "uid_post_thread__db1792" ON "post" ("thread_id", "path")',
    'CREATE UNIQUE INDEX "uid_post_thread__2169da" ON "post" ("thread_id", "number")',
    'CREATE INDEX "idx_post_author__0da5e6" ON "post" ("author_id")',
    'CREATE INDEX "idx_post_parent__cee668" ON "post" ("parent_id")',
    'CREATE INDEX "idx_post_unit_id_dbdd57" ON "post" ("unit_id")',
]
"""SQLite made the table anew, without its indexes and its unique keys."""




class Migration(migrating.Migration):
    dependencies = [("conference", "0008_amendment_groups")]

    operations = [
        table(
            "Voice", "voice",
            "A pseudonym on one plank. `owner` marks whose it is, for nobody without the installation's key.",
            {
                "plank": link("plank", "Plank"),
                "number": fields.IntField(),
                "owner": fields.CharField(max_length=64),
            },
            unique=(("plank", "owner"), ("plank", "number")),
        ),
        table(
            "Reading", "reading", "Which posts of a thread somebody has read: ranges of numbers, as \"1-40 43\".",
            {
                "account": link("account", "Account"),
                "thread": link("thread", "Thread", db_index=True),
                "ranges": fields.TextField(),
            },
            unique=(("account", "thread"),),
        ),
        table(
            "PostDraft", "post_draft",
            "Words that were not sent yet. `owner` marks who wrote them and where, for nobody without the key.",
            {
                "owner": fields.CharField(unique=True, max_length=64),
                "language": fields.CharField(max_length=8),
                "text": fields.TextField(),
                "voice": fields.BooleanField(default=False),
                "saved_at": fields.DatetimeField(db_index=True, **MOMENT),
            },
        ),
        table(
            "Follow", "follow", "Somebody wants to hear of a plank, a thread or a person.",
            {
                "account": link("account", "Account"),
                "kind": fields.CharField(max_length=8),
                "target": fields.IntField(),
                "followed_at": fields.DatetimeField(**MOMENT),
            },
            unique=(("account", "kind", "target"),),
        ),
        ops.AlterField(
            model_name="Post", name="author", field=link("author", "Account", OnDelete.RESTRICT, null=True, db_index=True)
        ),
        ops.AddField(
            model_name="Post", name="voice", field=link("voice", "Voice", OnDelete.RESTRICT, null=True, db_index=True)
        ),
        ops.AddField(model_name="Post", name="answered_revision", field=fields.IntField(null=True)),
        RunBoth(sqlite=MADE_ANEW + INDEXES, postgres=INDEXES),
    ]
