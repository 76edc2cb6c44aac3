from django.apps import AppConfig
from django.urls import register_converter


class OrganisationConfig(AppConfig):
    name = "organisation"
    verbose_name = "Organisation"

    def ready(self) -> None:
        # Reads the models, which are there only now; addresses are read later.
        from organisation.url_converters import MonthConverter, YearConverter  # noqa: PLC0415

        register_converter(YearConverter, "year")
        register_converter(MonthConverter, "month")
