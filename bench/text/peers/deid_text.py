"""pydicom/deid with the recipe that it brings, of each text as a Study Description: JSON on stdin, what it left on stdout."""

import json
import logging
import sys
import tempfile
from pathlib import Path

from deid.config import DeidRecipe
from deid.dicom import get_identifiers, replace_identifiers
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, SecondaryCaptureImageStorage, generate_uid

logging.disable(logging.CRITICAL)


def write(text, path):
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.SOPClassUID = SecondaryCaptureImageStorage
    dataset.SOPInstanceUID = generate_uid()
    dataset.SpecificCharacterSet = "ISO_IR 192"
    dataset.PatientName = ""
    dataset.StudyDescription = text
    dataset.save_as(path, enforce_file_format=True)
    return str(path)


texts = json.load(sys.stdin)
output, sys.stdout = sys.stdout, sys.stderr
with tempfile.TemporaryDirectory() as folder:
    files = [write(text, Path(folder) / f"{number}.dcm") for number, text in enumerate(texts)]
    cleaned = replace_identifiers(
        dicom_files=files, deid=DeidRecipe(), ids=get_identifiers(files), save=False, remove_private=True
    )
json.dump([str(dataset.get("StudyDescription") or "") for dataset in cleaned], output)
