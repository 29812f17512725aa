"""URLs that a monitor asks, and the pages of managers and operators."""

from django.urls import path

from certification.operations import exposing, health, overview
from certification.operations.audit import views as audit

app_name = "operations"

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
    path("metrics/", exposing.metrics, name="metrics"),
    path("operations/", overview.overview, name="overview"),
    path("operations/audit/", audit.audit, name="audit"),
    path("operations/audit.csv", audit.audit_csv, name="audit-csv"),
]
