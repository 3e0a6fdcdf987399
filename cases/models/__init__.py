"""The tables of the business, one file per thing. Case is the centre."""

from cases.models.access import CaseUserPermission
from cases.models.alike import AlikeCase, SaidTwice
from cases.models.answer import Answer, Evidence, Origin, Version
from cases.models.block import Block
from cases.models.case import Case
from cases.models.case_event import CaseEvent, CaseRemark
from cases.models.comment import Comment
from cases.models.context import Context, ContextText
from cases.models.contribution import Contribution, ContributionEvent, ContributionRemark, Part
from cases.models.decision import DecidedPosition, Decision
from cases.models.extension import Extension, ExtensionEvent, ExtensionRemark
from cases.models.figure_source import FigureSource
from cases.models.imports import Brought, BroughtContext, ColumnMatch, Import, StagedRow
from cases.models.known_as import KnownAs
from cases.models.mention import Mention
from cases.models.past_round import CaseRound
from cases.models.plan import Plan, PlannedStage
from cases.models.reading import Reading
from cases.models.recommendation import (
    FormerText,
    LeadProposal,
    Recommendation,
    RecommendationText,
    Term,
    TermName,
    TermUserPermission,
)
from cases.models.round import ImplementationStatus, Round, StatusName
from cases.models.saved_view import SavedView
from cases.models.search import SearchText, VersionText
from cases.models.share import OwnShare
from cases.models.signature import PaperText, SignaturePaper
from cases.models.summary import Summary
from cases.models.translation import Translation
from cases.models.working_copy import WorkingCopy

__all__ = [
    "AlikeCase",
    "Answer",
    "Block",
    "Brought",
    "BroughtContext",
    "Case",
    "CaseEvent",
    "CaseRemark",
    "CaseRound",
    "CaseUserPermission",
    "ColumnMatch",
    "Comment",
    "Context",
    "ContextText",
    "Contribution",
    "ContributionEvent",
    "ContributionRemark",
    "DecidedPosition",
    "Decision",
    "Evidence",
    "Extension",
    "ExtensionEvent",
    "ExtensionRemark",
    "FigureSource",
    "FormerText",
    "ImplementationStatus",
    "Import",
    "KnownAs",
    "LeadProposal",
    "Mention",
    "Origin",
    "OwnShare",
    "PaperText",
    "Part",
    "Plan",
    "PlannedStage",
    "Reading",
    "Recommendation",
    "RecommendationText",
    "Round",
    "SaidTwice",
    "SavedView",
    "SearchText",
    "SignaturePaper",
    "StagedRow",
    "StatusName",
    "Summary",
    "Term",
    "TermName",
    "TermUserPermission",
    "Translation",
    "Version",
    "VersionText",
    "WorkingCopy",
]
