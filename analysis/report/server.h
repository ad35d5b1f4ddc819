// How does a page read a file too large to carry? A server on this machine alone hands out the page, the numbers of all
// scenarios, and the curves of one at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "models/models.h"
#include "scenarios/results/reader.h"

namespace psoas {

/// GET /            the page
/// GET /table       numbers of all scenarios (table_block)
/// GET /scenario/N  curves of scenario N (scenario_block)
/// Only requests that name this machine as their host are answered, so that no page of the internet can read the file
/// through a name of its own (DNS rebinding). Nothing can be written.
class Viewer {
 public:
  /// @param port  on 127.0.0.1; 0: any that is free
  /// @throws FileError when the port is taken, MissingTool without the page
  Viewer(const Results& results, const Models& models, int port);
  ~Viewer();
  std::string address() const;  ///< "http://127.0.0.1:43210/"
  void run();                   ///< until stop()
  void stop();                  ///< from any thread, or from a signal handler's thread

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace psoas
