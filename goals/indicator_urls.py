from django.urls import path

from goals.views import (
    indicator,
    indicator_edit,
    indicators,
    measurement_grid,
    monthly_volumes,
    targets,
)

# Fixed words come first; goals.indicator_editing refuses them as codes.
urlpatterns = [
    path("", indicators.indicators, name="indicators"),
    path("nytt/", indicator_edit.indicator_new, name="indicator_new"),
    path("rutnat/<year:year>/", measurement_grid.measurement_grid, name="measurement_grid"),
    path("manader/<year:year>/", monthly_volumes.monthly_volumes, name="monthly_volumes"),
    path("<str:code>/", indicator.indicator, name="indicator"),
    path("<str:code>/redigera/", indicator_edit.indicator_edit, name="indicator_edit"),
    path("<str:code>/ta-bort/", indicator_edit.indicator_delete, name="indicator_delete"),
    path("<str:code>/malvarden/", targets.targets, name="targets"),
]
