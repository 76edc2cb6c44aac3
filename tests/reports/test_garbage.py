"""The garbage collector rests while a PDF is made, and is afterwards as it was."""

import gc
import weakref

import pytest

from reports.garbage import collected_afterwards


class Ring:
    """Refers to itself: only the collector finds it."""

    def __init__(self) -> None:
        self.own = self


def test_what_is_left_is_cleared_when_all_is_done() -> None:
    assert gc.isenabled()
    with collected_afterwards():
        assert not gc.isenabled()
        left = weakref.ref(Ring())
        assert left() is not None
    assert left() is None
    assert gc.isenabled()


def test_it_is_on_again_after_a_failure() -> None:
    with pytest.raises(ZeroDivisionError), collected_afterwards():
        raise ZeroDivisionError
    assert gc.isenabled()


def test_of_two_the_last_to_end_turns_it_on() -> None:
    first, second = collected_afterwards(), collected_afterwards()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert not gc.isenabled()
    second.__exit__(None, None, None)
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    gc.disable()
    try:
        with collected_afterwards():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
