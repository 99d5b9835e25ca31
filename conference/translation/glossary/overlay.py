"""A glossary as Apertium's dictionaries: the sources of an overlay for one direction. Pure: values in, XML out.

Each term gets a private lemma in the target language, its words and a mark with a number, so that nothing in the
dictionaries below competes with it; the overlay generates its forms, and the transfer rules make articles and
adjectives agree by the tags. On the source side a word that the dictionary knows as a noun keeps its analysis, for
the tagger takes the older of two equal ones; the bilingual part adds the term to what that noun may mean, and a rule
of lexical selection chooses it. What the dictionary does not know gets an analysis of its own.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from conference.translation.glossary.terms import Form, Glossary, Sense, Term

PRIVATE: Final = "\ue010"
"""Begins the number in a private lemma; a sign for private use, so it is in nobody's text."""
NOUN: Final = "n"
DENIAL: Final = "denial"
"""The part of speech of a sense such as “nadie”, which the dictionary below takes for “anybody”, and so turns a
sentence into its opposite: the denying word is added to what it may mean. After a “no” it stays what it was."""
_PRONOUN: Final = "prn.tn.m.sg"
_FAR: Final = 4
"""Words between a “no” and what it denies."""
_TAGS: Final = {"n": "n", "v": "vblex", "adj": "adj", DENIAL: "prn"}
_OF_TERMS, _OF_SENSES = "9.0", "5.0"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a dictionary says of a word: its lemma and its tags."""

    lemma: str
    tags: tuple[str, ...]

    @property
    def number(self) -> str:
        return next((tag for tag in self.tags if tag in ("sg", "pl", "sp")), "sg")


Known = Mapping[str, Sequence[Analysis]]
"""The analyses as a noun of each source word that the dictionary below knows in one piece."""
Entry = tuple[str, str, str, str]
"""Left word, left tags, right word, right tags; tags with dots between."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """The XML of the parts; a part with nothing in it is empty."""

    analysis: str
    bilingual: str
    generation: str
    selection: str


def compiled_terms(glossary: Glossary, source: str, target: str) -> tuple[Term, ...]:
    """The terms that the machine obeys in this direction; only nouns, whose forms a table can list."""
    return tuple(term for term in glossary.terms if term.pos == NOUN and term.obeyed(source, target))


def asked(glossary: Glossary, source: str, target: str) -> tuple[str, ...]:
    """The source words that the dictionary below has to be asked about."""
    return tuple(word for term in compiled_terms(glossary, source, target) for word in term.forms[source].words)


def overlay(glossary: Glossary, source: str, target: str, known: Known) -> Overlay:
    """The overlay of one direction over a dictionary that knows `known`."""
    analysis: list[Entry] = []
    bilingual: list[Entry] = []
    generation: list[Entry] = []
    rules: list[str] = []
    for number, term in enumerate(compiled_terms(glossary, source, target)):
        lemma = f"{term.forms[target].text}{PRIVATE}{number}"
        analyses = []
        for word, how in _source_words(term, source):
            found = [each for each in known.get(word, ()) if NOUN in each.tags]
            if not found:
                found = [Analysis(f"{term.forms[source].text}{PRIVATE}{number}", how)]
                analysis.append((word, "", found[0].lemma, _dots(how)))
            analyses += found
        for each in dict.fromkeys(analyses):
            bilingual.append((each.lemma, _dots(each.tags), lemma, _dots(_target_tags(term, source, target, each))))
            rules.append(_rule(each.lemma, NOUN, lemma, _OF_TERMS))
        generation += [(lemma, _dots(tags), word, "") for word, tags in _target_words(term.forms[target])]
    for sense in (each for each in glossary.senses if (each.source, each.target) == (source, target)):
        rules += _sense(sense)
        if sense.pos == DENIAL:
            bilingual.append((sense.word, _PRONOUN, sense.meaning, _PRONOUN))
    return Overlay(_dictionary(analysis), _dictionary(bilingual), _dictionary(generation), _rules(rules))


def _source_words(term: Term, language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each word of the term with the tags that a new entry of it gets."""
    form = term.forms[language]
    if form.plural == form.text:
        yield form.text, _noun(form, "sp" if term.is_counted else "pl")
        return
    yield form.text, _noun(form, "sg")
    if form.plural:
        yield form.plural, _noun(form, "pl")


def _target_words(form: Form) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield form.text, _noun(form, "sg")
    yield form.plural or form.text, _noun(form, "pl")


def _target_tags(term: Term, source: str, target: str, analysis: Analysis) -> tuple[str, ...]:
    """The target's gender and number. What has no plural, or is not counted, keeps the number of its own language:
    “les heures supplémentaires” is one “tiempo extra”. ND asks the rules to take the number from the article."""
    here, there = term.forms[source], term.forms[target]
    number = analysis.number
    if not there.plural:
        number = "sg"
    elif not term.is_counted and there.plural == there.text:
        number = "pl"
    elif not term.is_counted and here.plural == here.text:
        number = "sg"
    return _noun(there, "ND" if number == "sp" else number)


def _noun(form: Form, number: str) -> tuple[str, ...]:
    return (NOUN, *filter(None, (form.gender,)), number)


def _dots(tags: Iterable[str]) -> str:
    return ".".join(tags)


def _sense(sense: Sense) -> list[str]:
    rules = [_rule(sense.word, _TAGS[sense.pos], sense.meaning, _OF_SENSES)]
    if sense.pos == DENIAL:
        match = f'<match lemma={quoteattr(sense.word)} tags="prn.*"><remove lemma={quoteattr(sense.meaning)}/></match>'
        no = '<match lemma="no" tags="adv"/>'
        between = ['<match tags="*"/>' * n for n in range(1, _FAR + 1)]
        rules += [f'<rule weight="{_OF_TERMS}">{no}{each}{match}</rule>' for each in between]
    return rules


def _rule(lemma: str, tag: str, chosen: str, weight: str) -> str:
    match = f"lemma={quoteattr(lemma)} tags={quoteattr(tag + '.*')}"
    select = f"lemma={quoteattr(chosen)} tags={quoteattr(tag + '.*')}"
    return f'<rule weight="{weight}"><match {match}><select {select}/></match></rule>'


def _rules(rules: Sequence[str]) -> str:
    return f"<rules>\n{chr(10).join(dict.fromkeys(rules))}\n</rules>\n" if rules else ""


def _dictionary(entries: Sequence[Entry]) -> str:
    """A dictionary of one section. Its alphabet holds letters only: a hyphen in it would glue other words together."""
    if not entries:
        return ""
    letters = "".join(
        sorted({sign for entry in entries for word in (entry[0], entry[2]) for sign in word if sign.isalpha()})
    )
    tags = sorted({tag for entry in entries for part in (entry[1], entry[3]) for tag in part.split(".") if tag})
    lines = (
        f"<e><p><l>{_side(left, left_tags)}</l><r>{_side(right, right_tags)}</r></p></e>"
        for left, left_tags, right, right_tags in dict.fromkeys(entries)
    )
    definitions = "".join(f"<sdef n={quoteattr(tag)}/>" for tag in tags)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"<dictionary><alphabet>{letters}</alphabet><sdefs>{definitions}</sdefs>\n"
        f'<section id="conference" type="standard">\n{chr(10).join(lines)}\n</section></dictionary>\n'
    )


def _side(word: str, tags: str) -> str:
    return escape(word).replace(" ", "<b/>") + "".join(f"<s n={quoteattr(tag)}/>" for tag in tags.split(".") if tag)
