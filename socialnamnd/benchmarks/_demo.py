"""Timrå's interim report, from the demo's package: the report that is measured."""

from django.conf import settings

from reports.models import Report
from reports.packages.loading import load_package

PACKAGE, SLUG = "timra-sn", "delarsrapport-2021-08"


def load_report() -> Report:
    """Load the package into the database in use."""
    committee = load_package(settings.BASE_DIR / "demo" / PACKAGE, by="benchmark")
    found = Report.objects.select_related("committee__municipality", "template")
    return found.get(committee=committee, slug=SLUG)
