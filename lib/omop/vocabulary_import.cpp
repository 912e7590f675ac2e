#include "omop/vocabulary_import.h"

#include "omop/vocabulary_file.h"
#include "omop/vocabulary_table.h"
#include "pg/copy_writer.h"
#include "pg/transaction.h"
#include "util/failure.h"

#include <map>
#include <set>

namespace padchestd::omop {

namespace {

constexpr std::string_view kAttempt = "import OMOP vocabularies";

using Files = std::map<std::string, std::filesystem::path>; // by table

Files tables_of(const std::vector<std::filesystem::path>& files) {
    Files tables;
    for (const auto& file : files) {
        const std::string table = vocabulary_table_of(file.filename().string());
        if (table.empty())
            throw util::Failure("cannot import " + file.string() + ": no vocabulary table is called so",
                                "the file is named after its table, such as CONCEPT.csv or "
                                "SOURCE_TO_CONCEPT_MAP.csv (docs/omop.md)",
                                util::ExitCode::usage);
        if (!tables.emplace(table, file).second)
            throw util::Failure("cannot import " + file.string() + ": the table " + table + " has two files",
                                "give each table's file once", util::ExitCode::usage);
    }
    return tables;
}

std::string joined(const std::vector<std::string>& names, const std::string& between) {
    std::string text;
    for (const auto& name : names) text += (text.empty() ? "" : between) + name;
    return text;
}

std::string staged(const VocabularyTable& table) {
    return "pg_temp.staged_" + table.name;
}

std::int64_t stage(pg::Connection& connection, const std::filesystem::path& path,
                   const VocabularyTable& table) {
    connection.script(kAttempt, "create temp table staged_" + table.name + " (like omop." + table.name +
                                    ", line bigint not null) on commit drop");
    VocabularyFile file(path, table);
    std::string columns;
    for (const Field* field : file.fields()) columns += field->name + ", ";
    pg::CopyWriter copy(connection, kAttempt, staged(table) + " (" + columns + "line)");
    while (file.next()) {
        for (const auto& value : file.values()) copy.optional_text(value);
        copy.integer(file.line()).end_row();
    }
    return copy.finish();
}

void refuse_repeated_key(pg::Connection& connection, const std::filesystem::path& path,
                         const VocabularyTable& table) {
    if (table.key.empty()) return;
    const auto twice = connection.query(kAttempt, "select min(line) as first, max(line) as last from " +
                                                      staged(table) + " group by " + joined(table.key, ", ") +
                                                      " having count(*) > 1 order by 1 limit 1");
    if (twice.empty()) return;
    const pg::Row lines = twice.only();
    throw util::Failure("cannot import " + path.string() + ": lines " + lines["first"].string() + " and " +
                            lines["last"].string() + " have the same " + joined(table.key, ", "),
                        "was the file put together from two? nothing was imported", util::ExitCode::data);
}

void replace_rows(pg::Connection& connection, const VocabularyTable& table) {
    std::vector<std::string> names;
    for (const Field& field : table.fields) names.push_back(field.name);
    const std::string columns = joined(names, ", ");
    const std::string key = "(" + joined(table.key, ", ") + ")";
    connection.script(kAttempt,
                      "delete from omop." + table.name +
                          (table.is_replaced ? std::string()
                                             : " where " + key + " in (select " + joined(table.key, ", ") +
                                                   " from " + staged(table) + ")"));
    connection.script(kAttempt, "insert into omop." + table.name + " (" + columns + ") select " + columns +
                                    " from " + staged(table) + "; analyze omop." + table.name);
}

void refuse_dangling(pg::Connection& connection, const Files& files) {
    for (const Reference& one : vocabulary_references()) {
        if (!files.contains(std::string(one.table)) && !files.contains(std::string(one.target))) continue;
        const std::string column(one.column);
        std::string sql = "select count(*) from omop.";
        sql.append(one.table).append(" as t where t.").append(column);
        sql.append(" is not null and not exists (select from omop.").append(one.target);
        sql.append(" as o where o.").append(one.target_column).append(" = t.").append(column).append(")");
        const auto count = connection.query(kAttempt, sql).value().integer();
        if (count == 0) continue;
        throw util::Failure("cannot import the vocabularies: " + std::to_string(count) + " rows of " +
                                std::string(one.table) + " have a " + column + " that " +
                                std::string(one.target) + " does not have",
                            "were all files of one download given in one run? nothing was imported",
                            util::ExitCode::data);
    }
}

} // namespace

std::vector<ImportedTable> import_vocabulary(pg::Connection& connection,
                                             const std::vector<std::filesystem::path>& files) {
    const Files tables = tables_of(files);
    std::vector<ImportedTable> imported;
    pg::Transaction transaction(connection);
    connection.script(kAttempt,
                      "set local statement_timeout = 0; lock table omop.concept in share row exclusive mode");
    for (const auto& [name, path] : tables) {
        const auto table = describe_vocabulary_table(connection, name);
        imported.push_back({name, stage(connection, path, table)});
        refuse_repeated_key(connection, path, table);
        replace_rows(connection, table);
    }
    refuse_dangling(connection, tables);
    transaction.commit();
    return imported;
}

} // namespace padchestd::omop
