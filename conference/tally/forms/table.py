"""CSV: a row for each kind of ballot, a column for each option, in the cell the rank that the ballot gives it.

    count,delegation,Montréal,Detroit,Puebla
    12,CA,1,2,
    3,MX,,2,1

An empty cell leaves the option out; equal numbers are equal ranks; a number that no option has is a rank left blank.
`delegation` may be missing or empty. Commas or semicolons, as spreadsheets write them.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from conference.tally.ballots import Ranking
from conference.tally.election import MOST_OPTIONS, Election
from conference.tally.expect import BadFile
from conference.tally.forms.written import (
    Unheld,
    every_option_once,
    no_rolls,
    nobody_withdrawn,
    on_one_line,
    one_seat,
    without_tail,
)

FORM = "CSV"
COUNT, DELEGATION = "count", "delegation"
MOST_RANKS = 1000


def read(content: str) -> Election:
    """The election in a CSV text. Raises `BadFile`."""
    first = content.split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    rows = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    try:
        header = next(rows, [])
        options, first_option = _options(header)
        boxes: dict[str | None, dict[Ranking, int]] = {}
        for row in rows:
            if row:
                _add(boxes, row, rows.line_num, options, first_option)
    except csv.Error as error:
        raise BadFile(f"line {rows.line_num}, column 1", f"cells as spreadsheets write them ({error})") from None
    return Election(options, boxes)


def write(election: Election) -> Iterator[str]:
    """The lines of an election. Raises `Unheld` before the first."""
    nobody_withdrawn(election, FORM)
    no_rolls(election, FORM)
    one_seat(election, FORM)
    every_option_once(election, FORM)
    names = [on_one_line(name, FORM, "") for name in election.options]
    _no_empty_delegation(election)
    groups = {name: on_one_line(name or "", FORM, "") for name in election.boxes}
    yield _row([COUNT, DELEGATION, *names])
    for name, box in election.boxes.items():
        for ranking, count in box.items():
            ranks = {option: str(place) for place, rank in enumerate(without_tail(ranking), 1) for option in rank}
            yield _row([str(count), groups[name], *(ranks.get(option, "") for option in range(len(names)))])


def _no_empty_delegation(election: Election) -> None:
    for group in election.groups:
        if group.name not in election.boxes:
            raise Unheld(f"CSV has no place for a delegation without ballots: {group.name}.")


def _row(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()


def _options(header: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """The options of the header, and the column of the first."""
    if not header or header[0].strip().lower() != COUNT:
        raise BadFile("line 1, column 1", f'"{COUNT}" as the first column', header[0] if header else "nothing")
    first = 2 if len(header) > 1 and header[1].strip().lower() == DELEGATION else 1
    options = tuple(header[first:])
    for place, name in enumerate(options):
        if not name.strip() or name in options[:place]:
            raise BadFile(f"line 1, column {first + place + 1}", "a name for every option, each once", name)
    if not 1 <= len(options) <= MOST_OPTIONS:
        raise BadFile(f"line 1, column {first + 1}", f"1 to {MOST_OPTIONS} options", len(options))
    return options, first


def _add(
    boxes: dict[str | None, dict[Ranking, int]], row: Sequence[str], line: int, options: Sequence[str], first: int
) -> None:
    """One row. A column is that of the table, as a spreadsheet shows it."""
    if len(row) != first + len(options):
        raise BadFile(f"line {line}, column {len(row) + 1}", f"{first + len(options)} cells as in the header", len(row))
    count = _whole(row[0], f"line {line}, column 1", 10**12)
    levels: dict[int, list[int]] = {}
    for option, cell in enumerate(row[first:]):
        if cell.strip():
            rank = _whole(cell, f"line {line}, column {first + option + 1}", MOST_RANKS)
            levels.setdefault(rank, []).append(option)
    ranking = tuple(tuple(levels.get(place, ())) for place in range(1, max(levels, default=0) + 1))
    box = boxes.setdefault((row[1] or None) if first == 2 else None, {})
    box[ranking] = box.get(ranking, 0) + count


def _whole(cell: str, where: str, most: int) -> int:
    digits = cell.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) < 14 and 1 <= int(digits) <= most):
        raise BadFile(where, f"a whole number from 1 to {most}", cell)
    return int(digits)
