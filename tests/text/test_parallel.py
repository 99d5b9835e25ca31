"""Files of three languages side by side: what fits, and what is told where it does not."""

from hypothesis import given
from hypothesis import strategies as st

from conference.text.blocks import Draft, Kind
from conference.text.markdown import parse
from conference.text.parallel import Code, align

from .prose import calm, scripts

EN = parse("# Time\n\nMembers are asked. They vote.\n\nThe week has 32 hours.\n\n- shorter hours\n- full pay for all\n")
FR = parse(
    "# Temps\n\nLes membres sont consultés. Ils votent.\n\nLa semaine a 32 heures.\n\n- moins d’heures\n- pleine paie\n"
)
ES = parse(
    "# Tiempo\n\nSe pregunta a las bases. Votan.\n\nLa semana es de 32 horas.\n\n- menos horas\n- salario completo\n"
)


def told(texts):
    return [(each.row, each.language, each.code) for each in align(texts, "en").mismatches]


def test_files_that_fit_have_a_row_for_each_block():
    found = align({"en": EN, "fr": FR, "es": ES}, "en")
    assert found.is_aligned
    assert found.mismatches == ()
    assert [(row["en"], row["fr"], row["es"]) for row in found.rows] == list(zip(EN, FR, ES, strict=True))


def test_a_paragraph_left_out_is_missing_in_its_own_row_and_the_rest_still_fits():
    assert told({"en": EN, "fr": FR[:2] + FR[3:], "es": ES}) == [(2, "fr", Code.MISSING)]


def test_a_paragraph_too_many_stands_in_a_row_of_its_own():
    more = Draft(Kind.PARAGRAPH, "Esto no lo dice nadie más en ningún otro idioma, y son 77 palabras de más.")
    found = align({"en": EN, "fr": FR, "es": (*ES[:2], more, *ES[2:])}, "en")
    assert [(each.row, each.language, each.code) for each in found.mismatches] == [(2, "es", Code.EXTRA)]
    assert found.rows[2] == {"en": None, "fr": None, "es": more}
    assert not found.is_aligned
    first = align({"en": EN, "fr": FR, "es": (more, *ES)}, "en")
    assert first.rows[0] == {"en": None, "fr": None, "es": more}


def test_another_form_is_told_with_both_sides():
    heading = Draft(Kind.HEADING, ES[2].text, 1)
    found = align({"en": EN, "es": (*ES[:2], heading, *ES[3:])}, "en")
    assert [(each.code, dict(each.params)) for each in found.mismatches] == [
        (Code.KIND, {"source": "paragraph", "here": "heading"}),
        (Code.DEPTH, {"source": 0, "here": 1}),
    ]


def test_other_figures_and_other_sentences_are_worth_a_look_only():
    other = Draft(Kind.PARAGRAPH, "La semaine a 35 heures. Elle est courte.")
    found = align({"en": EN, "fr": (*FR[:2], other, *FR[3:])}, "en")
    assert [(each.code, dict(each.params)) for each in found.mismatches] == [
        (Code.SENTENCES, {"source": 1, "here": 2}),
        (Code.NUMBERS, {"source": "32", "here": "35"}),
    ]
    assert found.is_aligned


files = st.lists(st.builds(Draft, st.sampled_from(Kind), scripts, st.integers(0, 2), st.booleans()), max_size=6)


@calm
@given(files, files, files)
def test_every_block_stands_in_one_row_in_its_order(en, ar, zh):
    found = align({"ar": ar, "en": en, "zh": zh}, "en")
    for language, blocks in {"en": en, "ar": ar, "zh": zh}.items():
        assert [row[language] for row in found.rows if row[language] is not None] == blocks
    assert not any(set(row.values()) == {None} for row in found.rows)
    assert align({"en": en, "fr": en}, "en").mismatches == ()
