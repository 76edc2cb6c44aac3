"""Sections that blocks make, put in their place among those of the template. Pure."""

import re
from dataclasses import replace

from reports.contents import Section

_NOT_PLAIN = re.compile("[^A-Za-z0-9-]")


def made_key(block: str, *codes: str) -> str:
    """The key of something that a block makes from data: 'mal.kf-1.u-3'. It is an anchor, so it is plain ASCII.

    No key of a template has a point, and no two rows of codes give the same key.
    """
    return ".".join([block, *(_NOT_PLAIN.sub(lambda found: f"_{ord(found[0]):x}_", code) for code in codes)])


def under(section: Section, level: int) -> Section:
    """The section with everything below it, moved to stand under a section of level."""
    return replace(
        section,
        level=section.level + level,
        sections=tuple(under(below, level) for below in section.sections),
    )
