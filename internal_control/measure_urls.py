"""Addresses under <committee>/intern-kontroll/."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
