"""A resolution as Markdown: one language after the other, every character of its words taken literally."""

import re
from collections.abc import Iterator

from conference.core.languages import TAGS
from conference.resolutions.formats.document import Annex, Clause, Document

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
_AT_START = re.compile(r"^(\s*\d*)([-+=.)])")


def markdown(document: Document) -> str:
    """The whole document. Where it holds several languages, each is a part of its own behind a rule."""
    return "\n\n---\n\n".join("\n\n".join(_in(document, language)) for language in document.languages) + "\n"


def _in(document: Document, language: str) -> Iterator[str]:
    words = document.words[language]
    yield f"<!-- {TAGS[language]} -->"
    yield f"# {literal(document.titles[language])}"
    yield literal(document.kicker[language])
    yield "  \n".join(literal(fact) for fact in document.facts[language])
    part = ""
    for clause in document.clauses:
        if clause.part != part and clause.part in words:
            yield f"## {literal(words[clause.part])}"
        part = clause.part
        yield _clause(clause, language)
    for annex in document.annexes:
        yield from _annex(annex, language)
    yield f"{literal(words['digest'])} `{document.digest}`"
    yield f"<{document.address}>"


def _clause(clause: Clause, language: str) -> str:
    text = literal(clause.texts[language])
    if clause.kind in ("title", "heading"):
        text = f"{literal(clause.label)} {text}" if clause.label else text
        return f"{'##' if clause.kind == 'title' else '###'} {text}"
    # The number is part of what was adopted: a list would let the reader's program count anew.
    return f"**{literal(clause.label)}** {text}" if clause.label else text


def _annex(annex: Annex, language: str) -> Iterator[str]:
    yield f"## {literal(annex.heading[language])}"
    for entry in annex.entries:
        yield f"- {literal(entry.facts[language])}"
        for spoken, text in entry.texts.items():
            if spoken == language or language not in entry.texts:
                yield "\n".join(f"  > {literal(line)}" for line in text.splitlines())


def literal(text: str) -> str:
    """The text so that a Markdown reader shows it as it is."""
    return _AT_START.sub(lambda found: f"{found[1]}\\{found[2]}", _SPECIAL.sub(r"\\\1", text), count=1)
