"""The site's settings, on a throw-away home folder and with cheap passwords."""

import os
import tempfile

os.environ["MINGDUAN_HOME"] = tempfile.mkdtemp(prefix="mingduan-tests-")
os.environ.setdefault("SECRET_KEY", "a secret that only the tests know")

from certification.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
APPEND_ONLY_GUARDS = False  # the live server's tests empty their tables with DELETE; test_guards.py switches them on
TEMPLATES[0]["OPTIONS"]["debug"] = True  # noqa: F405 - so that coverage sees templates
BACKUP_HOUR = None  # a sweep of a test asks for no backup
