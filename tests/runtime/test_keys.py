"""Private keys: readable by the house alone, gone when they are no longer needed."""

from pathlib import Path

import pytest

from conference.runtime import keys, settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    settings.use(settings.load(tmp_path))
    return tmp_path / "keys"


def test_a_key_is_kept_for_the_house_alone(folder: Path) -> None:
    public = keys.make("vote-1")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "vote-1.key").stat().st_mode & 0o777 == 0o600
    key = keys.private("vote-1")
    assert key is not None
    assert bytes(key.public_key).hex() == public
    assert keys.make("vote-2") != public


def test_a_destroyed_key_is_gone_and_destroying_twice_is_no_error(folder: Path) -> None:
    keys.make("vote-1")
    keys.destroy("vote-1")
    keys.destroy("vote-1")
    assert keys.private("vote-1") is None
    assert list(folder.iterdir()) == []


def test_the_secrets_of_one_vote_go_and_those_of_others_stay(folder: Path) -> None:
    keys.lay("vote-1-share-1", b"words")
    keys.make("vote-1")
    keys.make("vote-10")
    keys.lay("vote-10-given-2", b"other words")
    assert keys.lying("vote-1-share-1") == b"words"
    assert (folder / "vote-1-share-1.key").stat().st_mode & 0o777 == 0o600
    keys.destroy_all("vote-1")
    assert keys.names() == ["vote-10", "vote-10-given-2"]


def test_a_fresh_key_lies_nowhere(folder: Path) -> None:
    assert keys.public_half(keys.fresh()) != keys.public_half(keys.fresh())
    assert not folder.exists()
    assert keys.names() == []
