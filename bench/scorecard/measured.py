"""Runs a command to its end and writes what it took: python measured.py REPORT COMMAND... With its exit status."""

import json
import resource
import subprocess
import sys
import time

started = time.monotonic()
status = subprocess.call(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
report = {
    "seconds": time.monotonic() - started,
    "cpuSeconds": usage.ru_utime + usage.ru_stime,
    # Kilobytes, of the largest process.
    "peakBytes": usage.ru_maxrss * 1024,
    "status": status,
}
with open(sys.argv[1], "w") as file:
    json.dump(report, file)
sys.exit(status)
