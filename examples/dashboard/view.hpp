#ifndef EXAMPLE_DASHBOARD_VIEW_HPP
#define EXAMPLE_DASHBOARD_VIEW_HPP

#include "dashboard/dashboard.hpp"
#include "dashboard/terminal.hpp"

namespace example {

/// Draws a Dashboard onto a terminal of any size, a tiny one included.
class View {
 public:
  View(const Dashboard& dashboard, Terminal& terminal) : dashboard_(dashboard), terminal_(terminal) {}

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
};

}  // namespace example

#endif
