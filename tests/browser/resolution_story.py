"""What the journey to a resolution is made of: a plank in three languages, six amendments, and the many hands that
translate, co-sign, certify and vote beside the people whose browsers are shown."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from typing import Final

from tests.journeys import story
from tests.journeys.server import Demo
from tests.journeys.walker import Form, Walker

LANGUAGES: Final = ("en", "fr", "es")
TITLES: Final = {
    "en": "The list of dangerous substances",
    "fr": "La liste des substances dangereuses",
    "es": "La lista de sustancias peligrosas",
}
TEXT: Final = {
    "en": """Every parts plant keeps a list of the substances that its workers handle. The list hangs in the canteen.

The union local checks the list once a year. The employer pays for the time that this takes.

A plant that hides a substance loses its place among the suppliers.""",
    "fr": """Chaque usine de pièces tient une liste des substances que son personnel manipule. \
La liste est affichée à la cafétéria.

La section locale vérifie la liste une fois par année. L’employeur paye le temps qu’il faut.

Une usine qui cache une substance perd sa place parmi les fournisseurs.""",
    "es": """Cada planta de autopartes lleva una lista de las sustancias que maneja su personal. \
La lista se cuelga en el comedor.

La sección sindical revisa la lista una vez al año. El patrón paga el tiempo que se necesita.

