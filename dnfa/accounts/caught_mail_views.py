"""Reading the mails that the mail server of a development home has caught. Elsewhere these addresses do not exist."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dnfa.accounts.access import SignedInRequest, roles
from dnfa.accounts.enums import RUNS_THE_HOUSE
from dnfa.core.mail.caught import attachment_names, caught_mail, caught_mails, text_of

keepers = roles(*sorted(RUNS_THE_HOUSE))
MAILS_ON_A_PAGE = 20
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")


def folder() -> Path:
    """Where the mails lie; 404 outside a development home."""
    if settings.DNFA_CAUGHT_MAIL is None:
        raise Http404(_("Trang này chỉ có ở nơi chạy thử."))
    return Path(settings.DNFA_CAUGHT_MAIL)


def with_links(text: str) -> SafeString:
    """The text for a page: everything escaped, web addresses clickable; what they open is not told where from."""
    parts, end = [], 0
    for found in _LINK.finditer(text):
        parts.append(escape(text[end : found.start()]))
        parts.append(format_html('<a href="{0}" rel="noreferrer noopener">{0}</a>', found[0]))
        end = found.end()
    parts.append(escape(text[end:]))
    return mark_safe("".join(parts))  # noqa: S308  (each part was escaped above)


@keepers
@require_safe
@never_cache
def caught_list(request: SignedInRequest) -> HttpResponse:
    """Every mail caught, the newest first."""
    page = Paginator(caught_mails(folder()), MAILS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "core/mail/caught_list.html", {"page": page})


@keepers
@require_safe
@never_cache
def caught_detail(request: SignedInRequest, key: str) -> HttpResponse:
    """One mail as its reader would see it."""
    found = caught_mail(folder(), key)
    if found is None:
        raise Http404(_("Không có thư này."))
    mail, message = found
    context = {
        "mail": mail,
        "text": with_links(text_of(message)),
        "facts": [
            (_("Từ"), mail.sender),
            (_("Gửi đến"), mail.to),
            (_("Trả lời về"), str(message["reply-to"] or "")),
            (_("Nhận lúc"), mail.caught_at),
            (_("Số lần đến"), mail.arrivals),
            (_("Tệp đính kèm"), attachment_names(message)),
            (_("Mã thư (Message-ID)"), mail.message_id),
        ],
    }
    return render(request, "core/mail/caught_detail.html", context)
