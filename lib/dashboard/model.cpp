#include "dashboard/model.h"

#include "dashboard/count_json.h"
#include "dashboard/cube.h"
#include "dashboard/quality_trend.h"
#include "dashboard/sql.h"
#include "dashboard/stamp.h"
#include "pg/transaction.h"
#include "util/time_text.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace padchestd::dashboard {

using nlohmann::json;

namespace {

json to_json(const Cube& cube) {
    json dimensions = json::array();
    for (const Dimension& dimension : cube.dimensions) {
        json values = json::array();
        for (const std::string& value : dimension.values) {
            if (dimension.number)
                values.push_back(std::stoll(value));
            else
                values.push_back(value);
        }
        dimensions.push_back({{"name", dimension.name}, {"values", std::move(values)}});
    }
    json cells = json::array();
    cells.get_ref<json::array_t&>().reserve(cube.cells.size() * (cube.dimensions.size() + 1));
    for (const Cell& cell : cube.cells) {
        for (const std::size_t at : cell.at) cells.push_back(at);
        cells.push_back(count_json(cell.count));
    }
    return {{"dims", std::move(dimensions)}, {"cells", std::move(cells)}};
}

// Reads the parts of the model, each with its counts made fit to publish.
class Reader {
  public:
    Reader(pg::Connection& connection, const Options& options)
        : connection_(connection)
        , least_(options.small_cells <= 1 ? 0 : options.small_cells) {}

    [[nodiscard]] json totals() {
        const pg::Result rows = connection_.query("read the totals", sql::totals);
        const pg::Row row = rows.only();
        encounters_ = publish(row["encounters"].integer(), least_);
        const Count seen = publish(row["patients_with_studies"].integer(), least_);
        const Count pool = publish(row["patients_in_pool"].integer(), least_);
        return {{"encounters", count_json(encounters_)},
                {"patients_with_studies", count_json(seen)},
                {"patients_in_pool", count_json(pool)},
                {"avg_per_patient", average(row["avg_per_patient"], seen)},
                {"avg_per_pool_patient", average(row["avg_per_pool_patient"], pool)},
                {"images", count_json(publish(row["images"].integer(), least_))}};
    }

    // The most frequent diagnoses; cubes() and pairs() know no others.
    [[nodiscard]] json diagnoses() {
        read_time();
        json list = json::array();
        const pg::Result rows = connection_.query("read the diagnoses", sql::diagnoses, {most_diagnoses()});
        std::int64_t listed = 0; // labels
        for (const pg::Row row : rows) {
            const auto encounters = row["encounters"].integer();
            const Count n = publish(encounters, least_);
            codes_.push_back(row["diagnosis_code"].string());
            if (n) place_.emplace(codes_.back(), list.size());
            list.push_back({{"code", codes_.back()},
                            {"text", row["description"].text()},
                            {"kind", row["kind"].text()},
                            {"n", count_json(n)}});
            listed += encounters;
            others_.terms = row["terms"].integer() - static_cast<std::int64_t>(rows.size());
            others_.labels = row["labels"].integer() - listed;
        }
        return list;
    }

    // What diagnoses() left out; null where that is nothing.
    [[nodiscard]] json other_diagnoses() const {
        if (others_.terms == 0) return {};
        return {{"terms", others_.terms}, {"labels", count_json(publish(others_.labels, least_))}};
    }

    // The cubes whole, or under privacy.small_cells a few coarse tables of each: sums of rounded counts would
    // be wrong, and finer tables would undo the rounding.
    [[nodiscard]] json cubes() {
        const std::vector<std::string_view> codes(codes_.begin(), codes_.end());
        return {
            {"encounters", cube(sql::encounter_cube, "month", {{"month"}, {"age"}})},
            {"diagnoses", cube(sql::diagnosis_cube, "year", {{"age", "diagnosis"}}, {pg::text_array(codes)})},
            {"procedures", cube(sql::procedure_cube, "year", {{"year", "modality"}, {"year", "projection"}})},
            {"methods", cube(sql::method_cube, "year", {{"year", "method"}})},
            {"patients", cube(sql::patient_cube, "", {{"studies"}})}};
    }

    // Terms by their place in diagnoses(), which comes first. The page computes lifts from published counts
    // only.
    [[nodiscard]] json pairs() {
        json list = json::array();
        const pg::Result rows = connection_.query("read the pairs of diagnoses", sql::pairs);
        for (const pg::Row row : rows) {
            const auto a = place_.find(row["code_a"].text());
            const auto b = place_.find(row["code_b"].text());
            const Count n = publish(row["encounters"].integer(), least_);
            if (n && a != place_.end() && b != place_.end()) list.push_back({a->second, b->second, *n});
        }
        return list;
    }

    [[nodiscard]] json keywords() {
        json list = json::array();
        const pg::Result rows = connection_.query("read the keywords", sql::keywords);
        for (const pg::Row row : rows)
            if (const Count n = publish(row["reports"].integer(), least_))
                list.push_back({row["stem"].text(), *n});
        return list;
    }

    [[nodiscard]] json clusters() {
        json list = json::array();
        const pg::Result rows = connection_.query("read the clusters of reports", sql::clusters);
        for (const pg::Row row : rows) {
            const json from = json::parse(row["cluster_row"].text());
            json one = {
                {"id", from.at("cluster")},
                {"encounters", count_json(publish(from.at("encounters").get<std::int64_t>(), least_))},
                {"terms", from.at("top_terms").is_array() ? from.at("top_terms") : json::array()},
                {"diagnoses",
                 from.at("top_diagnoses").is_array() ? from.at("top_diagnoses") : json::array()}};
            if (from.value("x", json()).is_number() && from.value("y", json()).is_number()) {
                one["x"] = from.at("x");
                one["y"] = from.at("y");
            }
            list.push_back(std::move(one));
        }
        return list;
    }

