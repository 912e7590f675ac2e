#include "support/warehouse_recount.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstdio>
#include <set>
#include <sstream>
#include <tuple>

namespace padchestd::tests {

namespace {

using Count = std::int64_t;

// The stop list as REPORT text has it; written out again on purpose.
const std::set<std::string> kStop = {"con",        "sin",       "no",         "ni",       "previ",
                                     "estudi",     "respect",   "fech",       "cambi",    "radiolog",
                                     "radiografi", "torax",     "cit",        "consult",  "motiv",
                                     "pacient",    "compar",    "proyeccion", "proyect",  "posteroanterior",
                                     "apreci",     "observ",    "visualiz",   "objetiv",  "identific",
                                     "evident",    "hallazg",   "relev",      "signific", "rest",
                                     "valor",      "control",   "clinic",     "sign",     "derech",
                                     "izquierd",   "bilateral", "ambos"};

struct Study {
    std::string patient, date, group, sex; // date: YYYY-MM-DD
    std::vector<std::string> labels;       // sorted
};

struct Store {
    std::map<std::string, std::pair<std::string, std::string>> patients;  // id: sex, birth date
    std::map<std::string, std::pair<std::string, std::string>> diagnoses; // code: description, kind
    std::map<std::string, Study> studies;
    std::vector<std::string> texts;
    std::vector<std::pair<std::string, std::string>> methods;              // study, method
    std::vector<std::tuple<std::string, std::string, std::string>> images; // study, modality, projection
};

pg::Result all(pg::Connection& connection, const std::string& sql) {
    return connection.query("read the store", sql);
}

std::string age_group(const std::string& birth, const std::string& day) {
    int years = std::stoi(day.substr(0, 4)) - std::stoi(birth.substr(0, 4));
    if (day.substr(5) < birth.substr(5)) --years;
    if (years < 18) return "0-17";
    if (years < 35) return "18-34";
    return years < 55 ? "35-54" : "55+";
}

std::string_view or_unknown(const pg::Value& value) {
    return value.optional_text().value_or("unknown");
}

Store read_store(pg::Connection& connection) {
    Store store;
    const auto patients = all(
        connection, "select patient_id, sex, to_char(birth_date, 'YYYY-MM-DD') as birth from ods.patients");
    for (const pg::Row row : patients)
        store.patients[row["patient_id"].string()] = {row["sex"].string(), row["birth"].string()};
    const auto diagnoses = all(connection, "select diagnosis_code, description, kind from ods.diagnoses");
    for (const pg::Row row : diagnoses)
        store.diagnoses[row["diagnosis_code"].string()] = {row["description"].string(), row["kind"].string()};
    const auto studies = all(
        connection,
        "select encounter_id, patient_id, to_char(encounter_date, 'YYYY-MM-DD') as day from ods.encounters");
    for (const pg::Row row : studies) {
        const std::string patient = row["patient_id"].string();
        const std::string day = row["day"].string();
        const auto& [sex, birth] = store.patients.at(patient);
        store.studies[row["encounter_id"].string()] = {patient, day, age_group(birth, day), sex, {}};
    }
    const auto labels = all(connection, "select encounter_id, diagnosis_code from ods.encounter_diagnoses");
    for (const pg::Row row : labels)
        store.studies.at(row["encounter_id"].string()).labels.push_back(row["diagnosis_code"].string());
    for (auto& [id, study] : store.studies) std::sort(study.labels.begin(), study.labels.end());
    const auto reports = all(connection, "select encounter_id, label_method, report_text from ods.reports");
    for (const pg::Row row : reports) {
        store.methods.emplace_back(row["encounter_id"].text(), or_unknown(row["label_method"]));
        store.texts.push_back(row["report_text"].optional_string().value_or(""));
    }
    const auto images = all(connection, "select encounter_id, modality, projection from ods.procedures");
    for (const pg::Row row : images)
        store.images.emplace_back(row["encounter_id"].text(), or_unknown(row["modality"]),
                                  or_unknown(row["projection"]));
    return store;
}

std::set<std::string> stems(const std::string& text) {
    std::set<std::string> found;
    std::string token;
    bool digits_only = true;
    const auto end_token = [&] {
        if (!token.empty() && !digits_only && token.size() <= 2046 && kStop.count(token) == 0)
            found.insert(token);
        token.clear();
        digits_only = true;
    };
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 128 && std::isalnum(byte) == 0) {
            end_token();
            continue;
        }
        digits_only = digits_only && byte < 128 && std::isdigit(byte) != 0;
        token += byte < 128 ? static_cast<char>(std::tolower(byte)) : c;
    }
    end_token();
    return found;
}

