"""Flags in words, for the pages of the rooms above."""

from __future__ import annotations

from django import template

from dnfa.followup import rules
from dnfa.followup.models import Flag

register = template.Library()


@register.filter
def rule_label(code: str) -> str:
    """`{{ flag.rule|rule_label }}`: the name of a rule."""
    return rules.rule_label(code)


@register.filter
def explanation(flag: Flag) -> str:
    """`{{ flag|explanation }}`: why the flag stands, as one sentence."""
    return rules.explanation(flag.rule, flag.evidence)
