"""The folder outside the repository."""

import stat
from pathlib import Path

import pytest

from certification.home import badge_key, demo_passwords, home_folder, read_or_write, secret_key


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        pytest.param({"MINGDUAN_HOME": "{tmp}/here", "XDG_DATA_HOME": "{tmp}/share"}, "here", id="named"),
        pytest.param({"XDG_DATA_HOME": "{tmp}/share"}, "share/mingduan", id="by the XDG folder"),
        pytest.param({}, ".local/share/mingduan", id="by default"),
    ],
)
def test_folder_is_made_where_the_environment_says(tmp_path, monkeypatch, environ, expected):
    monkeypatch.setenv("HOME", str(tmp_path))

    folder = home_folder({name: value.format(tmp=tmp_path) for name, value in environ.items()})

    assert folder == tmp_path / expected
    assert mode(folder) == 0o700


def test_the_key_of_badges_is_made_once_and_read_by_the_owner_alone(tmp_path):
    assert badge_key(tmp_path, lambda: "{}") == badge_key(tmp_path, lambda: "other") == "{}"
    assert mode(tmp_path / "badge-key.json") == 0o600


def test_secret_is_made_once_and_read_by_the_owner_alone(tmp_path):
    secret = secret_key(tmp_path)

    assert secret_key(tmp_path) == secret
    assert len(secret) >= 50
    assert mode(tmp_path / "secret-key") == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_demo_passwords_are_for_the_owner_alone_and_grow_with_the_people(tmp_path):
    words = iter(["one", "two", "three"])
    first = demo_passwords(tmp_path, ["A1", "A2"], lambda: next(words))

    second = demo_passwords(tmp_path, ["A1", "A2", "A3"], lambda: next(words))

    assert second == first | {"A3": "three"}
    assert mode(tmp_path / "demo-passwords.json") == 0o600


def test_the_one_that_comes_second_reads_what_the_first_left(tmp_path):
    path = tmp_path / "secret-key"

    def first_comes_between() -> str:
        path.write_text("the first")
        return "the second"

    assert read_or_write(path, first_comes_between) == "the first"
