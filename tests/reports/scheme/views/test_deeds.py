"""Every form of the Scheme: who opens it, what it writes, how a refusal is told."""

from __future__ import annotations

import pytest
from django.urls import reverse

from dnfa.accounts.enums import Role
from dnfa.followup.models import Action
from reports.models import SchemeDifficulty, SchemeProposal, SchemeTask, SchemeTaskProgress
from tests.factories import make_agency, sign_in
from tests.reports.scheme.factories import TODAY, make_difficulty, make_proposal, make_task, say

pytestmark = pytest.mark.django_db
HERE = "/nhiem-vu-de-an/"


def carried(answer) -> dict[str, str]:
    """The hidden values of a form, as a browser sends them back."""
    return dict(answer.context["carried"])


def send(client, path: str, data: dict):
    """Open the page, fill in, send."""
    opened = client.get(f"{HERE}{path}")
    return client.post(f"{HERE}{path}", {**carried(opened), **data})


def errors(answer) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors)


def test_the_department_tells_progress_in_the_name_of_the_lead(client, officer, tourism):
    make_task("I.1", leads=[tourism])

    opened = client.get(f"{HERE}I.1/tien-do/?nam=2025")
    form = opened.context["form"]
    send(
        client,
        "I.1/tien-do/",
        {"year": "2025", "agency": tourism.pk, "state": "done", "result": "Xong", "evidence": "QĐ 1"},
    )

    row = SchemeTaskProgress.objects.get()
    assert (form.initial["year"], form.initial["agency"]) == (2025, tourism)
    assert (row.agency, row.author, row.year) == (tourism, officer, 2025)


def test_what_is_missing_is_told_at_its_field(client, officer, tourism):
    make_task("I.1", leads=[tourism])

    answer = send(
        client, "I.1/tien-do/", {"year": "2026", "state": "done", "figure": "3", "agency": tourism.pk}
    )

    assert (answer.status_code, sorted(errors(answer))) == (200, ["evidence", "result", "unit"])
    assert SchemeTaskProgress.objects.count() == 0


def test_a_replaced_task_takes_no_more_words(client, officer, planning):
    make_task("I.1", leads=[planning])
    make_task("I.2", leads=[planning], replaced_by=make_task(), replaced_on=TODAY)

    paths = ("I.1/tien-do/", "I.2/tien-do/", "I.1/vuong-mac/", "I.2/vuong-mac/")
    assert [client.get(f"{HERE}{path}").status_code for path in paths] == [200, 403, 200, 403]


def test_a_focal_point_has_one_door(client, focal, tourism):
    task = make_task("I.1", leads=[tourism])
    row = say(task, agency=tourism)

    page = client.get(task.get_absolute_url()).content.decode()
    direct = ("I.1/tien-do/", "I.1/vuong-mac/", "de-xuat/them/", f"tien-do/{row.pk}/dinh-chinh/")
    begun = client.get(f"{HERE}I.1/cap-nhat/")

    assert [client.get(f"{HERE}{path}").status_code for path in direct] == [403, 403, 403, 403]
    assert [path in page for path in direct] == [False, False, False, False]
    assert (f'href="{HERE}I.1/cap-nhat/"' in page, begun.url) == (
        True,
        reverse("updates:begin", args=["scheme-task", task.pk]),
    )


def test_a_correction_starts_from_what_was_said(client, officer, tourism):
    row = say(make_task("I.1", leads=[tourism]), agency=tourism, result="Nhầm")

    opened = client.get(f"{HERE}tien-do/{row.pk}/dinh-chinh/")
    send(
        client,
        f"tien-do/{row.pk}/dinh-chinh/",
        {"state": "in_progress", "result": "Đúng", "reason": "Nhầm số"},
    )

    assert opened.context["form"].initial["result"] == "Nhầm"
    assert (row.correction.result, row.correction.correction_reason) == ("Đúng", "Nhầm số")


def test_a_difficulty_goes_its_way(client, officer, tourism, planning):
    make_task("I.1", leads=[tourism])

    send(client, "I.1/vuong-mac/", {"text": "Thiếu vốn", "solver": planning.pk, "agency": tourism.pk})
    one = SchemeDifficulty.objects.get()
    edit = f"vuong-mac/{one.pk}/sua/"
    send(client, edit, {"text": "Thiếu vốn đầu tư", "wish": "Bố trí", "solver": planning.pk})
    send(client, f"vuong-mac/{one.pk}/giai-quyet/", {"solved_on": "26/11/2026", "solution": "Xong"})
    one.refresh_from_db()
    solved = (one.text, one.wish, one.raised_by, one.solver, one.solved_on, one.solution)
    send(client, f"vuong-mac/{one.pk}/mo-lai/", {"reason": "Chưa xong"})
    one.refresh_from_db()

    assert solved == ("Thiếu vốn đầu tư", "Bố trí", tourism, planning, TODAY, "Xong")
    assert one.solved_on is None


def test_a_difficulty_of_others_is_not_solved(client, tourism, planning):
    one = make_difficulty(make_task(with_all_relevant_units=True, leads=[planning]), raised_by=planning)
    sign_in(client, Role.FOCAL_POINT, agency=tourism)

    assert client.get(f"{HERE}vuong-mac/{one.pk}/giai-quyet/").status_code == 403


