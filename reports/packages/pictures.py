"""A package's pictures, stored with their texts."""

from collections.abc import Mapping

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from reports.models import Picture
from reports.packages.stored_files import StoredFiles


class Pictures(StoredFiles):
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
            self.replaced.append(str(picture.file.name))
        # Assigned, not saved to the field: only this reads the width and height anew.
        picture.file = ContentFile(data, name=name)
        picture.save()
        self.stored.append(str(picture.file.name))
        return True
