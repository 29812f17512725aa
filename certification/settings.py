"""Settings of the site: one file, laptop defaults, everything that differs comes from the environment.

| variable | default | what it does |
|---|---|---|
| MINGDUAN_HOME | ~/.local/share/mingduan | folder of the database, the secret and the demo passwords |
| DATABASE_URL | SQLite in that folder | `postgres://user:password@host/name` for more than one training room |
| DATABASE_WAIT_SECONDS | 10 | how long a write waits for another one before the page says to try again (503) |
| SQLITE_SYNCHRONOUS | NORMAL | FULL: not even a power cut costs an answer that was shown as saved; slower |
| SECRET_KEY | made once in that folder | signs sessions |
| ALLOWED_HOSTS | this machine's names | comma-separated host names that the site answers to |
| HTTPS | off | on: secure cookies, redirect to https, HSTS |
| BEHIND_PROXY | off | on: believe `X-Forwarded-Proto` of the proxy in front |
| BACKUP_DIR | `backups` in the home folder | where the nightly backup and the one before a migration go |
| BACKUP_HOUR | 3 | from which hour on (site's time) the nightly backup is made; `off`: none |
| BACKUP_KEEP | 14 | how many nightly backups are kept |
| BACKUP_BEFORE_MIGRATION | on | off: start and migrate without a backup |
| ADMIN_PATH | yunwei/ | where operators find the admin |
| MINGDUAN_MODEL_URL | none: no model | OpenAI-compatible endpoint of drills, as `https://host/v1` |
| MINGDUAN_MODEL_NAME | none | the model's name there |
| MINGDUAN_MODEL_KEY | none | its key |
| MINGDUAN_MODEL_TIMEOUT_SECONDS | 4 | how long a drill waits for it before it goes on without |
| XAPI_ENDPOINT | none: nothing is told | learning record store, as `https://host/xapi` |
| XAPI_USER | none | who the site is there (Basic authentication) |
| XAPI_PASSWORD | none | the password that goes with it |
| SITE_ADDRESS | none | this site's own address, `https://host/`; needed with XAPI_ENDPOINT |
| EMAIL_URL | none: links are handed over | `smtp+tls://user:password@host:587`: one-time links go by e-mail |
| SECOND_FACTOR | offered | 两步验证 of trainers, managers, operators: `off`, `offered`, or `required` |
| EMAIL_FROM | mingduan@localhost | the sender of those e-mails |
| SSO_OIDC_SERVER | none: no such button | OpenID Connect provider that people may sign in at |
| SSO_OIDC_CLIENT_ID | none | what it knows the site by |
| SSO_OIDC_SECRET | none | the secret that goes with it |
| SSO_OIDC_CLAIM | preferred_username | which claim is the staff number; `SSO_DINGTALK_CLAIM`, … of the others |
| SSO_OIDC_NAME | 公司账号 | what the button says; `SSO_DINGTALK_NAME`, … of the others |
| SSO_DINGTALK_CLIENT_ID | none: no such button | the application at 钉钉 that people may sign in by |
| SSO_DINGTALK_SECRET | none | its secret |
| SSO_FEISHU_CLIENT_ID | none: no such button | the application at 飞书 that people may sign in by |
| SSO_FEISHU_SECRET | none | its secret |
| SSO_WECOM_CORP_ID | none: no such button | the company at 企业微信 whose people may sign in by it |
| SSO_WECOM_AGENT_ID | none | AgentId of the application there |
| SSO_WECOM_SECRET | none | its secret |
| SSO_ONLY | off | on: passwords let in managers and operators alone |
| LOG_FORMAT | line | json: one JSON object a line, one of them for each request |
| SLOW_SECONDS | 1.0 | from how long on a request is listed as slow on the operators' page |
| METRICS_TOKEN | none: this machine alone | who asks `/metrics/` from elsewhere sends it as `Authorization: Bearer …` |
| DEBUG | off | never on a site that people use |
"""

import os
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from certification.drills.model.config import read_endpoint
from certification.home import home_folder, read_hour, secret_key
from certification.operations.environment import mistakes
from certification.operations.logs import logging_config
from certification.people.sso.config import read_providers

if wrong := mistakes(os.environ):
    raise SystemExit("\n".join(["设置有错，没有启动 / the settings are wrong:", *wrong]))
env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = home_folder()

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY: str = env.str("SECRET_KEY", default="") or secret_key(HOME)
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
ADMIN_PATH: str = env.str("ADMIN_PATH", default="yunwei/")

INSTALLED_APPS = [
    "cases",
    "certification",
    "django_htmx",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "allauth.account",
    "allauth.socialaccount",
    "certification.people.sso",
    "certification.people.apps.OperatorAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "certification.core.request_ids.RequestIdMiddleware",
    "certification.operations.watching.WatchingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "certification.core.headers.HeadersMiddleware",
    "certification.core.body_limit.BodyLimitMiddleware",
    "certification.core.plain_text.PlainTextMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "certification.people.languages.LanguageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "certification.people.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "certification.errors.UnavailableMiddleware",
    "axes.middleware.AxesMiddleware",
    "certification.core.once.OnceMiddleware",
]

