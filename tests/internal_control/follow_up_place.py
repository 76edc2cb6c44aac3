"""A control that counts children's investigations, with last year's numbers: for the browser tests of its page."""

from dataclasses import dataclass

from internal_control.models import Control, CountedItem, FollowUp, FollowUpCount, Result
from organisation.models import Committee, Unit, User
from tests.control_factories import carry_out, make_control, make_measure, make_plan, make_risk
from tests.factories import make_committee, make_units, make_user

ITEMS = (
    ("inom", "Klara inom fyra månader", "", False),
    ("over", "Pågick över fyra månader", "", True),
    ("utlatande", "Väntan på utlåtande", "over", False),
    ("personal", "Personalbrist", "over", False),
    ("flytt", "Familjen har flyttat", "over", False),
)
LAST = {"inom": 28, "utlatande": 6, "personal": 8, "flytt": 9}


@dataclass(frozen=True)
class Place:
    committee: Committee
    unit: Unit
    control: Control
    erik: User
    eva: User
    reader: User

    @property
    def path(self) -> str:
        return "/prov-sn/intern-kontroll/2021/kontroller/utredningstid/6/"

    @property
    def follow_up(self) -> FollowUp:
        return self.control.follow_ups.get(month=6)


def make_place() -> Place:
    committee = make_committee()
    units = make_units(
        committee, {"SN": {"300": {}}}, {"SN": "Socialnämnden", "300": "Individ- och familjeomsorg"}
    )
    earlier, control = (_control(committee, units["300"], year) for year in (2020, 2021))
    done = carry_out(
        earlier,
        12,
        Result.MAJOR,
        sample_size=51,
        deviations=23,
        text="Var tredje utredning tog mer än fyra månader. Utlåtanden från barn- och ungdomspsykiatrin dröjer.",
        done_by="Eva Ek",
    )
    items = {item.code: item for item in earlier.counted_items.all()}
    FollowUpCount.objects.bulk_create(
        FollowUpCount(follow_up=done, item=items[code], count=number) for code, number in LAST.items()
    )
    make_measure(
        earlier.plan,
        follow_up=done,
        unit=units["300"],
        text="Enhetschefen går igenom pågående utredningar varje vecka",
    )
    manager = {"role": "unit_manager", "unit": units["300"]}
    return Place(
        committee,
        units["300"],
        control,
        make_user("erik", committee, last_name="Holm", **manager),
        make_user("eva", committee, last_name="Ek", **manager),
        make_user("lasse", committee, role="reader"),
    )


def _control(committee: Committee, unit: Unit, year: int) -> Control:
    plan = make_plan(committee, year)
    risk = make_risk(
        plan,
        description="Utredningar av barn tar längre tid än lagen medger, och barn får vänta på hjälp",
        unit=unit,
    )
    control = make_control(
        plan,
        "utredningstid",
        months=[3, 6, 9, 12],
        risk=risk,
        unit=unit,
        title="Utredningar av barn avslutas inom fyra månader",
        method=Control.Method.SYSTEM,
        method_text="Ta ut listan över avslutade utredningar i verksamhetssystemet.\nRäkna dem efter hur länge de pågick.",
        rule="Socialtjänstlagen (2025:400) 14 kap.",
        responsible="Verksamhetschef individ- och familjeomsorg",
        reported_to="Socialnämnden",
        counts_people=True,
    )
    made: dict[str, CountedItem] = {}
    for position, (code, label, parent, is_deviation) in enumerate(ITEMS):
        made[code] = CountedItem.objects.create(
            control=control,
            code=code,
            label=label,
            parent=made.get(parent),
            is_deviation=is_deviation,
            position=position,
        )
    return control
