"""The rooms of voting: seats and cards, rule sets, shares and lots, papers, open votes, conciliation, countdowns."""

from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from tortoise.fields.base import OnDelete
from tortoise import fields

from conference.runtime import migrating
from conference.runtime.both import RunBoth


class Migration(migrating.Migration):
    dependencies = [('conference', '0002_box')]

    initial = False

    operations = [
        ops.CreateModel(
            name='Card',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.OneToOneField('conference.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('organisation', fields.CharField(max_length=300)),
                ('votes', fields.IntField()),
            ],
            options={'table': 'card', 'app': 'conference', 'pk_attr': 'id', 'table_description': 'The votes that an organisation has been accredited with, and who holds its card.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Conciliation',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vote', fields.OneToOneField('conference.Vote', source_field='vote_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('state', fields.CharField(max_length=16)),
                ('deadline', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('agreed', fields.ForeignKeyField('conference.Amendment', source_field='agreed_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('binding', fields.CharField(default='', db_default='', max_length=64)),
                ('laid', fields.BooleanField(default=False, db_default=False)),
                ('ended_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'conciliation', 'app': 'conference', 'pk_attr': 'id', 'table_description': 'One member for each delegation look, until a deadline, for a text that all can accept, before one new vote.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Conciliator',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('conciliation', fields.ForeignKeyField('conference.Conciliation', source_field='conciliation_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('delegation', fields.CharField(max_length=8)),
                ('account', fields.ForeignKeyField('conference.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('consents', fields.BooleanField(default=False)),
            ],
            options={'table': 'conciliator', 'app': 'conference', 'unique_together': (('conciliation', 'delegation'),), 'pk_attr': 'id', 'table_description': 'The member whom one delegation sends. `consents` once she has agreed to the text.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Demand',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vote', fields.ForeignKeyField('conference.Vote', source_field='vote_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('conference.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('wants', fields.CharField(max_length=16)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'demand', 'app': 'conference', 'unique_together': (('vote', 'account'),), 'pk_attr': 'id', 'table_description': 'A delegate asks that the question be put again by `roll-call` or `card`.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='HandCount',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vote', fields.ForeignKeyField('conference.Vote', source_field='vote_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('teller', fields.ForeignKeyField('conference.Account', source_field='teller_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('delegation', fields.CharField(max_length=8)),
                ('yes', fields.IntField()),
                ('no', fields.IntField()),
                ('abstain', fields.IntField()),
            ],
            options={'table': 'hand_count', 'app': 'conference', 'unique_together': (('vote', 'teller', 'delegation'),), 'pk_attr': 'id', 'table_description': "What one teller counted in one delegation's place of the hall."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='LotNumber',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vote', fields.ForeignKeyField('conference.Vote', source_field='vote_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('teller', fields.ForeignKeyField('conference.Account', source_field='teller_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('commitment', fields.CharField(max_length=64)),
                ('revealed', fields.CharField(default='', max_length=100)),
            ],
            options={'table': 'lot_number', 'app': 'conference', 'unique_together': (('vote', 'teller'),), 'pk_attr': 'id', 'table_description': "A teller's secret number for the lot: its hash before opening, the number itself after closing."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='OpenBallot',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vote', fields.ForeignKeyField('conference.Vote', source_field='vote_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('conference.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('yes', fields.IntField(default=0)),
                ('no', fields.IntField(default=0)),
                ('abstain', fields.IntField(default=0)),
                ('revision', fields.IntField(default=1)),
            ],
            options={'table': 'open_ballot', 'app': 'conference', 'unique_together': (('vote', 'account'),), 'pk_attr': 'id', 'table_description': "A named answer. In a roll call one of the three is 1, and a card's votes may be split over them."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='PaperEntry',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vote', fields.ForeignKeyField('conference.Vote', source_field='vote_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('paper', fields.IntField()),
                ('teller', fields.ForeignKeyField('conference.Account', source_field='teller_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('delegation', fields.CharField(max_length=8)),
                ('sealed', fields.BinaryField()),
            ],
            options={'table': 'paper_entry', 'app': 'conference', 'unique_together': (('vote', 'paper', 'teller'),), 'pk_attr': 'id', 'table_description': "What one teller read on one numbered paper, sealed to the vote's key. No paper's number is linked to a voter."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Presence',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('account', fields.OneToOneField('conference.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('since', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'presence', 'app': 'conference', 'pk_attr': 'id', 'table_description': 'Somebody who votes and is in the room: the ground of a quorum of presence.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Share',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vote', fields.ForeignKeyField('conference.Vote', source_field='vote_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('number', fields.IntField()),
                ('teller', fields.ForeignKeyField('conference.Account', source_field='teller_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('delegation', fields.CharField(default='', max_length=8)),
                ('fingerprint', fields.CharField(max_length=64)),
                ('state', fields.CharField(max_length=8)),
            ],
            options={'table': 'share', 'app': 'conference', 'unique_together': (('vote', 'number'), ('vote', 'teller')), 'pk_attr': 'id', 'table_description': "One share of a box's key and the teller who holds it. The words themselves are never in the database."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Voted',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('vote', fields.ForeignKeyField('conference.Vote', source_field='vote_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.CASCADE)),
                ('account', fields.ForeignKeyField('conference.Account', source_field='account_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
            ],
            options={'table': 'voted', 'app': 'conference', 'unique_together': (('vote', 'account'),), 'pk_attr': 'id', 'table_description': 'Whose envelope lay in the box. Written at unsealing, sorted by account, all at once: no order of casting.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StandIn',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('delegate', fields.OneToOneField('conference.Account', source_field='delegate_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('alternate', fields.OneToOneField('conference.Account', source_field='alternate_id', db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT)),
                ('since', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'stand_in', 'app': 'conference', 'pk_attr': 'id', 'table_description': "An alternate who fills a delegate's seat from now on. The row goes when the delegate is back."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='StoredRuleSet',
            fields=[
                ('id', fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('key', fields.CharField(unique=True, max_length=40)),
                ('position', fields.IntField()),
                ('content', fields.JSONField(encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
            ],
            options={'table': 'rule_set', 'app': 'conference', 'pk_attr': 'id', 'table_description': 'One rule set, as `rules.RuleSet.as_data` writes it.'},
            bases=['Model'],
        ),
        ops.AlterField(
            model_name='Vote',
            name='plank',
            field=fields.ForeignKeyField('conference.Plank', source_field='plank_id', null=True, db_index=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Vote',
            name='due_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Vote',
            name='due_by',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
        ops.AddField(
            model_name='Vote',
            name='due_closes_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.AddField(
            model_name='Vote',
            name='due_step',
            field=fields.CharField(default='', db_default='', max_length=16),
        ),
        ops.AddField(
            model_name='Vote',
            name='papers',
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads),
        ),
        ops.AddField(
            model_name='Vote',
            name='secrecy',
            field=fields.CharField(default='sealed', db_default='sealed', max_length=16),
        ),
        ops.AddField(
            model_name='Voter',
            name='channel',
            field=fields.CharField(default='', db_default='', max_length=8),
        ),
        ops.AddField(
            model_name='Voter',
            name='organisation',
            field=fields.CharField(default='', db_default='', max_length=300),
        ),
        ops.AddField(
            model_name='Voter',
            name='stands_for',
            field=fields.ForeignKeyField('conference.Account', source_field='stands_for_id', null=True, db_constraint=True, to_field='id', related_name=False, on_delete=OnDelete.RESTRICT),
        ),
        ops.AddField(
            model_name='Voter',
            name='votes',
            field=fields.IntField(default=1, db_default=1),
        ),
        # SQLite made the table anew, without its indexes.
        RunBoth(
            sqlite=[
                'CREATE INDEX "idx_vote_amendme_af4af9" ON "vote" ("amendment_id")',
                'CREATE INDEX "idx_vote_plank_i_7d4a6d" ON "vote" ("plank_id")',
            ],
            postgres=[],
        ),
    ]
