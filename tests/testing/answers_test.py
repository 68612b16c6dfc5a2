"""Checks recorded answers of the sandbox with a validator of JSON Schema: answers_test.py <allo-sandbox> own|vendor

`own`: against the sandbox's own /openapi.json, which must fit without exception. `vendor`: against the vendor's document, which
ALLO_VENDOR_OPENAPI names, or api/vendor-openapi.json below ALLO_SHARED (../shared by default); what contradicts itself there
is listed below, and nothing else may differ. Ends with 77, which CTest counts as skipped, where the validator or the document is missing.
"""
import copy
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request

try:
    import jsonschema
except ImportError:
    print("skipped: no validator here (Debian: apt install python3-jsonschema)")
    sys.exit(77)

# Where the vendor's document is at odds with its own examples: the operations, the field and the validator's word for it.
ZONELESS = ("createPerson getPerson updatePerson searchPeople createCompany getCompany updateCompany searchCompanies createDeal getDeal "
            "updateDeal searchDeals listSummaryTemplates createSummaryTemplate getSummaryTemplate updateSummaryTemplate "
            "updateCallSummary getCurrentDialingQueue resetCurrentDialingQueue upsertCurrentDialingQueue "
            "appendDialingQueueNumbers searchCalls searchContacts createContact updateContact sendSMS getContactContext "
            "getContactConversation").split()
KNOWN = {
    "times without a zone, typed date-time": (ZONELESS, r".*(_at|_date|start_date|time)$", "is not a 'date-time'"),
    "null behind a reference": (["getContactConversation"], r"data\.results\.\[\]\.(call|message)$", "None is not of type"),
    # The schema of a message in a conversation is that of a message that was sent; others come in.
    "messages that came in": (["getContactConversation"], r"data\.results\.\[\]\.message\.type$", "'INBOUND' is not one of"),
    "PATCH, though three routes have it": (["getMe"], r"data\.endpoints\.\[\]\.method$", "'PATCH' is not one of"),
}


def plain(schema):
    """A schema of OpenAPI 3.0 as one of JSON Schema: what is nullable may be null, and beside a reference nothing counts."""
    if isinstance(schema, list):
        return [plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("$ref"), str):
        return {"$ref": schema["$ref"]}
    out = {name: plain(value) for name, value in schema.items() if name not in ("nullable", "example", "default")}
    return {"anyOf": [out, {"type": "null"}]} if schema.get("nullable") is True else out


formats = jsonschema.FormatChecker(formats=())
# The service writes both forms under this name. The sandbox's document means both, the vendor's by its word only the other.
ZONE = "(Z|[+-]\\d\\d:\\d\\d)" + ("?" if sys.argv[2] == "own" else "")


@formats.checks("date-time")
def is_date_time(value):
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?" + ZONE, value))


@formats.checks("date")
def is_date(value):
    return not isinstance(value, str) or bool(re.fullmatch(r"\d{4}-\d\d-\d\d", value))


