"""The key that signs next is published before it does, the one that signed last after."""

import stat

import pytest

from certification.lti.keys import public_keys, rotate_keys, signing_key


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    settings.HOME = tmp_path


def kids() -> list[str]:
    return [key["kid"] for key in public_keys()["keys"]]


def test_changing_keys_surprises_no_platform(tmp_path):
    now, after = kids()
    assert signing_key().thumbprint() == now

    rotate_keys()
    assert signing_key().thumbprint() == after
    first, new, old = kids()
    assert (first, old) == (after, now)
    rotate_keys()
    assert kids()[0] == new
    assert now not in kids()
    assert len(kids()) == 3
    assert [path.name for path in tmp_path.iterdir()] == ["lti-keys.json"]
    assert stat.S_IMODE((tmp_path / "lti-keys.json").stat().st_mode) == 0o600


def test_nothing_private_is_published():
    for key in public_keys()["keys"]:
        assert set(key) == {"kty", "n", "e", "kid", "alg", "use"}
