"""PS3.15 Table E.1-1 by hand with pydicom, as most scripts do it: python pydicom_table.py TABLE IN OUT. TABLE: JSON, tag -> code."""

import json
import sys
from pathlib import Path

import pydicom
from pydicom.uid import generate_uid

table = {int(tag, 16): code for tag, code in json.loads(Path(sys.argv[1]).read_text()).items()}
source, target = Path(sys.argv[2]), Path(sys.argv[3])
uids = {}


def change(data_set, element):
    code = table.get(int(element.tag))
    if code is None:
        return
    if code == "U":
        if element.VR == "UI" and element.value:
            element.value = uids.setdefault(str(element.value), generate_uid(prefix=None))
    elif code.startswith("X"):
        del data_set[element.tag]
    elif element.VR == "SQ":
        element.value = []
    else:
        element.value = None


for path in sorted(source.rglob("*")):
    if not path.is_file():
        continue
    try:
        data_set = pydicom.dcmread(path)
    except pydicom.errors.InvalidDicomError:
        continue
    data_set.remove_private_tags()
    data_set.walk(change)
    data_set.file_meta.MediaStorageSOPInstanceUID = data_set.SOPInstanceUID
    data_set.PatientIdentityRemoved = "YES"
    out = target / path.relative_to(source)
    out.parent.mkdir(parents=True, exist_ok=True)
    data_set.save_as(out)
