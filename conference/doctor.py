"""The doctor: what is installed, what is configured, what is missing, and how to mend it."""

import re
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

import aiosmtplib
from click import ClickException
from tortoise.exceptions import BaseORMException

from conference.folder import is_made, settings_of
from conference.mailing import outbox
from conference.rulebook.rules import Secrecy
from conference.runtime import database, journal, keys
from conference.runtime.settings import FILE, Settings
from conference.slices import MODELS
from conference.translation.engines import engines_of, installation
from conference.voting.commands.destroying import ENDED, NAMED
from conference.voting.models import Vote
from conference.voting.rules import Phase
from conference.voting.sealed import shares

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SOON = 5


class State(StrEnum):
    """Well; could be better or is needed by developers only; must be mended."""

    WELL = "ok"
    NOTE = "note"
    ILL = "ill"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: what was found, and how to mend it."""

    state: State
    subject: str
    found: str
    mend: str = ""


async def findings(data: Path) -> AsyncIterator[Finding]:
    """Everything the doctor looks at, one after another: first the machine, then the conference in `data`."""
    for finding in (*_machine(), *_folder(data)):
        yield finding
    if not is_made(data):
        return
    try:
        settings = settings_of(data)
    except ClickException as problem:
        yield Finding(State.ILL, "settings", " ".join(problem.message.split()), f"Correct {data / FILE}.")
        return
    for finding in _settings(settings):
        yield finding
    yield await _mail(settings)
    async for finding in _services(settings):
        yield finding
    async for finding in _database(settings):
        yield finding


def _machine() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info < (3, 11)
    yield Finding(State.ILL if old else State.WELL, "Python", version, "Python 3.11 or newer is needed." if old else "")
    missing = [name for name in _required() if not _is_installed(name)]
    if missing:
        mend = "Run `make setup` in a checkout, or install the package `conference` anew."
        yield Finding(State.ILL, "Python packages", f"missing: {', '.join(missing)}", mend)
    else:
        yield Finding(State.WELL, "Python packages", "all installed")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser:
        yield Finding(State.WELL, "Chromium", browser)
    else:
        mend = "Only the browser tests need it. On Debian: apt-get install chromium."
        yield Finding(State.NOTE, "Chromium", "not found", mend)
    yield _apertium()


def _apertium() -> Finding:
    """Machine translation on this machine: without it people read originals and what people translated."""
    found = installation.look()
    ready = ", ".join(f"{source} → {target}" for source, target in sorted(found.modes)) or "no pair"
    through = "" if found.missing else "; en ↔ fr through es"
    said = f"{ready} ready{through}" + ("" if found.compiles else ", without glossary")
    if not found.mend:
        return Finding(State.WELL, "Apertium", said)
    lacking = ", ".join(f"{source} → {target}" for source, target in found.missing) or "the compilers"
    return Finding(State.NOTE, "Apertium", f"{said}; missing: {lacking}", f"On Debian: {found.mend}")


def _required() -> list[str]:
    """The names of the packages that this one needs, on this system and without extras."""
    lines = metadata.requires("conference") or ()
    lines = [line for line in lines if "sys_platform" not in line and "extra ==" not in line]
    return [re.split(r"[^\w.-]", line, maxsplit=1)[0] for line in lines]


def _is_installed(name: str) -> bool:
    try:
        metadata.version(name)
    except metadata.PackageNotFoundError:
        return False
    return True


def _folder(data: Path) -> Iterator[Finding]:
    if not is_made(data):
        yield Finding(State.NOTE, "data folder", f"no conference in {data}", f"Make one: conference init --data {data}")
        return
    for path in (data, data / "keys", data / "outbox"):
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(State.ILL, "data folder", f"{path} is open to others on this machine", f"chmod 700 {path}")
            return
    probe = data / ".writable"
    try:
        probe.touch()
        probe.unlink()
    except OSError as problem:
        yield Finding(State.ILL, "data folder", f"{data}: {problem.strerror}", f"Give the server's user {data} to own.")
        return
    yield Finding(State.WELL, "data folder", str(data))


def _settings(settings: Settings) -> Iterator[Finding]:
    if settings.demo:
        yield Finding(State.NOTE, "settings", "a demo: anybody signs in as anybody, on this machine only")
    elif settings.secure or settings.origin.startswith(("http://127.0.0.1", "http://localhost")):
        yield Finding(State.WELL, "settings", f"read; readers come to {settings.origin}")
    else:
        mend = f"Put an https proxy before it, and set origin in {settings.data / FILE}."
        yield Finding(State.ILL, "settings", f"readers come to {settings.origin}, without encryption", mend)


async def _mail(settings: Settings) -> Finding:
    if not settings.smtp_host:
        mend = "" if settings.demo else "Set smtp_host to send it."
        return Finding(State.WELL if settings.demo else State.NOTE, "mail", f"laid in {settings.outbox}", mend)
    where = f"{settings.smtp_host}:{settings.smtp_port}"
    server = aiosmtplib.SMTP(
        hostname=settings.smtp_host, port=settings.smtp_port, start_tls=settings.smtp_starttls, timeout=SOON
    )
    try:
        async with server:
            if settings.smtp_user:
                await server.login(settings.smtp_user, settings.smtp_password)
    except (aiosmtplib.SMTPException, OSError) as problem:
        return Finding(State.ILL, "mail", f"{where} does not take it: {problem}", "Check the smtp_ settings.")
    if settings.mail_from.endswith("@localhost"):
        mend = "Set mail_from to an address of a domain whose SPF and DKIM records name this mail server."
        return Finding(State.NOTE, "mail", f"{where} takes it, from {settings.mail_from}", mend)
    return Finding(State.WELL, "mail", f"{where} takes it, from {settings.mail_from}; conference mail test ADDRESS")


async def _services(settings: Settings) -> AsyncIterator[Finding]:
    """The engines that the settings name beside Apertium."""
    for engine in engines_of(settings):
        try:
            health = await engine.health()
        finally:
            await engine.aclose()
        if engine.name != "apertium":
            leaves = "; text leaves this machine" if engine.leaves_machine else ""
            mend = "" if health.well else "Check its settings; without it other engines are tried."
            yield Finding(State.WELL if health.well else State.NOTE, engine.name, health.says + leaves, mend)


async def _database(settings: Settings) -> AsyncIterator[Finding]:
    kind = "SQLite" if settings.on_sqlite else "PostgreSQL"
    if settings.on_sqlite and not settings.sqlite_path.exists():
        yield Finding(State.ILL, kind, f"no file {settings.sqlite_path}", f"conference migrate --data {settings.data}")
        return
    await database.connect(settings, MODELS)
    try:
        entries = await journal.cursor()
    except (BaseORMException, OSError, TimeoutError) as problem:
        mend = f"Check DATABASE_URL and that it runs; for missing tables: conference migrate --data {settings.data}"
        yield Finding(State.ILL, kind, f"not to be read: {problem}", mend)
    else:
        yield await _tables(kind, settings)
        yield await _journal(entries)
        if not await database.pending():
            yield await _outbox()
        yield await _keys()
    finally:
        await database.disconnect()


async def _tables(kind: str, settings: Settings) -> Finding:
    if not await database.pending():
        return Finding(State.WELL, kind, "answers")
    mend = f"conference migrate --data {settings.data}"
    return Finding(State.ILL, kind, "answers, but its tables are those of an earlier version", mend)


async def _journal(entries: int) -> Finding:
    broken = await journal.first_broken_link()
    if broken is None:
        return Finding(State.WELL, "journal", f"{entries} entries, the chain holds")
    mend = "Somebody changed the database by hand. Compare it with a backup before trusting later entries."
    return Finding(State.ILL, "journal", f"the chain breaks at entry {broken}", mend)


async def _outbox() -> Finding:
    """Notices by mail: how many wait, and how many were given up."""
    found = await outbox.standing()
    waiting = found.get("waiting", 0) + found.get("leased", 0)
    said = f"{waiting} notices wait, {found.get('sent', 0)} went out lately"
    if failed := found.get("failed", 0):
        mend = "The mail server took them neither at once nor later; its own log says why."
        return Finding(State.NOTE, "notices", f"{said}, {failed} were given up", mend)
    return Finding(State.WELL, "notices", said)


async def _keys() -> Finding:
    """Whether every box that is still sealed can be opened, and whether what should be destroyed is: a backup never
    brings its key along, and tellers may hold it."""
    sealed = await Vote.filter(phase__in=[Phase.OPEN, Phase.CLOSED], secrecy=Secrecy.SEALED).order_by("number")
    standings = [(vote.number, await shares.standing(vote)) for vote in sealed]
    lost = [number for number, standing in standings if standing is not None and standing.why_void]
    if lost:
        mend = "Such a vote is void: the chair declares it so and puts the question anew. A copy of keys/ mends it."
        return Finding(State.ILL, "keys", f"missing for vote {_numbers(lost)}", mend)
    stale = await Vote.filter(phase__in=ENDED, number__in=_lying()).order_by("number")
    if stale:
        mend = "The server destroys them when it starts; start it, and look again."
        found = f"those of vote {_numbers([vote.number for vote in stale])} should be destroyed and are not"
        return Finding(State.ILL, "keys", found, mend)
    held = sum(standing is not None and standing.needed > 0 for _, standing in standings)
    if held:
        return Finding(State.WELL, "keys", f"there for {len(sealed)} sealed votes; tellers hold those of {held}")
    return Finding(State.WELL, "keys", f"there for {len(sealed)} sealed votes" if sealed else "no vote is sealed")


def _lying() -> list[int]:
    """The votes to which something in `keys/` belongs."""
    return sorted({int(found[1]) for name in keys.names() if (found := NAMED.fullmatch(name))})


def _numbers(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
