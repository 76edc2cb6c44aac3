"""The drawings of a level's symbols, as SVG markup. Pure.

They differ in shape, so that they are told apart in grey and without colour. They are drawn in the colour of the
text around them and say nothing to a screen reader: the level's label stands beside.
"""

from html import escape

_ROUND = 'cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.75"'
_LINE = 'fill="none" stroke="currentColor" stroke-width="2.75" stroke-linecap="round" stroke-linejoin="round"'
_SHAPES = {
    "arrow_up": '<path d="M8 1 14.5 8H10.5V15H5.5V8H1.5Z" fill="currentColor"/>',
    "arrow_right": '<path d="M15 8 8 14.5V10.5H1V5.5H8V1.5Z" fill="currentColor"/>',
    "arrow_down": '<path d="M8 15 1.5 8H5.5V1H10.5V8H14.5Z" fill="currentColor"/>',
    "filled": '<circle cx="8" cy="8" r="7.1" fill="currentColor"/>',
    "half": f'<circle {_ROUND}/><path d="M8 1.75A6.25 6.25 0 0 0 8 14.25Z" fill="currentColor"/>',
    "empty": f"<circle {_ROUND}/>",
    "dashed": f'<circle {_ROUND} stroke-dasharray="3 1.9"/>',
    "check": f'<path d="M2.5 8.5 6.25 12.5 13.5 3.75" {_LINE}/>',
    "cross": f'<path d="M3 3 13 13M13 3 3 13" {_LINE}/>',
}

# A level's colour as the drawing on paper has it, where nothing is inherited: --level-… of static/css/tokens.css.
INKS = {
    "green": "#12654a",
    "yellow": "#8a6100",
    "red": "#a12a1d",
    "blue": "#1d5a94",
    "grey": "#566369",
}


def drawing(symbol: str, ink: str = "", title: str = "") -> str:
    """A symbol (organisation.marks.Symbol) 16 units square. ink is a colour, for who cannot take it from the text around.

    title is what a symbol that stands alone says to a screen reader.
    """
    # On paper the style sheet says the size: in attributes it costs WeasyPrint a style for each drawing.
    look = f' color="{ink}"' if ink else ' width="16" height="16"'
    says = f' role="img" aria-label="{escape(title)}"' if title else ' aria-hidden="true"'
    words = f"<title>{escape(title)}</title>" if title else ""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" class="level-symbol" viewBox="0 0 16 16"'
        f'{look}{says} focusable="false">{words}{_SHAPES[symbol]}</svg>'
    )
