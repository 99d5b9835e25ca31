"""What touches what among the amendments of one plank, and how far each is from the text. Pure, and kept until a word
of them changes: the same texts are not compared twice."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Final

from conference.amendments.rules import WHOLE
from conference.text import words
from conference.text.bounds import is_large
from conference.text.collisions import Blocks, Collision, Kind, Proposal, collisions, groups
from conference.text.diff import Summary, diff, summary
from conference.text.edits import Edit, edits

KEPT: Final = 16
"""Surveys that are kept, the latest ones."""
PAIRS: Final = 2_048
"""Pairs of texts whose comparison is kept: when one amendment changes, the others are not compared again."""
INSERTS: Final = (Kind.INSERT, Kind.INSERT_BEFORE)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text: same, added or removed; `shared`: another amendment of the group touches it too."""

    kind: str
    text: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A group in one language: the passage, and what each amendment makes of it."""

    base: tuple[Part, ...]
    members: Mapping[str, tuple[Part, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """Amendments that hang together. `reasons`: codes of `text.collisions.Reason`; `touching`: the languages in which
    words are shared; `pairs`: who touches whom."""

    labels: tuple[str, ...]
    block: str
    reasons: tuple[str, ...]
    touching: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    shown: Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Field:
    """The text and the amendments to it. Other wordings of amendments, and the title, are texts of their own (`sides`:
    each one block); a whole text touches everything, so it is held only against others of its kind."""

    passages: Blocks
    sides: Blocks
    proposals: tuple[Proposal, ...] = ()
    aside: tuple[Proposal, ...] = ()
    wholes: tuple[Proposal, ...] = ()
    whole_text: Mapping[str, str] = field(default_factory=dict)

    def base(self, wanted: Proposal) -> Mapping[str, str]:
        """The passage that it changes, by language; nothing for what it only adds."""
        if wanted.kind in INSERTS:
            return {}
        if wanted.kind is Kind.SUBSTITUTE:
            return self.whole_text
        return (self.sides if wanted in self.aside else self.passages).get(wanted.block, {})

    @property
    def is_large(self) -> bool:
        """Whether it is surveyed away from the event loop."""
        own = (text for each in (*self.proposals, *self.aside, *self.wholes) for text in each.texts.values())
        return is_large(*own)


@dataclass(frozen=True, slots=True)
class Survey:
    """The groups; for each amendment its figures by language and the share of its passage's words that it changes; and
    what broke on the way."""

    groups: tuple[Group, ...]
    figures: Mapping[str, Mapping[str, Summary]] = field(default_factory=dict)
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    broken: tuple[str, ...] = ()


_kept: OrderedDict[object, Survey] = OrderedDict()


def survey(ground: Field) -> Survey:
    """Every group of these amendments. One that breaks the comparison is left out, and named."""
    key = _key(ground)
    found = _kept.get(key)
    if found is None:
        found = _survey(ground)
        _kept[key] = found
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def _key(ground: Field) -> object:
    def blocks(given: Blocks) -> object:
        return tuple((block, tuple(sorted(texts.items()))) for block, texts in given.items())

    def made(given: Sequence[Proposal]) -> object:
        return tuple((each.label, each.kind, each.block, tuple(sorted(each.texts.items()))) for each in given)

    texts = blocks(ground.passages), blocks(ground.sides), tuple(sorted(ground.whole_text.items()))
    return texts, *map(made, (ground.proposals, ground.aside, ground.wholes))


def _survey(ground: Field) -> Survey:
    found: dict[str, dict[str, Summary]] = {}
    broken: list[str] = []
    for each in (*ground.proposals, *ground.aside, *ground.wholes):
        try:
            found[each.label] = figures(each, ground.base(each))
        except Exception:  # one hostile text must not hide all the others: it is named, and they are compared
            broken.append(each.label)
    return Survey(
        (
            *_groups(ground.passages, _sound(ground.proposals, broken)),
            *_groups(ground.sides, _sound(ground.aside, broken)),
            *_groups({}, _sound(ground.wholes, broken)),
        ),
        found,
        {
            each.label: share(each, found[each.label], ground.base(each))
            for each in (*ground.proposals, *ground.aside, *ground.wholes)
            if each.label in found
        },
        tuple(broken),
    )


def _sound(made: Iterable[Proposal], broken: Sequence[str]) -> list[Proposal]:
    return [each for each in made if each.label not in broken]


def figures(wanted: Proposal, base: Mapping[str, str]) -> dict[str, Summary]:
    """What it does to its passage in each language, in words."""
    if wanted.kind is Kind.DELETE:
        return {each: _summary(text, "") for each, text in base.items()}
    return {
        each: _summary(base.get(each, ""), text)
        for each, text in wanted.texts.items()
        if each in base or wanted.kind in INSERTS
    }


@lru_cache(PAIRS)
def _summary(old: str, new: str) -> Summary:
    return summary(diff(old, new))


@lru_cache(PAIRS)
def _edits(base: str, text: str) -> tuple[tuple[str, ...], tuple[Edit, ...]]:
    return edits(base, text)


def share(wanted: Proposal, found: Mapping[str, Summary], base: Mapping[str, str]) -> Fraction:
    """Of the words of its passage before and after together, those that it takes out or puts in; in the language in
    which that is most. A deletion and an insertion change all of them."""
    if wanted.kind in (Kind.DELETE, *INSERTS):
        return Fraction(1)
    return max((_share(each, base[at], wanted.texts[at]) for at, each in found.items()), default=Fraction(1))


def _share(found: Summary, old: str, new: str) -> Fraction:
    touched = found.words_added + found.words_removed + found.words_replaced + found.words_replacing
    both = words.word_count(old) + words.word_count(new)
    return Fraction(touched, both) if both else Fraction(0)


def _groups(base: Blocks, made: Sequence[Proposal]) -> tuple[Group, ...]:
    found = collisions(base, made)
    by_label = {each.label: each for each in made}
    leaders = {label: at for at, group in enumerate(groups(found)) for label in group}
    of_group: dict[int, list[Collision]] = {}
    for each in found:
        of_group.setdefault(leaders[each.one], []).append(each)
    return tuple(
        _group(base, [by_label[label] for label in labels], of_group[at]) for at, labels in enumerate(groups(found))
    )


def _group(base: Blocks, members: Sequence[Proposal], found: Sequence[Collision]) -> Group:
    block = found[0].block
    touching = tuple(dict.fromkeys(each.language for each in found if each.language))
    texts = base.get(block, {})
    languages = dict.fromkeys([*texts, *(each for member in members for each in member.texts)])
    return Group(
        labels=tuple(each.label for each in members),
        block=block or WHOLE,
        reasons=tuple(dict.fromkeys(each.reason.value for each in found)),
        touching=touching,
        pairs=tuple(dict.fromkeys((each.one, each.other) for each in found)),
        shown={} if not block else {each: _shown(texts.get(each, ""), members, found, each) for each in languages},
    )


def _shown(base: str, members: Sequence[Proposal], found: Sequence[Collision], language: str) -> Shown:
    spans: dict[str, set[range]] = {each.label: set() for each in members}
    for each in found:
        if each.language == language:
            spans[each.one].update(each.one_spans)
            spans[each.other].update(each.other_spans)
    whole = all(each.language == "" for each in found)
    touched = set().union(*spans.values()) if spans else set()
    cut = words.tokens(base)
    inside = [any(at in span for span in touched) for at in range(len(cut))]
    return Shown(
        _joined(Part("same", token, shared) for token, shared in zip(cut, inside, strict=True)),
        {each.label: _parts(base, each, language, spans[each.label], whole) for each in members},
    )


def _parts(base: str, member: Proposal, language: str, spans: set[range], whole: bool) -> tuple[Part, ...]:
    text = member.texts.get(language, "")
    if member.kind is Kind.DELETE:
        return (Part("removed", base, True),) if base else ()
    if not text:
        return ()
    if member.kind in INSERTS:
        return (Part("added", text, whole),)
    tokens, made = _edits(base, text)
    return _joined(_changed(tokens, made, spans))


def _changed(tokens: Sequence[str], made: Sequence[Edit], spans: set[range]) -> Iterable[Part]:
    at = 0
    for each in made:
        shared = range(each.start, each.stop) in spans
        yield Part("same", "".join(tokens[at : each.start]))
        yield Part("removed", "".join(tokens[each.start : each.stop]), shared)
        yield Part("added", "".join(each.new), shared)
        at = each.stop
    yield Part("same", "".join(tokens[at:]))


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    made: list[Part] = []
    for each in parts:
        if not each.text:
            continue
        if made and (made[-1].kind, made[-1].shared) == (each.kind, each.shared):
            made[-1] = Part(each.kind, made[-1].text + each.text, each.shared)
        else:
            made.append(each)
    return tuple(made)
