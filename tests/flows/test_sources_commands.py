"""`tenor sources` over a real server: what is found is shown, asked, and written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from flows import http_transport
from flows.cli import run_command
from tests.site.collect import START
from tests.site.news import article, rss
from tests.site.server import Reply, Site, resolve_to_loopback, text


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_transport, "system_resolver", lambda threads: resolve_to_loopback)
    for name, value in {"PER_HOST_INTERVAL_S": "0", "RETRY_WAIT_S": "0.01", "CONNECT_TIMEOUT_S": "2"}.items():
        monkeypatch.setenv(f"TENOR_{name}", value)


def _outlet(site: Site) -> str:
    page = site.put("/1.html", Reply(body=article("Meeting")))
    feed = Reply(body=rss([(page, "Meeting", "1", START)]), content_type="application/rss+xml")
    site.put("/rss/all", feed)
    site.put("/robots.txt", text(f"Sitemap: {site.url('/news-sitemap.xml')}"))
    site.put("/news-sitemap.xml", Reply(body=b"<urlset/>", content_type="text/xml"))
    head = (
        "<meta property='og:site_name' content='The Outlet'>"
        "<link rel='alternate' type='application/rss+xml' href='/rss/all'>"
        "<link rel='alternate' type='application/atom+xml' href='/broken.atom'>"
    )
    return site.put("/", Reply(body=article("Home", head=head)))


def test_adding_a_home_page_finds_its_feeds_and_writes_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Site() as site:
        home = _outlet(site)
        assert (
            run_command(
                ["sources", "add", home, "--allow-private", "--data", str(tmp_path), "--country", "DE"]
            )
            == 0
        )
        shown = capsys.readouterr().out
        assert "ok" in shown and site.url("/rss/all") in shown
        assert "http_404" in shown and "/broken.atom" in shown
    (entry,) = yaml.safe_load((tmp_path / "sources.yaml").read_text())
    assert entry["source_id"] == "a-test"
    assert (entry["name"], entry["country"], entry["language"]) == ("The Outlet", "DE", "en")
    assert [feed["url"] for feed in entry["feeds"]] == [site.url("/rss/all"), site.url("/news-sitemap.xml")]
    assert [feed["kind"] for feed in entry["feeds"]] == ["feed", "news_sitemap"]


def test_adding_a_feed_twice_adds_it_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Site() as site:
        _outlet(site)
        arguments = [
            "sources",
            "add",
            site.url("/rss/all"),
            "--allow-private",
            "--data",
            str(tmp_path),
            "--json",
        ]
        assert run_command(arguments) == 0
        assert json.loads(capsys.readouterr().out)["is_new"] is True
        assert run_command(arguments) == 0
        assert json.loads(capsys.readouterr().out)["is_new"] is False
    assert len(yaml.safe_load((tmp_path / "sources.yaml").read_text())) == 1


@pytest.mark.parametrize(("path", "said"), [("/nothing", "http_404"), ("/bare", "no feed or sitemap found")])
def test_what_offers_no_feed_is_one_line(
    path: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Site() as site:
        site.put("/bare", Reply(body=article("Bare")))
        url = site.url(path)
        assert run_command(["sources", "add", url, "--allow-private", "--data", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert said in error and url in error and error.count("\n") == 1
    assert not (tmp_path / "sources.yaml").exists()


def test_private_addresses_need_leave(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["sources", "add", "http://127.0.0.1/", "--data", str(tmp_path)]) == 2
    assert "address_refused" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "body", "n"),
    [
        (
            "list.opml",
            "<opml version='2.0'><body><outline text='One' xmlUrl='https://one.test/feed'/>"
            "<outline text='Two' xmlUrl='https://two.test/feed'/></body></opml>",
            2,
        ),
        ("list.csv", "name,url\nOne,https://one.test/feed\nNone,\n", 1),
        ("list.txt", "# mine\nhttps://one.test/feed\n\nhttps://two.test/rss\n", 2),
    ],
)
def test_lists_are_imported_once(
    name: str, body: str, n: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_text(body)
    for expected in (n, 0):
        assert run_command(["sources", "import", str(path), "--data", str(tmp_path)]) == 0
        assert capsys.readouterr().out.startswith(f"{expected} of {n} ")


def test_a_list_without_addresses_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "list.txt"
    path.write_text("nothing here")
    assert run_command(["sources", "import", str(path), "--data", str(tmp_path)]) == 2
    assert str(path) in capsys.readouterr().err
    assert run_command(["sources", "import", str(tmp_path / "absent"), "--data", str(tmp_path)]) == 2


def test_export_and_import_agree(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "all.opml"
    assert run_command(["sources", "export", str(path), "--data", str(tmp_path)]) == 0
    n_sources = int(capsys.readouterr().out.split()[0])
    assert n_sources > 100
    assert run_command(["sources", "import", str(path), "--data", str(tmp_path)]) == 0
    assert capsys.readouterr().out.startswith("0 of ")


def test_the_list_is_json_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["sources", "list", "--json", "--data", str(tmp_path)]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {"source_id", "name", "feeds"} <= listed[0].keys()
    assert run_command(["sources", "list", "--data", str(tmp_path)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(listed)


def test_probing_says_what_every_feed_answered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Site() as site:
        _outlet(site)
        entries = [
            {"source_id": key, "name": key, "domain": "a.test", "feeds": [{"url": site.url(path)}]}
            for key, path in (("good", "/rss/all"), ("bad", "/missing"))
        ]
        (tmp_path / "sources.yaml").write_text(yaml.safe_dump(entries))
        common = ["--allow-private", "--data", str(tmp_path), "--json"]
        assert run_command(["sources", "probe", "good", "bad", *common]) == 1
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert run_command(["sources", "probe", "good", *common]) == 0
    assert [(row["code"], row["n_entries"]) for row in rows] == [("ok", 1), ("http_404", 0)]
    assert run_command(["sources", "probe", "unheard-of", "--data", str(tmp_path)]) == 2
