"""Uses the sandbox from outside with curl: curl_test.py <allo-sandbox> <README.md>.

Provokes a fault of each kind, and runs the README's session. Ends with 77, which CTest counts as skipped, without curl.
"""
import http.server
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading

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
        expect("the API is for all", sandbox.curl(base_url + "/numbers", "-o", os.devnull, "-w", "%{http_code}").stdout == "200", base_url)
        refused = sandbox.curl(base_url.replace("/v1/api", "/_sandbox/state"), "-w", "%{http_code}")
        expect("control endpoints are not", refused.stdout.endswith("403") and "LOOPBACK_ONLY" in refused.stdout, refused)


class Receiver:
    """An endpoint that keeps what is delivered to it."""

    def __init__(self):
        received = self.received = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                received.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.send_response(204)
                self.end_headers()

            def log_message(self, *unused):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def run_session(program, readme):
    """The shell session of the README, with free ports in the place of its own."""
    with open(readme, encoding="utf-8") as file:
        session = next(block for block in re.findall("```sh\n(.*?)```", file.read(), re.S) if "_sandbox/faults" in block)
    receiver = Receiver()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "8080" in session and ":9000/" in session, session
    session = session.replace("8080", str(port)).replace(":9000/", f":{receiver.server.server_port}/")
    session = session.replace("allo-sandbox --", f"'{program}' --")
    # A reader types more slowly than a shell: wait for the ready line.
    started, rest = session.split("&\n", 1)
    with tempfile.TemporaryDirectory() as folder:
        log = os.path.join(folder, "log")
        script = f"{started} >'{log}' & sandbox=$!\ntrap 'kill $sandbox' EXIT\n" \
                 f"until grep -q ready '{log}'; do kill -0 $sandbox || exit 1; sleep 0.05; done\nset -e\n{rest}"
        result = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=60)
    expect("the session ends well", result.returncode == 0, result)
    expect("state: the contact is listed", result.stdout.count('"name":"Ada"') == 2, result)
    expect("an error on demand", "HTTP/1.1 503" in result.stdout, result)
    expect("a delivered webhook", '"status":"delivered"' in result.stdout, result)
    expect("it came to the receiver", len(receiver.received) == 1 and "Are you open?" in receiver.received[0],
           receiver.received)


def main():
    if not shutil.which("curl"):
        print("skipped: no curl here (Debian: apt install curl)")
        return 77
    program, readme = sys.argv[1:]
    with Sandbox(program) as sandbox:
        provoke_faults(sandbox)
    with tempfile.TemporaryDirectory() as folder:
        authority = os.path.join(folder, "ca.pem")
        with Sandbox(program, "--ca-file", authority) as sandbox:
            sandbox.curl_options += ["--cacert", authority]
            provoke_tls_faults(sandbox)
    refuse_strangers(program)
    run_session(program, readme)
    return 0


if __name__ == "__main__":
    sys.exit(main())
