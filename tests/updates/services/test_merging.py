"""Two who write one draft, and one whose answer was lost."""

from __future__ import annotations

from datetime import date

import pytest

from dnfa.core.errors import Conflict
from dnfa.core.windows import Window
from dnfa.updates.models import ChangeRequest
from dnfa.updates.services.merging import Seen
from tests.updates.factories import TODAY, begin, make_cast, save, values_of

pytestmark = pytest.mark.django_db

HERE, THERE = "a" * 32, "b" * 32
STOOD = {"place": "Hải Châu", "purpose_vi": "", "title_vi": "Dạy tiếng Nhật"}


@pytest.fixture
def cast():
    return make_cast()


def page(request: ChangeRequest) -> dict[str, Seen]:
    """What a page opened now shows of the draft."""
    proposed = {value.name: value.proposed for value in request.values.all()}
    return {"seen": Seen(proposed, request.text, request.told_on)}


def test_each_keeps_what_it_typed_and_the_colleagues_work_stands(cast):
    request = begin(cast)
    mine = page(request)
    save(cast, request, {**STOOD, "place": "Sơn Trà"}, text="Theo QĐ 12")

    both = save(cast, request, {**STOOD, "purpose_vi": "Cho người đi làm"}, text="", **mine)

    assert values_of(both) == {
        "place": ("Hải Châu", "Sơn Trà", "open"),
        "purpose_vi": ("", "Cho người đi làm", "open"),
    }
    assert both.text == "Theo QĐ 12"


def test_what_was_taken_back_on_the_page_is_taken_back(cast):
    request = save(cast, begin(cast), {"place": "Sơn Trà", "purpose_vi": "Cho trẻ em"}, text="Theo QĐ 12")
    mine = page(request)

    both = save(cast, request, {**STOOD, "purpose_vi": "Cho trẻ em"}, text="", **mine)

    assert (values_of(both), both.text) == ({"purpose_vi": ("", "Cho trẻ em", "open")}, "")


@pytest.mark.parametrize(
    ("theirs", "mine", "collided"),
    [
        ({"values": {"place": "Sơn Trà"}}, {"values": {"place": "Cẩm Lệ"}}, ["place"]),
        ({"values": {"place": "Sơn Trà"}}, {"values": {"place": "Sơn Trà"}}, []),
        ({"values": {"place": "Sơn Trà"}}, {"values": {"purpose_vi": "Cho trẻ em"}}, []),
        ({"text": "Lời một"}, {"text": "Lời hai"}, ["text"]),
        ({"text": "Lời một"}, {"text": " Lời một\r\n"}, []),
    ],
)
def test_where_both_wrote_the_same_place_nothing_is_kept_and_the_place_is_told(cast, theirs, mine, collided):
    request = begin(cast)
    opened = page(request)
    stands = save(cast, request, **theirs)
    before = (values_of(stands), stands.text)
    sent = {"text": "", **mine, "values": {**STOOD, **mine.get("values", {})}}

    if collided:
        with pytest.raises(Conflict) as refusal:
            save(cast, request, **sent, **opened)
        assert (refusal.value.code, list(refusal.value.fields)) == ("stale_version", collided)
        request.refresh_from_db()
        assert (values_of(request), request.text) == before
    else:
        kept = save(cast, request, **sent, **opened)
        assert kept.text == before[1]


@pytest.mark.parametrize(
    ("theirs", "mine", "kept"), [(TODAY, date(2026, 1, 2), None), (TODAY, TODAY, TODAY), (TODAY, None, TODAY)]
)
def test_a_day_that_both_wrote_is_asked_about(cast, theirs, mine, kept):
    request = begin(cast, "note")
    opened = page(request)
    save(cast, request, told_on=theirs)

    if kept is None:
        with pytest.raises(Conflict) as refusal:
            save(cast, request, told_on=mine, **opened)
        assert list(refusal.value.fields) == ["told_on"]
    else:
        assert save(cast, request, told_on=mine, **opened).told_on == kept


def test_the_next_save_after_a_lost_answer_is_taken(cast):
    request = begin(cast)
    opened = page(request)
    save(cast, request, {**STOOD, "place": "Sơn"}, text="Theo", window=Window(HERE, 1), **opened)

    kept = save(
        cast, request, {**STOOD, "place": "Sơn Trà"}, text="Theo QĐ", window=Window(HERE, 2), **opened
    )

    assert (values_of(kept)["place"][1], kept.text) == ("Sơn Trà", "Theo QĐ")


def test_the_same_save_sent_again_changes_nothing(cast):
    request = begin(cast)
    once = save(cast, request, {"place": "Sơn Trà"}, window=Window(HERE, 1))

    twice = save(cast, request, {"place": "Sơn Trà"}, window=Window(HERE, 1))

    assert twice.version == once.version


def test_a_save_that_arrives_after_a_newer_one_of_its_window_is_dropped(cast):
    request = begin(cast)
    opened = page(request)
    save(cast, request, {**STOOD, "place": "Sơn Trà"}, window=Window(HERE, 2), **opened)

    late = save(cast, request, {**STOOD, "place": "Sơn"}, window=Window(HERE, 1), **opened)

    assert values_of(late)["place"][1] == "Sơn Trà"


def test_a_colleague_after_ones_own_save_is_still_a_colleague(cast):
    request = begin(cast)
    opened = page(request)
    save(cast, request, {**STOOD, "place": "Sơn"}, window=Window(HERE, 1), **opened)
    theirs = ChangeRequest.objects.get(pk=request.pk)
    save(cast, theirs, {"place": "Cẩm Lệ"}, window=Window(THERE, 1), **page(theirs))

    with pytest.raises(Conflict) as refusal:
        save(cast, request, {**STOOD, "place": "Sơn Trà"}, window=Window(HERE, 2), **opened)

    assert list(refusal.value.fields) == ["place"]
    assert values_of(request)["place"][1] == "Cẩm Lệ"
