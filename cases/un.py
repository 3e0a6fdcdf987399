"""What the United Nations fixes: mechanisms, positions, cycles. Source: OHCHR, the human rights bodies."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mechanism(models.TextChoices):
    UPR = "UPR", _("Universal Periodic Review")
    CCPR = "CCPR", _("Human Rights Committee")
    CESCR = "CESCR", _("Committee on Economic, Social and Cultural Rights")
    CERD = "CERD", _("Committee on the Elimination of Racial Discrimination")
    CEDAW = "CEDAW", _("Committee on the Elimination of Discrimination against Women")
    CAT = "CAT", _("Committee against Torture")
    SPT = "SPT", _("Subcommittee on Prevention of Torture")
    CRC = "CRC", _("Committee on the Rights of the Child")
    CMW = "CMW", _("Committee on Migrant Workers")
    CRPD = "CRPD", _("Committee on the Rights of Persons with Disabilities")
    CED = "CED", _("Committee on Enforced Disappearances")
    SP = "SP", _("Special procedures")


class Position(models.TextChoices):
    SUPPORTED = "supported", _("Supported")
    PARTLY_SUPPORTED = "partly-supported", _("Partly supported")
    NOTED = "noted", _("Noted")
