"""A package's pictures: proved to be pictures, stored, and taken away again if the load comes to nothing."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.fields.files import FieldFile
from PIL import Image, ImageFile, UnidentifiedImageError

from reports.models import Picture

# Pillow's name of each format that pages and PDF can show, and the ending a dumped file gets.
ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp"}


def fault(path: Path) -> str | None:
    """Why the file cannot be a report's picture, or None if it can."""
    # WeasyPrint has Pillow fill in what is missing of a picture; here a part is no picture.
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with Image.open(path) as image:
            kind = image.format or ""
            image.load()
    except UnidentifiedImageError:
        return "Filen är inte en bild."
    except Image.DecompressionBombError:
        return "Bilden är för stor. Gör den mindre."
    except (OSError, SyntaxError, ValueError):
        return "Bilden är trasig och går inte att öppna."
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    if kind not in ENDINGS:
        return f"Bilder av slaget {kind} kan inte visas. Använd JPEG, PNG, GIF eller WebP."
    return None


def ending(data: FieldFile) -> str:
    data.seek(0)
    with Image.open(data) as image:
        return ENDINGS.get(image.format or "", ".bin")


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

    def save(self, picture: Picture, path: Path, texts: Mapping[str, str]) -> bool:
        """Save the picture with the texts and the file's bytes; whether it changed anything."""
        data = path.read_bytes()
        is_new_text = any(getattr(picture, name) != text for name, text in texts.items())
        for name, text in texts.items():
            setattr(picture, name, text)
        if picture.file and default_storage.exists(str(picture.file.name)):
            with picture.file.open("rb") as stored:
                is_same_file = stored.read() == data
            if is_same_file:
                if is_new_text:
                    picture.save()
                return is_new_text
            self._replaced.append(str(picture.file.name))
        # Assigned, not saved to the field: only this reads the width and height anew.
        picture.file = ContentFile(data, name=path.name)
        picture.save()
        self._stored.append(picture.file)
        return True