ROOT_URLCONF = "certification.urls"
WSGI_APPLICATION = "certification.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- data -------------------------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{HOME / 'mingduan.sqlite3'}"),
}
DATABASES["default"]["CONN_MAX_AGE"] = None  # one thread a worker: one connection, kept
DATABASE_WAIT_SECONDS: int = env.int("DATABASE_WAIT_SECONDS", default=10)  # less than the exam page's own patience
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # NORMAL: an answer that was acknowledged survives a crash of the program; a power cut may cost the
    # last moments. IMMEDIATE: a transaction that will write says so first, and waits instead of failing.
    synchronous = {"normal": "NORMAL", "full": "FULL"}[env.str("SQLITE_SYNCHRONOUS", default="NORMAL").lower()]
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": DATABASE_WAIT_SECONDS,
        "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={synchronous};",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", f"-c lock_timeout={DATABASE_WAIT_SECONDS}s")
    DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", DATABASE_WAIT_SECONDS)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs that take longer than a page may: a queue in the same database, worked off by `manage.py work`.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Backups: `manage.py backup`, and by itself every night and before a migration.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default="") or HOME / "backups").expanduser()
BACKUP_KEEP: int = env.int("BACKUP_KEEP", default=14)
BACKUP_BEFORE_MIGRATION: bool = env.bool("BACKUP_BEFORE_MIGRATION", default=True)
BACKUP_HOUR = read_hour(env.str("BACKUP_HOUR", default="3"))

# The optional language model of drills.
DRILL_MODEL = read_endpoint(
    env.str("MINGDUAN_MODEL_URL", default=""),
    name=env.str("MINGDUAN_MODEL_NAME", default=""),
    key=env.str("MINGDUAN_MODEL_KEY", default=""),
    timeout=env.str("MINGDUAN_MODEL_TIMEOUT_SECONDS", default="4"),
)

# --- people and signing in ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "certification.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "certification.people.backends.NameOrNumberBackend",
]
SECOND_FACTOR: str = env.str("SECOND_FACTOR", default="offered").lower()
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "certification.people.signed_in"
PASSWORD_HASHERS = [
    "certification.people.hashers.CohortArgon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {"user_attributes": ("staff_number", "display_name", "email")}),
        ("MinimumLengthValidator", {}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
SESSION_COOKIE_AGE = 60 * 60 * 24 * 7

# Five wrong passwords lock one name *from one address* for a quarter of an hour: neither can a stranger lock
# a colleague out from elsewhere, nor one forgetful person the whole office behind one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = True
AXES_VERBOSE = False
AXES_USERNAME_CALLABLE = "certification.people.throttle.throttled_name"
AXES_LOCKOUT_CALLABLE = "certification.people.views.locked_out"

# Single sign-on: allauth walks to the provider and back; none of its pages is mounted, links alone are stored.
SSO_PROVIDERS = read_providers(os.environ)
SSO_ONLY: bool = env.bool("SSO_ONLY", default=False)
ACCOUNT_ADAPTER = "certification.people.sso.adapter.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None  # its migrations would ask for the column before it is made
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ADAPTER = "certification.people.sso.adapter.SsoAdapter"
SOCIALACCOUNT_STORE_TOKENS = False

# One-time links go by e-mail where there is a mail server; otherwise the manager hands them over.
MAIL_SERVER: str = env.str("EMAIL_URL", default="")
if MAIL_SERVER:
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL: str = env.str("EMAIL_FROM", default="mingduan@localhost")

# --- language, static files --------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]  # each in its own words
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["certification.formats"]
LANGUAGE_COOKIE_HTTPONLY = True
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / ".build" / "static"
SCREENSHOTS_DIR = BASE_DIR / "docs" / "screenshots"
STATICFILES_DIRS = [BASE_DIR / "static", ("screenshots", SCREENSHOTS_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "certification.core.static_files.StaticFiles"},
}

# --- headers -----------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # data: the admin's own style sheet draws its icons so
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "certification.errors.csrf_failure"

HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)/$"]  # a monitor on this machine asks without TLS
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if env.bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- watching ----------------------------------------------------------------------------------------------------

LOGGING = logging_config(env.str("LOG_FORMAT", default="line"))
SLOW_SECONDS: float = env.float("SLOW_SECONDS", default=1.0)
XAPI_ENDPOINT: str = env.str("XAPI_ENDPOINT", default="")
XAPI_USER: str = env.str("XAPI_USER", default="")
XAPI_PASSWORD: str = env.str("XAPI_PASSWORD", default="")
SITE_ADDRESS: str = env.str("SITE_ADDRESS", default="")
METRICS_TOKEN: str = env.str("METRICS_TOKEN", default="")
