"""What the sandbox's page shows of both versions, in a headless Chromium: page_features_test.py <allo-sandbox> [folder for screenshots].

At 1280 and 400 px, light and dark, with axe-core where there is one: the file that ALLO_AXE names, or a global package
(npm install --global axe-core). Ends with 77, which CTest counts as skipped, where there is no Chromium.
"""
import json
import os
import shutil
import subprocess
import sys
import urllib.request

from browser import page_of

NOTE = "document.getElementById('note').textContent"
TITLE = "document.getElementById('conversation-title').textContent"
FROM = "document.querySelector('#{} [name=from]').value"
JOHN = "cnt_abc123"


def axe_source():
    path = os.environ.get("ALLO_AXE")
    if not path and shutil.which("npm"):
        root = subprocess.run(["npm", "root", "--global"], stdout=subprocess.PIPE, text=True).stdout.strip()
        path = os.path.join(root, "axe-core/axe.min.js")
    if not path or not os.path.exists(path):
        print("not looked at by axe-core, which is not here (npm install --global axe-core)")
        return None
    with open(path, encoding="utf-8") as file:
        return file.read()


def control(origin, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{origin}/_sandbox/{path}", data, {"Content-Type": "application/json"})
    return json.load(urllib.request.urlopen(request))["data"]


class Page:
    """The page in one width and one colour scheme."""

    def __init__(self, browser, origin, axe, screenshots):
        self.browser = browser
        self.origin = origin
        self.axe = axe
        self.screenshots = screenshots
        self.name = ""

    def look_like(self, width, scheme):
        self.name = f"{width}_{scheme}"
        is_phone = width < 1000
        self.browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=is_phone)
        self.browser.call("Emulation.setTouchEmulationEnabled", enabled=is_phone)
        self.browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, fragment=""):
        self.browser.call("Page.navigate", url="about:blank")
        self.browser.call("Page.navigate", url=f"{self.origin}/{fragment}")
        self.browser.wait_for("document.querySelectorAll('#contacts button').length === 36")

    def tap(self, selector):
        box = self.browser.value(f"(node => {{ node.scrollIntoView({{block: 'center'}}); const box = node.getBoundingClientRect();"
                                 f" return {{x: box.x + box.width / 2, y: box.y + box.height / 2}} }})(document.querySelector({json.dumps(selector)}))")
        self.browser.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=[box])
        self.browser.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def write(self, selector, text):
        """By keyboard, in the place of what stands there."""
        self.browser.tab_to(selector)
        self.browser.value("document.activeElement.select()")
        self.browser.type(text)

    def press(self, selector):
        self.browser.tab_to(selector)
        self.browser.enter()

    def check(self, what):
        """Nothing runs over the edge, every text can be read, and axe-core finds nothing."""
        wide = self.browser.value("[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1"
                                  " && !e.closest('.scroll, .skip')).map(e => e.outerHTML.slice(0, 80))")
        assert wide == [], f"{self.name}, {what}: beyond the edge: {wide}"
        if self.screenshots:
            self.browser.screenshot(os.path.join(self.screenshots, f"{self.name}_{what.replace(' ', '_')}.png"))
        if not self.axe:
            return
        if not self.browser.value("!!window.axe"):
            self.browser.value(self.axe + "; true")
        found = self.browser.value("axe.run(document).then(r => r.violations.map(v => v.id + ': ' + v.help + ': ' +"
                                   " v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join('; ')))")
        assert found == [], f"{self.name}, {what}: axe-core: " + "\n".join(found)


