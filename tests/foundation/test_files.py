"""Files: kept once, and only for those they belong to."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from alongside.foundation import files, keys
from alongside.foundation.database import session
from alongside.foundation.files import StoredFile

OURS, THEIRS = 3, 4


@pytest.mark.parametrize("organization", [OURS, None])
def test_the_same_bytes_are_kept_once(installation, organization):
    with installation.database.writing():
        first = files.put(b"picture", "image/png", organization)
        again = files.put(b"picture", "image/png", organization)
        assert first.id == again.id
        assert session.scalar(select(func.count()).select_from(StoredFile)) == 1
    with installation.database.reading():
        assert files.get(first.digest, organization).content == b"picture"


def test_nora_does_not_find_our_file(installation):
    with installation.database.writing():
        ours = files.put(b"picture", "image/png", OURS)
    with installation.database.reading():
        assert files.get(ours.digest, THEIRS) is None
        assert files.get(ours.digest, None) is None


def test_erasing_ours_leaves_theirs(installation):
    with installation.database.writing():
        digest = files.put(b"picture", "image/png", OURS).digest
        files.put(b"picture", "image/png", THEIRS)
        files.erase(digest, OURS)
    with installation.database.reading():
        assert files.get(digest, OURS) is None
        assert files.get(digest, THEIRS) is not None


def test_of_many_that_make_a_key_at_once_all_have_the_same(tmp_path):
    ready = threading.Barrier(8)

    def make(number: int) -> bytes:
        ready.wait()
        return keys.kept(tmp_path / "keys" / "one", lambda: bytes([number]) * 32)

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(8)))) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["one"]


def test_a_half_written_file_never_takes_the_place_of_a_whole_one(tmp_path, monkeypatch):
    path = tmp_path / "one"
    keys.replace(path, b"old")

    def full(*_words: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(keys.os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        keys.replace(path, b"new")
    assert path.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["one"]
