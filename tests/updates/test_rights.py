"""Everybody sees and does what docs/roles.md says, in every place, and nothing else."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dnfa.accounts.models import User
from dnfa.core.mail.models import OutgoingMail
from dnfa.followup.calendar.feeds import feed_create
from dnfa.followup.models import Notice
from dnfa.followup.notices.digests import make_digests
from dnfa.followup.notices.sync import sync_notices
from dnfa.updates.models import ChangeRequest, Confirmation, RoundAgency, UpdateRound
from dnfa.updates.services import rounds
from tests.followup.notices.telling import moment
from tests.updates.factories import NOW, begin, save, submit
from tests.updates.rights_house import DONE, PEOPLE, SEEN, RightsHouse, make_house
from tests.updates.services.test_rounds import DUE, answer, opened, send

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/search/"


@pytest.fixture
def house() -> RightsHouse:
    return make_house()


@pytest.fixture
def browsers(house) -> dict[str, Client]:
    """Everybody at a browser of their own; whoever's account is closed gets nowhere."""
    clients = {who: Client() for who in PEOPLE}
    for who, client in clients.items():
        client.force_login(house.people[who])
    return clients


def text_of(answered: Any) -> str:
    """The page, or nothing where there is none for this person."""
    if answered.status_code != 200:
        return ""
    body = b"".join(answered.streaming_content) if answered.streaming else answered.content
    return body.decode("utf-8-sig")


def rows_of(answered: Any) -> list[dict[str, Any]]:
    return answered.json()["results"] if answered.status_code == 200 else []


def keys_in(text: str, address: str) -> set[int]:
    """Numbers of the records that a page links to below an address."""
    return {int(key) for key in re.findall(rf'href="{address}(\d+)/', text)}


def expected(house: RightsHouse, model: type[Any]) -> dict[str, set[int]]:
    """What the written table says each person sees of a kind of record."""
    return {who: house.seen_by(who, model) for who in PEOPLE}


def test_the_tables_name_every_record_and_everybody_of_the_house(house):
    assert (set(house.records), set(house.people)) == (set(SEEN), set(PEOPLE))


@pytest.mark.parametrize(
    ("model", "name", "query"),
    [
        (ChangeRequest, "updates:list", {"state": "all", "page_size": 100}),
        (UpdateRound, "updates:rounds", {}),
    ],
)
def test_lists_and_their_counts(house, browsers, model, name, query):
    pages = {who: client.get(reverse(name), query) for who, client in browsers.items()}

    listed = {who: keys_in(text_of(page), reverse(name)) & house.all_of(model) for who, page in pages.items()}
    assert listed == expected(house, model)
    counted = {who: page.context["total"] if page.status_code == 200 else 0 for who, page in pages.items()}
    assert counted == {who: len(rows) for who, rows in expected(house, model).items()}


@pytest.mark.parametrize(
    ("model", "name"), [(ChangeRequest, "updates:detail"), (UpdateRound, "updates:round")]
)
def test_pages(house, browsers, model, name):
    opened_pages = {
        who: {pk for pk in house.all_of(model) if client.get(reverse(name, args=[pk])).status_code == 200}
        for who, client in browsers.items()
    }

    assert opened_pages == expected(house, model)


@pytest.mark.parametrize(
    ("model", "name", "query"),
    [
        (ChangeRequest, "change-requests", {"state": "all"}),
        (UpdateRound, "update-rounds", {}),
        (RoundAgency, "round-answers", {}),
        (Confirmation, "confirmations", {}),
    ],
)
def test_the_api_and_its_counts(house, browsers, model, name, query):
    address, listed, details = f"/api/v1/{name}/", {}, {}
    for who, client in browsers.items():
        answered = client.get(address, query)
        rows = rows_of(answered)
        listed[who] = {row["id"] for row in rows} & house.all_of(model)
        details[who] = {pk for pk in house.all_of(model) if client.get(f"{address}{pk}/").status_code == 200}
        assert answered.json().get("count", 0) == len(rows)

    assert listed == expected(house, model)
    assert details == expected(house, model)


def test_parts_of_other_pages(house, browsers):
    """The page of a record names the updates about it to those who see them."""
    named = {
        who: {
            request.pk
            for request in house.records.values()
            if isinstance(request, ChangeRequest)
            and request.pk in keys_in(text_of(client.get(request.record.get_absolute_url())), "/cap-nhat/")
        }
        for who, client in browsers.items()
    }

    assert named == expected(house, ChangeRequest)


