"""A peer of pynetdicom, both roles, on raw bytes. Arguments: scp FOLDER PORT CLASS,... SYNTAX... | scu PORT FILE... | verify PORT USER | commit PORT CLASS=UID,... FILE..."""

import sys
import time
from pathlib import Path

from pydicom.filereader import read_file_meta_info
from pydicom.uid import UID
from pynetdicom import AE, _config, build_context, build_role, evt

CT_STORAGE = "1.2.840.10008.5.1.4.1.1.2"


def scp(folder, port, sop_classes, syntaxes):
    _config.UNRESTRICTED_STORAGE_SERVICE = True
    ae = AE(ae_title="PYNETDICOM")
    for sop_class in sop_classes:
        ae.add_supported_context(sop_class, [UID(syntax) for syntax in syntaxes])

    def store(event):
        path = Path(folder, event.request.AffectedSOPInstanceUID + ".bin")
        path.write_bytes(event.request.DataSet.getvalue())
        return 0x0000

    ae.start_server(("127.0.0.1", port), evt_handlers=[(evt.EVT_C_STORE, store)])


def at_rest(association):
    """Its own thread may take a response that comes at once for a request, unless it has come to rest before (pynetdicom 3.0.4)."""
    association._reactor_checkpoint.clear()
    time.sleep(0.01)


def scu(port, files):
    _config.STORE_SEND_CHUNKED_DATASET = True
    ae = AE(ae_title="PYNETDICOM")
    metas = [read_file_meta_info(file) for file in files]
    pairs = dict.fromkeys((meta.MediaStorageSOPClassUID, meta.TransferSyntaxUID) for meta in metas)
    contexts = [build_context(sop_class, UID(syntax)) for sop_class, syntax in pairs]
    association = ae.associate("127.0.0.1", port, contexts=contexts, ae_title="LETHE")
    assert association.is_established
    for file in files:
        at_rest(association)
        try:
            print(f"{association.send_c_store(Path(file)).Status:04X}")
        except (AttributeError, ValueError):
            print("not sent")
    association.release()


def verify(port, user):
    from pynetdicom.pdu_primitives import UserIdentityNegotiation

    identity = UserIdentityNegotiation()
    identity.user_identity_type = 2
    identity.primary_field = user.encode()
    identity.secondary_field = b"secret"
    identity.positive_response_requested = True
    ae = AE(ae_title="PYNETDICOM")
    contexts = [build_context("1.2.840.10008.1.1")]
    role = build_role("1.2.840.10008.1.1", scu_role=True, scp_role=True)
    association = ae.associate("127.0.0.1", port, contexts=contexts, ext_neg=[identity, role], ae_title="LETHE")
    assert association.is_established
    print(f"{association.send_c_echo().Status:04X}")
    print("answered" if association.acceptor.user_identity else "silent")
    accepted = association.accepted_contexts[0]
    print(f"scu={accepted.as_scu} scp={accepted.as_scp}")
    association.release()


def commit(port, references, files):
    """Stores, asks for storage commitment, and prints what it is told."""
    from threading import Event

    from pydicom.dataset import Dataset
    from pydicom.uid import generate_uid

    commitment = "1.2.840.10008.1.20.1"
    told = Event()

    def report(event):
        data = event.event_information
        print(event.event_type, "ours" if data.TransactionUID == transaction else "another")
        for item in data.get("ReferencedSOPSequence", []):
            print("committed", item.ReferencedSOPInstanceUID)
        for item in data.get("FailedSOPSequence", []):
            print("failed", item.ReferencedSOPInstanceUID, f"{item.FailureReason:04X}")
        told.set()
        return 0x0000, None

    transaction = generate_uid()
    ae = AE(ae_title="PYNETDICOM")
    syntaxes = dict.fromkeys(str(read_file_meta_info(file).TransferSyntaxUID) for file in files)
    contexts = [build_context(CT_STORAGE, UID(syntax)) for syntax in syntaxes] + [build_context(commitment)]
    handlers = [(evt.EVT_N_EVENT_REPORT, report)]
    association = ae.associate("127.0.0.1", port, contexts=contexts, ae_title="LETHE", evt_handlers=handlers)
    assert association.is_established
    for file in files:
        at_rest(association)
        print(f"{association.send_c_store(Path(file)).Status:04X}")
    request = Dataset()
    request.TransactionUID = transaction
    request.ReferencedSOPSequence = []
    for reference in references:
        item = Dataset()
        item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = reference.split("=")
        request.ReferencedSOPSequence.append(item)
    at_rest(association)
    status, _ = association.send_n_action(request, 1, commitment, "1.2.840.10008.1.20.1.1")
    print(f"{status.Status:04X}")
    assert told.wait(120)
    association.release()


if sys.argv[1] == "scp":
    scp(sys.argv[2], int(sys.argv[3]), sys.argv[4].split(","), sys.argv[5:])
elif sys.argv[1] == "scu":
    scu(int(sys.argv[2]), sys.argv[3:])
elif sys.argv[1] == "commit":
    commit(int(sys.argv[2]), sys.argv[3].split(","), sys.argv[4:])
else:
    verify(int(sys.argv[2]), sys.argv[3])
