"""The scores that ship with the seeds."""

from __future__ import annotations

from flows.quality import read_quality
from transforms.annotate import ANNOTATORS


def test_every_annotator_says_what_its_present_version_scores() -> None:
    assert {(row["annotator"], row["version"]) for row in read_quality()} == set(ANNOTATORS.items())


def test_scores_are_shares() -> None:
    assert all(0 < row["score"] <= 1 for row in read_quality())
