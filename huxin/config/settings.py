"""How is this installation set up? One file; every variable it reads is listed in README.md."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from huxin.config import env
from huxin.config.keys import read_secret_key

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(env.text("HUXIN_DATA", str(ROOT / "var")))
KEYS = Path(env.text("HUXIN_KEYS", str(DATA / "keys")))
FILES = DATA / "files"
ORIGIN = env.text("HUXIN_ORIGIN", env.served_at(DATA) or "http://127.0.0.1:8000")

_origin = urlsplit(ORIGIN)
SECURE = _origin.scheme == "https"
if not SECURE and _origin.hostname not in ("127.0.0.1", "localhost"):
    raise ImproperlyConfigured("HUXIN_ORIGIN must be https:// unless it is this machine itself")

SECRET_KEY = read_secret_key(KEYS)
DEBUG = False
ALLOWED_HOSTS = [_origin.hostname or "127.0.0.1", "127.0.0.1", "localhost"]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "huxin.channels.parts",  # before allauth, whose pages it dresses
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "huxin.journal",
    "huxin.orgs",
    "huxin.law",
    "huxin.documents",
    "huxin.search",
    "huxin.work",
    "huxin.registry",
    "huxin.cases",
    "huxin.plans",
    "huxin.adoption",
    "huxin.reports",
    "huxin.followups",
    "huxin.conference",
    "huxin.oversight",
    "huxin.notices",
    "huxin.channels.portal",
    "huxin.channels.workbench",
    "huxin.channels.desk",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "huxin.channels.parts.middleware.ShortAddresses",
    "huxin.channels.parts.middleware.NoNulls",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huxin.channels.parts.middleware.WhoAndWhen",
    "huxin.channels.parts.middleware.SecondFactor",
    "huxin.channels.parts.middleware.OwnChannel",
    "huxin.channels.parts.middleware.Refusals",
]

ROOT_URLCONF = "huxin.config.urls"
WSGI_APPLICATION = "huxin.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "huxin.channels.parts.templatetags.parts",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "huxin.channels.parts.context.frame",
            ],
        },
    }
]

FORM_RENDERER = "huxin.channels.parts.widgets.Renderer"

DATABASES = {"default": env.database(env.text("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},  # beyond that a third is forgotten, also who guessed how often at passwords
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "huxin.orgs.passwords.LongEnough"},
    {"NAME": "huxin.orgs.passwords.NotCommon"},
    {"NAME": "huxin.orgs.passwords.NotOneself"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/workbench/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "huxin.channels.parts.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# behind the proxy every request comes from its address: the one that it adds to X-Forwarded-For is the asker's
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("HUXIN_PROXIES", 1 if SECURE else 0)
# a mobile network shows many phones under one address: what workers do is limited against floods alone
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "report": "120/h/ip", "hand_in": "240/h/ip",
    "verify": "120/h/ip",
    "sms": "120/h/ip", "sms_code": "240/h/ip", "admission": "10/d/ip", "admission_state": "20/10m/ip",
    "machine": "300/m/key", "machine_refused": "60/m/ip",
}  # fmt: skip
MFA_ADAPTER = "huxin.channels.parts.accounts.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "huxin.channels.parts.second_factor.LogInForm",
    "reauthenticate": "huxin.channels.parts.second_factor.AgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "护新"
MFA_TOTP_TOLERANCE = 1
USERSESSIONS_TRACK_ACTIVITY = False  # it would write to the database on every page
SESSION_ENGINE = "huxin.channels.parts.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["huxin.config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "huxin.channels.parts.assets.NodeModulesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "huxin.channels.parts.assets.HashedStatic"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
MAX_FILE_BYTES = 100 * 1024 * 1024
MAX_ORDERS_BYTES = env.number("HUXIN_MAX_ORDERS_MB", 4096) * 1024 * 1024  # of a file that comes in pieces

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("HUXIN_SMTP_HOST", "")
EMAIL_PORT = env.number("HUXIN_SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("HUXIN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("HUXIN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("HUXIN_SMTP_TLS")
EMAIL_TIMEOUT = 10
SMS_URL = env.text("HUXIN_SMS_URL", "")  # empty: an inbox on this machine, where the site is not public
SMS_TOKEN = env.text("HUXIN_SMS_TOKEN", "")
SMS_PHONE_FIELD = env.text("HUXIN_SMS_PHONE_FIELD", "phone")
SMS_TEXT_FIELD = env.text("HUXIN_SMS_TEXT_FIELD", "text")
SMS_FIELDS = env.text("HUXIN_SMS_FIELDS", "{}")
SMS_SUCCESS = env.text("HUXIN_SMS_SUCCESS", "")
DEFAULT_FROM_EMAIL = env.text("HUXIN_MAIL_FROM", "huxin@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"] if not SECURE else []
