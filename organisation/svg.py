"""SVG as text: elements with presentation attributes alone, so that neither style nor script is needed. Pure."""

from html import escape

FONT = "'Source Sans 3', 'Liberation Sans', Arial, sans-serif"


TALLEST = 840  # px: no image is taller than a page


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def element(name: str, *inside: str, **attributes: str | float) -> str:
    """An element. stroke_width becomes stroke-width; what stands inside is markup, already escaped."""
    written = "".join(
        f' {key.replace("_", "-")}="{escape(value if isinstance(value, str) else number(value))}"'
        for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def text(
    content: str, x: float, y: float, *, size: float = 13, anchor: str = "start", **attributes: str | float
) -> str:
    return element("text", escape(content), x=x, y=y, font_size=size, text_anchor=anchor, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: str | float) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def drawing(key: str, width: float, height: float, title: str, description: str, *inside: str) -> str:
    """The whole image, with what it shows for who does not see it. Ids start with key: unique on the page."""
    size = min(1.2, TALLEST / height)
    return element(
        "svg",
        element("title", escape(title), id=f"{key}-titel"),
        element("desc", escape(description), id=f"{key}-beskrivning"),
        element("g", *inside, font_family=FONT, fill="#17262a"),
        xmlns="http://www.w3.org/2000/svg",
        role="img",
        aria_labelledby=f"{key}-titel {key}-beskrivning",
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width * size,
        height=height * size,
    )
