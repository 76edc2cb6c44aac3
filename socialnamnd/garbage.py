"""The garbage collector of a process that answers pages."""

import gc

# A page makes tens of thousands of objects and leaves next to none in cycles: looking each 700 finds nothing, and
# those of the largest pages are gone through while all of them are in use.
OBJECTS, YOUNG, MIDDLE = 100_000, 20, 20


def settle() -> None:
    """To be called once everything is loaded: that stays, and is not gone through again during requests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, YOUNG, MIDDLE)
