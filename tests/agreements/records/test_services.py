from __future__ import annotations

from datetime import date

import pytest

from agreements.models import Agreement, AgreementEvent, Signatory
from agreements.services.records import (
    Signer,
    agreement_update,
    draft_create,
    event_add,
    event_remove,
    event_update,
    signed_paper_register,
)
from dnfa.accounts.enums import Role
from dnfa.core.errors import Conflict, DomainError, InvalidInput, NotAllowed
from dnfa.core.history import audit_model
from partners.models import CooperationField
from tests.agreements.records.factories import TODAY, on, register
from tests.factories import make_agency, make_agreement, make_event, make_partner, make_user

pytestmark = pytest.mark.django_db


def draft(**values) -> Agreement:
    defaults = {
        "title_vi": "Bản ghi nhớ hợp tác",
        "type": "mou",
        "capacity": "city",
        "partners": values.pop("partners", None) or [make_partner()],
        "lead_agency": None,
        "user": make_user(),
        "today": TODAY,
        "confirm_duplicate": True,
    }
    return draft_create(**{**defaults, **values})


def refusal(call, **values) -> tuple[str, list[str]]:
    with pytest.raises(DomainError) as caught:
        call(**values)
    return caught.value.code, list(caught.value.fields)


# --- drafts ---------------------------------------------------------------------
def test_a_draft_opens_with_its_sides_its_aims_and_its_first_step():
    sakai, lead, other = make_partner(key="jp-sakai"), make_agency(), make_agency()
    field = CooperationField.objects.create(code="moi-truong", level=2, name_vi="Môi trường")
    user = make_user()

    paper = draft(
        title_vi="  Bản ghi nhớ   về môi trường ",
        partners=[sakai],
        lead_agency=lead,
        coordinating=[other],
        fields=[field],
        user=user,
        purpose="Học cách xử lý rác",
        cooperation_level="friendship",
    )

    paper.refresh_from_db()
    assert (paper.key, paper.title_vi, paper.stage, paper.legal_regime, paper.officer, paper.term_kind) == (
        "jp-sakai-2026", "Bản ghi nhớ về môi trường", "exploring", "law_70_2020", user, "unknown"
    )  # fmt: skip
    assert [(role.role, role.agency) for role in paper.agency_roles.order_by("role")] == [
        ("coordinating", other), ("lead", lead)
    ]  # fmt: skip
    assert (list(paper.partners.all()), list(paper.fields.all())) == ([sakai], [field])
    assert [(step.stage, step.entered_on, step.ball) for step in paper.steps.all()] == [
        ("exploring", TODAY, "department")
    ]
    assert paper.events.count() == 0


def test_keys_are_numbered_when_taken():
    sakai = make_partner(key="jp-sakai")

    keys = [draft(partners=[sakai]).key for _time in range(3)]

    assert keys == ["jp-sakai-2026", "jp-sakai-2026-2", "jp-sakai-2026-3"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title_vi": " "}, ("title_needed", ["title_vi"])),
        ({"title_vi": "Hiệp định hợp tác"}, ("name_not_allowed", ["title_vi"])),
        ({"title_vi": "Bản ghi nhớ kết nghĩa"}, ("name_not_allowed", ["title_vi"])),
        ({"title_vi": "Thỏa thuận\nMẬT"}, ("secret_mark", ["title_vi"])),
        ({"purpose": "Độ mật: TỐI MẬT"}, ("secret_mark", ["purpose"])),
        ({"capacity": "district"}, ("no_districts", ["capacity"])),
        ({"type": "treaty"}, ("invalid", ["type"])),
        ({"term_kind": "for"}, ("term_not_whole", ["term_months"])),
        ({"term_kind": "for ever"}, ("term_not_whole", ["term_kind"])),
        ({"term_kind": "until", "term_ends_on": None}, ("term_not_whole", ["term_ends_on"])),
        ({"term_kind": "indefinite", "term_months": 12}, ("term_not_whole", ["term_months"])),
        ({"title_vi": "x" * 501}, ("invalid", ["title_vi"])),
    ],
)
def test_what_a_draft_is_refused_for_writes_nothing(values, expected):
    before = Agreement.objects.count()

    answer = refusal(draft, **values)

    assert (answer, Agreement.objects.count()) == (expected, before)


