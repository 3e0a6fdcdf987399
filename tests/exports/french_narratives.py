"""Narratives in French for reports of any length: sentences of our own, of a state that does not exist.

The same number always gives the same text. A few have faults on purpose, which the checks are to find.
"""

from __future__ import annotations

NBSP = "\u00a0"

_LAWS = (
    "La loi n°{n}-{y} du 12{s}mars 20{y}, entrée en vigueur la même année, précise les obligations de "
    "l’administration et ouvre un recours devant le tribunal administratif.",
    "Le décret d’application de la loi n°{n}-{y}, publié en 20{y}, fixe la composition de la commission "
    "nationale et la durée du mandat de ses membres.",
    "Une circulaire du ministère public, diffusée en 20{y} à l’ensemble des juridictions, rappelle que "
    "l’audition de la personne concernée est obligatoire à chaque étape de la procédure.",
    "Le plan d’action n°{p}, adopté en 20{y}, comporte {k}{s}mesures, chacune dotée d’un calendrier, d’un "
    "budget et d’un service responsable.",
)
_DONE = (
    "Au cours de l’année 20{z}, {a}{s}agents des services déconcentrés de la province n°{p} ont été formés.",
    "Le centre d’accueil n°{p}, ouvert en 20{z}, a reçu {a}{s}personnes depuis son inauguration.",
    "Le programme d’équipement de la commune n°{p} a permis de raccorder {a}{s}logements au réseau d’eau.",
    "L’école pilote n°{p} compte {a}{s}élèves, dont la moitié sont des filles.",
)
_LEFT = (
    "Des difficultés demeurent dans les zones de montagne, où les transports restent rares en hiver.",
    "L’évaluation de ces mesures, confiée à une équipe universitaire, sera rendue publique.",
    "Les associations consultées ont demandé que les données soient publiées par âge et par sexe.",
    "La généralisation de cette mesure à toutes les provinces est prévue par la loi de finances.",
)
FAULTS = {
    7: "Voir le document CRC/C/MAR/CO/3-4, page 12.",
    11: "a) les services sociaux sont informés sans délai.",
    13: f"En 2025, 42{NBSP}% des enfants handicapés étaient inscrits dans une classe ordinaire.",
    17: f"En 2025, 38{NBSP}% des enfants handicapés étaient inscrits dans une classe ordinaire.",
    19: "L’ANPEH est chargée du suivi.",
    23: "Cette obligation est **absolue**.",
}
"""By number, what that narrative has beside its own text."""


def short(number: int) -> str:
    """About 70 words in two paragraphs; every fifth has a list, every seventh a note."""
    said = {"n": 10 + number % 80, "y": 18 + number % 7, "k": 20 + number % 30, "z": 22 + number % 4,
            "a": 100 + 37 * number, "p": number, "s": NBSP}  # fmt: skip
    first = _LAWS[number % len(_LAWS)].format(**said)
    second = _DONE[number // 2 % len(_DONE)].format(**said)
    paragraphs = [first + ("[^1]" if number % 7 == 0 else ""), f"{second} {_LEFT[number % len(_LEFT)]}"]
    if number % 5 == 0:
        paragraphs.append(
            f"- le guichet unique de la province n°{number};\n- l’unité mobile de consultation."
        )
    if number in FAULTS:
        paragraphs.append(FAULTS[number])
    if number % 7 == 0:
        paragraphs.append("[^1]: Bulletin officiel, recueil annuel des textes.")
    return "\n\n".join(paragraphs)


def full(number: int) -> str:
    """The short text, and what its annex adds."""
    added = (
        "La mise en œuvre est suivie par un comité qui réunit chaque trimestre les départements concernés, "
        "les collectivités territoriales et les associations. Ses comptes rendus sont transmis au Parlement."
    )
    return f"{short(number)}\n\n{added}"
