#include "padchest_gr/boxes.h"

#include <catch2/catch.hpp>

using namespace padchestd;
using padchest_gr::parse_boxes;

namespace {

std::string json_of(std::string_view text) {
    padchest::NumberReader numbers(false);
    const auto boxes = parse_boxes(text, numbers);
    return boxes ? std::to_string(boxes->count) + " " + boxes->json : "none";
}

} // namespace

TEST_CASE("boxes have one text, however they were written") {
    CHECK(json_of("[]") == "0 []");
    CHECK(json_of("[[0.1, 0.2, 0.35, 0.4]]") == "1 [[0.1,0.2,0.35,0.4]]");
    CHECK(json_of(" [ (0.10,.20,3.5e-1,0.400) , [0,0,1,1.0] ] ") == "2 [[0.1,0.2,0.35,0.4],[0,0,1,1]]");
    CHECK(json_of("([0, 0, 1, 1],)") == "1 [[0,0,1,1]]");
}

TEST_CASE("what is no list of boxes within an image is none") {
    for (const char* const text :
         {"", "[", "[[]]", "[[0.1, 0.2, 0.3]]", "[[0.1, 0.2, 0.3, 0.4, 0.5]]", "[[0.1, 0.2, 0.3, 1.4]]",
          "[[-0.1, 0.2, 0.3, 0.4]]", "[[0.3, 0.2, 0.3, 0.4]]", "[[0.1, 0.4, 0.3, 0.2]]",
          "[[0.1, 0.2, 0.3, nan]]", "[[0.1, 0.2, 0.3, 0.4] [0.1, 0.2, 0.3, 0.4]]", "[[0.1, 0.2, 0.3, 0.4]",
          "[[0.1, 0.2, 0.3, 0.4]] x", "[[0.1, 0.2, 0.3, 0.4)]", "0.1, 0.2, 0.3, 0.4"}) {
        INFO(text);
        CHECK(json_of(text) == "none");
    }
    std::string many = "[[0,0,1,1]";
    for (std::size_t i = 1; i < padchest_gr::kMostBoxes; ++i) many += ",[0,0,1,1]";
    CHECK(json_of(many + "]").starts_with("256 "));
    CHECK(json_of(many + ",[0,0,1,1]]") == "none");
}
