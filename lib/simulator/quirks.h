#pragma once
// How often the real feed does what nobody expects. Each rate was counted on the public file (160,861
// records, 109,931 studies); the counts are beside it. Where reference/distributions.tsv has the figure, it
// is drawn from there.

namespace padchestd::simulator::quirk {

inline constexpr double kRecords = 160'861;
inline constexpr double kStudies = 109'931;
inline constexpr double kPhysicianRecords = 39'053; // labelled by a physician; they come first in the file
inline constexpr double kPhysicianStudies = 26'413;
inline constexpr double kModelStudies = kStudies - kPhysicianStudies;

// Studies.
inline constexpr double kReportShared =
    2'148 / kPhysicianStudies;                               // a report id on two studies, one of each block
inline constexpr double kSharedSameFindings = 0.97;          // gives the 59 % of these whose labels agree
inline constexpr double kSharedSamePatient = 935.0 / 2'148;  // of these: the source's patient too
inline constexpr double kNewPatient = 67'625 / kStudies;     // the study is the first of its source patient
inline constexpr double kBirthMissing = 6 / kRecords;        // empty
inline constexpr double kSexMissing = 4 / kRecords;          // `nan`
inline constexpr double kLabelsMissing = 79 / kModelStudies; // `nan`; 103 records
inline constexpr double kReportMissingToo = 75.0 / 79;       // of these: no report either
inline constexpr double kReportMissing = 14 / kStudies;      // `nan` though there are labels
inline constexpr double kMinors = 5'000;                     // studies at ages below 18, roughly
inline constexpr double kPediatric = 190 / kMinors;          // `PED`; 274 records, and few of the children
inline constexpr double kImageDir54 = 4'297 / kRecords;      // a directory out of order

// Study ids of the physicians' block that carry a suffix (`_1`, `-1`, `_2`); nearly all repeat a plain one.
inline constexpr double kSuffix = 1'924 / kPhysicianStudies;
inline constexpr double kSuffixRepeats = 1'830.0 / 1'924;

// Studies of several images whose images come from two machines: 18 and 6 of the physicians', of these the 6
// in two modalities; 154, 21 and 11 of the model's.
inline constexpr double kPhysicianSeveral = 12'404; // studies of several images
inline constexpr double kModelSeveral = 36'850;
inline constexpr double kTwoMachinesPhysician = 24 / kPhysicianSeveral;
inline constexpr double kTwoMachinesModel = 186 / kModelSeveral;

// One study has an image of another source patient; PatientID is all that differs.
inline constexpr double kOtherPatient = 1 / (kPhysicianSeveral + kModelSeveral);

// Image ids of the physicians' block with a hyphen first (`..._-k0z9d.png`).
inline constexpr double kHyphenImage = 529 / kPhysicianRecords;

// A sentence that nobody annotated is a bare `nan` among the lists of the others.
inline constexpr double kSentenceMissing = 8 / kPhysicianStudies;

// Labels of the model's block, by study.
inline constexpr double kEmptyLabelOnly = 511 / kModelStudies; // `['']`
inline constexpr double kEmptyLabelBeside =
    1'560 / kModelStudies;               // `''` beside labels; 3,041 records with any
inline constexpr double kJoined = 0.331; // a further label joins the group before it and gets a leading space
inline constexpr double kLeadingFirst = 187 / kModelStudies; // even the first label has one; 273 records
inline constexpr double kNormalBeside = 155 / kModelStudies; // `normal` beside findings; 226 records
inline constexpr double kExcludeBeside = 19 / kModelStudies; // `exclude` beside findings; 28 records
inline constexpr double kRepeatedLabel = 0.020;              // of studies with several labels; 669 records
inline constexpr double kNormalAlone = 35'687;               // studies labelled `normal` and nothing else

// Reports.
inline constexpr double kEndsWithStop = 0.93;
inline constexpr double kEmptySentencesPhysician = 0.169;
inline constexpr double kEmptySentencesModel = 0.093;
inline constexpr double kHasDate = 0.169;

// The longest distance of two images of a study, in records, and its share of the file.
inline constexpr double kLongestSpan = 62'294;
inline constexpr double kLongestSpanShare = kLongestSpan / kRecords;

} // namespace padchestd::simulator::quirk