def test_a_draft_needs_a_partner_unless_it_is_the_citys_own_plan():
    facts = {
        "title_vi": "Kế hoạch",
        "capacity": "city",
        "lead_agency": None,
        "user": make_user(),
        "today": TODAY,
    }

    assert refusal(draft_create, type="mou", partners=[], **facts) == ("partner_needed", ["partners"])
    assert draft_create(type="plan", partners=[], **facts).key == "plan-2026"


def test_a_treaty_name_may_stand_where_neither_law_nor_ordinance_speaks():
    loan = draft(title_vi="Hiệp định vay vốn", type="loan_agreement")

    assert (loan.legal_regime, loan.title_vi) == ("oda", "Hiệp định vay vốn")


@pytest.mark.parametrize("role", [Role.FOCAL_POINT, Role.LEADER, Role.AUDITOR])
def test_readers_write_nothing(role):
    reader, paper = make_user(role), register()
    event = paper.events.get()

    answers = [
        refusal(draft, user=reader),
        refusal(register, user=reader),
        refusal(
            agreement_update,
            agreement=paper,
            changes={"note": "x"},
            base_version=None,
            user=reader,
            today=TODAY,
        ),
        refusal(
            event_add, agreement=paper, kind="amendment", occurred_on=on("2023"), user=reader, today=TODAY
        ),
        refusal(event_update, event=event, changes={"note": "x"}, user=reader, today=TODAY),
        refusal(event_remove, event=event, reason="x", user=reader),
    ]

    assert answers == [("not_a_writer", [])] * 6
    assert (Agreement.objects.count(), AgreementEvent.objects.count()) == (1, 1)


def test_officers_heads_and_administrators_write():
    made = [draft(user=make_user(role)).stage for role in (Role.OFFICER, Role.HEAD, Role.ADMINISTRATOR)]

    assert made == ["exploring"] * 3


def test_a_responsible_officer_must_be_able_to_write():
    assert refusal(draft, officer=make_user(Role.LEADER)) == ("officer_cannot_write", ["officer"])


def test_a_fact_nobody_knows_is_an_error_of_the_caller():
    with pytest.raises(TypeError, match="signed_on"):
        draft(signed_on=on("2020"))


# --- duplicates -----------------------------------------------------------------
def test_a_likely_duplicate_is_named_and_may_be_confirmed():
    sakai, user = make_partner(key="jp-sakai"), make_user()
    make_agreement(title_vi="Biên bản Sakai", partners=[sakai], type="mou", signed_on="2021-06")
    facts = {
        "title_vi": "Thỏa thuận khác hẳn", "type": "mou", "capacity": "city", "partners": [sakai],
        "signing_agencies": [make_agency()], "user": user, "today": TODAY,
    }  # fmt: skip

    with pytest.raises(Conflict) as caught:
        signed_paper_register(signed_on=on("2022-06-30"), **facts)
    later = signed_paper_register(signed_on=on("2022-07-01"), **facts)
    confirmed = signed_paper_register(signed_on=on("2022-06-30"), confirm_duplicate=True, **facts)

    assert (caught.value.code, list(caught.value.fields)) == ("possible_duplicate", ["confirm_duplicate"])
    assert "Biên bản Sakai" in str(caught.value)
    assert {later.key, confirmed.key} == {"jp-sakai-2022", "jp-sakai-2022-2"}


