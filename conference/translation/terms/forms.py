"""A term as it is typed: one field for each word, read back whole or with a sentence beside what is wrong."""

import re
from collections.abc import Mapping
from typing import Final

from conference.core.languages import LANGUAGES, TAGS
from conference.core.words import N_
from conference.translation.glossary import Form, Term
from conference.translation.glossary.termbase import LONGEST, is_word
from conference.translation.glossary.terms import NAME
from conference.web import forms

PARTS: Final = ("n", "v", "adj", NAME)
GENDERS: Final = ("", "m", "f")
KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_VARIANT: Final = re.compile(r"([A-Z]{2})\s*:\s*(.+)")


def typed(term: Term) -> dict[str, str]:
    """The fields of a term that stands."""
    fields = {"pos": term.pos}
    for each in LANGUAGES:
        form = term.forms.get(each, Form(""))
        fields |= {each: form.text, f"{each}_plural": form.plural, f"{each}_gender": form.gender}
        fields[f"{each}_avoid"] = "\n".join(term.avoid.get(each, ()))
        fields[f"{each}_variants"] = "\n".join(f"{form.region}: {form.text}" for form in term.variants.get(each, ()))
        fields[f"{each}_from"] = "yes" if each in term.machine_from else ""
        fields[f"{each}_note"] = term.notes.get(each, "")
    return fields


def read(form: forms.Form, key: str, before: Term | None) -> Term:
    """The term that was typed; problems are noted in the form."""
    if len(key) > LONGEST or not KEY.fullmatch(key):
        form.problem("key", N_("A short name has small letters without accents, digits and hyphens: strike-fund."))
    found = {each: _form(form, each, before) for each in LANGUAGES}
    spoken = {each: word for each, word in found.items() if word.text}
    if not spoken:
        form.problem(LANGUAGES[0], N_("Please give the term in at least one language."))
    return Term(
        id=key,
        pos=form.choice("pos", PARTS),
        forms=spoken,
        variants={each: others for each in LANGUAGES if (others := _variants(form, each))},
        avoid={each: words for each in LANGUAGES if (words := _lines(form, f"{each}_avoid"))},
        machine_from=tuple(each for each in LANGUAGES if form.ticked(f"{each}_from")),
        notes={each: note for each in LANGUAGES if (note := form.text(f"{each}_note", longest=1000, needed=False))},
    )


def _form(form: forms.Form, language: str, before: Term | None) -> Form:
    region = before.forms[language].region if before and language in before.forms else TAGS[language][3:]
    gender = form.choice(f"{language}_gender", GENDERS)
    return Form(_word(form, language), _word(form, f"{language}_plural"), gender, region)


def _word(form: forms.Form, name: str) -> str:
    word = form.text(name, longest=LONGEST, needed=False).replace("’", "'")
    _require(form, name, word)
    return word


def _require(form: forms.Form, name: str, word: str) -> None:
    if not is_word(word):
        form.problem(name, N_("A term holds letters, and at most %(most)s characters."), most=LONGEST)


def _lines(form: forms.Form, name: str) -> tuple[str, ...]:
    lines = form.text(name, longest=1000, needed=False).splitlines()
    return tuple(line.strip() for line in lines if line.strip())


def _variants(form: forms.Form, language: str) -> tuple[Form, ...]:
    name, found = f"{language}_variants", []
    for line in _lines(form, name):
        variant = _VARIANT.fullmatch(line)
        if variant is None:
            form.problem(name, N_("One word a line, after the two capital letters of its country: ES: recambios."))
            continue
        _require(form, name, variant[2])
        found.append(Form(variant[2].strip(), region=variant[1]))
    return tuple(found)


def untouched() -> Mapping[str, str]:
    """The fields of a term that nobody has written yet: a noun that the engines obey from every language."""
    return {"pos": "n", **{f"{each}_from": "yes" for each in LANGUAGES}}
