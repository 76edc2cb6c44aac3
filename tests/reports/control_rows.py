"""A committee's year of internal control as rows, and a report of chosen blocks about it."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from internal_control.models import (
    Control,
    ControlPlan,
    CountedItem,
    FollowUpCount,
    Measure,
    PlanChange,
    Result,
    RiskDecision,
)
from organisation.models import Committee, Unit
from reports.building import build
from reports.contents import Block, ReportContents, Table
from reports.models import Report
from tests.control_factories import carry_out, make_control, make_measure, make_plan, make_risk
from tests.factories import make_committee, make_units
from tests.reports.rows import make_report

NAMES = {"SN": "Socialnämnden", "100": "Vård och omsorg", "200": "Individ och familj"}
HEAD = 'namn = "Mall"\nslag = "{kind}"\n[[avsnitt]]\nnyckel = "kontroll"\ntitel = "Intern kontroll"\n'
KINDS = {
    "annual": "årsredovisning",
    "interim": "delårsrapport",
    "control_plan": "internkontrollplan",
    "control_follow_up": "internkontrolluppföljning",
}


@dataclass
class ControlRows:
    committee: Committee
    units: dict[str, Unit]
    plan: ControlPlan
    controls: dict[str, Control] = field(default_factory=dict)

    def report(self, *blocks: str, kind: str = "annual", **fields: object) -> Report:
        """A report for 2021 by a template with one section, of these blocks."""
        source = HEAD.format(kind=KINDS[kind]) + "".join(f"[[avsnitt.block]]\n{block}\n" for block in blocks)
        slug = f"r{Report.objects.count()}"
        report = make_report(self.committee, slug, source=source, **{"month": 12, **fields})
        report.template.kind = kind
        report.template.save()
        return report

    def contents(self, *blocks: str, **fields: object) -> ReportContents:
        return build(self.report(*blocks, **fields), fresh=False)  # type: ignore[arg-type]

    def block(self, block: str, **fields: object) -> Block:
        return self.contents(block, **fields).sections[0].blocks[0]

    def table(self, block: str, **fields: object) -> Table:
        (table,) = self.block(block, **fields).tables
        return table


def control_rows(year: int = 2021) -> ControlRows:
    """A plan with nothing in it but its scale."""
    committee = make_committee()
    units = make_units(committee, {"SN": {"100": {}, "200": {}}}, NAMES)
    return ControlRows(committee, units, make_plan(committee, year))


def full_year(rows: ControlRows) -> ControlRows:
    """Three risks and three controls, followed up in May, September and December, one of them twice a year.

    Delegation: no deviation, 2 of 20, not carried out. Documentation: 5 of 30 in May, nothing in December.
    The third, of invoices, once in September: 1 of 50.
    """
    plan, units = rows.plan, rows.units
    delegation = make_risk(
        plan,
        "r1",
        likelihood=3,
        consequence=4,
        likelihood_after=2,
        consequence_after=4,
        process="Myndighetsutövning",
        description="Beslut fattas utan delegation",
        cause="Ny delegationsordning",
        decision=RiskDecision.CONTROL,
        reason="Fel beslut drabbar enskilda",
        owner="Förvaltningschef",
        unit=units["SN"],
    )
    documentation = make_risk(
        plan,
        "r2",
        likelihood=2,
        consequence=3,
        process="Vård och omsorg",
        description="Genomförandeplaner saknas",
        decision=RiskDecision.CONTROL,
        owner="Verksamhetschef",
        unit=units["100"],
    )
    make_risk(
        plan,
        "r3",
        likelihood=1,
        consequence=2,
        process="Ekonomi",
        description="Fakturor betalas två gånger",
        decision=RiskDecision.ACCEPT,
        is_chosen=False,
        unit=units["SN"],
    )
    rows.controls = {
        "k1": make_control(
            plan,
            "k1",
            months=[5, 9, 12],
            risk=delegation,
            title="Beslut enligt delegationsordningen",
            method=Control.Method.SAMPLE,
            sample_size=20,
            method_text="Lottas ur verksamhetssystemet",
            rule="Delegationsordningen",
            responsible="Nämndsekreterare",
            reported_to="Socialnämnden",
            unit=units["SN"],
        ),
        "k2": make_control(
            plan,
            "k2",
            months=[5, 12],
            risk=documentation,
            process="Vård och omsorg",
            title="Aktuella genomförandeplaner",
            rule="SOSFS 2014:5",
            responsible="Enhetschef",
            unit=units["100"],
        ),
        "k3": make_control(
            plan,
            "k3",
            months=[9],
            process="Ekonomi",
            title="Attest av fakturor",
            method=Control.Method.SYSTEM,
            responsible="Controller",
            unit=units["SN"],
        ),
    }
    k1, k2, k3 = rows.controls.values()
    carry_out(k1, 5, Result.NO_DEVIATION, sample_size=20, deviations=0, text="Alla beslut var rätt fattade.")
    carry_out(k1, 9, Result.MINOR, sample_size=20, deviations=2, text="Två beslut saknade datum.")
    carry_out(k1, 12, Result.NOT_DONE, text="", reason="Systemet byttes i december.")
    carry_out(k2, 5, Result.MAJOR, sample_size=30, deviations=5, text="Fem planer var äldre än ett år.")
    carry_out(k3, 9, Result.MINOR, sample_size=50, deviations=1, text="En faktura hade fel attestant.")
    make_measure(
        plan,
        "a1",
        follow_up=k2.follow_ups.get(month=5),
        text="Planerna gås igenom på arbetsplatsträffar",
        responsible="Enhetschef",
        due_on=date(2021, 9, 30),
        status=Measure.Status.DONE,
        closed_on=date(2021, 9, 15),
        effect=Measure.Effect.PARTLY,
        effect_on=date(2021, 11, 1),
        effect_text="Färre gamla planer",
        unit=units["100"],
    )
    make_measure(
        plan,
        "a2",
        follow_up=k1.follow_ups.get(month=9),
        text="Mallen för beslut ändras",
        responsible="Nämndsekreterare",
        due_on=date(2021, 12, 31),
        status=Measure.Status.ONGOING,
        unit=units["SN"],
    )
    return rows


def counted(rows: ControlRows, *, counts_people: bool = True) -> Control:
    """Children's investigations, counted in March, June, September and December, and last year in December.

    Within four months, and over four months for two reasons; what is over is a deviation.
    """
    control = make_control(
        rows.plan,
        "b1",
        months=[3, 6, 9, 12],
        title="Barnutredningar inom fyra månader",
        counts_people=counts_people,
        unit=rows.units["200"],
    )
    last_plan = ControlPlan.objects.create(committee=rows.committee, year=rows.plan.year - 1)
    last = make_control(
        last_plan,
        "b1",
        months=[12],
        title=control.title,
        counts_people=counts_people,
        unit=rows.units["200"],
    )
    for of in (control, last):
        _items(of)
    fill(last, 12, within=38, waiting=7, other=5)
    fill(control, 3, within=40, waiting=6, other=6)
    fill(control, 6, within=41, waiting=8, other=5)
    fill(control, 9, within=44, waiting=3, other=6)
    return control


def _items(control: Control) -> None:
    make = CountedItem.objects.create
    make(control=control, code="inom", label="Inom fyra månader", position=1)
    over = make(control=control, code="over", label="Över fyra månader", is_deviation=True, position=2)
    make(
        control=control,
        code="vantan",
        label="Väntan på utlåtande",
        parent=over,
        is_deviation=True,
        position=3,
    )
    make(control=control, code="ovrigt", label="Övriga skäl", parent=over, is_deviation=True, position=4)


def fill(control: Control, month: int, *, within: int, waiting: int, other: int) -> None:
    total, over = within + waiting + other, waiting + other
    result = Result.MINOR if over else Result.NO_DEVIATION
    done = carry_out(control, month, result, sample_size=total, deviations=over)
    items = {item.code: item for item in control.counted_items.all()}
    FollowUpCount.objects.bulk_create(
        FollowUpCount(follow_up=done, item=items[code], count=count)
        for code, count in (("inom", within), ("vantan", waiting), ("ovrigt", other))
    )


def change(rows: ControlRows) -> PlanChange:
    return PlanChange.objects.create(
        plan=rows.plan,
        decided_on=date(2021, 5, 25),
        decision_paragraph="40",
        reason="Ny organisation",
        text="Kontrollen k1 har fått en ny ansvarig.",
        details={"före": {"Ansvarig": "Enhetschef"}, "efter": {"Ansvarig": "Nämndsekreterare"}},
        made_at=timezone.now(),
        made_by="Karin",
    )
