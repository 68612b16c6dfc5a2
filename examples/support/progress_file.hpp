#ifndef EXAMPLE_SUPPORT_PROGRESS_FILE_HPP
#define EXAMPLE_SUPPORT_PROGRESS_FILE_HPP

#include <map>
#include <string>

namespace example {

/// What a program has done so far, one line a step, so that it can be killed at any moment and run again. A step that
/// must not happen twice is announced first: `begin` before it, `done` behind it, or `take_back` where it certainly did
/// not happen. A step that was begun and not done may have happened. Belongs to one thread; two processes must not
/// share a file.
class ProgressFile {
 public:
  /// Reads the file, which need not be there yet. A last line that was cut counts as not written.
  /// @throws std::system_error when it cannot be read or written
  explicit ProgressFile(const std::string& name);

  enum class State { New, Begun, Done };
  State state(const std::string& step) const;

  /// Each is on the disk when it returns.
  void begin(const std::string& step) { write('?', step); }
  void done(const std::string& step) { write('+', step); }
  void take_back(const std::string& step) { write('-', step); }

 private:
  void write(char mark, const std::string& step);

  int file_ = -1;
  std::map<std::string, State> steps_{};

 public:
  ProgressFile(const ProgressFile&) = delete;
  ProgressFile& operator=(const ProgressFile&) = delete;
  ~ProgressFile();
};

}  // namespace example

#endif
