// What is the value of an expression in a scenario?
#include "scenarios/expression.h"

#include <algorithm>
#include <cmath>

#include "sim/core/check.h"

namespace psoas {

std::vector<const Key*> Expression::keys() const {
  std::vector<const Key*> list;
  for (const Node& node : nodes_)
    for (const Key* key : {node.key, node.other})
      if (key && std::find(list.begin(), list.end(), key) == list.end()) list.push_back(key);
  return list;
}

double Expression::evaluate(std::size_t at, const Scenario& scenario) const {
  const Node& node = nodes_[at];
  const auto a = [&] { return evaluate(node.a, scenario); };
  const auto b = [&] { return evaluate(node.b, scenario); };
  const auto word_of = [&](const Key* key) { return std::get<std::string>(value_of(*key, scenario)); };
  switch (node.operation) {
    case Operation::literal:
      return node.number;
    case Operation::key:
      return std::get<double>(value_of(*node.key, scenario));
    case Operation::word_equal:
      return word_of(node.key) == (node.other ? word_of(node.other) : node.word);
    case Operation::negate:
      return -a();
    case Operation::add:
      return a() + b();
    case Operation::subtract:
      return a() - b();
    case Operation::multiply:
      return a() * b();
    case Operation::divide:
      return a() / b();
    case Operation::minimum:
      return std::min(a(), b());
    case Operation::maximum:
      return std::max(a(), b());
    case Operation::absolute:
      return std::abs(a());
    case Operation::square_root:
      return std::sqrt(a());
    case Operation::exponential:
      return std::exp(a());
    case Operation::logarithm:
      return std::log(a());
    case Operation::choose:
      return a() != 0.0 ? b() : evaluate(node.c, scenario);
    case Operation::equal:
      return a() == b();
    case Operation::less:
      return a() < b();
    case Operation::less_or_equal:
      return a() <= b();
    case Operation::logical_and:
      return a() != 0.0 && b() != 0.0;
    case Operation::logical_or:
      return a() != 0.0 || b() != 0.0;
    case Operation::logical_not:
      return a() == 0.0;
  }
  CHECK(false);
  return 0.0;
}

}  // namespace psoas
