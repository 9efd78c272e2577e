"""Pages on which one list of a project is written as a whole: foreign sides, Vietnamese bodies, results in figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.forms.project_rows import BodyRowForm, PartyRowForm, ResultRowForm, suggested_names
from agreements.models import Project
from agreements.services.projects import project_update, results_set
from agreements.views.projects.pages import keepers, visible_project
from dnfa.core.clock import local_today
from dnfa.core.rows import Names, RowsView


class ProjectRowsView(RowsView):
    """One list of one project."""

    access = keepers

    def load(self, user: Any, key: str) -> Project:
        return visible_project(user, key)

    def names(self) -> Mapping[str, Names]:
        return suggested_names(self.form_class, self.request.user)


class SidesView(ProjectRowsView):
    """Who gives, receives, takes part."""

    page_title = _("Các bên của dự án")
    advice = _(
        "Mỗi đối tác một dòng, theo thứ tự của văn bản. Tỷ lệ góp chỉ của nhà tài trợ, cộng lại không quá 100%."
    )
    form_class = PartyRowForm
    is_ordered = True
    section = "sides"

    def kept(self, record: Any) -> Sequence[Any]:
        return list(record.parties.select_related("partner"))

    def save(self, record: Any, rows: list[dict[str, Any]], *, base_version: int) -> None:
        changes = {"parties": rows}
        project_update(project=record, changes=changes, base_version=base_version, user=self.request.user)


class BodiesView(ProjectRowsView):
    """Which Vietnamese bodies do what."""

    page_title = _("Cơ quan phía Đà Nẵng")
    advice = _("Cơ quan có tên ở đây thấy dự án, tiền của dự án, và được báo cáo tiến độ.")
    form_class = BodyRowForm
    is_ordered = True
    section = "bodies"

    def kept(self, record: Any) -> Sequence[Any]:
        return list(record.agency_roles.select_related("agency"))

    def save(self, record: Any, rows: list[dict[str, Any]], *, base_version: int) -> None:
        changes = {"agencies": rows}
        project_update(project=record, changes=changes, base_version=base_version, user=self.request.user)


class ResultsView(ProjectRowsView):
    """Results in figures, planned and reached."""

    page_title = _("Kết quả bằng số")
    advice = _("Mỗi chỉ số một dòng: kế hoạch, đạt được, hoặc cả hai. Số đạt được cần ngày tính đến.")
    form_class = ResultRowForm
    is_ordered = True
    section = "results"

    def kept(self, record: Any) -> Sequence[Any]:
        return list(record.results.all())

    def save(self, record: Any, rows: list[dict[str, Any]], *, base_version: int) -> None:
        results_set(
            project=record,
            results=rows,
            base_version=base_version,
            user=self.request.user,
            today=local_today(),
        )
