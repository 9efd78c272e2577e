from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.utils.safestring import mark_safe

from dnfa.core.icons import PATHS
from dnfa.core.partial_dates import PartialDate
from dnfa.core.statuses import STATUS_LOOKS, TONES
from dnfa.core.templatetags.ui import even_columns

EVIL = '"><script>alert(1)</script>'
ESCAPED = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"


def render(source, query="", **values):
    request = SimpleNamespace(GET=QueryDict(query), path="/")
    html = Template("{% load ui %}" + source).render(Context({"request": request, **values}))
    return re.sub(r"\s+", " ", html).strip()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


class SampleForm(forms.Form):
    name = forms.CharField(label="Tên")
    since = forms.CharField(label="Từ ngày", help_text="Thí dụ 5/3/2026")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "Địa phương")], widget=forms.RadioSelect)
    checked = forms.BooleanField(label="Đã kiểm tra", required=False)
    land = forms.ChoiceField(label="Nước", choices=[("la", "Lào")], required=False)

    def clean(self):
        if self.data.get("name") == "hỏng":
            raise forms.ValidationError("Cả biểu mẫu chưa đúng.")


class FilterForm(forms.Form):
    q = forms.CharField(label="Có chữ", required=False)
    status = forms.MultipleChoiceField(
        label="Trạng thái", choices=[("in_force", "Còn hiệu lực"), ("expired", "Đã hết hạn")], required=False
    )


@pytest.mark.parametrize(
    ("value", "text"), [(PartialDate(2012, 4), "4/2012"), (None, "–"), ("", "–"), (0, "0"), (EVIL, ESCAPED)]
)
def test_shown(value, text):
    assert render("{{ value|shown }}", value=value) == text


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("203/BC-UBND", '<span class="unbroken">203/BC-UBND</span>'),
        ("Luật 70/2020/QH14.", 'Luật <span class="unbroken">70/2020/QH14</span>.'),
        ("làm ngày 23/06/2026, 9/QĐ-UBND", 'làm ngày 23/06/2026, <span class="unbroken">9/QĐ-UBND</span>'),
        ("tháng 12/2026", "tháng 12/2026"),
        (f"1/A-B {EVIL}", f'<span class="unbroken">1/A-B</span> {ESCAPED}'),
        (f"1/A{EVIL}", f'<span class="unbroken">1/A</span>{ESCAPED}'),
        (mark_safe("<b>1/A-B</b>"), '<b><span class="unbroken">1/A-B</span></b>'),
        (None, "None"),
    ],
)
def test_numbers_of_documents_stay_on_one_line(text, drawn):
    assert render("{{ text|unbroken }}", text=text) == drawn


@pytest.mark.parametrize(
    ("boxes", "of_five", "of_three"),
    [(0, 1, 1), (1, 1, 1), (2, 2, 2), (4, 4, 2), (5, 5, 3), (6, 3, 3), (7, 4, 3), (8, 4, 3), (10, 5, 2), (11, 4, 3), (13, 5, 3)],
)  # fmt: skip
def test_boxes_of_a_filter_stand_in_even_rows(boxes, of_five, of_three):
    assert (even_columns(boxes, 5), even_columns(boxes, 3)) == (of_five, of_three)


def test_icon_is_decoration_and_has_no_inline_style():
    html = render("{% icon 'flag' %}")

    assert 'aria-hidden="true"' in html
    assert PATHS["flag"] in html
    assert "style" not in html


def test_an_unknown_icon_is_an_error():
    with pytest.raises(KeyError):
        render("{% icon 'unicorn' %}")


@pytest.mark.parametrize(("code", "look"), STATUS_LOOKS.items())
def test_every_status_has_a_word_and_a_known_tone(code, look):
    assert look.tone in TONES
    assert render("{% status_badge code %}", code=code) == (
        f'<span class="badge-status tone-{look.tone}">{look.label}</span>'
    )


def test_status_badge_with_other_words_and_tone():
    assert render("{% status_badge 'expired' 'Hết hạn ở Lào' 'muted' %}") == (
        '<span class="badge-status tone-muted">Hết hạn ở Lào</span>'
    )


def test_status_badge_shows_what_nobody_described_and_nothing_for_nothing():
    assert (
        render("{% status_badge code %}", code=EVIL)
        == f'<span class="badge-status tone-muted">{ESCAPED}</span>'
    )
    assert render("{% status_badge '' %}{% status_badge none %}", none=None) == ""


@pytest.mark.parametrize(
    "source", ["{% status_badge 'expired' '' 'pink' %}", "{% figure_tile 'a' 1 tone='pink' %}"]
)
def test_an_unknown_tone_is_an_error(source):
    with pytest.raises(ValueError, match="pink"):
        render(source)