La planta que oculte una sustancia pierde su lugar entre los proveedores.""",
}


@dataclass(frozen=True, slots=True)
class Motion:
    """An amendment of the journey: who moves it, in which language, and its words in all of them (none: deletes)."""

    by: str
    language: str
    block: str
    reason: str
    words: dict[str, str]
    kind: str = "replace"
    cosigners: tuple[str, ...] = ("harpreet-gill", "beatriz-nava")


_PAID: Final = {
    "en": "The employer pays for the time that this takes.",
    "fr": "L’employeur paye le temps qu’il faut.",
    "es": "El patrón paga el tiempo que se necesita.",
}
HALF_YEARLY: Final = Motion(
    "louise-gagnon", "fr", "p2", "Une année, c’est trop long quand un produit rend malade.",
    {
        "fr": f"La section locale vérifie la liste tous les six mois. {_PAID['fr']}",
        "en": f"The union local checks the list every six months. {_PAID['en']}",
        "es": f"La sección sindical revisa la lista cada seis meses. {_PAID['es']}",
    },
)  # fmt: skip
MONTHLY: Final = Motion(
    "maria-elena-ruiz", "es", "p2", "En mi planta llegan sustancias nuevas todos los meses.",
    {
        "es": f"La sección sindical revisa la lista cada mes. {_PAID['es']}",
        "fr": f"La section locale vérifie la liste chaque mois. {_PAID['fr']}",
        "en": f"The union local checks the list every month. {_PAID['en']}",
    },
)  # fmt: skip
AT_FULL_WAGE: Final = Motion(
    "tom-okafor", "en", "p2", "Time without the full wage is time that nobody will take.",
    {
        "en": "The union local checks the list once a year. "
        "The employer pays for the time that this takes, at the full wage.",
        "fr": "La section locale vérifie la liste une fois par année. "
        "L’employeur paye le temps qu’il faut, au plein salaire.",
        "es": "La sección sindical revisa la lista una vez al año. "
        "El patrón paga el tiempo que se necesita, con salario completo.",
    },
)  # fmt: skip
IN_WRITING: Final = Motion(
    "ximena-ortega", "es", "p2", "Lo que no se escribe, se olvida.",
    {
        "es": f"La sección sindical revisa la lista cada seis meses y por escrito. {_PAID['es']}",
        "fr": f"La section locale vérifie la liste tous les six mois et par écrit. {_PAID['fr']}",
        "en": f"The union local checks the list every six months and in writing. {_PAID['en']}",
    },
)  # fmt: skip
WITHOUT_THREAT: Final = Motion(
    "isabelle-fortin", "fr", "p3", "Cette menace vise d’abord les gens qui travaillent dans l’usine.", {}, "delete"
)
MILDER: Final = Motion(
    "james-whitfield", "en", "p3", "A plant should be able to come back once it has told the truth.",
    {
        "en": "A plant that hides a substance loses its place among the suppliers for one year.",
        "fr": "Une usine qui cache une substance perd pour un an sa place parmi les fournisseurs.",
        "es": "La planta que oculte una sustancia pierde por un año su lugar entre los proveedores.",
    },
)  # fmt: skip
_BETWEEN: Final = {
    frozenset({"fr", "en"}): "amelie-roy", frozenset({"en", "es"}): "jorge-ibarra",
    frozenset({"es", "fr"}): "lucia-fernandez",
}  # fmt: skip
CERTIFIERS: Final = {
    "amelie-roy": ["en", "fr"], "jorge-ibarra": ["es"], "karen-mcleod": ["en"], "sylvie-bouchard": ["fr"],
    "guadalupe-morales": ["es"],
}  # fmt: skip


@dataclass(slots=True)
class Hands:
    """Everybody who does something by plain requests: each signs in once and stays."""

    demo: Demo
    stack: ExitStack
    come: dict[tuple[str, str], Walker] = field(default_factory=dict)

    def of(self, handle: str, language: str = "en") -> Walker:
        if (handle, language) not in self.come:
            self.come[handle, language] = self.stack.enter_context(Walker(self.demo.address, language))
            self.come[handle, language].be(handle)
        return self.come[handle, language]

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """What the demo's database says, for keys that no page shows."""
        with closing(sqlite3.connect(f"file:{self.demo.data / 'conference.db'}?mode=ro", uri=True)) as database:
            return database.execute(sql, values).fetchall()

    def co_sign(self, motion: Motion, code: str) -> None:
        for handle in motion.cosigners:
            self.of(handle).open(f"/amendments/{code}").send("/cosigners")

    def translate(self, motion: Motion, code: str) -> None:
        """The words in the other two languages, each by a translator of both."""
        for target in LANGUAGES:
            if motion.words and target != motion.language:
                by = self.of(_BETWEEN[frozenset({motion.language, target})], target)
                unit = self.rows("SELECT text_id FROM amendment WHERE number = ?", int(code[1:]))[0][0]
                by.open(f"/translate/{unit}/{target}").send(f"/{target}", text=motion.words[target])

    def certify_plank(self, plank: int) -> None:
        """Every sentence that stands, in both other languages, by a translator who has not written it."""
        standing = self.rows(
            "SELECT u.id, u.language FROM segment s JOIN plank_version v ON v.id = s.version_id "
            "JOIN plank p ON p.id = v.plank_id AND p.version = v.number JOIN text_unit u ON u.id = s.unit_id "
            "WHERE p.number = ?", plank,
        )  # fmt: skip
        for unit, own in standing:
            for target in LANGUAGES:
                if target != own:
                    self._certify(unit, str(own), target)

    def _certify(self, unit: object, own: str, target: str) -> None:
        wrote = self.rows(
            "SELECT a.handle FROM text t JOIN account a ON a.id = t.author_id JOIN text_unit u ON u.id = t.unit_id "
            "AND u.revision = t.revision WHERE t.unit_id = ? AND t.language = ?", unit, target,
        )  # fmt: skip
        pairs = [_BETWEEN[frozenset({own, target})], *(by for pair, by in _BETWEEN.items() if target in pair)]
        by = next(each for each in pairs if (each,) not in wrote)
        self.of(by, target).open(f"/translate/{unit}/{target}").send("/certificate")

    def certify_resolution(self, number: int) -> None:
        """In every language a translator, and somebody else who has translated nothing of it."""
        for handle, languages in CERTIFIERS.items():
            at = f"/resolutions/{number}/certification"
            self.of(handle).open(at).send("/certification", language=languages)

    def vote(self, vote: int, fill: Callable[[Form], None]) -> None:
        """The other voters cast."""
        for handle in story.VOTERS:
            if handle != "maria-elena-ruiz":
                story.cast(self.of(handle), vote, fill)
        story.cast(self.of("alfonso-trevino"), vote, fill)

    def declare(self, vote: int, chair: str, language: str) -> None:
        for step in ("closing", "unsealing", "declaration"):
            story.lead(self.of(chair, language), vote, step)


@contextmanager
def many_hands(demo: Demo) -> Iterator[Hands]:
    with ExitStack() as stack:
        yield Hands(demo, stack)