def show_people_and_deals(page):
    """A person with company and deals; a call whose tags and summary can be edited, and a draft that survives news."""
    browser = page.browser
    state = control(page.origin, "state")
    john = next(contact for contact in state["contacts"] if contact["id"] == JOHN)
    deals = [deal for deal in state["deals"] if deal["company_id"] == john["company"]["id"]]
    assert deals, "the first contact's company has no deal to show"
    page.open("#" + JOHN)
    browser.wait_for(f"{TITLE} === 'Conversation with John Doe'")
    shown = browser.value("document.querySelector('#conversation p').textContent")
    assert john["company"]["name"] in shown and deals[0]["name"] in shown, shown

    last_call = "[...document.querySelectorAll('#conversation .bubble')].filter(b => b.querySelector('.tags'))[0]"
    count = f"{last_call}.querySelectorAll('.tags > button[aria-label]').length"
    browser.value(f"{last_call}.id = 'subject'; document.getElementById('conversation').scrollTop = 0")
    tags = browser.value(count)
    page.press("#subject .tags > button:last-child")
    browser.wait_for(f"{NOTE} === 'The tag is added.'")
    browser.wait_for(f"{count} === {tags + 1}")
    assert browser.value("document.activeElement.textContent") == "Add tag", "the focus is gone"
    assert browser.value("document.getElementById('conversation').scrollTop") < 200, "the pane has jumped away from the call"
    browser.value(f"{last_call}.id = 'subject'")
    page.press("#subject .tags > button[aria-label]")
    browser.wait_for(f"{NOTE} === 'The tag is gone.'")
    browser.wait_for(f"{count} === {tags}")

    browser.value(f"{last_call}.id = 'subject'; document.querySelector('#subject').querySelector('details[data-key^=edit]').open = true")
    page.write("#subject textarea", "Wants twelve chairs")
    browser.press("Tab", 9)
    control(page.origin, "sms", {"from": "+12025550100", "content": "News"})
    browser.value("new Promise(done => setTimeout(done, 1800))")  # The page has looked for news meanwhile.
    assert browser.value("document.activeElement.textContent") == "Save", "the draft's button has lost the focus"
    browser.enter()
    browser.wait_for(f"{NOTE} === 'The summary is changed.'")
    browser.wait_for(f"{last_call}.innerText.includes('Wants twelve chairs') && document.getElementById('conversation').innerText.includes('News')")
    page.check("a conversation")


def follow_links(page):
    """The fields "From" follow the contact that is shown: by choice, by link and after a reload."""
    browser = page.browser
    amelie = control(page.origin, "state")["contacts"][1]
    number = amelie["numbers"][0]
    page.open("#" + amelie["id"])
    for form in ("call", "sms"):
        browser.wait_for(f"{FROM.format(form)} === '{number}'")
    browser.call("Page.reload")
    browser.wait_for(f"{TITLE} === 'Conversation with Amélie Laurent' && {FROM.format('sms')} === '{number}'")
    page.write("#find", "202 555 0100")
    browser.wait_for("document.querySelectorAll('#contacts button').length === 1")
    page.press("#contacts button")
    for form in ("call", "sms"):
        browser.wait_for(f"{FROM.format(form)} === '+12025550100'")
    assert browser.value("location.hash") == "#" + JOHN


def make_webhooks(page):
    """A webhook of each version, a field that is refused, and what went to whom."""
    browser = page.browser
    page.open()
    page.press("details:has(#webhook) > summary")
    page.write("#webhook [name=url]", "no URL")
    browser.tab_to("#webhook [name=topics]")
    browser.press("ArrowDown", 40)
    page.press("#webhook button")
    browser.wait_for("document.querySelector('#webhook [name=url]').getAttribute('aria-invalid') === 'true'")
    assert browser.value("document.getElementById('note').className") == "bad"
    assert browser.value("document.activeElement.name") == "url", "the refused field is where one goes on"
    apart = ("(a => (b => a.bottom <= b.top || b.bottom <= a.top)(document.querySelector('#webhook [name=url]').getBoundingClientRect()))"
             "(document.getElementById('notice').getBoundingClientRect())")
    assert browser.value(apart), "the notice covers the field that it speaks of"
    page.check("a refused field")
    page.write("#webhook [name=url]", "http://127.0.0.1:9/one")
    page.press("#webhook button")
    browser.wait_for(f"{NOTE} === 'The webhook is created.'")
    page.press("#close")
    browser.wait_for("document.getElementById('notice').offsetParent === null")

    browser.tab_to("#webhook [name=version]")
    browser.press("End", 35)
    browser.wait_for("document.querySelector('#webhook [name=allo_number]').offsetParent === null")
    page.write("#webhook [name=url]", "https://127.0.0.1:9/two")
    browser.tab_to("#webhook [name=topics]")
    browser.press("End", 35)
    page.press("#webhook button")
    browser.wait_for("document.getElementById('webhooks').innerText.includes('all numbers · summary.updated')")
    made = control(page.origin, "state")["webhooks"]
    assert [hook["url"] for hook in made] == ["http://127.0.0.1:9/one", "https://127.0.0.1:9/two"], made
    answer = "[...document.querySelectorAll('#requests li')].find(li => li.innerText.includes('POST /v2/api/webhooks'))"
    browser.wait_for(f"{answer}?.innerText.includes('Answer')")
    browser.value(f"{answer}.querySelector('details:last-child').open = true")
    browser.wait_for(f"/\"id\": \"ep_/.test({answer}.querySelector('details:last-child').innerText)")


