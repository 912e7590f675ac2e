#include "util/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <stdexcept>
#include <utility>

namespace padchestd::util {

struct Hmac::Context {
    struct Free {
        void operator()(EVP_MAC_CTX* freed) const { EVP_MAC_CTX_free(freed); }
    };
    std::unique_ptr<EVP_MAC_CTX, Free> mac;
};

namespace {

void require(bool succeeded) {
    if (!succeeded) throw std::runtime_error("OpenSSL gave no HMAC-SHA256");
}

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data()); // OpenSSL's type for bytes
}

struct FreeAlgorithm {
    void operator()(EVP_MAC* freed) const { EVP_MAC_free(freed); }
};

} // namespace

Hmac::Hmac(const Secret& secret)
    : context_(std::make_unique<Context>()) {
    const std::unique_ptr<EVP_MAC, FreeAlgorithm> algorithm(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    require(algorithm != nullptr);
    context_->mac.reset(EVP_MAC_CTX_new(algorithm.get())); // keeps the algorithm
    require(context_->mac != nullptr);
    std::array<char, 7> digest{"SHA256"};
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    require(EVP_MAC_init(context_->mac.get(), secret.data(), secret.size(), parameters.data()) == 1);
}

Hmac::~Hmac() = default;
Hmac::Hmac(Hmac&&) noexcept = default;
Hmac& Hmac::operator=(Hmac&&) noexcept = default;

Hmac::Hmac(const Hmac& other)
    : context_(std::make_unique<Context>()) {
    context_->mac.reset(EVP_MAC_CTX_dup(other.context_->mac.get()));
    require(context_->mac != nullptr);
}

Hmac& Hmac::operator=(const Hmac& other) {
    Hmac copy(other);
    std::swap(context_, copy.context_);
    return *this;
}

std::array<std::uint8_t, 32> Hmac::operator()(std::string_view first, std::string_view second) const {
    std::array<std::uint8_t, 32> digest{};
    std::size_t length = 0;
    EVP_MAC_CTX* const mac = context_->mac.get();
    require(EVP_MAC_init(mac, nullptr, 0, nullptr) == 1 && // begins again with the key it has
            EVP_MAC_update(mac, bytes_of(first), first.size()) == 1 &&
            EVP_MAC_update(mac, bytes_of(second), second.size()) == 1 &&
            EVP_MAC_final(mac, digest.data(), &length, digest.size()) == 1);
    return digest;
}

} // namespace padchestd::util
