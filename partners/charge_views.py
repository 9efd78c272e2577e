"""Pages of who is in charge of which partner: the division of work, giving, ending, handing over, taking."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from dnfa.accounts.access import SignedInRequest, roles
from dnfa.accounts.enums import RUNS_THE_HOUSE, SEES_EVERYTHING
from dnfa.accounts.models import User
from dnfa.core.as_of import KeepsDay
from dnfa.core.clock import local_today
from dnfa.core.editing import apply_refusal
from dnfa.core.errors import DomainError, NotAllowed
from dnfa.core.functions import vi_key
from dnfa.core.listing import Column
from dnfa.core.views import RegisterListView
from partners.charge_forms import EndForm, GiveForm, HandOverForm
from partners.charge_selectors import division, with_charges
from partners.charge_services import charge_end, charge_give, charges_give, charges_hand_over
from partners.filters import PartnerFilter
from partners.models import Partner, PartnerCharge
from partners.presenters import charge_words, first_since, tie_words
from partners.rules import FOLLOWS_PARTNERS, gives_charge
from partners.selectors import last_deed, register_rows

departments = roles(*sorted(SEES_EVERYTHING))
givers = roles(*sorted(RUNS_THE_HOUSE))
takers = roles(*sorted(FOLLOWS_PARTNERS))
NO_PARTNER = gettext_lazy("Không có đối tác này, hoặc bạn không được xem.")


class PartnerChargeListView(KeepsDay, RegisterListView):
    """Partners with who is in charge of each, under a table of people; from here they are given to somebody."""

    access = departments
    template_name = "partners/charge/list.html"
    page_title = gettext_lazy("Phụ trách đối tác")
    filterset_class = PartnerFilter
    takes_as_of = True
    default_sort = "name"
    export_name = "phu-trach-doi-tac"
    empty_advice = gettext_lazy("Không có đối tác nào theo điều kiện này.")
    columns: ClassVar = [
        Column(
            "name",
            gettext_lazy("Tên"),
            value="name_vi",
            sort=vi_key("name_vi"),
            link=True,
            width="wide",
            template="partners/charge/cells/name.html",
        ),
        Column("key", gettext_lazy("Khóa"), on_screen=False),
        Column(
            "country",
            gettext_lazy("Quốc gia, vùng lãnh thổ"),
            value="country.name_vi",
            sort=vi_key("country__name_vi"),
        ),
        Column("tie", gettext_lazy("Quan hệ"), value=tie_words),
        Column(
            "charge",
            gettext_lazy("Người phụ trách"),
            value=charge_words,
            template="partners/charge/cells/people.html",
        ),
        Column("since", gettext_lazy("Từ ngày"), value=first_since, width="narrow"),
        Column(
            "last_activity",
            gettext_lazy("Hoạt động gần nhất"),
            value=last_deed,
            sort="last_activity",
            width="narrow",
        ),
    ]

    def get_queryset(self) -> QuerySet[Any]:
        return register_rows(Partner.objects.visible_to(self.request.user), self.as_of, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            division=division(self.request.user, self.as_of),
            may_give=gives_charge(self.request.user),
            **kwargs,
        )


def _to_list(**query: str) -> str:
    address = reverse("partners:charges")
    return f"{address}?charge={query['charge']}" if query else address


@givers
@require_http_methods(["GET", "HEAD", "POST"])
def give(request: SignedInRequest) -> HttpResponse:
    """Give the partners named in the address to somebody: first what stands now, then the deed."""
    today = local_today()
    keys = request.GET.getlist("partner")
    partners = list(
        with_charges(Partner.objects.visible_to(request.user).filter(key__in=keys), today)
        .select_related("country")
        .in_vietnamese_order()  # type: ignore[attr-defined]  # a queryset of partners
    )
    form = GiveForm(request.POST or None, initial={"since": today})
    if request.method == "POST" and partners and form.is_valid():
        try:
            given = charges_give(partners=partners, user=request.user, today=today, **form.cleaned_data)
        except DomainError as error:
            _refused(form, error)
        else:
            messages.success(request, _told(len(given.begun), form.cleaned_data["person"]))
            return redirect(partners[0] if len(partners) == 1 else _to_list())
    context = {"form": form, "partners": partners, "cancel_url": _to_list()}
    return render(request, "partners/charge/give.html", context)


@givers
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: SignedInRequest, username: str) -> HttpResponse:
    """Give all partners of one person to another, as when somebody leaves."""
    today = local_today()
    person = get_object_or_404(User, username=username)
    partners = (
        Partner.objects.visible_to(request.user)
        .kept_by(person.pk, today)
        .select_related("country")
        .in_vietnamese_order()
    )
    form = HandOverForm(request.POST or None, person=person, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        try:
            given = charges_hand_over(person=person, user=request.user, today=today, **form.cleaned_data)
        except DomainError as error:
            _refused(form, error)
        else:
            to = form.cleaned_data["to"]
            messages.success(request, _told(len(given.begun), to))
            return redirect(_to_list(charge=to.username))
    context = {"form": form, "person": person, "partners": partners, "cancel_url": _to_list()}
    return render(request, "partners/charge/hand_over.html", context)


@givers
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    """End one person's charge of one partner."""
    today = local_today()
    visible = PartnerCharge.objects.visible_to(request.user).select_related("partner", "person")
    charge = get_object_or_404(visible, pk=pk)
    form = EndForm(request.POST or None, initial={"until": today})
    if request.method == "POST" and form.is_valid():
        try:
            charge_end(charge=charge, user=request.user, today=today, **form.cleaned_data)
        except DomainError as error:
            _refused(form, error)
        else:
            messages.success(request, _("Đã ghi ngày kết thúc phụ trách."))
            return redirect(charge.partner)
    context = {"form": form, "charge": charge, "cancel_url": charge.partner.get_absolute_url()}
    return render(request, "partners/charge/end.html", context)


@takers
@require_POST
def take(request: SignedInRequest, key: str) -> HttpResponse:
    """Take a partner that nobody is in charge of."""
    partner = Partner.objects.visible_to(request.user).filter(key=key).first()
    if partner is None:
        raise Http404(NO_PARTNER)
    today = local_today()
    try:
        charge_give(partner=partner, person=request.user, since=today, user=request.user, today=today)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Bạn phụ trách đối tác này từ hôm nay."))
    return redirect(partner)


def _refused(form: Any, error: DomainError) -> None:
    """A refusal at the fields it names; what a person may not do at all is the doorkeeper's answer."""
    if isinstance(error, NotAllowed):
        raise PermissionDenied(str(error)) from error
    apply_refusal(form, error)


def _told(number: int, person: User) -> str:
    sentence = ngettext(
        "Đã giao %(n)s đối tác cho %(person)s.", "Đã giao %(n)s đối tác cho %(person)s.", number
    )
    return sentence % {"n": number, "person": person}