def test_a_title_much_alike_with_the_same_partner_is_a_likely_duplicate():
    sakai = make_partner()
    make_agreement(
        title_vi="Bản ghi nhớ về quan hệ hữu nghị với Sakai",
        partners=[sakai],
        type="agreement",
        signed_on="2009",
    )

    answer = refusal(
        register,
        title_vi="BẢN GHI NHỚ VỀ QUAN HỆ HỮU NGHỊ VỚI SAKAI",
        partners=[sakai],
        confirm_duplicate=False,
    )

    assert answer == ("possible_duplicate", ["confirm_duplicate"])


# --- signed papers --------------------------------------------------------------
def test_a_paper_already_signed_comes_with_its_signing_so_that_it_is_counted():
    sakai, office = make_partner(key="jp-sakai"), make_agency()

    paper = register(
        partners=[sakai],
        signing_agencies=[office],
        effective_on=on("2022-04"),
        place="Sakai",
        languages=["vi", "ja", "vi"],
        signatories=[Signer(" Nguyễn  Văn A", "Chủ tịch", agency=office), Signer("Nagafuji", "Thị trưởng", partner=sakai)],
        term_kind="for",
        term_months=60,
        term_as_printed="05 năm",
    )  # fmt: skip

    event = paper.events.get()
    assert (event.key, event.kind, str(event.occurred_on), str(event.effective_on)) == (
        "jp-sakai-2022-signing", "signing", "2022-03-15", "2022-04"
    )  # fmt: skip
    assert list(AgreementEvent.objects.signings()) == [event]
    assert [(row.name, row.title, row.agency, row.partner) for row in paper.signatories.all()] == [
        ("Nguyễn Văn A", "Chủ tịch", office, None), ("Nagafuji", "Thị trưởng", None, sakai)
    ]  # fmt: skip
    assert (paper.languages, paper.place, paper.term_months, paper.legal_regime) == (
        ["vi", "ja"], "Sakai", 60, "law_70_2020"
    )  # fmt: skip


def test_a_letter_of_intent_is_signed_as_one():
    assert register(type="letter_of_intent").events.get().kind == "letter_of_intent"


def test_later_events_come_with_the_paper():
    paper = register(
        signed_on=on("2004"),
        events=[
            {
                "kind": "strengthening",
                "occurred_on": on("2018"),
                "term_kind": "until",
                "term_ends_on": on("2023-08-03"),
            },
            {"kind": "termination", "occurred_on": on("2024-01"), "reason": "Hai bên thống nhất"},
        ],
    )

    assert [(event.kind, str(event.occurred_on), event.order) for event in paper.events.order_by("order")] == [
        ("signing", "2004", 0), ("strengthening", "2018", 1), ("termination", "2024-01", 2)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"signed_on": None}, ("signing_day_needed", ["signed_on"])),
        ({"signed_on": on("2026-11-26")}, ("signed_in_future", ["signed_on"])),
        ({"signing_agencies": []}, ("signer_agency_needed", ["signing_agencies"])),
        ({"capacity": "district", "signed_on": on("2025-07-01")}, ("no_districts", ["capacity"])),
        ({"legal_regime": "law_70_2020", "signed_on": on("2021-06-30")}, ("law_not_yet", ["legal_regime"])),
        ({"title_vi": "Dự thảo Công ước chung"}, ("name_not_allowed", ["title_vi"])),
        ({"title_en": "x" * 501}, ("invalid", ["title_en"])),
        ({"languages": ["tlh"]}, ("invalid", ["languages"])),
        ({"signatories": [Signer("")]}, ("signer_without_name", ["signatories"])),
        ({"signatories": [Signer("Nguyễn Văn A")]}, ("signer_one_side", ["signatories"])),
        ({"events": [{"kind": "resumption", "occurred_on": on("2023")}]}, ("not_suspended", ["kind"])),
    ],
)
def test_what_a_signed_paper_is_refused_for_writes_nothing(values, expected):
    answer = refusal(register, **values)

    assert (answer, Agreement.objects.count(), AgreementEvent.objects.count()) == (expected, 0, 0)


