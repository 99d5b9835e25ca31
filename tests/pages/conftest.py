"""The plank and the people of the amendments' tests: a page is asked about the same conference."""

from tests.amendments.conftest import browser, cast, plank

__all__ = ["browser", "cast", "plank"]
