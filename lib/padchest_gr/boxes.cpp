#include "padchest_gr/boxes.h"

#include "util/trimmed.h"

#include <array>
#include <charconv>

namespace padchestd::padchest_gr {

namespace {

constexpr clinical::NumberRange kShares{0, 1};

// Goes through the text; every member is false where something else is there.
class BoxReader {
  public:
    BoxReader(std::string_view text, padchest::NumberReader& numbers)
        : rest_(text)
        , numbers_(numbers) {}

    bool read(BoxList& list) {
        char end = 0;
        if (!open(end)) return false;
        list.json += '[';
        while (!take(end)) {
            if (list.count > 0 && !take(',')) return false;
            if (list.count > 0 && take(end)) break; // a comma before the bracket
            if (list.count == kMostBoxes) return false;
            if (list.count++ > 0) list.json += ',';
            if (!read_box(list.json)) return false;
        }
        list.json += ']';
        return util::trimmed(rest_).empty();
    }

  private:
    bool take(char c) {
        rest_ = util::trimmed(rest_);
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }

    bool open(char& end) {
        end = ']';
        if (take('[')) return true;
        end = ')';
        return take('(');
    }

    bool read_box(std::string& json) {
        char end = 0;
        if (!open(end)) return false;
        std::array<double, 4> sides{};
        json += '[';
        for (std::size_t i = 0; i < sides.size(); ++i) {
            if (i > 0 && !take(',')) return false;
            if (i > 0) json += ',';
            if (!read_share(sides.at(i), json)) return false;
        }
        json += ']';
        return take(end) && sides[0] < sides[2] && sides[1] < sides[3];
    }

    bool read_share(double& share, std::string& json) {
        rest_ = util::trimmed(rest_);
        const std::string_view cell = rest_.substr(0, rest_.find_first_of(",])"));
        const auto number = numbers_(util::trimmed(cell), clinical::NumberForm::decimal, kShares);
        if (number.reason) return false;
        rest_.remove_prefix(cell.size());
        std::from_chars(number.text.data(), number.text.data() + number.text.size(), share);
        json += number.text;
        return true;
    }

    std::string_view rest_;
    padchest::NumberReader& numbers_;
};

} // namespace

std::optional<BoxList> parse_boxes(std::string_view text, padchest::NumberReader& numbers) {
    BoxList list;
    if (!BoxReader(text, numbers).read(list)) return std::nullopt;
    return list;
}

} // namespace padchestd::padchest_gr
