"""What aid comes to, as the API tells it: amounts as text with their currency; null is "nobody tells", never nought."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agreements.enums import FundingKind, ProjectDirection, ProjectState


class ExactField(serializers.DecimalField):
    """An amount with every decimal that a stated share leaves; null where nobody tells one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"max_digits": 40, "decimal_places": 6, "read_only": True, "allow_null": True, **kwargs}
        )


class AidSumSerializer(serializers.Serializer[Any]):
    """What the sums of one kind come to in one currency."""

    kind = serializers.ChoiceField(choices=FundingKind.choices)
    currency = serializers.CharField()
    value = ExactField()


class AidTotalSumSerializer(AidSumSerializer):
    """The same in đồng as far as lines are told in it (null: none is), and how many lines of the sum are not."""

    dong = ExactField()
    untold = serializers.IntegerField()


class AidTotalSerializer(serializers.Serializer[Any]):
    """One row of a table; `list` gives its projects, `count` there is `projects`."""

    direction = serializers.ChoiceField(choices=ProjectDirection.choices)
    label = serializers.CharField()  # type: ignore[assignment]  # the published name; DRF has an attribute of it
    projects = serializers.IntegerField()
    sums = AidTotalSumSerializer(many=True)
    list = serializers.URLField()


class ComparisonSerializer(serializers.Serializer[Any]):
    """The sums of a period in one currency; `difference` is what was disbursed beyond the commitment."""

    currency = serializers.CharField()
    value = ExactField()
    committed = ExactField()
    approved = ExactField()
    disbursed = ExactField()
    difference = ExactField()
    difference_percent = ExactField(decimal_places=1)


class PeriodSerializer(serializers.Serializer[Any]):
    """One period of a programme; no `comparisons` where no sum is told. `list` gives its projects."""

    direction = serializers.ChoiceField(choices=ProjectDirection.choices)
    first_year = serializers.IntegerField()
    last_year = serializers.IntegerField()
    projects = serializers.ListField(child=serializers.CharField())
    agreements = serializers.ListField(child=serializers.CharField())
    comparisons = ComparisonSerializer(many=True)
    list = serializers.URLField()


class StateTotalSerializer(serializers.Serializer[Any]):
    """Projects of one direction in one state; `list` gives them."""

    direction = serializers.ChoiceField(choices=ProjectDirection.choices)
    state = serializers.ChoiceField(choices=ProjectState.choices)
    projects = serializers.IntegerField()
    sums = AidSumSerializer(many=True)
    list = serializers.URLField()


class PortfolioSerializer(serializers.Serializer[Any]):
    """The portfolio of a partner, or of all partners of its country or territory, as of a day."""

    as_of = serializers.DateField()
    projects = serializers.IntegerField()
    states = StateTotalSerializer(many=True)
    past_end = serializers.IntegerField()
    reports_overdue = serializers.ListField(child=serializers.CharField())
    agreements = serializers.ListField(child=serializers.CharField())
    periods = PeriodSerializer(many=True)
