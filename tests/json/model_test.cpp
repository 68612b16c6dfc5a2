// Models and inputs compare and print; secrets are written as JSON and never printed.
#include "json/support.hpp"

#include <allo/allo.hpp>
#include <allo/json.hpp>

#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace other {

/// A model as a second version of the API would have one: in a namespace of its own, with its own pages.
enum class Colour { Unknown, Red };
std::string_view to_string(Colour colour) noexcept { return colour == Colour::Red ? "RED" : "UNKNOWN"; }
bool from_string(std::string_view text, Colour& colour) noexcept {
  colour = text == "RED" ? Colour::Red : Colour::Unknown;
  return colour != Colour::Unknown;
}

struct Part {
  std::string name{};
  std::optional<int> size{};
};
struct Machine {
  std::string id{};
  long long total = 0;
  allo::OpenEnum<Colour> colour{};
  std::vector<Part> parts{};
  std::string signing_secret{};
  std::optional<std::string> api_key{};
};
template <class T>
struct Page {
  std::vector<T> data{};
  long long total_count = 0;
};
struct Queue : Page<Machine> {
  std::optional<Part> queue{};
};
struct MachineFilter {
  std::optional<std::string> name{};
  std::vector<Part> parts{};
};
struct SearchInput {
  MachineFilter filter{};
  std::vector<Part> parts{};
  allo::OpenEnum<Colour> colour{};
  allo::Patch<long long> total{};
  allo::Patch<allo::OpenEnum<Colour>> paint{};
  allo::Patch<allo::Timestamp> at{};
  allo::Patch<std::vector<Part>> spare{};
  allo::Timestamp since{};
  int page = 1;
};

const allo::detail::TypeInfo& model_info(const Part*) noexcept;
const allo::detail::TypeInfo& model_info(const Machine*) noexcept;
const allo::detail::TypeInfo& model_info(const Queue*) noexcept;
const allo::detail::TypeInfo& input_info(const SearchInput*) noexcept;
template <class T, class = allo::detail::IfModel<T>>
const allo::detail::TypeInfo& model_info(const Page<T>*) noexcept;
using allo::operator==;
using allo::operator!=;
using allo::operator<<;
using allo::to_string;

}  // namespace other

#include "json/model.hpp"

namespace allo::detail {
template <>
struct Table<other::Part> : ModelTable {
  static constexpr Field fields[] = {field<&other::Part::name>("name"), field<&other::Part::size>("size")};
};
template <>
struct Table<other::Machine> : ModelTable {
  static constexpr Field fields[] = {
      field<&other::Machine::id>("id"),
      field<&other::Machine::total>("total"),
      field<&other::Machine::colour>("colour"),
      field<&other::Machine::parts>("parts"),
      field<&other::Machine::signing_secret>("signing_secret", Secret),
      field<&other::Machine::api_key>("api_key", Secret),
  };
};
template <class T>
struct Table<other::Page<T>> : AnswerTable {
  static constexpr Field fields[] = {field<&other::Page<T>::data>("data", Required),
                                     field<&other::Page<T>::total_count>("total_count")};
};
template <>
struct Table<other::Queue> : AnswerTable {
  static constexpr Field fields[] = {inherited<other::Queue, &other::Queue::data>("data", Required),
                                     inherited<other::Queue, &other::Queue::total_count>("total_count"),
                                     field<&other::Queue::queue>("queue")};
};
template <>
struct Table<other::MachineFilter> : InputTable {
  static constexpr Field fields[] = {field<&other::MachineFilter::name>("name"),
                                     field<&other::MachineFilter::parts>("parts", OmitEmpty)};
};
template <>
struct Table<other::SearchInput> : InputTable {
  static constexpr Field fields[] = {
      field<&other::SearchInput::filter>("filter", OmitEmpty),
      field<&other::SearchInput::parts>("parts", OmitEmpty),
      field<&other::SearchInput::colour>("colour"),
      field<&other::SearchInput::total>("total"),
      field<&other::SearchInput::paint>("paint"),
      field<&other::SearchInput::at>("at"),
      field<&other::SearchInput::spare>("spare"),
      field<&other::SearchInput::since>("since"),
      field<&other::SearchInput::page>("page"),
  };
};
}  // namespace allo::detail

namespace other {
template <class T, class>
const allo::detail::TypeInfo& model_info(const Page<T>*) noexcept {
  return allo::detail::TypeOf<Page<T>>::info;
}

ALLO_MODEL(Part)
ALLO_MODEL(Machine)
ALLO_MODEL(Queue)
ALLO_INPUT(SearchInput)
ALLO_PAGE_OF(Machine)
}  // namespace other

