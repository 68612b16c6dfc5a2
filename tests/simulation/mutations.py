#!/usr/bin/env python3
"""Checks the checker: breaks the library in one place at a time and lets the simulation find it.

    mutations.py <build folder> [--schedules 100000] [--only NAME]

Works on the tree that the build folder was configured for, which should be a copy: each mutation is written into the
sources, built, run and taken back. Prints how many schedules each one took; fails when one is not found.
"""
import argparse
import pathlib
import re
import signal
import subprocess
import sys

# name, file, what stands there, what the mutation puts in its place
MUTATIONS = [
    ("repeats a POST when the connection breaks", "src/core/retry.cpp",
     "return rules.after_maybe_sent || failure.delivery == DeliveryState::NotSent;", "return true;"),
    ("repeats a POST after a 5xx of a gateway", "src/core/retry.cpp",
     "return is_retryable(response) && rules.after_maybe_sent;", "return is_retryable(response);"),
    ("sends another key with the second attempt", "src/core/execution.cpp",
     "  ++attempts_;\n",
     "  ++attempts_;\n"
     "  if (attempts_ == 2 && request_.headers.get(\"Idempotency-Key\")) {\n"
     "    HttpHeaders others;\n"
     "    for (const HttpHeader header : request_.headers) {\n"
     "      others.add(header.name, header.name == \"Idempotency-Key\" ? \"another\" + std::string{header.value} : "
     "std::string{header.value});\n"
     "    }\n"
     "    request_.headers = others;\n"
     "  }\n"),
    ("lets a key grow older than an hour", "src/core/retry.hpp",
     "std::chrono::minutes key_lifetime{55}", "std::chrono::minutes key_lifetime{550}"),
    ("says NotSent for a connection that broke", "src/core/execution.cpp",
     "failure.delivery = error.delivery();",
     "failure.delivery = error.kind() == TransportError::Receive ? DeliveryState::NotSent : error.delivery();"),
    ("says Rejected for the 5xx of a gateway", "src/base/errors.cpp",
     "  return DeliveryState::MaybeSent;\n}", "  return DeliveryState::Rejected;\n}"),
    ("forgets what an attempt before may have done", "src/core/execution.cpp",
     "before_ = together(before_, failure.delivery);", "before_ = failure.delivery;"),
    ("skips the pacer after a retry", "src/core/execution.cpp",
     "if (client_.pacer) {", "if (client_.pacer && attempts_ == 0) {"),
    ("lets one request too many into a window", "src/core/pace_bucket.cpp",
     "capacity_ = static_cast<std::size_t>(std::ceil(rate));",
     "capacity_ = static_cast<std::size_t>(std::ceil(rate)) + 1;"),
    ("wakes nobody when a turn is given up", "src/core/pacer.cpp",
     "    lane.queue.erase(place);\n    lane.wake_first();", "    lane.queue.erase(place);"),
    ("lets the last one go first", "src/core/pacer.cpp",
     "lane.queue.insert(lane.queue.end(), &waiter)", "lane.queue.insert(lane.queue.begin(), &waiter)"),
    ("does not wait for Retry-After", "src/core/retry.cpp",
     "return std::max(*asked, milliseconds{0});", "return milliseconds{0};"),
    ("sends after its deadline", "src/core/execution.cpp",
     "if (const auto left = time_to_begin(); left && *left <= milliseconds{0}) {", "if (false) {"),
    ("sleeps through a cancellation", "src/core/execution.cpp",
     "} else if (!wait_for(*delay, options_.cancellation)) {",
     "} else if (const bool waited = wait_for(*delay, {}); !waited) {"),
    ("gives an item of the page before again", "src/core/walk_rules.cpp",
     "if (i < facts.keys.size() && last_keys_.count(facts.keys[i]) != 0) continue;", ""),
    ("marks a delivery as done before its handler", "src/webhooks/receive.cpp",
     "claim_(store.claim(id)) {}",
     "claim_(store.claim(id)) {\n"
     "    if (claim_.state == WebhookClaim::State::Granted) store_.complete(id_, claim_.fencing_token);\n  }"),
    ("keeps the claim of a handler that failed", "src/webhooks/receive.cpp",
     "if (claim_.state == WebhookClaim::State::Granted) store_.release(id_, claim_.fencing_token);", ""),
    ("handles what another delivery is handling", "src/webhooks/receive.cpp",
     "if (claim.get().state == WebhookClaim::State::InProgress) {", "if (false) {"),
    ("does not know a delivery without an id again", "src/webhooks/receive.cpp",
     "event.id ? event.id : event.repeat_key;", "event.id;"),
    ("tries once more than it may", "src/core/execution.cpp",
     "attempts_ < policy_.max_attempts", "attempts_ <= policy_.max_attempts"),
    ("lets a request outlast its deadline", "src/core/execution.cpp",
     "request_.timeout = std::min(timeout_, *left);", "request_.timeout = timeout_;"),
    ("says NotSent where it was cancelled between two attempts", "src/core/execution.cpp",
     "throw TransportException(kind, text, before_,", "throw TransportException(kind, text, DeliveryState::NotSent,"),
    ("cuts a wait that is too long for it", "src/core/retry.cpp",
     "if (*asked > policy.max_delay) return std::nullopt;", "if (*asked > policy.max_delay) return policy.max_delay;"),
    ("counts the age of a key from its last attempt", "src/core/execution.cpp",
     "if (attempts_ == 1 && has_key)", "if (has_key)"),
    # Version 2.
    ("repeats a DELETE by place", "src/core/retry.cpp",
     "if (request.only_once) rules.after_maybe_sent = false;", ""),
    ("bills an account again under a key of its own", "src/core/retry.cpp",
     "wants_callers_key ? trusts_keys && has_callers_key", "wants_callers_key ? trusts_keys"),
    ("trusts keys where the caller does not", "src/core/retry.cpp",
     "policy.trust_idempotency_keys.value_or(api.documents_keys)", "api.documents_keys"),
    ("sends a key with a read by POST", "src/core/retry.cpp",
     "if (operation.only_reads) {", "if (operation.method == HttpMethod::Get) {"),
    ("sends a PUT of version 2 without a key", "src/core/retry.cpp",
     "(api.documents_keys || !is_idempotent)", "!is_idempotent"),
    ("gives up where two changes met", "src/base/errors.cpp",
     "return error.status == 409 &&", "return error.status == 410 &&"),
    ("believes a 429 of version 2 that says it will not pass", "src/core/retry.cpp",
     "return rules.whatever_a_429_says || is_retryable(response);", "return is_retryable(response);"),
    ("asks for one page in the body again and again", "src/core/operation.cpp",
     "\"\\\"page\\\":\" + std::to_string(page)", "std::string{\"\\\"page\\\":1\"}"),
    ("ends a walk at an empty page", "src/core/walk_rules.cpp",
     "pages_of_nothing_ < most_of_nothing_by_has_more ? Next::GoOn", "count > 0 ? Next::GoOn"),
    ("leaves out the ids beyond a hundred", "src/v2/items.cpp",
     "if (!batch.ids.empty()) fetch();", "if (ids.size() < largest_batch) fetch();"),
    # Downloads.
    ("gives the key to where it is redirected", "src/recordings/transfer.cpp",
     "with_key = with_key && have_same_origin(*parse_http_url(url), base_);", ""),
    ("gives bytes twice where a server knows no ranges", "src/recordings/transfer.cpp",
     "skip_ = received_;", ""),
    ("goes on with another version of a recording", "src/recordings/transfer.cpp",
     "!validator.empty() && validator == validator_ &&", "!validator.empty() &&"),
    ("takes a recording that was cut off for the whole", "src/recordings/transfer.cpp",
     "if (skip_ == 0 && (!end || received_ == *end)) return;", "if (skip_ == 0) return;"),
]


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--schedules", type=int, default=100_000)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # Takes back what is being tried.
    cache = (arguments.build / "CMakeCache.txt").read_text()
    root = pathlib.Path(re.search(r"^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$", cache, re.M).group(1))
    missed = 0
    for name, file, old, new in MUTATIONS:
        if arguments.only not in name:
            continue
        path = root / file
        source = path.read_text()
        if source.count(old) != 1:
            print(f"{name}: {file} does not hold once what is to be changed", flush=True)
            missed += 1
            continue
        path.write_text(source.replace(old, new))
        try:
            subprocess.run(["cmake", "--build", arguments.build, "--target", "simulation"], check=True,
                           stdout=subprocess.DEVNULL)
            run = subprocess.run([arguments.build / "tests/simulation/simulation", "--schedules", str(arguments.schedules),
                                  "--no-shrinking", "--no-kept"], capture_output=True, text=True, check=False)
        finally:
            path.write_text(source)
        found = re.search(r"^after (\d+) schedules\n.*?broken: (.*)$", run.stdout, re.M)
        if run.returncode == 1 and found:
            print(f"{name}: after {found.group(1)} schedules: {found.group(2)}", flush=True)
        else:
            print(f"{name}: NOT FOUND (status {run.returncode})", flush=True)
            missed += 1
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
