from __future__ import annotations

import re
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client

from agreements.models import Agreement
from dnfa.accounts.enums import Role
from dnfa.accounts.models import IdempotencyKey
from dnfa.core.audit import as_actor
from dnfa.core.clock import local_now
from dnfa.core.editing import FormPage, compare, three_way
from dnfa.core.editing.told import editors_since, last_seen
from dnfa.core.forms import PartialDateFormField, ViDateField, ViDecimalField
from dnfa.core.models import Job, SourceDocument
from dnfa.core.versions import touch
from partners.models import CooperationField
from tests.core import writing_urls
from tests.core.writing_urls import PaperCreateView
from tests.factories import make_agency, make_agreement, make_user

pytestmark = [pytest.mark.urls("tests.core.writing_urls"), pytest.mark.django_db]
NEW = "/thu/van-ban/moi/"


# --- the comparison --------------------------------------------------------------------------


class Everything(forms.Form):
    text = forms.CharField(label="Chữ", required=False)
    long = forms.CharField(label="Văn bản dài", required=False, widget=forms.Textarea)
    on = PartialDateFormField(label="Ngày", required=False)
    day = ViDateField(label="Ngày đủ", required=False)
    amount = ViDecimalField(label="Số tiền", required=False)
    tick = forms.BooleanField(label="Đánh dấu", required=False)
    maybe = forms.NullBooleanField(label="Có hay không", required=False)
    kind = forms.ChoiceField(
        label="Loại", choices=[("", "–"), ("a", "Loại A"), ("Nhóm", [("b", "Loại B")])], required=False
    )
    several = forms.MultipleChoiceField(
        label="Nhiều", choices=[("x", "Ích"), ("y", "I dài"), ("z", "Dét")], required=False
    )
    twin = forms.MultiValueField(
        label="Hai phần",
        required=False,
        fields=[forms.CharField(), forms.CharField()],
        widget=forms.MultiWidget({"so": forms.TextInput, "ky": forms.TextInput}),
    )
    file = forms.FileField(label="Tệp", required=False)
    fixed = forms.CharField(label="Cố định", required=False, disabled=True)


NAMES = ["text", "long", "on", "day", "amount", "tick", "maybe", "kind", "several", "twin"]


def sent(**values):
    data = QueryDict(mutable=True)
    form = Everything()
    for name, raw in values.items():
        three_way.put(data, form, name, raw)
    return Everything(data)


@pytest.mark.parametrize(
    ("name", "base", "theirs", "mine", "expected"),
    [
        # nobody
        ("text", "một", "một", "một", None),
        ("long", "a\nb", "a\nb", "a\r\nb ", None),
        ("on", "22/11/2016", "22/11/2016", "2016-11-22", None),
        ("amount", "1.000", "1.000", "1000", None),
        ("several", ["x", "y"], ["y", "x"], ["x", "y"], None),
        ("maybe", "unknown", "unknown", "unknown", None),
        # only they
        ("text", "một", "hai", "một", ("một", "hai", "một", "theirs")),
        ("tick", False, True, False, ("Không", "Có", "Không", "theirs")),
        ("kind", "a", "b", "a", ("Loại A", "Loại B", "Loại A", "theirs")),
        ("several", ["x"], ["x", "z"], ["x"], ("Ích", "Ích; Dét", "Ích", "theirs")),
        # only I
        ("text", "một", "một", "ba", ("một", "một", "ba", "mine")),
        ("on", "2016", "2016", "11/2016", ("2016", "2016", "11/2016", "mine")),
        ("tick", True, True, False, ("Có", "Có", "Không", "mine")),
        # both the same
        ("text", "một", "hai", " hai", ("một", "hai", "hai", "same")),
        ("day", "05/03/2026", "06/03/2026", "6/3/2026", ("05/03/2026", "06/03/2026", "06/03/2026", "same")),
        # both differ
        ("text", "một", "hai", "ba", ("một", "hai", "ba", "conflict")),
        ("on", "2016", "11/2016", "31/2/2016", ("2016", "11/2016", "31/2/2016", "conflict")),
        ("maybe", "unknown", "true", "false", ("", "Có", "Không", "conflict")),
        ("several", ["x"], ["x", "y"], ["z"], ("Ích", "Ích; I dài", "Dét", "conflict")),
        ("twin", ["1", "HĐ"], ["2", "HĐ"], ["1", "BB"], ("1 HĐ", "2 HĐ", "1 BB", "conflict")),
        # cleared
        ("text", "một", "", "một", ("một", "", "một", "theirs")),
        ("on", "2016", "2016", "", ("2016", "2016", "", "mine")),
        ("kind", "a", "", "b", ("Loại A", "", "Loại B", "conflict")),
        ("several", ["x"], [], [], ("Ích", "", "", "same")),
    ],
)
def test_three_values_of_one_field(name, base, theirs, mine, expected):
    differences = compare(sent(**{name: mine}), {name: base}, {name: theirs})

    kinds = {
        (True, False, False): "theirs", (False, True, False): "mine", (True, True, True): "same",
        (True, True, False): "conflict",
    }  # fmt: skip
    assert [
        (one.base, one.theirs, one.mine, kinds[one.they_changed, one.i_changed, one.is_same])
        for one in differences
    ] == ([] if expected is None else [expected])
    assert [one.is_conflict for one in differences] == (
        [] if expected is None else [expected[3] == "conflict"]
    )


