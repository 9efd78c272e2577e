from __future__ import annotations

import pytest

from agreements.enums import PermitState, Stage, Status
from dnfa.core.statuses import status_look


@pytest.mark.parametrize("status", Status)
def test_badge_and_filter_call_a_status_by_one_name(status):
    assert str(status_look(status.value).label) == str(status.label)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != Stage.SIGNED])
def test_a_stage_and_its_status_bear_one_name(stage):
    assert str(Status(stage.value).label) == str(stage.label)


@pytest.mark.parametrize("state", PermitState)
def test_badge_and_filter_call_a_state_of_a_registration_by_one_name(state):
    assert str(status_look(f"permit_{state.value}").label) == str(state.label)