  private:
    // The view's own figure; under rounding one of the published counts, or the exact one would tell them.
    [[nodiscard]] json average(const pg::Value& figure, const Count& people) const {
        if (least_ == 0) return figure.is_null() ? json() : json(figure.number());
        if (!encounters_ || !people || *people == 0) return {};
        return std::round(100.0 * static_cast<double>(*encounters_) / static_cast<double>(*people)) / 100.0;
    }

    void read_time() {
        const pg::Result rows = connection_.query("read the months", sql::months);
        for (const pg::Row row : rows) {
            months_.push_back(row["month"].string());
            years_.push_back(months_.back().substr(0, 4));
        }
    }

    [[nodiscard]] json cube(std::string_view query, std::string_view time,
                            const std::vector<std::vector<std::string_view>>& coarse,
                            const pg::Params& params = {}) {
        Cube whole = read_cube(connection_.query("read a cube of the warehouse", query, params));
        if (!time.empty()) widen(whole, time, time == "month" ? months_ : years_);
        json list = json::array();
        if (least_ == 0) {
            list.push_back(to_json(whole));
            return list;
        }
        for (const auto& keep : coarse) {
            Cube table = collapse(whole, keep);
            publish(table, least_);
            list.push_back(to_json(table));
        }
        return list;
    }

    // A cube has a cell for each year, age group and sex of a diagnosis: 60,000 of them take about 1 MB.
    [[nodiscard]] std::int64_t most_diagnoses() const {
        constexpr std::int64_t kMostCells = 60'000;
        constexpr std::int64_t kGroups = std::int64_t{4} * 3;
        const std::set<std::string> years(years_.begin(), years_.end());
        const auto cells = kGroups * std::max<std::int64_t>(1, static_cast<std::int64_t>(years.size()));
        return std::min<std::int64_t>(500, kMostCells / cells);
    }

    struct Others {
        std::int64_t terms = 0;
        std::int64_t labels = 0;
    };

    pg::Connection& connection_;
    std::uint64_t least_;
    Others others_;
    std::vector<std::string> codes_; // of the diagnoses
    Count encounters_;
    std::map<std::string, std::size_t, std::less<>> place_; // of each diagnosis whose count is published
    std::vector<std::string> months_;
    std::vector<std::string> years_;
};

// What an operator does next, where there is nothing to show.
json missing(std::string_view what, std::string_view how) {
    return {{"what", what}, {"how", how}};
}

json undated_feeds(pg::Connection& connection) {
    json feeds = json::array();
    const auto rows = connection.query(
        "read the feeds without dates",
        "select feed, to_char(stated_date, 'YYYY-MM-DD') as date from analytics.undated_feeds");
    for (const pg::Row row : rows)
        feeds.push_back({{"feed", row["feed"].text()}, {"date", row["date"].text()}});
    return feeds;
}

json read_model(pg::Connection& connection, const Options& options) {
    json model = {{"format", 1},
                  {"version", options.version},
                  {"small_cells", options.small_cells <= 1 ? 0 : options.small_cells},
                  {"missing", nullptr}};
    const pg::Result rows = connection.query("see what the warehouse has", sql::presence);
    const pg::Row presence = rows.only();
    const bool has_warehouse = presence["warehouse"].boolean();
    model["stamp"] = has_warehouse ? read_stamp(connection, options) : no_stamp();
    model["diagnoses"] = model["pairs"] = model["keywords"] = json::array();
    if (!has_warehouse) {
        model["missing"] =
            missing("This database has no warehouse yet", "padchestd migrate\npadchestd ingest --once");
        return model;
    }
    model["patient_draw"] =
        connection.query("read the draw of patients", "select draw from analytics.patient_draw")
            .value()
            .text();
    model["undated_feeds"] = undated_feeds(connection);
    Reader reader(connection, options);
    model["totals"] = reader.totals();
    if (model["totals"]["encounters"] == 0) {
        const bool waiting = model["stamp"]["warehouse"]["behind"].get<bool>();
        model["missing"] = waiting ? missing("The warehouse is empty, its store is not", "padchestd refresh")
                                   : missing("No encounter has been read yet", "padchestd ingest --once");
        return model;
    }
    model["diagnoses"] = reader.diagnoses();
    model["other_diagnoses"] = reader.other_diagnoses();
    model["cubes"] = reader.cubes();
    model["pairs"] = reader.pairs();
    model["keywords"] = reader.keywords();
    model["quality_runs"] = read_quality_trend(connection, options);
    if (presence["clusters"].boolean()) model["clusters"] = reader.clusters();
    return model;
}

// Outside a string JSON has no '<'; inside one it may be written as its code, and then no text can end the
// script element.
std::string without_tags(std::string text) {
    if (text.find('<') == std::string::npos) return text;
    std::string result;
    result.reserve(text.size());
    for (const char c : text) {
        if (c == '<')
            result += "\\u003c";
        else
            result += c;
    }
    return result;
}

} // namespace

std::string model_json(pg::Connection& connection, const Options& options, const util::Clock& clock) {
    std::string text;
    {
        pg::Transaction snapshot(connection, pg::Isolation::repeatable_read);
        json model = read_model(connection, options);
        snapshot.commit();
        model["generated_at"] = util::rfc3339(clock.now());
        text = model.dump(-1, ' ', false, json::error_handler_t::replace);
    }
    return without_tags(std::move(text));
}

} // namespace padchestd::dashboard
