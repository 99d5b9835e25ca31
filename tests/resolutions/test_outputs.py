"""Editions as anybody takes them away: over HTTP, in every form and language, with what was annexed since."""

import io
import json
from html import unescape

import pikepdf
from amendments.conftest import Browser
from amendments.test_pages import come_in
from markdown_it import MarkdownIt

from conference.core.languages import LANGUAGES, TAGS
from conference.core.roles import Role
from conference.planks.models import Plank
from conference.resolutions import commands as resolutions
from conference.resolutions.adopted import commands as adopting
from conference.resolutions.annexed import commands as annexing
from conference.resolutions.commitments import commands as committing
from conference.resolutions.editions import commands as editing
from conference.resolutions.editions.models import Edition, EditionText
from conference.resolutions.models import Paragraph
from conference.resolutions.outputs import documents
from conference.resolutions.outputs.documents import House, document
from conference.runtime import database

from .conftest import TITLES, WEEK, Cast, compiled, decide
from .test_adoption import LABEL, published, reads, signing

do = database.shielded
NAMES = ("Ana Ruiz", "Tom Okafor", "Beto")
"""Those who have not agreed to be named in public."""
HOSTILE = "Not $for$ #us: *never*, <b>“5 %”</b> \\ @all `x` [y](z) &copy;\n1. Nor _ever_.\n---\n- no"


async def annexed(cast: Cast, plank: Plank) -> None:
    """Published; then Canada signs and reserves, Ana explains, Mexico undertakes something."""
    await published(cast, plank)
    await signing(cast, cast.tom)
    await do(adopting.sign(cast.tom, 1, 1, "Tom Okafor"))
    await do(annexing.file_statement(cast.tom, 1, "reservation", "en", HOSTILE, [LABEL]))
    await do(annexing.file_statement(cast.ana, 1, "explanation", "es", "Voté a favor."))
    await do(committing.commit(cast.ana, 1, "MX", LABEL, "es", "Asambleas en mayo.", "Comité de base"))


