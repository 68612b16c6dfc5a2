#ifndef ALLO_SRC_RECORDINGS_NEW_FILE_HPP
#define ALLO_SRC_RECORDINGS_NEW_FILE_HPP

#include <allo/version.hpp>

#include <filesystem>
#include <string_view>

ALLO_NAMESPACE_BEGIN
namespace detail {

/// A file on its way: new, beside the one that it will replace, for its owner's eyes alone. Gone again unless it was
/// kept. Its members throw FileException.
class NewFile {
 public:
  /// Makes it. `target` must be a file or not be there.
  /// @throws InvalidArgumentException for an empty path
  explicit NewFile(const std::filesystem::path& target);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void write(std::string_view part);
  /// Drops what was written.
  void restart();
  /// Brings it to the disk and puts it in the place of the target, which it replaces; a link itself, not where it
  /// leads.
  void keep();

 private:
  [[noreturn]] void fail(int error) const;
  void open();
  void close() noexcept;

  std::filesystem::path target_;
  std::filesystem::path path_;
  int file_ = -1;
  bool is_there_ = false;
};

}  // namespace detail
ALLO_NAMESPACE_END

#endif
