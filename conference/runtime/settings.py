"""Settings: the environment first, then `conference.toml` in the data folder, then defaults that are safe."""

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from conference.core.languages import LANGUAGES

FILE = "conference.toml"


class Settings(BaseSettings):
    """One installation. Names in the environment are `CONFERENCE_…`; `DATABASE_URL` keeps its usual name."""

    model_config = SettingsConfigDict(env_prefix="CONFERENCE_", extra="forbid")

    data: Path = Path("data")
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    origin: str = "http://127.0.0.1:8000"
    name: dict[str, str] = {
        "en": "A conference",
        "fr": "Une conférence",
        "es": "Una conferencia",
    }
    demo: bool = False
    registration: Literal["open", "invitation"] = "invitation"
    audience: Literal["conference", "observers", "public"] = "conference"
    pseudonyms: bool = False
    cosigners_needed: int = 2
    committee_edits: bool = True
    countdown_seconds: int = Field(default=10, ge=0, le=300)
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = True
    mail_from: str = "conference@localhost"
    mail_per_minute: int = Field(default=60, ge=1)
    machine_translation: bool = True
    engines: list[str] = ["apertium"]
    engines_by_pair: dict[str, list[str]] = {}
    engines_may_leave: bool = False
    engine_budget: int = Field(default=200_000, ge=0)
    apy_address: str = ""
    libretranslate_address: str = ""
    libretranslate_key: str = ""
    deepl_key: str = ""
    firefox_models: Path | None = None

    @property
    def database(self) -> str:
        """The database's URL: as set, else SQLite in the data folder."""
        return self.database_url or f"sqlite://{self.data / 'conference.db'}"

    @property
    def on_sqlite(self) -> bool:
        return self.database.startswith("sqlite://")

    @property
    def sqlite_path(self) -> Path:
        return Path(self.database.removeprefix("sqlite://"))

    @property
    def keys(self) -> Path:
        return self.data / "keys"

    @property
    def outbox(self) -> Path:
        return self.data / "outbox"

    @property
    def secure(self) -> bool:
        """Whether readers come by https: cookies are then marked `Secure` and `__Host-`."""
        return self.origin.startswith("https://")


def load(data: Path, **given: Any) -> Settings:
    """Read the settings of a data folder. The environment wins over the file; `given` wins over both.

    Raises `ValueError` (of pydantic or tomllib) when the file says something that is no setting.
    """
    file = data / FILE
    written = tomllib.loads(file.read_text()) if file.exists() else {}
    from_environment = Settings().model_dump(exclude_unset=True)
    settings = Settings.model_validate({**written, **from_environment, **given, "data": data})
    if set(settings.name) != set(LANGUAGES):
        raise ValueError(f"name needs one text each for {', '.join(LANGUAGES)}")
    return settings


_current: list[Settings] = []


def use(settings: Settings) -> None:
    """Make these the settings of this process."""
    _current[:] = [settings]


def current() -> Settings:
    """The settings of this process. Raises `RuntimeError` before `use`."""
    if not _current:
        raise RuntimeError("no settings yet: call settings.use() first")
    return _current[0]
