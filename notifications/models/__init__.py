"""What notifications keeps: notices and their mails, reminders by hand, links of calendars, choices."""

from cases.people.models import new_key
from notifications.models.bounce import Bounce
from notifications.models.chase import Chase
from notifications.models.escalation import Escalation
from notifications.models.feed import Feed
from notifications.models.mail import Cause, Mail, mail_host
from notifications.models.notice import Notice, NoticeQuerySet
from notifications.models.policy import SavedPolicy
from notifications.models.preference import Preference

__all__ = [
    "Bounce",
    "Cause",
    "Chase",
    "Escalation",
    "Feed",
    "Mail",
    "Notice",
    "NoticeQuerySet",
    "Preference",
    "SavedPolicy",
    "mail_host",
    "new_key",
]
