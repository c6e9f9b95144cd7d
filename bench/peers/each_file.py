"""What the scripts here share: every file of a folder, each written under its own name into another."""

import sys
from pathlib import Path

import pydicom


def each_file(change):
    """Calls change(data set) for each file; one that it raises for, or gives None for, is not written."""
    source, target = Path(sys.argv[-2]), Path(sys.argv[-1])
    status = 0
    for path in sorted(source.rglob("*")):
        if not path.is_file():
            continue
        try:
            changed = change(pydicom.dcmread(path))
            if changed is None:
                continue
            out = target / path.relative_to(source)
            out.parent.mkdir(parents=True, exist_ok=True)
            changed.save_as(out)
        except Exception:  # Whatever it is, the next file is another.
            status = 1
    sys.exit(status)
