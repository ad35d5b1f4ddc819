// What does `skip = "surface.kind == 'sand' and gait.speed_m_s > 4"` mean? Comparisons and arithmetic over keys.
//
//   condition  = condition "or" condition | condition "and" condition | "not" condition | ( condition ) | comparison
//   comparison = value ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) value
//   value      = number | key | 'word' | value ( + | - | * | / ) value | - value | ( value ) | function ( value, ... )
//   function   = min | max | abs | sqrt | exp | log | if ( condition, value, value )
//
// A key stands for its resolved value in the unit of its name, whether the study sets it, varies it or leaves it at its
// default. `not` binds closest, then `and`, then `or`; * and / before + and -.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenarios/keys.h"

namespace psoas {

/// What is wrong with the text of an expression, and at which byte of it.
struct ExpressionError {
  std::size_t at;
  std::string message;
};

class Expression {
 public:
  enum class Type { number, word, truth };

  /// @throws ExpressionError for anything that is not an expression of this type: unknown keys and words with the
  /// nearest name, comparisons between numbers and words, missing operators and parentheses
  static Expression parse(const std::string& text, Type type, const Catalogue& catalogue);

  /// Its value in a scenario, in the unit of nothing but the numbers themselves. May be infinite or NaN.
  double number(const Scenario& scenario) const { return evaluate(root_, scenario); }
  bool truth(const Scenario& scenario) const { return evaluate(root_, scenario) != 0.0; }

  const std::string& text() const { return text_; }
  std::vector<const Key*> keys() const;  ///< those that it reads, each once

  /// How a node is computed from those at a, b and c.
  enum class Operation {
    literal,
    key,
    word_equal,
    negate,
    add,
    subtract,
    multiply,
    divide,
    minimum,
    maximum,
    absolute,
    square_root,
    exponential,
    logarithm,
    choose,
    equal,
    less,
    less_or_equal,
    logical_and,
    logical_or,
    logical_not  // clang-format off
  };  // clang-format on
  struct Node {
    Operation operation;
    std::size_t a = 0, b = 0, c = 0;  ///< indices of other nodes
    double number = 0.0;              ///< of a literal
    const Key* key = nullptr;         ///< of a key, or the left side of word_equal
    const Key* other = nullptr;       ///< the right side of word_equal when it is a key
    std::string word = {};            ///< the right side of word_equal when it is not
  };

 private:
  double evaluate(std::size_t node, const Scenario& scenario) const;

  std::string text_;
  std::vector<Node> nodes_;
  std::size_t root_ = 0;
};

}  // namespace psoas
