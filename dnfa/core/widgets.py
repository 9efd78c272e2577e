"""Inputs of our own that forms and filters share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

FEW = 2  # so many chosen labels are named, more are counted
# What static/js/picker.js says where it puts a search box before a long list.
PICKER = {
    "data-picker": "",
    "data-none": gettext_lazy("Không tìm thấy"),
    "data-more": gettext_lazy("Gõ thêm để thu hẹp danh sách"),
    "data-remove": pgettext_lazy("bỏ một lựa chọn", "Bỏ"),
    "data-ask": gettext_lazy("gõ vài chữ để tìm"),
}


class PickSeveral(forms.CheckboxSelectMultiple):
    """Check boxes behind a closed lid that says what is chosen: room for many choices on a crowded filter panel.

    Works without JavaScript (`<details>`) and with the keyboard alone.
    """

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,  # noqa: ARG002  (the name Django calls it by)
    ) -> SafeString:
        context = self.get_context(name, value, attrs)["widget"]
        options = [option for _group, options, _index in context["optgroups"] for option in options]
        boxes = format_html_join(
            "",
            '<label><input type="checkbox" name="{}" value="{}"{}> {}</label>',
            (
                (name, option["value"], SafeString(" checked") if option["selected"] else "", option["label"])
                for option in options
            ),
        )
        chosen = self._chosen(option["label"] for option in options if option["selected"])
        return format_html(
            '<details class="pick-several" data-pick><summary class="form-select">{}</summary><div>{}</div></details>',
            chosen,
            boxes,
        )

    def _chosen(self, labels: Iterable[Any]) -> str:
        named = [str(label) for label in labels]
        if not named:
            return _("Tất cả")
        if len(named) <= FEW:
            return ", ".join(named)
        return ngettext("%(count)s mục", "%(count)s mục", len(named)) % {"count": len(named)}