def test_days_at_the_edge_are_taken():
    made = [
        register(signed_on=on("2026-11-25")),
        register(signed_on=on("2026")),
        register(capacity="district", signed_on=on("2025-06-30")),
        register(capacity="district", signed_on=on("2025")),
        register(legal_regime="law_70_2020", signed_on=on("2021-07-01")),
        register(capacity="national", signing_agencies=[]),
    ]

    assert [paper.stage for paper in made] == ["signed"] * 6


def test_a_signer_signs_for_a_side_of_the_paper():
    office, stranger = make_agency(), make_agency()
    sides = {"signing_agencies": [office]}

    assert refusal(register, signatories=[Signer("A", partner=make_partner())], **sides) == (
        "signer_of_no_side", ["signatories"]
    )  # fmt: skip
    assert refusal(register, signatories=[Signer("A", agency=stranger)], **sides) == (
        "signer_of_no_side", ["signatories"]
    )  # fmt: skip


# --- corrections ----------------------------------------------------------------
def update(paper, changes, *, base_version=None, reason=""):
    return agreement_update(
        agreement=paper,
        changes=changes,
        base_version=base_version,
        user=make_user(),
        today=TODAY,
        reason=reason,
    )


def test_only_what_differs_is_written():
    paper = register(place="Sakai")
    trail = audit_model(Agreement)._default_manager

    before = trail.count()
    same = update(
        paper, {"place": " Sakai ", "partners": list(paper.partners.all())}, base_version=paper.version
    )

    assert (same.version, trail.count()) == (paper.version, before)


def test_filling_in_needs_no_reason_but_correcting_a_signed_paper_does():
    paper = register(term_kind="unknown")

    filled = update(
        paper, {"place": "Đà Nẵng", "term_kind": "until", "term_ends_on": on("2030"), "note": "n"}
    )
    refused = refusal(update, paper=paper, changes={"place": "Huế"})
    corrected = update(paper, {"place": "Huế"}, reason="Bản gốc ghi Huế")

    assert (filled.place, refused, corrected.place) == ("Đà Nẵng", ("reason_needed", ["reason"]), "Huế")
    told = audit_model(Agreement)._default_manager.filter(pgh_obj_id=paper.pk).order_by("pgh_id").last()
    assert (told.place, told.pgh_context.metadata["reason"]) == ("Huế", "Bản gốc ghi Huế")


def test_a_draft_is_corrected_without_a_reason():
    paper = draft()

    assert update(paper, {"title_vi": "Tên khác", "type": "agreement"}).title_vi == "Tên khác"
    assert refusal(update, paper=paper, changes={"signed_on": on("2026")}) == (
        "draft_not_signed",
        ["signed_on"],
    )


def test_the_signing_follows_the_day_and_type_of_its_paper():
    paper = register(signed_on=on("2022-03-15"))
    event_add(agreement=paper, kind="strengthening", occurred_on=on("2024"), user=make_user(), today=TODAY)

    update(
        paper,
        {"signed_on": on("2022-05"), "effective_on": on("2022-06"), "type": "letter_of_intent"},
        reason="Theo bản gốc",
    )

    assert [(e.kind, str(e.occurred_on), str(e.effective_on)) for e in paper.events.order_by("order")] == [
        ("letter_of_intent", "2022-05", "2022-06"), ("strengthening", "2024", "None")
    ]  # fmt: skip