def change_quirks(page):
    browser = page.browser
    page.press("details:has(#quirks) > summary")
    browser.tab_to("#quirks select")
    browser.value("void (window.drawn_before = document.activeElement)")
    browser.press("End", 35)
    browser.wait_for(f"{NOTE} === 'The quirk is changed.'")
    assert control(page.origin, "quirks")["metadata"] == "absent"
    # Drawn anew, or it would be while a key is down, which would be lost.
    browser.wait_for("!window.drawn_before.isConnected && document.activeElement.matches('#quirks select')")
    browser.tab_to("#quirks input[type=checkbox]")
    checked = "document.querySelector('#quirks input[type=checkbox]').checked"
    before = browser.value(checked)
    browser.press(" ", 32)
    browser.wait_for(f"{checked} === {json.dumps(not before)}")
    name = browser.value("document.querySelector('#quirks input[type=checkbox]').dataset.key")
    browser.wait_for(f"fetch('/_sandbox/quirks').then(a => a.json()).then(a => a.data.{name} === {json.dumps(not before)})")


def reset(page):
    """Asks first."""
    browser = page.browser
    contacts = "document.querySelectorAll('#webhooks code').length"
    browser.value("window.confirm = text => { window.asked = text; return false; }")
    page.press("#reset button")
    assert "Put everything back" in browser.value("window.asked")
    browser.value("new Promise(done => setTimeout(done, 300))")
    assert browser.value(contacts) == 2, "it did not wait for the answer"
    browser.value("window.confirm = () => true")
    page.press("#reset button")
    browser.wait_for(f"{NOTE} === 'Everything is as it was at the start.' && {contacts} === 0")


def use_phone(page):
    """A tap on a contact brings its conversation into view; a notice is in view and covers nothing that it speaks of."""
    browser = page.browser
    page.open()
    page.tap("#contacts button")
    browser.wait_for(f"{TITLE} === 'Conversation with John Doe'")
    in_view = ("(box => box.top >= 0 && box.top < innerHeight / 2)(document.getElementById('conversation-title').getBoundingClientRect())")
    browser.wait_for(in_view)
    page.check("a tapped contact")
    browser.value("document.querySelector('details:has(#contact)').open = true")
    browser.value("document.querySelector('#contact [name=numbers]').value = '12'")
    page.tap("#contact button")
    browser.wait_for("document.querySelector('#contact [name=numbers]').getAttribute('aria-invalid') === 'true'")
    browser.wait_for("(a => (b => b.top >= 0 && b.bottom <= innerHeight && (a.bottom <= b.top || b.bottom <= a.top))"
                     "(document.querySelector('#contact [name=numbers]').getBoundingClientRect()))"
                     "(document.getElementById('notice').getBoundingClientRect())")
    page.check("a refused contact")
    page.tap("#close")
    browser.wait_for("document.getElementById('notice').offsetParent === null")


def make_everything(origin):
    """Something for each list of the page."""
    def post(path, body):
        headers = {"Authorization": ("Api-Key " if path.startswith("/v2") else "") + "allo_sandbox_key", "Content-Type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(origin + path, json.dumps(body).encode(), headers))

    post("/v2/api/webhooks", {"url": "http://127.0.0.1:9/", "topics": ["sms.received"]})
    post("/v2/api/dialing-queues/current/numbers", {"numbers": [{"number": "+12025550100"}, {"number": "+33639980101"}]})
    control(origin, "queue/run", {})
    control(origin, "sms", {"from": "+12025550100", "content": "Hello"})
    control(origin, "faults", {"kind": "status", "route": "/sms"})


def look_everywhere(page):
    """With everything open that opens."""
    page.open("#" + JOHN)
    page.browser.wait_for("document.querySelectorAll('#conversation .bubble').length > 3")
    page.browser.wait_for("document.querySelectorAll('#queue code').length === 2 && document.querySelectorAll('#deliveries details').length > 0")
    page.browser.value("document.querySelectorAll('details').forEach(node => node.open = true)")
    page.check("all open")


def main():
    screenshots = sys.argv[2] if len(sys.argv) > 2 else None
    with page_of(sys.argv[1]) as (browser, origin):
        page = Page(browser, origin, axe_source(), screenshots)
        browser.call("Page.enable")
        page.look_like(1280, "light")
        show_people_and_deals(page)
        follow_links(page)
        make_webhooks(page)
        change_quirks(page)
        reset(page)
        page.look_like(400, "dark")
        use_phone(page)
        make_everything(origin)
        for width in (1280, 400):
            for scheme in ("light", "dark"):
                page.look_like(width, scheme)
                look_everywhere(page)
    print("the page shows both versions, wide and narrow, light and dark")
    return 0


if __name__ == "__main__":
    sys.exit(main())
