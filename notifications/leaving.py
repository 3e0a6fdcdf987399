"""What a mail has only when it leaves: its headers, and the links that are kept nowhere."""

from __future__ import annotations

from cases.people import inviting
from notifications import letters
from notifications.models import Mail, mail_host
from notifications.unsubscribing import groups_of, link, rules_told_by
from notifications.writing.letter import PLACEHOLDER


def headers_of(mail: Mail) -> dict[str, str]:
    """That a machine wrote it (RFC 3834), of which list it is (RFC 2919), and why it was sent.

    Where all that it tells may be switched off, also how (RFC 2369 and 8058).
    """
    headers = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "List-Id": f"Suivi <notices.{mail_host()}>",
        "X-Suivi-Reason": ", ".join(rules_told_by(mail)) or mail.about,
    }
    if groups := groups_of(mail):
        headers["List-Unsubscribe"] = f"<{link(mail.recipient, groups)}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def as_sent(mail: Mail, text: str) -> str:
    """The text with its links in place of what is kept instead of them."""
    if PLACEHOLDER in text and (groups := groups_of(mail)):
        text = text.replace(PLACEHOLDER, link(mail.recipient, groups))
    if mail.about == inviting.LETTER:
        text = letters.with_link(mail, text)
    return text
