#include "synthetic/places.h"

namespace padchestd::synthetic {

const Choice<std::string_view>& places() {
    // Thousands of people in the catchment, all `assumed`: rounded from memory of the municipal registers
    // around 2015, no source was opened. Of Alicante only the northern districts belong to this hospital; of
    // the towns outside its department only a small part is counted.
    static const Choice<std::string_view> all({
        // L'Alacantí, the hospital's own department
        {"Alicante", 95.0},               // assumed
        {"El Campello", 28.0},            // assumed
        {"Mutxamel", 24.5},               // assumed
        {"San Juan de Alicante", 23.0},   // assumed
        {"Xixona", 7.0},                  // assumed
        {"Busot", 3.0},                   // assumed
        {"Aigües", 1.0},                  // assumed
        {"La Torre de les Maçanes", 0.7}, // assumed
        // L'Alacantí, other departments
        {"San Vicente del Raspeig", 6.0}, // assumed
        {"Agost", 0.5},                   // assumed
        // La Marina Baixa, El Baix Vinalopó, L'Alcoià
        {"Villajoyosa", 3.5}, // assumed
        {"Benidorm", 2.5},    // assumed
        {"Elche", 4.0},       // assumed
        {"Santa Pola", 1.5},  // assumed
        {"Ibi", 0.5},         // assumed
        {"Alcoy", 0.8},       // assumed
    });
    return all;
}

} // namespace padchestd::synthetic