def shown(source: str) -> str:
    """The words that a reader of Markdown sees, on one line."""
    tokens = MarkdownIt("commonmark").parse(source)
    kinds = ("text", "code_inline", "text_special")
    found = [each.content for token in tokens for each in token.children or () if each.type in kinds]
    return " ".join(" ".join(found).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


async def test_before_anything_is_published_the_address_says_so(browser: Browser, cast: Cast) -> None:
    page = await browser().get("/en/resolution", follow_redirects=False)
    assert page.status_code == 200
    assert "No resolution has been published yet." in page.text
    assert (await browser().get("/en/resolution.pdf")).status_code == 404


async def test_a_pdf_comes_over_http_tagged_with_the_same_bytes_each_time(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await annexed(cast, plank)
    visitor = browser()
    for language in LANGUAGES:
        first = await visitor.get(f"/{language}/resolution.pdf")
        assert first.headers["content-type"] == "application/pdf"
        again = await browser().get(f"/{language}/resolutions/1/editions/1.pdf")
        assert again.content == first.content
        known = await visitor.get(f"/{language}/resolution.pdf", headers={"If-None-Match": first.headers["etag"]})
        assert (known.status_code, known.content) == (304, b"")
        with pikepdf.open(io.BytesIO(first.content)) as found:
            assert str(found.Root.Lang) == TAGS[language]
            assert str(found.docinfo["/Title"]) == TITLES[language]
            assert found.Root.MarkInfo.Marked
            assert "/StructTreeRoot" in found.Root
    abreast = await visitor.get("/en/resolution.pdf?languages=en,fr,es")
    with pikepdf.open(io.BytesIO(abreast.content)) as found:
        box = [float(each) for each in found.pages[0].MediaBox]
        assert box[2] > box[3], "the three languages lie side by side on a sheet across"
    assert (await visitor.get("/en/resolutions/1/editions/2.pdf")).status_code == 404


async def test_every_form_has_every_clause_in_each_language_and_names_nobody_unasked(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await annexed(cast, plank)
    visitor, mine = browser(), await come_in(browser(), "ana")
    clauses = await Paragraph.filter(resolution__number=1).order_by("position")
    for language in LANGUAGES:
        text = shown((await visitor.get(f"/{language}/resolution.md")).text)
        for each in clauses:
            assert each.texts[language] in text, each.label
        for words in ("Voté a favor.", "Asambleas en mayo.", "Comité de base"):
            assert words in text
        assert squeezed(HOSTILE.replace("\n", "")) in squeezed(text)
        assert not [name for name in NAMES if name in text]
        told = (await visitor.get(f"/{language}/resolution.json")).json()
        assert [each["texts"][language] for each in told["passages"]] == [each.texts[language] for each in clauses]
        assert told["statements"][0]["text"] == HOSTILE
        assert not [name for name in NAMES if name in json.dumps(told, ensure_ascii=False)]
        assert (await mine.get(f"/{language}/resolution.json")).json() == told, "the same whoever asks"


async def test_the_text_of_a_document_is_the_one_laid_down_not_that_of_todays_tables(cast: Cast, plank: Plank) -> None:
    await published(cast, plank)
    row = await Paragraph.get(resolution__number=1, label=LABEL)
    row.texts = row.texts | {"en": "Something else."}
    await row.save()
    house = House({"en": "C"}, "http://127.0.0.1")
    made = await document(await documents.stored(1), ("en",), house)
    assert [each.texts["en"] for each in made.clauses if each.label == LABEL] == [WEEK["en"]]


async def test_a_corrigendum_changes_the_new_edition_only_and_its_words_say_so(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await published(cast, plank)
    slip = WEEK["en"].replace("Weekly", "weekly")
    drafter = reads(cast.karen, Role.DRAFTER)
    made = await do(editing.propose(drafter, 1, LABEL, "en", slip, "typographical", "A slip.", "en"))
    await do(editing.certify(reads(cast.amelie), 1, made.id))
    await do(editing.certify(reads(cast.ana), 1, made.id))
    laid = {each.language: each.content for each in await EditionText.filter(edition__number=1)}
    await do(editing.publish(cast.claire, 1, made.id))
    assert laid == {each.language: each.content for each in await EditionText.filter(edition__number=1)}
    assert await Edition.filter(resolution__number=1).count() == 2
    visitor = browser()
    for language, old, new in (("en", WEEK["en"], slip), ("fr", WEEK["fr"], WEEK["fr"])):
        first = shown((await visitor.get(f"/{language}/resolutions/1/editions/1.md")).text)
        second = shown((await visitor.get(f"/{language}/resolutions/1/editions/2.md")).text)
        assert (old in first, new in second) == (True, True)
        assert WEEK["en"] in second, "the corrigendum says how it read"
    told = (await visitor.get("/api/v1/resolutions/1/editions/2/provenance")).json()
    kinds = {each["number"]: each["kind"] for each in told["sources"]}
    words = next(each for each in told["passages"] if each["label"] == LABEL)["words"]
    assert kinds[words["en"][0]["source"]] == "corrigendum"
    assert {kinds[each["source"]] for each in words["fr"]} <= {"amendment", "filed"}
    assert "".join(each["text"] for each in words["en"]) == slip


async def test_a_delegation_takes_one_page_home_in_each_language(cast: Cast, plank: Plank, browser: Browser) -> None:
    await annexed(cast, plank)
    visitor = browser()
    for language in LANGUAGES:
        page = unescape((await visitor.get(f"/{language}/resolutions/1/report/MX")).text)
        assert WEEK[language] in page
        assert "Asambleas en mayo." in page
        assert not [name for name in NAMES if name in page]
        made = await visitor.get(f"/{language}/resolutions/1/report/MX.pdf")
        with pikepdf.open(io.BytesIO(made.content)) as found:
            assert len(found.pages) == 1
            assert str(found.Root.Lang) == TAGS[language]
    english = unescape((await visitor.get("/en/resolutions/1/report/CA")).text)
    assert "So few voted that only the outcome is shown" in english, "figures of two would tell who said what"
    assert "2 yes" not in english
    assert "Not $for$ #us" in english
    assert (await visitor.get("/en/resolutions/1/report/XX")).status_code == 404


async def test_links_lead_from_the_resolution_to_all_that_can_be_taken_along(
    cast: Cast, plank: Plank, browser: Browser
) -> None:
    await compiled(cast, plank)
    visitor = browser()
    assert "Take it with you" not in (await visitor.get("/en/resolutions/1")).text
    await decide(cast, (await do(resolutions.put_resolution(cast.claire, 1))).number)
    await do(resolutions.publish(cast.claire, 1))
    for address in ("/en/resolution", "/en/resolutions/1", "/en/resolutions"):
        page = (await visitor.get(address)).text
        found = {each.split('"')[0] for each in page.split('href="')[1:]}
        wanted = {each for each in found if "/resolutions/1" in each and each.startswith("/") and "#" not in each}
        assert any(each.endswith(".pdf") for each in wanted), address
        assert any(each.endswith("/provenance") for each in wanted), address
        for each in sorted(wanted):
            assert (await visitor.get(each.replace("&amp;", "&"))).status_code == 200, each
