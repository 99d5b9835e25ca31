"""Accounts, delegations, delegates and their credentials, grants, sessions, tokens, invitations: facts only."""

from tortoise import fields
from tortoise.models import Model


class Delegation(Model):
    """A national delegation. `names` and `languages` by working language."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(8, unique=True)
    names: dict[str, str] = fields.JSONField()
    languages: list[str] = fields.JSONField()
    position = fields.IntField()

    class Meta:
        table = "delegation"
        app = "conference"


class Account(Model):
    """A person. `opaque` stands for her in the journal. `named` is her consent to be named in public outputs.
    `marks_terms`: she wants the glossary's terms marked in what she reads. `as_written`: she wants posts in `languages`
    left as they were written."""

    id = fields.IntField(primary_key=True)
    handle = fields.CharField(64, unique=True)
    opaque = fields.CharField(40, unique=True)
    name = fields.CharField(200)
    email = fields.CharField(254, unique=True, null=True)
    email_confirmed_at = fields.DatetimeField(null=True)
    password_hash = fields.CharField(200, null=True)
    languages: list[str] = fields.JSONField()
    about: dict[str, str] = fields.JSONField(default=dict)
    named = fields.BooleanField(default=False)
    marks_terms = fields.BooleanField(default=True, db_default=True)
    as_written = fields.BooleanField(default=False, db_default=False)
    created_at = fields.DatetimeField()

    class Meta:
        table = "account"
        app = "conference"


class Delegate(Model):
    """A registration with a delegation, and what the credentials committee said of it."""

    id = fields.IntField(primary_key=True)
    account: fields.OneToOneRelation[Account] = fields.OneToOneField(
        "conference.Account", related_name=False, on_delete=fields.RESTRICT
    )
    account_id: int
    delegation: fields.ForeignKeyRelation[Delegation] = fields.ForeignKeyField(
        "conference.Delegation", related_name=False, on_delete=fields.RESTRICT, db_index=True
    )
    delegation_id: int
    organisation = fields.CharField(300)
    alternate = fields.BooleanField(default=False)
    state = fields.CharField(16)
    reason = fields.TextField(default="")
    registered_at = fields.DatetimeField()
    decided_at = fields.DatetimeField(null=True)

    class Meta:
        table = "delegate"
        app = "conference"


class Grant(Model):
    """One role of one person. Grants add up."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True
    )
    account_id: int
    role = fields.CharField(16)

    class Meta:
        table = "role_grant"
        app = "conference"
        unique_together = (("account", "role"),)


class Session(Model):
    """A signed-in browser: only the token's hash is kept, and it can be revoked."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True
    )
    account_id: int
    token_hash = fields.CharField(64, unique=True)
    created_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()
    ends_at = fields.DatetimeField()

    class Meta:
        table = "session"
        app = "conference"


class ApiToken(Model):
    """A bearer token for programs. `scopes` says what it was made for (`write`, `cast`)."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True
    )
    account_id: int
    token_hash = fields.CharField(64, unique=True)
    label = fields.CharField(100)
    scopes: list[str] = fields.JSONField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "api_token"
        app = "conference"


class Invitation(Model):
    """A single-use way in, bound to an address, a delegation and a role."""

    id = fields.IntField(primary_key=True)
    code_hash = fields.CharField(64, unique=True)
    email = fields.CharField(254)
    delegation_code = fields.CharField(8, null=True)
    role = fields.CharField(16)
    ends_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitation"
        app = "conference"


class Confirmation(Model):
    """A link that proves an e-mail address. Bound to the address it was sent to."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True
    )
    account_id: int
    email = fields.CharField(254)
    token_hash = fields.CharField(64, unique=True)
    ends_at = fields.DatetimeField()

    class Meta:
        table = "confirmation"
        app = "conference"


class Reset(Model):
    """A link that opens a new password once, bound to the address it was sent to.

    Without an account it opens nothing, and is there only so that an unknown address causes the same work.
    """

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyNullableRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True, null=True
    )
    account_id: int | None
    email_hash = fields.CharField(64)
    token_hash = fields.CharField(64, unique=True)
    ends_at = fields.DatetimeField()

    class Meta:
        table = "password_reset"
        app = "conference"


class KnownBrowser(Model):
    """A browser in which somebody proved who she is, so that strangers' guesses elsewhere do not shut her out here."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[Account] = fields.ForeignKeyField(
        "conference.Account", related_name=False, db_index=True
    )
    account_id: int
    token_hash = fields.CharField(64, unique=True)
    ends_at = fields.DatetimeField()

    class Meta:
        table = "known_browser"
        app = "conference"
