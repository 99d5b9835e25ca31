"""The rules for programs: as data, and in plain words of a language."""

from conference.rulebook import queries, rules
from tests.cast import Assembly
from tests.conftest import Visit


async def test_a_program_reads_every_rule_set_as_data(assembly: Assembly, visit: Visit) -> None:
    program = await visit()
    listed = (await program.get("/api/v1/rules?language=en")).json()
    assert [each["key"] for each in listed["items"]] == [each.key for each in queries.defaults()]
    assert tuple(rules.of_data(each["rules"]) for each in listed["items"]) == queries.defaults()
    assert listed["digest"] in (await program.get("/en/rules")).text


async def test_a_program_reads_one_in_the_words_of_a_language(assembly: Assembly, visit: Visit) -> None:
    program = await visit()
    said = {code: (await program.get(f"/api/v1/rules/adoption?language={code}")).json() for code in ("en", "fr", "es")}
    assert "Each delegation must be in favour as well, so that no delegation is outvoted." in said["en"]["words"]
    for code, found in said.items():
        assert found["language"] == code
        page = (await program.get(f"/{code}/rules")).text
        assert all(sentence in page for sentence in (*found["words"], *found["cautions"])), code
    assert said["fr"]["rules"] == said["es"]["rules"]


async def test_what_is_not_there_is_said_to_be_absent(assembly: Assembly, visit: Visit) -> None:
    program = await visit()
    assert (await program.get("/api/v1/rules/none")).status_code == 404
    assert (await program.get("/api/v1/rules/adoption?language=de")).status_code == 404
    described = (await program.get("/api/openapi.json")).json()["paths"]
    assert {"/api/v1/rules", "/api/v1/rules/{key}", "/api/v1/votes/{number}/answer"} <= set(described)
