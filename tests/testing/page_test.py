"""Uses the sandbox's page in a headless Chromium by keyboard alone: page_test.py <allo-sandbox> [folder for screenshots].

Ends with 77, which CTest counts as skipped, where there is no Chromium.
"""
import http.server
import json
import os
import sys
import threading
import urllib.error
import urllib.request

from browser import page_of


class Receiver(http.server.BaseHTTPRequestHandler):
    """Takes every delivery."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *unused):
        pass


def post(url, body):
    headers = {"Authorization": "allo_sandbox_key", "Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), headers))


def subscribe(origin):
    receiver = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    webhook = {"allo_number": "+1234567890", "enabled": True, "url": f"http://127.0.0.1:{receiver.server_port}/",
               "topics": ["SMS_RECEIVED"]}
    post(origin + "/v1/api/webhooks", webhook)


def use_page(browser, origin, screenshots):
    browser.wait_for("document.querySelectorAll('#contacts button').length === 36")
    subscribe(origin)
    browser.wait_for("document.getElementById('webhooks').innerText.includes('SMS_RECEIVED')")
    assert browser.value("document.getElementById('numbers').innerText.includes('Main Line')")

    browser.tab_to("#find")
    browser.type("doe")
    browser.wait_for("document.querySelectorAll('#contacts button').length === 1")
    browser.tab_to("#contacts button")
    browser.enter()
    browser.wait_for("document.getElementById('conversation-title').textContent === 'Conversation with John Doe'")
    browser.wait_for("document.querySelectorAll('#conversation .bubble').length > 3")

    browser.tab_to("#sms textarea")
    browser.type("<img src=x onerror=\"document.title='owned'\"> Bonjour 👋")
    browser.tab_to("#sms button")
    browser.enter()
    browser.wait_for("document.getElementById('conversation').innerText.includes('<img src=x')")
    assert browser.value("document.title") == "Allo sandbox", "a text was taken for markup"

    assert browser.value("document.querySelector('#sms textarea').value") == "", "what was sent still stands there"

    # The answers take their time, and what is typed before they come must stay.
    browser.value("{ const fetch = window.fetch; window.fetch = async (url, options) => {"
                  " if (options.method === 'GET') await new Promise(done => setTimeout(done, 500));"
                  " return fetch(url, options); }; }")
    bubbles = "document.querySelectorAll('#conversation .bubble').length"
    before = browser.value(bubbles)
    browser.tab_to("#call textarea")
    browser.type("Where is my order?")
    browser.tab_to("#call button")
    browser.enter()
    browser.wait_for("document.getElementById('note').textContent === 'The call has ended.'")

    browser.tab_to("#sms input")
    browser.value("document.activeElement.select()")
    browser.type("+12025550999")
    browser.wait_for(f"{bubbles} === {before + 1}")
    assert browser.value("document.querySelector('#sms input').value") == "+12025550999", "what was typed is gone"
    browser.tab_to("#sms textarea")
    browser.type("Who is this?")
    browser.tab_to("#sms button")
    browser.enter()
    browser.wait_for("document.getElementById('note').textContent.endsWith('No contact has that number.')")
    browser.wait_for("document.getElementById('deliveries').innerText.includes('delivered · 204 · 1 attempt')")
    browser.tab_to("#deliveries button")
    browser.enter()
    browser.wait_for("document.querySelectorAll('#deliveries .good').length === 3")

    # What is open stays open, and focused, when something new comes in.
    browser.tab_to("#deliveries summary")
    browser.enter()
    opened = "document.querySelector('#deliveries details[open]').innerText"
    before = browser.value(opened)
    assert '\n  "topic": "SMS_RECEIVED"' in before, f"a body is not laid out: {before}"
    post(origin + "/_sandbox/sms", {"from": "+12025550100", "content": "Still there?"})
    browser.wait_for("document.querySelectorAll('#deliveries .good').length === 4")
    assert browser.value(opened) == before, "a body that was read has closed"
    assert browser.value("document.activeElement.closest('details')?.open"), "the focus is gone"

    def shown(field):
        return browser.value(f"document.getElementById('fault').elements.{field}.offsetParent !== null")

    browser.tab_to("#fault select")
    browser.press("End", 35)
    assert not shown("status"), "a status for a fault that has none"
    browser.press("Home", 36)
    assert shown("status") and not shown("delay_ms"), "the fields do not follow the kind"
    browser.tab_to("#fault button")
    browser.enter()
    browser.wait_for("document.getElementById('faults').innerText.includes('status any route')")
    request = urllib.request.Request(origin + "/v1/api/numbers", headers={"Authorization": "allo_sandbox_key"})
    try:
        urllib.request.urlopen(request)
        raise AssertionError("the armed fault did not act")
    except urllib.error.HTTPError as error:
        assert error.code == 503, error.code
    browser.wait_for("document.getElementById('requests').innerText.includes('503')")

    use_both_versions(browser, origin)

    foreign = browser.value("performance.getEntriesByType('resource').map(e => e.name)"
                            ".filter(name => !name.startsWith(location.origin) && !name.startsWith('data:'))")
    assert foreign == [], f"the page asks others: {foreign}"
    browser.call("Emulation.setDeviceMetricsOverride", width=400, height=900, deviceScaleFactor=1, mobile=True)
    assert browser.value("document.documentElement.scrollWidth") <= 400, "a narrow window scrolls sideways"
    browser.call("Emulation.clearDeviceMetricsOverride")
    unnamed = browser.value("[...document.querySelectorAll('input, select, textarea')].filter(e => !e.labels.length).length")
    assert unnamed == 0, "a field has no label"
    browser.tab_to("#advance button")
    browser.enter()
    browser.wait_for("document.getElementById('note').textContent === 'The clock has moved.'")
    assert browser.value("{ const box = document.getElementById('note').getBoundingClientRect();"
                         " box.top >= 0 && box.bottom <= innerHeight }"), "what was done is told where nobody sees it"
    shown_buttons = browser.value("[...document.querySelectorAll('button')].filter(e => e.scrollWidth > e.clientWidth).length")
    assert shown_buttons == 0, "a button is too small for its text"
    if screenshots:
        browser.screenshot(os.path.join(screenshots, "wide_end.png"))
        browser.value("window.scrollTo(0, 0)")
        browser.screenshot(os.path.join(screenshots, "wide.png"))
        browser.call("Emulation.setDeviceMetricsOverride", width=400, height=900, deviceScaleFactor=1, mobile=True)
        browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
        browser.screenshot(os.path.join(screenshots, "narrow_dark.png"))


def use_both_versions(browser, origin):
    """A contact is created and found, a call gets a tag, a queue is called; a notice can be closed."""
    def fill(field, text):
        browser.value(f"{{ const field = document.querySelector({json.dumps(field)}); field.closest('details').open = true; field.focus(); field.select() }}")
        browser.type(text)

    fill("#contact [name=name]", "Ada")
    fill("#contact [name=numbers]", "12")
    browser.enter()
    browser.wait_for("document.querySelector('#contact [name=numbers]').getAttribute('aria-invalid') === 'true'")
    fill("#contact [name=numbers]", "+12025550188")
    browser.enter()
    browser.wait_for("document.getElementById('note').textContent === 'The contact is created.'")
    browser.wait_for("document.getElementById('conversation-title').textContent === 'Conversation with Ada'")
    browser.tab_to("#close")
    browser.enter()
    browser.wait_for("document.getElementById('notice').offsetParent === null")
    browser.value("document.getElementById('find').select()")
    browser.type("202 555 0188")
    browser.wait_for("document.querySelectorAll('#contacts button').length === 1")
    browser.value("{ const find = document.getElementById('find'); find.value = 'doe'; find.dispatchEvent(new Event('input')) }")
    browser.wait_for("document.querySelectorAll('#contacts button').length === 1")
    browser.value("document.querySelector('#contacts button').click()")
    browser.wait_for("document.querySelectorAll('#conversation .tags').length > 1")
    tags = "document.querySelectorAll('#conversation .tags > button[aria-label]').length"
    before = browser.value(tags)
    browser.value("[...document.querySelectorAll('#conversation .tags')].pop().querySelector('button:last-child').click()")
    browser.wait_for(f"{tags} === {before + 1}")
    assert browser.value("document.querySelector('#sms input').value") == "+12025550100", "From does not follow"
    queue = {"numbers": [{"number": "+12025550100"}]}
    headers = {"Authorization": "Api-Key allo_sandbox_key", "Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(origin + "/v2/api/dialing-queues/current/numbers", json.dumps(queue).encode(), headers))
    browser.wait_for("document.getElementById('queue').innerText.includes('to be called')")
    browser.value("document.querySelector('#run button').click()")
    browser.wait_for("document.getElementById('queue').innerText.includes('+12025550100') &&"
                     " !document.getElementById('queue').innerText.includes('to be called')")
    assert browser.value("document.getElementById('requests').innerText.includes('Answer')"), "no answer in the journal"


def main():
    screenshots = sys.argv[2] if len(sys.argv) > 2 else None
    with page_of(sys.argv[1], fragment="#%") as (browser, origin):  # A link to a conversation that was cut off.
        use_page(browser, origin, screenshots)
    print("the page works by keyboard")
    return 0


if __name__ == "__main__":
    sys.exit(main())
