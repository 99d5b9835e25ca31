"""Which form a file has, and reading and writing any of them."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum

from conference.tally.ballots import struck, together
from conference.tally.election import Election, Group, Method
from conference.tally.expect import BadFile
from conference.tally.formats import election_of, method_of, parsed
from conference.tally.forms import abif, blt, cvr, places, table
from conference.tally.forms import case as case_form

COMMON_OPTIONS = ("quorum", "entitled", "present", "lot_order_first_survives", "lot_seed")
"""The options that mean the same under every method: they stay where another method is asked for."""


class Form(StrEnum):
    """The forms of a file of ballots."""

    CASE = "case"
    BLT = "blt"
    ABIF = "abif"
    CSV = "csv"
    CVR = "cvr"


class Left(StrEnum):
    """What may be left out on demand, where a form cannot hold it."""

    DELEGATIONS = "delegations"
    ROLLS = "rolls"
    SEATS = "seats"
    WITHDRAWN = "withdrawn"


IN_WORDS = {
    Form.CASE: "The case form",
    Form.BLT: "BLT",
    Form.ABIF: "ABIF",
    Form.CSV: "CSV",
    Form.CVR: "A cast vote record",
}
ENDINGS = {
    ".cvr.json": Form.CVR,
    ".cdf.json": Form.CVR,
    ".json": Form.CASE,
    ".blt": Form.BLT,
    ".abif": Form.ABIF,
    ".csv": Form.CSV,
}
REPORT_MARK = re.compile(r'"@type"\s*:\s*"CVR\.')
BLT_HEAD = re.compile(r"\s*(#[^\n]*\n\s*)*[0-9]+[ \t]+[0-9]+\s")
ABIF_LINE = re.compile(r'^\s*([0-9]+\s*[:*]|=|\{\s*"?\w+"?\s*:\s*("[^"]*"|[-+.\w]+)\s*\}\s*(#|$))', re.MULTILINE)


def form_by_name(name: str) -> Form | None:
    """The form that the end of a file's name says."""
    return next((form for ending, form in ENDINGS.items() if name.lower().endswith(ending)), None)


def form_of(name: str, content: str) -> Form:
    """The form of a file, by its name, else by what stands in it. Raises `BadFile` where neither tells."""
    form = form_by_name(name)
    if form is Form.CASE or (form is None and content.lstrip().startswith("{") and not ABIF_LINE.match(content)):
        return Form.CVR if REPORT_MARK.search(content) else Form.CASE
    if form is not None:
        return form
    if BLT_HEAD.match(content):
        return Form.BLT
    if content.lower().startswith(table.COUNT):
        return Form.CSV
    if ABIF_LINE.search(content):
        return Form.ABIF
    raise BadFile("line 1, column 1", "a case (JSON), BLT, ABIF, CSV or cast vote records; or name the form")


def text_of(raw: bytes) -> str:
    """The text of a file, with one kind of line end. Raises `BadFile` where it is not UTF-8."""
    try:
        content = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line, column = before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1
        raise BadFile(f"line {line}, column {column}", "text in UTF-8", f"byte {raw[error.start]:#04x}") from None
    return content.replace("\r\n", "\n").replace("\r", "\n")


def read(content: str, form: Form, method: Method | None = None, seats: int | None = None) -> Election:
    """The election in a text, all of it or none; `method` and `seats` take the place of what the file says."""
    if form is Form.CASE:
        return _case(parsed(content), method, seats)
    if form is Form.CVR:
        election = cvr.read(parsed(content))
    else:
        election = {Form.BLT: blt.read, Form.ABIF: abif.read, Form.CSV: table.read}[form](content)
    return replace(election, method=method or election.method, seats=seats or election.seats)


def _case(fields: Mapping[str, object], method: Method | None, seats: int | None) -> Election:
    """A case, perhaps by another method than its own: the options of its own mean nothing there."""
    by = method_of(fields.get("method")) if method is None else method
    options = fields.get("options", {})
    if fields.get("method") != by and isinstance(options, Mapping):
        fields = {**fields, "options": {key: value for key, value in options.items() if key in COMMON_OPTIONS}}
    return election_of(fields if seats is None else {**fields, "seats": seats}, by)


@contextmanager
def located(content: str, form: Form) -> Iterator[None]:
    """Faults in a JSON form with their line and column, wherever in the count they are noticed."""
    try:
        yield
    except BadFile as fault:
        if form in (Form.CASE, Form.CVR) and not fault.where.startswith("line "):
            where = places.place(content, "" if fault.where == "file" else fault.where)
            raise (fault if where is None else fault.at(where)) from None
        raise


def write(election: Election, form: Form, generated: str) -> Iterator[str]:
    """The lines of a file. Raises `Unheld`, with a whole sentence, before the first."""
    if form is Form.CVR:
        return cvr.write(election, generated)
    return {Form.CASE: case_form.write, Form.BLT: blt.write, Form.ABIF: abif.write, Form.CSV: table.write}[form](
        election
    )


def without(election: Election, what: Left) -> Election:
    """The election as a form without a place for something can hold it."""
    match what:
        case Left.SEATS:
            return replace(election, seats=1)
        case Left.ROLLS:
            return replace(election, groups=tuple(Group(group.name) for group in election.groups))
        case Left.DELEGATIONS:
            box = together(*election.boxes.values())
            return replace(election, groups=(), boxes={None: box} if box else {})
        case Left.WITHDRAWN:
            stays = [place for place in range(len(election.options)) if place not in election.withdrawn]
            renumbered = {place: number for number, place in enumerate(stays)}
            return replace(
                election,
                options=tuple(election.options[place] for place in stays),
                boxes={name: struck(box, renumbered) for name, box in election.boxes.items()},
                withdrawn=frozenset(),
            )


def beside_the_ballots(election: Election, form: Form) -> list[str]:
    """What of an election is no ballot and has no place in a form: how it is counted, and remarks."""
    if form is Form.CASE:
        return []
    said = {Form.ABIF: abif.NAMES, Form.CVR: {Method.APPROVAL: ""}}.get(form, {})
    left = [] if election.method is None or election.method in said else [f"method {election.method}"]
    left += [f"option {key}" for key in election.rules]
    left += [f"name {election.title}"] if election.title is not None and form is Form.CSV else []
    return left + list(election.notes)
