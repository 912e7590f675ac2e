#include "clinical/content_hashes.h"

#include <array>
#include <cstdint>

namespace padchestd::clinical {

// A field's length goes before its bytes, little-endian whatever the machine (a store may move to another
// one), so that no byte can move from one field to the next unseen. Length 0 is the missing value, 1 the
// empty text.
void ContentHasher::field(OptionalText value) {
    const auto length = static_cast<std::uint32_t>(value ? value->size() + 1 : 0);
    const std::array<char, 4> prefix{static_cast<char>(length), static_cast<char>(length >> 8U),
                                     static_cast<char>(length >> 16U), static_cast<char>(length >> 24U)};
    bytes_.append(prefix.data(), prefix.size());
    if (value) bytes_.append(*value);
}

// The end of a list is marked, or a code could move from one list to the next unseen.
void ContentHasher::list(const CodeSet& set) {
    for (const std::string& code : set.codes) field(code);
    field(std::nullopt);
}

util::ContentHash ContentHasher::digest() {
    const util::ContentHash hash = util::content_hash(bytes_);
    bytes_.clear();
    return hash;
}

util::ContentHash ContentHasher::operator()(const Encounter& encounter) {
    field(encounter.encounter_id);
    field(iso_text(encounter.date)); // ten characters: no allocation
    field(encounter.pediatric ? "1" : "0");
    list(*encounter.diagnoses);
    list(*encounter.localizations);
    return digest();
}

util::ContentHash ContentHasher::without_codes(const Encounter& encounter) {
    static const CodeSet none;
    Encounter bare = encounter;
    bare.diagnoses = bare.localizations = &none;
    return (*this)(bare);
}

util::ContentHash ContentHasher::operator()(const Report& report) {
    field(report.report_id);
    field(report.text);
    field(report.label_method);
    return digest();
}

util::ContentHash ContentHasher::operator()(const Procedure& procedure) {
    field(procedure.procedure_id);
    for (std::size_t i = 0; i < procedure.always; ++i) field(procedure.values[i]);
    // A column that came later counts where it has a value only: so the rows from before it keep their hash.
    for (std::size_t i = procedure.always; i < procedure.columns; ++i) {
        if (!procedure.values[i]) continue;
        field(std::to_string(i - procedure.always));
        field(procedure.values[i]);
    }
    return digest();
}

util::ContentHash ContentHasher::operator()(const Finding& finding) {
    field(finding.finding_id);
    for (const CellText& value : finding.values) field(value);
    return digest();
}

util::ContentHash ContentHasher::finding_id(Text procedure_id, const Finding& finding) {
    field(procedure_id);
    field(finding.diagnosis_code);
    list(*finding.locations);
    field(finding.values[sentence_en]);
    field(finding.values[sentence_es]);
    return digest();
}

} // namespace padchestd::clinical
