"""pydicom/deid with the recipe that it brings: python deid_recipe.py IN OUT."""

import sys
from pathlib import Path

from deid.config import DeidRecipe
from deid.dicom import get_files, get_identifiers, replace_identifiers

files = sorted(str(path) for path in Path(sys.argv[1]).rglob("*") if path.is_file())
files = list(get_files(files, check=True))
replace_identifiers(
    dicom_files=files,
    deid=DeidRecipe(),
    ids=get_identifiers(files),
    save=True,
    output_folder=sys.argv[2],
    overwrite=True,
    remove_private=True,
)