def test_the_page_of_a_round_shows_an_agency_its_own_answer_only(house, browsers):
    held = house.records["open round that asks the agency"]
    own, other = house.cast.agency, held.agencies.exclude(agency=house.cast.agency).get().agency
    pages = {who: text_of(client.get(held.get_absolute_url())) for who, client in browsers.items()}

    assert {who: own.name_vi in page for who, page in pages.items()} == {
        who: held.pk in seen for who, seen in expected(house, UpdateRound).items()
    }
    assert {who for who, page in pages.items() if other.name_vi in page} == {
        who for who, person in house.people.items() if person.sees_everything
    }


def test_exports(house, browsers):
    written_out = {}
    for who, client in browsers.items():
        text = text_of(client.get(reverse("updates:list"), {"state": "all", "format": "csv"}))
        cells = (cell for line in csv.reader(io.StringIO(text)) for cell in line)
        written_out[who] = {int(cell.removeprefix("CN-")) for cell in cells if cell.startswith("CN-")}

    assert written_out == expected(house, ChangeRequest)


def test_search(house, browsers):
    """By the words that only one update holds, in its list and from the box on every page."""
    requests = {row: record for row, record in house.records.items() if isinstance(record, ChangeRequest)}
    listed, found = {}, {}
    for who, client in browsers.items():
        listed[who] = {
            request.pk
            for row, request in requests.items()
            if request.pk
            in keys_in(text_of(client.get(reverse("updates:list"), {"state": "all", "q": row})), "/cap-nhat/")
        }
        found[who] = {
            request.pk
            for request in requests.values()
            if ("change-request", str(request.pk))
            in {(hit["kind"], hit["key"]) for hit in rows_of(client.get(SEARCH, {"q": f"CN-{request.pk}"}))}
        }

    assert listed == expected(house, ChangeRequest)
    assert found == expected(house, ChangeRequest)


def test_calendar_and_its_feed(house, browsers):
    """The day of an open round stands in the calendar of those who see the round; the feed has it for who made its address."""
    rounds_open = {
        house.records[row].title: row
        for row in ("open round that asks the agency", "open round that asks only another agency")
    }
    secrets = {}
    for who, person in house.people.items():
        User.objects.filter(pk=person.pk).update(is_active=True)  # it was open when the address was made
        secrets[who] = feed_create(user=User.objects.get(pk=person.pk), name="Điện thoại", feed="all")
        User.objects.filter(pk=person.pk).update(is_active=person.is_active)
    for who, client in browsers.items():
        page = text_of(client.get(reverse("calendar:month"), {"thang": f"{DUE:%Y-%m}"}))
        fed = text_of(Client().get(reverse("calendar:feed", args=[secrets[who]]))).replace("\r\n ", "")
        for title, row in rounds_open.items():
            assert (title in page, title in fed) == (SEEN[row][who] == "yes",) * 2, (who, row)
        assert "Đợt chuẩn bị" not in page + fed


def test_notices_and_their_mails(house, browsers):
    """Whoever is told is told of what it sees; inbox and mail name nothing else."""
    for who, person in house.people.items():
        User.objects.filter(pk=person.pk).update(email=f"{who.replace(' ', '.')}@danang.gov.vn")
    assert sync_notices(moment=moment(), now=NOW).failures == {}
    make_digests(moment=moment(), now=NOW)

    for who, client in browsers.items():
        mails = OutgoingMail.objects.filter(recipient=house.people[who])
        read = text_of(client.get("/thong-bao/", {"state": "all"})) + "".join(mail.body for mail in mails)
        named = {row for row in SEEN if f"Dự án {row}" in read}
        assert {row for row in named if SEEN[row][who] != "yes"} == set(), who
        assert ("Đợt của nơi khác" in read) <= (
            SEEN["open round that asks only another agency"][who] == "yes"
        )
    told = dict(
        Notice.objects.filter(source__in=["update_returned", "update_waiting"]).values_list(
            "recipient__email", "source"
        )
    )
    assert told == {
        "author@danang.gov.vn": "update_returned",
        "colleague@danang.gov.vn": "update_returned",
        "head@danang.gov.vn": "update_waiting",
    }


