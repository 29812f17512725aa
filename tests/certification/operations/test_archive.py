"""What an archive is refused for."""

import io
import json
import tarfile

import pytest

from certification.operations.archive import MANIFEST, BackupError, Manifest, digest, pack, unpack

MADE = {
    "made_at": "2026-03-05T03:00:00+08:00",
    "label": "manual",
    "version": "1",
    "vendor": "sqlite",
    "ledger": "sound",
}


@pytest.fixture
def packed(tmp_path):
    bench = tmp_path / "bench"
    bench.mkdir()
    (bench / "data").write_text("数据")
    manifest = Manifest(**MADE, migrations=("a.1",), counts={"t": 1}, files={"data": digest(bench / "data")})
    pack(tmp_path / "one.tar.gz", bench, manifest)
    return tmp_path / "one.tar.gz", manifest


def rewritten(path, change):
    """The archive with its members, a name and content each, changed."""
    with tarfile.open(path) as archive:
        members = {one.name: archive.extractfile(one).read() for one in archive.getmembers()}
    change(members)
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def test_what_is_packed_comes_out_again(packed, tmp_path):
    path, manifest = packed
    target = tmp_path / "out"
    target.mkdir()

    assert unpack(path, target) == manifest
    assert (target / "data").read_text() == "数据"
    assert path.stat().st_mode & 0o777 == 0o600


def format_2(members):
    members[MANIFEST] = json.dumps({**json.loads(members[MANIFEST]), "format": 2}).encode()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda members: members.update({"data": b"other"}), "指纹不一致"),
        (lambda members: members.update({"../evil": b"x"}), "多出"),
        (lambda members: members.pop("data"), "少了"),
        (lambda members: members.pop(MANIFEST), "没有清单"),
        (format_2, "比程序新"),
    ],
)
def test_what_does_not_fit_the_manifest_is_refused(packed, tmp_path, change, said):
    path = rewritten(packed[0], change)
    target = tmp_path / "deep" / "out"
    target.mkdir(parents=True)

    with pytest.raises(BackupError, match=said):
        unpack(path, target)

    assert not (tmp_path / "deep" / "evil").exists()


def test_any_other_file_and_none_are_refused(tmp_path):
    (tmp_path / "text").write_text("hello")

    with pytest.raises(BackupError, match="不是明断的备份"):
        unpack(tmp_path / "text", tmp_path)
    with pytest.raises(BackupError, match="没有这个文件"):
        unpack(tmp_path / "none", tmp_path)
