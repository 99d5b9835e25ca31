"""Debate, plank and translation pages as browsers without scripts and as programs see them."""

import re
from collections.abc import Callable

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from conference.core.actor import NOBODY, Actor
from conference.core.languages import LANGUAGES
from conference.debate import api, commands, queries, routes
from conference.debate.mine import commands as mine
from conference.debate.mine import queries as kept
from conference.debate.models import Post
from conference.debate.moderation import commands as moderation
from conference.debate.moderation import routes as moderation_routes
from conference.planks import api as planks_api
from conference.planks import commands as planks
from conference.planks import routes as planks_routes
from conference.runtime.database import shielded
from conference.runtime.settings import load
from conference.translation import commands as translation
from conference.translation import routes as translation_routes
from conference.web import errors
from conference.web.edge import Edge
from conference.web.sessions import Sessions

from .conftest import filed

ORIGIN = "http://127.0.0.1:8000"
Browser = Callable[[Actor | None], httpx2.AsyncClient]


class Doors:
    """Sign-in for these pages: the token is the handle."""

    def __init__(self, *actors: Actor) -> None:
        self.actors = {actor.handle: actor for actor in actors}

    async def by_session(self, token: str) -> Actor | None:
        return self.actors.get(token)

    async def by_bearer(self, token: str) -> Actor | None:
        handle, _, scope = token.partition(":")
        actor = self.actors.get(handle)
        return actor and Actor(actor.id, handle, actor.name, actor.roles, scopes=frozenset({scope}))


@pytest.fixture
def browser(cast, tmp_path) -> Browser:
    pages = [*routes.routes, *moderation_routes.routes, *planks_routes.routes, *translation_routes.routes]
    app = Starlette(
        routes=[
            *(Mount(f"/{language}", routes=pages) for language in LANGUAGES),
            Mount("/api/v1", routes=[*planks_api.routes, *api.routes]),
        ],
        middleware=[
            Middleware(Edge, secure=False, hosts=frozenset()),
            Middleware(
                Sessions, backend=Doors(cast.rosa, cast.marc, cast.claire, cast.amelie, cast.omar), secure=False
            ),
        ],
        exception_handlers=dict(errors.HANDLERS),
    )
    app.state.settings = load(tmp_path)
    app.state.origins = frozenset({ORIGIN})

    def open_as(actor: Actor | None) -> httpx2.AsyncClient:
        return httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app),
            base_url=ORIGIN,
            cookies={"session": actor.handle} if actor else {},
            headers={"origin": ORIGIN},
        )

    return open_as


async def send(client: httpx2.AsyncClient, page: str, to: str, **fields: object) -> httpx2.Response:
    """Post a form as the page at `page` offers it: with its token."""
    html = (await client.get(page)).text
    assert f'action="{to}"' in html
    token = re.search(r'name="csrf" value="([0-9a-f]+)"', html)
    assert token is not None
    return await client.post(to, data={"csrf": token[1], **fields})


async def test_a_delegate_speaks_where_nobody_spoke_and_comes_back_to_her_words(cast, plank, browser):
    client = browser(cast.rosa)
    path = "/es/planks/3/blocks/p1/debate"
    answer = await send(client, path, path, language="es", text="Somos **muchas**")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#post-1")
    html = (await client.get(path)).text
    assert 'id="post-1"' in html
    assert "<strong>muchas</strong>" in html
    assert "We want less." in html


async def test_a_reply_stands_under_its_post_and_says_what_it_answers(cast, thread, browser):
    first = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    client = browser(cast.marc)
    to = f"/fr/threads/{thread.id}/posts"
    answer = await send(client, f"/fr/posts/{first.id}/reply", to, language="fr", text="Deux", parent=first.id)
    assert answer.headers["location"] == "/fr/planks/3/debate#post-2"
    html = (await client.get("/fr/planks/3/debate")).text
    assert re.search(r'id="post-1".*<ol class="thread"><li>.*id="post-2"', html, re.DOTALL)
    assert html.count("<ol") == html.count("</ol>") == 2
    assert html.count("<li>") <= html.count("</li>")


