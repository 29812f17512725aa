"""Figures that a process counts as it works; `/metrics/` adds up those of all processes.

With several processes prometheus-client keeps them in files under `PROMETHEUS_MULTIPROC_DIR`, which `manage.py serve`
sets for its children; without that variable a process has only its own.
"""

from typing import Final

from prometheus_client import Counter, Histogram

SECONDS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

REQUESTS: Final = Counter("mingduan_requests_total", "Requests answered.", ["route", "method", "status"])
DURATION: Final = Histogram("mingduan_request_seconds", "Time to answer a request.", ["route"], buckets=SECONDS)
SIGN_INS_FAILED: Final = Counter("mingduan_sign_ins_failed_total", "Failed attempts to sign in.")
