"""Which tests are not measured: whole walks, whose ways through the code the tests of each part measure too.

Tracing every line takes 70 % more of the processor. These go through the whole house for seconds each; what they reach is
measured where it is tested by itself, and `fail_under` in pyproject.toml still counts every branch.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from coverage import Coverage

HERE = Path(__file__).parent
WALKS = ("agreements/test_demo_removal", "browser/", "runtime/test_killed_programs", "test_side_doors")
FOR_CHILDREN = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


def is_walk(path: Path) -> bool:
    """Whether a test file is one of those."""
    return path.relative_to(HERE).as_posix().startswith(WALKS)


@contextmanager
def unmeasured() -> Iterator[None]:
    """Measure nothing meanwhile, neither here nor in the programs that are started."""
    measuring = Coverage.current()
    if measuring is None:
        yield
        return
    told = {name: os.environ.pop(name) for name in FOR_CHILDREN if name in os.environ}
    measuring.stop()
    try:
        yield
    finally:
        measuring.start()
        os.environ.update(told)
