// Is this text an expression over keys, and if not, where does it go wrong?
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "models/table.h"
#include "scenarios/expression.h"

namespace psoas {
namespace {

using Operation = Expression::Operation;
using Node = Expression::Node;
using Type = Expression::Type;

/// What a part of the text is, while it is read.
struct Part {
  Type type;
  std::size_t at;            ///< first byte of the text
  std::size_t node = 0;      ///< of a number or truth
  const Key* key = nullptr;  ///< of a word that is a key
  std::string word = {};     ///< of a word that stands between quotes
};

struct Function {
  std::string_view name;
  Operation operation;
  int arguments;
};
constexpr std::array functions = {
    Function{"min", Operation::minimum, 2},     Function{"max", Operation::maximum, 2},
    Function{"abs", Operation::absolute, 1},    Function{"sqrt", Operation::square_root, 1},
    Function{"exp", Operation::exponential, 1}, Function{"log", Operation::logarithm, 1},
    Function{"if", Operation::choose, 3},
};

std::string name_of(Type type) {
  return type == Type::number ? "a number" : type == Type::word ? "a word" : "a condition";
}

/// Recursive descent: one function for each way of binding, the loosest first.
class Parser {
 public:
  Parser(const std::string& text, const Catalogue& catalogue, std::vector<Node>& nodes)
      : text_(text), catalogue_(catalogue), nodes_(nodes) {}

  Part whole() {
    Part part = any();
    if (!at_end()) fail(at_, fmt::format("'{}' is not expected here", token()));
    return part;
  }

 private:
  [[noreturn]] static void fail(std::size_t at, std::string message) { throw ExpressionError{at, std::move(message)}; }

