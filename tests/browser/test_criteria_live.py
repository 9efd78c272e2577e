"""The score counts along while criteria are answered, to the number the server computes."""

from __future__ import annotations

from itertools import product

import pytest
from django.test import Client

from agreements.criteria import Answer, score
from agreements.enums import CriterionAnswerValue
from agreements.models import CriteriaAssessment
from dnfa.accounts.enums import Role
from dnfa.core.display import display_value
from tests.agreements.pipeline.factories import make_set, make_stepped
from tests.browser.conftest import Visitor
from tests.factories import make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = {"1366": (1366, 768), "820": (820, 1180), "390": (390, 844)}
# One in 32 is 3,125 %: a score that ends on half a hundredth.
WEIGHTS = (("a", 1, False), ("b", 3, True), ("c", 28, False))
PATH = "/thoa-thuan/thu/tieu-chi/"


@pytest.fixture
def visitor(page, live_server):
    client = Client()
    client.force_login(make_user(Role.OFFICER))
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    make_stepped(key="thu", title_vi="Bản ghi nhớ về môi trường")
    make_set(WEIGHTS)
    person = Visitor(page, live_server.url)
    person.open(PATH)
    yield person
    assert person.trouble == []


def choose(visitor: Visitor, answers: dict[str, str]) -> None:
    for code, value in answers.items():
        visitor.page.check(f"input[name=value_{code}][value={value}]")


def shown(visitor: Visitor) -> tuple[str, str]:
    output = visitor.page.locator("output[data-halves]")
    return output.locator("[data-score]").inner_text(), output.locator("[data-answered]").inner_text()


def expected(answers: tuple[str, ...]) -> str:
    value = score(
        Answer(code, weight, answer) for (code, weight, _), answer in zip(WEIGHTS, answers, strict=True)
    )
    return "chưa có" if value is None else f"{display_value(value)}%"


def test_every_choice_has_the_number_of_the_server(visitor):
    told, computed = {}, {}
    for answers in product(CriterionAnswerValue.values, repeat=3):
        choose(visitor, dict(zip("abc", answers, strict=True)))
        told[answers], computed[answers] = shown(visitor), (expected(answers), "3")

    assert told == computed
    assert expected(("yes", "no", "no")) == "3,13%"


def test_the_number_grows_with_the_answers_and_stays_after_saving(visitor):
    page = visitor.page
    empty = shown(visitor)
    choose(visitor, {"a": "yes"})
    first = shown(visitor)
    choose(visitor, {"b": "partly"})
    second = shown(visitor)
    page.get_by_role("button", name="Lưu, trả lời tiếp sau").click()
    page.wait_for_load_state()

    assert (empty, first, second) == (("chưa có", "0"), ("100%", "1"), ("62,5%", "2"))
    assert shown(visitor) == second
    assert str(CriteriaAssessment.objects.get().score_percent) == "62.50"
    assert page.locator("output[data-halves]").get_attribute("aria-live") == "polite"


def test_the_page_fits_and_has_no_barriers(visitor):
    choose(visitor, {"a": "yes", "b": "no"})
    wide = {}
    for size, (width, height) in SIZES.items():
        visitor.resize(width, height)
        visitor.picture(f"criteria-live-{size}")
        wide[size] = visitor.overflow()

    assert wide == {"1366": 0, "820": 0, "390": 0}
    assert visitor.barriers() == []
