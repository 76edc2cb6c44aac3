"""A committee as a directory of text files: loaded, updated and written out. See docs/data-package.md."""

from reports.packages.dumping import dump_package
from reports.packages.files import PackageError
from reports.packages.loading import load_package

__all__ = ["PackageError", "dump_package", "load_package"]
