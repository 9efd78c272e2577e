from __future__ import annotations

from email.message import EmailMessage

import pytest

from dnfa.accounts.caught_mail_views import with_links
from dnfa.accounts.enums import RUNS_THE_HOUSE, Role
from dnfa.core.mail.caught import file_mail
from tests.factories import sign_in

pytestmark = pytest.mark.django_db
TEXT = "Kính gửi <b>Hạnh</b>,\n\nMở địa chỉ sau: http://localhost:8000/dat-mat-khau/MQ/abc/.\n"


@pytest.fixture
def folder(settings, tmp_path):
    settings.DNFA_CAUGHT_MAIL = tmp_path / "mail"
    return tmp_path / "mail"


def catch(folder, number=1, text=TEXT):
    message = EmailMessage()
    message["From"], message["To"] = "Sổ đối ngoại <so@danang.gov.vn>", "Trần Hạnh <hanh@danang.gov.vn>"
    message["Subject"], message["Message-ID"] = f"Việc số {number}", f"<{number}@danang.gov.vn>"
    message.set_content(text)
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Báo cáo.pdf")
    return file_mail(folder, message.as_bytes())


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_caught_mails(client, folder, role):
    key = catch(folder)
    sign_in(client, role)

    answers = [client.get(address).status_code for address in ("/thu-bat-duoc/", f"/thu-bat-duoc/{key}/")]

    assert answers == [200 if role in RUNS_THE_HOUSE else 403] * 2


@pytest.mark.parametrize("role", sorted(RUNS_THE_HOUSE))
def test_outside_development_there_is_no_such_page(client, settings, folder, role):
    key = catch(folder)
    settings.DNFA_CAUGHT_MAIL = None
    sign_in(client, role)

    answers = [client.get(address).status_code for address in ("/thu-bat-duoc/", f"/thu-bat-duoc/{key}/")]

    assert answers == [404, 404]
    assert "/thu-bat-duoc/" not in client.get("/thu-gui-di/").content.decode()


def test_the_newest_stands_first_with_how_often_it_came(client, folder):
    sign_in(client, Role.ADMINISTRATOR)
    for number in (1, 2, 1):
        catch(folder, number)

    page = client.get("/thu-bat-duoc/")

    assert [(mail.subject, mail.arrivals) for mail in page.context["page"].object_list] == [
        ("Việc số 2", 1),
        ("Việc số 1", 2),
    ]


def test_many_are_paged(client, folder):
    sign_in(client, Role.HEAD)
    for number in range(21):
        catch(folder, number)

    pages = [client.get(f"/thu-bat-duoc/{query}") for query in ("", "?page=2")]

    assert [len(page.context["page"].object_list) for page in pages] == [20, 1]


def test_nothing_caught_says_so(client, folder):
    sign_in(client, Role.HEAD)

    assert "Chưa bắt được thư nào" in client.get("/thu-bat-duoc/").content.decode()


def test_a_mail_is_read_as_text_with_its_links(client, folder):
    sign_in(client, Role.HEAD)

    page = client.get(f"/thu-bat-duoc/{catch(folder)}/")
    told = page.content.decode()

    link = "http://localhost:8000/dat-mat-khau/MQ/abc/"
    assert f'<a href="{link}" rel="noreferrer noopener">{link}</a>.' in told
    assert "&lt;b&gt;Hạnh&lt;/b&gt;" in told
    facts = {str(label): value for label, value, *_rest in page.context["facts"]}
    assert facts["Tệp đính kèm"] == ["Báo cáo.pdf"]
    assert (facts["Từ"], facts["Gửi đến"]) == (
        "Sổ đối ngoại <so@danang.gov.vn>", "Trần Hạnh <hanh@danang.gov.vn>",
    )  # fmt: skip


@pytest.mark.parametrize("key", ["a" * 40, "khong-co", "secret_key"])
def test_a_mail_that_is_not_there(client, folder, key):
    sign_in(client, Role.HEAD)

    assert client.get(f"/thu-bat-duoc/{key}/").status_code == 404


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("không có gì", "không có gì"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        (
            "(http://a.vn/x?y=1&z=2)",
            '(<a href="http://a.vn/x?y=1&amp;z=2" rel="noreferrer noopener">http://a.vn/x?y=1&amp;z=2</a>)',
        ),
        (
            'https://a.vn/"><script>',
            '<a href="https://a.vn/" rel="noreferrer noopener">https://a.vn/</a>&quot;&gt;&lt;script&gt;',
        ),
        ("http://a.vn/.", '<a href="http://a.vn/" rel="noreferrer noopener">http://a.vn/</a>.'),
    ],
)
def test_only_web_addresses_are_clickable_and_nothing_is_markup(text, shown):
    assert with_links(text) == shown
