"""How gunicorn serves Suivi, wherever it is started; the rest is said on its command line (Dockerfile)."""

logger_class = "config.access_log.AccessLog"
