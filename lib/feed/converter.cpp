#include "feed/converter.h"

#include <iconv.h>

#include <cerrno>
#include <system_error>

namespace padchestd::feed {

namespace {

const char* name_of(Charset charset) {
    switch (charset) {
    case Charset::utf16_le:
        return "UTF-16LE";
    case Charset::utf16_be:
        return "UTF-16BE";
    case Charset::latin1:
        break;
    }
    return "ISO-8859-1";
}

} // namespace

Converter::Converter(Charset charset)
    : charset_(charset)
    , descriptor_(::iconv_open("UTF-8", name_of(charset))) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX has the error so
    if (descriptor_ == reinterpret_cast<void*>(-1))
        throw std::system_error(errno, std::generic_category(), "iconv_open");
}

Converter::~Converter() {
    ::iconv_close(descriptor_);
}

Converter::Step Converter::step(std::string_view input, char* to, std::size_t room) {
    char* from = const_cast<char*>(input.data()); // iconv only reads it
    std::size_t left = input.size();
    std::size_t free = room;
    const std::size_t result = ::iconv(descriptor_, &from, &left, &to, &free);
    const bool is_no_character = result == static_cast<std::size_t>(-1) && errno == EILSEQ;
    if (is_no_character && left == input.size() && free > 0) {
        *to = '\xFF';
        const std::size_t unit = charset_ == Charset::latin1 ? 1 : 2;
        return {unit, 1};
    }
    return {input.size() - left, room - free};
}

} // namespace padchestd::feed
