"""Markdown files side by side: what fits is taken over, what does not is told block by block and stored only when
somebody has confirmed it."""

import pytest

from conference.core.errors import Invalid
from conference.planks import queries
from conference.planks.drafting import commands, imports
from conference.planks.drafting import queries as desks
from conference.runtime.database import shielded

EN = "# Hours\n\nWe want less. Nobody waits.\n\n- Thirty hours\n- No Sundays\n"
FR = "# Heures\n\nNous voulons moins. Personne n’attend.\n\n- Trente heures\n- Aucun dimanche\n"


def told(files: dict[str, str]) -> list[tuple[int, str]]:
    return [(row.place, str(each)) for row in imports.lay_side_by_side(files, "en").odd for each in row.problems]


def test_files_that_fit_are_the_blocks_of_a_plank():
    found = imports.lay_side_by_side({"en": EN, "fr": FR}, "en")
    assert found.fits
    assert [(row.kind, row.texts["fr"]) for row in found.rows] == [
        ("heading", "Heures"),
        ("paragraph", "Nous voulons moins. Personne n’attend."),
        ("item", "Trente heures"),
        ("item", "Aucun dimanche"),
    ]


def test_what_does_not_fit_is_told_in_words_at_its_block():
    fewer = FR.replace("- Aucun dimanche\n", "")
    assert told({"en": EN, "fr": fewer}) == [
        (4, "Français has one block fewer: nothing answers this one after its block 3.")
    ]
    assert told({"en": EN, "fr": FR.replace("# Heures", "Heures")}) == [
        (1, "This block is a heading in English and a paragraph in Français.")
    ]
    assert told({"en": EN, "fr": FR.replace("moins. Personne", "moins, personne")}) == [
        (2, "Sentences in this block: 2 in English, 1 in Français.")
    ]
    more = FR + "\n\nUn paragraphe de plus, qui ne répond à rien du tout.\n"
    assert told({"en": EN, "fr": more}) == [(5, "Français has one block more: this one, after its block 4.")]


@pytest.mark.parametrize(
    ("source", "field", "words"),
    [
        ("\n\n".join(["Word."] * 501), "text-en", "500"),
        ("a" * 20_001, "text-en", "20000"),
        ("", "text-en", "Please give the text in the language of the plank."),
    ],
)
def test_what_a_plank_cannot_hold_is_refused_in_a_sentence(source, field, words):
    with pytest.raises(Invalid) as refusal:
        imports.lay_side_by_side({"en": source, "fr": FR}, "en")
    assert words in str(refusal.value.problems[field])


async def test_nothing_is_stored_until_it_fits_or_is_confirmed(assembly, visit):
    plank = await shielded(commands.begin(assembly.chair, "plank", "en", {"en": "Hours"}, {}))
    page = await visit(assembly.chair.handle)
    address = f"/en/planks/{plank.number}/editor/import"
    csrf = (await page.get(address)).text.split('name="csrf" value="')[1].split('"')[0]
    fewer = FR.replace("- Aucun dimanche\n", "")
    files = {"file-en": ("en.md", EN.encode(), "text/markdown")}
    answer = await page.post(address, data={"csrf": csrf, "text-fr": fewer}, files=files)
    assert answer.status_code == 422
    assert "one block fewer" in answer.text
    assert "- No Sundays" in answer.text  # the file is in its box now: nothing was lost
    assert (await desks.desk(assembly.chair, plank.number)).blocks == ()
    seen = answer.text.split('name="seen" value="')[1].split('"')[0]
    typed = {"csrf": csrf, "text-en": EN, "confirmed": "yes", "seen": seen}
    other = await page.post(address, data={**typed, "text-fr": FR.replace("# Heures", "Heures")})
    assert other.status_code == 422  # confirmed were other files
    assert (await page.post(address, data={**typed, "text-fr": fewer})).status_code == 303
    blocks = (await desks.desk(assembly.chair, plank.number)).blocks
    assert [sorted(each.texts) for each in blocks] == [["en", "fr"]] * 3 + [["en"]]
    assert (await page.post(f"/en/planks/{plank.number}/laying", data={"csrf": csrf})).status_code == 303
    assert len((await queries.plank(assembly.chair, plank.number, "fr")).blocks) == 4
