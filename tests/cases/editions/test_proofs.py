"""The file of proofs."""

from cases.editions.proofs import read_proofs, write_proofs
from cases.engine.proved import Proof


def test_what_is_written_is_read_again(tmp_path):
    proofs = {"sha256:b": {"y": Proof("1", ("worn", "@paid"))}, "sha256:a": {"x": Proof("2", ())}, "sha256:c": {}}
    path = tmp_path / "proofs.json"

    write_proofs(proofs, path)

    assert read_proofs(path) == {name: issues for name, issues in proofs.items() if issues}
    assert [line[1] for line in path.read_text(encoding="utf-8").splitlines()[1:-1]] == ["a", "b"]


def test_no_file_holds_no_proofs(tmp_path):
    assert read_proofs(tmp_path / "none.json") == {}
