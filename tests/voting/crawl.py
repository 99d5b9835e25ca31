"""Reads all that the house says to somebody: every address of the route tables with every number and word that there
is, every part of a page, and every link on the way."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import httpx2
import pytest
from starlette.requests import Request

from conference.web import render
from tests.security.routes import doors

LINK = re.compile(r'\b(?:href|hx-get)="(/(?!static/)[^"#]*)')
CHANCE = re.compile(r'(name="once" value=")[^"]*|(name="revision" value=")[0-9a-f]{80}|( delay:)[0-9]{3}ms')
"""A form's own word; what a form at the tellers' table carries, which is salted each time; and the moment, drawn for
each page, that it waits before it fetches what has changed."""
OUTSIDE = ("/api/openapi.json", "/api/v1/nowhere", "/healthz", "/readyz", "/")
Answer = tuple[int, tuple[tuple[str, str], ...], str]
"""Status, headers, body."""
Values = Mapping[str, Sequence[str]]
"""What may stand in a parameter: by the word before it and its name ("votes/number"), or by its name alone."""


@dataclass(slots=True)
class Parts:
    """Which parts the pages that a reader was shown have."""

    known: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    reader: str = ""

    def begin(self, reader: str) -> None:
        """From now on this reader reads, and knows nothing yet."""
        self.reader = reader
        self.known.clear()

    def learn(self, patch: pytest.MonkeyPatch) -> "Parts":
        usual = render.page

        async def page(request: Request, template: str, *, parts: tuple[str, ...] = (), **given: Any) -> Any:
            self.known[self.reader, request.scope["path"]].update(parts)
            return await usual(request, template, parts=parts, **given)

        patch.setattr(render, "page", page)
        return self


@dataclass(slots=True)
class Reader:
    """Somebody at a browser, or at a program of her own."""

    name: str
    client: httpx2.AsyncClient
    language: str = "en"
    api: bool = False

    async def reads(self, values: Values, parts: Parts, about: str = "") -> dict[str, Answer]:
        """Every answer by its address; of addresses with a query, those that pages link to. `about`: only those."""
        parts.begin(self.name)
        waiting = list(self._addresses(values))
        answers: dict[str, Answer] = {}
        asked: Counter[tuple[str, ...]] = Counter()
        while waiting:
            address = waiting.pop()
            if address in answers or not re.search(about, address):
                continue
            answer = await self.client.get(address)
            answers[address] = told(answer)
            is_page = answer.headers.get("content-type", "").startswith("text/html")
            if is_page and not self.api and "?" not in address:
                links = [link.replace("&amp;", "&") for link in LINK.findall(answer.text) if self._follows(link)]
                waiting += [link for link in links if _is_wanted(link, asked)]
                waiting += [f"{address}?part={part}" for part in sorted(parts.known[self.name, address])]
        return answers

    def _addresses(self, values: Values) -> Iterator[str]:
        yield from OUTSIDE
        prefix = "/api/v1" if self.api else f"/{self.language}"
        for door in doors(writing=False, api=self.api):
            yield from (f"{prefix}{path}" for path in filled(door.path, values))
        if not self.api:
            yield f"{prefix}/nowhere"

    def _follows(self, link: str) -> bool:
        """Her own language; the others are other readers'."""
        return link.startswith(f"/{self.language}/") and "/sign-in" not in link


def _is_wanted(link: str, asked: Counter[tuple[str, ...]]) -> bool:
    """Of links that differ only in what stands behind the names of their queries, the first."""
    path, _, query = link.partition("?")
    if not query:
        return True
    kind = (path, *sorted(each.partition("=")[0] for each in query.split("&")))
    asked[kind] += 1
    return asked[kind] == 1


def told(answer: httpx2.Response) -> Answer:
    """All but the words that make each form one of a kind."""
    headers = tuple(sorted((name, value) for name, value in answer.headers.items()))
    return answer.status_code, headers, CHANCE.sub(r"\1\2\3…", answer.text)


def filled(path: str, values: Values) -> Iterator[str]:
    """The address with each value that its parameters can have."""
    chosen = [values.get(f"{before}/{name}") or values.get(name) or () for before, name in _parameters(path)]
    assert all(chosen), f"a value is lacking in {path}: add one, so that this page is read too"
    plain = re.split(r"\{[^}]*\}", path)
    for words in product(*chosen):
        yield "".join(f"{before}{word}" for before, word in zip(plain, (*words, ""), strict=True))


def _parameters(path: str) -> list[tuple[str, str]]:
    """Each parameter's name with the last plain word before it."""
    found = []
    for each in re.finditer(r"\{(\w+)(?::\w+)?\}", path):
        before = [word for word in path[: each.start()].split("/") if word and "{" not in word]
        found.append((before[-1] if before else "", each[1]))
    return found


def differing(one: Mapping[str, Answer], other: Mapping[str, Answer]) -> list[str]:
    """Addresses whose answers are not equal; an address that only one of the two knew differs too."""
    return sorted(address for address in {*one, *other} if one.get(address) != other.get(address))
