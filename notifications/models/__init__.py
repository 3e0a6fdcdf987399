"""What notifications keeps: notices (notice.py), the mails that carry them (mail.py), reminders by hand
(chase.py), and escalations (escalation.py).
"""

from cases.people.models import new_key
from notifications.models.chase import Chase
from notifications.models.escalation import Escalation
from notifications.models.mail import Mail, mail_host
from notifications.models.notice import Notice, NoticeQuerySet
from notifications.models.policy import SavedPolicy

__all__ = ["Chase", "Escalation", "Mail", "Notice", "NoticeQuerySet", "SavedPolicy", "mail_host", "new_key"]
