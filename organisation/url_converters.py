"""Years and months in addresses: one that no row can have is not found."""

from organisation.models import YEAR_MAX, YEAR_MIN


class YearConverter:
    regex = "[0-9]{4}"

    def to_python(self, value: str) -> int:
        return _within(int(value), YEAR_MIN, YEAR_MAX)

    def to_url(self, value: int) -> str:
        return str(value)


class MonthConverter:
    regex = "[0-9]{1,2}"

    def to_python(self, value: str) -> int:
        return _within(int(value), 1, 12)

    def to_url(self, value: int) -> str:
        return str(value)


def _within(number: int, least: int, most: int) -> int:
    if not least <= number <= most:
        raise ValueError(number)
    return number
