"""The log of the web server, without the secrets of addresses (gunicorn.conf.py names it)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

from config.logs import SecretFilter, without_secrets

_ADDRESSES = ("r", "U", "f")
"""What gunicorn calls the line of the request, its path, and the page it came from."""


class AccessLog(Logger):
    """As gunicorn's own; ``logger_class`` of gunicorn. Its log of errors names addresses too."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.addFilter(SecretFilter())

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> dict[str, Any]:
        said: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return said | {atom: without_secrets(str(said[atom])) for atom in _ADDRESSES}
