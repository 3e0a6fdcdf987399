"""The door for a web server: ``gunicorn config.wsgi``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from workflow.append_only import refuse_without_triggers  # noqa: E402 - Django must be set up first
from workflow.migrating import refuse_unknown_states  # noqa: E402

refuse_without_triggers()
refuse_unknown_states()
