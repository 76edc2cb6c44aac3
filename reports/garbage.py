"""The garbage collector while a PDF is made."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_paused: list[bool] = []  # one for each making at work: whether the collector was on before it


@contextmanager
def collected_afterwards() -> Iterator[None]:
    """Nothing is looked for until the block ends; then what it left in cycles is cleared at once.

    A page's boxes and styles are hundreds of thousands of objects, all in use until the PDF is written: to go
    through them again and again for garbage takes an eighth of the time or more and finds next to nothing.
    """
    with _lock:
        _paused.append(gc.isenabled())
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            was_on = _paused.pop()
            if was_on:
                gc.enable()
        gc.collect(0)