def test_lists_are_replaced_as_a_whole_and_only_where_they_differ():
    first, second, third = (make_partner() for _ in range(3))
    office, lead, helper = (make_agency() for _ in range(3))
    paper = register(partners=[first, second], signing_agencies=[office])
    kept = paper.parties.get(partner=second)

    update(
        paper,
        {
            "partners": [second, third],
            "lead_agency": lead,
            "coordinating": [helper, office],
            "signatories": [Signer("A", "Chủ tịch", agency=office), Signer("B", partner=second)],
        },
        reason="Theo bản gốc",
    )
    update(paper, {"lead_agency": None, "coordinating": [helper]})
    update(paper, {"signatories": [Signer("B", partner=second)]}, reason="A không ký")

    paper.refresh_from_db()
    assert [(party.partner, party.order) for party in paper.parties.all()] == [(second, 0), (third, 1)]
    assert paper.parties.get(partner=second).pk == kept.pk
    assert {(role.role, role.agency) for role in paper.agency_roles.all()} == {
        ("signatory", office), ("coordinating", helper)
    }  # fmt: skip
    assert [(row.name, row.partner, row.order) for row in Signatory.objects.filter(agreement=paper)] == [
        ("B", second, 0)
    ]


def test_a_change_of_a_list_alone_moves_the_version():
    paper = register()

    changed = update(paper, {"coordinating": [make_agency()]}, base_version=paper.version)

    assert changed.version > paper.version
    assert refusal(update, paper=paper, changes={"note": "x"}, base_version=paper.version) == (
        "stale_version",
        [],
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"partners": []}, ("partner_needed", ["partners"])),
        ({"title_vi": "Hiệp ước"}, ("name_not_allowed", ["title_vi"])),
        ({"title_en": "kết nghĩa"}, ("name_not_allowed", ["title_en"])),
        ({"signed_on": on("2027")}, ("signed_in_future", ["signed_on"])),
        ({"originals_count": -1}, ("invalid", ["originals_count"])),
        ({"term_kind": ""}, ("term_not_whole", ["term_kind"])),
        ({"note": "TUYỆT MẬT"}, ("secret_mark", ["note"])),
        ({"signatories": [Signer("TỐI MẬT", agency=None)]}, ("secret_mark", ["signatories"])),
    ],
)
def test_a_correction_that_breaks_a_rule_writes_nothing(changes, expected):
    paper = register()

    answer = refusal(update, paper=paper, changes=changes, reason="Theo bản gốc")

    assert (answer, Agreement.objects.get().version) == (expected, paper.version)


def test_papers_do_not_go_round_in_circles():
    above = register(title_vi="Thỏa thuận khung")
    below = register(title_vi="Thỏa thuận của cảng", parent=above)

    assert refusal(update, paper=above, changes={"parent": below}) == ("parent_loop", ["parent"])
    assert refusal(update, paper=above, changes={"parent": above}) == ("parent_loop", ["parent"])
    assert list(above.children.all()) == [below]


# --- events ---------------------------------------------------------------------
def add(paper, kind, day=None, **values):
    return event_add(
        agreement=paper,
        kind=kind,
        occurred_on=on(day) if day else None,
        user=make_user(),
        today=TODAY,
        **values,
    )


def test_a_renewal_sets_the_term_and_names_who_signed():
    sakai, office = make_partner(), make_agency()
    paper = register(partners=[sakai], term_kind="until", term_ends_on=on("2023"))

    event = add(
        paper,
        "renewal",
        "2023-11-02",
        effective_on=on("2024-01-01"),
        title_vi="Bản gia hạn",
        document_number="12/BGN",
        term_kind="for",
        term_months=36,
        signatories=[Signer("A", agency=office), Signer("B", partner=sakai)],
    )

    stored = AgreementEvent.objects.get(pk=event.pk)
    assert (stored.term_months, stored.order, stored.title_vi, str(stored.effective_on)) == (
        36, 1, "Bản gia hạn", "2024-01-01"
    )  # fmt: skip
    assert [row.name for row in stored.signatories.all()] == ["A", "B"]
    row = Agreement.objects.with_status(date(2026, 12, 31), expiring_days=180).get(pk=paper.pk)
    assert (row.status, row.ends_on) == ("expiring", date(2027, 1, 1))
    assert Agreement.objects.get(pk=paper.pk).version > paper.version


