"""The product's own settings, with what only tests need.

DATABASE_URL decides the database as always: SQLite without it. Every process has a var/ of its own.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

VAR = tempfile.mkdtemp(prefix="socialnamnd-test-")
atexit.register(shutil.rmtree, VAR, ignore_errors=True)
os.environ["VAR_DIR"] = VAR
# Playwright runs an event loop in the test's thread; nothing of ours does.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from socialnamnd.settings import *  # noqa: E402, F403
from socialnamnd.settings import DATABASES, STORAGES  # noqa: E402

# A file rather than memory, so that worker and web processes started by a test see the same database.
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Straight from the source folders: nothing is collected before a test run.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True

# Quick to check, and never outside tests.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