class Recorder:
    """Asks the sandbox, and holds each answer against the document."""

    def __init__(self, origin, document):
        self.origin = origin
        self.document = copy.deepcopy(document)
        schemas = self.document["components"]["schemas"]
        schemas.setdefault("ApiErrorResponse", schemas.get("ApiError"))  # Referred to by the vendor, and not there.
        self.schemas = {"schemas": plain(schemas)}
        self.validators = {}
        self.called = {}
        self.findings = []
        self.answers = 0

    def ask(self, verb, template, body=None, *, query="", bare=False, key=None, content="application/json", **path):
        target = template
        for name, value in path.items():
            target = target.replace("{" + name + "}", urllib.request.quote(value, safe=""))
        key = key or "allo_sandbox_key"
        headers = {"Authorization": key if template.startswith("/v1") else "Api-Key " + key, "Content-Type": content}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.origin + target + query, data, headers, method=verb)
        try:
            answer = urllib.request.urlopen(request)
        except urllib.error.HTTPError as error:
            answer = error
        text = answer.read()
        self.hold(verb.lower(), template, answer.status, json.loads(text) if text else None)
        return json.loads(text) if text else None

    def hold(self, verb, template, status, answer):
        operation = self.document["paths"][template][verb]
        name = operation["operationId"]
        self.answers += 1
        self.called.setdefault(name, set()).add(status)
        found = operation["responses"].get(str(status))
        if found is None:
            # That any status must be expected anywhere is a fact; that a success has another one is none.
            if status < 300:
                self.findings.append((name, "status", f"{status} is not documented"))
            return
        if "$ref" in found:
            found = self.document["components"]["responses"][found["$ref"].rsplit("/", 1)[1]]
        schema = found.get("content", {}).get("application/json", {}).get("schema")
        if schema is None or answer is None:
            if schema is not None and status != 204:
                self.findings.append((name, "", "no body"))
            return
        slot = (name, status)
        if slot not in self.validators:
            whole = {"components": self.schemas, "allOf": [plain(schema)]}
            self.validators[slot] = jsonschema.Draft4Validator(whole, format_checker=formats)
        for error in self.validators[slot].iter_errors(answer):
            for each in leaves(error):
                place = ".".join("[]" if isinstance(part, int) else part for part in each.absolute_path)
                self.findings.append((name, place, each.message))


def leaves(error):
    """What is wrong at the bottom of a choice: of what is null or something, what the something lacks."""
    if error.validator != "anyOf" or not error.context:
        return [error]
    chosen = [each for each in error.context if each.schema_path[0] == 0]
    return [leaf for each in chosen for leaf in leaves(each)] or [error]


def use_version_1(ask):
    base = "/v1/api"
    ask("GET", base + "/numbers")
    ask("GET", base + "/calls", query="?allo_number=%2B1234567890&size=100")
    ask("GET", base + "/contacts", query="?size=100")
    for contact in ("cnt_abc123", "cnt_none"):
        ask("GET", base + "/contact/{contact_id}", query="?extend=engagement,activity", contact_id=contact)
        ask("GET", base + "/contact/{contact_id}/conversation", query="?size=100", contact_id=contact)
    ask("POST", base + "/contacts", {"numbers": ["+12025550177"]})
    ask("PUT", base + "/contacts/{contact_id}", {"name": "Joan"}, contact_id="cnt_abc123")
    ask("POST", base + "/sms", {"from": "+1234567890", "to": "+12025550100", "message": "Hello"})
    ask("POST", base + "/sms", {"sender_id": "MyCompany", "to": "+33639980101", "message": "Bonjour"})
    ask("POST", base + "/sms", {"from": "+19995550100", "to": "+12025550100", "message": "Hello"})


def use_version_2(ask):
    base = "/v2/api"
    ask("GET", base + "/me")
    ask("GET", base + "/me", key="unknown")
    ask("GET", base + "/users")
    for user in ("usr-001", "usr-999"):
        ask("GET", base + "/users/{id}", id=user)
    ask("GET", base + "/tags")
    ask("GET", base + "/numbers")
    use_items(ask, base + "/conversations")
    use_crm(ask, base + "/crm")
    use_templates(ask, base)
    use_webhooks(ask, base + "/webhooks")
    use_queue(ask, base + "/dialing-queues/current")
    use_analytics(ask, base + "/analytics")
    use_partner(ask, base + "/partner/accounts")