@pytest.mark.parametrize(
    ("kind", "day", "values", "expected"),
    [
        ("amendment", None, {}, ("day_needed", ["occurred_on"])),
        ("amendment", "2026-11-26", {}, ("day_in_future", ["occurred_on"])),
        ("amendment", "2022-03-14", {}, ("event_before_signing", ["occurred_on"])),
        ("renewal", "2023", {}, ("term_needed", ["term_kind"])),
        ("extension", "2023", {}, ("term_needed", ["term_kind"])),
        ("renewal", "2023", {"term_kind": "for"}, ("term_not_whole", ["term_months"])),
        ("suspension", "2023", {"term_kind": "indefinite"}, ("term_not_here", ["term_kind"])),
        ("termination", "2023", {}, ("reason_for_ending", ["reason"])),
        ("termination", "2023", {"reason": "x", "term_kind": "unknown"}, ("term_not_here", ["term_kind"])),
        ("resumption", "2023", {}, ("not_suspended", ["kind"])),
        ("replacement", "2023", {}, ("successor_needed", ["successor"])),
        ("amendment", "2023", {"note": "Độ mật: A"}, ("secret_mark", ["note"])),
        ("party", "2023", {}, ("invalid", ["kind"])),
        ("suspension", "2023", {"signatories": [Signer("A")]}, ("no_signers_here", ["signatories"])),
        ("amendment", "2023", {"signatories": [Signer("A")]}, ("signer_one_side", ["signatories"])),
    ],
)  # fmt: skip
def test_an_event_that_does_not_fit_is_refused_at_its_field(kind, day, values, expected):
    paper = register()

    answer = refusal(add, paper=paper, kind=kind, day=day, **values)

    assert (answer, paper.events.count()) == (expected, 1)


def test_nothing_happens_to_a_draft():
    assert refusal(add, paper=draft(), kind="amendment", day="2026") == ("not_signed", [])


def test_a_letter_of_intent_may_precede_the_signing():
    assert add(register(), "letter_of_intent", "2020").kind == "letter_of_intent"


def test_old_papers_without_a_day_take_any_event():
    paper = make_agreement()

    assert add(paper, "suspension", "1999").order == 0


def test_a_replacement_names_a_signed_paper_and_never_goes_round():
    old, middle, new = register(title_vi="Cũ"), register(title_vi="Giữa"), register(title_vi="Mới")

    answers = [
        refusal(add, paper=old, kind="replacement", day="2024", successor=draft()),
        refusal(add, paper=old, kind="replacement", day="2024", successor=old),
        refusal(add, paper=old, kind="amendment", day="2024", successor=new),
    ]
    add(old, "replacement", "2024", successor=middle)
    add(middle, "replacement", "2025", successor=new)
    answers.append(refusal(add, paper=new, kind="replacement", day="2026", successor=old))

    assert answers == [
        ("successor_not_signed", ["successor"]),
        ("successor_loop", ["successor"]),
        ("successor_not_here", ["successor"]),
        ("successor_loop", ["successor"]),
    ]


def test_an_event_is_corrected_with_a_reason_and_completed_without():
    paper = register()
    event = add(paper, "amendment", "2023")
    user = make_user()

    completed = event_update(event=event, changes={"document_number": "5/BS"}, user=user, today=TODAY)
    refused = refusal(event_update, event=event, changes={"occurred_on": on("2024")}, user=user, today=TODAY)
    corrected = event_update(
        event=event, changes={"occurred_on": on("2024")}, correction="Theo bản gốc", user=user, today=TODAY
    )
    unchanged = event_update(event=event, changes={"occurred_on": on("2024")}, user=user, today=TODAY)

    assert (completed.document_number, refused) == ("5/BS", ("reason_needed", ["correction"]))
    assert (str(corrected.occurred_on), str(unchanged.occurred_on)) == ("2024", "2024")
    told = audit_model(AgreementEvent)._default_manager.filter(pgh_obj_id=event.pk).order_by("pgh_id").last()
    assert told.pgh_context.metadata["reason"] == "Theo bản gốc"