def test_qs_replaces_removes_and_escapes():
    assert render("{% qs page=2 sort='-name' %}", "a=1&sort=name&page=5") == "?a=1&amp;sort=-name&amp;page=2"
    assert render("{% qs a=None %}", "a=1&b=%22%3E") == "?b=%22%3E"


def test_figure_tile_with_everything_is_a_link():
    html = render(
        "{% figure_tile 'Địa phương' 1103 unit='nơi' as_of=day href=href note='ghi chú' tone='warn' %}",
        href="/x/?a=1&b=2",
        day=date(2023, 12, 26),
    )

    assert html.startswith('<a class="figure-tile tone-edge-warn" href="/x/?a=1&amp;b=2">')
    assert words(html) == "Địa phương 1.103 nơi ghi chú Tính đến ngày 26/12/2023"


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (None, "–")])
def test_figure_tile_without_an_address_is_no_link(value, text):
    html = render("{% figure_tile label value %}", label=EVIL, value=value)

    assert html.startswith('<div class="figure-tile">')
    assert f'<span class="figure-value">{text}</span>' in html
    assert ESCAPED in html
    assert "<a " not in html


def test_filter_panel_has_chips_and_keeps_the_rest():
    query = "q=sa%22kai&status=in_force&status=expired&sort=-name&page=3&format=csv"

    html = render(
        "{% filter_panel filterset %}", query, filterset=SimpleNamespace(form=FilterForm(QueryDict(query)))
    )

    assert re.findall(r'<a class="chip" href="([^"]*)"', html) == [
        "?status=in_force&amp;status=expired&amp;sort=-name&amp;format=csv",
        "?q=sa%22kai&amp;status=expired&amp;sort=-name&amp;format=csv",
        "?q=sa%22kai&amp;status=in_force&amp;sort=-name&amp;format=csv",
    ]
    assert "Có chữ: <strong>sa&quot;kai</strong>" in html
    assert "Trạng thái: <strong>Còn hiệu lực</strong>" in html
    assert re.findall(r'<input type="hidden"[^>]*>', html) == [
        '<input type="hidden" name="sort" value="-name">'
    ]
    assert "3 điều kiện" in html


def test_filter_panel_without_filters_has_no_chips():
    html = render(
        "{% filter_panel filterset False %}", filterset=SimpleNamespace(form=FilterForm(QueryDict("")))
    )

    assert "chip" not in html
    assert "Bỏ lọc" not in html
    assert " open" not in html


def test_filter_chips_alone():
    chip = SimpleNamespace(label="Có chữ", value=EVIL, remove_url="?a=1&b=2")

    html = render("{% filter_chips chips %}", chips=[chip])

    assert ESCAPED in html
    assert 'href="?a=1&amp;b=2"' in html


@pytest.mark.parametrize(
    ("current", "aria", "href"),
    [
        ("", "none", "?q=a&amp;sort=name"),
        ("name", "ascending", "?q=a&amp;sort=-name"),
        ("-name", "descending", "?q=a&amp;sort=name"),
        ("other", "none", "?q=a&amp;sort=name"),
    ],
)
def test_sort_header(current, aria, href):
    html = render(
        "{% sort_header 'name' label current width='wide' %}", "q=a&page=4", label=EVIL, current=current
    )

    assert f'aria-sort="{aria}" class="align-start col-wide"' in html
    assert f'href="{href}"' in html
    assert ESCAPED in html


def test_pagination_says_where_we_are():
    page = Paginator(range(1048), 20).page(3)

    html = render("{% pagination page 20 %}", "q=a&page=3", page=page)

    assert "Hiển thị bản ghi 41–60 trên tổng 1.048 bản ghi" in html
    assert re.findall(r"<li>\s?<a href=\"([^\"]*)\"[^>]*aria-current=\"page\"", html) == ["?q=a&amp;page=3"]
    assert 'href="?q=a&amp;page=2" rel="prev"' in html
    assert 'href="?q=a&amp;page=4" rel="next"' in html
    assert re.findall(r'href="(\?q=a&amp;page_size=\d+)"', html) == [
        "?q=a&amp;page_size=20",
        "?q=a&amp;page_size=50",
        "?q=a&amp;page_size=100",
    ]
    assert "<span>…</span>" in html


def test_pagination_of_one_page_has_no_page_numbers():
    html = render("{% pagination page 50 %}", page=Paginator(range(3), 50).page(1))

    assert "Hiển thị bản ghi 1–3 trên tổng 3 bản ghi" in html
    assert "paging-pages" not in html


