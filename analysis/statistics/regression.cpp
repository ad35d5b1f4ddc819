// How does an output follow its factors in a random sample? See regression.h.
#include "analysis/statistics/regression.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "sim/core/input_error.h"

namespace psoas {
namespace {

/// Centred columns of all terms, and whose they are.
struct Columns {
  Eigen::MatrixXd x;
  std::vector<Term> terms;
};

Columns columns_of(const std::vector<Factor>& factors, const std::vector<std::size_t>& solved, Of of) {
  std::vector<Eigen::VectorXd> all;
  Columns columns;
  const auto n = static_cast<Eigen::Index>(solved.size());
  for (std::size_t f = 0; f < factors.size(); ++f) {
    Eigen::VectorXd value(n);
    for (Eigen::Index i = 0; i < n; ++i) value[i] = factors[f].value[solved[static_cast<std::size_t>(i)]];
    if (!factors[f].is_words()) {
      columns.terms.push_back({f, "", {}, {}});
      all.push_back(of == Of::ranks ? ranks(value) : value);
      continue;
    }
    const std::set<double> there(value.begin(), value.end());
    for (auto word = there.begin(); word != there.end(); ++word) {
      if (word == there.begin()) continue;  // the word that others are compared with
      columns.terms.push_back({f, factors[f].words[static_cast<std::size_t>(*word)], {}, {}});
      all.push_back((value.array() == *word).cast<double>());
    }
  }
  columns.x.resize(n, static_cast<Eigen::Index>(all.size()));
  for (std::size_t c = 0; c < all.size(); ++c)
    columns.x.col(static_cast<Eigen::Index>(c)) = all[c].array() - all[c].mean();
  return columns;
}

}  // namespace

Eigen::VectorXd ranks(const Eigen::Ref<const Eigen::VectorXd>& values) {
  std::vector<Eigen::Index> order(static_cast<std::size_t>(values.size()));
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](Eigen::Index a, Eigen::Index b) { return values[a] < values[b]; });
  Eigen::VectorXd rank(values.size());
  for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
    while (to < order.size() && values[order[to]] == values[order[from]]) ++to;
    for (std::size_t i = from; i < to; ++i) rank[order[i]] = 0.5 * static_cast<double>(from + 1 + to);
  }
  return rank;
}

Regression regression(const std::vector<Factor>& factors, const std::vector<double>& output,
                      const std::vector<std::size_t>& solved, Of of, double confidence) {
  // 1. Output and columns, centred: the constant needs no column
  const auto n = static_cast<Eigen::Index>(solved.size());
  Eigen::VectorXd y(n);
  for (Eigen::Index i = 0; i < n; ++i) y[i] = output[solved[static_cast<std::size_t>(i)]];
  if (of == Of::ranks) y = ranks(y);
  y.array() -= y.mean();
  auto [x, terms] = columns_of(factors, solved, of);
  const double degrees = static_cast<double>(n - x.cols() - 1);
  if (degrees < 1)
    throw InputError(fmt::format("{} solved scenarios are too few for a regression with {} terms", n, x.cols()));
  // A factor that is the same throughout, or follows another exactly, has no slope of its own.
  const Eigen::VectorXd size = x.colwise().norm();
  if (n == 0 || x.cols() == 0 || y.norm() <= 1e-12 || size.minCoeff() <= 1e-12 * std::max(1.0, size.maxCoeff()))
    throw InputError("a regression needs an output and factors that vary among the solved scenarios");

  // 2. Slopes of scaled columns from the normal equations: few columns, well apart in a random design
  const Eigen::MatrixXd scaled = x * size.cwiseInverse().asDiagonal();
  const Eigen::MatrixXd gram = scaled.transpose() * scaled;
  const Eigen::LDLT<Eigen::MatrixXd> solver(gram);
  const Eigen::VectorXd towards = scaled.transpose() * y;
  const Eigen::VectorXd slope = solver.solve(towards);
  const Eigen::MatrixXd inverse = solver.solve(Eigen::MatrixXd::Identity(gram.rows(), gram.cols()));
  if (!(solver.vectorD().minCoeff() > 1e-10))
    throw InputError("one factor follows from the others in all solved scenarios: their slopes cannot be told apart");
  const double residual = (y - scaled * slope).squaredNorm(), whole = y.squaredNorm();
  Regression found;
  found.r2 = 1 - residual / whole;
  found.count = solved.size();

  // 3. How sure? And what is lost without each factor: its part of the explained sum of squares
  const double t = student_quantile(0.5 * (1 + confidence), degrees), deviation = y.norm();
  for (std::size_t c = 0; c < terms.size(); ++c) {
    const auto column = static_cast<Eigen::Index>(c);
    const double error = t * std::sqrt(residual / degrees * inverse(column, column));
    const auto with = [&](double factor) {
      return Estimated{slope[column] * factor, (slope[column] - error) * factor, (slope[column] + error) * factor};
    };
    terms[c].slope = with(1 / size[column]);
    if (terms[c].word.empty()) terms[c].standard = with(1 / deviation);
  }
  for (std::size_t f = 0; f < factors.size(); ++f) {
    std::vector<Eigen::Index> own;
    for (std::size_t c = 0; c < terms.size(); ++c)
      if (terms[c].factor == f) own.push_back(static_cast<Eigen::Index>(c));
    const Eigen::VectorXd b = slope(own);
    const Eigen::MatrixXd part = inverse(own, own);
    found.lost.push_back(own.empty() ? 0.0 : b.dot(part.ldlt().solve(b)) / whole);
  }
  found.terms = std::move(terms);
  return found;
}

}  // namespace psoas
