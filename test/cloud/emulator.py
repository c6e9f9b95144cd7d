"""Starts MiniStack 1.5.33 with gaps closed that would hide what is tested.

- A ranged read of a named version answers with the whole object. S3 answers with the range (206).
- S3's events for EventBridge leave out the version. S3 sends it as `version-id`.
- Saved queries of Logs Insights and alarms over several metrics are no resources that it knows, so that the whole stack is refused. Here
  they are made, and are no more than a name: the tests of the template hold what is in them.
- Calls about a log group are held against the ARN of the group, which no policy of a log group's own ARN (it ends in `:*`) allows. CloudWatch
  holds them against that of a stream.
- A policy cannot see the tags that an object is to get: s3:RequestObjectTag/<key> and s3:RequestObjectTagKeys (Amazon S3 User Guide, "Tagging
  and access control policies").
- Calls of SQS for several messages are held against permissions of their own names, which there are none of: AWS holds them against that for one
  message (Service Authorization Reference, "Actions defined by Amazon SQS").
- The simulator of policies does not hear of the context that it is given, so that no condition on it can be met.
- A Distributed Map knows no batches, inventories and results: distributed_map.py.
- What a function wrote last may be missing in its log group until its next invocation: on a busy machine the emulator stops
  to wait for it too soon.

Each repair fails loudly once MiniStack has changed so that it does not apply any more; then try without it.

Every call that a role makes is written to the file that LETHE_CALLS names, as IAM saw it: permissions.ts holds them against the policies.
"""

import contextvars
import json
import os
import runpy
from xml.etree import ElementTree

from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.core.responses import get_account_id
from ministack.services import eventbridge, iam, s3
from ministack.services.cloudformation import provisioners

import distributed_map  # noqa: F401

version_of_event = contextvars.ContextVar("version_of_event", default=None)

get_object = s3._get_object
fire_event = s3._fire_s3_event
dispatch_event = eventbridge._dispatch_event


def get_object_with_range(bucket_name, key, headers, query_params=None):
    status, answer_headers, body = get_object(bucket_name, key, headers, query_params)
    wanted = headers.get("range")
    if status != 200 or wanted is None:
        return status, answer_headers, body
    span = s3._parse_range(wanted, len(body))
    if span is None:
        return 416, {"Content-Range": f"bytes */{len(body)}"}, b""
    start, end = span
    part = body[start : end + 1]
    answer_headers = {
        **answer_headers,
        "Content-Length": str(len(part)),
        "Content-Range": f"bytes {start}-{end}/{len(body)}",
    }
    return 206, answer_headers, part


def fire_event_with_version(*args, version_id=None, **rest):
    token = version_of_event.set(version_id)
    try:
        fire_event(*args, version_id=version_id, **rest)
    finally:
        version_of_event.reset(token)


def dispatch_event_with_version(event, *args, **rest):
    version = version_of_event.get()
    if version is not None and event.get("Source") == "aws.s3":
        detail = json.loads(event["Detail"])
        detail["object"]["version-id"] = version
        event = {**event, "Detail": json.dumps(detail)}
    return dispatch_event(event, *args, **rest)


extract_resource_arn = iam_actions.extract_resource_arn


def extract_stream_arn(service, method, path, headers, body, *rest):
    arn = extract_resource_arn(service, method, path, headers, body, *rest)
    if service != "logs" or ":log-group:" not in arn:
        return arn
    assert ":log-stream:" not in arn and not arn.endswith("*")
    return f"{arn}:log-stream:{json.loads(body).get('logStreamName', '')}"


iam_actions.extract_resource_arn = extract_stream_arn

request_tag_context = iam_actions.request_tag_context


def request_object_tag_context(service, action, body, params):
    context = request_tag_context(service, action, body, params)
    if action not in ("s3:PutObjectTagging", "s3:PutObjectVersionTagging"):
        return context
    tags = {tag.findtext("{*}Key"): tag.findtext("{*}Value") for tag in ElementTree.fromstring(body).iterfind(".//{*}Tag")}
    assert not any(name.startswith("s3:") for name in context)
    return {
        **context,
        "s3:RequestObjectTagKeys": list(tags),
        **{f"s3:RequestObjectTag/{name}": value for name, value in tags.items()},
    }


iam_actions.request_tag_context = request_object_tag_context


simulated_context = contextvars.ContextVar("simulated_context", default=None)
simulate_principal_policy = iam._IAM_HANDLERS["SimulatePrincipalPolicy"]
evaluate = iam_evaluator.evaluate


def simulate_with_context(params):
    context = {}
    for index in range(1, 100):
        name = iam._p(params, f"ContextEntries.member.{index}.ContextKeyName")
        if not name:
            break
        context[name.lower()] = iam._p(params, f"ContextEntries.member.{index}.ContextKeyValues.member.1")
    token = simulated_context.set(context)
    try:
        return simulate_principal_policy(params)
    finally:
        simulated_context.reset(token)


def evaluate_in_context(context, *rest, **named):
    simulated = simulated_context.get()
    if simulated is not None:
        context.service_context.update(simulated)
    return evaluate(context, *rest, **named)


iam._IAM_HANDLERS["SimulatePrincipalPolicy"] = simulate_with_context
iam_evaluator.evaluate = evaluate_in_context

calls = open(os.environ["LETHE_CALLS"], "a", buffering=1)
enforce = iam_evaluator.enforce


SQS_BATCHES = {
    "sqs:SendMessageBatch": "sqs:SendMessage",
    "sqs:DeleteMessageBatch": "sqs:DeleteMessage",
    "sqs:ChangeMessageVisibilityBatch": "sqs:ChangeMessageVisibility",
}


def enforce_and_record(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
    iam_action = SQS_BATCHES.get(iam_action, iam_action)
    denied = enforce(access_key_id, iam_action, service, region, resource_arn=resource_arn, service_context=service_context)
    caller = iam_evaluator.resolve_principal(access_key_id or "", get_account_id())
    if getattr(caller, "type", "") == "AssumedRole":
        call = {
            "role": caller.arn.split("/")[1],
            "action": iam_action,
            "resource": resource_arn,
            "context": service_context or {},
            "allowed": denied is None,
        }
        calls.write(json.dumps(call, default=str) + "\n")
    return denied


iam_evaluator.enforce = enforce_and_record


def create_query(logical_id, props, stack_name):
    query = f"{stack_name}-{logical_id}"
    return query, {"QueryDefinitionId": query}


def create_alarm(logical_id, props, stack_name):
    if "Metrics" not in props:
        return alarms["create"](logical_id, props, stack_name)
    alarm = f"{stack_name}-{logical_id}"
    return alarm, {"Arn": f"arn:aws:cloudwatch:us-east-1:000000000000:alarm:{alarm}"}


handlers = provisioners._RESOURCE_HANDLERS
alarms = handlers["AWS::CloudWatch::Alarm"]
handlers["AWS::CloudWatch::Alarm"] = {**alarms, "create": create_alarm}
assert "AWS::Logs::QueryDefinition" not in handlers
handlers["AWS::Logs::QueryDefinition"] = {"create": create_query, "delete": lambda *_: None}

s3._get_object = get_object_with_range
s3._fire_s3_event = fire_event_with_version
eventbridge._dispatch_event = dispatch_event_with_version

drain = lambda_runtime.Worker._drain_stderr_bounded
assert drain.__code__.co_varnames[1:4] == ("first_line_wait", "idle_confirm", "hard_cap")
drain.__defaults__ = (0.5, 0.1, 2.0)

runpy.run_module("ministack", run_name="__main__")