async def test_what_is_wrong_with_a_post_is_said_beside_it_and_no_word_is_lost(cast, thread, browser):
    client = browser(cast.rosa)
    to = f"/en/threads/{thread.id}/posts"
    answer = await send(client, "/en/planks/3/debate", to, language="tlh", text="My <words> & yours")
    assert answer.status_code == 422
    assert "My &lt;words&gt; &amp; yours" in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert await Post.all().count() == 0


async def test_a_post_from_another_page_is_refused(cast, thread, browser):
    client = browser(cast.rosa)
    answer = await client.post(f"/en/threads/{thread.id}/posts", data={"language": "es", "text": "Uno"})
    assert answer.status_code == 403
    assert await Post.all().count() == 0


async def test_a_visitor_reads_without_forms_and_without_names(cast, thread, browser):
    await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    html = (await browser(None).get("/en/planks/3/debate")).text
    assert "a delegate" in html
    assert "Rosa" not in html
    assert "<textarea" not in html
    assert "/reply" not in html


async def test_kept_fragments_never_carry_one_viewers_links_or_names_to_another(cast, thread, browser):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    own = (await browser(cast.rosa).get("/en/planks/3/debate")).text
    other = (await browser(cast.marc).get("/en/planks/3/debate")).text
    outside = (await browser(cast.omar).get("/en/planks/3/debate")).text
    assert f"/en/posts/{post.id}/edit" in own
    assert f"/en/posts/{post.id}/edit" not in other
    assert "Rosa Delgado" in other
    assert "Rosa Delgado" not in outside


async def test_a_translated_post_offers_its_original_without_scripts(cast, thread, browser):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "La planta"))
    await shielded(translation.translate(cast.amelie, post.unit_id, "fr", "L’usine"))
    client = browser(None)
    html = (await client.get("/fr/planks/3/debate")).text
    assert 'lang="fr-CA" dir="auto"><p>L’usine</p>' in html
    assert f'href="/fr/posts/{post.id}?original=1"' in html
    original = (await client.get(f"/fr/posts/{post.id}?original=1")).text
    assert 'lang="es-MX" dir="auto"><p>La planta</p>' in original


async def test_the_author_edits_and_withdraws_by_plain_forms(cast, thread, browser):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    client, page = browser(cast.rosa), f"/es/posts/{post.id}/edit"
    assert (await send(client, page, page, text="Otro")).status_code == 303
    assert "<p>Otro</p>" in (await client.get("/es/planks/3/debate")).text
    assert (await send(client, page, f"/es/posts/{post.id}/withdraw")).status_code == 303
    html = (await client.get("/es/planks/3/debate")).text
    assert "Otro" not in html
    assert 'class="post-gone"' in html
    assert (await browser(cast.marc).get(page)).status_code == 404


async def test_the_chair_removes_a_post_from_its_own_page(cast, thread, browser):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    await shielded(moderation.hide(cast.claire, post.id, "exposes", "en", "It names somebody."))
    page = f"/en/posts/{post.id}"
    assert (await send(browser(cast.claire), f"{page}/hiding", f"{page}/withdraw")).status_code == 303
    assert (await Post.get(id=post.id)).state == "removed"


async def test_a_page_of_a_hundred_leads_to_the_next(cast, thread, browser):
    for number in range(101):
        last = await shielded(commands.post(cast.rosa, thread.id, "es", f"palabra {number}"))
    client = browser(None)
    first = (await client.get("/es/planks/3/debate")).text
    assert first.count("<article") == 100
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    assert "palabra 100" in (await client.get(following[1].replace("&amp;", "&"))).text
    assert (await queries.whereabouts(NOBODY, last.id)).after != ""


