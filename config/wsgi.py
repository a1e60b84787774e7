"""The web server's way in."""

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("SERVES_PAGES", "1")

application = get_wsgi_application()
# Every view is loaded once, before gunicorn forks: first requests are quick, and workers share the memory.
# Nothing may be opened here, for an open connection would be shared too.
import_module(settings.ROOT_URLCONF)
