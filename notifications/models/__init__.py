"""What notifications keeps: notices, the mails that carry them, reminders by hand, calendars, webhooks."""

from cases.people.models import new_key
from notifications.models.bounce import Bounce
from notifications.models.chase import Chase
from notifications.models.escalation import Escalation
from notifications.models.feed import Feed
from notifications.models.mail import Cause, Mail, MailQuerySet, mail_host
from notifications.models.notice import Notice, NoticeQuerySet
from notifications.models.policy import SavedPolicy
from notifications.models.webhook import Delivery, Webhook

__all__ = [
    "Bounce",
    "Cause",
    "Chase",
    "Delivery",
    "Escalation",
    "Feed",
    "Mail",
    "MailQuerySet",
    "Notice",
    "NoticeQuerySet",
    "SavedPolicy",
    "Webhook",
    "mail_host",
    "new_key",
]
