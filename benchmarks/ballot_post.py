"""Casting a ballot, whole: by the form (session, CSRF) and by the API (token), many voters at once, then the box.

Every voter casts again and again with a fresh nonce; the revisions in the box must add up to the acknowledged ballots.
"""

import sqlite3
from itertools import count
from random import Random

from benchmarks import load
from benchmarks.figures import Figure, share, speed
from benchmarks.hello import Beside, Hello
from benchmarks.house import House, Voter
from benchmarks.load import Heard, Next, Outcome

CONNECTIONS = 48
SECONDS = 4.0
GOAL, P99 = 0.12, 0.050
STORED = "SELECT coalesce(sum(revision), 0), count(*) FROM envelope WHERE vote_id = ?"
_SENT_AS_FORM = {"content_type": "application/x-www-form-urlencoded", "sec_fetch_site": "same-origin"}
_SENT_AS_JSON = {"content_type": "application/json"}


class _Form:
    """The ballots of some voters in turn; each carries the revision that the last answer left."""

    def __init__(self, house: House, voters: tuple[Voter, ...], tokens: dict[str, str]) -> None:
        self.house, self.voters, self.tokens = house, voters, tokens
        self.revisions = [0] * len(voters)
        self.turn = -1
        self.draw = Random()

    def ask(self) -> bytes:
        self.turn = (self.turn + 1) % len(self.voters)
        session = self.voters[self.turn].session
        ranks = self.draw.sample(range(1, len(self.house.options) + 1), len(self.house.options))
        fields = [f"rank-{key}={rank}" for key, rank in zip(self.house.options, ranks, strict=True)]
        fields += [f"csrf={self.tokens[session]}", f"nonce={self.draw.getrandbits(128):032x}"]
        body = "&".join([*fields, f"revision={self.revisions[self.turn]}"]).encode()
        path = f"/en/votes/{self.house.vote}/ballot"
        return load.post(path, body, cookie=f"session={session}", **_SENT_AS_FORM)

    def heard(self, status: int, _answer: bytes) -> None:
        if status == 303:
            self.revisions[self.turn] += 1


class Api:
    """As `_Form`, by a token that the voter made."""

    def __init__(self, house: House, voters: tuple[Voter, ...]) -> None:
        self.house, self.voters = house, voters
        self.turns = count()
        self.draw = Random()

    def ask(self) -> bytes:
        bearer = self.voters[next(self.turns) % len(self.voters)].bearer
        options = self.draw.sample(self.house.options, len(self.house.options))
        body = ('{"ranking": [' + ", ".join(f'["{key}"]' for key in options) + '], "revision": null}').encode()
        key = f"{self.draw.getrandbits(128):032x}"
        path = f"/api/v1/votes/{self.house.vote}/ballots"
        return load.post(path, body, authorization=f"Bearer {bearer}", idempotency_key=key, **_SENT_AS_JSON)


async def measure(hello: Hello, house: House, port: int) -> list[Figure]:
    forms, api = await cast_both_ways(hello, house, port)
    return [
        figure("ballot POST by the form", forms, 303, GOAL),
        figure("ballot POST by the API", api, 201, GOAL),
        in_the_box(acknowledged(forms, api), *stored_in(house)),
    ]


async def cast_both_ways(hello: Hello, house: House, port: int) -> tuple[Beside, Beside]:
    """By the form, then by the API."""
    tokens = {each.session: await _csrf(house, port, each.session) for each in house.voters}
    shares = [house.voters[start::CONNECTIONS] for start in range(CONNECTIONS)]
    forms = [_Form(house, voters, tokens) for voters in shares]
    by_form = await _drive(hello, port, [(form.ask, form.heard) for form in forms])
    by_api = await _drive(hello, port, [(Api(house, voters).ask, None) for voters in shares])
    return by_form, by_api


def acknowledged(forms: Beside, api: Beside) -> int:
    return forms.outcome.statuses[303] + api.outcome.statuses[201]


async def _csrf(house: House, port: int, session: str) -> str:
    """The token that this voter's ballot carries, read from her own form."""
    _, answer = await load.once(port, load.get(f"/en/votes/{house.vote}/ballot", cookie=f"session={session}"))
    _, found, rest = answer.partition(b'name="csrf" value="')
    if not found:
        raise RuntimeError(f"no ballot for this voter: {answer[:40]!r}")
    return rest.partition(b'"')[0].decode()


async def _drive(hello: Hello, port: int, askers: list[tuple[Next, Heard | None]]) -> Beside:
    async def cast() -> Outcome:
        return await load.drive(port, askers, seconds=SECONDS)

    return await hello.beside(cast, CONNECTIONS)


def figure(name: str, found: Beside, status: int, goal: float) -> Figure:
    """Only acknowledged ballots count, whatever else was answered."""
    share_taken = found.outcome.statuses[status] / len(found.outcome.latencies)
    ratio, p99 = found.ratio * share_taken, found.outcome.percentile(0.99)
    refused = "" if share_taken == 1 else f", {1 - share_taken:.1%} REFUSED"
    measured = speed(found.outcome.rate * share_taken, p99) + refused
    wanted = f"≥ {goal}, p99 ≤ {P99 * 1000:.0f} ms"
    return Figure(name, measured, share(ratio), wanted, ratio >= goal and p99 <= P99 and share_taken == 1)


def in_the_box(cast: int, stored: int, envelopes: int) -> Figure:
    measured = f"{cast:,} acknowledged, {stored:,} stored, of {envelopes} voters"
    return Figure("ballots lost or double", measured, "–", "none", stored == cast)


def stored_in(house: House) -> tuple[int, int]:
    """How many ballots went into the box, by the revisions of its envelopes, and how many envelopes there are."""
    with sqlite3.connect(f"file:{house.data / 'conference.db'}?mode=ro", uri=True) as box:
        stored, envelopes = box.execute(STORED, (house.vote_id,)).fetchone()
    return int(stored), int(envelopes)
