"""A browser without JavaScript: it reads pages, follows links and sends forms, and nothing else.

It can send only what a page offers: an unknown field, answer or button fails the test, as a person would be stuck.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx2


@dataclass(slots=True)
class Control:
    """A field of a form: what it holds, and for choices what may be chosen (else none)."""

    name: str
    kind: str
    value: str = ""
    on: bool = True
    choices: list[str] | None = None


@dataclass(slots=True)
class Button:
    """What sends a form."""

    name: str
    value: str
    action: str
    words: str = ""


@dataclass(slots=True)
class Form:
    """A form as the page shows it."""

    action: str
    method: str
    controls: list[Control] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)

    def fill(self, **answers: str | list[str] | bool) -> None:
        """Type and choose. A list ticks exactly these boxes; a dash in a field's name is written as `__`."""
        for name, answer in answers.items():
            controls = [each for each in self.controls if each.name == name.replace("__", "-")]
            assert controls, f"{self.action} has no field {name}"
            for control in controls:
                _answer(control, answer)
            if isinstance(answer, str) and controls[0].kind == "radio":
                assert any(each.on for each in controls), f"{name} does not offer {answer}"

    def sent(self, button: Button) -> list[tuple[str, str]]:
        """The pairs that a browser sends."""
        pairs = [(each.name, each.value) for each in self.controls if each.on]
        return [*pairs, (button.name, button.value)] if button.name else pairs


def _answer(control: Control, answer: str | list[str] | bool) -> None:
    if control.kind == "radio":
        control.on = control.value.rstrip("-") == answer  # ballots have answers of one width
    elif control.kind == "checkbox":
        control.on = control.value in answer if isinstance(answer, list) else answer is True
    else:
        assert isinstance(answer, str)
        assert control.choices is None or answer in control.choices, f"{control.name} does not offer {answer}"
        control.value = answer


class Reader(HTMLParser):
    """Forms, links and visible words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[Form] = []
        self.links: list[list[str]] = []
        self.words: list[str] = []
        self.language = ""
        self._form: Form | None = None
        self._text: Control | None = None
        self._select: Control | None = None
        self._chosen = False
        self._button: Button | None = None
        self._link: list[str] | None = None
        self._silent = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        at = {name: value or "" for name, value in attrs}
        match tag:
            case "html":
                self.language = at.get("lang", "")
            case "form":
                self._form = Form(at.get("action", ""), at.get("method", "get").lower())
                self.forms.append(self._form)
            case "script" | "style" | "template":
                self._silent += 1
            case "a" if "href" in at:
                self._link = [at["href"], ""]
                self.links.append(self._link)
        if self._form is not None:
            self._control(tag, at, self._form)

    def _control(self, tag: str, at: dict[str, str], form: Form) -> None:
        name = at.get("name", "")
        match tag:
            case "input" if name:
                kind = at.get("type", "text")
                on = "checked" in at if kind in ("checkbox", "radio") else True
                form.controls.append(Control(name, kind, at.get("value", "on" if kind == "checkbox" else ""), on))
            case "textarea":
                self._text = Control(name, "textarea")
                form.controls.append(self._text)
            case "select":
                self._select, self._chosen = Control(name, "select", choices=[]), False
                form.controls.append(self._select)
            case "option" if self._select is not None and self._select.choices is not None:
                first = not self._select.choices
                self._select.choices.append(at.get("value", ""))
                if "selected" in at or (first and not self._chosen):
                    self._select.value, self._chosen = at.get("value", ""), "selected" in at
            case "button" if at.get("type", "submit") == "submit":
                self._button = Button(name, at.get("value", ""), at.get("formaction", form.action))
                form.buttons.append(self._button)

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "form":
                self._form = None
            case "textarea" if self._text is not None:
                self._text.value = self._text.value.removeprefix("\n")
                self._text = None
            case "select":
                self._select = None
            case "button":
                self._button = None
            case "a":
                self._link = None
            case "script" | "style" | "template":
                self._silent -= 1

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._text is not None:
            self._text.value += data
            return
        self.words.append(data)
        if self._button is not None:
            self._button.words += data
        if self._link is not None:
            self._link[1] += data

    @property
    def text(self) -> str:
        """Everything that stands on the page, with single spaces."""
        return " ".join("".join(self.words).split())


class Walker:
    """One person at her browser, with JavaScript switched off."""

    def __init__(self, address: str, language: str = "en") -> None:
        self.language = language
        self._client = httpx2.Client(base_url=address, follow_redirects=True, timeout=30)
        self._address = address
        self.url = address
        self.page = Reader("")

    def __enter__(self) -> "Walker":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def open(self, path: str) -> "Walker":
        """Open a page of our own: `path` without its language."""
        return self._arrive(self._client.get(f"/{self.language}{path}"))

    def follow(self, ending: str) -> "Walker":
        """Press the first link of the page whose address ends so."""
        found = [href for href, _ in self.page.links if href.endswith(ending)]
        assert found, f"{self.url} has no link to {ending}"
        return self._arrive(self._client.get(urljoin(self.url, found[0])))

    def form(self, ending: str) -> Form:
        """The form of the page that is sent to an address ending so, by itself or by one of its buttons."""
        return self._find(ending, "")[0]

    def send(self, ending: str, /, *, press: str = "", **answers: str | list[str] | bool) -> "Walker":
        """Fill in the form for this address and send it; `press` is the value of the button, where several differ."""
        form, button = self._find(ending, press)
        form.fill(**answers)
        return self.press(form, button)

    def _find(self, ending: str, press: str) -> tuple[Form, Button]:
        for form in self.page.forms:
            for button in form.buttons:
                if button.action.endswith(ending) and press in ("", button.value):
                    return form, button
        raise AssertionError(f"{self.url} has no form for {ending} {press}: {self.page.text[:600]}")

    def press(self, form: Form, button: Button) -> "Walker":
        """Send this form of the page by this button of it."""
        pairs, target = form.sent(button), urljoin(self.url, button.action or self.url)
        if form.method == "get":
            return self._arrive(self._client.get(target, params=httpx2.QueryParams(pairs)))
        fields: dict[str, list[str]] = {}
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
        ours = {"Origin": self._address, "Referer": self.url, "Sec-Fetch-Site": "same-origin"}
        return self._arrive(self._client.post(target, data=fields, headers=ours))

    def _arrive(self, answer: httpx2.Response) -> "Walker":
        self.url = str(answer.url)
        self.page = Reader(answer.text)
        assert answer.status_code == 200, f"{self.url} answered {answer.status_code}: {self.page.text[:600]}"
        return self

    def source(self, path: str) -> str:
        """The HTML of a page, without going there."""
        return self._client.get(f"/{self.language}{path}").text

    def be(self, handle: str) -> "Walker":
        """Sign in as one of the demo's cast, by her button."""
        return self.open("/demo").send("/demo/sign-in", press=handle)
