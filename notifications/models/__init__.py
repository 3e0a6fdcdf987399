"""What notifications keeps: notices and their mails, reminders by hand, calendars, webhooks, choices."""

from cases.people.models import new_key
from notifications.models.bounce import Bounce
from notifications.models.chase import Chase
from notifications.models.escalation import Escalation
from notifications.models.feed import Feed
from notifications.models.mail import Cause, Mail, MailQuerySet, mail_host
from notifications.models.notice import Notice, NoticeQuerySet
from notifications.models.policy import SavedPolicy
from notifications.models.preference import Preference
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
    "Preference",
    "SavedPolicy",
    "Webhook",
    "mail_host",
    "new_key",
]
