"""What notifications keeps: notices, the mails that carry them, reminders by hand, links of calendars."""

from cases.people.models import new_key
from notifications.models.bounce import Bounce
from notifications.models.chase import Chase
from notifications.models.escalation import Escalation
from notifications.models.feed import Feed
from notifications.models.mail import Cause, Mail, mail_host
from notifications.models.notice import Notice, NoticeQuerySet
from notifications.models.policy import SavedPolicy

__all__ = [
    "Bounce",
    "Cause",
    "Chase",
    "Escalation",
    "Feed",
    "Mail",
    "Notice",
    "NoticeQuerySet",
    "SavedPolicy",
    "mail_host",
    "new_key",
]
