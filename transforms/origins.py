"""Which articles are copies of one another, and from which of them the others come.

In: texts with source, credit and time, as `warehouse.origins.read_texts` gives them. Out: one row per
article with its origin. Refuses: calling articles copies because they speak of the same; depending on the
order of rows.

Two articles are copies when the sampled runs of words they share (`transforms.shingles`) are a large enough
part of the shorter one: a copy is shortened, reworded in part, given another headline, but keeps whole
clauses, while independent reports of one event share names and a quotation at most. Evidence lowers what is
asked for: both credit the same wire agency, one comes from the agency that the other credits, or both belong
to one family of publishers. Copies of copies are one cluster. Its origin is the credited agency's own article
if it is there, else the earliest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from transforms.shingles import Numbers, sample_runs

Shares = NDArray[np.float64]
Flags = NDArray[np.bool_]

METHOD: Final = "runs-3-of-4/1"
"""Name and version of the method: texts that it has not read are compared again."""
SIMILAR: Final = 0.25
SIMILAR_WITH_EVIDENCE: Final = 0.16
SIMILAR_WITHIN_SOURCE: Final = 0.6
"""Least share of the shorter text's runs that copies have; pages of one source share furniture."""
FEWEST_RUNS: Final = 8
"""Sampled runs below which a text is too short to tell (about 35 words)."""
LONGEST_RATIO: Final = 4.0
"""A text so many times longer is a digest that contains others; through it strangers would become copies."""
NEIGHBOURS: Final = 8
"""With how many earlier texts a text is paired where many share a run: work grows with the texts alone."""
WINDOW: Final = timedelta(days=30)
"""Time within which copies appear; a text that returns later is a voice of its own."""
_SHORTLISTED: Final = 0.5
"""Part of the asked-for share that must show among neighbours before a pair is compared whole."""

_PAIRS_AT_ONCE: Final = 20_000


@dataclass(frozen=True, slots=True)
class _Sketches:
    """The sampled runs of texts 0 to n-1: `runs[bounds[i]:bounds[i + 1]]` number those of text i."""

    texts: Numbers
    runs: Numbers
    bounds: Numbers
    n_runs: int

    @property
    def sizes(self) -> Numbers:
        """How many sampled runs each text has."""
        return np.diff(self.bounds)

    def matrix(self) -> csr_array:
        """Texts by runs, one where a text has a run."""
        ones = np.ones(len(self.runs), np.int32)
        return csr_array((ones, self.runs, self.bounds), shape=(len(self.bounds) - 1, self.n_runs))


def resolve_origins(texts: pl.DataFrame) -> pl.DataFrame:
    """The origin of every article.

    `texts`: article_id, version_id, source_id, source_kind, source_family, credit, published_at,
    first_seen_at, text; one row per article, in any order. Out: article_id, version_id, origin_id, similarity
    (shared part of the shorter text, 0 to 1; null for an origin), method; one row per article, sorted by
    article_id.
    """
    ordered = texts.with_columns(said_at=_said_at()).sort("said_at", "article_id")
    sketches = _sketch(ordered["text"])
    pairs = _candidates(sketches)
    shared = _shared(sketches, pairs)
    is_copy = shared >= _asked_for(ordered, sketches, pairs)
    roots = _roots(ordered, _clusters(pairs[is_copy], ordered.height))
    others = np.flatnonzero(roots != np.arange(ordered.height))
    similarity = np.full(ordered.height, np.nan)
    similarity[others] = _shared(sketches, np.column_stack((roots[others], others)))
    keys = ordered["article_id"].to_numpy()
    return (
        ordered.select("article_id", "version_id")
        .with_columns(
            origin_id=pl.Series(keys[roots], dtype=pl.Int64),
            similarity=pl.Series(similarity.round(4)).fill_nan(None),
            method=pl.lit(METHOD),
        )
        .sort("article_id")
    )


def affected_origins(texts: pl.DataFrame, origins: pl.DataFrame) -> tuple[pl.DataFrame, bool]:
    """Of `origins` (found for `texts`) those that news can have changed, and whether `texts` is enough.

    Clusters with a new text, or whose origin has a new text, are told anew; others stay as they are known. It
    is not enough where such a cluster was known to come from an article that is not among `texts`.
    """
    known = texts.select("article_id", "is_new", known_id="origin_id")
    rows = origins.join(known, on="article_id", how="left", maintain_order="left")
    new_ids = known.filter("is_new")["article_id"].implode()
    is_news = pl.col("is_new") | pl.col("known_id").is_in(new_ids).fill_null(False)
    affected = rows.filter(is_news.any().over("origin_id"))
    is_enough = affected["known_id"].drop_nulls().is_in(known["article_id"].implode()).all()
    return affected.select(origins.columns), bool(is_enough)


def earliest_needed(new: pl.DataFrame) -> date | None:
    """The day from which on texts are needed to find what the `new` ones are copies of; None without any."""
    said_at = new.select(pl.min_horizontal(_said_at(), "first_seen_at").min()).item()
    return said_at.date() - WINDOW if said_at else None


def _said_at() -> pl.Expr:
    return pl.coalesce("published_at", "first_seen_at")


def _sketch(texts: pl.Series) -> _Sketches:
    numbers, hashes = sample_runs(texts)
    known, runs = np.unique(hashes, return_inverse=True)
    bounds = np.searchsorted(numbers, np.arange(len(texts) + 1))
    return _Sketches(numbers, runs, bounds, len(known))


