#include "simulator/simulated_study.h"

#include "simulator/annotation.h"
#include "simulator/quirks.h"
#include "simulator/report_text.h"
#include "synthetic/people.h"
#include "synthetic/stream.h"

#include <cmath>
#include <stdexcept>
#include <utility>

namespace padchestd::simulator {
namespace {

// Sub-sequences of a study.
enum Part : std::uint64_t { date_part, images_part, machine_part, twin_part, person_part };

std::vector<std::pair<std::size_t, double>> tilted(const std::vector<synthetic::Weighted>& counts,
                                                   double tilt) {
    std::vector<std::pair<std::size_t, double>> result;
    for (const auto& row : counts) {
        const int images = synthetic::leading_number(row.value);
        result.emplace_back(static_cast<std::size_t>(images), row.weight * std::pow(tilt, images));
    }
    return result;
}

double mean(const std::vector<std::pair<std::size_t, double>>& counts) {
    double sum = 0;
    double weight = 0;
    for (const auto& [images, count] : counts) {
        sum += static_cast<double>(images) * count;
        weight += count;
    }
    return sum / weight;
}

// The real feed's images per study, tilted (each count times t^images) until they have the mean that was
// asked for: of all distributions with that mean the one nearest to the real one.
synthetic::Choice<std::size_t> image_counts(double wanted) {
    if (!(wanted >= 1 && wanted <= 6)) throw std::invalid_argument("images per study: 1 to 6");
    const auto counts = synthetic::distribution("images per study");
    double low = 1e-9;
    double high = 100;
    for (int i = 0; i < 100; ++i) {
        const double middle = std::sqrt(low * high);
        (mean(tilted(counts, middle)) < wanted ? low : high) = middle;
    }
    return synthetic::Choice<std::size_t>(tilted(counts, low));
}

} // namespace

StudyMaker::StudyMaker(std::uint64_t studies, double images_per_study, std::uint64_t seed)
    : studies_(studies)
    , physician_studies_(static_cast<std::uint64_t>(
          std::llround(static_cast<double>(studies) * quirk::kPhysicianStudies / quirk::kStudies)))
    , seed_(seed)
    , image_counts_(image_counts(images_per_study))
    , identity_(studies, seed) {}

Block StudyMaker::block(std::uint64_t number) const {
    return number < physician_studies_ ? Block::physician : Block::model;
}

std::size_t StudyMaker::images(std::uint64_t number) const {
    auto random = synthetic::stream(seed_, synthetic::Stream::study, number, images_part);
    return image_counts_.draw(random);
}

// The study whose report this one has: itself, or for some of the model's block one of the physicians' (the
// same report under two StudyIDs). Each physicians' study has one candidate of the other block: i ↦ floor(i ·
// model / physicians), which is injective because the model's block is the larger one.
std::uint64_t StudyMaker::report_source(std::uint64_t number) const {
    const std::uint64_t model_studies = studies_ - physician_studies_;
    if (number < physician_studies_ || number >= studies_ || model_studies < physician_studies_)
        return number;
    const std::uint64_t place = number - physician_studies_;
    const auto candidate = static_cast<std::uint64_t>(
        (static_cast<util::Wide>(place) * physician_studies_ + model_studies - 1) / model_studies);
    const auto its_place = static_cast<std::uint64_t>(static_cast<util::Wide>(candidate) * model_studies /
                                                      std::max<std::uint64_t>(physician_studies_, 1));
    if (candidate >= physician_studies_ || its_place != place) return number;
    return synthetic::stream(seed_, synthetic::Stream::study, candidate, twin_part)
                   .chance(quirk::kReportShared)
               ? candidate
               : number;
}

std::chrono::year_month_day StudyMaker::date(std::uint64_t number) const {
    const std::uint64_t source = report_source(number);
    auto random = synthetic::stream(seed_, synthetic::Stream::study, source, date_part);
    return draw_study_date(block(source), random);
}

int StudyMaker::birth_year(std::uint64_t patient) const {
    auto random = synthetic::stream(seed_, synthetic::Stream::source_patient, patient);
    return static_cast<int>(date(patient).year()) - synthetic::draw_age(random);
}

// The source's patient is named by the number of a study of theirs: a new one, or that of an earlier study
// drawn at random, so that a few have many studies (Simon's process). A study before its patient's birth has
// a new patient.
std::uint64_t StudyMaker::patient(std::uint64_t number) const {
    auto random = synthetic::stream(seed_, synthetic::Stream::study, number, person_part);
    const std::uint64_t source = report_source(number);
    if (source != number && random.chance(quirk::kSharedSamePatient)) return patient(source);
    if (number == 0 || random.chance(quirk::kNewPatient)) return number;
    const std::uint64_t earlier = patient(random.below(number));
    return birth_year(earlier) <= static_cast<int>(date(number).year()) ? earlier : number;
}

void StudyMaker::fill_person(Row& row, std::uint64_t number) const {
    const std::uint64_t person = patient(number);
    auto random = synthetic::stream(seed_, synthetic::Stream::source_patient, person, 1);
    const int year = birth_year(person);
    const char sex = synthetic::people().sex.draw(random);
    row[Column::patient_id] = identity_.patient_id(person);
    row[Column::patient_birth] = random.chance(quirk::kBirthMissing) ? "" : std::to_string(year) + ".0";
    row[Column::patient_sex] = random.chance(quirk::kSexMissing) ? std::string("nan") : std::string(1, sex);
    const bool minor = static_cast<int>(date(number).year()) - year < 18;
    row[Column::pediatric] = minor && random.chance(quirk::kPediatric) ? "PED" : "No";
}

void StudyMaker::fill_report(Row& row, std::uint64_t number) const {
    const std::uint64_t source = report_source(number);
    auto random = synthetic::stream(seed_, synthetic::Stream::findings, source);
    std::vector<std::size_t> findings = Findings::built_in().draw(random);
    auto text_random = synthetic::stream(seed_, synthetic::Stream::report, source);
    auto sentences = draw_sentences(findings, block(source), text_random);
    row[Column::report_id] = identity_.report_id(source);
    row[Column::report] = report_text(sentences, block(source), date(source), text_random);

    auto own = synthetic::stream(seed_, synthetic::Stream::findings, number, 1);
    if (source != number) { // the model read the same report, and did not always find the same
        if (!own.chance(quirk::kSharedSameFindings)) findings = Findings::built_in().draw(own);
        sentences = draw_sentences(findings, Block::model, own);
    }
    if (block(number) == Block::model) {
        const double kind = own.fraction();
        if (kind < quirk::kLabelsMissing) {
            fill_missing_annotation(row, Block::model);
            if (own.chance(quirk::kReportMissingToo)) row[Column::report] = "nan";
            return;
        }
        if (kind < quirk::kLabelsMissing + quirk::kEmptyLabelOnly) sentences = unlabelled_sentences(own);
    }
    if (own.chance(quirk::kReportMissing)) row[Column::report] = "nan";
    fill_annotation(row, sentences, block(number), own);
}

Study StudyMaker::make(std::uint64_t number) const {
    Study study;
    study.number = number;
    study.block = block(number);
    auto random = synthetic::stream(seed_, synthetic::Stream::study, number, machine_part);
    study.exposures = draw_exposures(study.block, images(number), random);
    study.common[Column::study_id] = identity_.study_id(number, study.block);
    study.common[Column::study_date] = dicom_text(date(number));
    fill_person(study.common, number);
    fill_report(study.common, number);
    return study;
}

Row StudyMaker::record(const Study& study, std::size_t image) const {
    Row row = study.common;
    auto random = synthetic::stream(seed_, synthetic::Stream::image, study.number, image);
    row[Column::image_id] = identity_.image_id(row[Column::study_id], study.number, image, study.block);
    fill_device(row, study.exposures.at(image), random);
    const bool last_of_several = image > 0 && image + 1 == study.exposures.size();
    if (last_of_several && random.chance(quirk::kOtherPatient))
        row[Column::patient_id] = identity_.patient_id(studies_ + study.number); // nobody else's number
    return row;
}

} // namespace padchestd::simulator
