"""The application for a WSGI server (`heluo serve` runs it with granian)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heluo.web.settings")

application = get_wsgi_application()
