"""The whole texts that a vote is about, in every language, each with the digest that its ballots are bound to."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from conference.core.actor import Actor
from conference.core.canonical import digest
from conference.core.languages import LANGUAGES
from conference.core.words import N_
from conference.planks import queries as planks
from conference.planks.models import Plank
from conference.planks.rules import Piece
from conference.rulebook.rules import Kind
from conference.runtime.i18n import say
from conference.voting import ballot_paper
from conference.voting.models import Option, Vote

DELETED = N_("This passage is deleted.")


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading or a paragraph, by language; `label` is its number, where it has one."""

    kind: str
    label: str
    texts: Mapping[str, str]

    def reading(self, language: str) -> tuple[str, str]:
        """(language, words): in the reader's language, or in the first that there is."""
        return next(((each, self.texts[each]) for each in (language, *LANGUAGES) if self.texts.get(each)), ("en", ""))


@dataclass(frozen=True, slots=True)
class Text:
    """One whole text. `key` and `words` are those of the answer that stands for it; "" and none where it is what the
    whole question is about."""

    key: str
    words: Mapping[str, str]
    passages: tuple[Passage, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Texts:
    """All texts of one vote. `digest` is that of the only text, else the one over key and digest of each."""

    each: tuple[Text, ...]
    digest: str

    @property
    def whole(self) -> Text | None:
        """The text that is put as a whole; None where answers stand for texts."""
        return next((text for text in self.each if not text.key), None)


_compiled: list[Callable[[Actor, str], Awaitable[Sequence[Passage]]]] = []


def compiled_by(source: Callable[[Actor, str], Awaitable[Sequence[Passage]]]) -> None:
    """The later room that compiles resolutions gives here the passages of the text with a digest."""
    _compiled[:] = [source]


_uncertified: list[Callable[[str], Awaitable[Sequence[str]]]] = []


def certified_by(source: Callable[[str], Awaitable[Sequence[str]]]) -> None:
    """That room says here in which languages nobody vouches yet for the compiled text with a digest."""
    _uncertified[:] = [source]


async def uncertified(vote: Vote) -> Sequence[str]:
    """The languages in which a compiled text still has to be certified before its vote is opened."""
    binding = str(vote.rules.get("binding", ""))
    return await _uncertified[0](binding) if _uncertified and vote.kind == Kind.RESOLUTION else ()


_planks: list[Callable[[str], Awaitable[Sequence[int]]]] = []


def planks_by(source: Callable[[str], Awaitable[Sequence[int]]]) -> None:
    """And here the keys of the planks that the compiled text with a digest was made from."""
    _planks[:] = [source]


async def planks_of(vote: Vote) -> Sequence[int]:
    """The keys of the planks whose text is put as a whole."""
    if vote.kind == Kind.RESOLUTION:
        return await _planks[0](str(vote.rules.get("binding", ""))) if _planks else ()
    return (vote.plank_id,) if vote.kind == Kind.PLANK and vote.plank_id else ()


async def of(reader: Actor, vote: Vote) -> Texts:
    """What the vote is about; no text for elections and procedure, nor what this reader may not read."""
    if vote.kind == Kind.RESOLUTION:
        binding = str(vote.rules.get("binding", ""))
        passages = await _compiled[0](reader, binding) if _compiled else ()
        return _one(passages, binding)
    if vote.kind == Kind.PLANK:
        return await _of_plank(vote)
    return await _of_options(vote) if vote.kind in (Kind.CHOICE, Kind.AMENDMENT) else Texts((), "")


async def _of_plank(vote: Vote) -> Texts:
    """The version that is bound; before the opening the one that would be."""
    plank = await Plank.get(id=vote.plank_id)
    version = vote.rules.get("version") or plank.version
    binding = vote.rules.get("binding") or await planks.texts_digest(plank.id, version)
    return _one(_blocks(await planks.pieces(plank.id, version)), binding)


def _blocks(pieces: Iterable[Piece]) -> list[Passage]:
    """Sentences joined to blocks, in the languages in which a block is whole."""
    found = []
    for (block, kind), group in groupby(pieces, key=lambda piece: (piece.block, piece.kind)):
        rows = list(group)
        whole = [each for each in LANGUAGES if all(row.texts.get(each) for row in rows)]
        texts = {each: " ".join(row.texts[each] for row in rows) for each in whole}
        found.append(Passage(kind, "" if kind == "heading" else block.removeprefix("p"), texts))
    return found


def _one(passages: Sequence[Passage], binding: str) -> Texts:
    return Texts((Text("", {}, tuple(passages), binding),) if passages else (), binding)


async def _of_options(vote: Vote) -> Texts:
    """The passage as each answer would have it: frozen at opening, until then as it stands."""
    found = []
    for option in await Option.filter(vote_id=vote.id).order_by("position"):
        texts = option.texts if vote.opened_at else await ballot_paper.text_of(vote, option)
        deletes = vote.kind == Kind.AMENDMENT and option.key == "yes"
        if texts or option.amendment_id or deletes:
            passage = Passage("paragraph", "", texts or {each: say(DELETED, each) for each in LANGUAGES})
            found.append(Text(option.key, option.words, (passage,), digest(texts or {})))
    return Texts(tuple(found), digest({text.key: text.digest for text in found}))
