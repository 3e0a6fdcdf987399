"""The secret of a webhook, and the signature that a receiver checks with it.

The secret is made from a number of chance in the row and the site's own key, and is not kept: who reads the
database alone can sign nothing. After a change of the site's key it is found with the old one, as long as
``OLD_SECRET_KEYS`` names that.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from notifications.models import Webhook

_SALT = "notifications.webhooks"


class SecretLostError(Exception):
    """The site's key was changed, and none that is known made the secret of this webhook."""


def renew_secret(webhook: Webhook) -> str:
    """Give it a new secret, and return that; the caller saves ``nonce`` and ``digest``."""
    webhook.nonce = secrets.token_urlsafe(32)
    secret = next(_made_with_each_key(webhook.nonce))
    webhook.digest = _digest(secret)
    return secret


def secret_of(webhook: Webhook) -> str:
    """The secret that the receiver was given. Raises :class:`SecretLostError`."""
    for secret in _made_with_each_key(webhook.nonce):
        if constant_time_compare(_digest(secret), webhook.digest):
            return secret
    raise SecretLostError


def signature(secret: str, body: bytes, at: int) -> str:
    """The header ``Suivi-Signature``; ``at`` is the time of sending in seconds since 1970."""
    signed = hmac.new(secret.encode(), b"%d." % at + body, hashlib.sha256)
    return f"t={at},v1={signed.hexdigest()}"


def _made_with_each_key(nonce: str) -> Iterator[str]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        made = salted_hmac(_SALT, nonce, secret=key, algorithm="sha256").digest()
        yield urlsafe_b64encode(made).rstrip(b"=").decode()


def _digest(secret: str) -> str:
    """The secret has 256 bits, so that a plain hash tells nothing of it."""
    return hashlib.sha256(secret.encode()).hexdigest()