async def test_new_posts_wait_behind_a_button(cast, thread, browser):
    await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    client = browser(cast.marc)
    assert "button" not in (await client.get(f"/en/threads/{thread.id}/fresh?seen=1")).text
    await shielded(commands.post(cast.rosa, thread.id, "es", "Dos"))
    assert "1 new post" in (await client.get(f"/en/threads/{thread.id}/fresh?seen=1")).text
    part = (await client.get(f"/en/threads/{thread.id}/posts")).text
    assert part.count("<article") == 2
    assert "<html" not in part


async def test_planks_are_listed_with_their_state_and_versions_compared(cast, plank, browser):
    change = planks.BlockChange("replace", "p1", {"en": "We want much less."}, None, "en")
    await shielded(planks.replace_blocks(cast.claire, plank, [change], "A7"))
    client = browser(None)
    assert "Plank 3: Hours" in (await client.get("/en/planks")).text
    old = (await client.get("/en/planks/3/versions/1")).text
    assert "We want less." in old
    html = (await client.get("/en/planks/3/compare/1...2")).text
    assert re.search(r"<ins>.*much.*</ins>", html, re.DOTALL)
    assert "1 paragraph differs" in html
    assert (await client.get("/en/planks/3/versions/9")).status_code == 404


async def test_a_translator_works_from_the_desk_and_a_stale_source_is_said(cast, thread, browser):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "La planta"))
    client, page = browser(cast.amelie), f"/en/translate/{post.unit_id}/fr"
    assert page in (await client.get("/en/translate?into=fr")).text
    assert (await send(client, page, page, text="L’usine", revision=1)).status_code == 303
    assert (await queries.page(cast.rosa, thread.id, "fr")).posts[0].origin == "human"
    await shielded(commands.edit(cast.rosa, post.id, "Otra planta"))
    late = await send(client, page, page, text="Une autre usine", revision=1)
    assert late.status_code == 409
    assert "Une autre usine" in late.text
    assert (await browser(cast.rosa).get("/en/translate")).status_code == 403


async def test_programs_read_and_post_with_a_token_made_for_it(cast, plank, browser):
    client = browser(None)
    body = {"place": "plank", "language": "es", "text": "Por programa"}
    for number in (1, 2):
        made = await client.post("/api/v1/planks/3/posts", json=body, headers={"authorization": "Bearer rosa:write"})
        assert (made.status_code, made.json()["number"]) == (201, number)
    refused = await client.post("/api/v1/planks/3/posts", json=body, headers={"authorization": "Bearer rosa:cast"})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    listed = (await client.get("/api/v1/planks/3/posts?limit=1")).json()
    assert [each["number"] for each in listed["items"]] == [1]
    rest = (await client.get(f"/api/v1/planks/3/posts?cursor={listed['next']}")).json()
    assert ([each["number"] for each in rest["items"]], rest["next"]) == ([2], None)
    assert (await client.get("/api/v1/planks")).json()["items"][0]["title"] == "Hours"
    assert (await client.get("/api/v1/planks/3")).json()["blocks"][0]["text"] == "We want less."


def since(html: str) -> str:
    """The address at which a page asks what happened since it was written."""
    found = re.search(r'hx-get="(/\w\w/threads/\d+/fresh\?[^"]+)"', html)
    assert found is not None
    return found[1].replace("&amp;", "&")


async def test_a_page_is_told_of_each_post_that_changed_and_of_no_other(cast, thread, browser):
    post, other = [await shielded(commands.post(cast.rosa, thread.id, "es", words)) for words in ("Uno", "Dos")]
    client = browser(cast.marc)
    address = since((await client.get("/fr/planks/3/debate")).text)
    assert "<article" not in (await client.get(address)).text
    await shielded(translation.translate(cast.amelie, post.unit_id, "fr", "Traduction"))
    told = (await client.get(address)).text
    assert re.findall(r'<hx-partial hx-target="#post-(\d+)"', told) == ["1"]
    assert "Traduction" in told
    await shielded(commands.edit(cast.rosa, other.id, "Dos y medio"))
    await shielded(commands.withdraw(cast.rosa, post.id))
    told = (await client.get(address)).text
    assert re.findall(r'<hx-partial hx-target="#post-(\d+)"', told) == ["1", "2"]
    assert "Dos y medio" in told
    assert "Traduction" not in told
    assert "new post" not in told
    later = since((await client.get("/fr/planks/3/debate")).text)
    assert "<article" not in (await client.get(later)).text


