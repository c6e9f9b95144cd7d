"""A peer of pynetdicom for worklists and performed steps. Arguments: server PORT FOLDER | modality PORT FOLDER.

The server answers C-FIND with the data sets in FOLDER/answers, and keeps what N-CREATE and N-SET say in FOLDER. The modality asks for its worklist,
begins a step for the first answer and ends it, and keeps what it got in FOLDER."""

import json
import sys
from pathlib import Path

from pydicom import dcmread
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian, ImplicitVRLittleEndian, generate_uid
from pynetdicom import AE, build_context, evt

MWL = "1.2.840.10008.5.1.4.31"
MPPS = "1.2.840.10008.3.1.2.3.3"
SYNTAXES = [ImplicitVRLittleEndian, ExplicitVRLittleEndian]


def server(port, folder):
    answers = [dcmread(path, force=True) for path in sorted(Path(folder, "answers").iterdir())]
    steps = []

    def find(event):
        Path(folder, "query.json").write_text(event.identifier.to_json())
        for answer in answers:
            bare = Dataset()
            bare.update(answer)
            yield 0xFF00, bare

    def create(event):
        steps.append({"uid": event.request.AffectedSOPInstanceUID, "data": event.attribute_list.to_json_dict()})
        Path(folder, "create.json").write_text(json.dumps(steps[-1]))
        return 0x0000, event.attribute_list

    def change(event):
        uid = event.request.RequestedSOPInstanceUID
        if uid not in [step["uid"] for step in steps]:
            return 0x0112, None
        Path(folder, "set.json").write_text(json.dumps({"uid": uid, "data": event.modification_list.to_json_dict()}))
        return 0x0000, event.modification_list

    ae = AE(ae_title="RIS")
    ae.add_supported_context(MWL, SYNTAXES)
    ae.add_supported_context(MPPS, SYNTAXES)
    handlers = [(evt.EVT_C_FIND, find), (evt.EVT_N_CREATE, create), (evt.EVT_N_SET, change)]
    ae.start_server(("127.0.0.1", port), evt_handlers=handlers)


def keys():
    asked = Dataset()
    for keyword in ["AccessionNumber", "PatientName", "PatientID", "StudyInstanceUID", "RequestedProcedureID"]:
        setattr(asked, keyword, "")
    step = Dataset()
    step.Modality = "CT"
    step.ScheduledStationAETitle = "CT1"
    step.ScheduledProcedureStepStartDate = "20261130-20261201"
    step.ScheduledProcedureStepID = ""
    asked.ScheduledProcedureStepSequence = [step]
    return asked


def step_of(answer):
    scheduled = Dataset()
    for keyword in ["AccessionNumber", "StudyInstanceUID", "RequestedProcedureID"]:
        setattr(scheduled, keyword, getattr(answer, keyword))
    scheduled.ScheduledProcedureStepID = answer.ScheduledProcedureStepSequence[0].ScheduledProcedureStepID
    begun = Dataset()
    begun.PatientName = answer.PatientName
    begun.PatientID = answer.PatientID
    begun.Modality = "CT"
    begun.PerformedStationAETitle = "CT1"
    begun.PerformedProcedureStepID = "PPS1"
    begun.PerformedProcedureStepStartDate = "20261130"
    begun.PerformedProcedureStepStartTime = "131500"
    begun.PerformedProcedureStepStatus = "IN PROGRESS"
    begun.ScheduledStepAttributesSequence = [scheduled]
    begun.PerformedSeriesSequence = []
    return begun


def modality(port, folder):
    ae = AE(ae_title="CT1")
    association = ae.associate(
        "127.0.0.1", port, contexts=[build_context(MWL), build_context(MPPS)], ae_title="LETHE"
    )
    assert association.is_established
    replies = list(association.send_c_find(keys(), MWL))
    answers = [identifier for status, identifier in replies if status.Status == 0xFF00]
    Path(folder, "answers.json").write_text(json.dumps([answer.to_json_dict() for answer in answers]))
    uid = generate_uid()
    created, _ = association.send_n_create(step_of(answers[0]), MPPS, uid)
    ended = Dataset()
    ended.PerformedProcedureStepEndDate = "20261130"
    ended.PerformedProcedureStepEndTime = "134500"
    ended.PerformedProcedureStepStatus = "COMPLETED"
    changed, _ = association.send_n_set(ended, MPPS, uid)
    association.release()
    print(" ".join(f"{status.Status:04X}" for status in [replies[-1][0], created, changed]), uid)


(server if sys.argv[1] == "server" else modality)(int(sys.argv[2]), sys.argv[3])
