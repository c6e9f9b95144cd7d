"""pydicom/deid with a recipe of Table E.1-1: python deid_best.py OPTIONS IN OUT. Dates jittered, UIDs replaced by a function, characteristics kept."""

import hashlib
import json
import sys
import tempfile
from pathlib import Path

from deid.config import DeidRecipe
from deid.dicom import get_files, get_identifiers, replace_identifiers
from pydicom.datadict import dictionary_has_tag, dictionary_VR

options = json.loads(Path(sys.argv[1]).read_text())
dates, keeps = set(options["dates"]), set(options["keeps"])


def line(tag, code):
    name = f"({tag[:4]},{tag[4:]})"
    if tag in keeps:
        return f"KEEP {name}"
    if tag in dates:
        return f"JITTER {name} -31"
    if code == "U":
        return f"REPLACE {name} func:new_uid"
    return f"REMOVE {name}" if code.startswith("X") else f"BLANK {name}"


def new_uid(item, value, field, dicom):
    old = str(field.element.value)
    return f"2.25.{int(hashlib.sha256(old.encode()).hexdigest()[:32], 16)}"


def new_id(item, value, field, dicom):
    return hashlib.sha256(str(field.element.value).encode()).hexdigest()[:12]


def is_sequence(tag):
    return dictionary_has_tag(int(tag, 16)) and dictionary_VR(int(tag, 16)) == "SQ"


# Sequences last: it fails on an element of a sequence that is gone.
codes = sorted(options["codes"].items(), key=lambda one: is_sequence(one[0]))
with tempfile.NamedTemporaryFile("w", suffix=".dicom", delete=False) as recipe:
    recipe.write("FORMAT dicom\n\n%header\n\nREPLACE PatientID func:new_id\n")
    recipe.write("\n".join(line(tag, code) for tag, code in codes if tag != "00100020"))

files = sorted(str(path) for path in Path(sys.argv[2]).rglob("*") if path.is_file())
for path in get_files(files, check=True):
    ids = get_identifiers([path])
    for one in ids.values():
        one.update(new_uid=new_uid, new_id=new_id)
    try:
        replace_identifiers(
            dicom_files=[path],
            deid=DeidRecipe(deid=recipe.name),
            ids=ids,
            save=True,
            output_folder=sys.argv[3],
            overwrite=True,
            remove_private=True,
        )
    except Exception:  # Whatever it is, the next file is another.
        continue
