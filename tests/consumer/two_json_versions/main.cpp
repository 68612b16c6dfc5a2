#include <cstdio>
#include <string>

std::string name_by_one(const std::string& text);
std::string name_by_two(const std::string& text);

int main() {
  const std::string text = R"({"id":"ct_1","name":"Jean","numbers":["+33612345678"]})";
  const std::string one = name_by_one(text);
  const std::string two = name_by_two(text);
  std::printf("%s, %s\n", one.c_str(), two.c_str());
  return one.rfind("Jean ", 0) == 0 && two.rfind("Jean ", 0) == 0 && one != two ? 0 : 1;
}
