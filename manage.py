#!/usr/bin/env python
"""Django's command line, on the settings and the database that `make run` uses."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "certification.settings")
    execute_from_command_line(sys.argv)
