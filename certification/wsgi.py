"""The WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "certification.settings")

application = get_wsgi_application()
import_string("certification.warm_up.warm_up")()  # by name: its imports need the apps that the line above set up
