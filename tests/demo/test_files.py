"""The demo's times and files: what a loader may rely on."""

from datetime import timedelta

import pytest

from conference.demo import files


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("-6d 4h 10m", timedelta(days=-6, hours=-4, minutes=-10)),
        ("-2h 40m", timedelta(hours=-2, minutes=-40)),
        ("-9d", timedelta(days=-9)),
        ("-5m", timedelta(minutes=-5)),
    ],
)
def test_an_offset_is_read_as_time_before_loading(written, meant):
    assert files.offset(written) == meant


@pytest.mark.parametrize("written", ["", "-", "6d", "-6x", "-6d 4h 10m later", "- 6d"])
def test_what_is_no_offset_is_refused(written):
    with pytest.raises(ValueError, match="offset"):
        files.offset(written)


def test_a_translation_comes_5_to_40_minutes_after_its_text():
    spoken = timedelta(days=-3)
    waits = {files.after(spoken, f"p1-{number}", 5, 40) - spoken for number in range(200)}
    assert min(waits) >= timedelta(minutes=5)
    assert max(waits) <= timedelta(minutes=40)
    assert len(waits) > 20


def test_nothing_happens_after_the_loading():
    spoken = timedelta(minutes=-3)
    assert all(spoken < files.after(spoken, f"p1-{number}", 5, 40) < timedelta() for number in range(200))


def test_replies_come_after_what_they_answer():
    for name in files.PLANKS:
        posts = {post["key"]: post for post in files.read(name).get("post", [])}
        for post in posts.values():
            if "reply_to" in post:
                parent = posts[post["reply_to"]]
                assert files.offset(parent["at"]) < files.offset(post["at"]), post["key"]
                assert parent["thread"] == post["thread"], post["key"]