def test_an_agency_reads_what_it_sent_without_the_name_of_a_record_it_lost(house):
    request = house.records["sent"]
    request.record.agency_roles.all().delete()
    browser = Client()
    browser.force_login(house.people["author"])

    page = browser.get(reverse("updates:detail", args=[request.pk]))
    listed = browser.get(reverse("updates:list"), {"state": "all"})
    told = browser.get(f"/api/v1/change-requests/{request.pk}/").json()

    assert (page.status_code, "Dự án sent" in page.content.decode()) == (200, False)
    assert ("Dự án sent" in listed.content.decode(), "Dự án sent" in str(told)) == (False, False)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside did not happen afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def deeds(house) -> dict[str, tuple[str, Any, str, dict[str, Any]]]:
    """What each row of the second table sends: method, record, last part of the address, body."""
    cast = house.cast
    draft = save(cast, begin(cast), {"place": "Sơn Trà"})
    for_agency = house.records["draft that the writer wrote for the agency"]
    waiting = house.records["sent"]
    by_writer = submit(cast, _written_by_writer(house), user=cast.officer)
    asked = house.records["answer of the agency in it"]
    wants_time = _asked(house, "Đợt xin lùi hạn")
    wants_time = rounds.extension_ask(
        asked=wants_time, until=wants_time.due_on.replace(day=28), because="Thiếu số liệu", user=cast.focal, now=NOW,
        base_version=wants_time.version,
    )  # fmt: skip
    answered = send(
        cast, answer(cast, _asked(house, "Đợt đã trả lời"), **{"Có gì mới": {"is_nothing": True}})
    )
    of_writer = _sent_by_writer(house)
    back = {"reason": "incomplete", "text": "Nêu rõ phường"}
    until = asked.due_on.replace(day=28).isoformat()
    return {
        "write the agency's draft": ("patch", draft, "", {"values": {"place": "Hải Châu"}}),
        "send the agency's draft": ("post", draft, "submit/", {}),
        "send the draft written for the agency": ("post", for_agency, "submit/", {}),
        "withdraw what was sent": ("post", waiting, "withdraw/", {"reason": "Gửi nhầm"}),
        "take what was sent": ("post", waiting, "take/", {}),
        "accept what was sent": ("post", waiting, "accept/", {}),
        "return what was sent": ("post", waiting, "return/", back),
        "accept what the writer sent for the agency": ("post", by_writer, "accept/", {}),
        "open a round": ("post", house.records["round in preparation that will ask the agency"], "open/", {}),
        "close a round": ("post", house.records["open round that asks the agency"], "close/", {}),
        "change a round": (
            "patch",
            house.records["open round that asks the agency"],
            "",
            {"message": "Trả lời sớm"},
        ),
        "open a closed round again": (
            "post",
            house.records["closed round that asked the agency"],
            "reopen/",
            {"due_on": until},
        ),
        "answer": ("patch", asked, "", {"answers": []}),
        "ask for more time": ("post", asked, "ask-extension/", {"until": until, "because": "Thiếu số liệu"}),
        "give more time": ("post", wants_time, "decide-extension/", {"until": until}),
        "take an answer": ("post", answered, "accept/", {}),
        "return an answer": ("post", answered, "return/", back),
        "take the answer that the writer sent for the agency": ("post", of_writer, "accept/", {}),
        "return the answer that the writer sent for the agency": ("post", of_writer, "return/", back),
    }


def _written_by_writer(house: RightsHouse) -> ChangeRequest:
    cast = house.cast
    draft = begin(cast, "note", user=cast.officer)
    return save(cast, draft, text="Theo công văn", user=cast.officer)


def _sent_by_writer(house: RightsHouse) -> RoundAgency:
    writer, asked = house.people["writer"], _asked(house, "Đợt trả lời trên giấy")
    told = {asked.round.questions.get().pk: {"is_nothing": True}}
    given = {"base_version": None, "user": writer, "now": NOW}
    return rounds.answer_submit(asked=rounds.answer_save(asked=asked, answers=told, **given), **given)


def _asked(house: RightsHouse, title: str) -> RoundAgency:
    asked = [{"kind": "other", "title": "Có gì mới", "is_required": False}]
    return RoundAgency.objects.get(round=opened(house.cast, title=title, questions=asked))


ADDRESS = {ChangeRequest: "change-requests", UpdateRound: "update-rounds", RoundAgency: "round-answers"}
WORDS: dict[int, str] = {200: "yes", 204: "yes", 403: "no", 404: "hidden", 401: "hidden"}


def test_the_second_table_names_every_deed(deeds):
    assert set(deeds) == set(DONE)


@pytest.mark.parametrize("row", DONE)
def test_deeds(browsers, deeds, row):
    method, record, last, body = deeds[row]
    record.refresh_from_db()
    told = {}
    for who, client in browsers.items():
        with undone():
            answered = getattr(client, method)(
                f"/api/v1/{ADDRESS[type(record)]}/{record.pk}/{last}",
                body,
                content_type="application/json",
                headers={"If-Match": f'"{record._meta.model_name}-{record.pk}-{record.version}"'},
            )
        told[who] = WORDS.get(answered.status_code) or answered.content.decode()

    assert told == DONE[row]