// numerator / denominator (below 10^12) with `places` decimals, half away from zero.
std::string quotient(Count numerator, Count denominator, int places) {
    if (denominator == 0) return "";
    Count scale = 1;
    for (int i = 0; i < places; ++i) scale *= 10;
    const Count scaled = (2 * numerator * scale + denominator) / (2 * denominator);
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%lld.%0*lld", static_cast<long long>(scaled / scale), places,
                  static_cast<long long>(scaled % scale));
    return text.data();
}

std::string month_of(const std::string& day) {
    return day.substr(0, 7) + "-01";
}

template<typename... Part>
std::string row(const Part&... parts) {
    std::ostringstream text;
    bool first = true;
    ((text << (first ? "" : "|") << parts, first = false), ...);
    return text.str();
}

void count_months(const Store& store, ViewRows& views) {
    std::map<std::string, Count> months;
    std::map<int, Count> of_year;
    for (int month = 1; month <= 12; ++month) of_year[month] = 0;
    for (const auto& [id, study] : store.studies) {
        ++months[month_of(study.date)];
        ++of_year[std::stoi(study.date.substr(5, 2))];
    }
    if (!months.empty()) {
        auto& rows = views["encounters_per_month"];
        const auto at = [](const std::string& day) {
            return std::stoi(day.substr(0, 4)) * 12 + std::stoi(day.substr(5, 2)) - 1;
        };
        for (int month = at(months.begin()->first); month <= at(months.rbegin()->first); ++month) {
            std::array<char, 32> text{};
            std::snprintf(text.data(), text.size(), "%04d-%02d-01", month / 12, month % 12 + 1);
            rows.push_back(row(text.data(), months.count(text.data()) != 0 ? months.at(text.data()) : 0, ""));
        }
    }
    for (const auto& [month, count] : of_year)
        views["encounters_per_month_of_year"].push_back(row(month, count, ""));
}

void count_patients(const Store& store, ViewRows& views) {
    std::map<std::string, Count> studies;
    for (const auto& [id, study] : store.studies) ++studies[study.patient];
    std::map<Count, Count> distribution;
    std::map<std::pair<std::string, Count>, Count> by_sex;
    for (const auto& [patient, count] : studies) ++distribution[count];
    for (const auto& [patient, person] : store.patients)
        ++by_sex[{person.first, studies.count(patient) != 0 ? studies.at(patient) : 0}];
    for (const auto& [count, patients] : distribution)
        views["studies_per_patient_distribution"].push_back(row(count, patients));
    for (const auto& [key, patients] : by_sex)
        views["studies_per_patient_by_sex"].push_back(row(key.first, key.second, patients));
    const auto encounters = static_cast<Count>(store.studies.size());
    const auto drawn = static_cast<Count>(studies.size());
    const auto pool = static_cast<Count>(store.patients.size());
    views["avg_studies_per_patient"].push_back(
        row(encounters, drawn, pool, quotient(encounters, drawn, 2), quotient(encounters, pool, 2)));
}

void count_cubes(const Store& store, ViewRows& views) {
    std::map<std::string, Count> encounters, diagnoses;
    for (const auto& [id, study] : store.studies) {
        ++encounters[row(month_of(study.date), study.group, study.sex)];
        const std::vector<std::string> none = {"(unlabelled)"};
        for (const std::string& code : study.labels.empty() ? none : study.labels)
            ++diagnoses[row(study.date.substr(0, 4), study.group, study.sex, code)];
    }
    for (const auto& [key, count] : encounters) views["encounter_cube"].push_back(row(key, count));
    for (const auto& [key, count] : diagnoses) views["diagnosis_cube"].push_back(row(key, count));
}

