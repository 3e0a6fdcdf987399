"""The columns of our own layout, and what a template in French or Arabic calls them."""

from __future__ import annotations

from cases.importing.names import plain

# fmt: off
_FRENCH_AND_ARABIC = {
    "key":                 ("clé",                            "المفتاح"),
    "mechanism":           ("mécanisme",                      "الآلية"),
    "cycle":               ("cycle",                          "الجولة"),
    "session":             ("session",                        "الدورة"),
    "symbol":              ("cote",                           "رمز الوثيقة"),
    "paragraph":           ("paragraphe",                     "الفقرة"),
    "date":                ("date",                           "التاريخ"),
    "recommending_states": ("États auteurs",                  "الدول الموصية"),
    "position":            ("position",                       "الموقف"),
    "themes":              ("thèmes",                         "المواضيع"),
    "affected_persons":    ("personnes concernées",           "الأشخاص المعنيون"),
    "sdg_targets":         ("cibles des ODD",                 "غايات أهداف التنمية المستدامة"),
    "responsible_bodies":  ("organismes responsables",        "الجهات المسؤولة"),
    "status_in_source":    ("état selon la source",           "حالة التنفيذ حسب المصدر"),
    "text_en":             ("texte (anglais)",                "النص (بالإنكليزية)"),
    "text_fr":             ("texte (français)",               "النص (بالفرنسية)"),
    "text_ar":             ("texte (arabe)",                  "النص (بالعربية)"),
}
# fmt: on
COLUMNS = tuple(_FRENCH_AND_ARABIC)
_PLACES = {"fr": 0, "ar": 1}
_OURS = {plain(name): ours for ours, names in _FRENCH_AND_ARABIC.items() for name in names}


def called(column: str, language: str) -> str:
    """What the column is called in a template in that language; its own name in any other."""
    place = _PLACES.get(language)
    return column if place is None or column not in COLUMNS else _FRENCH_AND_ARABIC[column][place]


def ours(column: str) -> str:
    """The column that a header means in any of the languages; the header itself where it is none of ours."""
    return _OURS.get(plain(column), column)
