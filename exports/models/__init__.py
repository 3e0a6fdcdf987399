"""The report with what belongs to it: the text that circulated, objections, editions, papers."""

from exports.models.agreement import Agreement, AgreementEvent, AgreementRemark, ProposedText
from exports.models.circulation import Circulation
from exports.models.edition import Adoption, Edition, EditionText, Submission
from exports.models.kind import ReportType
from exports.models.objection import Objection, ObjectionEvent, ObjectionRemark
from exports.models.outline import (
    Heading,
    HeadingTitle,
    Passage,
    PassageAnswer,
    PassageText,
    Rearrangement,
    WrittenMeanwhile,
)
from exports.models.rendering import ATTEMPTS, Rendering, _path
from exports.models.report import Report
from exports.models.report_event import ReportEvent, ReportRemark
from exports.models.set_aside import SetAside
from exports.models.shortening import Shortening, ShorteningEvent, ShorteningRemark
from exports.models.typed_text import TypedText

__all__ = [
    "ATTEMPTS",
    "Adoption",
    "Agreement",
    "AgreementEvent",
    "AgreementRemark",
    "Circulation",
    "Edition",
    "EditionText",
    "Heading",
    "HeadingTitle",
    "Objection",
    "ObjectionEvent",
    "ObjectionRemark",
    "Passage",
    "PassageAnswer",
    "PassageText",
    "ProposedText",
    "Rearrangement",
    "Rendering",
    "Report",
    "ReportEvent",
    "ReportRemark",
    "ReportType",
    "SetAside",
    "Shortening",
    "ShorteningEvent",
    "ShorteningRemark",
    "Submission",
    "TypedText",
    "WrittenMeanwhile",
    "_path",
]
