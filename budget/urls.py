from django.urls import include, path

from budget.views import (
    budget_line,
    budget_lines,
    forecast,
    forecast_overview,
    investment,
    investments,
    result,
)

urlpatterns = [
    path("inlasning/", include("budget.load_urls")),
    path("ekonomi/<year:year>/", result.result, name="result"),
    path("ekonomi/<year:year>/enhet/<str:code>/", result.result_unit, name="result_unit"),
    path(
        "ekonomi/<year:year>/enhet/<str:code>/konto/<str:account>/",
        result.account_lines,
        name="account_lines",
    ),
    path("budget/<year:year>/", budget_lines.budget_lines, name="budget_lines"),
    path("budget/<year:year>/ny/", budget_line.budget_line_new, name="budget_line_new"),
    path("budget/<year:year>/angra/<int:event>/", budget_line.budget_line_undo, name="budget_line_undo"),
    path(
        "budget/<year:year>/<str:code>/<str:account>/<slug:type>/",
        budget_line.budget_line_edit,
        name="budget_line_edit",
    ),
    path(
        "budget/<year:year>/<str:code>/<str:account>/<slug:type>/ta-bort/",
        budget_line.budget_line_delete,
        name="budget_line_delete",
    ),
    path("prognos/<year:year>/<month:month>/", forecast_overview.forecast_overview, name="forecast_overview"),
    path("prognos/<year:year>/<month:month>/<str:code>/", forecast.forecast, name="forecast"),
    path("investeringar/<year:year>/", investments.investments, name="investments"),
    path("investeringar/<year:year>/nytt/", investment.investment_new, name="investment_new"),
    path("investeringar/<year:year>/<str:code>/", investment.investment, name="investment"),
    path(
        "investeringar/<year:year>/<str:code>/belopp/",
        investment.investment_amounts,
        name="investment_amounts",
    ),
    path("investeringar/<year:year>/<str:code>/ombudgetering/", investment.carry_over, name="carry_over"),
    path(
        "investeringar/<year:year>/<str:code>/ta-bort/",
        investment.investment_delete,
        name="investment_delete",
    ),
]