def test_empty_state():
    assert words(render("{% empty_state %}")) == "Không có bản ghi nào"
    html = render("{% empty_state title='Chưa có' advice=advice href='/x/' action='Thêm' %}", advice=EVIL)
    assert words(html) == f"Chưa có {ESCAPED} Thêm"


def test_error_summary_links_to_the_fields():
    form = SampleForm({"name": "hỏng", "since": ""})

    html = render("{% error_summary form other %}", form=form, other=None)

    assert "Có lỗi cần sửa" in html
    assert re.findall(r"<li>(.*?)</li>", html) == [
        "Cả biểu mẫu chưa đúng.",
        '<a href="#id_since">Từ ngày: Trường này là bắt buộc.</a>',
        '<a href="#id_kind_0">Loại: Trường này là bắt buộc.</a>',
    ]
    assert "data-focus-on-load" in html


def test_error_summary_of_a_form_without_ids_has_no_links():
    html = render("{% error_summary form %}", form=SampleForm({"name": "a", "kind": "a"}, auto_id=False))

    assert re.findall(r"<li>(.*?)</li>", html) == ["Trường này là bắt buộc."]


def test_error_summary_without_errors_draws_nothing():
    form = SampleForm({"name": "a", "since": "b", "kind": "a"})

    assert render("{% error_summary form unbound %}", form=form, unbound=SampleForm()) == ""


def test_form_field_ties_hint_and_error_to_the_input():
    form = SampleForm({"name": EVIL})

    html = render("{% form_field form.since %}", form=form)

    assert 'aria-describedby="id_since_hint id_since_error"' in html
    assert 'class="form-control is-invalid"' in html
    assert html.index("id_since_hint") < html.index("<input")
    assert words(html) == "Từ ngày (bắt buộc) Thí dụ 5/3/2026 Lỗi: Trường này là bắt buộc."
    assert ESCAPED in render("{% form_field form.name %}", form=form)


def test_form_field_without_hint_or_error_describes_nothing():
    html = render("{% form_field form.name say_required=False %}", form=SampleForm())

    assert "aria-describedby" not in html
    assert words(html) == "Tên"


def test_form_field_of_choices_is_a_group():
    html = render("{% form_field form.kind hint='Chọn một' %}", form=SampleForm({}))

    assert '<fieldset class="field field-wrong" aria-describedby="id_kind_hint id_kind_error">' in html
    assert "<legend" in html


def test_form_field_of_a_check_box_stands_before_its_label():
    html = render("{% form_field form.checked %}", form=SampleForm())

    assert 'class="form-check-input"' in html
    assert html.index("<input") < html.index("<label")


def test_form_field_of_a_select():
    assert 'class="form-select"' in render("{% form_field form.land %}", form=SampleForm())


def test_summary_list_of_pairs_and_facts():
    items = [
        ("Ngày ký", PartialDate(2013, 4, 9)),
        ("Số bản", None),
        ("Tên", EVIL),
        {"label": "Đối tác", "value": "Sakai", "href": "/x/", "note": "Nhật Bản", "lang": "ja"},
        {"label": "Trạng thái", "status": "expired"},
        ("An toàn", mark_safe("<b>đậm</b>")),
    ]

    html = render("{% summary_list items %}", items=items)

    assert words(html).startswith("Ngày ký 09/04/2013 Số bản – Tên")
    assert ESCAPED in html
    assert '<dd lang="ja"> <a href="/x/">Sakai</a> <span class="aside">Nhật Bản</span> </dd>' in html
    assert '<span class="badge-status tone-danger">Đã hết hạn</span>' in html
    assert "<b>đậm</b>" in html


def test_timeline():
    items = [
        {
            "date": PartialDate(2023, 3),
            "title": EVIL,
            "href": "/x/",
            "body": "một\nhai",
            "status": "replaced",
        },
        {"date": None, "title": "Ký", "note": "Nguồn: luận văn"},
    ]

    html = render("{% timeline items %}", items=items)

    assert f'<a href="/x/">{ESCAPED}</a>' in html
    assert "một<br>hai" in html
    assert html.count("<li>") == 2
    assert "3/2023" in html


def test_timeline_of_nothing():
    assert words(render("{% timeline items %}", items=[])) == "Chưa ghi nhận hoạt động nào."
    assert words(render("{% timeline items empty='Không có đoàn.' %}", items=[])) == "Không có đoàn."


@pytest.mark.parametrize(("percent", "drawn"), [(-3, 0), (42, 42), (300, 100)])
def test_progress_bar_stays_between_0_and_100(percent, drawn):
    html = render("{% progress_bar percent 'Báo cáo' %}", percent=percent)

    assert f'<progress max="100" value="{drawn}" aria-labelledby="job-label">' in html
    assert "hx-get" not in html


