"""idiscore: python idiscore_core.py default|best IN OUT. best: its rule sets for descriptors, characteristics, modified dates and safe private."""

import random
import sys

from each_file import each_file
from idiscore.core import Profile
from idiscore.defaults import create_core, create_default_core, get_dicom_rule_sets
from idiscore.private_processing import SafePrivateBlock, SafePrivateDefinition

random.seed(0)
if sys.argv[1] == "default":
    core = create_default_core()
else:
    # Of PS3.15 Table E.3.10-1, those that the sets have.
    safe = SafePrivateDefinition(
        blocks=[
            SafePrivateBlock(
                tags=[
                    "0019,[SIEMENS MR HEADER]0c",
                    "0043,[GEMS_PARM_01]39",
                    "2001,[Philips Imaging DD 001]03",
                ]
            )
        ]
    )
    sets = get_dicom_rule_sets(safe)
    core = create_core(
        profile=Profile(
            name="research",
            rule_sets=[
                sets.basic_profile,
                sets.retain_modified_dates,
                sets.clean_descriptors,
                sets.retain_patient_characteristics,
                sets.retain_safe_private,
            ],
        ),
        location_list=[],
    )
each_file(core.deidentify)
