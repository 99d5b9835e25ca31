"""The sealed box. WITHOUT ROWID on SQLite: a hidden row number would keep the order of casting. No journal row, no
time, no index but the key; on PostgreSQL room is left in each page, so that a recast rewrites the row in place."""

from conference.runtime import migrating
from conference.runtime.both import RunBoth

COLUMNS = """
CREATE TABLE envelope (
  vote_id INTEGER NOT NULL REFERENCES vote (id),
  voter_id INTEGER NOT NULL REFERENCES account (id),
  sealed {bytes} NOT NULL,
  nonce_hash CHAR(64) NOT NULL,
  revision INTEGER NOT NULL,
  receipt CHAR(20) NOT NULL,
  PRIMARY KEY (vote_id, voter_id)
) {kind}"""


class Migration(migrating.Migration):
    dependencies = [("conference", "0001_initial")]

    operations = [
        RunBoth(
            sqlite=[COLUMNS.format(bytes="BLOB", kind="WITHOUT ROWID")],
            postgres=[COLUMNS.format(bytes="BYTEA", kind="WITH (fillfactor = 50)")],
        )
    ]
