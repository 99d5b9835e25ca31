"""What the journeys share: who comes, what she says in three languages, and the delegates who vote beside her."""

import time
from collections.abc import Callable

from tests.journeys.walker import Form, Walker

PATIENCE = 15
NAME = "Maya Tremblay"
EMAIL = "maya.tremblay@example.org"
PASSWORD = "quatre mots sans lien"
PLANK, BLOCK = 2, "p3"
POST = "La semaine de quatre jours, mes collègues la demandent depuis dix ans."
POST_ES = "Mis compañeras y compañeros piden la semana de cuatro días desde hace diez años."
REASON = "Il faut nommer ce que le partage du travail rend possible."
WORDING = {
    "fr": "Quand le travail est partagé, plus personne ne se bat contre ses voisins, et chaque quart garde ses jours.",
    "en": "Where work is shared, nobody fights the people next door any more, and each shift keeps its days.",
    "es": "Donde se comparte el trabajo, ya nadie pelea con la gente de al lado, y cada turno conserva sus días.",
}
RIVAL = {
    "en": "Where work is shared, nobody has to fight a neighbour for the jobs that remain.",
    "fr": "Quand le travail est partagé, personne n’a à se battre contre ses voisins pour les emplois qui restent.",
    "es": "Donde se comparte el trabajo, nadie tiene que pelear con sus vecinos por los empleos que quedan.",
}
RIVAL_REASON = "Shorter, and it says the same."
RESOLUTION = {
    "en": "Resolution on organizing the parts plants",
    "fr": "Résolution sur la syndicalisation des usines de pièces",
    "es": "Resolución sobre la organización de las plantas de autopartes",
}
TRANSLATORS = {("fr", "en"): "amelie-roy", ("fr", "es"): "lucia-fernandez", ("en", "fr"): "amelie-roy",
    ("en", "es"): "jorge-ibarra"}  # fmt: skip
# Eleven of the others: with the newcomer more than half of the roll, and most of each delegation.
VOTERS = (
    "louise-gagnon", "isabelle-fortin", "sylvie-bouchard", "karen-mcleod",
    "maria-elena-ruiz", "jose-luis-hernandez", "guadalupe-morales", "ximena-ortega",
    "denise-walker", "frank-kowalski", "tamika-brooks",
)  # fmt: skip


def confirmation(letter: str) -> str:
    """The address of the page that a letter asks to open, without its host and language."""
    link = next(line for line in letter.splitlines() if "/confirm/" in line)
    return "/confirm/" + link.strip().rsplit("/", 1)[1]


def translate(address: str, source: str, target: str, original: str, text: str) -> None:
    """A translator finds a text in her queue by its words and writes it in her language."""
    with Walker(address, target) as desk:
        desk.be(TRANSLATORS[source, target]).open(f"/translate?into={target}")
        for href in [href for href, _ in desk.page.links if href.startswith(f"/{target}/translate/")]:
            desk.follow(href)
            if original in desk.page.text:
                desk.send(f"/{target}", text=text)
                return
            desk.open(f"/translate?into={target}")
    raise AssertionError(f"nothing to translate into {target}: {original}")


def file_rival(address: str) -> str:
    """Another delegate's wording for the same passage, with its translations; its code."""
    with Walker(address, "en") as karen:
        karen.be("karen-mcleod").open(f"/planks/{PLANK}/amend?block={BLOCK}")
        karen.send("/amend/check", text=RIVAL["en"], reason=RIVAL_REASON).send("/amendments")
        code = karen.path.rsplit("/", 1)[1]
    for target in ("fr", "es"):
        translate(address, "en", target, RIVAL["en"], RIVAL[target])
    for handle in ("tom-okafor", "harpreet-gill"):
        co_sign(address, handle, code)
    return code


def co_sign(address: str, handle: str, code: str) -> None:
    with Walker(address) as walker:
        walker.be(handle).open(f"/amendments/{code}").send("/cosigners")


def lead(chair: Walker, vote: int, step: str) -> None:
    """The chair takes one step of a vote, and waits for the end of its countdown where it has one."""
    chair.open(f"/votes/{vote}").send(f"/{step}")
    following = {"opening": "/closing", "closing": "/unsealing"}.get(step)
    until = time.monotonic() + PATIENCE
    while following and not any(each.action.endswith(following) for form in chair.page.forms for each in form.buttons):
        assert time.monotonic() < until, f"vote {vote}: the countdown of {step} never ends"
        time.sleep(0.2)
        chair.open(f"/votes/{vote}")


def cast(walker: Walker, vote: int, fill: Callable[[Form], None]) -> None:
    """Fill a ballot, check it, cast it."""
    walker.open(f"/votes/{vote}/ballot")
    fill(walker.form("/ballot/check"))
    walker.send("/ballot/check").send("/ballot")
    assert "/receipt/" in walker.path


def others_vote(address: str, vote: int, fill: Callable[[Form], None]) -> None:
    """Each of the eleven casts the same ballot."""
    for handle in VOTERS:
        with Walker(address) as walker:
            cast(walker.be(handle), vote, fill)


CERTIFIERS = {
    "amelie-roy": ["en", "fr"], "jorge-ibarra": ["es"], "karen-mcleod": ["en", "fr"], "guadalupe-morales": ["es"],
}  # fmt: skip
"""In every language a translator, and a drafter who has translated nothing."""


def certify(address: str, resolution: int) -> None:
    for handle, languages in CERTIFIERS.items():
        with Walker(address) as walker:
            at = f"/resolutions/{resolution}/certification"
            walker.be(handle).open(at).send("/certification", language=languages)


def ranking(*options: str) -> Callable[[Form], None]:
    """Ranks these options in this order and leaves the rest out."""
    return lambda form: form.fill(**{f"rank__{key}": str(rank) for rank, key in enumerate(options, 1)})


def saying(answer: str) -> Callable[[Form], None]:
    return lambda form: form.fill(answer=answer)
