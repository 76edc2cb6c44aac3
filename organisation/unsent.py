"""What was typed in a form that could not be taken in: shown on the page that says so, to be copied."""

from urllib.parse import urlsplit

from django.http import HttpRequest

# A form with more than this is one with files in it, which are not read for whoever is not logged in.
MOST_BYTES = 3 * 1024**2


def unsent_texts(request: HttpRequest) -> list[str]:
    """The texts of more than one word, in their order; none where another site has sent the form."""
    if request.method != "POST" or not is_from_here(request) or _size(request) > MOST_BYTES:
        return []
    return [
        text
        for name, values in request.POST.lists()
        if "password" not in name
        for value in values
        if len((text := value.strip()).split()) > 1
    ]


def is_from_here(request: HttpRequest) -> bool:
    """Whether a page of this site sent it, as browsers tell of every form."""
    return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()


def page_of_form(request: HttpRequest) -> str:
    """The address of the page that the form stood on; its own address where that is not told."""
    told = urlsplit(request.headers.get("Referer", ""))
    if told.netloc != request.get_host():
        return request.get_full_path()
    return f"{told.path}?{told.query}" if told.query else told.path


def _size(request: HttpRequest) -> int:
    told = request.headers.get("Content-Length") or "0"
    return int(told) if told.isdecimal() and len(told) < 18 else MOST_BYTES + 1
