"""What MiniStack 1.5.33 leaves out of a Distributed Map, as the Step Functions Developer Guide has it: batches (ItemBatcher), S3 Inventory reports
(InputType MANIFEST), results (ResultWriter with COMPACT and JSONL), and limits that are given by a path. Whatever a map has that is not done here fails."""

import csv
import gzip
import io
import json

from ministack.services import s3
from ministack.services import stepfunctions as states

run_map = states._run_distributed_map
parse_items = states._parse_reader_items
DONE_HERE = {"Type", "Label", "ItemReader", "ItemBatcher", "MaxConcurrencyPath", "ToleratedFailurePercentagePath", "ItemProcessor", "ResultWriter", "End"}


def parse_items_or_manifest(text, config):
    if config.get("InputType") != "MANIFEST":
        return parse_items(text, config)
    manifest = json.loads(text)
    columns = [column.strip() for column in manifest["fileSchema"].split(",")]
    bucket = manifest["destinationBucket"].removeprefix("arn:aws:s3:::")
    rows = []
    for file in manifest["files"]:
        status, _headers, body = s3._get_object(bucket, file["key"], {}, {})
        assert status == 200
        rows += [dict(zip(columns, row)) for row in csv.reader(io.StringIO(gzip.decompress(body).decode()))]
    return rows


def run_batches(state_def, raw_input, effective, iterator, execution, ctx):
    assert set(state_def) == DONE_HERE, set(state_def) ^ DONE_HERE
    at = lambda path: states._resolve_path_or_ctx(path, effective, ctx)
    items = states._read_map_items(state_def["ItemReader"], effective, ctx)
    batcher, writer = state_def["ItemBatcher"], state_def["ResultWriter"]
    size = at(batcher["MaxItemsPerBatchPath"])
    shared = states._resolve_params_obj(batcher["BatchInput"], effective, ctx)
    batches = [{"BatchInput": shared, "Items": items[first : first + size]} for first in range(0, len(items), size)]
    plain = {
        "Type": "Map",
        "Label": state_def["Label"],
        "ItemsPath": "$.batches",
        "MaxConcurrency": at(state_def["MaxConcurrencyPath"]),
        "ToleratedFailurePercentage": at(state_def["ToleratedFailurePercentagePath"]),
        "ItemProcessor": iterator,
        "End": True,
    }
    try:
        _output, following = run_map(plain, raw_input, {"batches": batches}, iterator, execution, ctx)
    finally:
        run = next(run for run in states._map_runs.values() if run["executionArn"] == execution["executionArn"])
        details = write_results(run, writer["Parameters"])
    return {"MapRunArn": run["mapRunArn"], "ResultWriterDetails": details}, following


def write_results(run, place):
    children = [child for child in states._executions.values() if child.get("mapRunArn") == run["mapRunArn"]]
    folder = f"{place['Prefix']}/{run['mapRunArn'].split(':')[-1]}"
    counts = dict.fromkeys(run["itemCounts"], 0)
    files = {}
    for status in ("SUCCEEDED", "FAILED"):
        found = [child for child in children if child["status"] == status]
        counts[status.lower()] = sum(len(json.loads(child["input"])["Items"]) for child in found)
        lines = [
            child["output"]
            if status == "SUCCEEDED"
            else json.dumps({name: child[key] for name, key in (("ExecutionArn", "executionArn"), ("Input", "input"), ("Error", "error"), ("Cause", "cause"))})
            for child in found
        ]
        files[status] = [{"Key": f"{folder}/{status}_0.jsonl"}] if lines else []
        if lines:
            put(place["Bucket"], f"{folder}/{status}_0.jsonl", "\n".join(lines))
    run["itemCounts"] = {**counts, "total": counts["succeeded"] + counts["failed"]}
    put(place["Bucket"], f"{folder}/manifest.json", json.dumps({"DestinationBucket": place["Bucket"], "MapRunArn": run["mapRunArn"], "ResultFiles": files}))
    return {"Bucket": place["Bucket"], "Key": f"{folder}/manifest.json"}


def put(bucket, key, text):
    status, *_rest = s3._put_object(bucket, key, text.encode(), {})
    assert status == 200


states._parse_reader_items = parse_items_or_manifest
states._run_distributed_map = run_batches
