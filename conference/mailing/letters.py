"""The letters: one that only says that something is new, or whole words by plank, as text and as plain HTML.

The subject is the same whatever it is about, and no header names anybody or anything: who sees the mailbox learns that
there is a conference. Nothing is fetched from anywhere when a letter is opened.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage
from itertools import groupby
from urllib.parse import urlsplit

from conference.core.languages import TAGS
from conference.core.words import N_, Sentence
from conference.mailing.told import Told
from conference.runtime import i18n, mail
from conference.runtime.settings import Settings
from conference.translation.queries import Reading
from conference.web import render

SUBJECT = N_("There is something new")
NEW = N_("There is something new at the conference.")
SHOWN_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter is made from. `name` becomes its Message-ID, `refers` are names of letters that it continues."""

    to: str
    language: str
    token: str
    name: str
    refers: Sequence[str] = ()
    words: bool = False
    told: Sequence[Told] = field(default_factory=tuple)


def letter_of(settings: Settings, letter: Letter) -> EmailMessage:
    """The message, ready to be sent: the same name makes the same Message-ID, however often it is tried."""
    text, html = _neutral(settings, letter), ""
    if letter.words:
        text, html = _text(settings, letter), _html(settings, letter)
    message = mail.letter(settings, letter.to, i18n.say(SUBJECT, letter.language), text)
    if html:
        message.add_alternative(html, subtype="html")
    stop = stop_address(settings, letter.language, letter.token)
    message.replace_header("Message-ID", message_id(settings, letter.name))
    if letter.refers:
        message["In-Reply-To"] = message_id(settings, letter.refers[-1])
        message["References"] = " ".join(message_id(settings, each) for each in letter.refers)
    message["List-Id"] = f"<notices.{_host(settings)}>"
    message["List-Unsubscribe"] = f"<{stop}>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = TAGS[letter.language]
    return message


def confirmation(settings: Settings, to: str, language: str, token: str) -> EmailMessage:
    """The link that proves an address for notices."""
    paragraphs = (
        i18n.say(N_("Somebody, we think you, asked for letters to this address. Please open this link to confirm it:"),
                 language),
        f"{settings.origin}/{language}/notices/confirm/{token}",
        i18n.say(N_("The link works once, for two days. If it was not you, do nothing."), language),
    )  # fmt: skip
    subject = i18n.say(N_("Please confirm your e-mail address"), language)
    return mail.letter(settings, to, subject, "\n\n".join(paragraphs) + "\n")


def page_address(settings: Settings, language: str) -> str:
    return f"{settings.origin}/{language}/me/notices"


def stop_address(settings: Settings, language: str, token: str) -> str:
    """Where letters end: by the mail program's own button, or on a page."""
    return f"{settings.origin}/{language}/notices/stop/{token}"


def message_id(settings: Settings, name: str) -> str:
    return f"<{name}@{_host(settings)}>"


def _host(settings: Settings) -> str:
    """The server's own name; an address in numbers is none that a header takes."""
    host = urlsplit(settings.origin).hostname or ""
    return host if re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)*", host) and not host[-1].isdigit() else "localhost"


def _neutral(settings: Settings, letter: Letter) -> str:
    paragraphs = (i18n.say(NEW, letter.language), page_address(settings, letter.language))
    return "\n\n".join((*paragraphs, _foot(settings, letter))) + "\n"


def _foot(settings: Settings, letter: Letter) -> str:
    stop = stop_address(settings, letter.language, letter.token)
    sentences = (
        Sentence(N_("You asked for these letters. Change them on your page: %(address)s"),
                 {"address": page_address(settings, letter.language)}),
        Sentence(N_("End them, without signing in: %(address)s"), {"address": stop}),
    )  # fmt: skip
    return "-- \n" + "\n".join(i18n.say(each, letter.language) for each in sentences)


def _text(settings: Settings, letter: Letter) -> str:
    parts: list[str] = []
    for title, some in groups(letter):
        parts.append(f"{title}\n" + "=" * min(len(title), 66))
        for each in some:
            parts.append(f"{each.sentence}\n{settings.origin}/{letter.language}{each.url}")
            parts += _words(each)
    if more := _more(letter):
        parts.append(more)
    return "\n\n".join((*parts, _foot(settings, letter))) + "\n"


def _words(told: Told) -> list[str]:
    if told.reading is None:
        return []
    found = [_quoted(told.reading), *([f"({told.origin})"] if told.origin else ())]
    return [*found, _quoted(told.original)] if told.original else found


def _quoted(reading: Reading) -> str:
    return "\n".join(f"> {line}".rstrip() for line in reading.text.strip().splitlines())


def _html(settings: Settings, letter: Letter) -> str:
    spoken = i18n.language()
    i18n.use(letter.language)
    try:
        return render.write(
            "mailing/letter.html",
            {"letter": letter, "tag": TAGS[letter.language], "groups": list(groups(letter)), "more": _more(letter),
             "origin": settings.origin, "page": page_address(settings, letter.language),
             "stop": stop_address(settings, letter.language, letter.token),
             "absolute": lambda html: html.replace('href="/', f'href="{settings.origin}/')},
        )  # fmt: skip
    finally:
        i18n.use(spoken)


def groups(letter: Letter) -> list[tuple[str, list[Told]]]:
    """By plank, with the plank's name; before them what waits for her, and what is about no plank."""
    found = []
    for (is_turn, _), some in groupby(letter.told[:SHOWN_AT_MOST], key=lambda each: (each.kind == "turn", each.plank)):
        these = list(some)
        plank = Sentence(N_("Plank %(number)s: %(title)s"), {"number": these[0].plank, "title": these[0].plank_title})
        title = plank if these[0].plank else N_("Your turn") if is_turn else N_("The conference")
        found.append((i18n.say(title, letter.language), these))
    return found


def _more(letter: Letter) -> str:
    left = len(letter.told) - SHOWN_AT_MOST
    words = Sentence(N_("%(number)s more stand on your page."), {"number": left})
    return i18n.say(words, letter.language) if left > 0 else ""
