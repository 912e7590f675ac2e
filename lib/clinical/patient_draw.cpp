#include "clinical/patient_draw.h"

#include "util/seeded_random.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace padchestd::clinical {

// Fetching the algorithm and setting the key cost more than the hash of an id: both are done once.
struct PatientDraw::Mac {
    explicit Mac(const util::Secret& secret);

    [[nodiscard]] std::uint64_t first_64_bits(std::string_view text) const;

    struct Free {
        void operator()(EVP_MAC* freed) const { EVP_MAC_free(freed); }
        void operator()(EVP_MAC_CTX* freed) const { EVP_MAC_CTX_free(freed); }
    };
    std::unique_ptr<EVP_MAC, Free> algorithm;
    std::unique_ptr<EVP_MAC_CTX, Free> context;
};

namespace {

void require(bool succeeded) {
    if (!succeeded) throw std::runtime_error("OpenSSL gave no HMAC-SHA256");
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data()); // OpenSSL's type for bytes
}

} // namespace

PatientDraw::Mac::Mac(const util::Secret& secret)
    : algorithm(EVP_MAC_fetch(nullptr, "HMAC", nullptr))
    , context(algorithm ? EVP_MAC_CTX_new(algorithm.get()) : nullptr) {
    require(context != nullptr);
    std::array<char, 7> digest{"SHA256"};
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    require(EVP_MAC_init(context.get(), secret.data(), secret.size(), parameters.data()) == 1);
}

std::uint64_t PatientDraw::Mac::first_64_bits(std::string_view text) const {
    std::array<unsigned char, 32> digest{};
    std::size_t length = 0;
    EVP_MAC_CTX* const mac = context.get();
    require(EVP_MAC_init(mac, nullptr, 0, nullptr) == 1 && // begins again with the key it has
            EVP_MAC_update(mac, bytes_of(text), text.size()) == 1 &&
            EVP_MAC_final(mac, digest.data(), &length, digest.size()) == 1);
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | digest[i];
    return value;
}

PatientDraw::PatientDraw(const util::Secret& secret, std::vector<PoolPatient> pool)
    : mac_(std::make_unique<Mac>(secret))
    , pool_(std::move(pool)) {
    std::sort(pool_.begin(), pool_.end(), [](const PoolPatient& a, const PoolPatient& b) {
        return a.birth_date != b.birth_date ? a.birth_date < b.birth_date : a.patient_id < b.patient_id;
    });
}

PatientDraw::~PatientDraw() = default;
PatientDraw::PatientDraw(PatientDraw&&) noexcept = default;
PatientDraw& PatientDraw::operator=(PatientDraw&&) noexcept = default;

std::optional<std::string_view> PatientDraw::draw(std::string_view encounter_id, Date study_date) const {
    const auto unborn =
        std::upper_bound(pool_.begin(), pool_.end(), study_date,
                         [](Date date, const PoolPatient& patient) { return date < patient.birth_date; });
    const auto born = static_cast<std::uint64_t>(unborn - pool_.begin());
    if (born == 0) return std::nullopt;
    const auto index = static_cast<util::Wide>(mac_->first_64_bits(encounter_id)) * born >> 64U;
    return pool_[static_cast<std::size_t>(index)].patient_id;
}

} // namespace padchestd::clinical
