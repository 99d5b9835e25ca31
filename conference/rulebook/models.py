"""The conference's own rule sets. Those that the product brings are a file beside this one, until somebody saves."""

from typing import Any

from tortoise import fields
from tortoise.models import Model


class StoredRuleSet(Model):
    """One rule set, as `rules.RuleSet.as_data` writes it."""

    id = fields.IntField(primary_key=True)
    key = fields.CharField(40, unique=True)
    position = fields.IntField()
    content: dict[str, Any] = fields.JSONField()

    class Meta:
        table = "rule_set"
        app = "conference"
