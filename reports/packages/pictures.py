"""A package's pictures: stored, and taken away again if the load comes to nothing."""

from collections.abc import Mapping
from types import TracebackType
from typing import Self

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile

from reports.models import Picture


class Pictures:
    """The files stored and replaced during one load. Files know no transaction, so their fate follows its."""

    def __init__(self) -> None:
        self._stored: list[FieldFile] = []
        self._replaced: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in [str(file.name) for file in self._stored] if error is not None else self._replaced:
            default_storage.delete(name)

    def save(self, picture: Picture, name: str, data: bytes, texts: Mapping[str, str]) -> bool:
        """Save the picture with the texts and the file's name and bytes; whether it changed anything."""
        is_new_text = any(getattr(picture, field) != text for field, text in texts.items())
        for field, text in texts.items():
            setattr(picture, field, text)
        if picture.file and default_storage.exists(str(picture.file.name)):
            with picture.file.open("rb") as stored:
                is_same_file = stored.read() == data
            if is_same_file:
                if is_new_text:
                    picture.save()
                return is_new_text
            self._replaced.append(str(picture.file.name))
        # Assigned, not saved to the field: only this reads the width and height anew.
        picture.file = ContentFile(data, name=name)
        picture.save()
        self._stored.append(picture.file)
        return True