namespace allo::test {
namespace {

template <class T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  EXPECT_EQ(to_string(value), out.str());
  return out.str();
}

TEST(Models, CompareFieldByField) {
  const auto call = [] {
    return Call{.id = "c",
                .length_in_minutes = 5.5,
                .type = OpenEnum<CallDirection>{CallDirection::Inbound},
                .summary = "s",
                .tags = {"a"},
                .start_date = at(2024, 1, 15, 10, 30, 0),
                .transcript = {{.source = TranscriptSource::Agent, .text = "t", .start_seconds = 0.5}}};
  };
  EXPECT_TRUE(call() == call());
  EXPECT_FALSE(call() != call());
  const auto differs = [&](auto change) {
    Call other = call();
    change(other);
    EXPECT_FALSE(call() == other);
    EXPECT_TRUE(call() != other);
    EXPECT_FALSE(other == call());
  };
  differs([](Call& c) { c.id = "d"; });
  differs([](Call& c) { c.length_in_minutes = 5.25; });
  differs([](Call& c) { c.type.reset(); });
  differs([](Call& c) { c.type = OpenEnum<CallDirection>::parse("SIDEWAYS"); });
  differs([](Call& c) { c.summary.reset(); });
  differs([](Call& c) { c.summary = ""; });
  differs([](Call& c) { c.tags.push_back("b"); });
  differs([](Call& c) { c.tags = {"b"}; });
  differs([](Call& c) { c.start_date += std::chrono::microseconds{1}; });
  differs([](Call& c) { c.transcript[0].end_seconds = 0.5; });
  differs([](Call& c) { c.transcript.clear(); });

  // Within what the standard library compares, and pages.
  EXPECT_EQ((std::vector<Call>{call()}), (std::vector<Call>{call()}));
  EXPECT_NE(std::optional<Call>{call()}, std::optional<Call>{Call{}});
  EXPECT_EQ((Page<Call>{{call()}, {}}), (Page<Call>{{call()}, {}}));
  EXPECT_NE((Page<Call>{{call()}, {}}), (Page<Call>{{call()}, {{1, 0}}}));

  WebhookEvent event;
  WebhookEvent claimed;
  claimed.fencing_token = 1;
  EXPECT_NE(event, claimed);
  claimed.fencing_token.reset();
  claimed.id = "msg_1";
  EXPECT_NE(event, claimed);
  event.id = "msg_1";
  EXPECT_EQ(event, claimed);

  EXPECT_NE(UpdateContactInput{}, UpdateContactInput{.name = null});
  EXPECT_NE(UpdateContactInput{.name = "a"}, UpdateContactInput{.name = null});
  EXPECT_NE(UpdateContactInput{.name = "a"}, UpdateContactInput{.name = "b"});
  EXPECT_EQ(UpdateContactInput{.name = null}, UpdateContactInput{.name = null});
}

TEST(Models, PrintForPeople) {
  EXPECT_EQ(printed(PhoneNumber{.number = "+1234567890", .name = "a \"b\"\n\x1B[2J", .is_shared_number = true}),
            R"({number: "+1234567890", name: "a \"b\"\n\x1b[2J", country: null, is_shared_number: true})");
  EXPECT_EQ(printed(TranscriptLine{.source = OpenEnum<TranscriptSource>::parse("a b"),
                                   .text = "t",
                                   .time = at(2024, 1, 15, 10, 30, 0),
                                   .start_seconds = 0.5}),
            R"({source: "a b", text: "t", time: 2024-01-15T10:30:00Z, start_seconds: 0.5, end_seconds: null})");
  EXPECT_EQ(printed(UpdateContactInput{.name = "Jean", .website = null, .emails = {"a@b.c"}}),
            R"({name: "Jean", website: null, emails: ["a@b.c"]})");
  EXPECT_EQ(printed(SendSmsInput{.message = "\xFF"}), "{from: \"\", to: \"\", message: \"\xFF\"}");
  EXPECT_EQ(printed(Page<Company>{{{.id = "c"}}, {{2, 1}}}),
            R"({results: [{id: "c", name: null}], metadata: {pagination: {total_pages: 2, current_page: 1}}})");
  WebhookEvent event;
  event.topic = WebhookTopic::CallCompleted;
  event.data = JsonText{R"({"a":1})"};
  event.fencing_token = 18'446'744'073'709'551'615U;
  EXPECT_EQ(printed(event), R"({topic: call.completed, version: "", timestamp: null, data: {"a":1}, id: null, )"
                            R"(fencing_token: 18446744073709551615})");
  EXPECT_EQ(to_json_text(event),
            R"({"topic":"call.completed","version":"","timestamp":null,"data":{"a":1},"id":null})");
  EXPECT_EQ(printed(Call{.start_date = Timestamp::max()}).find("year") != std::string::npos, true);
}

