from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
DIRECT = [
    re.split(r"[\[<>=;]", text, maxsplit=1)[0].strip()
    for text in [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
]


def pins(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, flags=re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_requirements_name_no_index_and_no_machine(name):
    text = (ROOT / name).read_text(encoding="utf-8")

    assert re.findall(r"://|--(?!hash=)[a-z-]+|^/|@ ", text, flags=re.MULTILINE) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_hashes(name):
    blocks = re.split(r"^(?=[a-z0-9-]+==)", (ROOT / name).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]

    assert [block.split("\n", 1)[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert len(blocks) == len(pins(name))


def test_development_has_exactly_the_versions_of_production():
    runtime, dev = pins("requirements.txt"), pins("requirements-dev.txt")

    assert {name: dev.get(name) for name in runtime} == runtime


def test_direct_dependencies_are_pinned():
    assert [name for name in DIRECT if name not in pins("requirements-dev.txt")] == []


def test_each_direct_dependency_has_its_paragraph():
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")

    assert [name for name in DIRECT if f"**{name}**" not in text] == []
