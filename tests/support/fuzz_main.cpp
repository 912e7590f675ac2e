// Drives a fuzz target where there is no libFuzzer: every file of the corpus folders named on the command
// line, each cut at every end, then a bounded number of random mutations. Prints the seed; FUZZ_SEED and
// FUZZ_RUNS change seed and number.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Engine = std::mt19937_64;

void run(const std::string& input) {
    // A copy of its exact size, so that the address sanitizer sees a read past the end.
    const std::vector<std::uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::vector<std::string> read_corpus(int count, char** folders) {
    std::vector<std::string> corpus{""};
    for (int i = 1; i < count; ++i) {
        if (!std::filesystem::is_directory(folders[i])) continue;
        for (const auto& entry : std::filesystem::directory_iterator(folders[i])) {
            std::ifstream file(entry.path(), std::ios::binary);
            corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        }
    }
    return corpus;
}

std::size_t below(Engine& engine, std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(engine);
}

// One change at a random place: a byte changed, put in, taken out, or a piece of another input spliced in.
void mutate(std::string& input, const std::vector<std::string>& corpus, Engine& engine) {
    static const std::string kTelling("\0\"\r\n,'[]{}\\ \xff\xc3:0", 18);
    const std::size_t at = below(engine, input.size() + 1);
    switch (below(engine, 4)) {
    case 0:
        if (at < input.size()) input[at] = static_cast<char>(below(engine, 256));
        break;
    case 1:
        input.insert(at, 1, kTelling[below(engine, kTelling.size())]);
        break;
    case 2:
        input.erase(at, 1 + below(engine, 8));
        break;
    default: {
        const std::string& other = corpus[below(engine, corpus.size())];
        const std::size_t from = below(engine, other.size() + 1);
        input.insert(at, other, from, below(engine, 64));
    }
    }
}

std::uint64_t number(const char* variable, std::uint64_t otherwise) {
    const char* text = std::getenv(variable);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

} // namespace

int main(int count, char** folders) {
    const std::vector<std::string> corpus = read_corpus(count, folders);
    const std::uint64_t seed = number("FUZZ_SEED", std::random_device{}());
    const std::uint64_t runs = number("FUZZ_RUNS", 20'000);
    std::printf("corpus of %zu inputs, %llu mutations, seed %llu\n", corpus.size(),
                static_cast<unsigned long long>(runs), static_cast<unsigned long long>(seed));
    std::fflush(stdout); // to be seen also where the target aborts
    for (const std::string& input : corpus) {
        const std::size_t longest = std::min<std::size_t>(input.size(), 4096);
        for (std::size_t size = 0; size <= longest; ++size) run(input.substr(0, size));
        run(input);
    }
    Engine engine(seed);
    for (std::uint64_t i = 0; i < runs; ++i) {
        std::string input = corpus[below(engine, corpus.size())];
        for (std::size_t changes = 1 + below(engine, 8); changes > 0; --changes)
            mutate(input, corpus, engine);
        run(input);
    }
}
