"""XML in and out, for files of translators: what comes in is read by the standard library's expat with every door shut.

A file that declares a document type is refused before any of it is read further: entities (nested ones that grow
without end, and those that name files or addresses) can only be declared there. Depth and elements are bounded.
"""

import re
from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from conference.core.errors import Refused
from conference.core.words import N_

LARGEST: Final = 900_000
"""Bytes of a file: less than what one request may bring."""
DEEPEST: Final = 40
MOST_ELEMENTS: Final = 100_000
UNHOLDABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML 1.0 holds, written in whatever way."""


class BadFile(Refused):
    """A file that cannot be taken as a whole."""


def parse(data: bytes) -> Element:
    """The root of a file. Raises `BadFile`."""
    if len(data) > LARGEST:
        raise BadFile("file-too-large", N_("A file may have at most %(most)s bytes. Please split it."), most=LARGEST)
    if not data.strip():
        raise BadFile("file-empty", N_("The file is empty."))
    return _Reading().read(data)


class _Reading:
    """One file on its way through expat."""

    def __init__(self) -> None:
        self._builder = TreeBuilder()
        self._depth = self._elements = 0
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartDoctypeDeclHandler = self._doctype
        parser.EntityDeclHandler = self._doctype
        parser.ExternalEntityRefHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._builder.data
        self._parser = parser

    def read(self, data: bytes) -> Element:
        try:
            self._parser.Parse(data, True)
            return self._builder.close()
        except (expat.ExpatError, LookupError, ValueError, AssertionError):
            told = N_("The file is not complete XML, or not in the encoding that it names. Look at line %(line)s.")
            raise BadFile("no-xml", told, line=self._parser.CurrentLineNumber) from None

    def _doctype(self, *_declared: object) -> int:
        told = N_("The file declares a document type or entities. Such files are not taken: please save it without.")
        raise BadFile("doctype", told)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST or self._elements > MOST_ELEMENTS:
            raise BadFile("file-too-deep", N_("The file is nested too deeply, or holds too many parts."))
        self._builder.start(_named(name), {_named(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._builder.end(_named(name))


def _named(name: str) -> str:
    """As ElementTree writes names: `{namespace}name`."""
    return f"{{{name}" if "}" in name else name


def escaped(text: str) -> str:
    """Text between tags, or within quotes; ends of lines stay. Raises `ValueError` for what no XML holds."""
    if UNHOLDABLE.search(text):
        raise ValueError("a character that no XML holds")
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("\r", "&#13;")):
        text = text.replace(sign, entity)
    return text


def attribute(text: str) -> str:
    """Text within quotes, where a reader would otherwise make a space of a tab and of an end of line."""
    return escaped(text).replace("\n", "&#10;").replace("\t", "&#9;")
