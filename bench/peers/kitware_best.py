"""Kitware's dicom-anonymizer with rules of its own kind on top: python kitware_best.py OPTIONS IN OUT. Dates shifted, characteristics kept."""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

from dicomanonymizer.simpledicomanonymizer import anonymize_dataset, initialize_actions_2024b, keep
from each_file import each_file

options = json.loads(Path(sys.argv[1]).read_text())
DAYS = 31


def pair(tag):
    return (int(tag[:4], 16), int(tag[4:], 16))


def shift(data_set, tag):
    """One shift for all: rules know the data set, and nothing of who it is of."""
    element = data_set.get(tag)
    if element is None or element.VR not in ("DA", "DT") or not element.value:
        return
    text = str(element.value)
    moved = datetime.strptime(text[:8], "%Y%m%d") - timedelta(days=DAYS)
    element.value = moved.strftime("%Y%m%d") + text[8:]


rules = {pair(tag): shift for tag in options["dates"]}
rules.update({pair(tag): keep for tag in options["keeps"]})


def change(data_set):
    anonymize_dataset(data_set, extra_anonymization_rules=rules, base_rules_gen=initialize_actions_2024b)
    return data_set


each_file(change)