def test_progress_bar_polls_until_told_otherwise():
    html = render(
        "{% progress_bar 5 label message='Đang viết' poll_url=url element_id='j7' %}",
        label=EVIL,
        url="/j/?a=1&b=2",
    )

    assert 'id="j7" hx-get="/j/?a=1&amp;b=2" hx-trigger="every 1s"' in html
    assert ESCAPED in html
    assert "5 % · Đang viết" in html


def test_bar_chart_is_a_table_with_lengths_as_attributes():
    rows = [{"label": "Đông Bắc Á", "value": 20, "href": "/x/"}, {"label": EVIL, "value": 5}]

    html = render("{% bar_chart rows 'Theo khu vực' 'Khu vực' 'Số' %}", rows=rows)

    assert re.findall(r'<rect class="chart-fill" width="([^"]*)"', html) == ["100%", "25%"]
    assert "<caption>Theo khu vực</caption>" in html
    assert '<a href="/x/">Đông Bắc Á</a>' in html
    assert ESCAPED in html
    assert "style=" not in html


def test_bar_chart_of_nothing():
    assert words(render("{% bar_chart rows 'a' 'b' 'c' %}", rows=[])) == "Chưa có số liệu để vẽ biểu đồ."
    assert words(render("{% bar_chart rows 'a' 'b' 'c' empty='Trống.' %}", rows=[])) == "Trống."


def test_column_chart_has_title_description_and_table():
    rows = [
        {"label": "2022", "value": 3, "href": "/x/"},
        {"label": "2023", "value": 0},
        {"label": EVIL, "value": 1},
    ]

    html = render("{% column_chart rows 'Theo năm' 'Năm' 'Số' element_id='years' %}", rows=rows)

    assert '<title id="years-title">Theo năm</title>' in html
    assert 'aria-labelledby="years-title years-desc"' in html
    assert '<details class="chart-table" open>' in html
    assert '<td class="align-end"><a href="/x/">3</a></td>' in html
    assert html.count('<rect class="chart-fill"') == 3
    assert ESCAPED in html
    assert "style=" not in html


def test_column_chart_closed_and_described():
    html = render("{% column_chart rows 'a' 'b' 'c' description='Tăng.' is_open=False %}", rows=[])

    assert '<details class="chart-table">' in html
    assert ">Tăng.</desc>" in html


def said(value="", used=True, locator="dòng 12", note=""):
    return SimpleNamespace(
        value_as_printed=value, source="Quyết định 2887", locator=locator, is_used=used, note=note
    )


def test_source_note_of_one_source():
    html = render("{% source_note rows label='Ngày ký' %}", rows=[said("2004", note="đã đối chiếu"), said()])

    assert (
        words(html)
        == "Ngày ký: Nguồn: Quyết định 2887, dòng 12: 2004 – đã đối chiếu; Quyết định 2887, dòng 12"
    )


def test_source_note_shows_both_sides_of_a_contradiction():
    html = render(
        "{% source_note rows %}", rows=[said("2004"), said(EVIL, used=False, locator="", note="sai?")]
    )

    assert "các nguồn nói khác nhau" in html
    assert re.findall(r"<q>(.*?)</q>", html) == ["2004", ESCAPED]
    assert html.count("(đang dùng)") == 1


def test_source_note_of_nothing():
    assert render("{% source_note rows %}", rows=[]) == ""


def test_as_of_picker_keeps_the_rest_and_offers_days():
    choices = [(date(2025, 12, 31), "Cuối năm 2025"), (date(2025, 6, 30), "Trước sáp nhập")]

    html = render(
        "{% as_of_picker day choices=choices %}", "q=a&as_of=x&page=2", day=date(2025, 6, 30), choices=choices
    )

    assert 'name="as_of" value="30/06/2025"' in html
    assert re.findall(r'<input type="hidden"[^>]*>', html) == ['<input type="hidden" name="q" value="a">']
    assert re.findall(r'<a class="btn btn-quiet" href="([^"]*)"( aria-current="true")?', html) == [
        ("?q=a&amp;as_of=31%2F12%2F2025", ""),
        ("?q=a&amp;as_of=30%2F06%2F2025", ' aria-current="true"'),
    ]


def test_as_of_picker_shows_what_was_typed_with_its_error():
    html = render(
        "{% as_of_picker day error typed %}", day=date(2025, 6, 30), error="Không có ngày này.", typed=EVIL
    )

    assert f'value="{ESCAPED}"' in html
    assert 'aria-describedby="as-of-hint as-of-error"' in html
    assert "Không có ngày này." in html
