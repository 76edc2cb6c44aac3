"""How a level of any scale is marked: a drawing and a colour, never one without the other."""

from django.db.models import TextChoices


class Symbol(TextChoices):
    """A drawing of its own for each, so that a level never rests on colour alone."""

    ARROW_UP = "arrow_up", "Pil upp"
    ARROW_RIGHT = "arrow_right", "Pil åt höger"
    ARROW_DOWN = "arrow_down", "Pil ner"
    FILLED = "filled", "Fylld cirkel"
    HALF = "half", "Halvfylld cirkel"
    EMPTY = "empty", "Tom cirkel"
    DASHED = "dashed", "Streckad cirkel"
    CHECK = "check", "Bock"
    CROSS = "cross", "Kryss"


class Colour(TextChoices):
    GREEN = "green", "Grön"
    YELLOW = "yellow", "Gul"
    RED = "red", "Röd"
    BLUE = "blue", "Blå"
    GREY = "grey", "Grå"
