// How is text written in JSON?
#pragma once

#include <string>
#include <string_view>

namespace psoas {

/// Text between double quotes, with what JSON wants escaped [RFC 8259]. Bytes of UTF-8 pass as they are.
std::string json_text(std::string_view text);

/// A number as JSON has it; null for NaN and infinities, which it has not.
std::string json_number(double value);

}  // namespace psoas