def use_items(ask, base):
    for item in ("call_abc123", "cll-none"):
        for extend in ("?extend=transcript", ""):
            ask("GET", base + "/items/{id}", query=extend, id=item)
    for extend in ("&extend=transcript&size=100", ""):
        ask("GET", base, query="?allo_number=%2B1234567890" + extend)
    ask("GET", base)
    ask("POST", base + "/items/search", {"extend": "transcript", "size": 100})
    ask("POST", base + "/items/search", {"search": "order", "sort": "RELEVANCE", "type": "CALL"})
    ask("POST", base + "/items/search", {"size": 101})
    ask("POST", base + "/items/batch", {"ids": ["call_abc123", "none"]})
    ask("POST", base + "/items/batch", {"ids": ["x"] * 101})
    ask("PATCH", base + "/items/{id}/summary", {"content": "Short", "template_key": "MARKDOWN_CLASSIC"}, id="call_abc123")
    ask("PATCH", base + "/items/{id}/summary", {"content": "Short"}, id="cll-none")
    ask("POST", base + "/items/{id}/tags", {"tags": ["follow_up"]}, id="call_abc123")
    ask("POST", base + "/items/{id}/tags", {"tags": ["follow_up"]}, id="call_abc123")
    ask("DELETE", base + "/items/{id}/tags/{tag}", id="call_abc123", tag="follow_up")
    ask("DELETE", base + "/items/{id}/tags/{tag}", id="call_abc123", tag="follow_up")
    ask("PUT", base + "/{contact_number}/action", {"action": "READ"}, contact_number="+12025550100")
    ask("PUT", base + "/{contact_number}/action", {"action": "READ"}, contact_number="+19995550100")


def use_crm(ask, base):
    company = ask("POST", base + "/companies", {"name": "Engines"})["data"]["id"]
    person = {"numbers": ["+12025550199"], "emails": ["a@example.com"], "company_id": company}
    made = {"people": ask("POST", base + "/people", person)["data"]["id"], "companies": company}
    ask("POST", base + "/people", person)
    ask("POST", base + "/people", {})
    deal = {"name": "Big", "company_id": company, "amount": 3, "currency": "EUR", "status": "won", "closed_at": "2026-01-01T00:00:00Z"}
    made["deals"] = ask("POST", base + "/deals", deal)["data"]["id"]
    for kind, known in made.items():
        for one in (known, "none"):
            ask("GET", f"{base}/{kind}/{{id}}", id=one)
            ask("PATCH" if kind == "deals" else "PUT", f"{base}/{kind}/{{id}}", {"name": "New"}, id=one)
        ask("POST", f"{base}/{kind}/search", {"size": 100})
        ask("POST", f"{base}/{kind}/search", {"page": 0})
    for one in (made["deals"], "none"):
        ask("DELETE", base + "/deals/{id}", id=one)


def use_templates(ask, base):
    sections = [{"title": "All", "order": 0, "instructions": "Say all"}]
    made = ask("POST", base + "/summary_templates", {"name": "Short", "icon": "📞", "sections": sections})["data"]["id"]
    ask("POST", base + "/summary_templates", {})
    ask("GET", base + "/summary_templates")
    number = base + "/numbers/{number}/default_summary_template"
    ask("PUT", number, {"summary_template_id": made}, number="+1234567890")
    ask("PUT", number, {"summary_template_id": None}, number="+1234567890")
    ask("PUT", number, {"summary_template_id": "none"}, number="+1234567890")
    for one in (made, "none"):
        ask("GET", base + "/summary_templates/{id}", id=one)
        ask("PUT", base + "/summary_templates/{id}", {"name": "Shorter"}, id=one)
        ask("DELETE", base + "/summary_templates/{id}", id=one)


def use_webhooks(ask, base):
    made = ask("POST", base, {"url": "https://a.example/x", "topics": ["call.completed"]})["data"]["id"]
    ask("POST", base, {"url": "https://a.example/x", "topics": ["PING"]})
    ask("GET", base)
    ask("GET", base + "/event_types")
    for one in (made, "none"):
        ask("GET", base + "/{webhook_id}", webhook_id=one)
        ask("PUT", base + "/{webhook_id}", {"enabled": False}, webhook_id=one)
        ask("DELETE", base + "/{webhook_id}", webhook_id=one)


def use_queue(ask, base):
    ask("GET", base)
    ask("PATCH", base, {"name": "Monday"})
    ask("POST", base + "/numbers", {"numbers": [{"number": "+12025550100"}, {"number": "+12025550101"}, {"number": "nobody"}]})
    ask("POST", base + "/numbers", {"numbers": []})
    ask.control("queue/run")
    ask("GET", base)
    ask("GET", base, query="?user_id=usr-999")
    ask("DELETE", base + "/numbers", query="?number=%2B12025550100")
    ask("DELETE", base + "/numbers", query="?position=7")
    ask("DELETE", base + "/numbers")
    ask("POST", base, {"name": "Tuesday"})


