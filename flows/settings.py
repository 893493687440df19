"""The settings of a run: the one module that reads the environment.

In: command-line values and `TENOR_*` variables. Out: one frozen `Settings`, and the environment that
Prefect needs before it is imported. Refuses: unknown settings, unwritable directories.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, Final, Literal, NoReturn

from filelock import FileLock, Timeout
from platformdirs import user_cache_path, user_data_path
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from flows.seeds import SEEDS

PROJECT = SEEDS.parent
LOGGING: Final = Path(__file__).with_name("logging.yml")
_BEGAN_WITH: Final = dict(os.environ)
"""The environment before anything was added for Prefect."""
PASS_LOCK: Final = ".pass.lock"
"""Held by the one pass that is under way on a data directory."""
SERVE_LOCK: Final = ".serve.lock"
"""Held by the one `tenor serve` of a data directory."""
SERVE_ADDRESS: Final = "prefect/address"
"""Where that one's server listens."""


class UsageError(Exception):
    """Bad input, as one line that names the input and the mend."""


def default_data_directory() -> Path:
    """`data/` beside a checkout's `pyproject.toml`, else the user's data directory."""
    is_checkout = (PROJECT / "pyproject.toml").exists()
    return PROJECT / "data" if is_checkout else user_data_path("tenor")


class Settings(BaseSettings):
    """Everything that a user may set; each field is also a variable, such as `TENOR_CONTACT`."""

    model_config = SettingsConfigDict(env_prefix="TENOR_", frozen=True, extra="forbid")

    data: Path = Field(default_factory=default_data_directory, description="directory of everything kept")
    seeds: Path = Field(default=SEEDS, description="directory of topic, sources, word lists, documents")
    cache: Path = Field(
        default_factory=lambda: user_cache_path("tenor"),
        description="directory of what all data directories share and can be made again",
    )
    offline: bool = Field(default=False, description="open no connection at all")
    contact: str = Field(
        default="no contact given; set TENOR_CONTACT", description="address in the User-Agent, for webmasters"
    )
    allow_private: bool = Field(default=False, description="also fetch from private and loopback addresses")
    per_host_interval_s: float = Field(default=5.0, ge=0, description="least seconds between two requests")
    concurrency: int = Field(default=32, ge=1, le=1000, description="hosts asked at the same time")
    connect_timeout_s: float = Field(default=10.0, gt=0, description="seconds to reach a host")
    idle_timeout_s: float = Field(default=20.0, gt=0, description="seconds without a byte")
    total_timeout_s: float = Field(default=60.0, gt=0, description="seconds for one response in all")
    max_body_mb: float = Field(default=10.0, gt=0, description="megabytes after which a response is cut")
    max_feed_mb: float = Field(default=50.0, gt=0, description="megabytes after which a feed is cut")
    attempts: int = Field(default=3, ge=1, le=10, description="times a request is made before it has failed")
    retry_wait_s: float = Field(default=2.0, ge=0, description="first bound of the random wait between them")
    allow_downgrade: bool = Field(default=False, description="follow redirects from https to http")
    keep_reserved: bool = Field(
        default=False,
        description="keep pages that reserve text and data mining, flagged; for those whom the law lets",
    )
    round_limit_s: float = Field(default=900.0, gt=0, description="seconds after which a round asks no more")
    max_pages_per_source: int = Field(default=200, ge=1, description="articles fetched per source and pass")
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="worker processes")
    page_timeout_s: float = Field(default=20.0, gt=0, description="seconds for one page's extraction")
    text_timeout_s: float = Field(default=60.0, gt=0, description="seconds for one text's annotation")
    batch_size: int = Field(default=100, ge=1, description="documents per task and transaction")
    stance_threshold: float = Field(default=0.25, ge=0, le=1, description="least confidence of a stance kept")
    primary_annotator: str = Field(default="stances", description="whose stances the views and trends use")
    keep_captures_days: int | None = Field(default=None, ge=1, description="days that raw captures are kept")
    keep_text_days: int | None = Field(default=None, ge=1, description="days that full texts are kept")
    lock_timeout_s: float = Field(default=60.0, ge=0, description="seconds to wait for another writer")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="WARNING", description="DEBUG, INFO, WARNING or ERROR; `tenor serve` begins with INFO"
    )
    schedule_collect: str = Field(
        default="*/15 * * * *",
        description="when feeds and pages that are due are asked: cron, seconds, or off",
    )
    schedule_annotate: str = Field(default="25 * * * *", description="when new texts are read and published")
    schedule_publish: str = Field(
        default="35 3 * * *", description="when trends, parquet and report are made"
    )
    schedule_upkeep: str = Field(
        default="45 4 * * 0", description="when archive and coverage are looked over"
    )
    time_zone: str = Field(default="UTC", description="zone of the cron lines, such as Europe/Berlin")
    serve_host: str = Field(default="127.0.0.1", description="address that the server of `serve` listens on")
    serve_port: int = Field(default=4200, ge=0, le=65535, description="its port; 0 takes a free one")
    drain_s: float = Field(default=7.0, gt=0, description="seconds that a stopped run has to end in")
    silent_s: float = Field(
        default=100.0,
        ge=35,
        description="seconds without a heartbeat (one every 30) after which a run is dead",
    )
    alert_url: SecretStr | None = Field(
        default=None,
        description="webhook that is told of failed and crashed runs",
    )
    served_by: int | None = Field(
        default=None, description="process that a served run ends with; set by serve"
    )

    @property
    def archive(self) -> Path:
        """Where the captures lie."""
        return self.data / "archive"

    @property
    def user_agent(self) -> str:
        """What webmasters see."""
        return f"Tenor/0.1 (discourse research; {self.contact})"


