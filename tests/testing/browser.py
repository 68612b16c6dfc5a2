"""A headless Chromium and a sandbox, for the tests of the sandbox's page."""
import base64
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import time

CHROMIUM_FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--remote-debugging-pipe", "--window-size=1400,1200",
]
PATIENCE = 60


class Browser:
    """A Chromium with one page, driven over the DevTools protocol's pipe."""

    def __init__(self, program, url):
        self.profile = tempfile.mkdtemp()
        commands, self.to_browser = os.pipe()
        self.from_browser, answers = os.pipe()

        def take_descriptors():
            os.dup2(commands, 10)
            os.dup2(answers, 11)
            os.dup2(10, 3)
            os.dup2(11, 4)

        self.process = subprocess.Popen(
            [program, *CHROMIUM_FLAGS, f"--user-data-dir={self.profile}"], close_fds=False, preexec_fn=take_descriptors,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(commands)
        os.close(answers)
        self.buffer = b""
        self.last_id = 0
        self.session = None
        target = self.call("Target.createTarget", url=url)["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def call(self, method, **parameters):
        self.last_id += 1
        message = {"id": self.last_id, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.to_browser, json.dumps(message).encode() + b"\0")
        while True:
            while b"\0" not in self.buffer:
                piece = os.read(self.from_browser, 65536)
                if not piece:
                    raise RuntimeError("the browser has ended")
                self.buffer += piece
            text, self.buffer = self.buffer.split(b"\0", 1)
            answer = json.loads(text)
            if answer.get("id") == self.last_id:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def value(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{expression}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def is_true(self, expression):
        try:
            return self.value(expression)
        except RuntimeError:  # A page that is being loaded lacks what is asked for.
            return False

    def wait_for(self, expression):
        end = time.monotonic() + PATIENCE
        while not self.is_true(expression):
            if time.monotonic() > end:
                raise AssertionError(f"did not come true: {expression}\n{self.value('document.body.innerText')}")
            time.sleep(0.05)

    def press(self, key, code):
        text = {"Enter": {"text": "\r"}, " ": {"text": " "}}.get(key, {})
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def tab_to(self, selector):
        for _ in range(200):
            if self.value(f"document.activeElement.matches({json.dumps(selector)})"):
                return
            self.press("Tab", 9)
        raise AssertionError(f"the keyboard does not reach {selector}")

    def type(self, text):
        self.call("Input.insertText", text=text)

    def enter(self):
        self.press("Enter", 13)

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.call("Page.captureScreenshot")["data"]))

    def close(self):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)


@contextlib.contextmanager
def page_of(sandbox, *options, fragment=""):
    """A browser that shows the page of a new sandbox, and where that is. Ends the program with 77, which CTest counts as
    skipped, where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        print("skipped: no Chromium here (Debian: apt install chromium)")
        raise SystemExit(77)
    server = subprocess.Popen([sandbox, *options], stdout=subprocess.PIPE, text=True)
    try:
        origin = server.stdout.readline().split("base_url=")[1].split("/v1/api")[0]
        browser = Browser(chromium, origin + "/" + fragment)
        try:
            yield browser, origin
        finally:
            browser.close()
    finally:
        server.terminate()
        server.wait()
