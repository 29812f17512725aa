"""The site on a phone's home screen: what describes it, what stands in without a network, and that it is nobody's."""

import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from PIL import Image

from certification.phone import ICONS, KEPT
from tests.factories.people import UserFactory


def test_the_manifest_asks_no_database_and_its_icons_are_as_large_as_it_says(client):
    response = client.get(reverse("manifest"))
    told = response.json()

    assert response.headers["Content-Type"].startswith("application/manifest+json")
    assert (told["start_url"], told["display"], told["short_name"]) == ("/", "standalone", "明断")
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for path, side, _purpose in ICONS:
        with Image.open(finders.find(path)) as picture:
            assert picture.size == (side, side)


def test_the_worker_keeps_the_page_without_a_network_and_what_it_is_made_of(client):
    text = client.get(reverse("worker")).content.decode()
    kept = json.loads(re.search(r"KEPT = (.*);", text)[1])

    assert kept[0] == reverse("offline")
    assert len(kept) == len(KEPT) + 1
    assert all(finders.find(path) for path in KEPT)


@pytest.mark.django_db
def test_the_page_without_a_network_names_nobody(client):
    person = UserFactory(display_name="林晓雯")
    before = client.get(reverse("offline")).content
    client.force_login(person)

    response = client.get(reverse("offline"))

    assert response.content == before
    assert "没有联网" in response.content.decode()
    assert "Set-Cookie" not in response.headers


@pytest.mark.django_db
def test_pages_lead_to_the_manifest_and_the_worker(client):
    page = client.get(reverse("people:sign-in")).content.decode()

    assert f'rel="manifest" href="{reverse("manifest")}"' in page
    assert f'data-worker="{reverse("worker")}"' in page
