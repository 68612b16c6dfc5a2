"""Uses the sandbox from outside, mostly with curl: curl_test.py <allo-sandbox> <root of the project>.

Provokes a fault of each kind and tries the program's options. Ends with 77, which CTest counts as skipped, where there is
no curl.
"""
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile

KEY = "Authorization: allo_sandbox_key"
# curl's exit codes.
OK, PARTIAL, TLS_CONNECT, UNTRUSTED = 0, 18, 35, 60
RESET = (52, 56)  # An empty reply, or a failure in receiving: which one is a matter of time.


class Sandbox:
    def __init__(self, program, *arguments):
        self.process = subprocess.Popen([program, *arguments], stdout=subprocess.PIPE, text=True)
        self.base_url = re.search("base_url=([^ ]*)", self.process.stdout.readline())[1]
        self.origin = self.base_url.removesuffix("/v1/api")
        self.curl_options = ["-s", "--max-time", "60", "-H", KEY]

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.process.terminate()
        assert self.process.wait() == 0

    def curl(self, *arguments):
        return subprocess.run(["curl", *self.curl_options, *arguments], capture_output=True, text=True)

    def control(self, path, body=None):
        data = [] if body is None else ["-H", "Content-Type: application/json", "-d", json.dumps(body)]
        answer = json.loads(self.curl(self.origin + "/_sandbox/" + path, *data).stdout)
        assert "data" in answer, answer
        return answer["data"]

    def numbers(self, *options):
        return self.curl(*options, self.base_url + "/numbers")

    def provoke(self, kind, *curl_options, **fields):
        self.control("faults", {"kind": kind, **fields})
        result = self.numbers(*curl_options)
        armed = self.control("faults")[-1]
        assert (armed["kind"], armed["acted"]) == (kind, 1), armed
        return result


def expect(what, holds, shown):
    assert holds, f"{what}: {shown}"
    print("ok:", what)


