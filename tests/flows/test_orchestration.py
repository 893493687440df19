"""What goes wrong around a pass: time off, two at once, a server that is away, damage, a restore (RELIABILITY H)."""

from __future__ import annotations

import shutil
import tarfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest
from filelock import FileLock

from flows import annotating, publishing, rebuild, trending
from flows.progress import Display
from flows.settings import PASS_LOCK, Settings, UsageError
from flows.summaries import problem_lines
from tests.flows.house import extract_all, make_settings, run_stages, serve
from tests.flows.unattended import contents
from tests.site import demonstration
from tests.site.server import Reply, Site
from warehouse.query import query_published

FIRST = demonstration.FIRST + timedelta(days=3)
OFF = timedelta(days=3)
"""Two whole days without a pass, and the one of the next pass."""


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as site:
        serve(site, days=3)
        yield site


@pytest.fixture(scope="module")
def passed(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a data directory after one pass. To be copied, not written."""
    base = f"http://127.0.0.1:{site.port}"
    settings = make_settings(tmp_path_factory.mktemp("passed"), demonstration.sources_yaml(base), workers=1)
    run_stages(settings, FIRST)
    return settings


def copied(settings: Settings, folder: Path) -> Settings:
    """The same on a data directory of its own."""
    shutil.copytree(settings.data, folder / "data")
    return settings.model_copy(update={"data": folder / "data"})


@pytest.mark.slow
def test_after_days_off_one_pass_catches_up_and_the_gap_is_marked(
    site: Site, passed: Settings, tmp_path: Path
) -> None:
    settings = copied(passed, tmp_path)
    feeds = [f"/{outlet}/feed" for outlet in demonstration.recorded()["outlets"]]
    before = {feed: len(site.asked(feed)) for feed in feeds}
    run_stages(settings, FIRST + OFF)
    assert {feed: len(site.asked(feed)) - n for feed, n in before.items()} == dict.fromkeys(feeds, 1)
    gaps = query_published(
        settings.data, "select distinct day, gap_reason from coverage where is_gap order by day"
    )
    days = [(FIRST + timedelta(days=n)).date() for n in (1, 2)]
    assert gaps.rows() == [(day, "not polled") for day in days]


def test_a_second_pass_waits_and_then_leaves_with_one_line(tmp_path: Path) -> None:
    from flows.passes import only_pass

    settings = Settings(data=tmp_path, lock_timeout_s=0.2)
    with (
        FileLock(tmp_path / PASS_LOCK),
        pytest.raises(UsageError, match="another pass is running there"),
        only_pass(settings),
    ):
        raise AssertionError("two at once")
    with only_pass(settings):
        pass


def test_a_pass_is_kept_where_the_server_cannot_be_told(caplog: pytest.LogCaptureFixture) -> None:
    """97: Prefect's server is away when the work is done."""
    from prefect.context import FlowRunContext
    from prefect.settings import PREFECT_API_URL, temporary_settings

    from flows.runs import tell_table

    context = FlowRunContext.model_construct(flow_run=SimpleNamespace(id=uuid4()))
    with temporary_settings({PREFECT_API_URL: "http://127.0.0.1:9/api"}):
        token = FlowRunContext.__var__.set(context)
        try:
            tell_table("annotated 3 texts", [{"stage": "annotate"}], key="tenor-run")
        finally:
            FlowRunContext.__var__.reset(token)
    assert "the server was not told what this run did" in caplog.text


def test_deployments_of_two_data_directories_are_told_apart_on_a_shared_server(tmp_path: Path) -> None:
    from flows.schedules import deployments_of

    def named(folder: str, *, is_shared: bool) -> list[tuple[str, tuple[str, ...]]]:
        made = deployments_of(Settings(data=tmp_path / folder), is_shared=is_shared)
        return [(str(deployment.name), tuple(deployment.tags)) for deployment in made]

    one, other = named("one", is_shared=True), named("other", is_shared=True)
    assert not {name for name, _ in one} & {name for name, _ in other}
    assert not {tags for _, tags in one} & {tags for _, tags in other}, "their runs are told apart, too"
    assert one == named("one", is_shared=True), "the next start finds its own again"
    (tmp_path / "one").rename(tmp_path / "moved")
    assert one == named("moved", is_shared=True)
    assert [name for name, _ in named("one", is_shared=False)] == [
        "collection", "annotation", "publication", "upkeep"
    ]  # fmt: skip


@pytest.mark.slow
def test_failing_sources_are_named_and_harm_no_other(site: Site, passed: Settings, tmp_path: Path) -> None:
    """98, 99."""
    failing = sorted(demonstration.recorded()["outlets"])[0]
    path = f"/{failing}/feed"
    base = f"http://127.0.0.1:{site.port}"
    settings = make_settings(tmp_path, demonstration.sources_yaml(base), workers=1)
    with Site() as other:
        serve(other, days=3)
        other.put(path, Reply(status=500, body=b"no"), "127.0.0.1")
        sources = demonstration.sources_yaml(f"http://127.0.0.1:{other.port}")
        (settings.seeds / "sources.yaml").write_text(sources, encoding="utf-8")
        run_stages(settings, FIRST)
    [line] = [line for line in problem_lines(settings, FIRST - timedelta(hours=1)) if "http_500" in line]
    assert failing in line
    sql = "select source_id, count(*) from articles where not is_seed group by all order by all"
    everything = query_published(passed.data, sql).rows()
    assert query_published(settings.data, sql).rows() == [row for row in everything if row[0] != failing]


@pytest.mark.slow
def test_a_backup_restores_and_the_archive_alone_rebuilds(passed: Settings, tmp_path: Path) -> None:
    """As `docs/operations.md` says it."""
    backup = tmp_path / "backup.tar"
    with tarfile.open(backup, "w") as tar:
        tar.add(passed.data, arcname=".", filter=lambda member: None if "/prefect" in member.name else member)
    restored = passed.model_copy(update={"data": tmp_path / "restored"})
    with tarfile.open(backup) as tar:
        tar.extractall(restored.data, filter="data")
    (restored.data / "tenor.duckdb").unlink()
    publishing.publish_all(restored, FIRST, with_files=False)
    assert contents(restored.data) == contents(passed.data)
    for path in restored.data.glob("*.duckdb*"):
        path.unlink()
    rebuilt(restored)
    assert contents(restored.data) == contents(passed.data)


def rebuilt(settings: Settings) -> None:
    """What the flow `rebuild` does."""
    with Display(is_quiet=True) as display, display.stage("archive", None) as bar:
        rebuild.begin_again(settings, FIRST, bar)
    extract_all(settings, FIRST)
    while annotating.annotate_next_batch(settings, FIRST)[0]:
        pass
    trending.build_trends(settings, FIRST)
    publishing.publish_all(settings, FIRST, with_files=False)
