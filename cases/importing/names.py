"""Recognises mechanisms, positions and bodies by name, whatever case and accents; makes codes of names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from functools import cache

from django.utils.text import slugify
from django.utils.translation import override

from cases.un import Mechanism, Position

_APOSTROPHES = str.maketrans("’‘ʼ`´", "'''''")
_TATWEEL = "ـ"

# fmt: off
# Names under which files know a mechanism or a position, beside its code and its English name.
_ALSO = {
    Mechanism.UPR: (
        "examen periodique universel", "examen periodique universal", "epu", "الاستعراض الدوري الشامل",
        "examen periodico universal",
    ),
    Mechanism.CCPR: (
        "hrc", "hrcttee", "iccpr", "comite des droits de l'homme", "اللجنة المعنية بحقوق الإنسان",
        "comite de derechos humanos",
    ),
    Mechanism.CESCR: (
        "icescr", "comite des droits economiques, sociaux et culturels",
        "comite de derechos economicos, sociales y culturales",
        "اللجنة المعنية بالحقوق الاقتصادية والاجتماعية والثقافية",
    ),
    Mechanism.CERD: (
        "icerd", "comite pour l'elimination de la discrimination raciale", "لجنة القضاء على التمييز العنصري",
        "comite para la eliminacion de la discriminacion racial",
        "اللجنة المعنية بالقضاء على التمييز العنصري",
    ),
    Mechanism.CEDAW: (
        "comite pour l'elimination de la discrimination a l'egard des femmes",
        "comite para la eliminacion de la discriminacion contra la mujer",
        "اللجنة المعنية بالقضاء على التمييز ضد المرأة", "لجنة القضاء على التمييز ضد المرأة",
    ),
    Mechanism.CAT: ("comite contre la torture", "لجنة مناهضة التعذيب", "comite contra la tortura"),
    Mechanism.SPT: (
        "cat-op", "sous-comite pour la prevention de la torture", "اللجنة الفرعية لمنع التعذيب",
        "subcomite para la prevencion de la tortura",
        "subcommittee on prevention of torture and other cruel, inhuman or degrading treatment or punishment",
    ),
    Mechanism.CRC: (
        "crc-op-ac", "crc-op-sc", "comite des droits de l'enfant", "لجنة حقوق الطفل",
        "comite de los derechos del nino",
    ),
    Mechanism.CMW: (
        "committee on the protection of the rights of all migrant workers and members of their families",
        "comite pour la protection des droits de tous les travailleurs migrants et des membres de leur "
        "famille",
        "icrmw", "comite des travailleurs migrants", "اللجنة المعنية بالعمال المهاجرين",
        "اللجنة المعنية بحماية حقوق جميع العمال المهاجرين وأفراد أسرهم",
    ),
    Mechanism.CRPD: (
        "comite des droits des personnes handicapees", "اللجنة المعنية بحقوق الأشخاص ذوي الإعاقة",
        "comite sobre los derechos de las personas con discapacidad",
    ),
    Mechanism.CED: (
        "cped", "icpped", "comite des disparitions forcees", "اللجنة المعنية بحالات الاختفاء القسري",
        "comite contra la desaparicion forzada",
    ),
    Mechanism.SP: (
        "special procedure", "procedures speciales", "الإجراءات الخاصة", "procedimientos especiales",
    ),
}
_MANDATE = re.compile(
    r"(?:sr|srsg|ie|wg|special rapporteur|independent expert|working group|rapporteu(?:r|se) special[e]?|"
    r"experte? independante?|groupe de travail|relator(?:a)? especial|expert[oa] independiente|"
    r"grupo de trabajo|المقررة? الخاصة?|الخبيرة? المستقلة?|الفريق العامل)\b"
)
"""How the name of a mandate of the special procedures begins."""
_IN_BRACKETS = re.compile(r"(.*?)\s*\(([a-z-]{2,6})\)")
_POSITIONS = {
    Position.SUPPORTED: (
        "supported", "accepted", "support", "accept", "voluntary pledge", "enjoys support",
        "enjoys the support", "appuyee", "appuye", "appuyees", "acceptee", "accepte", "acceptees", "soutenue",
        "soutenues", "beneficie de l'appui", "recueille l'appui", "apoyada", "apoya", "aceptada",
        "cuenta con el apoyo", "принята", "поддержана", "تحظى بالتأييد", "حظيت بالتأييد", "مؤيدة", "مقبولة",
    ),
    Position.PARTLY_SUPPORTED: (
        "partly supported", "partially supported", "supported in part", "supported/noted", "noted/supported",
        "partly accepted", "partially accepted", "accepted/noted", "accepted in part",
        "supported (partially)", "partiellement appuyee", "partiellement acceptee", "appuyee/notee",
        "acceptee/notee", "soutenue/notee", "parcialmente apoyada", "parcialmente aceptada",
        "apoyada/anotada", "aceptada/anotada", "مقبولة جزئيا",
    ),
    Position.NOTED: (
        "noted", "not supported", "rejected", "not accepted", "does not enjoy support", "take note",
        "takes note", "taken note", "notee", "notees", "prend note", "prise note", "pris note",
        "il en est pris note", "rejetee", "anotada", "tomada nota", "se toma nota", "se tomo nota",
        "toma nota", "no apoyada", "no aceptada", "rechazada", "принята к сведению", "принято к сведению",
        "أحيط بها علما", "أحيط علما بها", "أحيط علما", "مرفوضة",
    ),
}
_AROUND_A_STROKE = re.compile(r"(?<!\s)\s*/\s*")
_NO_POSITION = (
    "pending", "not available", "not yet available", "no position", "none", "no response", "n/a", "-", "–",
    "no clear position", "general response", "under consideration", "to be examined", "examined", "unclear",
    "en suspens", "a l'examen", "pendiente", "en examen", "قيد النظر",
)
# fmt: on

# fmt: off
_ARABIC = str.maketrans({
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r",
    "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f",
    "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ى": "a", "ة": "a",
    "ء": "", "œ": "oe", "Œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "đ": "d", "ı": "i",
})
# fmt: on


def plain(name: str) -> str:
    """The name without case, accents, vowel marks, kinds of apostrophe and doubled spaces."""
    bare = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES).replace(_TATWEEL, ""))
    kept = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(kept.casefold().split())


def mechanism_named(name: str) -> str:
    """The code of the mechanism by acronym or full name, in English, French or Arabic; or nothing."""
    bare = plain(name).removeprefix("the ").removeprefix("le ").removeprefix("la ")
    known = _mechanisms()
    bare = bare.removesuffix(" committee") if bare.removesuffix(" committee") in known else bare
    if bare in known:
        return known[bare]
    if match := _IN_BRACKETS.fullmatch(bare):
        return known.get(match[1]) or known.get(match[2], "")
    return Mechanism.SP.value if _MANDATE.match(bare) else ""


def position_named(words: str) -> str:
    """The code of the position, or nothing.

    A voluntary pledge is one: the state made it itself. What was rejected is noted, as the UN says it.
    """
    bare = plain(_AROUND_A_STROKE.sub("/", words.replace("-", " "))).rstrip(".")
    return _positions().get(bare, "")


def is_no_position(words: str) -> bool:
    """Whether the words say that there is no position, or none yet."""
    return plain(words) in _NO_POSITION


def code_from(name: str, taken: Container[str], longest: int = 40) -> str:
    """A code in plain letters made from a name, different from all that are ``taken``."""
    spelled = unicodedata.normalize("NFKD", name).translate(_ARABIC)
    whole = slugify(re.sub(r"['’‘]", " ", spelled)) or "department"
    short = whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0] or whole
    code, number = short[:longest], 1
    while code in taken:
        number += 1
        ending = f"-{number}"
        code = short[: longest - len(ending)] + ending
    return code


@cache
def _mechanisms() -> dict[str, str]:
    with override("en"):
        labels = {plain(str(one.label)): one.value for one in Mechanism}
    codes = {plain(one.value): one.value for one in Mechanism}
    also = {plain(name): one.value for one, names in _ALSO.items() for name in names}
    return {**labels, **codes, **also}


@cache
def _positions() -> dict[str, str]:
    return {plain(name): one.value for one, names in _POSITIONS.items() for name in names}
