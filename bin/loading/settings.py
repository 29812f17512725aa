"""The site's own settings, plus a meter on every request and the bare view that the others are compared with."""

from certification.settings import *  # noqa: F403

MIDDLEWARE = ["loading.meter.MeterMiddleware", "loading.leak.LeakMiddleware", *MIDDLEWARE]  # noqa: F405
ROOT_URLCONF = "loading.urls"
STATIC_ROOT = HOME / "static"  # noqa: F405
