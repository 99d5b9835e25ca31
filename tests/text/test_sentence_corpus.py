"""A corpus of sentence ends as resolutions, minutes and programmes write them; a case is its sentences in order."""

import unicodedata

import pytest

from conference.text.sentences import pieces, sentences

from .prose import NBSP

ENGLISH = [
    ["The local met on Jan. 5 at noon.", "It voted."],
    ["Mr. and Mrs. Ortiz spoke.", "So did Ms. Lee."],
    ["Prof. Adams and Rev. Cole agreed.", "The motion carried."],
    ["See secs. 4 and 5, and fig. 2.", "Both were adopted."],
    ["Is that all?", "No!", "There is more."],
    ["“Who pays?” she asked.", "Nobody answered."],
    ["He said: “We stay out.”", "They stayed out."],
    ["The wage is $24.50 an hour.", "It was $22.10."],
    ["The U.S. plants closed at 5 p.m. on Friday.", "The others ran."],
    ["St. Louis, approx. 900 members, voted yes.", "Detroit vs. Windsor was a draw."],
    ["It is over… or is it?", "Wait…", "Yes."],
    ["The text says “all workers […] Those on leave” and no more.", "Read it."],
    ["1. Hours are shared.", "2. Pay is kept."],
    ["2.1. The fund grows.", "2.2. It is audited."],
    ["Members demand: (a) shorter hours; (b) full pay.", "They will strike for both."],
    ["(a) Hours are shared.", "(b) Pay is kept."],
    ["Hours are shared.", "(b) pay is kept."],
    ["a. Hours are shared.", "b. Pay is kept."],
    ["iv. The fund pays first.", "v. Locals pay later."],
    ["J. R. Soto and A. Roy moved it.", "It carried."],
    ["We met in 2025.", "40 locals came."],
    ["The rule (see no. 12.) stands.", "No.", "We changed it."],
    ["Article 5.2 stands.", "Article 5.3 falls."],
    ["Stop!!", "Now?!", "Yes."],
    ["The site example.org lists it.", "Look there."],
    ["Parts come from abroad, e.g. Puebla, i.e. Mexico.", "They are good."],
    ["[The chair rang the bell.]", "The debate went on."],
    ["Members come first.", "—And their families?"],
]
FRENCH = [
    ["M. Tremblay et Mme Roy proposent.", "Me Côté appuie."],
    ["MM. Roy et Côté proposent.", "La Dre Hébert appuie."],
    ["Voir l’art. 12 et la p. 4.", "Voir aussi le no. 7."],
    ["Le 3 janv. 2026, la section vote.", "Le 4 févr. 2026, elle revote."],
    [f"« Nous restons dehors{NBSP}! »", "Elles sont restées."],
    [f"Il dit{NBSP}: « Non. »", "On vote."],
    ["« On continue ! » lance-t-elle.", "Tout le monde applaudit."],
    [f"Qui décide{NBSP}?", f"Les membres{NBSP}!"],
    ["Le salaire passe à 24,50 $ l’heure.", "Il était de 22,10 $."],
    ["Les pièces viennent d’ailleurs, p. ex. de Puebla.", "Elles sont bonnes."],
    ["Le fonds, env. 3 M$, suffit.", "Il sera vérifié."],
    ["C’est fini… ou presque.", "Attendons…", "Oui."],
    ["Le texte dit « tous les membres […] Les absents aussi ».", "Relisez-le."],
    ["a) Le temps est partagé.", "b) La paie est maintenue."],
    ["Le temps est partagé.", "b) la paie est maintenue."],
    ["1. Le temps est partagé.", "2. La paie est maintenue."],
    ["L’usine de St. Thomas ferme.", "Celle d’Oshawa aussi."],
    ["Au 45, boul. Saint-Laurent, on se réunit.", "Venez."],
    ["L’usine ferme.", "À qui la faute ?"],
    ["Elle date de 300 av. J.-C. selon lui.", "Il plaisante."],
    ["Les É.-U. refusent.", "Le Canada accepte."],
    ["Le taux (12,5 % en 2025.) monte.", "Il montera encore."],
]
SPANISH = [
    ["El Sr. Ruiz y la Dra. Soto proponen.", "La Sra. Díaz apoya."],
    ["La Lic. Mora y el Ing. Paz hablaron.", "El Mtro. Cruz calló."],
    ["¿Quién decide?", "Las bases.", "¡Siempre!"],
    ["¡Basta ya!", "¿Y mañana?", "Mañana también."],
    ["Véase el art. 12, pág. 4 y núm. 7.", "Se aprobó."],
    ["Las piezas vienen de fuera, p. ej. de Windsor.", "Son buenas."],
    ["Los EE. UU. se oponen.", "México no."],
    ["En EE. UU. Ford cerró dos plantas.", "Nadie protestó."],
    ["El salario sube a 24.50 pesos.", "Era de 22.10."],
    ["Uds. votan primero.", "Después votamos nosotras."],
    ["«Seguimos en huelga.»", "Así lo dijeron."],
    ["«¡Seguimos!» gritaron todas.", "La sala aplaudió."],
    ["Dijo: “No hay trato.”", "Y salió."],
    ["Esto terminó… o casi.", "Esperemos…", "Sí."],
    ["a) El tiempo se reparte.", "b) El salario se conserva."],
    ["El tiempo se reparte.", "b) el salario se conserva."],
    ["1. El tiempo se reparte.", "2. El salario se conserva."],
    ["Acme, S.A. de C.V., cerró a las 5 p.m. del viernes.", "Nadie avisó."],
    ["El párr. 3 y el cap. 2 se suprimen.", "El resto queda."],
    ["La Av. Juárez se llenó.", "La calle Roma también."],
    ["¿Y qué? preguntó ella.", "Nada."],
    ["Faltan aprox. 900 votos.", "¿Cuándo llegan?"],
]
CORPUS = [
    *(("en", case) for case in ENGLISH),
    *(("fr-CA", case) for case in FRENCH),
    *(("es-MX", case) for case in SPANISH),
]


@pytest.mark.parametrize(("language", "expected"), CORPUS)
def test_every_sentence_of_the_corpus_stands_alone(language, expected):
    assert list(sentences(" ".join(expected), language)) == expected


def test_accents_written_as_marks_of_their_own_change_no_cut():
    for language, expected in CORPUS:
        apart = [unicodedata.normalize("NFD", each) for each in expected]
        assert list(sentences(" ".join(apart), language)) == apart


@pytest.mark.parametrize(
    "expected",
    [
        ["هل نضرب؟", "نعم، غدًا.", "العمال يقررون!"],
        ["کیا ہم ہڑتال کریں؟", "جی ہاں۔", "کل۔"],
    ],
)
def test_arabic_script_ends_with_signs_of_its_own(expected):
    assert list(sentences(" ".join(expected), "ar")) == expected


def test_chinese_sentences_stand_without_a_space_between():
    expected = ["工人先投票。", "谁决定？", "“我们决定！”", "（罢工继续。）", "完"]
    assert list(pieces("".join(expected), "zh")) == expected
