#ifndef EXAMPLE_DASHBOARD_VIEW_HPP
#define EXAMPLE_DASHBOARD_VIEW_HPP

#include "dashboard/dashboard.hpp"
#include "dashboard/terminal.hpp"

#include <string>
#include <utility>

namespace example {

/// Draws a Dashboard onto a terminal of any size, a tiny one included.
class View {
 public:
  /// @param account  What the screen calls the account, for a real one and a sandbox look the same otherwise.
  View(const Dashboard& dashboard, Terminal& terminal, std::string account)
      : dashboard_(dashboard), terminal_(terminal), account_(std::move(account)) {}

  /// False for a terminal that is too small to show what a key would do.
  bool fits() const;

  void draw();

 private:
  void draw_title();
  /// What could not be loaded, a line each, from `bottom` upwards; returns the row above.
  int draw_errors(int bottom);
  void draw_contacts(int top, int bottom, int width);
  void draw_conversation(int top, int bottom, int column, int width);
  void draw_message(int row);
  void draw_status(int row);
  void draw_keys(int row);

  const Dashboard& dashboard_;
  Terminal& terminal_;
  std::string account_;
};

}  // namespace example

#endif
