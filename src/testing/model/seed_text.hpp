#ifndef ALLO_SRC_TESTING_MODEL_SEED_TEXT_HPP
#define ALLO_SRC_TESTING_MODEL_SEED_TEXT_HPP

#include <allo/version.hpp>

#include <array>
#include <string_view>

/// What the people of a seeded account are called and what they say.
ALLO_NAMESPACE_BEGIN
namespace testing::detail::seed_text {

struct Person {
  std::string_view name;
  std::string_view last_name;
};

inline constexpr std::array people{
    Person{"John", "Doe"},        Person{"Amélie", "Laurent"},  Person{"Zoë", "Müller"},
    Person{"Marcus", "Johnson"},  Person{"Camille", "Lefèvre"}, Person{"Priya", "Raman"},
    Person{"José", "Núñez"},      Person{"Emily", "Carter"},    Person{"Hugo", "Bernard"},
    Person{"Mei-Ling", "陳"},     Person{"David", "O'Brien"},   Person{"Chloé", "Moreau"},
    Person{"Ahmed", "Benali"},    Person{"Grace", "Kim"},       Person{"Lucas", "Girard"},
    Person{"Ingrid", "Sørensen"}, Person{"Noah", "Williams"},   Person{"Inès", "Fontaine"},
    Person{"Tomasz", "Wójcik"},   Person{"Olivia", "Brown"},    Person{"Théo", "Rousseau"},
    Person{"Elena", "Petrova"},   Person{"Samuel", "Green"},    Person{"Manon", "Dubois"},
    Person{"Kenji", "山田"},      Person{"Sophia", "Martinez"}, Person{"Antoine", "Mercier"},
    Person{"Fatou", "Diallo"},    Person{"Daniel", "Weiss"},    Person{"Jeanne", "d'Arcy"},
    Person{"Liam", "Murphy"},     Person{"Nora", "Haddad"},     Person{"Paul", "Chevalier"},
    Person{"Abigail", "Stone"},   Person{"Rémi", "Gauthier"},   Person{"Hannah", "Schneider"},
};

inline constexpr std::array companies{"Acme Corp",        "Boulangerie Moreau", "Northwind Traders",
                                      "Atelier Lumière",  "Harbor Dental",      "Globex",
                                      "Clinique du Parc", "Blue Ridge Realty"};

inline constexpr std::array job_titles{
    "CEO", "Office Manager", "Sales Director", "Responsable achats", "Operations Lead", "CTO", "Receptionist"};

inline constexpr std::array team{"Jane Smith", "Alex Martin", "Sam Rivera"};

inline constexpr std::array tags{"support", "sales", "billing", "appointment"};

/// A call: what was said in turn (the caller begins), and its summary.
struct Talk {
  std::string_view summary;
  std::array<std::string_view, 4> lines;
};

inline constexpr std::array talks{
    Talk{"Customer called about order status.",
         {"Hi, I'm calling about my order status.", "Of course. Could you give me the order number?",
          "It's 4471, placed last Tuesday.", "It left our warehouse this morning and arrives tomorrow."}},
    Talk{"Caller moved the appointment of Thursday to Friday at 10.",
         {"Hello, I need to move my appointment on Thursday.", "No problem, would Friday at ten suit you?",
          "Friday at ten is perfect, thanks.", "You're all set. See you on Friday."}},
    Talk{"La cliente demande un devis pour douze postes.",
         {"Bonjour, je voudrais un devis pour douze postes.", "Bien sûr, pour quelle date en avez-vous besoin ?",
          "Avant la fin du mois, si possible.", "Je vous l'envoie par e-mail cet après-midi."}},
    Talk{"Caller disputes an invoice; a corrected one will be sent.",
         {"I was charged twice on my last invoice.", "I'm sorry about that. I can see the duplicate line.",
          "Can you send a corrected one?", "You will have it within the hour."}},
    Talk{"Prospect asked for a demonstration next week.",
         {"We saw your product at a fair and would like a demo.", "Great! How many people are on your team?",
          "About fifteen.", "Then let's book forty-five minutes next Wednesday."}},
};

inline constexpr std::array incoming_texts{"Hi, are you open on Saturday?", "Merci, bien reçu 👍",
                                           "Can you call me back this afternoon?", "Running 10 minutes late, sorry!",
                                           "Parfait, à demain."};

inline constexpr std::array outgoing_texts{"Thank you for your call. We will follow up shortly.",
                                           "Your appointment is confirmed for Friday at 10:00.",
                                           "Bonjour, votre devis est prêt : nous vous l'avons envoyé par e-mail.",
                                           "Your order has shipped 📦", "We tried to reach you. Please call us back."};

}  // namespace testing::detail::seed_text
ALLO_NAMESPACE_END

#endif
