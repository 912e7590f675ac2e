#pragma once
// One made-up study: everything that its images share, and each image's record. Any study can be made alone
// from the seed and its number, again and again, so the feed keeps no study in memory between its images.

#include "simulator/device.h"
#include "simulator/identity.h"
#include "simulator/row.h"
#include "synthetic/choice.h"

#include <chrono>
#include <cstdint>
#include <vector>

namespace padchestd::simulator {

struct Study {
    std::uint64_t number = 0;
    Block block = Block::model;
    std::vector<Exposure> exposures; // one an image, in the order of the feed
    Row common;                      // the columns that are the same for all images
};

class StudyMaker {
  public:
    // Studies [0, studies) are of the feed, the first of them labelled by physicians, the others by the
    // model. Numbers from `studies` on can be made too (bad records are made of them): they are like the
    // model's, of other identity. `images_per_study`: the mean, 1 to 6; else std::invalid_argument.
    StudyMaker(std::uint64_t studies, double images_per_study, std::uint64_t seed);

    [[nodiscard]] Block block(std::uint64_t number) const;
    [[nodiscard]] std::uint64_t physician_studies() const { return physician_studies_; }
    [[nodiscard]] std::size_t images(std::uint64_t number) const; // at least one
    [[nodiscard]] Study make(std::uint64_t number) const;

    // The record of an image, but for its row number and its directory.
    [[nodiscard]] Row record(const Study& study, std::size_t image) const;

  private:
    [[nodiscard]] std::uint64_t report_source(std::uint64_t number) const;
    [[nodiscard]] std::chrono::year_month_day date(std::uint64_t number) const;
    [[nodiscard]] std::uint64_t patient(std::uint64_t number) const;
    [[nodiscard]] int birth_year(std::uint64_t patient) const;
    void fill_person(Row& row, std::uint64_t number) const;
    void fill_report(Row& row, std::uint64_t number) const;

    std::uint64_t studies_;
    std::uint64_t physician_studies_;
    std::uint64_t seed_;
    synthetic::Choice<std::size_t> image_counts_;
    Identity identity_;
};

} // namespace padchestd::simulator