  // ---- Letters and words
  void skip_space() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
  }
  bool at_end() { return skip_space(), at_ == text_.size(); }
  static bool in_name(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; }
  /// The next name, number or sign, for a message.
  std::string token() {
    skip_space();
    std::size_t end = at_;
    while (end < text_.size() && in_name(text_[end])) ++end;
    if (end == at_) ++end;
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xC0) == 0x80) ++end;  // a whole character
    return text_.substr(at_, end - at_);
  }
  bool take(std::string_view sign) {
    skip_space();
    if (text_.compare(at_, sign.size(), sign) != 0) return false;
    const bool is_name = std::isalpha(static_cast<unsigned char>(sign.front()));
    if (is_name && at_ + sign.size() < text_.size() && in_name(text_[at_ + sign.size()])) return false;
    at_ += sign.size();
    return true;
  }

  // ---- Nodes
  Part made(Type type, std::size_t at, Node node) {
    nodes_.push_back(std::move(node));
    return {type, at, nodes_.size() - 1};
  }
  static void need(const Part& part, Type type) {
    if (part.type != type)
      fail(part.at, fmt::format("{} is needed here, this is {}", name_of(type), name_of(part.type)));
  }
  Part join(Operation operation, Type of, Type gives, const Part& left, const Part& right) {
    need(left, of);
    need(right, of);
    return made(gives, left.at, {operation, left.node, right.node});
  }

  // ---- Grammar, the loosest binding first
  Part any() {
    if (++depth_ > 100) fail(at_, "too many parentheses");
    Part left = both();
    while (take("or") || take("||")) left = join(Operation::logical_or, Type::truth, Type::truth, left, both());
    --depth_;
    return left;
  }
  Part both() {
    Part left = negated();
    while (take("and") || take("&&")) left = join(Operation::logical_and, Type::truth, Type::truth, left, negated());
    return left;
  }
  Part negated() {
    skip_space();
    const std::size_t at = at_;
    int count = 0;
    while (take("not")) ++count;
    Part part = comparison();
    if (count == 0) return part;
    need(part, Type::truth);
    return count % 2 == 0 ? part : made(Type::truth, at, {Operation::logical_not, part.node});
  }
  Part comparison() {
    Part left = sum();
    const std::optional<std::string_view> sign = comparison_sign();
    if (!sign) return left;
    Part result = compared(left, *sign, sum());
    skip_space();
    const std::size_t at = at_;
    if (comparison_sign()) fail(at, "one comparison at a time: join two with `and`");
    return result;
  }
  std::optional<std::string_view> comparison_sign() {
    for (std::string_view sign : {"==", "!=", "<=", ">=", "<", ">"})
      if (take(sign)) return sign;
    skip_space();
    if (at_ < text_.size() && text_[at_] == '=') fail(at_, "a comparison for equality is written ==");
    return {};
  }
  Part compared(const Part& left, std::string_view sign, const Part& right) {
    if (left.type == Type::truth || right.type == Type::truth)
      fail(left.type == Type::truth ? left.at : right.at, "a condition cannot be compared; use `and`, `or`, `not`");
    if (left.type != right.type)
      fail(right.at, fmt::format("{} cannot be compared with {}", name_of(left.type), name_of(right.type)));
    if (left.type == Type::word) return words_compared(left, sign, right);
    const auto is = [&](Operation operation, const Part& a, const Part& b) {
      return made(Type::truth, left.at, {operation, a.node, b.node});
    };
    if (sign == "<") return is(Operation::less, left, right);
    if (sign == "<=") return is(Operation::less_or_equal, left, right);
    if (sign == ">") return is(Operation::less, right, left);
    if (sign == ">=") return is(Operation::less_or_equal, right, left);
    const Part equal = is(Operation::equal, left, right);
    return sign == "==" ? equal : made(Type::truth, left.at, {Operation::logical_not, equal.node});
  }
  Part words_compared(const Part& left, std::string_view sign, const Part& right) {
    if (sign != "==" && sign != "!=") fail(left.at, fmt::format("words have no order: '{}' needs numbers", sign));
    if (!left.key && !right.key) fail(left.at, "one side of a comparison must be a key");
    const Part &key = left.key ? left : right, &other = left.key ? right : left;
    if (!other.key) {
      const std::vector<std::string> known = choices(*key.key, catalogue_);
      if (std::find(known.begin(), known.end(), other.word) == known.end()) {
        const std::string near = nearest(other.word, known);
        fail(other.at, fmt::format("unknown {} '{}'; {}", key.key->name, other.word,
                                   near.empty() ? fmt::format("known: {}", fmt::join(known, ", "))
                                                : fmt::format("did you mean '{}'?", near)));
      }
    }
    Node node{Operation::word_equal};
    node.key = key.key;
    node.other = other.key;
    node.word = other.word;
    const Part equal = made(Type::truth, left.at, node);
    return sign == "==" ? equal : made(Type::truth, left.at, {Operation::logical_not, equal.node});
  }
  Part sum() {
    Part left = product();
    while (true) {
      if (take("+"))
        left = join(Operation::add, Type::number, Type::number, left, product());
      else if (take("-"))
        left = join(Operation::subtract, Type::number, Type::number, left, product());
      else
        return left;
    }
  }
  Part product() {
    Part left = factor();
    while (true) {
      if (take("*"))
        left = join(Operation::multiply, Type::number, Type::number, left, factor());
      else if (take("/"))
        left = join(Operation::divide, Type::number, Type::number, left, factor());
      else
        return left;
    }
  }
  Part factor() {
    skip_space();
    const std::size_t at = at_;
    bool minus = false;
    while (take("-")) minus = !minus;
    const Part part = primary();
    if (!minus) return part;
    need(part, Type::number);
    return made(Type::number, at, {Operation::negate, part.node});
  }
  Part primary() {
    if (at_end()) fail(at_, "a key or a number is missing at the end");
    const std::size_t at = at_;
    const char c = text_[at_];
    if (take("(")) {
      Part part = any();
      if (!take(")")) fail(at_end() ? at : at_, at_end() ? "this parenthesis is never closed" : "a ) is missing");
      return part;
    }
    if (c == '\'' || c == '"') return quoted(c);
    if (std::isdigit(static_cast<unsigned char>(c)) || c == '.') return literal();
    if (std::isalpha(static_cast<unsigned char>(c)) || c == '_') return name();
    fail(at, fmt::format("a key or a number is needed before '{}'", token()));
  }
  Part quoted(char quote) {
    const std::size_t at = at_, end = text_.find(quote, at_ + 1);
    if (end == std::string::npos) fail(at, "this quote is never closed");
    Part part{Type::word, at};
    part.word = text_.substr(at + 1, end - at - 1);
    at_ = end + 1;
    return part;
  }
  Part literal() {
    Node node{Operation::literal};
    const char* begin = text_.data() + at_;
    const auto [stop, error] = std::from_chars(begin, text_.data() + text_.size(), node.number);
    if (error != std::errc() || (stop != text_.data() + text_.size() && in_name(*stop)))
      fail(at_, fmt::format("'{}' is not a number; keys are in the unit of their name", token()));
    const std::size_t at = at_;
    at_ += static_cast<std::size_t>(stop - begin);
    return made(Type::number, at, node);
  }
  Part name() {
    const std::size_t at = at_;
    const std::string word = token();
    at_ += word.size();
    for (const Function& function : functions)
      if (word == function.name && take("(")) return call(function, at);
    const Key* key = find_key(word);
    if (key && key->name != word) fail(at, fmt::format("{} needs its unit here: write {}", word, key->name));
    if (!key) unknown(at, word);
    if (key->is_text()) {
      Part part{Type::word, at};
      part.key = key;
      return part;
    }
    Node node{Operation::key};
    node.key = key;
    return made(Type::number, at, node);
  }
  Part call(const Function& function, std::size_t at) {
    std::array<std::size_t, 3> nodes{};
    for (int i = 0; i < function.arguments; ++i) {
      if (i > 0 && !take(",")) fail(at, fmt::format("{} takes {} values", function.name, function.arguments));
      const Part part = any();
      need(part, function.operation == Operation::choose && i == 0 ? Type::truth : Type::number);
      nodes[static_cast<std::size_t>(i)] = part.node;
    }
    if (!take(")"))
      fail(at_, fmt::format("a ) is needed here: {} takes {} value{}", function.name, function.arguments,
                            function.arguments == 1 ? "" : "s"));
    return made(Type::number, at, {function.operation, nodes[0], nodes[1], nodes[2]});
  }
  [[noreturn]] void unknown(std::size_t at, const std::string& word) {
    std::vector<std::string> known;
    for (const Key& key : psoas::keys()) known.emplace_back(key.name);
    for (const Function& function : functions) known.emplace_back(function.name);
    const std::string near = nearest(word, known);
    if (!near.empty()) fail(at, fmt::format("unknown key '{}'; did you mean '{}'?", word, near));
    for (const Key& key : psoas::keys()) {
      const std::vector<std::string> words = key.is_text() ? choices(key, catalogue_) : std::vector<std::string>{};
      if (std::find(words.begin(), words.end(), word) != words.end())
        fail(at, fmt::format("unknown key '{}'; a word stands between quotes: '{}'", word, word));
    }
    fail(at, fmt::format("unknown key '{}'; `psoas keys` lists them", word));
  }

  const std::string& text_;
  const Catalogue& catalogue_;
  std::vector<Node>& nodes_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Expression Expression::parse(const std::string& text, Type type, const Catalogue& catalogue) {
  Expression expression;
  expression.text_ = text;
  const Part part = Parser(text, catalogue, expression.nodes_).whole();
  if (part.type != type)
    throw ExpressionError{part.at, fmt::format("{} is needed, this is {}", name_of(type), name_of(part.type))};
  expression.root_ = part.node;
  return expression;
}

}  // namespace psoas