def use_analytics(ask, base):
    dates = {"date": {"from": "2026-02-01", "to": "2026-03-02"}}
    for more in ({}, {"compare_date": {"from": "2026-01-01", "to": "2026-01-31"}}):
        ask("POST", base + "/overview", {**dates, **more})
        ask("POST", base + "/outbound", {**dates, **more, "granularity": "WEEK", "tags": ["sales"]})
    ask("POST", base + "/outbound", {**dates, "extend": "items", "stage": "DIAL"})
    ask("POST", base + "/overview", {})


def use_partner(ask, base):
    wanted = {"email": "a@b.example", "name": "A", "personal_mobile": "+12025550111", "number_preference": {"country": "US"}}
    made = ask("POST", base, wanted)["data"]["id"]
    ask("POST", base, wanted)
    for one in (made, "none"):
        ask("GET", base + "/{id}", id=one)
        ask("DELETE", base + "/{id}", id=one)


def vendor_document():
    shared = os.environ.get("ALLO_SHARED") or os.path.join(os.path.dirname(__file__), "../../../shared")
    path = os.environ.get("ALLO_VENDOR_OPENAPI") or os.path.join(shared, "api/vendor-openapi.json")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def known_kind(finding):
    name, place, message = finding
    for kind, (operations, pattern, words) in KNOWN.items():
        if name in operations and re.fullmatch(pattern, place) and words in message:
            return kind
    return None


def judge(recorder, is_vendor):
    # One of a kind is enough to see.
    findings = list({(name, place): (name, place, message) for name, place, message in recorder.findings}.values())
    kinds = {}
    strange = []
    for finding in findings:
        kind = known_kind(finding) if is_vendor else None
        if kind:
            kinds.setdefault(kind, set()).add(finding[0])
        else:
            strange.append(finding)
    for kind, operations in kinds.items():
        print(f"known: {kind}: {len(operations)} operations")
    for finding in strange:
        print("violation:", *finding)
    never = set(KNOWN) - set(kinds) if is_vendor else set()
    for kind in never:
        print("listed, but not found:", kind)
    return not strange and not never


def main():
    is_vendor = sys.argv[2] == "vendor"
    document = vendor_document() if is_vendor else None
    if is_vendor and document is None:
        print("skipped: the vendor's document is not here; ALLO_SHARED says where it is")
        return 77
    server = subprocess.Popen([sys.argv[1], "--start-time", "2026-03-02T09:00:00Z"], stdout=subprocess.PIPE, text=True)
    try:
        origin = server.stdout.readline().split("base_url=")[1].split("/v1/api")[0]
        if not is_vendor:
            document = json.load(urllib.request.urlopen(origin + "/openapi.json"))
            document["components"].setdefault("responses", {})
        recorder = Recorder(origin, document)

        class Ask:
            def __call__(self, *arguments, **options):
                return recorder.ask(*arguments, **options)

            def control(self, path):
                urllib.request.urlopen(urllib.request.Request(f"{origin}/_sandbox/{path}", b"{}", {"Content-Type": "application/json"}))

        ask = Ask()
        use_version_1(ask)
        use_version_2(ask)
        good = judge(recorder, is_vendor)
    finally:
        server.terminate()
        server.wait()
    all_of_them = {operation["operationId"] for path, verbs in document["paths"].items()
                   if path.startswith(("/v1/api", "/v2/api")) for operation in verbs.values()}
    without = {name for name, statuses in recorder.called.items() if min(statuses) >= 300}
    # Webhooks of version 1 are in no document of the vendor's, and those of ours have tests of their own.
    missing = all_of_them - set(recorder.called) - {"listNumberWebhooks", "createNumberWebhook", "deleteNumberWebhook", "sendSMSFrance"}
    print(f"{recorder.answers} answers of {len(recorder.called)} operations")
    for name in sorted(missing | without):
        print("never answered with success:", name)
    return 0 if good and not missing and not without else 1


if __name__ == "__main__":
    sys.exit(main())