def test_without_a_base_every_difference_is_a_question():
    differences = compare(sent(text="tôi", kind="a"), {}, {"text": "họ", "kind": "a", "gone": "x"})

    assert [(one.name, one.label, one.base, one.is_conflict) for one in differences] == [
        ("text", "Chữ", "", True)
    ]


def test_what_a_form_shows_is_what_it_sends_back():
    values = {
        "text": "một", "long": "a\nb", "on": None, "day": date(2026, 3, 5), "amount": 1500, "tick": True,
        "maybe": None, "kind": "b", "several": ["y"], "twin": ["1", "HĐ"], "fixed": "x",
    }  # fmt: skip
    form = Everything(initial=values)
    names = three_way.compared_fields(form)
    shown = three_way.opened(form, names)

    assert names == NAMES
    assert shown["day"] == "05/03/2026"
    assert compare(sent(**shown), shown, shown) == []
    assert three_way.compared_fields(form, frozenset(NAMES[1:])) == ["text"]


def test_a_form_tells_what_stands_and_what_was_typed_over_it():
    form = Everything(initial={"text": "một", "kind": "b"})
    stands = three_way.opened(form, ["text", "kind"])
    bound = three_way.bind(form, QueryDict("text=hai"))

    assert bound is form
    assert three_way.opened(bound, ["text", "kind"]) == stands == {"text": "một", "kind": "b"}
    assert (three_way.typed(bound, "text"), bound["text"].value(), bound.is_bound) == ("hai", "hai", True)


def test_keys_of_records_are_told_by_name():
    first, second = make_agreement(title_vi="Một"), make_agreement(title_vi="Hai")
    form = writing_urls.PaperForm(QueryDict(f"parent={second.pk}"))

    told = compare(form, {"parent": str(first.pk)}, {"parent": "999999"})
    unreadable = compare(form, {"parent": ""}, {"parent": "abc"})

    assert [(one.base, one.theirs, one.mine) for one in told] == [
        ("Một", "(không có trong danh sách)", "Hai")
    ]
    assert [(one.base, one.theirs) for one in unreadable] == [("", "(không có trong danh sách)")]


def test_a_base_is_read_only_where_it_belongs():
    paper, other = make_agreement(), make_agreement()
    base = three_way.Base(version=3, seen=7, values={"text": "một"}, undecided={"text": "không"})
    text = three_way.sign_base(paper, base)

    assert three_way.read_base(text, paper) == base
    assert three_way.read_base(text, other) is None
    assert three_way.read_base(text[:-1] + ("A" if text[-1] != "A" else "B"), paper) is None
    assert three_way.read_base("", paper) is None
    assert three_way.read_base("x" * (three_way.LONGEST_BASE + 1), paper) is None


def test_editors_are_named_once_latest_first():
    paper = make_agreement(partners=[])
    seen = last_seen(paper)
    Agreement.objects.filter(pk=paper.pk).update(note="máy")
    for number, name in enumerate(["An", "Bình", "An"]):
        with as_actor(name):
            Agreement.objects.filter(pk=paper.pk).update(note=str(number))

    assert [editor.name for editor in editors_since(paper, seen)] == ["An", "Bình", "hệ thống"]
    assert editors_since(paper, last_seen(paper)) == []


