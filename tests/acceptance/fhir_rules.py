"""The rules of a FHIR export that fhir.resources does not look at, each with a break that it must find."""

import copy
import hashlib
import json
import re

TYPES = ["Organization", "Patient", "Encounter", "ImagingStudy", "DiagnosticReport", "Condition", "Observation",
         "Provenance"]
OF_A_STUDY = ["ImagingStudy", "DiagnosticReport", "Condition", "Observation"]
ID = re.compile(r"[0-9a-f]{32}")
UID = re.compile(r"2\.25\.(0|[1-9][0-9]{0,38})")
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"

# Required bindings of FHIR R4, and the codes that this export has a right to use of the others.
CODES = {
    ("Patient", "gender"): {"male", "female", "other", "unknown"},
    ("Encounter", "status"): {"planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled",
                              "entered-in-error", "unknown"},
    ("ImagingStudy", "status"): {"registered", "available", "cancelled", "entered-in-error", "unknown"},
    ("DiagnosticReport", "status"): {"registered", "partial", "preliminary", "final", "amended", "corrected", "appended",
                                     "cancelled", "entered-in-error", "unknown"},
    ("Observation", "status"): {"registered", "preliminary", "final", "amended", "corrected", "cancelled",
                                "entered-in-error", "unknown"},
}
CODINGS = {
    TERMINOLOGY + "condition-ver-status": {"unconfirmed", "provisional", "differential", "confirmed", "refuted",
                                           "entered-in-error"},
    TERMINOLOGY + "condition-category": {"problem-list-item", "encounter-diagnosis"},
    TERMINOLOGY + "observation-category": {"imaging"},
    TERMINOLOGY + "v2-0074": {"RAD"},
    TERMINOLOGY + "v3-NullFlavor": {"UNK"},
    TERMINOLOGY + "v3-ActReason": {"HTEST"},
    TERMINOLOGY + "provenance-participant-type": {"assembler"},
    "http://dicom.nema.org/resources/ontology/DCM": {"CR", "DX"},
    "urn:ietf:rfc:3986": {"urn:oid:1.2.840.10008.5.1.4.1.1.1", "urn:oid:1.2.840.10008.5.1.4.1.1.1.1"},
}
OPEN_SYSTEMS = {"http://www.nlm.nih.gov/research/umls": re.compile(r"C[0-9]{7}"),
                "urn:padchestd:label": re.compile(r"\S+( \S+)*"), "urn:padchestd:localization": re.compile(r"\S+( \S+)*")}


class Export:
    """The resources of a folder, read again by each look, so that memory does not depend on their number."""

    def __init__(self, folder):
        self.folder = folder
        self.manifest = json.loads((folder / "manifest.json").read_text())

    def lines(self, name):
        with open(self.folder / f"{name}.ndjson", encoding="utf-8", newline="\n") as file:
            for number, line in enumerate(file, 1):
                yield number, json.loads(line)

    def count(self, name):
        return sum(1 for _ in self.lines(name))

    def in_memory(self):
        return MemoryExport(self.manifest, {name: [one for _, one in self.lines(name)] for name in TYPES})


class MemoryExport:
    def __init__(self, manifest, resources):
        self.manifest = manifest
        self.resources = resources

    def lines(self, name):
        return enumerate(self.resources[name], 1)

    def count(self, name):
        return len(self.resources[name])


