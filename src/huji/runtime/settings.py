"""Django's settings, read from the environment alone.

`huji.runtime.boot` fills the environment (database addresses, the secret key) before Django is set up;
nothing here starts a server or touches the disk beyond reading the secret key.
"""

import importlib.util
import os
import secrets
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from huji.runtime import logs


def _database(url: str | None, role: str | None) -> dict[str, Any]:
    """Return Django's description of the database at `url`, connected as the group role `role`."""
    options: dict[str, Any] = {"options": f"-c role={role}"} if role else {}
    if url is None:
        return {"ENGINE": "django.db.backends.postgresql", "NAME": "huji", "OPTIONS": options}
    parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    described: dict[str, Any] = {name: parts.pop(key, "") for name, key in known.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **described,
        "OPTIONS": {**parts, **options},
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def _secret_key(home: Path) -> str:
    key = os.environ.get("HUJI_SECRET_KEY")
    if key:
        return key
    kept = home / "secret_key"
    return kept.read_text().strip() if kept.is_file() else secrets.token_urlsafe(48)


HUJI_HOME = Path(os.environ.get("HUJI_HOME", ".huji")).resolve()
"""The installation's directory: embedded database, evidence files, seals, keys."""
HUJI_DEMONSTRATION = os.environ.get("HUJI_DEMONSTRATION") == "1"
"""A demonstration accepts synthetic citizen numbers and marks every paper as one."""
HUJI_PUBLIC_URL = os.environ.get("HUJI_PUBLIC_URL", "http://127.0.0.1:8000")
"""The address printed on papers, where a verification code is checked."""
HUJI_AUTHORITY = os.environ.get("HUJI_AUTHORITY", "盘锦市公安局")
HUJI_AUTHORITY_EN = os.environ.get("HUJI_AUTHORITY_EN", "Panjin Public Security Bureau")
"""The authority whose name stands before its offices' on papers."""
HUJI_PAPER_MARK = os.environ.get("HUJI_PAPER_MARK", "盘户")
"""The short name that begins the numbers of papers: 盘户准字〔2026〕第12-000001号."""

HUJI_METRICS_ALLOW = os.environ.get("HUJI_METRICS_ALLOW", "127.0.0.0/8,::1/128").split(",")
"""Networks that may collect `/metrics`, connecting directly."""

SECRET_KEY = _secret_key(HUJI_HOME)
DEBUG = os.environ.get("HUJI_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("HUJI_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

DATABASES = {
    "default": _database(os.environ.get("DATABASE_URL"), "huji_web"),
    "owner": _database(os.environ.get("DATABASE_OWNER_URL"), None),
}
CACHES = {"default": {"BACKEND": "huji.web.tries.Tries"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "huji.web",  # first: its templates dress those of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's list of security keys is written with it
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_cotton",
    "procrastinate.contrib.django",
    "huji.ledger",
    "huji.places",
    "huji.officers",
    "huji.register",
    "huji.facts",
    "huji.documents",
    "huji.rulebook",
    "huji.prepared",
    "huji.cases",
    "huji.rounds",
    "huji.quality",
    "huji.matters",
    "huji.counter",
    "huji.drafting",
    "huji.portal",
]
INSTALLED_APPS = [app for app in INSTALLED_APPS if importlib.util.find_spec(app)]

MIDDLEWARE = [
    "huji.web.middleware.watch.WatchMiddleware",
    "huji.web.middleware.probes.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huji.web.middleware.headers.HeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huji.web.middleware.language.LanguageMiddleware",
    "huji.web.middleware.plain.PlainMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the check against forgery, so that a form from before a new sign-in still knows its reader.
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huji.web.middleware.guard.AreaMiddleware",
    "huji.web.middleware.guard.GuardMiddleware",
    "huji.web.middleware.answers.AnswersMiddleware",
    "huji.web.errors.RefusedMiddleware",
]

ROOT_URLCONF = "huji.urls"
WSGI_APPLICATION = "huji.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huji.web.context.page",
            ],
        },
    }
]

AUTH_USER_MODEL = "officers.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "huji.web.signin.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "huji.web.signin.adapter.Adapter"
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("HUJI_TRUSTED_PROXIES", "0"))
"""How many proxies of our own stand before the pages; without them X-Forwarded-For is anybody's word."""
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in/"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Huji"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/counter/"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
STATICFILES_DIRS = [("huji", Path(__file__).parent.parent / "policy" / "guide" / "style")]  # of the guides
LOCALE_PATHS = [Path(__file__).parent.parent / "web" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = HUJI_HOME / "static"
WHITENOISE_USE_FINDERS = True  # straight from the package: nothing to collect before the first start
WHITENOISE_AUTOREFRESH = DEBUG
EVIDENCE_ROOT = HUJI_HOME / "evidence"
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 86_400}  # a night missed is made up for the next day
PRINTS_ROOT = HUJI_HOME / "prints"
"""Files of printed communities, kept for some days; each can be made again from its papers."""
NIGHTLY_AS = os.environ.get("HUJI_NIGHTLY_AS")
"""The user name of the officer in whose name what has run out is closed at night; None closes nothing."""
NIGHTLY_INQUIRY = os.environ.get("HUJI_NIGHTLY_INQUIRY", "")
"""How the registers gone to are asked, in words for the ledger; without it nobody is restored of office."""
CASE_LIMITS = os.environ.get("HUJI_CASE_LIMITS")
"""A city's own file of limits in working days; None takes the template (docs/procedure.md)."""

SESSION_COOKIE_AGE = 30 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "huji.web.errors.out_of_date"
LANGUAGE_COOKIE_NAME = "huji_language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HUJI_PUBLIC_URL.startswith("https://")
SECURE_HSTS_SECONDS = 31_536_000 if SESSION_COOKIE_SECURE else 0
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10

LOGGING = logs.configuration(
    os.environ.get("HUJI_LOG_LEVEL", "WARNING"),
    # Of a demonstration only what breaks is written: its terminal shows the walk.
    requests="WARNING" if HUJI_DEMONSTRATION else "INFO",
)
