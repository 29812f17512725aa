"""The site's own settings, plus a page limit of the database that a test can set while the server runs."""

import os
from pathlib import Path

from certification.settings import *  # noqa: F403

MIDDLEWARE = ["tests.failures.limits.PageLimitMiddleware", *MIDDLEWARE]  # noqa: F405
STATIC_ROOT = Path(os.environ["MINGDUAN_STATIC"])
BACKUP_HOUR = None
