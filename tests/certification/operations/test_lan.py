"""A start for a training room: addresses that work, and what does not work without HTTPS."""

import socket

import pytest

from certification.operations import lan


@pytest.mark.parametrize(
    ("host", "open_"),
    [
        ("127.0.0.1", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),
        ("192.168.1.7", True),
        ("box", True),
    ],
)
def test_only_what_others_reach_is_open(host, open_):
    assert lan.is_open(host) is open_


def test_others_use_the_address_of_the_way_out_first(monkeypatch):
    monkeypatch.setattr(lan, "_way_out", lambda: "192.168.1.7")
    monkeypatch.setattr(lan, "_named", lambda: ["127.0.1.1", "10.0.0.2", "192.168.1.7"])
    monkeypatch.setattr(socket, "gethostname", lambda: "box")

    assert lan.own_addresses("0.0.0.0") == ["192.168.1.7", "10.0.0.2", "box"]
    assert lan.own_addresses("10.0.0.2") == ["10.0.0.2"]
    assert lan.allowed_hosts("0.0.0.0", {}) == "localhost,127.0.0.1,[::1],192.168.1.7,10.0.0.2,box"
    assert lan.allowed_hosts("127.0.0.1", {}) == "localhost,127.0.0.1,[::1]"
    assert lan.allowed_hosts("0.0.0.0", {"ALLOWED_HOSTS": "mine"}) == "mine"
    assert lan.told("0.0.0.0", 8000, https=True) == [
        "同一网络里的电脑和手机用：http://192.168.1.7:8000/（或 http://10.0.0.2:8000/、http://box:8000/）"
    ]


def test_without_https_the_start_says_what_does_not_work():
    lines = "\n".join(lan.told("192.168.1.7", 8000, https=False))

    assert "http://192.168.1.7:8000/" in lines
    assert [word for word in ("照常能用", "不能用", "不加密") if word not in lines] == []
    assert lan.told("127.0.0.1", 8000, https=False) == []


def test_a_machine_without_a_network_has_its_name(monkeypatch):
    def none(*_args):
        raise OSError

    monkeypatch.setattr(socket, "gethostbyname_ex", none)
    monkeypatch.setattr(socket.socket, "connect", none)

    assert lan.own_addresses("0.0.0.0") == [socket.gethostname()]
