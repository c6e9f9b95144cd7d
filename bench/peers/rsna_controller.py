"""The RSNA anonymizer without its window, with the script that it brings: python rsna_controller.py IN OUT."""

import logging
import sys
import time
from pathlib import Path

import anonymizer
from anonymizer.controller.anonymizer import AnonymizerController
from anonymizer.model.project import ProjectModel

logging.disable(logging.CRITICAL)
source, target = Path(sys.argv[1]), Path(sys.argv[2])
project = ProjectModel(
    site_id="1",
    storage_dir=target,
    modalities=["CR", "DX", "CT", "MR", "US", "MG", "PT", "SR"],
    anonymizer_script_path=Path(anonymizer.__file__).parent / "assets/scripts/default-anonymizer.script",
)
for folder in (project.images_dir(), project.private_dir()):
    folder.mkdir(parents=True, exist_ok=True)
controller = AnonymizerController(project)
for path in sorted(source.rglob("*")):
    if path.is_file():
        controller.anonymize_file(path)
while not controller.idle():
    time.sleep(0.05)
controller.stop()
# Its database, and what it put aside, are none of its outputs.
for part in target.iterdir():
    if part != project.images_dir():
        part.rename(target.with_name(f"{target.name}.kept-{part.name}"))
