"""核对规则: generators of findings over a loaded year; each rule's docstring is its public documentation."""

from __future__ import annotations

from collections.abc import Iterator

from nianbao.report.checks import (
    binding,
    changes,
    claims,
    completeness,
    continuity,
    counting,
    dates,
    following,
    lookalikes,
    names,
    numbering,
    privacy,
    products,
    rates,
    residue,
    scores,
    shares,
    small_cells,
    stale,
    subsets,
    sums,
    survey,
    targets,
    trends,
    wording_pairs,
)
from nianbao.report.checks.rule import RULES, Rule, Subject, acknowledge
from nianbao.report.finding import Finding

__all__ = ["RULES", "Rule", "Subject", "acknowledge", "check"]

_GROUPS = (
    names,
    sums,
    shares,
    rates,
    scores,
    targets,
    products,
    subsets,
    survey,
    continuity,
    changes,
    following,
    stale,
    binding,
    claims,
    trends,
    counting,
    dates,
    completeness,
    small_cells,
    residue,
    wording_pairs,
    lookalikes,
    numbering,
    privacy,
)
"""Importing a module registers its rules."""


def check(subject: Subject) -> tuple[Finding, ...]:
    """Return every finding of every rule over a year, acknowledged ones with their reason, in the order of places.

    A rule's level is its own unless the year's ruleset sets another.
    """
    findings = list(_all(subject))
    return acknowledge(subject.report, findings, alone=subject.before is None)


def _all(subject: Subject) -> Iterator[Finding]:
    yield from subject.quantities.findings
    for rule in RULES.values():
        yield from rule.findings(subject)
