from __future__ import annotations

import hashlib
import os

import pytest

from dnfa.core.attachments import pending, storage
from dnfa.core.attachments.reading import inspect_upload
from dnfa.core.errors import NotFound
from tests.core.attachments import samples
from tests.factories import make_user

CONTENT = b"noi dung"
HASH = hashlib.sha256(CONTENT).hexdigest()


def test_a_content_is_kept_once_under_its_hash(settings):
    assert storage.keep(CONTENT) == HASH
    place = settings.MEDIA_ROOT / "files" / HASH[:2] / HASH[2:4] / HASH
    before = place.stat()
    assert storage.keep(CONTENT) == HASH

    assert list(storage.kept_files()) == [place]
    assert (place.read_bytes(), oct(place.stat().st_mode & 0o777)) == (CONTENT, "0o640")
    assert place.stat().st_ino == before.st_ino
    assert storage.read_content_of(HASH) == CONTENT
    assert storage.actual_hash(place) == HASH


def test_half_a_file_is_written_anew():
    storage.keep(CONTENT)
    storage.path_of(HASH).write_bytes(b"noi")

    storage.keep(CONTENT)

    assert storage.read_content_of(HASH) == CONTENT


def test_a_failed_write_leaves_nothing(monkeypatch):
    def no_room(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_room)

    with pytest.raises(OSError, match="No space"):
        storage.keep(CONTENT)
    assert list(storage.kept_files()) == []


def test_what_the_disk_lost_is_said():
    with pytest.raises(NotFound) as lost:
        storage.open_content(HASH)

    assert (lost.value.code, lost.value.http_status) == ("content_missing", 404)


@pytest.mark.django_db
def test_a_held_file_comes_back_to_its_person_only(monkeypatch, settings):
    owner, other = make_user(), make_user()
    inspected = inspect_upload(samples.upload("Biên bản.txt", samples.TEXT))

    token = pending.hold(inspected, owner)
    back = pending.held_file(token, owner)

    assert (back.name, back.read()) == ("Biên bản.txt", samples.TEXT)
    assert pending.held_file(token, other) is None
    assert pending.held_file("x", owner) is None
    monkeypatch.setattr(pending, "LIFETIME", -1)
    assert pending.held_file(token, owner) is None


@pytest.mark.django_db
def test_held_files_go_when_attached_or_old(settings):
    owner = make_user()
    folder = settings.MEDIA_ROOT / "pending" / str(owner.pk)
    first = inspect_upload(samples.upload("a.txt", samples.TEXT))
    second = inspect_upload(samples.upload("b.txt", b"khac"))
    token = pending.hold(first, owner)
    os.utime(folder / first.sha256, (0, 0))

    pending.hold(second, owner)

    assert [path.name for path in folder.iterdir()] == [second.sha256]
    assert pending.held_file(token, owner) is None
    pending.let_go(second.sha256, owner)
    pending.let_go(second.sha256, owner)
    assert list(folder.iterdir()) == []
