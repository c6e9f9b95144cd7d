"""Holds what Lethe decoded and encoded against pydicom's plugins (gdcm, pylibjpeg, pyjpegls) and imagecodecs. Reads a manifest's lines; prints one line a row: ok, differs or none, and why."""
import json
import sys
import warnings

import numpy as np
from pydicom import dcmread
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.pixels import pixel_array

warnings.filterwarnings("ignore")


def image(row):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = row["syntax"]
    s = row["shape"]
    ds.Rows, ds.Columns, ds.SamplesPerPixel = s["rows"], s["columns"], s["samplesPerPixel"]
    ds.PhotometricInterpretation = s["photometric"]
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = s["bitsAllocated"], s["bitsStored"], s["highBit"]
    ds.PixelRepresentation = int(s["isSigned"])
    ds.NumberOfFrames = 1
    if s["samplesPerPixel"] > 1:
        ds.PlanarConfiguration = 0
    with open(row["encoded"], "rb") as file:
        ds.PixelData = encapsulate([file.read()])
    ds["PixelData"].is_undefined_length = True
    ds["PixelData"].VR = "OB"
    return ds


def plugins(syntax):
    return ["pylibjpeg", "gdcm"] if syntax.split(".")[-1] in ("201", "202", "203") else ["gdcm", "pylibjpeg", "pyjpegls", "pydicom"]


def decoded(ds, syntax, frame):
    why = ""
    for plugin in plugins(syntax):
        try:
            return pixel_array(ds, raw=True, index=frame, decoding_plugin=plugin), plugin
        except Exception as error:
            why = type(error).__name__
    return None, why


def by_imagecodecs(row):
    """What no plugin reads: JPEG XL, and cosine transforms of 12 bits or by progression, in grey."""
    import imagecodecs

    with open(row["encoded"], "rb") as file:
        frame = file.read()
    if row["precision"] is None:
        return imagecodecs.jpeg_decode(frame) if row["shape"]["samplesPerPixel"] == 1 else None
    found = imagecodecs.jpegxl_decode(frame)
    # It stretches samples over all the bits that it gives.
    most = np.iinfo(found.dtype).max
    return np.rint(found.astype(np.float64) * (2 ** row["precision"] - 1) / most).astype(found.dtype)


for line in open(sys.argv[1]):
    row = json.loads(line)
    ds = image(row)
    found, plugin = decoded(ds, row["syntax"], 0)
    if found is None:
        try:
            found, plugin = by_imagecodecs(row), "imagecodecs"
        except Exception as error:
            plugin = type(error).__name__
    if found is None:
        print("none", plugin, flush=True)
        continue
    with open(row["decoded"], "rb") as file:
        bytes_ = file.read()
    size = row["bytesPerSample"]
    ours = np.frombuffer(bytes_, dtype=f"<{'i' if row['shape']['isSigned'] else 'u'}{size}")
    theirs = np.ascontiguousarray(found).reshape(-1)
    if ours.size != theirs.size:
        print("differs", plugin, "size", flush=True)
        continue
    stored = 2 ** (row["shape"]["highBit"] + 1) - 1
    if row["tolerance"] == 0 and not np.array_equal(ours, theirs):
        # Some plugins drop what stands above High Bit, which Lethe keeps.
        ours, theirs = ours.astype(np.int64) & stored, theirs.astype(np.int64) & stored
    away = int(np.abs(ours.astype(np.int64) - theirs.astype(np.int64)).max())
    print("ok" if away <= row["tolerance"] else "differs", plugin, away, flush=True)
