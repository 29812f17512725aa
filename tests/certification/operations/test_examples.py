"""The files that an operator copies name what the program knows."""

import re
from pathlib import Path

from django.core.management import get_commands

from certification import settings

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "docs" / "how-to"


def test_every_variable_of_the_environment_file_is_one_of_the_settings():
    text = (FOLDER / "operate" / "mingduan.env").read_text()
    named = set(re.findall(r"^#?([A-Z_]+)=", text, re.MULTILINE))

    assert len(named) > 5
    assert named <= set(re.findall(r"^\| ([A-Z_]+) \|", settings.__doc__ or "", re.MULTILINE))


def test_every_command_of_the_guide_exists():
    text = (FOLDER / "operate.md").read_text() + (FOLDER / "operate" / "mingduan.service").read_text()
    named = set(re.findall(r"\bmd ([a-z_]+)", text)) | set(re.findall(r"manage\.py ([a-z_]+)", text))

    assert {"serve", "backup", "restore", "create_first_manager"} <= named
    assert named <= set(get_commands())


def test_the_real_site_is_started_without_demo_data():
    assert "serve --no-demo" in (FOLDER / "operate" / "mingduan.service").read_text()
