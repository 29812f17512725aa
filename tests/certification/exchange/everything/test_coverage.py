"""Every table is in the export, or left out for a reason that the reference gives."""

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from certification.credentials.models import Certificate, CertificateEvent
from certification.exchange.everything.coverage import LEFT_OUT, WRITTEN
from certification.exchange.everything.members import members
from certification.privacy.listing import english_name
from tests.certification.exchange.everything.conftest import export, lines

MODELS = {
    model._meta.label: model
    for app in ("certification", "cases")
    for model in apps.get_app_config(app).get_models(include_auto_created=True)
}
REFERENCE = (Path(settings.BASE_DIR) / "docs/reference/everything.md").read_text(encoding="utf-8")


def test_every_table_is_written_or_left_out_for_a_reason():
    assert set(MODELS) - set(WRITTEN) - set(LEFT_OUT) == set()
    assert set(WRITTEN) & set(LEFT_OUT) == set()
    assert (set(WRITTEN) | set(LEFT_OUT)) - set(MODELS) == set()


def test_every_file_has_a_table_and_every_table_its_file():
    assert set(WRITTEN.values()) | {"cases"} == {one.name for one in members(with_names=False)}


@pytest.mark.parametrize("name", sorted(set(WRITTEN.values())))
def test_the_reference_describes_every_file(name):
    assert f"`{name}.jsonl`" in REFERENCE


@pytest.mark.parametrize("reason", sorted(set(LEFT_OUT.values())))
def test_the_reference_says_what_is_left_out_and_why(reason):
    (line,) = [one for one in REFERENCE.splitlines() if reason in one]
    said = line.lower().replace("-", " ")
    left = [MODELS[label] for label, why in LEFT_OUT.items() if why == reason]
    names = {english_name(one).lower().replace("-", " ") for one in left if not one._meta.auto_created}
    assert [name for name in sorted(names) if name not in said] == []


def test_certificates_come_with_their_whole_record(site):
    (one,) = lines(export(site), "certificates")
    certificate = Certificate.objects.get()

    assert [each["kind"] for each in one["events"]] == ["rules-changed", "revoked"]
    assert len(one["events"]) == CertificateEvent.objects.count()
    assert [each["rules"] for each in one["top_ups"]] == [["T-A"]]
    assert one["shown"]["name"] == "masked"
    assert one["status"] == {"list": certificate.slot.list, "index": certificate.slot.index}
