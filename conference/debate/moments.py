"""Times as plain statements give them back."""

from datetime import UTC, datetime
from typing import Any


def moment(stored: Any) -> datetime:
    """SQLite gives times as text."""
    moment = datetime.fromisoformat(stored) if isinstance(stored, str) else stored
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
