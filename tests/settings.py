"""Heluo's settings for tests: a data directory that is thrown away, and the database asked for.

``HELUO_TEST_DATABASE=postgres`` runs the tests on PostgreSQL, ``HELUO_TEST_DATABASE_URL`` on a given one.
"""

import atexit
import os
import shutil
import tempfile

from heluo.cli.messages import compile_all
from tests import postgres

# Settings of the developer's own site have no say here.
for _name in [name for name in os.environ if name.startswith("HELUO_") and not name.startswith("HELUO_TEST_")]:
    del os.environ[_name]

# Commands speak the language of the terminal: in tests English, and another one where a test asks for it.
os.environ["LANGUAGE"] = "en"

_data_dir = tempfile.mkdtemp(prefix="heluo-tests-")
atexit.register(shutil.rmtree, _data_dir, ignore_errors=True)
os.environ["HELUO_DATA_DIR"] = _data_dir
if postgres.wanted():
    os.environ["HELUO_DATABASE_URL"] = postgres.address()

# Pages are tested in Chinese, which is compiled from what the translators edit; Django reads it once, at start.
compile_all()

from heluo.web.settings import *  # noqa: E402, F403
from heluo.web.settings import CONFIG  # noqa: E402

if postgres.wanted():
    # A pool would hold the database open that the tests want to copy.
    DATABASES = {"default": {**CONFIG.database, "OPTIONS": {}}}

# Hashing passwords slowly is the point of Argon2, and the tests sign in thousands of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Each test client is a site of its own, which would look for all static files again; who fetches some turns it on.
WHITENOISE_USE_FINDERS = False
