from __future__ import annotations

from datetime import date

import pytest

from agreements.naming import free_key, possible_duplicates, title_complaint
from agreements.regimes import suggested_regime
from dnfa.accounts.enums import Role
from tests.agreements.records.factories import on
from tests.factories import make_agency, make_agreement, make_partner, make_user

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("paper_type", "capacity", "signed_on", "today", "regime"),
    [
        ("mou", "city", "2021-07-01", TODAY, "law_70_2020"),
        ("mou", "city", "2021-06-30", TODAY, "ordinance_2007"),
        ("mou", "city", "2021", TODAY, "unknown"),
        ("mou", "city", "2007-07-01", TODAY, "ordinance_2007"),
        ("mou", "city", "2007-06-30", TODAY, "earlier"),
        ("mou", "city", "2024-02-29", TODAY, "law_70_2020"),
        ("mou", "city", None, TODAY, "law_70_2020"),
        ("mou", "city", None, date(2021, 6, 30), "ordinance_2007"),
        ("mou", "council", "2023", TODAY, "law_70_2020"),
        ("mou", "department", "2023", TODAY, "law_70_2020"),
        ("mou", "unit", "2015", TODAY, "ordinance_2007"),
        ("mou", "commune", "2023", TODAY, "law_70_2020"),
        ("mou", "commune", "2021-06-30", TODAY, "unknown"),
        ("mou", "party", "2023", TODAY, "party_people"),
        ("plan", "party", "2023", TODAY, "party_people"),
        ("mou", "organisation", "2023", TODAY, "unknown"),
        ("loan_agreement", "city", "2023", TODAY, "oda"),
        ("plan", "city", "2023", TODAY, "own_paper"),
        ("membership", "city", "2023", TODAY, "unknown"),
    ],
)
def test_the_regime_that_is_proposed(paper_type, capacity, signed_on, today, regime):
    suggested = suggested_regime(
        paper_type=paper_type, capacity=capacity, signed_on=on(signed_on) if signed_on else None, today=today
    )

    assert suggested == regime


@pytest.mark.parametrize(
    ("title", "regime", "is_refused"),
    [
        ("Hiệp định hợp tác", "law_70_2020", True),
        ("HIỆP ƯỚC hữu nghị", "ordinance_2007", True),
        ("Bản dự thảo Công ước", "law_70_2020", True),
        ("Định ước", "law_70_2020", True),
        ("Hiệp định vay vốn", "oda", False),
        ("Thỏa thuận thực hiện Hiệp định", "law_70_2020", False),
        ("Hiệp địnhh", "law_70_2020", False),
        ("Thỏa thuận kết  nghĩa", "unknown", True),
        ("Kết Nghĩa", "oda", True),
        ("Liên kết nghĩa tình", "oda", False),
        ("Bản ghi nhớ", "law_70_2020", False),
    ],
)
def test_titles_a_paper_may_not_bear(title, regime, is_refused):
    assert (title_complaint(title, legal_regime=regime) is not None) is is_refused


@pytest.mark.django_db
def test_keys_tell_partners_and_year():
    first, second, third = (make_partner(key=key) for key in ("jp-sakai", "kr-daegu", "fr-havre"))
    make_agreement(key="jp-sakai-2026-3")

    assert free_key([first], paper_type="mou", year=2026) == "jp-sakai-2026"
    assert free_key([first, second, third], paper_type="mou", year=2024) == "jp-sakai-kr-daegu-2024"
    assert free_key([], paper_type="letter_of_intent", year=2024) == "letter-of-intent-2024"
    long = [make_partner(key="a" * 80), make_partner(key="b" * 80)]
    assert len(free_key(long, paper_type="mou", year=2026)) == 105


@pytest.mark.django_db
def test_what_may_be_the_same_paper_is_what_the_asker_may_see():
    sakai, daegu, office = make_partner(), make_partner(), make_agency()
    focal = make_user(Role.FOCAL_POINT, agency=office)
    near = make_agreement(title_vi="Một", partners=[sakai], signed_on="2021-01-01", agencies=[office])
    make_agreement(title_vi="Hai", partners=[sakai], signed_on="2020-12-31")
    make_agreement(title_vi="Ba", partners=[sakai], signed_on="2022", type="agreement")
    alike = make_agreement(
        title_vi="Bản ghi nhớ môi trường", partners=[daegu], signed_on="2022-06", type="plan"
    )
    make_agreement(title_vi="Bản ghi nhớ môi trường", partners=[daegu], signed_on="1999", type="plan")
    undated = make_agreement(title_vi="Bốn", partners=[sakai])

    def found(user, day):
        rows = possible_duplicates(
            user=user, partners=[sakai], paper_type="mou", title="Bản ghi nhớ môi trường", day=day
        )
        return set(rows)

    assert found(make_user(), on("2022-01-01")) == {near, alike}
    assert found(focal, on("2022-01-01")) == {near}
    assert found(make_user(), None) == {undated}
