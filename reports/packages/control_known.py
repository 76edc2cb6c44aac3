"""What the rows about internal control may name: plans, risks, controls and the people who carry them out."""

from dataclasses import dataclass, field
from datetime import date

from internal_control.models import Control, ControlPlan, CountedItem, FollowUp, Risk, ScaleStep
from organisation.models import Committee, User
from reports.packages.files import Row
from reports.packages.known import Known

PLANS, RISKS, CONTROLS, ITEMS = "kontrollplaner.csv", "risker.csv", "kontroller.csv", "kontrollposter.csv"

Key = tuple[int, str]
OccasionKey = tuple[int, str, int]
ItemKey = tuple[int, str, str]


@dataclass
class KnownControl:
    months: set[int] = field(default_factory=set)
    counts_people: bool = False


@dataclass(frozen=True)
class Performer:
    """pk is the user's, None for nobody."""

    pk: int | None


@dataclass
class KnownPlans:
    """By year and code; a file's rows are added as they are read. adopted: when each year's plan was, or None.

    steps: how many there are on each axis. items: the code of the item that each is part of, or ''; deviations:
    those that say so themselves. logins: their primary keys. strangers: logins that nobody here has, with the lines of each file where they are named.
    """

    known: Known
    logins: dict[str, int] = field(default_factory=dict)
    adopted: dict[int, date | None] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)
    risks: set[Key] = field(default_factory=set)
    controls: dict[Key, KnownControl] = field(default_factory=dict)
    items: dict[ItemKey, str] = field(default_factory=dict)
    deviations: set[ItemKey] = field(default_factory=set)
    strangers: dict[str, dict[str, list[int]]] = field(default_factory=dict)

    def year(self, row: Row) -> int | None:
        """The year of a plan that is there; else None with the error told."""
        year = row.year("år")
        if year is not None and year not in self.adopted:
            row.error(f"Det finns ingen plan för {year} i {PLANS}.")
            return None
        return year

    def risk(self, row: Row, year: int | None) -> Key | None:
        """The risk in the cell, of the row's year or as 2021/r1; None where the cell is empty."""
        key = of_year(row.cells["risk"], year)
        if key is not None and key not in self.risks:
            row.error(f"Risken ”{key[1]}” finns inte {key[0]} i {RISKS}.")
        return key

    def control(self, row: Row, year: int | None) -> Key | None:
        key = of_year(row.cells["kontroll"], year)
        if key is not None and key not in self.controls:
            row.error(f"Kontrollen ”{key[1]}” finns inte {key[0]} i {CONTROLS}.")
            return None
        return key

    def occasion(self, row: Row, year: int | None) -> OccasionKey | None:
        """The control and month of the row, if the control is carried out then; else None with the error told."""
        row.text("kontroll", 40)
        key, month = self.control(row, year), needed(row, "månad", 1, 12)
        if key is None or month is None:
            return None
        if month not in self.controls[key].months:
            row.error(f"Kontrollen {key[1]} görs inte i månad {month} enligt {CONTROLS}.")
            return None
        return *key, month

    def has_parts(self, key: ItemKey) -> bool:
        return any(parent == key[2] and other[:2] == key[:2] for other, parent in self.items.items())

    def is_deviation(self, key: ItemKey) -> bool:
        """Also where what it is part of is one."""
        return key in self.deviations or (*key[:2], self.items[key]) in self.deviations

    def performer(self, row: Row) -> "Performer | None":
        """Who has the login in the cell, or nobody if it is empty; None for a login that is not here, to be told."""
        login = row.text("utförs av", 150, required=False)
        if login and login not in self.logins:
            self.strangers.setdefault(login, {}).setdefault(row.file, []).append(row.line)
            return None
        return Performer(self.logins.get(login))

    def remarks(self) -> list[str]:
        """What the load left out, as sentences."""
        told = []
        for login, places in sorted(self.strangers.items()):
            where = "; ".join(
                f"{file}, rad {', '.join(str(line) for line in lines)}" for file, lines in places.items()
            )
            told.append(f"Inloggningen ”{login}” finns inte här, så ingen står som utförare i {where}.")
        return told


def needed(row: Row, column: str, least: int, most: int) -> int | None:
    """A whole number that must be there; None with the error told if it is not."""
    if not row.cells[column]:
        row.error(f"{column} saknas.")
    return row.whole(column, least, most)


def of_year(text: str, year: int | None) -> Key | None:
    """A code of the year, or another year's as 2021/k1; None where there is none."""
    other, slash, code = text.rpartition("/")
    if not code:
        return None
    if slash:
        return (int(other) if other.isascii() and other.isdigit() and len(other) == 4 else 0), code
    return None if year is None else (year, code)


def plans_known(committee: Committee | None, known: Known) -> KnownPlans:
    """What is there before the files are read."""
    found = KnownPlans(known, dict(User.objects.values_list("username", "pk")))
    if committee is None:
        return found
    found.adopted.update(ControlPlan.objects.filter(committee=committee).values_list("year", "adopted_on"))
    for year in ScaleStep.objects.filter(
        plan__committee=committee, axis=ScaleStep.Axis.LIKELIHOOD
    ).values_list("plan__year", flat=True):
        found.steps[year] = found.steps.get(year, 0) + 1
    found.risks.update(Risk.objects.filter(plan__committee=committee).values_list("plan__year", "code"))
    controls = Control.objects.filter(plan__committee=committee)
    for year, code, counts_people in controls.values_list("plan__year", "code", "counts_people"):
        found.controls[year, code] = KnownControl(counts_people=counts_people)
    for year, code, month in FollowUp.objects.filter(control__plan__committee=committee).values_list(
        "control__plan__year", "control__code", "month"
    ):
        found.controls[year, code].months.add(month)
    items = CountedItem.objects.filter(control__plan__committee=committee)
    for year, control, code, parent, is_deviation in items.values_list(
        "control__plan__year", "control__code", "code", "parent__code", "is_deviation"
    ):
        found.items[year, control, code] = parent or ""
        if is_deviation:
            found.deviations.add((year, control, code))
    return found