def walk(value):
    """Every object in a resource."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)


def coding_complaint(part):
    system, code = part.get("system"), part.get("code")
    if system in CODINGS:
        return code not in CODINGS[system]
    if system in OPEN_SYSTEMS:
        return not OPEN_SYSTEMS[system].fullmatch(code or "")
    return code is not None  # a code of a system that this export does not use


def look_at_one(name, resource):
    """The rules that need one resource only."""
    if resource.get("resourceType") != name:
        yield "resource-type"
    if not ID.fullmatch(resource.get("id", "")):
        yield "id-form"
    for (of, field), codes in CODES.items():
        if of == name and resource.get(field) not in codes:
            yield "required-code"
    for part in walk(resource):
        if ("code" in part and isinstance(part["code"], str)) and coding_complaint(part):
            yield "coding"
        if any(value in ("", [], {}, None) for value in part.values()):
            yield "empty-element"
    if name == "Patient" and not any(tag["code"] == "HTEST" for tag in resource.get("meta", {}).get("security", [])):
        yield "synthetic-mark"
    if name == "ImagingStudy":
        yield from look_at_images(resource)


def look_at_images(study):
    series = study.get("series", [])
    instances = [one for part in series for one in part.get("instance", [])]
    if study.get("numberOfSeries") != len(series) or study.get("numberOfInstances") != len(instances):
        yield "image-count"
    if any(part.get("numberOfInstances") != len(part.get("instance", [])) for part in series):
        yield "series-count"
    uids = [one["uid"] for one in series + instances]
    if len(set(uids)) != len(uids) or not all(UID.fullmatch(uid) for uid in uids):
        yield "image-uid"
    if not any(one.get("system") == "urn:dicom:uid" and UID.fullmatch(one["value"].removeprefix("urn:oid:"))
               for one in study.get("identifier", [])):
        yield "study-uid"
    used = {json.dumps(part["modality"], sort_keys=True) for part in series}
    if used != {json.dumps(one, sort_keys=True) for one in study.get("modality", [])}:
        yield "modality-list"


def complaints(export):
    """What is wrong: rule, type and line; no value."""
    ids = {name: set() for name in TYPES}
    births, subjects, studies = {}, {}, {}
    for name in TYPES:
        counted = 0
        for number, resource in export.lines(name):
            counted += 1
            for rule in look_at_one(name, resource):
                yield f"{rule}: {name} line {number}"
            if resource.get("id") in ids[name]:
                yield f"id-unique: {name} line {number}"
            ids[name].add(resource.get("id"))
            if name == "Patient":
                births[resource["id"]] = resource["birthDate"]
            if name == "Encounter":
                subjects["Encounter/" + resource["id"]] = resource["subject"]["reference"]
                studies["Encounter/" + resource["id"]] = {"Encounter/" + resource["id"]}
                born = births.get(resource["subject"]["reference"].removeprefix("Patient/"), "")
                if "period" in resource and born > resource["period"]["start"]:
                    yield f"born-by-then: {name} line {number}"
        stated = [one["count"] for one in export.manifest["output"] if one["type"] == name]
        if stated != [counted]:
            yield f"manifest-count: {name}"
    yield from look_at_references(export, ids, subjects, studies)


def look_at_references(export, ids, subjects, studies):
    for name in TYPES:
        for number, resource in export.lines(name):
            for part in walk(resource):
                if "reference" in part:
                    to, _, target = part["reference"].partition("/")
                    if target not in ids.get(to, ()):
                        yield f"reference: {name} line {number}"
            if name in OF_A_STUDY:
                encounter = resource["encounter"]["reference"]
                if subjects.get(encounter) != resource["subject"]["reference"]:
                    yield f"one-subject: {name} line {number}"
                studies.get(encounter, set()).add(f"{name}/{resource['id']}")
    for number, resource in export.lines("Provenance"):
        targets = [one["reference"] for one in resource["target"]]
        if studies.pop(targets[0], None) != set(targets) or len(set(targets)) != len(targets):
            yield f"provenance-whole: Provenance line {number}"
    if studies:
        yield f"provenance-each: {len(studies)} studies without"


def studies(export):
    """The studies as they were read back: key, date, patient, images, labels, localizations, reports; tab-separated."""
    patients = {one["id"]: one["identifier"][0]["value"] for _, one in export.lines("Patient")}
    own = {}

    def value(resource, system):
        return next(one["value"] for one in resource["identifier"] if one["system"] == "urn:padchestd:" + system)

    def code(concept, system):
        return [one["code"] for one in concept["coding"] if one["system"] == "urn:padchestd:" + system]

    for _, one in export.lines("Encounter"):
        own["Encounter/" + one["id"]] = {
            "head": [value(one, "encounter"), one["period"]["start"], patients[one["subject"]["reference"].split("/")[1]]],
            "images": [], "labels": [], "places": [], "reports": []}
    for _, one in export.lines("ImagingStudy"):
        own[one["encounter"]["reference"]]["images"] += [
            part["instance"][0]["title"] + ":" + part["modality"]["code"] for part in one.get("series", [])]
    for name in ("Condition", "Observation"):
        for _, one in export.lines(name):
            own[one["encounter"]["reference"]]["labels"] += code(one["code"], "label")
    for _, one in export.lines("DiagnosticReport"):
        study = own[one["encounter"]["reference"]]
        digest = hashlib.md5(one.get("conclusion", "").encode()).hexdigest()
        study["reports"].append(value(one, "report") + ":" + digest)
        for concept in one.get("conclusionCode", []):
            study["places"] += code(concept, "localization")
    for study in sorted(own.values(), key=lambda one: one["head"]):
        parts = [",".join(sorted(study[part])) for part in ("images", "labels", "places", "reports")]
        yield "\t".join(study["head"] + parts) + "\n"


def put(name, path, value):
    """A break that sets one element of the first resource of a type that has it."""
    def apply(resources):
        for resource in resources[name]:
            at = resource
            for step in path[:-1]:
                at = at[step] if isinstance(step, int) or step in at else None
                if at is None:
                    break
            else:
                at[path[-1]] = value
                return
        raise LookupError(f"no {name} with {path}")
    return apply


def lose(name):
    return lambda resources: resources[name].pop()


def lose_patient(resources):
    used = resources["Encounter"][0]["subject"]["reference"].removeprefix("Patient/")
    resources["Patient"] = [one for one in resources["Patient"] if one["id"] != used]


def lose_target(resources):
    resources["Provenance"][0]["target"].pop()


# The rule that must find it, and the break.
BREAKS = [
    ("resource-type", put("Patient", ["resourceType"], "Person")),
    ("id-form", put("Encounter", ["id"], "9901")),
    ("id-unique", lambda resources: resources["Condition"].append(copy.deepcopy(resources["Condition"][0]))),
    ("required-code", put("Patient", ["gender"], "F")),
    ("required-code", put("Encounter", ["status"], "done")),
    ("required-code", put("ImagingStudy", ["status"], "nonsense")),
    ("required-code", put("DiagnosticReport", ["status"], "signed")),
    ("required-code", put("Observation", ["status"], "ok")),
    ("coding", put("Condition", ["category", 0, "coding", 0, "code"], "billing")),
    ("coding", put("ImagingStudy", ["series", 0, "modality", "code"], "XR")),
    ("coding", put("DiagnosticReport", ["category", 0, "coding", 0, "system"], "http://example.org")),
    ("empty-element", put("DiagnosticReport", ["conclusion"], "")),
    ("synthetic-mark", put("Patient", ["meta"], {"security": []})),
    ("image-count", put("ImagingStudy", ["numberOfInstances"], 99)),
    ("series-count", put("ImagingStudy", ["series", 0, "numberOfInstances"], 2)),
    ("image-uid", put("ImagingStudy", ["series", 0, "uid"], "2.25.007")),
    ("study-uid", put("ImagingStudy", ["identifier", 0, "value"], "urn:oid:1.2.3")),
    ("modality-list", put("ImagingStudy", ["modality"], [{"system": TERMINOLOGY + "v3-NullFlavor", "code": "UNK"}])),
    ("born-by-then", put("Encounter", ["period", "start"], "1800-01-01")),
    ("manifest-count", lose("Organization")),
    ("reference", put("DiagnosticReport", ["imagingStudy", 0, "reference"], "ImagingStudy/" + "0" * 32)),
    ("reference", lose_patient),
    ("one-subject", lambda resources: resources["Condition"][0]["subject"].update(
        reference="Patient/" + next(one["id"] for one in resources["Patient"]
                                    if one["id"] not in resources["Condition"][0]["subject"]["reference"]))),
    ("provenance-whole", lose_target),
    ("provenance-each", lose("Provenance")),
    ("Encounter line", put("Encounter", ["class"], None)),
    ("Patient line", put("Patient", ["birthDate"], "yesterday")),
    ("Provenance line", put("Provenance", ["agent", 0, "whoever"], {"display": "nobody"})),
]


def broken_exports(export):
    for name, apply in BREAKS:
        resources = copy.deepcopy(export.resources)
        apply(resources)
        yield name, MemoryExport(export.manifest, resources)
