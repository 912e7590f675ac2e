#pragma once
// Records as a fold takes them, of a few made-up words.

#include "store/study_fold.h"

#include <cstdint>
#include <string_view>

namespace padchestd::tests {

inline const clinical::CodeSet kNoCodes;

inline clinical::PatientDraw one_patient() {
    return {util::Secret{},
            {{"P000001", clinical::Date{std::chrono::year{1950}, std::chrono::May, std::chrono::day{1}}}}};
}

inline clinical::StudyRecord record(std::int64_t offset, std::string_view study, std::string_view image,
                                    std::string_view content, std::string_view report_id = "7") {
    clinical::StudyRecord one;
    one.position = {1, offset};
    one.length = 100;
    one.encounter = {study,     {std::chrono::year{2014}, std::chrono::May, std::chrono::day{2}},
                     false,     &kNoCodes,
                     &kNoCodes, util::content_hash(content)};
    one.procedure.procedure_id = image;
    one.procedure.content_hash = util::content_hash(image);
    one.report = clinical::Report{report_id, content, std::nullopt, util::content_hash(content)};
    return one;
}

} // namespace padchestd::tests
