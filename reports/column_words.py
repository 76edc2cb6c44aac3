"""The words of kolumner in a template, where each column has its own heading."""

from enum import StrEnum
from typing import Self


class ColumnWord(StrEnum):
    """The columns that a template can choose among: the word for each, and the heading that it prints."""

    heading: str

    def __new__(cls, word: str, heading: str) -> Self:
        made = str.__new__(cls, word)
        made._value_, made.heading = word, heading
        return made