void count_diagnoses(const Store& store, ViewRows& views) {
    std::map<std::string, Count> frequency, group_sizes;
    std::map<std::string, std::map<std::string, Count>> by_group;
    std::map<std::pair<std::string, std::string>, Count> pairs;
    for (const auto& [id, study] : store.studies) {
        ++group_sizes[study.group];
        for (std::size_t i = 0; i < study.labels.size(); ++i) {
            ++frequency[study.labels[i]];
            ++by_group[study.group][study.labels[i]];
            for (std::size_t j = i + 1; j < study.labels.size(); ++j)
                ++pairs[{study.labels[i], study.labels[j]}];
        }
    }
    for (const auto& [code, count] : frequency) {
        const auto& [description, kind] = store.diagnoses.at(code);
        views["diagnosis_frequency"].push_back(row(code, description, kind, count));
    }
    for (const auto& [group, counts] : by_group) {
        std::vector<std::pair<Count, std::string>> ranked;
        for (const auto& [code, count] : counts) ranked.emplace_back(-count, code);
        std::sort(ranked.begin(), ranked.end());
        for (std::size_t i = 0; i < ranked.size(); ++i) {
            const auto& [negative, code] = ranked[i];
            const auto& [description, kind] = store.diagnoses.at(code);
            views["frequent_diagnoses_by_age_group"].push_back(
                row(group, i + 1, code, description, kind, -negative,
                    quotient(-negative, group_sizes.at(group), 6)));
        }
    }
    const auto total = static_cast<Count>(store.studies.size());
    for (const auto& [pair, count] : pairs)
        views["diagnosis_pairs"].push_back(
            row(pair.first, pair.second, count, quotient(count, total, 6),
                quotient(count * total, frequency.at(pair.first) * frequency.at(pair.second), 4)));
}

std::string finding_status(const Store& store, const Study& study) {
    bool finding = false;
    bool normal = false;
    for (const std::string& code : study.labels) {
        const std::string& kind = store.diagnoses.at(code).second;
        finding = finding || kind == "finding" || kind == "differential";
        normal = normal || kind == "normal";
    }
    if (study.labels.empty()) return "unlabelled";
    if (finding) return "finding";
    return normal ? "normal" : "undetermined";
}

void count_by_month(const Store& store, ViewRows& views) {
    std::map<std::string, Count> status, methods, images, keywords;
    for (const auto& [id, study] : store.studies)
        ++status[row(month_of(study.date), finding_status(store, study))];
    for (const auto& [study, method] : store.methods)
        ++methods[row(month_of(store.studies.at(study).date), method)];
    for (const auto& [study, modality, projection] : store.images)
        ++images[row(month_of(store.studies.at(study).date), modality, projection)];
    for (const std::string& text : store.texts)
        for (const std::string& stem : stems(text)) ++keywords[stem];
    for (const auto& [key, count] : status) views["finding_status_per_month"].push_back(row(key, count));
    for (const auto& [key, count] : methods) views["label_methods_per_month"].push_back(row(key, count));
    for (const auto& [key, count] : images) views["procedures_per_month"].push_back(row(key, count));
    for (const auto& [key, count] : keywords) views["report_keywords"].push_back(row(key, count));
}

// The views that age, sex or a person's studies are in end with the draw, here that of a new database.
void name_draw(ViewRows& views) {
    for (const char* const view :
         {"frequent_diagnoses_by_age_group", "avg_studies_per_patient", "studies_per_patient_distribution",
          "studies_per_patient_by_sex", "encounter_cube", "diagnosis_cube"}) {
        if (views.contains(view))
            for (auto& row : views.at(view)) row += "|uniform";
    }
    views["patient_draw"].push_back("uniform");
}

} // namespace

ViewRows recount_views(pg::Connection& connection) {
    const Store store = read_store(connection);
    ViewRows views;
    count_months(store, views);
    count_patients(store, views);
    count_cubes(store, views);
    count_diagnoses(store, views);
    count_by_month(store, views);
    name_draw(views);
    for (auto& [view, rows] : views) std::sort(rows.begin(), rows.end());
    return views;
}

} // namespace padchestd::tests
