"""Flags in words, for the pages of the rooms above."""

from __future__ import annotations

from collections.abc import Iterable

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


@register.filter
def without_repeats(flags: Iterable[Flag]) -> list[Flag]:
    """`{% for flag in flags|without_repeats %}`: one record's flags, each fact once (`FlagRule.covers`)."""
    standing = list(flags)
    covered = rules.covered([flag.rule for flag in standing])
    return [flag for flag in standing if flag.rule not in covered]


@register.filter
def notice_tone(flag: Flag) -> str:
    """`tone-{{ flag|notice_tone }}`: how loud a flag is on its record's page."""
    return rules.notice_tone(flag.rule, flag.severity)
