"""A queue that is gone is told at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests import servers

# Whoever waits between tries says so; the clock of a loaded machine would prove nothing.
SEND = """
import time
time.sleep = lambda seconds: print("waited", seconds)
import django; django.setup()
from kombu.exceptions import OperationalError
from budget.tasks import recalculate_changed
try:
    recalculate_changed.delay()
except OperationalError:
    print("gone")
"""


@pytest.mark.once
def test_a_request_does_not_wait_for_a_redis_that_is_gone(tmp_path: Path) -> None:
    sent = subprocess.run(
        [sys.executable, "-c", SEND],
        cwd=settings.BASE_DIR,
        env={
            "DJANGO_SETTINGS_MODULE": "socialnamnd.settings",
            "VAR_DIR": str(tmp_path),
            "REDIS_URL": f"redis://127.0.0.1:{servers.free_port()}/0",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert sent.stdout == "gone\n"
