"""What Herrljunga's committee says in § 21 that it followed up in 2021 is in the demo's plan, and found as they say."""

import csv
from pathlib import Path

import pytest
from django.conf import settings

from internal_control.models import Control, ControlPlan, Measure, Result
from reports.packages import load_package

PUBLISHED = Path(__file__).parent.parent / "published" / "herrljunga-sn-kontroller.csv"


def _subjects() -> list[list[str]]:
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        _, *rows = csv.reader(file, delimiter=";")
    return rows


@pytest.mark.django_db
def test_the_subjects_of_the_follow_up_of_2021_are_controls_with_the_same_outcome() -> None:
    committee = load_package(settings.BASE_DIR / "demo" / "herrljunga-sn", by="prov")
    plan = ControlPlan.objects.get(committee=committee, year=2021)
    assert plan.followed_up_through == 12
    for subject, code, deviates in _subjects():
        control = Control.objects.get(plan=plan, code=code)
        last = control.follow_ups.exclude(result=Result.PENDING).order_by("-month").first()
        assert last is not None, subject
        assert (last.result in (Result.MINOR, Result.MAJOR)) is (deviates == "ja"), subject
    # The quality work goes on in the plan of 2022, and the weekly review of investigations is a measure.
    assert Control.objects.filter(plan__committee=committee, plan__year=2022, code="k9").exists()
    assert Measure.objects.get(plan=plan, code="a1").status == "done"


@pytest.mark.django_db
def test_investigations_are_counted_four_times_a_year_and_some_counts_are_few() -> None:
    committee = load_package(settings.BASE_DIR / "demo" / "herrljunga-sn", by="prov")
    counted = Control.objects.get(plan__committee=committee, plan__year=2021, code="k1")
    assert sorted(counted.follow_ups.values_list("month", flat=True)) == [3, 6, 9, 12]
    assert counted.counts_people
    assert counted.follow_ups.filter(counts__count__range=(1, committee.small_group_threshold - 1)).exists()
