"""Documents and files that were made once and are handed out again, and PDF off the event loop.

A document is true until the journal moves on; a file belongs to the very words that it was made of, so it never grows
old. One PDF is set at a time, in a thread of its own: however many ask, ballots keep the other processors.
"""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

from conference.resolutions.formats.document import Document, Sheet
from conference.resolutions.formats.pdf import pdf, sheet_pdf
from conference.resolutions.outputs import documents
from conference.resolutions.outputs.documents import House
from conference.runtime import journal

FILES_AT_MOST = 48
DOCUMENTS_AT_MOST = 24

_Key = tuple[str, asyncio.AbstractEventLoop]
_setters = ThreadPoolExecutor(max_workers=1, thread_name_prefix="typst")
_files: OrderedDict[str, bytes] = OrderedDict()
_under_way: dict[_Key, asyncio.Task[bytes]] = {}
_documents: OrderedDict[tuple[object, ...], tuple[int, Document]] = OrderedDict()


async def document(number: int | None, which: int | None, languages: Sequence[str], house: House) -> Document:
    """As `documents.document`, of the edition that is meant. Raises `Absent`."""
    key, cursor = (number, which, tuple(languages), house.origin), await journal.cursor()
    kept = _documents.get(key)
    if kept is not None and kept[0] == cursor:
        return kept[1]
    made = await documents.document(await documents.stored(number, which), languages, house)
    _documents[key] = (cursor, made)
    _trim(_documents, DOCUMENTS_AT_MOST)
    return made


async def document_pdf(document: Document) -> bytes:
    return await _made(_name(document), lambda: pdf(document))


async def page_pdf(sheet: Sheet) -> bytes:
    return await _made(_name(sheet), lambda: sheet_pdf(sheet))


def _name(of: Document | Sheet) -> str:
    """The digest of all words: those of the edition and those annexed until now."""
    told = json.dumps(asdict(of), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(f"{type(of).__name__} {told}".encode()).hexdigest()


async def _made(name: str, make: Callable[[], bytes]) -> bytes:
    """The file with this name. Those who ask while it is being made wait for the same one."""
    if name in _files:
        _files.move_to_end(name)
        return _files[name]
    loop = asyncio.get_running_loop()
    task = _under_way.get((name, loop))
    if task is None:
        task = asyncio.ensure_future(_set(name, make))
        _under_way[name, loop] = task
        task.add_done_callback(lambda _: _under_way.pop((name, loop), None))
    return await asyncio.shield(task)


async def _set(name: str, make: Callable[[], bytes]) -> bytes:
    made = await asyncio.get_running_loop().run_in_executor(_setters, make)
    _files[name] = made
    _trim(_files, FILES_AT_MOST)
    return made


def _trim(kept: OrderedDict[str, bytes] | OrderedDict[tuple[object, ...], tuple[int, Document]], most: int) -> None:
    """Forget the oldest."""
    while len(kept) > most:
        kept.popitem(last=False)