def provoke_faults(sandbox):
    whole = sandbox.numbers().stdout
    for kind, fields, words in [
            ("status", {"status": 503}, ["503", '{"code":"SERVICE_UNAVAILABLE","details":null}']),
            ("html", {"status": 502}, ["502", "text/html", "<h1>"]),
            ("rate_limit_seconds", {"retry_after": 7}, ["429", "Retry-After: 7", "RATE_LIMITED"]),
            ("rate_limit_date", {}, ["429", " GMT", "RATE_LIMITED"]),
            ("rate_limit_quota", {"retry_after": 7}, ["429", "reset_in=7", "API_KEY_QUOTA_EXCEEDED"])]:
        result = sandbox.provoke(kind, "-i", **fields)
        expect(kind, result.returncode == OK and all(word in result.stdout for word in words), result)
    for kind in ("delay", "slow_body"):
        result = sandbox.provoke(kind, "-w", " %{time_total}", delay_ms=300)
        text, seconds = result.stdout.rsplit(" ", 1)
        expect(kind, text == whole and float(seconds) >= 0.25, result)
    for kind in ("truncate", "stall"):
        result = sandbox.provoke(kind, delay_ms=50)
        expect(kind, result.returncode == PARTIAL and result.stdout == whole[:len(whole) // 2], result)
    result = sandbox.provoke("wrong_length")
    expect("wrong_length", result.stdout == whole[:len(whole) // 2], result)
    for kind in ("reset_before_reading", "reset_after_reading"):
        result = sandbox.provoke(kind)
        expect(kind, result.returncode in RESET and result.stdout == "", result)
    # The second of two requests on one connection is aborted; curl then takes a new one by itself.
    sandbox.control("faults", {"kind": "stale_keep_alive"})
    result = sandbox.numbers(sandbox.base_url + "/numbers")
    before, aborted, again = sandbox.control("requests?last=3")
    expect("stale_keep_alive", result.stdout == whole * 2 and aborted["fault"] == "stale_keep_alive" and
           aborted["status"] == 0 and before["status"] == again["status"] == 200, [result, before, aborted, again])


def provoke_tls_faults(sandbox):
    for kind, code in [("tls_handshake", TLS_CONNECT), ("tls_expired", UNTRUSTED), ("tls_wrong_host", UNTRUSTED),
                       ("tls_untrusted", UNTRUSTED)]:
        result = sandbox.provoke(kind)
        expect(kind, result.returncode == code, result)
        expect(kind + " acts once", sandbox.numbers().returncode == OK, "still broken")


def use_options(program, document):
    """What the options of the command line promise, with the scenario of docs/sandbox.md."""
    with open(document, encoding="utf-8") as file:
        scenario = re.search("```\n(# An account.*?)```", file.read(), re.S)[1]

    def contacts(*options):
        with Sandbox(program, *options) as sandbox:
            return sandbox.curl(sandbox.base_url + "/contacts?size=100").stdout

    first = contacts("--seed", "7")
    expect("--seed", first == contacts("--seed", "7") != contacts("--seed", "8"), first)
    expect("--empty", json.loads(contacts("--empty"))["data"]["results"] == [], "something is there")
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(scenario)
        file.flush()
        with Sandbox(program, "--scenario", file.name) as sandbox:
            state = sandbox.control("state")
            faults = sandbox.control("faults")
    expect("--scenario", state["contacts"][-1]["name"] == "Ada" and state["calls"] == 91 and len(faults) == 1, state)
    with Sandbox(program, "--daily-quota", "2", "--start-time", "2026-03-02T09:00:00Z") as sandbox:
        allowed = sandbox.numbers("-i").stdout
        expect("limits are told in headers", all(line in allowed for line in (
            "X-RateLimit-Limit: 20", "X-RateLimit-Remaining: 19", "X-RateLimit-Reset: 1772442001")), allowed)
        sandbox.numbers()
        refused = sandbox.numbers("-i").stdout
        expect("--daily-quota", "HTTP/1.1 429" in refused and "limit=2;type=DAILY;reset_in=54000" in refused, refused)


def refuse_strangers(program):
    """Control endpoints answer to this machine's loopback addresses alone."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # Sends nothing; chooses the address that one would send from.
            address = probe.getsockname()[0]
        except OSError:
            address = "127.0.0.1"
    if address.startswith("127."):
        print("left out: this machine has no address but the loopback's")
        return
    with Sandbox(program, "--host", "0.0.0.0") as sandbox:
        base_url = sandbox.base_url.replace("127.0.0.1", address)
        answer = sandbox.curl(base_url + "/numbers", "-w", "%{http_code}").stdout
        expect("the API is for all", answer.endswith("200"), answer)
        refused = sandbox.curl(base_url.replace("/v1/api", "/_sandbox/state"), "-w", "%{http_code}")
        expect("control endpoints are not", refused.stdout.endswith("403") and "LOOPBACK" in refused.stdout, refused)


def hold_connections(program, descriptors):
    """Thousands of connections at a time are answered, even where the program may not open so many descriptors."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = 3000 if most == resource.RLIM_INFINITY else min(3000, most - 100)
    resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, most))
    with Sandbox("bash", "-c", f"ulimit -Sn {descriptors}; exec '{program}'") as sandbox:
        port = int(sandbox.origin.rsplit(":", 1)[1])
        clients = [socket.create_connection(("127.0.0.1", port), timeout=60) for _ in range(count)]
        for client in clients:
            client.send(f"GET /v1/api/numbers HTTP/1.1\r\n{KEY}\r\nConnection: close\r\n\r\n".encode())
        answered = sum(client.recv(100).startswith(b"HTTP/1.1 200") for client in clients)
        for client in clients:
            client.close()
        expect(f"{count} connections at a time", answered == count, answered)


def main():
    if not shutil.which("curl"):
        print("skipped: no curl here (Debian: apt install curl)")
        return 77
    program, root, descriptors = sys.argv[1:]
    with Sandbox(program) as sandbox:
        provoke_faults(sandbox)
    with tempfile.TemporaryDirectory() as folder:
        authority = os.path.join(folder, "ca.pem")
        with Sandbox(program, "--ca-file", authority) as sandbox:
            sandbox.curl_options += ["--cacert", authority]
            provoke_tls_faults(sandbox)
    use_options(program, os.path.join(root, "docs", "sandbox.md"))
    refuse_strangers(program)
    hold_connections(program, descriptors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
