"""Addresses under <committee>/intern-kontroll/."""

from django.urls import path

from internal_control.views import plan

urlpatterns = [
    path("<year:year>/ny/", plan.control_plan_new, name="control_plan_new"),
    path("<year:year>/plan/", plan.control_plan, name="control_plan"),
    path("<year:year>/plan/ta-bort/", plan.control_plan_delete, name="control_plan_delete"),
    path("<year:year>/plan/andringar/", plan.control_plan_changes, name="control_plan_changes"),
]
