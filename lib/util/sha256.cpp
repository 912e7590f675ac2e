#include "util/sha256.h"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace padchestd::util {

struct Sha256::Context {
    struct Free {
        void operator()(EVP_MD_CTX* freed) const { EVP_MD_CTX_free(freed); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> digest{EVP_MD_CTX_new()};
};

namespace {

void require_sha256(int result) {
    if (result != 1) throw std::runtime_error("OpenSSL gave no SHA-256");
}

} // namespace

Sha256::Sha256()
    : context_(std::make_unique<Context>()) {
    require_sha256(EVP_DigestInit_ex(context_->digest.get(), EVP_sha256(), nullptr));
}

Sha256::~Sha256() = default;

void Sha256::bytes(std::string_view part) {
    require_sha256(EVP_DigestUpdate(context_->digest.get(), part.data(), part.size()));
}

std::string Sha256::hex() {
    std::array<unsigned char, 32> bytes{};
    require_sha256(EVP_DigestFinal_ex(context_->digest.get(), bytes.data(), nullptr));
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const unsigned char byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0xFU];
    }
    return text;
}

} // namespace padchestd::util
