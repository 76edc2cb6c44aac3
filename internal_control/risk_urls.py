"""Addresses under <committee>/intern-kontroll/."""

from django.urls import path

from internal_control.views import risk, risk_proposals, risk_scale, risks, risks_choose, risks_value

urlpatterns = [
    path("<year:year>/risker/", risks.risks, name="risks"),
    # Before the risks: internal_control.codes.RESERVED_CODES keeps these words from being codes.
    path("<year:year>/risker/ny/", risk.risk_new, name="risk_new"),
    path("<year:year>/risker/foresla/", risk_proposals.risk_propose, name="risk_propose"),
    path("<year:year>/risker/vardera/", risks_value.risks_value, name="risks_value"),
    path("<year:year>/risker/valj/", risks_choose.risks_choose, name="risks_choose"),
    path("<year:year>/risker/<str:code>/", risk.risk, name="risk"),
    path("<year:year>/risker/<str:code>/redigera/", risk.risk_edit, name="risk_edit"),
    path("<year:year>/risker/<str:code>/ta-bort/", risk.risk_delete, name="risk_delete"),
    path("<year:year>/risker/<str:code>/ta-upp/", risk_proposals.risk_take_up, name="risk_take_up"),
    path("<year:year>/risker/<str:code>/avboj/", risk_proposals.risk_decline, name="risk_decline"),
    path("<year:year>/risker/<str:code>/ta-tillbaka/", risk_proposals.risk_take_back, name="risk_take_back"),
    path("<year:year>/skala/", risk_scale.risk_scale, name="risk_scale"),
]
