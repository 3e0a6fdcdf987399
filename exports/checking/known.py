"""What needs no explaining: abbreviations that the UN uses without, and the commonest words of languages."""

from __future__ import annotations

_SHORT = """
UN ONU UPR EPU HRC CDH OHCHR HCDH GA AG ECOSOC
CCPR CESCR CERD CEDAW CAT SPT CRC CMW CRPD CED ICCPR ICESCR ICERD ICRMW OPCAT
UNICEF UNESCO UNHCR HCR UNDP PNUD UNFPA FNUAP UNEP PNUE UNODC ONUDC UNAIDS ONUSIDA WHO OMS ILO OIT
IOM OIM FAO WFP PAM IMF FMI ICC CPI AU UA EU UE NGO NGOS ONG OSC CSO
SDG SDGS ODD HIV VIH AIDS SIDA COVID GDP PIB ODA APD DNA ADN TV USB PDF SMS ICT TIC
USD EUR GBP CHF MAD DZD TND MRU XOF XAF EGP SAR AED
ID FM AM PM OK
"""
SHORT = frozenset(_SHORT.split())
"""Bodies and treaties of the UN, currencies, and words that are known by their letters alone."""

_ENGLISH = """
the of and to in for is are was were on by with that which have has been from this its at an as be it their
"""
_FRENCH = """
le la les des du de et en un une dans pour que qui est sont sur par au aux ce cette ces avec ont ete plus
a l d
"""
_SPANISH = """
el los las del de y en un una para que es son por con se su sus al ha han mas como la lo entre
"""
COMMON_WORDS = {
    "en": frozenset(_ENGLISH.split()),
    "fr": frozenset(_FRENCH.split()),
    "es": frozenset(_SPANISH.split()),
}
"""Folded (``cases/searching/folding.py``): small letters without accents."""

_SAYING = """
reached rose fell stood amounted counted recorded registered increased decreased had did will about
approximately around some nearly over than more less only also alone total number rate share percentage per
cent percent year years end compared against after before
atteint atteignait atteste eleve elevait passe representait represente compte comptait enregistre etait
etaient fut soit environ pres nombre total taux part pourcentage pour cent annee annees fin contre apres
avant avait avaient dont elle ne pas se son sa ses leur leurs aussi
بلغ بلغت وصل وصلت سجل سجلت تجاوز تجاوزت ارتفع ارتفعت انخفض انخفضت كان كانت حوالي نحو قرابه اكثر اقل
عدد نسبه معدل مجموع سنه عام نهايه في من الي علي عن ان التي الذي هذا هذه خلال بحلول منذ مقابل بعد قبل اي ما مع
"""
SAYING = frozenset(_SAYING.split())
"""Words with which a figure is said, and that do not say what it is of; folded."""
