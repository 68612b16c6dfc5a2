#ifndef ALLO_SRC_TESTING_MODEL_COLLECTION_HPP
#define ALLO_SRC_TESTING_MODEL_COLLECTION_HPP

#include "testing/model/json.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

ALLO_NAMESPACE_BEGIN
namespace testing::detail {

/// @{
/// What a thing is known by.
inline const std::string& id_of(const Json& document) { return document.at("id").get_ref<const std::string&>(); }
template <class T>
const std::string& id_of(const T& thing) {
  return thing.id;
}
/// @}

/// The things of one kind, in order: found by id, listed, changed and removed. Of more than `most` the oldest go. A
/// value: a snapshot is a copy.
template <class T>
class Collection {
 public:
  using iterator = typename std::deque<T>::iterator;
  using const_iterator = typename std::deque<T>::const_iterator;

  T& add(T thing) {
    make_room();
    return insert(things_.end(), std::move(thing));
  }
  /// Keeps the order of `before`; of equals the new one comes last.
  template <class Before>
  T& add_in_order(T thing, Before before) {
    make_room();
    const auto place = std::upper_bound(things_.begin(), things_.end(), thing, before);
    return insert(place, std::move(thing));
  }

  /// What goes when the next thing is added; none while there is room.
  const T* next_to_go() const { return things_.size() < most ? nullptr : &things_.front(); }

  /// None where it is unknown.
  const T* find(const std::string& id) const {
    const auto found = index_.find(id);
    return found == index_.end() ? nullptr : &things_[found->second - first_];
  }
  T* find(const std::string& id) { return const_cast<T*>(std::as_const(*this).find(id)); }

  /// False where it is unknown.
  bool remove(const std::string& id) {
    const auto found = index_.find(id);
    if (found == index_.end()) return false;
    things_.erase(things_.begin() + static_cast<std::ptrdiff_t>(found->second - first_));
    number();
    return true;
  }

  /// Those that match, in order; `newest_first` the other way round.
  template <class Matches>
  std::vector<const T*> list(Matches matches, bool newest_first = false) const {
    std::vector<const T*> out;
    for (const T& thing : things_) {
      if (matches(thing)) out.push_back(&thing);
    }
    if (newest_first) std::reverse(out.begin(), out.end());
    return out;
  }
  std::vector<const T*> list() const {
    return list([](const T&) { return true; });
  }

  std::size_t size() const { return things_.size(); }
  bool empty() const { return things_.empty(); }
  const T& back() const { return things_.back(); }
  const_iterator begin() const { return things_.begin(); }
  const_iterator end() const { return things_.end(); }
  iterator begin() { return things_.begin(); }
  iterator end() { return things_.end(); }

 private:
  static constexpr std::size_t most = 10'000;

  T& insert(iterator place, T thing) {
    const bool last = place == things_.end();
    const std::ptrdiff_t at = place - things_.begin();
    things_.insert(place, std::move(thing));
    if (last) {
      index_[id_of(things_.back())] = first_ + things_.size() - 1;
    } else {
      number();
    }
    return things_[static_cast<std::size_t>(at)];
  }
  void make_room() {
    if (next_to_go() == nullptr) return;
    index_.erase(id_of(things_.front()));
    things_.pop_front();
    ++first_;
  }
  void number() {
    index_.clear();
    for (std::size_t i = 0; i < things_.size(); ++i) index_[id_of(things_[i])] = first_ + i;
  }

  std::deque<T> things_{};
  std::unordered_map<std::string, std::size_t> index_{};
  std::size_t first_ = 0;  ///< The number of the first thing in the index; grows as the oldest go.
};

}  // namespace testing::detail
ALLO_NAMESPACE_END

#endif
