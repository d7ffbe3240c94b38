"""Django's settings, all taken from a checked `heluo.web.config.Config`."""

from pathlib import Path
from urllib.parse import urlsplit

import heluo
from heluo.web import config as _config

CONFIG = _config.load()
_config.prepare(CONFIG)

# --- The site ---------------------------------------------------------------------------------------
DEBUG = CONFIG.debug
SECRET_KEY = _config.kept_secret(CONFIG)
ALLOWED_HOSTS = CONFIG.allowed_hosts
ROOT_URLCONF = "heluo.web.urls"
WSGI_APPLICATION = "heluo.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATA_DIR = CONFIG.data_dir
KEYS_DIR = CONFIG.keys_dir
HELUO_BASE_URL = CONFIG.base_url
HELUO_HOTLINE = CONFIG.hotline
HELUO_TILE_URL = CONFIG.tile_url
HELUO_TILE_ATTRIBUTION = CONFIG.tile_attribution
HELUO_TIANDITU_KEY = CONFIG.tianditu_key

# From the highest floor to the lowest: a template of `web` may stand before one of a subject.
INSTALLED_APPS = [
    "heluo.web",
    "heluo.figures",
    "heluo.needs",
    "heluo.catalogue",
    "heluo.runs",
    "heluo.people",
    "heluo.industries",
    "heluo.places",
    "heluo.base",
    "ninja",  # for the files of its page at /api/docs
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",  # django.contrib.auth cannot do without it
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "heluo.web.security.ContentSecurityPolicyMiddleware",
    "heluo.web.middleware.ReadableCookiesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "heluo.web.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "heluo.web.middleware.PlainAddressMiddleware",
    "heluo.web.middleware.BearableMiddleware",
    "heluo.web.errors.RefusalsMiddleware",
]

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
                "heluo.web.context.page",
            ],
        },
    },
]

# --- Data -------------------------------------------------------------------------------------------
DATABASES = {"default": CONFIG.database}
MEDIA_ROOT = CONFIG.data_dir / "uploads"
# Uploads are served by pages that ask who is looking, never by address.
MEDIA_URL = ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_PERMISSIONS = 0o640

# The letters before the numbers of needs and services.
NUMBER_PREFIX = CONFIG.number_prefix
# Where notices by SMS and to groups' robots are posted, as JSON; without it they are kept.
NOTICE_WEBHOOK = CONFIG.notice_webhook
NOTICE_SUCCESS = CONFIG.notice_success

# --- Accounts ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "heluo.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "heluo.people.passwords.NotCommon"},
    {"NAME": "heluo.people.passwords.NotDigitsAlone"},
]
LOGIN_URL = "/signin/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Language and time ------------------------------------------------------------------------------
# The visitor's own choice (cookie) first, then the browser's, then this.
LANGUAGE_CODE = CONFIG.language
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# The sentences of the command line, which is no app.
LOCALE_PATHS = [Path(heluo.__file__).parent / "cli" / "locale"]
LANGUAGE_COOKIE_NAME = "heluo_language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = CONFIG.time_zone
USE_I18N = True
FORMAT_MODULE_PATH = "heluo.web.formats"
USE_TZ = True

# --- Static files -----------------------------------------------------------------------------------
# No collecting step: WhiteNoise finds the files at start, and addresses carry a hash of the content.
STATIC_URL = "/static/"
STATICFILES_FINDERS = [
    "heluo.web.assets.NodeModulesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "heluo.web.assets.VersionedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
# No file has its hash in its name; looking for one would read every file at start.
WHITENOISE_IMMUTABLE_FILE_TEST = "^$"
WHITENOISE_MAX_AGE = 0 if DEBUG else 24 * 3600

# --- Security ---------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = CONFIG.secure
SECURE_SSL_REDIRECT = CONFIG.secure and CONFIG.behind_proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if CONFIG.secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.behind_proxy else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "heluo.web.errors.stale_form"
_address = urlsplit(CONFIG.base_url)
CSRF_TRUSTED_ORIGINS = [f"{_address.scheme}://{_address.netloc}"]

# --- Logs: to standard error, without personal data -------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"masked": {"()": "heluo.web.logs.MaskingFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "masked"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        # Django's own handlers would print the request's form or mail a report with it.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
    },
}
