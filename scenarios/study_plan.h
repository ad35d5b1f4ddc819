// How does a study become a sweep? Its plan, its parameters as columns of the results, and where it came from.
#pragma once

#include "scenarios/provenance.h"
#include "scenarios/study.h"
#include "scenarios/sweep.h"

namespace psoas {

/// Every key as a parameter; those that the study varies become coordinates, in the order of the study.
std::vector<Parameter> parameters_of(const Study& study);
/// The value of each key in a scenario, in the order of parameters_of().
std::vector<Value> values_of(const std::vector<Parameter>& parameters, const Scenario& scenario);

/// The first `limit` scenarios of a study, or all when 0. Keeps a reference to the study.
SweepPlan plan_of(const Study& study, std::size_t limit = 0);

/// How the scenarios of a study belong together, as attributes of its results: the design, its factors in order, its
/// samples, and in words what scenario i of a sample is. Enough to compute sensitivity indices without the study.
std::vector<Attribute> design_attributes(const Study& study);

Origin origin_of(const Study& study, const Models& models, const std::string& command);

}  // namespace psoas