def test_a_record_without_history_has_no_editors():
    job = Job.objects.create(kind="x", title="x")

    assert (last_seen(job), editors_since(job, 0)) == (0, [])
    assert last_seen(SourceDocument(pk=0)) == 0


# --- two people, one record ------------------------------------------------------------------


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def carried(response, name="base"):
    found = re.search(rf'name="{name}" value="([^"]+)"', response.content.decode())
    assert found, "the form carries nothing"
    return found[1]


def fields_of(response):
    """What a browser would send back unchanged, as a dict of lists."""
    form = response.context["form"]
    data = QueryDict(mutable=True)
    for name in form.fields:
        raw = three_way._raw(form.fields[name].widget, form[name].value())
        three_way.put(data, form, name, raw)
    return {name: data.getlist(name) for name in data}


def save(client, address, opened, follow=False, **changes):
    typed = {**fields_of(opened), "base": [carried(opened)], **changes}
    return client.post(
        address, {name: value for name, value in typed.items() if value is not None}, follow=follow
    )


@pytest.fixture
def an():
    return make_user(Role.OFFICER, full_name="Nguyễn Thị An")


@pytest.fixture
def binh():
    return make_user(Role.HEAD, full_name="Trần Văn Bình")


@pytest.fixture
def works():
    return [
        CooperationField.objects.get_or_create(code=code, defaults={"name_vi": name, "level": 1})[0]
        for code, name in (("thu-1", "Giáo dục"), ("thu-2", "Y tế"))
    ]


@pytest.fixture
def paper():
    return make_agreement(
        partners=[], title_vi="Bản ghi nhớ", title_en="MoU", note="ghi chú", signed_on="2016"
    )


def edit(paper):
    return f"/thu/van-ban/{paper.key}/sua/"


def stored(paper):
    paper.refresh_from_db()
    return paper.title_vi, paper.title_en, paper.note, paper.version


def test_one_person_alone_saves_what_changed(an, paper, works):
    client = browser_of(an)
    opened = client.get(edit(paper))

    response = save(
        client,
        edit(paper),
        opened,
        signed_on="11/2016",
        fields_of_work=[str(works[0].pk)],
        reason="theo bản gốc",
    )

    assert (response.status_code, response["Location"]) == (302, writing_urls.home(paper))
    assert response.cookies["dnfa_saved"].value == f"%2Fthu%2Fvan-ban%2F{paper.key}%2Fsua%2F"
    assert [str(message) for message in client.get(response["Location"]).context["messages"]] == [
        "Đã lưu thay đổi."
    ]
    paper.refresh_from_db()
    assert (str(paper.signed_on), list(paper.fields.all()), paper.version) == ("2016-11", [works[0]], 3)
    last = paper.audit_rows.order_by("-pgh_id").first()
    assert (last.signed_on.isoformat(), last.pgh_context.metadata["reason"]) == ("2016-11", "theo bản gốc")


def test_the_page_has_groups_marks_and_hints(an, paper):
    response = browser_of(an).get(edit(paper))

    assert [(str(group.title), [bound.name for bound, _question in group.fields]) for group in response.context["groups"]] == [
        ("Tên gọi", ["title_vi", "title_en", "type"]),
        ("Ký kết", ["signed_on", "table_row"]),
        ("", ["title_is_official", "fields_of_work", "parent", "note", "reason"]),
    ]  # fmt: skip
    html = response.content.decode()
    assert html.count("(bắt buộc)") == 2
    assert f'data-draft="{an.pk}" data-draft-fresh' in html
    assert f'<a class="btn" href="{writing_urls.home(paper)}">Hủy</a>' in html


def test_saving_without_a_change_writes_nothing(an, paper):
    client = browser_of(an)

    response = save(client, edit(paper), client.get(edit(paper)), follow=True)

    assert [str(message) for message in response.context["messages"]] == ["Không có gì thay đổi."]
    assert stored(paper)[3] == 1


def test_wrong_input_keeps_what_was_typed(an, paper):
    client = browser_of(an)

    response = save(
        client, edit(paper), client.get(edit(paper)), title_vi="", note="dài " * 5, signed_on="31/2/2016"
    )

    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"title_vi", "signed_on"}
    html = response.content.decode()
    assert "Có lỗi cần sửa" in html
    assert 'value="31/2/2016"' in html
    assert "dài dài dài dài dài" in html
    assert "data-draft-fresh" not in html
    assert stored(paper) == ("Bản ghi nhớ", "MoU", "ghi chú", 1)


