"""Filters that do not read a million rows to know what may be chosen."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from budget.models import Recalculation
from organisation.addresses import whole_number
from organisation.periods import MONTHS


class YearFilter(SimpleListFilter):
    title = "år"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = Recalculation.objects.order_by("-year").values_list("year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = whole_number(self.value() or "")
        return queryset if chosen is None else queryset.filter(year=chosen)


class MonthFilter(SimpleListFilter):
    title = "månad"
    parameter_name = "month"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(number), name) for number, name in enumerate(MONTHS, start=1)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = whole_number(self.value() or "")
        return queryset if chosen is None else queryset.filter(month=chosen)
