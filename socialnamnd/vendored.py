"""Which of the installed front-end files are collected: the packages bring ten times what the pages use."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatch

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import Storage

# Regular, semibold and bold in the letters of Swedish and its neighbours.
_FONT = (
    "latin-[467]00*.css",
    "latin-ext-[467]00*.css",
    "files/*-latin-[467]00-*",
    "files/*-latin-ext-[467]00-*",
)

# Patterns of paths by the prefix that settings.STATICFILES_DIRS gives a package.
COLLECTED = {
    "vendor/bootstrap": ("css/bootstrap.min.css*", "js/bootstrap.bundle.min.js*"),
    "vendor/source-sans-3": _FONT,
    "vendor/source-serif-4": _FONT,
}


class CollectedFilesFinder(FileSystemFinder):
    """Lists all of our own files, and of a package only what COLLECTED names."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        for path, storage in super().list(ignore_patterns):
            patterns = COLLECTED.get(getattr(storage, "prefix", ""), ("*",))
            if any(fnmatch(path, pattern) for pattern in patterns):
                yield path, storage
