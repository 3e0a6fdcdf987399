"""What a column that no layout knows may be, by what lists in English, French and Arabic call it."""

from __future__ import annotations

from collections.abc import Iterable

from cases.importing.columns import COLUMNS, ours
from cases.importing.names import plain

# fmt: off
_CALLED = {
    "key": (
        "id", "no", "nr", "n°", "nº", "number", "ref", "reference", "code", "numero", "identifiant",
        "رقم", "الرقم",
    ),
    "mechanism": (
        "body", "treaty body", "committee", "organe", "organe conventionnel", "comite", "instance",
        "الهيئة", "اللجنة", "هيئة المعاهدة",
    ),
    "date": ("year", "date of the document", "annee", "an", "date du document", "السنة", "تاريخ الوثيقة"),
    "symbol": ("document", "document symbol", "cote du document", "الرمز", "الوثيقة"),
    "paragraph": ("para", "paragraph number", "numero de paragraphe", "فقرة", "رقم الفقرة"),
    "recommending_states": (
        "recommending state", "from", "etat auteur", "pays auteur", "etat recommandant", "الدولة الموصية",
    ),
    "position": ("response", "reponse", "position de l'etat", "الرد", "موقف الدولة"),
    "themes": ("theme", "topic", "topics", "issue", "thematique", "thematiques", "الموضوع", "المحور"),
    "affected_persons": ("affected person", "groups", "groupes", "personnes", "الفئات"),
    "sdg_targets": ("sdg", "sdgs", "odd", "cible odd", "اهداف التنمية المستدامة"),
    "responsible_bodies": (
        "responsible", "responsible body", "ministry", "ministries", "department", "departments",
        "ministere", "ministeres", "departement", "departements", "responsable", "responsables",
        "الوزارة", "القطاع", "الجهة المسؤولة",
    ),
    "status_in_source": (
        "status", "statut", "implementation status", "etat d'avancement", "etat de mise en oeuvre",
        "حالة التنفيذ",
    ),
    "text_en": ("text", "recommendation", "recommendations", "recommendation text", "english"),
    "text_fr": ("texte", "recommandation", "recommandations", "texte de la recommandation", "francais"),
    "text_ar": ("النص", "التوصية", "التوصيات", "نص التوصية", "العربية"),
}
# fmt: on


def guessed(header: Iterable[str]) -> dict[str, str]:
    """A column of ours by theirs; none of ours twice."""
    names = {plain(name): one for one, called in _CALLED.items() for name in called}
    found: dict[str, str] = {}
    for column in header:
        bare = plain(column).strip(" .:*")
        ours_is = next(
            (one for one in (ours(column), bare.replace(" ", "_")) if one in COLUMNS), names.get(bare)
        )
        if ours_is and ours_is not in found.values():
            found[column] = ours_is
    return found
