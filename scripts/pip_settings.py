"""What the person has told pip about this network, told to uv as well; nothing of it is written down anywhere."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

# pip's option → uv's variable. An extra index is not passed on: uv would ask it first for every package.
PASSED_ON = {"find-links": "UV_FIND_LINKS", "index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}


def uv_environment() -> dict[str, str]:
    """This process's environment, with pip's settings as uv's where uv has none of its own."""
    environment = dict(os.environ)
    configured = pip_settings()
    for option, variable in PASSED_ON.items():
        if configured.get(option) and not environment.get(variable):
            environment[variable] = _value(option, configured[option])
    if not environment.get("UV_TORCH_BACKEND") and not _has_torch_wheel(environment.get("UV_FIND_LINKS", "")):
        environment["UV_TORCH_BACKEND"] = "cpu"  # else gigabytes of CUDA libraries come along
    environment.setdefault("UV_HTTP_TIMEOUT", "60")
    environment.setdefault("UV_LINK_MODE", "copy" if sys.platform != "linux" else "hardlink")
    environment.pop("VIRTUAL_ENV", None)
    return environment


def pip_settings() -> dict[str, str]:
    """pip's options in force, from its environment variables and its configuration files."""
    try:
        command = [sys.executable, "-m", "pip", "config", "list"]
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stdout
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    found: dict[str, str] = {}
    for line in said.splitlines():
        key, _, value = line.partition("=")
        section, _, option = key.strip().rpartition(".")
        if section in {"global", "install", ":env:"}:
            found[option] = value.strip().strip("'\"")
    for option in PASSED_ON:
        given = os.environ.get("PIP_" + option.upper().replace("-", "_"))
        if given:
            found[option] = given
    return found


def _value(option: str, text: str) -> str:
    """uv separates several places by commas where pip has spaces or newlines."""
    return ",".join(shlex.split(text.replace("\\n", " "))) if option == "find-links" else text


def _has_torch_wheel(find_links: str) -> bool:
    places = [place.removeprefix("file://") for place in find_links.split(",") if place]
    return any(list(Path(place).glob("torch-*.whl")) for place in places if Path(place).is_dir())
