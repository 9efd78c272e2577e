from __future__ import annotations

from email.message import EmailMessage
from threading import Thread

import pytest

from dnfa.core.mail.caught import attachment_names, caught_mail, caught_mails, file_mail, text_of


def letter(number=1, *, text="Kính gửi\n", **headers):
    message = EmailMessage()
    message["From"] = "Sổ đối ngoại <so@danang.gov.vn>"
    message["To"] = "Trần Hạnh <hanh@danang.gov.vn>"
    message["Subject"] = f"Việc số {number}"
    message["Message-ID"] = f"<{number}@danang.gov.vn>"
    for name, value in headers.items():
        del message[name]
        message[name] = value
    message.set_content(text)
    return message


def test_a_mail_is_filed_whole_and_its_headers_are_read(tmp_path):
    key = file_mail(tmp_path / "mail", letter().as_bytes())

    found, message = caught_mail(tmp_path / "mail", key)
    assert (found.sender, found.to, found.subject, found.message_id, found.arrivals) == (
        "Sổ đối ngoại <so@danang.gov.vn>",
        "Trần Hạnh <hanh@danang.gov.vn>",
        "Việc số 1",
        "<1@danang.gov.vn>",
        1,
    )
    assert text_of(message) == "Kính gửi\n"
    assert sorted(path.suffix for path in (tmp_path / "mail").iterdir()) == [".arrivals", ".eml"]
    assert (tmp_path / "mail" / f"{key}.eml").stat().st_mode & 0o077 == 0


def test_the_newest_stands_first_and_none_twice(tmp_path):
    for number in (1, 2, 1):
        file_mail(tmp_path, letter(number).as_bytes())

    assert [(mail.subject, mail.arrivals) for mail in caught_mails(tmp_path)] == [
        ("Việc số 2", 1),
        ("Việc số 1", 2),
    ]


def test_the_first_text_under_a_message_id_stays(tmp_path):
    key = file_mail(tmp_path, letter(text="Lần đầu\n").as_bytes())
    file_mail(tmp_path, letter(text="Lần sau\n").as_bytes())

    assert text_of(caught_mail(tmp_path, key)[1]) == "Lần đầu\n"


def test_mails_that_come_at_once_are_filed_once(tmp_path):
    senders = [Thread(target=file_mail, args=[tmp_path, letter().as_bytes()]) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()

    assert [mail.arrivals for mail in caught_mails(tmp_path)] == [8]


def test_a_mail_without_an_id_is_known_by_its_content(tmp_path):
    bare = b"Subject: Khong co ma\r\n\r\nXin chao\r\n"

    keys = {file_mail(tmp_path, content) for content in (bare, bare, bare + b"!\r\n")}

    assert len(keys) == 2
    assert sorted(mail.arrivals for mail in caught_mails(tmp_path)) == [1, 2]


@pytest.mark.parametrize("key", ["", "..", "../secret_key", "a" * 40, "A" * 40, "a" * 39 + "/"])
def test_only_a_mails_own_key_opens_a_file(tmp_path, key):
    (tmp_path / "secret_key").write_text("geheim")
    file_mail(tmp_path / "mail", letter().as_bytes())

    assert caught_mail(tmp_path / "mail", key) is None


def test_no_folder_is_an_empty_list(tmp_path):
    assert caught_mails(tmp_path / "mail") == []


def test_what_is_half_arrived_is_not_listed(tmp_path):
    (tmp_path / ".arriving-x").write_bytes(b"Subject: nua chung")
    (tmp_path / "thu.eml").write_bytes(letter().as_bytes())

    assert caught_mails(tmp_path) == []


def test_attachments_are_named_and_html_is_shown_as_its_source(tmp_path):
    message = letter(text="x")
    message.clear_content()
    message.set_content("<p>Chào</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Báo cáo.pdf")
    message.add_attachment(b"x", maintype="application", subtype="octet-stream")

    read = caught_mail(tmp_path, file_mail(tmp_path, message.as_bytes()))[1]

    assert attachment_names(read) == ["Báo cáo.pdf", "application/octet-stream"]
    assert text_of(read) == "<p>Chào</p>\n"


def test_a_mail_without_text_is_empty(tmp_path):
    message = EmailMessage()
    message["Subject"] = "Chỉ có tệp"
    message.make_mixed()
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")

    assert text_of(caught_mail(tmp_path, file_mail(tmp_path, message.as_bytes()))[1]) == ""
