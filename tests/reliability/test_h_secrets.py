"""H 104: secrets in addresses are in no problem and in no log."""

from __future__ import annotations

import asyncio
import logging

import pytest

from tests.site.collect import Memory, make_settings, make_source
from tests.site.news import article, rss
from tests.site.server import Reply, Site


def test_104_secrets_in_addresses_are_never_logged(caplog: pytest.LogCaptureFixture) -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    caplog.set_level(logging.INFO)
    memory = Memory(settings=make_settings(attempts=3))
    with Site() as site:
        page = site.put("/page?key=hunter2", Reply(body=article("Meeting"), status=500))
        torn = site.put("/torn?key=hunter2", hang_up)
        feed = site.put("/feed?token=hunter2", Reply(body=rss([(u, "T", u, None) for u in (page, torn)])))
        broken = site.put("/broken?token=hunter2", hang_up)
        sources = [
            make_source("a", feed),
            make_source("b", broken),
            make_source("c", "http://me:hunter2@x.test/"),
        ]
        found = memory.collect(sources, site.network())
    assert len(found.problems) == 4
    assert "hunter2" not in repr(found.problems)
    assert "hunter2" not in caplog.text
