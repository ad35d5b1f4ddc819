// See server.h.
#include "analysis/report/server.h"

#include <fmt/format.h>
#include <httplib.h>

#include <mutex>

#include "analysis/report/blocks.h"
#include "analysis/report/page.h"
#include "sim/core/input_error.h"

namespace psoas {

struct Viewer::Inside {
  const Results& results;
  std::mutex reading;  // the HDF5 library serves one thread at a time
  std::vector<CurveField> fields;
  Page page;
  httplib::Server server;
  int port = 0;
};

Viewer::Viewer(const Results& results, const Models& models, int port)
    : inside_(new Inside{results, {}, curve_fields(results), {}, {}, 0}) {
  Inside& in = *inside_;
  PageOptions options;
  options.served = true;
  in.page = make_page(results, models, options);
  in.port =
      port > 0 ? (in.server.bind_to_port("127.0.0.1", port) ? port : -1) : in.server.bind_to_any_port("127.0.0.1");
  if (in.port <= 0)
    throw FileError(port > 0 ? fmt::format("port {} is taken; --port takes another, without it any free one", port)
                             : std::string("no free port on 127.0.0.1"));

  constexpr const char* bytes = "application/octet-stream";
  in.server.set_pre_routing_handler([&in](const httplib::Request& request, httplib::Response& response) {
    const std::string host = request.get_header_value("Host"), ours = fmt::format(":{}", in.port);
    response.set_header("X-Content-Type-Options", "nosniff");
    response.set_header("X-Frame-Options", "DENY");
    response.set_header("Cross-Origin-Resource-Policy", "same-origin");
    response.set_header("Cache-Control", "no-store");
    if (host == "127.0.0.1" + ours || host == "localhost" + ours) return httplib::Server::HandlerResponse::Unhandled;
    response.status = 403;
    return httplib::Server::HandlerResponse::Handled;
  });
  in.server.Get("/", [&in](const httplib::Request&, httplib::Response& response) {
    response.set_content(in.page.html, "text/html; charset=utf-8");
  });
  in.server.Get("/table", [&in](const httplib::Request&, httplib::Response& response) {
    response.set_content(in.page.table, bytes);
  });
  in.server.Get(R"(/scenario/(\d{1,9}))", [&in](const httplib::Request& request, httplib::Response& response) {
    const std::size_t scenario = std::stoul(request.matches[1]);
    if (scenario >= in.page.status.size() || in.page.status[scenario] != Status::converged || in.fields.empty()) {
      response.status = 404;
      return;
    }
    const std::lock_guard lock(in.reading);
    response.set_content(scenario_block(in.results, in.fields, scenario), bytes);
  });
}

Viewer::~Viewer() = default;
std::string Viewer::address() const { return fmt::format("http://127.0.0.1:{}/", inside_->port); }
void Viewer::run() { inside_->server.listen_after_bind(); }
void Viewer::stop() { inside_->server.stop(); }

}  // namespace psoas
