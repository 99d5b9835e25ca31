"""The drafters' pages and the pages of a plank's text, as a browser without JavaScript and a program use them."""

from html import unescape

from conference.planks.drafting import queries as desks

TYPED = "We want the thirty-two-hour week, and nobody loses a cent."


def field(page, name: str) -> str:
    return unescape(page.text.split(f'name="{name}" value="')[1].split('"')[0])


async def test_a_draft_is_written_by_two_laid_and_edited_without_losing_a_word(assembly, visit):
    claire = await visit("claire")
    form = await claire.get("/en/planks/new")
    csrf = field(form, "csrf")
    untitled = await claire.post(
        "/en/planks/new", data={"csrf": csrf, "kind": "plank", "language": "en", "title-fr": "Vite"}
    )
    assert untitled.status_code == 422
    assert 'value="Vite"' in untitled.text
    made = await claire.post(
        "/en/planks/new", data={"csrf": csrf, "kind": "plank", "language": "en", "title-en": "Time"}
    )
    editor = made.headers["location"]
    plank = int(editor.split("/")[3])
    block = {"csrf": csrf, "kind": "paragraph", "after": "", "text-en": "We want less."}
    assert (await claire.post(f"{editor}/new", data=block)).status_code == 303
    label = (await desks.desk(assembly.chair, plank)).blocks[0].id
    opened = await claire.get(f"{editor}/{label}")
    written = {"csrf": csrf, "step": "write", "kind": "paragraph", "mark": field(opened, "mark")}
    assert (await claire.post(f"{editor}/{label}", data=written | {"text-en": "We want much less."})).status_code == 303
    late = await claire.post(f"{editor}/{label}", data=written | {"text-en": TYPED})
    assert late.status_code == 409
    assert "We want much less." in late.text
    assert late.text.count(TYPED) == 2  # beside the other's, and in the box that is sent again
    again = await claire.post(f"{editor}/{label}", data=written | {"mark": field(late, "mark"), "text-en": TYPED})
    assert again.status_code == 303
    nobody = await visit()
    assert (await nobody.get(f"/en/planks/{plank}")).status_code == 404
    assert (await claire.get(f"/en/planks/{plank}")).headers["location"] == editor
    await claire.post(f"/en/planks/{plank}/laying", data={"csrf": csrf})
    assert TYPED in (await nobody.get(f"/en/planks/{plank}")).text

    form = await claire.get(f"{editor}/p1")
    edit = {
        "csrf": csrf,
        "step": "write",
        "kind": "paragraph",
        "mark": field(form, "mark"),
        "text-en": "Thirty-two hours.",
    }
    bare = await claire.post(f"{editor}/p1", data=edit)
    assert bare.status_code == 422
    assert "Thirty-two hours." in bare.text
    gone = await claire.post(f"{editor}/p1", data=edit | {"meaning": "changed", "reason": "Shorter."})
    assert gone.status_code == 303
    history = (await nobody.get(f"/fr/planks/{plank}/versions")).text
    assert "Shorter." in history
    assert "Claire" in history


async def test_old_links_never_change_their_meaning_and_a_gone_block_leads_to_where_it_stood(assembly, visit):
    claire = await visit("claire")
    form = await claire.get("/en/planks/1/editor/p2")
    plank = await desks.desk(assembly.chair, 1)
    removed = {
        "csrf": field(form, "csrf"),
        "step": "remove",
        "kind": "paragraph",
        "mark": field(form, "mark"),
        "reason": "Twice.",
    }
    assert (await claire.post("/en/planks/1/editor/p2", data=removed)).status_code == 303
    nobody = await visit()
    words = plank.blocks[1].texts["en"]
    now, then = await nobody.get("/en/planks/1"), await nobody.get("/en/planks/1/versions/1")
    assert words not in now.text
    assert '<li id="p2">' in now.text
    assert 'href="/en/planks/1/versions/1#p2"' in now.text
    assert 'id="p2s1"' in then.text
    assert words in then.text


async def test_programs_read_versions_standing_and_what_changed(assembly, visit):
    claire, program = await visit("claire"), await visit()
    form = await claire.get("/en/planks/1/editor/p1")
    typed = (await desks.desk(assembly.chair, 1)).blocks[0].texts
    texts = {f"text-{each}": text for each, text in typed.items()} | {"text-en": typed["en"] + " Now."}
    edit = {"csrf": field(form, "csrf"), "step": "write", "kind": "paragraph", "mark": field(form, "mark"), **texts}
    await claire.post("/en/planks/1/editor/p1", data=edit | {"meaning": "changed", "reason": "Sooner."})
    versions = (await program.get("/api/v1/planks/1/versions")).json()["items"]
    assert [(each["number"], each["cause"], each["reason"]) for each in versions] == [
        (1, "filed", None),
        (2, "edited", "Sooner."),
    ]
    told = (await program.get("/api/v1/planks/1/texts")).json()
    assert told["missing_languages"] == ["fr", "es"]
    languages = told["blocks"][0]["languages"]
    assert languages["en"]["current"] is True
    assert (languages["fr"]["current"], languages["fr"]["outdated_since"]) == (False, 2)
    assert [each["op"] for each in languages["fr"]["changed"][0]["changes"]] == ["insert"]
    compared = (await program.get("/api/v1/planks/1/compare/1...2?language=en")).json()
    assert [(each["id"], each["fate"], each["summary"]["words_added"]) for each in compared["blocks"]] == [
        ("p1", "changed", 1)
    ]


async def test_a_draft_is_discarded_only_by_who_says_that_she_means_it(assembly, visit):
    claire = await visit("claire")
    csrf = field(await claire.get("/en/planks/new"), "csrf")
    made = await claire.post(
        "/en/planks/new", data={"csrf": csrf, "kind": "plank", "language": "en", "title-en": "A slip"}
    )
    editor = made.headers["location"]
    removal = editor.replace("/editor", "/removal")
    unsure = await claire.post(removal, data={"csrf": csrf})
    assert unsure.status_code == 422
    assert "Please confirm that the draft goes." in unsure.text
    assert (await claire.get(editor)).status_code == 200
    gone = await claire.post(removal, data={"csrf": csrf, "confirmed": "yes"})
    assert gone.headers["location"].startswith("/en/planks")
    assert (await claire.get(editor)).status_code == 404
    assert "A slip" not in (await claire.get("/en/planks")).text