@pytest.mark.parametrize(
    ("note", "field", "message"),
    [("khóa", "__all__", "Văn bản đang khóa."), ("từ chối", "note", "Không nhận.")],
)
def test_a_refusal_of_the_service_is_an_error_of_the_form(an, paper, note, field, message):
    client = browser_of(an)

    response = save(client, edit(paper), client.get(edit(paper)), title_en="Typed", note=note)

    assert (response.status_code, response.context["form"].errors) == (200, {field: [message]})
    assert 'value="Typed"' in response.content.decode()
    assert stored(paper)[3] == 1


def test_a_record_gone_meanwhile_is_not_found(an, paper):
    client = browser_of(an)

    assert save(client, edit(paper), client.get(edit(paper)), note="không thấy").status_code == 404


def test_the_second_of_two_is_told_and_loses_nothing(an, binh, paper, works):
    first, second = browser_of(an), browser_of(binh)
    mine = second.get(edit(paper))
    save(first, edit(paper), first.get(edit(paper)), title_vi="Tên của An", note="ghi chú của An")

    told = save(
        second,
        edit(paper),
        mine,
        title_vi="Tên của Bình",
        title_en="Binh's",
        fields_of_work=[str(works[1].pk)],
    )

    assert told.status_code == 409
    assert stored(paper) == ("Tên của An", "MoU", "ghi chú của An", 2)
    stale = told.context["stale"]
    assert [editor.name for editor in stale.editors] == ["Nguyễn Thị An"]
    assert [(one.name, one.base, one.theirs, one.mine, one.is_conflict) for one in stale.differences] == [
        ("title_vi", "Bản ghi nhớ", "Tên của An", "Tên của Bình", True),
        ("note", "ghi chú", "ghi chú của An", "ghi chú", False),
    ]
    assert {name: fields_of(told)[name] for name in ("title_vi", "title_en", "note", "fields_of_work")} == {
        "title_vi": ["Tên của Bình"],
        "title_en": ["Binh's"],
        "note": ["ghi chú của An"],
        "fields_of_work": [str(works[1].pk)],
    }
    html = told.content.decode()
    assert "<strong>Nguyễn Thị An</strong> đã lưu lúc" in html
    assert html.count('name="resolve-title_vi"') == 2
    assert "resolve-note" not in html

    undecided = save(second, edit(paper), told)
    assert (undecided.status_code, set(undecided.context["form"].errors)) == (200, {"title_vi"})
    assert html.count('name="resolve-title_vi"') == 2
    assert stored(paper)[3] == 2

    done = save(second, edit(paper), undecided, **{"resolve-title_vi": "mine"})
    assert done.status_code == 302
    assert stored(paper)[:3] == ("Tên của Bình", "Binh's", "ghi chú của An")
    assert list(paper.fields.all()) == [works[1]]


def test_their_value_can_be_chosen(an, binh, paper):
    first, second = browser_of(an), browser_of(binh)
    mine = second.get(edit(paper))
    save(first, edit(paper), first.get(edit(paper)), title_vi="Tên của An")
    told = save(second, edit(paper), mine, title_vi="Tên của Bình", title_en="Binh's")

    wrong = save(second, edit(paper), told, type="khong-co", **{"resolve-title_vi": "theirs"})
    done = save(second, edit(paper), wrong, type=paper.type, **{"resolve-title_vi": "theirs"})

    assert (wrong.status_code, set(wrong.context["form"].errors)) == (200, {"type"})
    assert fields_of(wrong)["title_vi"] == ["Tên của Bình"]  # what was typed is still there to choose
    assert 'value="theirs" checked' in wrong.content.decode()
    assert (done.status_code, stored(paper)[:2]) == (302, ("Tên của An", "Binh's"))


