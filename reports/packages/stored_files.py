"""Files that a package brings: stored, and taken away again if the load comes to nothing."""

from types import TracebackType
from typing import Self

from django.core.files.storage import default_storage


class StoredFiles:
    """The files stored and replaced during one load. Files know no transaction, so their fate follows its."""

    def __init__(self) -> None:
        self.stored: list[str] = []
        self.replaced: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in self.stored if error is not None else self.replaced:
            default_storage.delete(name)
