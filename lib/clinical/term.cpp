#include "clinical/term.h"

#include "util/hash.h"

namespace padchestd::clinical {

namespace {

constexpr std::size_t kMaxCodeBytes = 120;
constexpr std::size_t kHashDigits = 16;

std::string short_hash(std::string_view text) {
    return util::hex(util::content_hash(text)).substr(0, kHashDigits);
}

// What of the term stays: letters (ASCII's in lower case), digits and other alphabets, one `-` between two
// runs of them.
std::string slug(std::string_view term) {
    std::string text;
    bool gap = false;
    for (char c : term) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        const bool stays =
            (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
        if (stays && gap && !text.empty()) text += '-';
        if (stays) text += c;
        gap = !stays;
    }
    return text;
}

// The longest prefix of at most `bytes` that cuts no UTF-8 character in two (its later bytes, three at most,
// are 10xxxxxx) and does not end in the sign between two runs.
std::string_view cut(std::string_view text, std::size_t bytes) {
    for (int i = 0; i < 3 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80; ++i) --bytes;
    text = text.substr(0, bytes);
    return text.back() == '-' ? text.substr(0, bytes - 1) : text;
}

} // namespace

std::string_view name(Kind kind) {
    switch (kind) {
    case Kind::finding:
        return "finding";
    case Kind::differential:
        return "differential";
    case Kind::quality:
        return "quality";
    case Kind::normal:
        return "normal";
    }
    return "unknown"; // no value of the enumeration
}

std::string code_of(std::string_view term) {
    std::string code = slug(term);
    if (code.empty()) return "label-" + short_hash(term);
    if (code.size() <= kMaxCodeBytes) return code;
    const std::string hash = short_hash(code);
    return std::string(cut(code, kMaxCodeBytes - kHashDigits - 1)) + '-' + hash;
}

} // namespace padchestd::clinical
