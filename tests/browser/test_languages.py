"""What stands beside a text: the offer of another language while one writes, the note of a term while one reads."""

from playwright.sync_api import expect

SPANISH = "Pedimos que las horas extra sean voluntarias en todas las plantas."


def test_the_offer_is_said_politely_and_touches_nothing_until_it_is_taken(enter):
    page = enter("rosa-delgado")
    page.goto("/en/planks/1/debate")
    form, field = page.locator("#say form.form"), page.locator("#f-text")
    form.locator("[name=language]").select_option("en")
    field.fill(SPANISH)
    offer = form.get_by_role("button", name="Yes, it is Spanish")
    expect(offer).to_be_visible()
    expect(page.locator("#status")).to_have_text("Is this Spanish?")
    expect(field).to_be_focused()
    assert (field.input_value(), form.locator("[name=language]").input_value()) == (SPANISH, "en")
    offer.press("Enter")
    expect(form.locator("[name=language]")).to_have_value("es")
    expect(field).to_have_attribute("lang", "es-MX")
    expect(field).to_be_focused()
    expect(offer).to_have_count(0)
    assert field.input_value() == SPANISH
    field.fill("")


def test_a_term_opens_its_note_by_keyboard_and_gives_the_place_back(enter):
    page = enter("rosa-delgado")
    page.goto("/en/planks/1")
    term = page.locator(".blocks a.term").first
    term.focus()
    term.press("Enter")
    note = page.get_by_role("dialog", name="In the glossary")
    expect(note).to_be_focused()
    expect(note.locator("[lang=es-MX]").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(term).to_be_focused()
