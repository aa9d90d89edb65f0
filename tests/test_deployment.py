"""What docker-compose.yml, the Dockerfile and .env.example say exists."""

import importlib
import re
import subprocess
import sys

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

ROOT = settings.BASE_DIR
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SETTINGS = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", (ROOT / "starservice" / "settings.py").read_text()))
EXAMPLE = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
NOT_SETTINGS = {"PROMETHEUS_MULTIPROC_DIR"}
OURS = {
    name: service for name, service in COMPOSE["services"].items() if service.get("image") == "starservice"
}


def test_example_names_every_setting_and_no_other():
    assert EXAMPLE - {"POSTGRES_PASSWORD"} == SETTINGS


def test_compose_describes_every_process():
    assert set(COMPOSE["services"]) == {"postgres", "redis", "migrate", "web", "worker", "beat"}


@pytest.mark.parametrize("name", OURS)
def test_compose_sets_only_what_settings_read(name):
    assert set(OURS[name]["environment"]) - NOT_SETTINGS <= SETTINGS


def test_compose_asks_only_for_what_the_example_explains():
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked - EXAMPLE == {"WEB_PORTS"}


@pytest.mark.parametrize("name", OURS)
def test_compose_waits_only_for_services_that_can_become_ready(name):
    for other, wish in OURS[name]["depends_on"].items():
        service = COMPOSE["services"][other]
        assert "healthcheck" in service or wish["condition"] == "service_completed_successfully"


@pytest.mark.parametrize("name", sorted(set(COMPOSE["services"]) - {"migrate"}))
def test_every_lasting_service_has_a_health_check_and_comes_back(name):
    service = COMPOSE["services"][name]
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"


def test_every_volume_is_declared():
    used = {
        volume.partition(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
    }
    assert used == set(COMPOSE["volumes"])


def test_web_command_is_one_gunicorn_accepts():
    _gunicorn, *arguments = OURS["web"]["command"]
    check = [sys.executable, "-m", "gunicorn", "--check-config", *arguments]
    assert subprocess.run(check, cwd=ROOT, capture_output=True, timeout=60).returncode == 0


def test_image_serves_the_same_way_as_compose():
    last = (ROOT / "Dockerfile").read_text().strip().splitlines()[-1]
    assert re.findall(r'"([^"]+)"', last) == OURS["web"]["command"]


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_celery_commands_are_ones_celery_accepts(name):
    celery, option, app, command, *options = OURS[name]["command"]
    assert (celery, option, command) == ("celery", "-A", name)
    assert importlib.import_module(app).celery_app.main == "starservice"
    shown = subprocess.run(
        [sys.executable, "-m", "celery", "-A", app, command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert all(one.partition("=")[0] in shown.stdout for one in options)


def test_migrate_command_exists():
    python, manage, command, *_options = OURS["migrate"]["command"]
    assert (python, manage) == ("python", "manage.py")
    assert command in get_commands()


def test_health_checks_ask_what_exists(client, db):
    asked = re.search(r"http://localhost:8000(/\w+)", " ".join(OURS["web"]["healthcheck"]["test"])).group(1)
    assert client.get(asked, headers={"host": "localhost"}).status_code == 200
    module = OURS["beat"]["healthcheck"]["test"][3]
    schedule = OURS["beat"]["healthcheck"]["test"][4]
    assert importlib.import_module(module).is_alive
    assert f"--schedule={schedule}" in OURS["beat"]["command"]


def test_image_does_not_run_as_root():
    assert re.search(r"^USER star$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