def test_a_correction_of_an_event_is_held_against_the_rest_of_the_chain():
    paper = register()
    suspended = add(paper, "suspension", "2023")
    resumed = add(paper, "resumption", "2024")
    user = make_user()

    answer = refusal(
        event_update,
        event=resumed,
        changes={"occurred_on": on("2022-06")},
        correction="Nhầm",
        user=user,
        today=TODAY,
    )
    moved = event_update(
        event=suspended, changes={"occurred_on": on("2023-06")}, correction="Nhầm", user=user, today=TODAY
    )

    assert (answer, str(moved.occurred_on)) == (("not_suspended", ["kind"]), "2023-06")


def test_signers_of_an_event_are_a_list_of_their_own():
    sakai, office = make_partner(), make_agency()
    paper = register(partners=[sakai], signatories=[Signer("Người ký đầu", partner=sakai)])
    event = add(paper, "amendment", "2023", signatories=[Signer("A", agency=office)])

    event_update(
        event=event,
        changes={"signatories": [Signer("A", agency=office), Signer("B", partner=sakai)]},
        correction="Thiếu người ký",
        user=make_user(),
        today=TODAY,
    )

    assert [row.name for row in event.signatories.order_by("order")] == ["A", "B"]
    assert [row.name for row in paper.signatories.filter(event=None)] == ["Người ký đầu"]


def test_the_signing_of_the_paper_is_corrected_on_the_paper():
    event = register().events.get()

    answer = refusal(
        event_update,
        event=event,
        changes={"occurred_on": on("2021")},
        correction="x",
        user=make_user(),
        today=TODAY,
    )

    assert answer == ("follows_the_paper", ["occurred_on"])


def test_an_event_that_never_happened_is_taken_back_with_a_reason():
    paper = register()
    event = add(paper, "amendment", "2023")
    version = Agreement.objects.get().version
    user = make_user()

    silent = refusal(event_remove, event=event, reason=" ", user=user)
    stale = refusal(event_remove, event=event, reason="Nhầm văn bản", user=user, base_version=version - 1)
    left = event_remove(event=event, reason="Nhầm văn bản", user=user, base_version=version)

    assert (silent, stale) == (("reason_needed", ["reason"]), ("stale_version", []))
    assert ([e.kind for e in left.events.all()], left.version) == (["signing"], version + 1)
    told = audit_model(AgreementEvent)._default_manager.filter(pgh_obj_id=event.pk).order_by("pgh_id").last()
    assert (told.pgh_label, told.pgh_context.metadata["reason"]) == ("delete", "Nhầm văn bản")


def test_a_signed_paper_keeps_its_signing_and_what_was_reported():
    paper = register()
    amended = add(paper, "amendment", "2023")
    amended.legal_reports.create(
        agreement=paper,
        kind="signing",
        sent_on=TODAY,
        document_number="1/BC",
        recipients="Thủ tướng Chính phủ",
    )
    user = make_user()

    assert refusal(event_remove, event=paper.events.get(kind="signing"), reason="x", user=user) == (
        "only_signing", []
    )  # fmt: skip
    assert refusal(event_remove, event=amended, reason="x", user=user) == ("event_has_reports", [])
    assert paper.events.count() == 2


def test_a_second_signing_may_be_taken_back():
    paper = register()
    twice = make_event(paper, "signing", occurred_on="2022")

    assert event_remove(event=twice, reason="Ghi hai lần", user=make_user()).events.count() == 1


def test_invalid_input_is_what_a_form_can_show():
    with pytest.raises(InvalidInput) as caught:
        add(register(), "termination", "2023")

    assert caught.value.fields == {"reason": ["Chấm dứt cần nêu lý do."]}
    with pytest.raises(NotAllowed):
        draft(user=make_user(Role.LEADER))
