#include "recordings/new_file.hpp"

#include "base/random.hpp"

#include <allo/errors.hpp>
#include <allo/recordings.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#if defined(_WIN32)
#include <io.h>
#else
#include <unistd.h>
#endif

#include <system_error>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>

ALLO_NAMESPACE_BEGIN
namespace detail {
namespace {

constexpr int closed = -1;

// What the systems call differently.
#if defined(_WIN32)
int open_new(const std::filesystem::path& path) noexcept {
  return ::_wopen(path.c_str(), _O_CREAT | _O_EXCL | _O_WRONLY | _O_BINARY | _O_NOINHERIT, _S_IREAD | _S_IWRITE);
}
std::ptrdiff_t write_some(int file, const char* data, std::size_t size) noexcept {
  constexpr std::size_t most = 1U << 20U;
  return ::_write(file, data, static_cast<unsigned>(std::min(size, most)));
}
bool empty_file(int file) noexcept { return ::_chsize_s(file, 0) == 0 && ::_lseeki64(file, 0, SEEK_SET) == 0; }
bool bring_to_disk(int file) noexcept { return ::_commit(file) == 0; }
bool close_file(int file) noexcept { return ::_close(file) == 0; }
#else
int open_new(const std::filesystem::path& path) noexcept {
  constexpr mode_t for_its_owner = S_IRUSR | S_IWUSR;
  return ::open(path.c_str(), O_CREAT | O_EXCL | O_NOFOLLOW | O_WRONLY | O_CLOEXEC, for_its_owner);
}
std::ptrdiff_t write_some(int file, const char* data, std::size_t size) noexcept { return ::write(file, data, size); }
bool empty_file(int file) noexcept { return ::ftruncate(file, 0) == 0 && ::lseek(file, 0, SEEK_SET) == 0; }
bool bring_to_disk(int file) noexcept {
  // Some file systems know no such thing.
  return ::fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP;
}
bool close_file(int file) noexcept { return ::close(file) == 0 || errno == EINTR; }
#endif

/// A name that says what it belongs to, within what a file system takes as a name.
std::filesystem::path name_beside(const std::filesystem::path& target) {
  constexpr std::size_t longest = 200;
  const auto name = target.filename().native();
  std::filesystem::path path = target.parent_path() / name.substr(0, std::min(name.size(), longest));
  path += "." + random_key().substr(0, 16) + ".part";
  return path;
}

}  // namespace

NewFile::NewFile(const std::filesystem::path& target) : target_(target) {
  if (target_.empty()) throw InvalidArgumentException("file is empty");
  std::error_code ignored;  // What cannot be looked at cannot be written either; open() says why.
  const auto status = std::filesystem::symlink_status(target_, ignored);
  if (status.type() == std::filesystem::file_type::directory || !target_.has_filename()) fail(EISDIR);
  if (std::filesystem::exists(status) && !std::filesystem::is_regular_file(status) &&
      !std::filesystem::is_symlink(status)) {
    fail(EEXIST);  // A device or the like, that nobody wants replaced.
  }
  open();
}

NewFile::~NewFile() {
  close();
  std::error_code ignored;
  if (is_there_) std::filesystem::remove(path_, ignored);
}

void NewFile::open() {
  constexpr int tries = 4;
  for (int attempt = 1; file_ == closed; ++attempt) {
    path_ = name_beside(target_);
    file_ = open_new(path_);
    if (file_ == closed && (errno != EEXIST || attempt == tries)) fail(errno);
  }
  is_there_ = true;
}

void NewFile::write(std::string_view part) {
  while (!part.empty()) {
    const std::ptrdiff_t written = write_some(file_, part.data(), part.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) fail(written == 0 ? ENOSPC : errno);
    part.remove_prefix(static_cast<std::size_t>(written));
  }
}

void NewFile::restart() {
  if (!empty_file(file_)) fail(errno);
}

void NewFile::keep() {
  if (!bring_to_disk(file_)) fail(errno);
  const bool is_closed = close_file(file_);  // A full disk may be told of only here.
  file_ = closed;
  if (!is_closed) fail(errno);
  std::error_code error;
  std::filesystem::rename(path_, target_, error);
  if (error) throw FileException(target_, error, DeliveryState::MaybeSent);
  is_there_ = false;
}

void NewFile::close() noexcept {
  if (file_ != closed) close_file(file_);
  file_ = closed;
}

void NewFile::fail(int error) const {
  throw FileException(target_, std::error_code{error, std::generic_category()},
                      is_there_ ? DeliveryState::MaybeSent : DeliveryState::NotSent);
}

}  // namespace detail

FileException::FileException(std::filesystem::path path, std::error_code code, DeliveryState delivery)
    : AlloException("cannot write " + path.string() + ": " + code.message(), delivery),
      path_(std::make_shared<const std::filesystem::path>(std::move(path))),
      code_(code) {}

FileException::~FileException() = default;

ALLO_NAMESPACE_END