async def test_a_new_post_that_was_changed_waits_behind_the_button_all_the_same(cast, thread, browser):
    await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    client = browser(cast.marc)
    address = since((await client.get("/en/planks/3/debate")).text)
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Dos"))
    await shielded(commands.edit(cast.rosa, post.id, "Dos y medio"))
    told = (await client.get(address)).text
    assert "1 new post" in told
    assert "Dos y medio" not in told


async def test_after_too_many_changes_the_whole_page_is_renewed(cast, thread, browser, monkeypatch):
    monkeypatch.setattr("conference.runtime.journal.FEW", 2)
    posts = [await shielded(commands.post(cast.rosa, thread.id, "es", words)) for words in ("Uno", "Dos", "Tres")]
    client = browser(cast.marc)
    address = since((await client.get("/en/planks/3/debate")).text)
    for post in posts[:2]:
        await shielded(commands.edit(cast.rosa, post.id, "Más"))
    assert (await client.get(address)).text.count("<article") == 3


async def test_a_thread_that_is_closed_to_a_reader_tells_her_nothing(cast, browser):
    plank = await filed(cast, 4, "conference")
    thread = await shielded(commands.open_thread(plank, "plank"))
    await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    assert (await browser(cast.omar).get(f"/en/threads/{thread.id}/fresh?seen=1&since=1")).status_code == 404


async def test_one_conversation_is_renewed_too(cast, thread, browser):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    client = browser(cast.marc)
    address = since((await client.get(f"/en/posts/{post.id}")).text)
    await shielded(commands.post(cast.rosa, thread.id, "es", "Dos"))
    await shielded(commands.edit(cast.rosa, post.id, "Uno y medio"))
    told = (await client.get(address)).text
    assert "Uno y medio" in told
    assert "new post" not in told, "what is said elsewhere is no news here"
    reply = await shielded(commands.post(cast.rosa, thread.id, "es", "A uno", post.id))
    await shielded(commands.post(cast.marc, thread.id, "fr", "À la réponse", reply.id))
    told = (await client.get(address)).text
    assert "2 new posts" in told
    assert f'href="/en/posts/{post.id}"' in told
    assert "hx-get" not in told.split("<hx-partial")[0], "it is loaded anew: nothing is being written on it"


async def test_a_page_asks_on_from_where_its_last_answer_ended(cast, thread, browser):
    """So what a page is told does not grow with the hours that it stays open."""
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    client = browser(cast.marc)
    address = since((await client.get("/en/planks/3/debate")).text)
    await shielded(commands.edit(cast.rosa, post.id, "Uno y medio"))
    told = (await client.get(address)).text
    assert "Uno y medio" in told
    cursor = re.search(r'name="since" value="(\d+)"', told)
    assert cursor is not None
    on = re.sub(r"since=\d+", f"since={cursor[1]}", address)
    assert "<article" not in (await client.get(on)).text
    await shielded(commands.post(cast.rosa, thread.id, "es", "Dos"))
    told = (await client.get(on)).text
    assert ("<article" in told, "1 new post" in told) == (False, True)
    newest = await client.get(f"{on}&sort=newest")
    assert f"/threads/{thread.id}/posts?sort=newest" in newest.text, "the list in the order that she chose"


