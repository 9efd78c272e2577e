"""The outbox and the caught mails as who runs the house sees them, on a screen and on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dnfa.accounts.models import User
from dnfa.accounts.password_links import send_link_to
from dnfa.core.clock import local_now
from dnfa.core.mail.delivery import deliver_due
from dnfa.core.mail.models import MailAttempt, OutgoingMail
from dnfa.embedded.mail_catcher import Catcher
from tests.browser.test_pages import WIDTHS, walk
from tests.core.mail.makers import make_mail
from tests.core.mail.servers import mail_server

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ERROR = "550 5.1.1 <nguoi-da-chuyen-cong-tac@sovanhoathethao.danang.gov.vn>: Recipient address rejected"


def test_a_link_is_caught_and_opened_and_the_pages_are_open_to_everybody(visitor, settings, tmp_path):
    settings.DNFA_CAUGHT_MAIL = tmp_path
    now, focal = local_now(), User.objects.get(username="focal")
    failed = make_mail("failed", state="failed", last_error=ERROR, now=now - timedelta(hours=1))
    MailAttempt.objects.create(mail=failed, number=1, at=now, outcome="refused", error=ERROR)
    send_link_to(user=focal, base=f"{visitor.house}/", now=now)
    with mail_server(settings, Catcher(tmp_path)):
        deliver_due(clock=local_now)
    link = OutgoingMail.objects.get(recipient=focal)

    visitor.sign_in("head")
    visitor.open("/thu-bat-duoc/")
    visitor.page.get_by_role("link", name="Sổ đối ngoại Đà Nẵng").last.click()
    visitor.arrive(r"/thu-bat-duoc/[^/]+/")
    letter = visitor.page.url.removeprefix(visitor.house)
    visitor.page.get_by_role("link", name="/dat-mat-khau/").click()
    opened = visitor.page.get_by_label("Mật khẩu mới").first.is_visible()

    pages = {
        "outbox": "/thu-gui-di/",
        "outbox-failed": f"/thu-gui-di/{failed.pk}/",
        "outbox-secret": f"/thu-gui-di/{link.pk}/",
        "outbox-retry": f"/thu-gui-di/{failed.pk}/gui-lai/",
        "caught": "/thu-bat-duoc/",
        "caught-mail": letter,
    }
    assert (link.state, opened) == ("sent", True)
    assert walk(visitor, *WIDTHS, pages=pages) == []