def test_a_third_change_asks_again_only_where_it_must(an, binh, paper):
    first, second = browser_of(an), browser_of(binh)
    mine = second.get(edit(paper))
    save(first, edit(paper), first.get(edit(paper)), title_vi="An 1", note="An 1")
    told = save(second, edit(paper), mine, title_vi="Bình", note="Bình")
    save(first, edit(paper), first.get(edit(paper)), title_vi="An 2")

    again = save(second, edit(paper), told, **{"resolve-title_vi": "mine", "resolve-note": "mine"})
    unanswered = save(second, edit(paper), told)
    taken = save(second, edit(paper), told, **{"resolve-title_vi": "theirs", "resolve-note": "theirs"})

    assert [(one.name, one.base, one.theirs, one.mine) for one in again.context["stale"].conflicts] == [
        ("title_vi", "An 1", "An 2", "Bình")
    ]
    assert [(one.name, one.base, one.theirs) for one in unanswered.context["stale"].conflicts] == [
        ("title_vi", "Bản ghi nhớ", "An 2"),
        ("note", "ghi chú", "An 1"),
    ]
    assert [one.name for one in taken.context["stale"].conflicts] == []
    assert fields_of(taken)["title_vi"] == ["An 2"]
    done = save(second, edit(paper), again, **{"resolve-title_vi": "mine"})
    assert (done.status_code, stored(paper)[0], stored(paper)[2]) == (302, "Bình", "Bình")


