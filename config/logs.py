"""Keeps out of the logs what in an address is a secret: links of invitations, new passwords and calendars.

Such a link opens an account until it is used, shows due dates until it is revoked, or switches mails off. So
the log of the web server (``access_log.py``) and our own (``settings.LOGGING``) show the page that was asked
for, and not the secret.
"""

from __future__ import annotations

import logging
import re

HIDDEN = "…"
_SECRET = re.compile(r"(/(?:account/(?:invited|password/reset(?=/[^/\s?]+-))|cal|unsubscribe)/)[^/\s?\"]+")
_CODED = re.compile(r"%[2-7][0-9A-Fa-f]")


def without_secrets(line: str) -> str:
    """The line with each secret of an address left out, whatever letters of the address are coded."""
    shown = _SECRET.sub(rf"\1{HIDDEN}", line)
    plain = _CODED.sub(lambda coded: chr(int(coded[0][1:], 16)), line)
    return _SECRET.sub(rf"\1{HIDDEN}", plain) if _SECRET.search(plain) else shown


class SecretFilter(logging.Filter):
    """For a handler: Django's own lines name the address of what was refused or went wrong."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if (shown := without_secrets(said)) != said:
            record.msg, record.args = shown, ()
        return True
