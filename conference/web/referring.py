"""References in texts of planks, as pages show them: `{p3}` is written, “clause 3” is read, with a link to it."""

from markupsafe import Markup, escape

from conference.core.languages import LANGUAGES
from conference.runtime import i18n
from conference.text.references import Run, read


def referring(text: str, language: str = "", plank: int | None = None, opens: bool = True, links: bool = True) -> str:
    """The text with its references as they are read, in its `language` (or by its tag, `fr-CA`; the reader's for "").

    `plank` is the number of the plank that the text belongs to: without it only references to other planks are links.
    `opens`: a sentence may begin where the text does, which is not so of a piece from the middle of one. `links`:
    whether there are links at all; without them the text stays a plain one.
    """
    if "{" not in text:
        return text
    spoken = language[:2] if language[:2] in LANGUAGES else i18n.language()
    runs = read(text, spoken, plank or None, opens=opens)
    return Markup("").join(map(_shown, runs)) if links else "".join(run.words for run in runs)


def _shown(run: Run) -> Markup:
    owner, _, block = run.key.partition(".")
    if not block or not owner.isdecimal():
        return escape(run.words)
    return Markup('<a class="reference" href="/{}/planks/{}#{}">{}</a>').format(
        i18n.language(), owner, block, run.words
    )
