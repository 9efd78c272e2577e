"""Who brings the tables in, and whom they name."""

from __future__ import annotations

import pytest

from tests.factories import make_agency, make_country, make_partner, make_partner_name, make_user


@pytest.fixture
def officer(db):
    """An officer of the Department."""
    return make_user()


@pytest.fixture
def names(db):
    """Sakai and Daegu under all their names, two agencies, two countries."""
    korea = make_country("KR", name_vi="Hàn Quốc", name_en="South Korea", aliases=["Đại Hàn Dân Quốc"])
    sakai = make_partner(key="jp-sakai", name_vi="Thành phố Sakai", name_en="Sakai", name_native="堺市")
    daegu = make_partner(key="kr-daegu", name_vi="Thành phố Daegu", name_en="Daegu", country=korea)
    make_partner_name(daegu, "Taegu", kind="former")
    make_agency(key="so-ngoai-vu", name_vi="Sở Ngoại vụ", abbreviations=["Sở NgV"])
    make_agency(key="so-du-lich", name_vi="Sở Du lịch")
    return {"sakai": sakai, "daegu": daegu}
