"""What this area brings to the pages of others: a partner's page and timeline, the search box, the workshop."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from delegations.search_invitations import find_invitations
from dnfa.accounts.enums import Role
from tests.delegations.engagements.factories import make_invitation
from tests.factories import make_partner, make_user
from tests.followup.factories import signed_in
from tests.partners.factories import make_engagement

pytestmark = pytest.mark.django_db


def part(response, template: str):
    return next(one.context for one in response.context["sections"] if one.template.endswith(template))


def test_a_partners_page_tells_its_invitations_and_that_it_came():
    partner = make_partner(key="jp-sakai", name_vi="Sakai")
    fair = make_engagement(starts_on="2024-08-05")
    came = make_invitation(
        partner=partner, occasion="Hội chợ", event=fair, attended=True, sent_on=date(2024, 6, 1)
    )
    for day in range(1, 12):
        make_invitation(partner=partner, occasion=f"Lời mời {day}", sent_on=date(2024, 1, day))
    make_invitation(occasion="Của đối tác khác")

    page = signed_in().get(partner.get_absolute_url())
    shown = part(page, "invitations/partner_section.html")

    assert [row.occasion for row in shown["rows"]][:2] == ["Hội chợ", "Lời mời 11"]
    assert (len(shown["rows"]), shown["has_more"]) == (10, True)
    assert reverse("delegations:invitation", args=[came.pk]) in page.content.decode()
    assert "Dự sự kiện của thành phố" in page.content.decode()


def test_a_focal_point_finds_there_only_what_its_agency_handles():
    focal = make_user(Role.FOCAL_POINT)
    partner = make_partner()
    make_invitation(partner=partner, occasion="Của mình", agency=focal.agency, attended=True)
    make_invitation(partner=partner, occasion="Của người", attended=True, event_from=date(2026, 10, 5))

    page = signed_in(focal).get(partner.get_absolute_url())

    assert [row.occasion for row in part(page, "invitations/partner_section.html")["rows"]] == ["Của mình"]
    assert "Của người" not in page.content.decode()


def test_the_search_box_finds_invitations_one_may_see():
    focal = make_user(Role.FOCAL_POINT)
    own = make_invitation(
        occasion="Lễ hội hoa anh đào", agency=focal.agency, partner=make_partner(name_vi="Sakai")
    )
    other = make_invitation(occasion="Lễ hội pháo hoa", document_number="8/TM")

    def found(user, text: str, most: int = 8) -> list[str]:
        return [hit.key for hit in find_invitations(user, text, most)]

    officer = make_user()
    assert found(officer, "le hoi") == [str(other.pk), str(own.pk)]
    assert found(officer, "le hoi", 1) == [str(other.pk)]
    assert found(officer, "sakai anh dao") == [str(own.pk)]
    assert found(officer, "8/tm") == [str(other.pk)]
    assert (found(focal, "le hoi"), found(officer, "daegu")) == ([str(own.pk)], [])
