"""What settings make of a machine that has nothing yet."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRINT_KEY = "from socialnamnd import settings; print(settings.SECRET_KEY)"


@pytest.mark.once
def test_processes_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", PRINT_KEY],
            cwd=settings.BASE_DIR,
            env={"VAR_DIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    keys = {process.communicate()[0].strip() for process in starting}
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert [path.name for path in tmp_path.glob("secret_key*")] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600
