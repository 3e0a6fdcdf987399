"""What a text begins with: the number of its paragraph, a letter, a heading that was glued before it."""

from __future__ import annotations

import pytest

from cases.importing.parts.paragraphs import Beginning, beginning_of

CASES = [
    ("49. The Committee notes", "49", "", "", "The Committee notes"),
    ("49.The Committee notes", "49", "", "", "The Committee notes"),
    ("  7.\tThe Committee", "7", "", "", "The Committee"),
    ("7) Adopt a law", "7", "", "", "Adopt a law"),
    ("115.12 Ratify the Convention", "115.12", "", "", "Ratify the Convention"),
    ("115.12. Ratify the Convention", "115.12", "", "", "Ratify the Convention"),
    ("6.121.4 Ratify", "6.121.4", "", "", "Ratify"),
    ("45 (a) Open clinics", "45(a)", "a", "", "Open clinics"),
    ("45.(b) Open clinics", "45(b)", "b", "", "Open clinics"),
    ("45(c) Open clinics", "45(c)", "c", "", "Open clinics"),
    ("(d) Open clinics", "(d)", "d", "", "Open clinics"),
    ("45 (ب) فتح العيادات", "45(b)", "b", "", "فتح العيادات"),
    ("(هـ) فتح العيادات", "(e)", "e", "", "فتح العيادات"),
    ("٤٩- تلاحظ اللجنة", "49", "", "", "تلاحظ اللجنة"),
    ("49- تلاحظ اللجنة", "49", "", "", "تلاحظ اللجنة"),
    ("12. « Assurer » la sécurité", "12", "", "", "« Assurer » la sécurité"),
    ("Rural women 49.The Committee", "49", "", "Rural women", "The Committee"),
    ("Rural women 49. The Committee", "49", "", "Rural women", "The Committee"),
    ("Femmes rurales 49.Le Comité", "49", "", "Femmes rurales", "Le Comité"),
    ("Justice, and legal aid 8.The Committee", "8", "", "Justice, and legal aid", "The Committee"),
    ("C. Areas of concern 9.The Committee", "9", "", "C. Areas of concern", "The Committee"),
    ("Concerns and recommendations 9.The State", "9", "", "Concerns and recommendations", "The State"),
    ("Sujets et recommandations 9.Le Comité", "9", "", "Sujets et recommandations", "Le Comité"),
    ("Life (arts. 6 and 24) 12.The Committee", "12", "", "Life (arts. 6 and 24)", "The Committee"),
    ("Health (art. 27 (1)–(3)) 12. The Committee", "12", "", "Health (art. 27 (1)–(3))", "The Committee"),
    ("D. Home (art. 5) Children 35.The Committee", "35", "", "D. Home (art. 5) Children", "The Committee"),
    ("Rural  women\n49.(a) Open", "49(a)", "a", "Rural women", "Open"),
    ("المرأة الريفية 49.تلاحظ اللجنة", "49", "", "المرأة الريفية", "تلاحظ اللجنة"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "item", "heading", "rest"), CASES)
def test_what_is_cut_off(text: str, code: str, item: str, heading: str, rest: str) -> None:
    assert beginning_of(text) == Beginning(rest, code, item, heading)


@pytest.mark.parametrize("text", [
    "Ratify the Convention.",
    "12 states have reported.",
    "49.5 per cent of women own land.",
    "2030. The Agenda is near.",
    "24-hour services for victims.",
    "3,000 judges were trained.",
    "0. Nothing",
    "49.",
    "Article 12 of the Covenant is not applied.",
    "The Committee recalls its general recommendation No. 25.It asks for quotas.",
    "As the Committee said in its paragraph 49.The State party did nothing.",
    "In line with article 26. The law was changed.",
    "Recalling target 16.3 Promote the rule of law",
    "The law was adopted on 12. It is in force.",
    "The Committee thanks the State party. It has 3 concerns.",
    "The Committee thanks the State party (see A/HRC/1/1) and asks, in line with paragraph 12.The law",
    "Since 1985.The law is in force.",
    "After COVID-19.The schools opened.",
    "It is, all in all and after a dialogue of many hours on very many questions that nobody could answer in "
    "any short way at all, 49.The",
    "",
])  # fmt: skip
def test_what_is_whole(text: str) -> None:
    assert beginning_of(text) == Beginning(text.strip())
