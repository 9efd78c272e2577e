from __future__ import annotations

from datetime import date

import pytest

from agreements.models import LegalReport
from agreements.services.consultation import correct_legal_report, file_legal_report, remove_legal_report
from dnfa.core.errors import Conflict, NotAllowed
from tests.agreements.consultation.factories import make_draft, make_report
from tests.agreements.consultation.test_opinions import outcome
from tests.agreements.consultation.test_rounds import reasons
from tests.factories import make_agreement, make_event, make_user

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 10)


def signed(**values):
    return make_agreement(**{"signed_on": "2026-03-02", "legal_regime": "law_70_2020", **values})


def file_report(agreement, **values):
    return file_legal_report(
        **{
            "agreement": agreement,
            "kind": "signing",
            "sent_on": date(2026, 3, 9),
            "document_number": "12/BC-UBND",
            "user": make_user(),
            "today": TODAY,
            **values,
        }
    )


@pytest.mark.parametrize(
    ("kind", "event_kind", "recipients"),
    [
        ("signing", None, "Thủ tướng Chính phủ; Bộ Ngoại giao (bản sao)"),
        ("signing", "renewal", "Thủ tướng Chính phủ; Bộ Ngoại giao (bản sao)"),
        ("ending", "termination", "Bộ Ngoại giao"),
        ("ending", "suspension", "Bộ Ngoại giao"),
    ],
)
def test_a_report_goes_where_the_law_sends_it(kind, event_kind, recipients):
    paper = signed(signed_on="2024-01-05")
    event = event_kind and make_event(
        paper, event_kind, occurred_on="2026-03-02", reason="hai bên thống nhất"
    )
    version = paper.version

    report = file_report(paper, kind=kind, event=event)

    paper.refresh_from_db()
    assert (report.recipients, report.event, paper.version) == (recipients, event, version + 1)


def test_recipients_that_are_named_stay():
    report = file_report(signed(), recipients=" Thủ tướng  Chính phủ ", note=" gửi qua trục ")

    assert (report.recipients, report.note) == ("Thủ tướng Chính phủ", "gửi qua trục")


@pytest.mark.parametrize(
    ("sent_on", "refused"),
    [
        (date(2026, 3, 1), True),
        (date(2026, 3, 2), False),
        (date(2026, 3, 3), False),
        (date(2026, 3, 10), False),
        (date(2026, 3, 11), True),
    ],
)
def test_days_of_a_report(sent_on, refused):
    """Signed on 2/3/2026, recorded on 10/3/2026."""
    paper = signed()

    fields = outcome(lambda: file_report(paper, sent_on=sent_on))

    assert (fields, LegalReport.objects.count()) == ((["sent_on"], 0) if refused else ([], 1))


@pytest.mark.parametrize(
    ("signed_on", "refused"),
    [(None, False), ("2026", False), ("2026-03", False), ("2026-04", True), ("2027", True)],
)
def test_a_day_known_to_the_month_or_year_counts_from_its_first_day(signed_on, refused):
    fields = outcome(lambda: file_report(signed(signed_on=signed_on, legal_regime="unknown")))

    assert fields == (["sent_on"] if refused else [])


def test_an_ending_is_told_from_the_day_it_was_decided():
    """Decided on 2/3/2026, in effect later: the notice of 9/3/2026 is not too early."""
    paper = signed(signed_on="2024")
    decided = make_event(
        paper, "termination", occurred_on="2026-03-02", effective_on="2026-06-01", reason="phía bạn dừng"
    )
    only_effect = make_event(signed(signed_on="2024"), "suspension", effective_on="2026-06-01")

    assert outcome(lambda: file_report(paper, kind="ending", event=decided)) == []
    assert outcome(lambda: file_report(only_effect.agreement, kind="ending", event=only_effect)) == [
        "sent_on"
    ]


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"kind": "gossip"}, ["kind"]),
        ({"kind": "ending"}, ["event"]),
        ({"document_number": " "}, ["document_number"]),
        ({"document_number": "1" * 121}, ["document_number"]),
        ({"recipients": "x" * 301}, ["recipients"]),
        ({"document_number": "1/BC (MẬT)"}, ["document_number"]),
        ({"note": "TUYỆT MẬT"}, ["note"]),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_writes_nothing(values, fields):
    paper = signed()
    version = paper.version

    told = outcome(lambda: file_report(paper, **values))

    paper.refresh_from_db()
    assert (told, LegalReport.objects.count(), paper.version) == (fields, 0, version)