def test_the_button_pressed_twice_saves_once(an, paper):
    client = browser_of(an)
    opened = client.get(edit(paper))

    answers = [save(client, edit(paper), opened, title_vi="Mới") for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert stored(paper)[0::3] == ("Mới", 2)


def test_a_change_elsewhere_in_the_record_is_told_too(an, paper):
    client = browser_of(an)
    opened = client.get(edit(paper))
    touch(paper)

    unchanged = save(client, edit(paper), opened)
    told = save(client, edit(paper), opened, title_vi="Mới")
    done = save(client, edit(paper), told)

    assert unchanged.status_code == 302
    assert (told.status_code, told.context["stale"].differences, told.context["stale"].editors) == (
        409,
        [],
        [],
    )
    assert "thay đổi nằm ở phần khác của bản ghi" in told.content.decode()
    assert (done.status_code, stored(paper)[0]) == (302, "Mới")


def test_somebody_faster_between_reading_and_lock_is_told_the_same_way(an, paper, monkeypatch):
    client = browser_of(an)
    opened = client.get(edit(paper))
    real = writing_urls.PaperEditView._record
    calls = []

    def read_then_changed(self):
        record = real(self)
        if not calls:
            Agreement.objects.filter(pk=record.pk).update(title_vi="Ai đó")
        calls.append(1)
        return record

    monkeypatch.setattr(writing_urls.PaperEditView, "_record", read_then_changed)
    told = save(client, edit(paper), opened, title_vi="Tôi")

    assert (told.status_code, len(calls)) == (409, 2)
    assert [(one.theirs, one.mine) for one in told.context["stale"].conflicts] == [("Ai đó", "Tôi")]


@pytest.mark.parametrize("base", ["", "bịa"])
def test_a_form_without_its_base_overwrites_nothing(an, paper, base):
    client = browser_of(an)
    opened = client.get(edit(paper))
    with as_actor("Trần Văn Bình"):
        Agreement.objects.filter(pk=paper.pk).update(note="của Bình")

    told = save(client, edit(paper), opened, base=base, title_vi="Tôi")

    assert told.status_code == 409
    assert [one.name for one in told.context["stale"].conflicts] == ["title_vi", "note"]
    assert [editor.name for editor in told.context["stale"].editors] == ["Trần Văn Bình"]
    assert stored(paper)[2] == "của Bình"


def test_a_hidden_record_is_not_found(paper):
    focal = make_user(Role.FOCAL_POINT, agency=make_agency())
    client = browser_of(focal)

    assert client.get(edit(paper)).status_code == 404
    assert client.post(edit(paper), {"title_vi": "x"}).status_code == 404
    assert Client().get(edit(paper)).status_code == 302


def test_a_model_form_does_not_touch_the_record_it_is_given(an, paper, works):
    first_parent = make_agreement()
    Agreement.objects.filter(pk=paper.pk).update(parent=first_parent)
    paper.fields.set(works)
    client = browser_of(an)
    address = f"/thu/van-ban/{paper.key}/ten/"
    parent = make_agreement()
    opened = client.get(address)

    done = save(client, address, opened, title_vi="Tên mới", parent=str(parent.pk))

    assert "data-draft" not in re.sub(r"data-draft\.js", "", opened.content.decode())
    assert (done.status_code, stored(paper)[0], paper.parent, paper.version) == (302, "Tên mới", parent, 3)
    assert fields_of(opened)["parent"] == [str(first_parent.pk)]
    assert sorted(fields_of(opened)["fields"]) == sorted(str(work.pk) for work in works)


# --- making ----------------------------------------------------------------------------------


def test_the_same_new_form_sent_twice_makes_one_record(an):
    client = browser_of(an)
    typed = {"title_vi": "Mới", "note": "", "once": carried(client.get(NEW), "once")}

    first = client.post(NEW, typed)
    second = client.post(NEW, typed)

    made = Agreement.objects.get(title_vi="Mới")
    assert [(answer.status_code, answer["Location"]) for answer in (first, second)] == [
        (302, writing_urls.home(made))
    ] * 2
    assert IdempotencyKey.objects.count() == 1


def test_the_same_words_under_another_token_are_the_same_form_for_ten_minutes(an):
    client = browser_of(an)
    typed = {"title_vi": "Mới", "note": ""}

    answers = [
        client.post(NEW, {**typed, "once": carried(client.get(NEW), "once")}, follow=True) for _time in (1, 2)
    ]
    made = Agreement.objects.get(title_vi="Mới")
    IdempotencyKey.objects.update(created_at=local_now() - PaperCreateView.same_again_within)
    client.post(NEW, {**typed, "once": carried(client.get(NEW), "once")})

    assert [answer.request["PATH_INFO"] for answer in answers] == [writing_urls.home(made)] * 2
    assert [str(message) for message in answers[1].context["messages"]] == [
        "Nội dung này vừa được lưu trước đó; không thêm bản ghi thứ hai."
    ]
    assert Agreement.objects.filter(title_vi="Mới").count() == 2


def test_going_back_and_sending_something_else_asks_first(an):
    client = browser_of(an)
    token = carried(client.get(NEW), "once")
    client.post(NEW, {"title_vi": "Một", "once": token})
    scan = SimpleUploadedFile("a.pdf", b"%PDF-1.4")

    asked = client.post(NEW, {"title_vi": "Hai", "scan": scan, "once": token})

    made = Agreement.objects.get(title_vi="Một")
    assert asked.status_code == 200
    assert f'<a href="{writing_urls.home(made)}">Mở bản ghi đã lưu</a>' in asked.content.decode()
    assert not Agreement.objects.filter(title_vi="Hai").exists()
    assert carried(asked, "once") != token
    assert client.post(NEW, {"title_vi": "Hai", "once": carried(asked, "once")}).status_code == 302


def test_a_new_form_says_what_is_wrong_and_keeps_its_token(an):
    client = browser_of(an)
    opened = client.get(NEW)
    token = carried(opened, "once")

    empty = client.post(NEW, {"title_vi": "", "once": token})
    refused = client.post(NEW, {"title_vi": "Mới", "note": "từ chối", "once": token})
    gone = client.post(NEW, {"title_vi": "Mới", "note": "không thấy", "once": token})
    forged = client.post(NEW, {"title_vi": "", "once": "x"})

    assert 'value="bản mới"' in opened.content.decode()
    assert [(str(group.title), len(group.fields)) for group in opened.context["groups"]] == [
        ("Văn bản", 1),
        ("", 2),
    ]
    assert set(empty.context["form"].errors) == {"title_vi"}
    assert refused.context["form"].errors == {"note": ["Ghi chú không nhận."], "__all__": ["Điều khác."]}
    assert gone.status_code == 404
    assert [carried(empty, "once"), carried(refused, "once")] == [token, token]
    assert re.fullmatch(r"[0-9a-f]{32}", carried(forged, "once"))
    assert (Agreement.objects.count(), IdempotencyKey.objects.count()) == (0, 0)
    assert client.post(NEW, {"title_vi": "Mới", "once": token}).status_code == 302


def test_a_form_of_one_person_is_no_form_of_another(an, binh):
    typed = {"title_vi": "Mới", "once": "0" * 32}

    answers = [browser_of(user).post(NEW, typed).status_code for user in (an, binh)]

    assert answers == [302, 302]
    assert Agreement.objects.filter(title_vi="Mới").count() == 2


def test_a_page_without_rooms_words_has_plain_ones():
    page = FormPage()

    assert (page.get_page_title(None), page.get_form_kwargs(None)) == ("", {})
