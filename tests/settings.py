"""How is huxin set up under test? In a folder of its own, with keys of its own, quick hashing, nothing sent."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="huxin-test-"))
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["HUXIN_DATA"] = str(_folder)
os.environ.pop("HUXIN_KEYS", None)

from huxin.config.keys import ensure_keys  # noqa: E402

ensure_keys(_folder / "keys")

from huxin.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
