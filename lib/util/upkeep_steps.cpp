#include "util/upkeep_steps.h"

#include <array>

namespace padchestd::util {

namespace {

constexpr auto kNames = std::to_array<std::string_view>({
    "text_corpus_page",
    "text_fit",
    "text_model_commit",
    "text_drafts_commit",
    "text_switch_update",
    "text_switch_commit",
    "text_switch_done",
    "text_settle_commit",
    "text_index_build",
    "text_index_built",
    "text_index_noted",
});

} // namespace

std::span<const std::string_view> upkeep_step_names() {
    return kNames;
}

} // namespace padchestd::util
