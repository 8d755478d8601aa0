"""The app package as ``signpost teams-package`` writes it."""

from __future__ import annotations

import json
import struct
import zlib
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from bot.channels.teams.app_package import AppDetails, build_manifest
from bot.cli import app
from bot.errors import SettingsError
from bot.settings import load_settings
from tests.peers.fake_bot_connector import APP_ID, SECRET, TENANT_ID

ENVIRONMENT = {
    "SIGNPOST_TEAMS_APP_ID": APP_ID,
    "SIGNPOST_TEAMS_TENANT_ID": TENANT_ID,
    "SIGNPOST_TEAMS_SECRET": SECRET,
    "SIGNPOST_PUBLIC_URL": "https://signpost.example.org",
}


@pytest.fixture
def package(tmp_path):
    """The opened package that the command wrote."""
    out = tmp_path / "signpost-teams.zip"
    done = CliRunner().invoke(app, ["teams-package", "--out", str(out)], env=ENVIRONMENT)
    assert done.exit_code == 0, done.output
    with ZipFile(out) as opened:
        yield opened


def pixels(png):
    """Width, height and the bytes of red, green, blue and alpha of an unfiltered PNG."""
    width, height = struct.unpack(">II", png[16:24])
    data = png[png.index(b"IDAT") + 4 :]
    rows = zlib.decompressobj().decompress(data)
    stride = 1 + 4 * width
    return width, height, b"".join(rows[n * stride + 1 : (n + 1) * stride] for n in range(height))


def test_package_holds_a_manifest_and_two_icons(package):
    assert set(package.namelist()) == {"manifest.json", "color.png", "outline.png"}


def test_manifest_names_the_bot_and_where_it_can_be_spoken_to(package):
    manifest = json.loads(package.read("manifest.json"))
    [bot] = manifest["bots"]
    assert bot["botId"] == APP_ID
    assert bot["scopes"] == ["personal", "team", "groupChat"]
    assert manifest["validDomains"] == ["signpost.example.org"]


def test_manifest_holds_no_secret(package):
    assert SECRET not in package.read("manifest.json").decode()


def test_colour_icon_is_full_and_of_the_size_that_teams_wants(package):
    width, height, colours = pixels(package.read("color.png"))
    assert (width, height) == (192, 192)
    assert set(colours[3::4]) == {255}


def test_outline_icon_is_white_on_nothing(package):
    width, height, colours = pixels(package.read("outline.png"))
    assert (width, height) == (32, 32)
    assert {0, 255} <= set(colours[3::4])
    assert set(colours[0::4]) | set(colours[1::4]) | set(colours[2::4]) == {255}


def test_the_same_settings_give_the_same_file(tmp_path):
    written = []
    for name in ("a.zip", "b.zip"):
        CliRunner().invoke(app, ["teams-package", "--out", str(tmp_path / name)], env=ENVIRONMENT)
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("details", "says"),
    [
        (AppDetails(name="A name that is far too long for Teams"), "name.short"),
        (AppDetails(privacy_url="not an address"), "developer.privacyUrl"),
    ],
)
def test_what_microsofts_schema_refuses_is_refused(details, says):
    with pytest.raises(SettingsError, match=says):
        build_manifest(load_settings(ENVIRONMENT), details)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"SIGNPOST_PUBLIC_URL": "http://signpost.example.org"}, "SIGNPOST_PUBLIC_URL"),
        ({"SIGNPOST_TEAMS_APP_ID": ""}, "SIGNPOST_TEAMS_APP_ID"),
    ],
)
def test_settings_that_make_no_app_are_named(changes, says):
    with pytest.raises(SettingsError, match=says):
        build_manifest(load_settings(ENVIRONMENT | changes), AppDetails())


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    done = CliRunner().invoke(app, ["teams-package", "--out", str(tmp_path / "no" / "x.zip")], env=ENVIRONMENT)
    assert isinstance(done.exception, SettingsError)
