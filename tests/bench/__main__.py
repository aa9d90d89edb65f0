"""Run every benchmark, or those named, each in a process of its own: `python -m tests.bench rate_month`."""

import pkgutil
import subprocess
import sys
from pathlib import Path

LIBRARIES = {"__main__", "database", "survey_driver", "survey_server"}


def main(names: list[str]) -> int:
    known = [module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])]
    chosen = names or [name for name in known if name not in LIBRARIES]
    codes = [subprocess.call([sys.executable, "-m", f"tests.bench.{name}"]) for name in chosen]
    return max(codes, default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
