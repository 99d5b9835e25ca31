"""References in drafts and files: told when they lead astray, under their lasting ids once the plank is laid."""

import pytest

from conference.core.errors import Invalid, Refused
from conference.planks import queries
from conference.planks.drafting import commands, imports
from conference.planks.drafting import queries as desks
from conference.runtime.database import shielded
from conference.runtime.settings import Settings, use


async def test_a_reference_follows_its_paragraph_to_the_id_it_is_laid_under(cast, house: Settings) -> None:
    use(house)
    number = (await shielded(commands.begin(cast.james, "plank", "en", {"en": "Hours"}, {}))).number
    await shielded(commands.insert(cast.james, number, "", "heading", {"en": "Hours"}))
    await shielded(commands.insert(cast.james, number, "zz", "paragraph", {"en": "We want less."}))
    heading, less = (each.id for each in (await desks.desk(cast.james, number)).blocks)
    with pytest.raises(Invalid) as refusal:
        await shielded(commands.insert(cast.james, number, "zz", "paragraph", {"en": "As {clause 2} says."}))
    assert "{clause 2} is not a reference" in str(refusal.value.problems["text-en"])
    told = {"en": f"As {{{less}}} says.\n\nSee {{p99}} and {{{heading}}}."}
    await shielded(commands.insert(cast.james, number, "zz", "paragraph", told))
    await shielded(commands.insert(cast.james, number, heading, "paragraph", {"en": "New second block."}))
    with pytest.raises(Refused, match="reference-astray"):
        await shielded(commands.lay(cast.james, number))
    desk = await desks.desk(cast.james, number)
    assert [(gap.place, gap.bars) for gap in desk.gaps if "p99" in str(gap.sentence)] == [(5, True)]
    last = desk.blocks[-1]
    await shielded(commands.write(cast.james, number, last.id, last.mark, "paragraph", {"en": "See {s1}."}))
    await shielded(commands.lay(cast.james, number))
    view = await queries.plank(cast.james, number, "en")
    assert [each.text for each in view.blocks] == [
        "Hours", "New second block.", "We want less.", "As {p3} says.", "See {s1}.",
    ]  # fmt: skip


def test_a_file_whose_references_lead_astray_says_so_at_the_block() -> None:
    source = "# Hours\n\nWe want less.\n\nAs {p2}, {2.p1} and {s1} say.\n\nAs {p1}, {p9} and {this} say.\n"
    found = imports.lay_side_by_side({"en": source}, "en")
    assert not found.fits
    assert [row.place for row in found.odd] == [4]
    assert [str(each).split(".")[0] for each in found.odd[0].problems] == [
        "The reference {p1} leads to a heading, which has no number",
        "The reference {p9} leads to no paragraph",
        "{this} is not a reference",
    ]