@pytest.mark.parametrize(
    ("kind", "event_kind", "refused"),
    [
        ("signing", "strengthening", False),
        ("signing", "amendment", False),
        ("signing", "resumption", True),
        ("signing", "suspension", True),
        ("ending", "suspension", False),
        ("ending", "renewal", True),
        ("ending", "strengthening", True),
    ],
)
def test_a_report_fits_its_act(kind, event_kind, refused):
    paper = signed(signed_on="2024")
    event = make_event(paper, event_kind, occurred_on="2026-03-02")

    assert outcome(lambda: file_report(paper, kind=kind, event=event)) == (["event"] if refused else [])


def test_an_act_of_another_paper_is_refused():
    event = make_event(signed(), "renewal", occurred_on="2026-03-02")

    assert outcome(lambda: file_report(signed(), event=event)) == ["event"]


def test_a_draft_has_nothing_to_report():
    assert outcome(lambda: file_report(make_draft())) == ["kind"]


def test_one_report_for_each_act_and_kind():
    paper = signed()
    renewal = make_event(paper, "renewal", occurred_on="2026-03-05")
    file_report(paper)
    file_report(paper, event=renewal)

    for event in (None, renewal):
        with pytest.raises(Conflict) as told:
            file_report(paper, event=event, document_number="13/BC-UBND")
        assert told.value.code == "already_reported"

    assert LegalReport.objects.count() == 2


@pytest.mark.parametrize(
    ("signed_on", "kind", "occurred_on", "is_first"),
    [
        ("2026-03-02", "signing", "2026-03-02", True),
        ("2026-03-02", "signing", "2026-03", True),
        ("2026-03-02", "signing", None, True),
        (None, "signing", "2026-03-02", True),
        ("2026-03-02", "letter_of_intent", "2026-03-02", True),
        ("2026-03-02", "letter_of_intent", "2026-02-02", False),
        ("2026-03-02", "signing", "2026-03-03", False),
        ("2026-03-02", "renewal", "2026-03-02", False),
    ],
)
def test_the_event_of_the_first_signing_is_the_first_signing(signed_on, kind, occurred_on, is_first):
    paper = signed(signed_on=signed_on, legal_regime="unknown")
    event = make_event(paper, kind, occurred_on=occurred_on)

    report = file_report(paper, event=event)

    assert report.event == (None if is_first else event)


def correct(report, **values):
    return correct_legal_report(
        **{
            "report": report,
            "sent_on": report.sent_on,
            "document_number": "21/BC-UBND",
            "recipients": report.recipients,
            "reason": "ghi nhầm số",
            "user": make_user(),
            "today": TODAY,
            **values,
        }
    )


def test_a_report_is_corrected_with_its_reason():
    report = make_report(signed())
    version = report.agreement.version

    correct(report)
    correct(report)

    report.refresh_from_db()
    report.agreement.refresh_from_db()
    assert (report.document_number, report.agreement.version, reasons("LegalReport")[-1]) == (
        "21/BC-UBND", version + 1, "ghi nhầm số"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"reason": ""}, ["reason"]),
        ({"sent_on": date(2026, 3, 1)}, ["sent_on"]),
        ({"document_number": ""}, ["document_number"]),
    ],
)
def test_a_correction_that_cannot_be_is_refused(values, fields):
    report = make_report(signed())

    told = outcome(lambda: correct(report, **values))

    report.refresh_from_db()
    assert (told, report.document_number) == (fields, "12/BC-UBND")


def test_a_report_recorded_by_mistake_is_removed():
    paper = signed()
    report = make_report(paper)
    version = paper.version

    refused = outcome(lambda: remove_legal_report(report=report, reason="", user=make_user()))
    still = LegalReport.objects.count()
    remove_legal_report(report=report, reason="báo cáo của văn bản khác", user=make_user())

    paper.refresh_from_db()
    assert (refused, still, LegalReport.objects.count(), paper.version) == (["reason"], 1, 0, version + 1)
    assert reasons("LegalReport")[-1] == "báo cáo của văn bản khác"
    for attempt in (
        lambda: correct(report),
        lambda: remove_legal_report(report=report, reason="x", user=make_user()),
    ):
        with pytest.raises(Conflict) as told:
            attempt()
        assert told.value.code == "report_gone"


@pytest.mark.parametrize("role", ["leader", "auditor", "focal_point"])
def test_who_does_not_keep_the_papers_files_no_report(role):
    paper, reader = signed(), make_user(role)
    report = make_report(paper)

    for attempt in (
        lambda: file_report(paper, user=reader),
        lambda: correct(report, user=reader),
        lambda: remove_legal_report(report=report, reason="x", user=reader),
    ):
        with pytest.raises(NotAllowed) as told:
            attempt()
        assert told.value.code == "may_not_write_papers"
    assert list(LegalReport.objects.values_list("document_number", flat=True)) == ["12/BC-UBND"]