def _candidates(sketches: _Sketches) -> Numbers:
    """Pairs of texts worth comparing whole, earlier text first; each once.

    Within each run's texts, in order of time, every text meets its `NEIGHBOURS` predecessors and the first.
    """
    is_long = sketches.sizes >= FEWEST_RUNS
    kept = np.flatnonzero(is_long[sketches.texts])
    order = kept[np.argsort(sketches.runs[kept], kind="stable")]
    runs, texts = sketches.runs[order], sketches.texts[order]
    starts = np.flatnonzero(np.diff(runs, prepend=-1))
    first = np.repeat(starts, np.diff(np.append(starts, len(runs))))
    met = [_meet(texts, runs, step) for step in range(1, NEIGHBOURS + 1)]
    far = np.flatnonzero(np.arange(len(runs)) - first > NEIGHBOURS)
    met.append(np.column_stack((texts[first[far]], texts[far])))
    pairs, n_met = _counted(np.concatenate(met), len(sketches.sizes))
    least = sketches.sizes[pairs].min(axis=1)
    shortlist: Numbers = pairs[n_met >= np.maximum(2, _SHORTLISTED * SIMILAR_WITH_EVIDENCE * least)]
    return shortlist


def _meet(texts: Numbers, runs: Numbers, step: int) -> Numbers:
    at = np.flatnonzero(runs[step:] == runs[:-step])
    met: Numbers = np.stack((texts[at], texts[at + step]), axis=1)
    return met


def _counted(pairs: Numbers, n_texts: int) -> tuple[Numbers, Numbers]:
    """Distinct pairs, and how often each came."""
    keys, counts = np.unique(pairs[:, 0] * n_texts + pairs[:, 1], return_counts=True)
    return np.column_stack(np.divmod(keys, max(n_texts, 1))), np.asarray(counts)


def _shared(sketches: _Sketches, pairs: Numbers) -> Shares:
    """The part of the smaller sketch that both of a pair have."""
    matrix = sketches.matrix()
    n_common = np.zeros(len(pairs), np.int64)
    for at in range(0, len(pairs), _PAIRS_AT_ONCE):
        some = pairs[at : at + _PAIRS_AT_ONCE]
        n_common[at : at + len(some)] = (matrix[some[:, 0]] * matrix[some[:, 1]]).sum(axis=1)
    shares: Shares = n_common / np.maximum(sketches.sizes[pairs].min(axis=1, initial=1 << 40), 1)
    return shares


def _asked_for(texts: pl.DataFrame, sketches: _Sketches, pairs: Numbers) -> Shares:
    """The share from which on each pair are copies; infinite where they cannot be."""
    one, other = texts[pairs[:, 0]], texts[pairs[:, 1]]
    asked = np.where(_have_evidence(one, other), SIMILAR_WITH_EVIDENCE, SIMILAR)
    asked = np.where(_equal(one["source_id"], other["source_id"]), SIMILAR_WITHIN_SOURCE, asked)
    sizes = sketches.sizes[pairs]
    is_late = ((other["said_at"] - one["said_at"]).abs() > WINDOW).to_numpy()
    is_digest = sizes.max(axis=1, initial=0) > LONGEST_RATIO * sizes.min(axis=1, initial=1 << 40)
    return np.where(is_digest | is_late, np.inf, asked)


def _have_evidence(one: pl.DataFrame, other: pl.DataFrame) -> Flags:
    same_credit = _equal(one["credit"], other["credit"])
    same_family = _equal(one["source_family"], other["source_family"])
    return (
        same_credit | same_family | _is_agency_of(one, other["credit"]) | _is_agency_of(other, one["credit"])
    )


def _is_agency_of(texts: pl.DataFrame, credits: pl.Series) -> Flags:
    return _equal(texts["source_family"], credits) | _equal(texts["source_id"], credits)


def _equal(one: pl.Series, other: pl.Series) -> Flags:
    """Where both say the same; what is not said equals nothing."""
    return (one == other).fill_null(False).to_numpy()


def _clusters(pairs: Numbers, n_texts: int) -> Numbers:
    """The number of each text's cluster: texts joined by pairs, directly or through others."""
    graph = coo_array((np.ones(len(pairs), bool), (pairs[:, 0], pairs[:, 1])), shape=(n_texts, n_texts))
    _, numbers = connected_components(graph, directed=False)
    return np.asarray(numbers, np.int64)


def _roots(texts: pl.DataFrame, clusters: Numbers) -> Numbers:
    """For each text the number of its cluster's origin; `texts` is in order of time."""
    rows = texts.select("source_id", "source_kind", "source_family", "credit").with_columns(
        cluster=pl.Series(clusters), place=pl.int_range(pl.len())
    )
    credits = rows.filter(pl.col("credit").is_not_null()).select("cluster", "credit").unique()
    wire = rows.filter(pl.col("source_kind") == "wire")
    own = pl.concat(
        wire.select("cluster", "place", credit=name).join(credits, on=["cluster", "credit"], how="semi")
        for name in ("source_id", "source_family")
    )
    chosen = (
        rows.select("cluster", "place")
        .join(own.select("place", is_own=True).unique(), on="place", how="left")
        .sort(pl.col("is_own").fill_null(False), "place", descending=[True, False])
        .unique("cluster", keep="first", maintain_order=True)
    )
    root_of = dict(zip(chosen["cluster"], chosen["place"], strict=True))
    return np.array([root_of[cluster] for cluster in clusters], dtype=np.int64)
