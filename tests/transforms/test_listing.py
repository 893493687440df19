"""Entries become pages: one per address, whatever feeds make of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from transforms.feeds import Child
from transforms.listing import MAX_CHILDREN, merge_entries, order_looks, recent_children, recent_entries
from vocabulary import Entry, Page

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)
ENTRIES = st.lists(
    st.builds(
        Entry,
        url=st.sampled_from(
            [f"https://a.test/{n}?utm_source={m}" for n in range(4) for m in range(2)] + ["bad"]
        ),
        title=st.sampled_from([None, "One", "Two"]),
        guid=st.sampled_from([None, "g1", "g2"]),
        published_at=st.sampled_from([None, NOW, NOW - timedelta(days=1)]),
    ),
    max_size=12,
)


@given(ENTRIES)
def test_listing_twice_is_listing_once(entries: list[Entry]) -> None:
    first = merge_entries(entries, {}, source_id="a", now=NOW)
    known = {page.page_id: page for page in first.pages}
    assert len(known) == len(first.pages) == first.n_new
    again = merge_entries(entries, known, source_id="b", now=NOW)
    assert again.n_new == 0
    assert {page.page_id: page for page in again.pages} == known


@given(ENTRIES)
def test_every_entry_is_a_page_or_counted(entries: list[Entry]) -> None:
    listed = merge_entries(entries, {}, source_id="a", now=NOW)
    assert listed.n_refused == sum(entry.url == "bad" for entry in entries)
    assert len(listed.pages) == len({e.url.partition("?")[0] for e in entries if e.url != "bad"})


def test_a_page_stays_with_its_first_source() -> None:
    (page,) = merge_entries([Entry(url="https://a.test/1")], {}, source_id="a", now=NOW).pages
    (again,) = merge_entries(
        [Entry(url="https://a.test/1")], {page.page_id: page}, source_id="b", now=NOW
    ).pages
    assert again.source_id == "a"


def test_an_edit_is_announced_by_title_or_date_of_the_same_entry() -> None:
    page = Page(
        page_id=0, url="https://a.test/1", source_id="a", title="One", guid="g", n_looks=2, published_at=NOW
    )
    (key,) = [p.page_id for p in merge_entries([Entry(url=page.url)], {}, source_id="a", now=NOW).pages]

    def next_look(**given: object) -> datetime | None:
        entry = Entry(url=page.url, **{"title": "One", "guid": "g", "published_at": NOW, **given})  # type: ignore[arg-type]
        (seen,) = merge_entries([entry], {key: page}, source_id="a", now=NOW).pages
        return seen.next_look_at

    assert next_look() is None
    assert next_look(title="Two") == NOW
    assert next_look(published_at=NOW + timedelta(hours=1)) == NOW
    assert next_look(published_at=NOW - timedelta(hours=1)) is None
    assert next_look(title="Two", guid="another") is None


def test_new_pages_go_first_newest_first_and_sources_are_capped() -> None:
    pages = [
        Page(
            page_id=n,
            url=f"https://a.test/{n}",
            source_id="ab"[n % 2],
            n_looks=int(n < 4),
            published_at=NOW - timedelta(hours=n),
            next_look_at=NOW if n != 9 else NOW + timedelta(hours=1),
        )
        for n in range(10)
    ]
    assert [page.page_id for page in order_looks(pages, NOW, 3)] == [4, 5, 6, 7, 8, 1]


def test_of_an_index_only_what_may_hold_news_is_read() -> None:
    fresh = [Child(url=f"https://a.test/{n}", modified_at=NOW - timedelta(hours=n)) for n in range(20)]
    old = [Child(url="https://a.test/old", modified_at=NOW - timedelta(days=30))]
    assert list(recent_children([*old, *fresh], NOW)) == fresh[:MAX_CHILDREN]
    undated = [Child(url=f"https://a.test/posts-{n}") for n in range(30)]
    assert [c.url for c in recent_children(undated, NOW)] == [
        "https://a.test/posts-28",
        "https://a.test/posts-29",
    ]
    named = Child(url="https://a.test/sitemap-news.xml")
    assert recent_children([*undated, named], NOW) == (named,)


def test_archives_are_not_news() -> None:
    entries = [Entry(url=f"https://a.test/{n}", published_at=NOW - timedelta(days=n)) for n in range(10)]
    assert len(recent_entries([*entries, Entry(url="https://a.test/undated")], NOW)) == 5
