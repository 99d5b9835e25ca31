"""The shape of the house: routes with a policy, one door to the database, catalogues without a gap, short rooms."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from starlette.routing import BaseRoute, Mount, Route

from conference import slices
from conference.app import create_app
from conference.core.languages import LANGUAGES
from conference.core.roles import VERBS
from conference.runtime.settings import Settings

TOP = Path(__file__).parent.parent
SOURCES = sorted((TOP / "conference").rglob("*.py"))
OPEN_BY_DESIGN = {"/api/openapi.json", "/healthz", "/readyz"}


def _routes(routes: list[BaseRoute], prefix: str = "") -> Iterator[tuple[str, Route]]:
    for route in routes:
        if isinstance(route, Mount):
            yield from _routes(list(route.routes or []), prefix + route.path)
        elif isinstance(route, Route):
            yield prefix + route.path, route


def test_every_route_names_a_verb_of_the_table(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    listed = dict(_routes(list(app.routes)))
    assert len(listed) > 50
    for path, route in listed.items():
        if path in OPEN_BY_DESIGN:
            continue
        guarded = getattr(route.endpoint, "guarded", None)
        assert guarded is not None, f"{path} has no policy"
        assert guarded.verb in VERBS


def test_what_writes_is_never_a_get(tmp_path: Path) -> None:
    for path, route in _routes(slices.ROUTES + slices.API):
        writes = route.endpoint.guarded.writes  # type: ignore[attr-defined]  # set by web.routing
        assert ("GET" in (route.methods or ())) is not writes, path


def test_only_the_door_opens_transactions() -> None:
    for source in SOURCES:
        if source.name != "database.py":
            assert not re.search(r"(?<![\w.])in_transaction", source.read_text()), source


def test_policies_cannot_query() -> None:
    for source in SOURCES:
        if source.name == "policy.py":
            asynchronous = [n for n in ast.walk(ast.parse(source.read_text())) if isinstance(n, ast.AsyncFunctionDef)]
            assert not asynchronous, source


def test_every_module_says_what_it_holds() -> None:
    for source in SOURCES:
        if "migrations" not in source.parts:
            assert ast.get_docstring(ast.parse(source.read_text())), source


INLINE = re.compile(
    r"<style|\sstyle=|<script(?![^>]*\ssrc=)|hx-on|javascript:"
    r"|\son(?:click|load|error|submit|change|input|key\w+|mouse\w+)="
)


def test_templates_hold_no_inline_script_or_style() -> None:
    for template in (TOP / "templates").rglob("*.html"):
        assert not INLINE.search(template.read_text()), template


@pytest.fixture(scope="session")
def messages(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every sentence marked in the code and the templates, as they are now."""
    pot = tmp_path_factory.mktemp("catalogue") / "conference.pot"
    babel = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract", "-F", "pyproject.toml"]
    subprocess.run([*babel, "-k", "N_", "-o", str(pot), "."], cwd=TOP, check=True)
    with pot.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_complete(messages: Catalog, language: str) -> None:
    with (TOP / "locales" / language / "LC_MESSAGES" / "conference.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    assert len(messages) > 100
    for message in messages:
        if not message.id:
            continue
        key = message.id if isinstance(message.id, str) else message.id[0]
        found = catalogue.get(key)
        assert found is not None, f"{language} lacks {key!r}"
        assert not found.fuzzy, f"{language}: {key!r} is only a guess"
        said = (found.string,) if isinstance(found.string, str) else found.string
        assert all(said), f"{language}: {key!r} has no words"
        for words in said:
            assert _places(words) <= _places(key if isinstance(message.id, str) else message.id[1]), (language, key)
            if isinstance(message.id, str):
                assert _places(words) == _places(key), (language, key)


def _places(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)|\{(\w+)\}", text)) - {("", "")}  # type: ignore[return-value]  # pairs of groups