def load_settings(**given: Any) -> Settings:
    """Settings from the environment, overridden by the values that are not None."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        name = "TENOR_" + str(first["loc"][0]).upper() if first["loc"] else "settings"
        raise UsageError(
            f"{name}: {first['msg'].lower()} (got {first['input']!r}); mend or unset it"
        ) from error


def prepare_data_directory(settings: Settings) -> None:
    """Make the data directory and prove that it can be written."""
    probe = settings.data / ".writable"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise UsageError(
            f"data directory {settings.data}: {error.strerror or error}; choose another with --data"
        ) from error


def prepare_prefect(settings: Settings, *, api_url: str | None = None) -> None:
    """Point Prefect at its own home under the data directory; call before Prefect is imported.

    `api_url`: the server to talk to; without one, that of the environment, else that of a running
    `tenor serve` on the same data, else none: Prefect then starts its embedded one.
    """
    home = settings.data / "prefect"
    home.mkdir(parents=True, exist_ok=True)
    is_terminal = sys.stderr.isatty()
    wanted = {
        "PREFECT_HOME": str(home),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
        "PREFECT_LOGGING_LEVEL": settings.log_level if settings.log_level != "INFO" else "WARNING",
        "PREFECT_LOGGING_SETTINGS_PATH": str(LOGGING),
        "PREFECT_LOGGING_LOGGERS_TENOR_LEVEL": settings.log_level,
        "PREFECT_LOGGING_HANDLERS_CONSOLE_FORMATTER": "short" if is_terminal else "json",
        "PREFECT_LOGGING_HANDLERS_RUNS_FORMATTER": "short" if is_terminal else "json",
        "PREFECT_LOGGING_HANDLERS_RUNS_LEVEL": "DEBUG"
        if api_url or settings.log_level == "DEBUG"
        else "CRITICAL",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
        "PREFECT_CLI_COLORS": "true" if sys.stdout.isatty() else "false",
        "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": "30",
        "PREFECT_SERVER_SERVICES_SCHEDULER_MIN_SCHEDULED_TIME": "P1D",  # tomorrow's runs are seen today
    }
    for name, value in wanted.items():
        os.environ.setdefault(name, value)
    if url := api_url or served_api(settings):
        os.environ.setdefault("PREFECT_API_URL", url)


def configured_api() -> str | None:
    """The address of the Prefect server that the environment names, if any."""
    return os.environ.get("PREFECT_API_URL") or None


def served_api(settings: Settings) -> str | None:
    """The address of the server of a `tenor serve` that runs on the same data, if any."""
    lock = FileLock(settings.data / SERVE_LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        address = settings.data / SERVE_ADDRESS
        return address.read_text(encoding="utf-8").strip() or None if address.exists() else None
    lock.release()
    return None


def start_again(where: Path) -> NoReturn:
    """Replace this process by the command it was started with, as if given anew in that directory."""
    sys.stdout.flush()
    os.chdir(where)
    os.execve(sys.executable, sys.orig_argv, _BEGAN_WITH)


def bind_served_runs(settings: Settings) -> None:
    """Let the runs that this process starts find our code and their settings, and end with it."""
    if str(PROJECT) not in sys.path:
        sys.path.insert(0, str(PROJECT))
    path = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(PROJECT), *([path] if path else [])])
    os.environ["TENOR_SERVED_BY"] = str(os.getpid())
    os.environ["TENOR_LOG_LEVEL"] = settings.log_level
