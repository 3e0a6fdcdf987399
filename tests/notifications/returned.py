"""Reports on delivery as mail servers write them (RFC 3464), about a mail of ours."""

from __future__ import annotations

from notifications.models import Mail

BACK = """\
Return-Path: <>
Date: {date}
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: bounces@suivi.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

--edge
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.example. It could not deliver your message.

--edge
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: {date}

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Remote-MTA: dns; inbox.example
Diagnostic-Code: smtp; {said}

--edge
Content-Description: Undelivered Message
Content-Type: {kind}

{returned}
--edge--
"""
RETURNED = """\
Date: {date}
From: Suivi <suivi@localhost>
To: {to}
Message-ID: {message_id}
Subject: To answer
"""
DATE = "Mon, 02 Mar 2026 09:00:00 +0000"
GONE = "550 5.1.1 <focal-point@suivi.example>: Recipient address rejected: User unknown"


def report(
    mail: Mail,
    action: str = "failed",
    status: str = "5.1.1",
    said: str = GONE,
    kind: str = "message/rfc822",
    date: str = DATE,
) -> bytes:
    returned = RETURNED.format(date=date, to=mail.to, message_id=mail.message_id)
    body = f"{returned}\nOne case.\n" if kind == "message/rfc822" else returned
    words = {"to": mail.to, "action": action, "status": status, "said": said, "kind": kind, "returned": body}
    return BACK.format(date=date, **words).encode()
