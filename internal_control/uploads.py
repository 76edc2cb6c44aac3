"""Files that are sent with a form: what is too large, or one too many, is left out while it arrives, and the rest of
the form is read.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, load_handler
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from internal_control.evidence_checks import MOST_BYTES, harmless_name, too_large

MOST_AT_ONCE = 20

View = Callable[..., HttpResponseBase]


class _LimitedUpload(FileUploadHandler):
    """The first of the handlers: it stops the bytes of a file before anybody has stored them."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.left_out: list[str] = []
        self.files = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.files += 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        # Refused here and not in new_file: what is skipped there closes the file before it.
        if self.files > MOST_AT_ONCE:
            self.left_out.append(
                f"”{harmless_name(self.file_name or '')}” är inte tillagd: högst {MOST_AT_ONCE} filer åt gången."
            )
            raise SkipFile
        if start + len(raw_data) > MOST_BYTES:
            self.left_out.append(str(too_large(self.file_name or "")))
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """What is whole is the next handler's."""


def limited_uploads(view: View) -> View:
    """A page that takes files. What it leaves out of them is told by left_out(request)."""
    # Whoever checks the form's token reads the form, so the handlers must be in place before that.
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def limited(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        limit = _LimitedUpload(request)
        others = [load_handler(each, request) for each in settings.FILE_UPLOAD_HANDLERS]
        request.upload_handlers = [limit, *others]
        request._left_out = limit.left_out  # type: ignore[attr-defined]
        return protected(request, **kwargs)

    return limited


def left_out(request: HttpRequest) -> list[str]:
    """A sentence for each file that was sent and not read."""
    request.FILES  # noqa: B018  (reads the form, where nobody has yet)
    return list(getattr(request, "_left_out", ()))