TEST(Models, PrintWhatATerminalWouldActUponAsAnEscape) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    std::string shown{c};
    if (c == '\n') {
      shown = "\\n";
    } else if (c == '"' || c == '\\') {
      shown = std::string{'\\'} + c;
    } else if (byte < 32 || byte == 127) {
      shown = std::string{"\\x"} + digits[static_cast<unsigned>(byte) / 16] + digits[static_cast<unsigned>(byte) % 16];
    }
    EXPECT_EQ(printed(Company{.name = std::string{"a"} + c + "b"}), "{id: null, name: \"a" + shown + "b\"}") << byte;
  }
}

TEST(Models, OfAnotherNamespaceNeedTheHookAlone) {
  const other::Machine machine{.id = "m",
                               .total = 9'007'199'254'740'993,
                               .colour = other::Colour::Red,
                               .parts = {{.name = "p", .size = 1}},
                               .signing_secret = "whsec_1",
                               .api_key = "ak_1"};
  const std::string json = R"({"id":"m","total":9007199254740993,"colour":"RED","parts":[{"name":"p","size":1}],)"
                           R"("signing_secret":"whsec_1","api_key":"ak_1"})";
  EXPECT_EQ(to_json_text(machine), json);
  EXPECT_EQ(from_json_text<other::Machine>(json), machine);
  EXPECT_EQ(nlohmann::json(machine), nlohmann::json::parse(json));
  EXPECT_EQ(nlohmann::json::parse(json).get<other::Machine>(), machine);
  EXPECT_EQ(nlohmann::json(other::Colour::Red), "RED");
  EXPECT_EQ(printed(machine), R"({id: "m", total: 9007199254740993, colour: RED, parts: [{name: "p", size: 1}], )"
                              R"(signing_secret: <secret>, api_key: <secret>})");
  EXPECT_EQ(printed(other::Machine{}),
            R"({id: "", total: 0, colour: null, parts: [], signing_secret: <secret>, api_key: null})");

  const auto page =
      detail::decode_response<other::Page<other::Machine>>(R"({"total_count":3000000000,"data":[)" + json + "]}");
  EXPECT_EQ(page.total_count, 3'000'000'000);
  EXPECT_EQ(page.data, std::vector{machine});
  const auto queue = detail::decode_response<other::Queue>(R"({"data":[],"queue":{"name":"q"},"total_count":1})");
  EXPECT_EQ(queue.queue, other::Part{.name = "q"});
  EXPECT_EQ(queue.total_count, 1);
  EXPECT_EQ(to_json_text(queue), R"({"data":[],"total_count":1,"queue":{"name":"q","size":null}})");
  EXPECT_THROW(detail::decode_response<other::Queue>(R"({"queue":{}})"), DecodeException);
}

TEST(Models, InputsSendWhatIsSet) {
  other::SearchInput input;
  EXPECT_EQ(to_json_text(input), R"({"page":1})");
  input.filter.name = "n";
  input.parts = {{.name = "p"}};
  input.colour = OpenEnum<other::Colour>::parse("BLUE");
  input.total = 5'000'000'000;
  input.paint = other::Colour::Red;
  input.at = at(2024, 1, 15, 10, 30, 0);
  input.spare = {{.name = "s", .size = 2}};
  input.since = at(2024, 1, 1, 0, 0, 0);
  EXPECT_EQ(to_json_text(input),
            R"({"filter":{"name":"n"},"parts":[{"name":"p","size":null}],"colour":"BLUE","total":5000000000,)"
            R"("paint":"RED","at":"2024-01-15T10:30:00Z","spare":[{"name":"s","size":2}],)"
            R"("since":"2024-01-01T00:00:00Z","page":1})");
  input = {};
  input.total = null;
  input.paint = null;
  input.at = null;
  input.spare = null;
  EXPECT_EQ(to_json_text(input), R"({"total":null,"paint":null,"at":null,"spare":null,"page":1})");

  // What a list gave, and a topic that this version does not know.
  const CreateWebhookInput webhook{
      .allo_number = "+1", .url = "u", .topics = {WebhookTopic::Ping, OpenEnum<WebhookTopic>::parse("fax.received")}};
  EXPECT_EQ(to_json_text(webhook), R"({"allo_number":"+1","enabled":true,"url":"u","topics":["PING","fax.received"]})");
}

}  // namespace
}  // namespace allo::test