async def test_a_draft_is_kept_by_a_button_and_waits_in_the_form(cast, thread, browser):
    first = await shielded(commands.post(cast.marc, thread.id, "fr", "Bonjour"))
    client, to = browser(cast.rosa), f"/es/threads/{thread.id}/posts"
    page = f"/es/posts/{first.id}/reply"
    kept = await send(client, page, to, language="es", text="A medias", parent=first.id, step="draft")
    assert (kept.status_code, kept.headers["location"]) == (303, page)
    assert await Post.all().count() == 1
    assert re.search(r"<textarea[^>]*>\s*A medias</textarea>", (await browser(cast.rosa).get(page)).text)
    assert "A medias" not in (await client.get("/es/planks/3/debate")).text, "a reply's draft is no new post's"
    assert (await send(client, page, to, language="tlh", text="A medias y más", parent=first.id)).status_code == 422
    assert "A medias" in (await client.get(page)).text, "a refusal loses no draft"
    discard = "/es/planks/3/draft/discard"
    assert (await send(client, page, discard, parent=first.id)).status_code == 303
    assert "A medias" not in (await client.get(page)).text
    new = await send(client, "/es/planks/3/debate", to, language="es", text="Otro", step="draft")
    assert new.headers["location"] == "/es/planks/3/debate#say"
    quiet = await client.post(
        f"{to}?quiet=1", data=await token(client, page) | {"language": "es", "text": "Otro más", "step": "draft"}
    )
    assert quiet.status_code == 204
    assert "Otro más" in (await client.get("/es/planks/3/debate")).text


async def token(client: httpx2.AsyncClient, page: str) -> dict[str, str]:
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get(page)).text)
    assert found is not None
    return {"csrf": found[1]}


async def test_the_form_of_a_reply_says_whose_words_it_answers_where_they_come_from_and_when_they_changed(
    cast, thread, browser
):
    first = await shielded(commands.post(cast.rosa, thread.id, "es", "Sí"))
    await shielded(translation.translate(cast.amelie, first.unit_id, "fr", "Oui"))
    client, form = browser(cast.marc), f"/fr/posts/{first.id}/reply"
    html = (await client.get(form)).text
    assert "Rosa Delgado" in html
    assert f'href="/fr/posts/{first.id}?original=1"' in html, "it is a translation, and leads to the original"
    typed = await token(client, form) | {"language": "fr", "text": "", "parent": str(first.id), "revision": "1"}
    await shielded(commands.edit(cast.rosa, first.id, "No"))
    again = await client.post(f"/fr/threads/{thread.id}/posts", data=typed)
    assert again.status_code == 422
    assert again.text.count(f"/fr/posts/{first.id}/history") == 1
    assert f"/fr/posts/{first.id}/history" not in (await client.get(form)).text, "she reads the changed words now"
    words = f"> Oui\n>\n> — [Message 1](/posts/{first.id}?original=1)\n\nD’accord."
    await shielded(mine.keep_draft(cast.marc, kept.reply_to(first.id), "fr", words))
    quoted = (await client.get(f"{form}?quote=1")).text
    assert quoted.count("[Message 1]") == 1, "what the draft quotes already is not quoted again"


async def test_a_quotation_stands_in_the_reply_with_a_link_to_the_original(cast, thread, browser):
    first = await shielded(commands.post(cast.rosa, thread.id, "es", "Somos muchas\n\ny basta"))
    await shielded(translation.translate(cast.amelie, first.unit_id, "fr", "Nous sommes *nombreuses*\n\net ça suffit"))
    client = browser(cast.marc)
    html = (await client.get(f"/fr/posts/{first.id}/reply?quote=1")).text
    words = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)
    assert words is not None
    text = words[1].replace("&gt;", ">").strip()
    assert text.startswith("> Nous sommes *nombreuses*\n>\n> et ça suffit")
    assert f"[Message 1](/posts/{first.id}?original=1)" in text
    assert "Rosa" not in text, "people outside read this debate, and she does not want to be named to them"
    made = await shielded(commands.post(cast.marc, thread.id, "fr", f"{text}\n\nD’accord."))
    shown = (await queries.conversation(cast.marc, made.id, "fr")).posts[0].html
    assert shown.startswith("<blockquote>")
    assert f'href="/posts/{first.id}?original=1"' in shown
    closed = await shielded(commands.open_thread(await filed(cast, 4, "conference"), "plank"))
    inside = await shielded(commands.post(cast.rosa, closed.id, "es", "Entre nosotras"))
    html = (await client.get(f"/fr/posts/{inside.id}/reply?quote=1")).text
    assert f"[Rosa Delgado, message 1](/posts/{inside.id}?original=1)" in html