def test_dates_and_agencies_of_a_task_are_kept(client, officer, tourism, planning):
    task = make_task("I.1", leads=[planning])

    send(client, "I.1/sua/", {"starts_on": "2026", "ends_on": "12/2028", "note": "Ghi chú"})
    opened = client.get(f"{HERE}I.1/giao/")
    send(
        client,
        "I.1/giao/",
        {"leads": [tourism.pk], "coordinating": [planning.pk], "on": "1/7/2026", "document": "CV 5"},
    )

    task.refresh_from_db()
    assert (str(task.starts_on), str(task.ends_on), task.note) == ("2026", "2028-12", "Ghi chú")
    assert opened.context["form"].initial["leads"] == [planning.pk]
    assert sorted(task.agency_links.values_list("role", "agency__key", "document")) == [
        ("coordinating", "so-ke-hoach-dau-tu", "CV 5"),
        ("lead", "so-du-lich", "CV 5"),
        ("lead", "so-ke-hoach-dau-tu", ""),
    ]


def test_a_task_gives_things_to_do(client, officer, tourism):
    task = make_task("I.1", leads=[tourism])

    send(client, "I.1/viec/", {"title": "Trình kế hoạch", "lead_agency": tourism.pk, "due_on": "15/12/2026"})

    action = Action.objects.get()
    page = client.get(task.get_absolute_url())
    assert (action.origin, action.record, action.lead_agency) == ("scheme", task, tourism)
    assert page.context["actions"] == [action]


def test_a_proposal_goes_its_way(client, officer, tourism):
    make_task("II.A.7")
    words = {
        "title_vi": "Tuyến mới",
        "reason": "Cần",
        "group_code": "II.A",
        "lead_agency": tourism.pk,
        "agency": tourism.pk,
    }

    send(client, "de-xuat/them/", words)
    proposal = SchemeProposal.objects.get()
    send(client, f"de-xuat/{proposal.pk}/tra-lai/", {"reason": "Trùng"})
    again = client.get(f"{HERE}de-xuat/them/?gui-lai={proposal.pk}")
    send(client, f"de-xuat/them/?gui-lai={proposal.pk}", {**words, "title_vi": "Tuyến khác"})
    second = SchemeProposal.objects.exclude(pk=proposal.pk).get()
    opened = client.get(f"{HERE}de-xuat/{second.pk}/dua-vao/")
    send(
        client,
        f"de-xuat/{second.pk}/dua-vao/",
        {"code": "II.A.8", "deciding_document": "QĐ 9", "decided_on": "20/11/2026"},
    )

    proposal.refresh_from_db()
    second.refresh_from_db()
    assert (proposal.state, second.follows) == ("returned", proposal)
    assert (again.context["form"].initial["title_vi"], opened.context["form"].initial["code"]) == (
        "Tuyến mới",
        "II.A.8",
    )
    assert (second.state, second.result.code, second.result.title_vi) == ("accepted", "II.A.8", "Tuyến khác")


def test_another_wording_starts_from_the_task(client, officer, tourism):
    task = make_task("II.A.7", leads=[tourism], title_vi="Lời cũ")

    opened = client.get(f"{HERE}de-xuat/them/?nhiem-vu=II.A.7")
    send(
        client,
        "de-xuat/them/?nhiem-vu=II.A.7",
        {"title_vi": "Lời mới", "reason": "Rõ hơn", "lead_agency": tourism.pk, "agency": tourism.pk},
    )
    proposal = SchemeProposal.objects.get()
    accept = client.get(f"{HERE}de-xuat/{proposal.pk}/dua-vao/")

    form = opened.context["form"]
    assert (form.initial["title_vi"], "group_code" in form.fields) == ("Lời cũ", False)
    assert (proposal.task, proposal.kind, accept.context["form"].initial["code"]) == (
        task,
        "amendment",
        "II.A.7-1",
    )


def test_its_agency_takes_a_proposal_back_and_decides_nothing(client, focal, tourism, planning):
    own, other = make_proposal(tourism), make_proposal(planning)
    decides = client.get(f"{HERE}de-xuat/{own.pk}/dua-vao/").status_code

    send(client, f"de-xuat/{own.pk}/rut/", {"reason": ""})

    own.refresh_from_db()
    hidden = client.get(f"{HERE}de-xuat/{other.pk}/rut/").status_code
    assert (own.state, decides, hidden) == ("withdrawn", 403, 404)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR])
def test_who_only_reads_opens_no_form(role, client, tourism):
    task = make_task("I.1", leads=[tourism])
    row, one, proposal = say(task, agency=tourism), make_difficulty(task), make_proposal(tourism)
    sign_in(client, role, agency=make_agency())

    paths = [
        *(f"I.1/{word}/" for word in ("sua", "giao", "tien-do", "vuong-mac", "viec")),
        f"tien-do/{row.pk}/dinh-chinh/",
        *(f"vuong-mac/{one.pk}/{word}/" for word in ("sua", "giai-quyet", "mo-lai")),
        "de-xuat/them/",
        *(f"de-xuat/{proposal.pk}/{word}/" for word in ("dua-vao", "tra-lai", "rut")),
    ]
    assert {path: client.get(f"{HERE}{path}").status_code for path in paths} == dict.fromkeys(paths, 403)
    assert SchemeTask.objects.count() == 1
