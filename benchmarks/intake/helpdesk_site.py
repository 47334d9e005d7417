"""How is django-helpdesk set up for the comparison? As its guide says, with huxin's settings of the database."""

import os
from pathlib import Path

from huxin.config import env

_DATA = Path(os.environ["HUXIN_DATA"])
SECRET_KEY = "of a benchmark that is thrown away"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.intake.helpdesk_urls"
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sites",
    "django.contrib.humanize",
    "rest_framework",
    "helpdesk",
    "django_cleanup.apps.CleanupConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,  # cached, because DEBUG is off
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {"default": env.database(env.text("DATABASE_URL", ""), _DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
SITE_ID = 1
HELPDESK_TEAMS_MODE_ENABLED = False  # without pinax-teams, as its guide allows
LOGIN_URL = "helpdesk:login"
LANGUAGE_CODE = "en"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_ROOT = _DATA / "media"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # letters are written and not sent: in its favour