async def test_what_changed_in_a_post_is_shown_in_words(cast, thread, browser):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Trabajamos ocho horas."))
    await shielded(commands.edit(cast.rosa, post.id, "Trabajamos seis horas."))
    html = (await browser(None).get(f"/en/posts/{post.id}/history")).text
    assert re.search(r"<del>.*ocho.*</del>", html, re.DOTALL)
    assert re.search(r"<ins>.*seis.*</ins>", html, re.DOTALL)
    assert f"/en/posts/{post.id}/history" in (await browser(None).get("/en/planks/3/debate")).text


async def test_what_was_read_is_marked_by_a_button_and_the_rest_is_found(cast, thread, browser):
    for words in ("Uno", "Dos", "Tres"):
        await shielded(commands.post(cast.rosa, thread.id, "es", words))
    client, page = browser(cast.marc), "/en/planks/3/debate"
    assert "3 posts that you have not read" in (await client.get(page)).text
    read = f"/en/threads/{thread.id}/read"
    assert (await client.post(f"{read}?quiet=1", data=await token(client, page) | {"ranges": "1-2"})).status_code == 204
    assert "1 post that you have not read" in (await client.get(page)).text
    there = await client.get(f"/en/threads/{thread.id}/first-unread")
    assert there.headers["location"] == f"{page}#post-3"
    assert (await send(client, page, read, ranges="all")).status_code == 303
    assert "not read" not in (await client.get(page)).text


async def test_a_reader_follows_and_sees_what_she_follows(cast, thread, browser):
    post = await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    client = browser(cast.marc)
    for page, to in (
        ("/en/planks/3/debate", f"/en/threads/{thread.id}/follow"),
        ("/en/planks/3/debate", "/en/planks/3/follow"),
        (f"/en/posts/{post.id}", f"/en/posts/{post.id}/follow"),
    ):
        assert (await send(client, page, to)).status_code == 303
    html = (await client.get("/en/me/following")).text
    assert [words in html for words in ("Plank 3: Hours", "Debate on plank 3", "Rosa Delgado")] == [True] * 3
    assert (
        await send(client, "/en/me/following", "/en/me/following/end", kind="thread", target=thread.id)
    ).status_code == 303
    assert "Debate on plank 3" not in (await client.get("/en/me/following")).text


async def test_the_form_says_who_will_read_before_the_first_word(cast, plank, browser):
    assert "everybody, also outside the conference" in (await browser(cast.rosa).get("/en/planks/3/debate")).text
    await filed(cast, 4, "conference")
    assert "nobody else" in (await browser(cast.rosa).get("/en/planks/4/debate")).text


async def test_a_visitors_look_for_news_costs_nothing_while_nothing_happened(cast, thread, browser):
    await shielded(commands.post(cast.rosa, thread.id, "es", "Uno"))
    client, address = browser(None), f"/en/threads/{thread.id}/fresh?seen=1&since=1"
    first = await client.get(address)
    assert (await client.get(address, headers={"if-none-match": first.headers["etag"]})).status_code == 304
    await shielded(commands.post(cast.rosa, thread.id, "es", "Dos"))
    assert (await client.get(address, headers={"if-none-match": first.headers["etag"]})).status_code == 200
    assert "etag" not in (await browser(cast.marc).get(address)).headers
