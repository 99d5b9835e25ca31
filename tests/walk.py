"""A walk through the application by links and forms alone, in this process: no JavaScript, nothing that a page does not
offer."""

from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2

from tests.journeys.walker import Button, Form, Reader


@dataclass(slots=True)
class Walk:
    """One reader's browser."""

    client: httpx2.AsyncClient
    url: str = ""
    page: Reader | None = None

    @property
    def text(self) -> str:
        assert self.page is not None
        return self.page.text

    async def open(self, path: str) -> "Walk":
        return self._arrive(await self.client.get(path, follow_redirects=True), (200,))

    async def follow(self, ending: str) -> "Walk":
        """Follow the page's link to an address that ends so."""
        assert self.page is not None
        found = [href for href, _ in self.page.links if href.endswith(ending)]
        assert found, f"{self.url} has no link to {ending}: {self.text[:800]}"
        return await self.open(found[0])

    def form(self, ending: str) -> tuple[Form, Button]:
        assert self.page is not None
        for form in self.page.forms:
            for button in form.buttons:
                if button.action.endswith(ending):
                    return form, button
        raise AssertionError(f"{self.url} has no form for {ending}: {self.text[:800]}")

    def offers(self, ending: str) -> bool:
        """Whether the page has a form for an address that ends so."""
        assert self.page is not None
        return any(button.action.endswith(ending) for form in self.page.forms for button in form.buttons)

    async def send(self, ending: str, /, *, expected: int = 200, **answers: str | list[str] | bool) -> "Walk":
        form, button = self.form(ending)
        form.fill(**answers)
        target, pairs = urljoin(self.url, button.action or self.url), form.sent(button)
        if form.method == "get":
            return self._arrive(await self.client.get(target, params=pairs, follow_redirects=True), (expected,))
        fields: dict[str, list[str]] = {}
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
        return self._arrive(await self.client.post(target, data=fields, follow_redirects=True), (expected,))

    def _arrive(self, answer: httpx2.Response, expected: tuple[int, ...]) -> "Walk":
        self.url, self.page = str(answer.url), Reader(answer.text)
        assert answer.status_code in expected, f"{self.url} answered {answer.status_code}: {self.text[:800]}"
        return self
