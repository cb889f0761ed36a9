#!/usr/bin/env bash
# shellcheck disable=SC2016 # the dollars in the queries are GraphQL's
# The story of SO-Z&W from activity plan to approved registration, over HTTP.
#
#   go run . --demo=empty --now 2025-12-01T10:00+01:00
#   docs/walkthrough.sh http://127.0.0.1:8080
#
# Needs bash, curl and jq. It stops at the first answer that is not as told here. Names and numbers in it are made up.
# shellcheck disable=SC2016 # variables of GraphQL and jq are not the shell's
set -euo pipefail

case ${1:-} in
  -h | --help) sed -n '2,/^# shellcheck/{/^# shellcheck/d;s/^# \{0,1\}//p;}' "$0"; exit 0 ;;
esac
url=${1:-http://127.0.0.1:8080}
password=${PENVOERDER_DEMO_PASSWORD:-Demo-Penvoerder-2026}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '\n== %s\n' "$*"; }
stop() { printf 'walkthrough: %s\n' "$*" >&2; exit 1; }

# gql WHO QUERY [VARIABLES]: ask as WHO (whose cookies stand in a jar of their own); prints the data.
gql() {
  local who=$1 query=$2 variables=${3:-'{}'} body answer
  body=$(jq -n --arg q "$query" --argjson v "$variables" '{query: $q, variables: $v}')
  answer=$(curl -sS --max-time 60 -b "$work/$who" -c "$work/$who" "${headers[@]}" -H 'Content-Type: application/json' -d "$body" "$url/graphql")
  jq -e 'has("errors") | not' <<<"$answer" >/dev/null || stop "$who was refused: $answer"
  jq -c .data <<<"$answer"
}
headers=(-H 'Accept-Language: en')

# act WHO MUTATION INPUT SELECTION: carry out one mutation; prints its payload and stops on a user error.
act() {
  local payload
  payload=$(attempt "$@")
  jq -e '.userErrors == []' <<<"$payload" >/dev/null || stop "$2: $payload"
  printf '%s\n' "$payload"
}

# attempt is act for what may be refused.
attempt() {
  local who=$1 mutation=$2 input=$3 selection=$4 type
  type="$(tr '[:lower:]' '[:upper:]' <<<"${mutation:0:1}")${mutation:1}Input"
  gql "$who" "mutation(\$input: $type!) { $mutation(input: \$input) { $selection userErrors { code reason message path ... on InvalidInput { expected } } } }" \
    "$(jq -n --argjson i "$input" '{input: $i}')" | jq -c ".$mutation"
}

# expect WHAT WANT GOT
expect() { [ "$2" = "$3" ] || stop "$1: want $2, got $3"; printf '   %s: %s\n' "$1" "$3"; }

sign_in() { act "$1" signIn "$(jq -n --arg e "$2" --arg p "$password" '{email: $e, password: $p}')" 'viewer { actingRole { role } }' >/dev/null; }
to_clock() { act employer demoAdvanceClock "{\"to\": \"$1\"}" 'clock { regulationTime }' | jq -r '"   clock: \(.clock.regulationTime)"'; }

# A small PDF; the note makes each file differ.
pdf() {
  printf '%%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>\nendobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000058 00000 n \n0000000115 00000 n \ntrailer\n%% %s\n<< /Size 4 /Root 1 0 R >>\nstartxref\n186\n%%%%EOF\n' "$1" >"$work/$1.pdf"
}

# upload FOR NAME: a ticket, then the bytes; prints the ticket's id.
upload() {
  local tickets
  pdf "$2"
  tickets=$(act employer createUploadTickets "$(jq -n --arg f "$1" --arg n "$2.pdf" --argjson s "$(stat -c %s "$work/$2.pdf")" '{id: $f, files: [{name: $n, size: $s}]}')" 'tickets { id url }')
  curl -sSf --max-time 60 -b "$work/employer" -T "$work/$2.pdf" "$(jq -r '.tickets[0].url' <<<"$tickets")" >/dev/null
  jq -r '.tickets[0].id' <<<"$tickets"
}

version_of() { gql employer 'query($id: ID!) { node(id: $id) { ... on Registration { version } ... on Plan { version } } }' "{\"id\": \"$1\"}" | jq .node.version; }

# attach REGISTRATION KIND STATEMENT NAME: a document that serves every participant.
attach() {
  local ticket
  ticket=$(upload "$1" "$4")
  act employer attachDocument "$(jq -n --arg t "$ticket" --arg f "$1" --argjson v "$(version_of "$1")" --arg k "$2" --argjson s "$3" \
    '{ticketID: $t, id: $f, expectedVersion: $v, kind: $k, servesAll: true, statement: $s}')" 'document { id version findings { message { text } } } cells { column state }' \
    | jq -r '"   \(.document.id): \(.cells | map("\(.column) \(.state)") | unique | join(", "))"'
}

complete() {
  act employer completeCells "$(jq -n --arg f "$1" --argjson v "$(version_of "$1")" --arg c "$2" '{id: $f, expectedVersion: $v, column: $c}')" 'cells { state }' >/dev/null
}

judgement='judgement { outcome amount findings { code severity message { text } pointer citation { place } } calculation { amount steps { number label { text } operation value unit } } }'

say "0. The server is ready"
for _ in $(seq 1 120); do
  if curl -sf "$url/readyz" >/dev/null; then break; fi
  sleep 1
done
curl -sSf "$url/readyz" | jq -c .
curl -sSfL -o /dev/null "$url/" && echo "   GraphiQL answers"

say "1. An employer signs up its organisation and is led to its region by postcode"
sign_in employer employer@demo.example
gql employer '{ regionForPostcode(postcode: "3511 AB") { confidence region { id regionalOrganisation { name } } } }' | jq -c .regionForPostcode
wrong=$(attempt employer createOrganisation '{"name": "Huisartsenpraktijk De Linde", "kvkNumber": "1234567", "postcode": "3511 AB", "fundingLaws": ["ZVW"]}' 'organisation { id }')
expect "seven digits are refused" KVK_NUMBER_MALFORMED "$(jq -r '.userErrors[0].reason' <<<"$wrong")"
org=$(act employer createOrganisation '{"name": "Huisartsenpraktijk De Linde", "kvkNumber": "12345678", "postcode": "3511 AB", "fundingLaws": ["ZVW"], "isMedicalSpecialist": false, "isSubcontractorOnly": false}' \
  'organisation { id version region { regionalOrganisation { name } } }')
expect "helped by" Utrechtzorg "$(jq -r .organisation.region.regionalOrganisation.name <<<"$org")"

say "2. It files its Activiteitenplan; the project leader assesses; RegioPlus enters the grant"
plan_input='{"scheme": "sozw-2026", "facts": [{"key": "employsStaff", "value": {"boolean": true}}], "lines": [{"activity": "1A", "participants": 8, "requested": "20000.00"}, {"activity": "1B", "participants": 2, "requested": "5000.00"}, {"activity": "2", "participants": 10, "requested": "15000.00"}]}'
plan=$(act employer createPlan "$plan_input" "plan { id version number state requested $judgement }")
id=$(jq -r .plan.id <<<"$plan")
expect "a second plan" PLAN_EXISTS "$(attempt employer createPlan "$plan_input" 'plan { id }' | jq -r '.userErrors[0].reason')"
submitted=$(act employer submitPlan "{\"id\": \"$id\", \"expectedVersion\": $(version_of "$id")}" 'isSubmitted plan { state submittedAt } findings { code severity message { text } }')
expect "state" SUBMITTED "$(jq -r .plan.state <<<"$submitted")"
sign_in leader leader.utrechtzorg@demo.example
expect "the leader can assess it from" 2025-12-22 "$(gql leader 'query($id: ID!) { node(id: $id) { ... on Plan { viewerCan(action: ASSESS) { possibleFrom } } } }' "{\"id\": \"$id\"}" | jq -r .node.viewerCan.possibleFrom)"
to_clock 2026-01-15T10:00:00+01:00
expect "due until" 2026-02-13T22:59:59Z "$(gql leader '{ viewer { deadlines { code at } } }' | jq -r '.viewer.deadlines[0].at')"
seen=$(gql leader '{ assessmentQueue(stage: PLAN, first: 10) { totalCount nodes { subject { ... on Plan { id version lines { id requested participants activity { code } } } } } } }' | jq '.assessmentQueue.nodes[0].subject')
assess=$(jq '{id, expectedVersion: .version, verdict: "APPROVED", lines: [.lines[] | {lineID: .id, participants, amount: (if .activity.code == "1B" then "4000.00" else .requested end)} + (if .activity.code == "1B" then {reason: "Eén traject minder is realistisch."} else {} end)]}' <<<"$seen")
expect "state" ASSESSED "$(act leader assessPlan "$assess" 'plan { state }' | jq -r .plan.state)"
to_clock 2026-03-02T10:00:00+01:00
sign_in regioplus regioplus@demo.example
grant_of() { jq -n --arg id "$id" --argjson v "$(version_of "$id")" --arg one "$1" --arg two "$2" '{id: $id, expectedVersion: $v, amounts: [{budget: "1", amount: $one}, {budget: "2", amount: $two}]}'; }
expect "the first 15.000 of a plan is granted whole" ">= 15000.00" "$(attempt regioplus enterGrant "$(grant_of 3500.00 8000.00)" 'plan { id }' | jq -r '.userErrors[0].expected')"
expect "while nobody is known to speak for the practice, a reason is asked" "input.unverifiedReason" "$(attempt regioplus enterGrant "$(grant_of 3500.00 11500.00)" 'plan { id }' | jq -r '.userErrors[0].path | join(".")')"
contact=$(gql leader 'query($id: ID!) { node(id: $id) { ... on Organisation { contacts { id version } } } }' "{\"id\": $(jq .organisation.id <<<"$org")}" | jq '.node.contacts[0]')
act leader verifyContact "$(jq '{id, expectedVersion: .version, how: "EXTRACT"}' <<<"$contact")" 'contact { verifiedOn }' >/dev/null
grant=$(act regioplus enterGrant "$(grant_of 3500.00 11500.00)" 'plan { state grant { amounts { budget { code } amount } } }')
expect "state" GRANTED "$(jq -r .plan.state <<<"$grant")"

say "3. It registers a training under 1A and a course under 2"
employee=$(act employer createEmployee '{"employee": {"name": "Noor Voorbeeld", "dateOfBirth": "1996-05-04", "employment": "EMPLOYED", "employmentStart": "2024-03-01", "contractHours": "28.00", "externalReference": "M-001"}}' 'employee { id }' | jq -r .employee.id)
reg=$(act employer createRegistration "$(jq -n --arg p "$id" --arg e "$employee" '{planID: $p, activity: "1A", training: {listed: {list: "mbo", code: "25473", title: "Doktersassistent", route: "BBL"}}, start: "2026-02-01", end: "2027-08-30",
  participants: [{employee: {id: $e}, statement: {hasRepaymentArrangement: false, employeeContribution: "0.00", otherSubsidies: []}},
                 {employee: {new: {name: "Sam Verzonnen", dateOfBirth: "1999-11-23", employment: "EMPLOYED", employmentStart: "2025-09-01", contractHours: "20.00", externalReference: "M-002"}}, statement: {hasRepaymentArrangement: true, employeeContribution: "0.00", otherSubsidies: []}}]}')" \
  "registration { id number version state participations(first: 10) { nodes { id version employee { name } $judgement } } }")
one=$(jq -r .registration.id <<<"$reg")
jq -r '.registration.participations.nodes[] | "   \(.employee.name): \(.judgement.outcome) \(.judgement.amount) \(.judgement.findings | map("\(.code) \(.severity): \(.message.text)") | join("; "))"' <<<"$reg"
expect "the repayment arrangement is found" SOZW-ELIG-019 "$(jq -r '.registration.participations.nodes[] | select(.employee.name == "Sam Verzonnen") | .judgement.findings[] | select(.severity == "BLOCKING") | .code' <<<"$reg")"

say "4. It mends what was found and sees how each euro came about"
part=$(jq -c '.registration.participations.nodes[] | select(.employee.name == "Sam Verzonnen")' <<<"$reg")
mended=$(act employer amendParticipation "$(jq '{id, expectedVersion: .version, statement: {hasRepaymentArrangement: false}}' <<<"$part")" "participation { $judgement }")
expect "outcome" ELIGIBLE "$(jq -r .participation.judgement.outcome <<<"$mended")"
expect "334 days x 7.39" 2468.26 "$(jq -r .participation.judgement.amount <<<"$mended")"
jq -r '.participation.judgement.calculation.steps[] | "   \(.number). \(.label.text): \(.operation) = \(.value) \(.unit)"' <<<"$mended"
course=$(act employer createRegistration "$(jq -n --arg p "$id" --arg e "$employee" '{planID: $p, activity: "2", training: {course: {title: "Samen beslissen in de praktijk", content: "Gespreksvoering met patiënten", theme: "3", goal: "3.2", hours: "8.00", groupSize: 12, teacher: "EXTERNAL", provider: "Opleider Voorbeeld", form: "CLASSROOM"}}, start: "2026-05-11", end: "2026-05-11",
  participants: [{employee: {id: $e}, statement: {employeeContribution: "0.00", hasRepaymentArrangement: false, otherSubsidies: []}}]}')" "registration { id number version state $judgement }")
two=$(jq -r .registration.id <<<"$course")
expect "8 hours, group of 12, external" 131.94 "$(jq -r .registration.judgement.amount <<<"$course")"

say "5. What is forecast is shown; what is accounted for has happened"
possible_from() { gql employer 'query($id: ID!) { node(id: $id) { ... on Registration { viewerCan(action: SUBMIT) { isAllowed why possibleFrom message { text } } } } }' "{\"id\": \"$1\"}" | jq -c .node.viewerCan; }
jq -r '"   \(.message.text)"' <<<"$(possible_from "$one")"
expect "the training runs on into 2027: submission is possible" 2027-01-01 "$(possible_from "$one" | jq -r .possibleFrom)"
expect "the course is over on 11 May: submission is possible" 2026-05-12 "$(possible_from "$two" | jq -r .possibleFrom)"
early=$(act employer submitRegistration "{\"id\": \"$one\", \"expectedVersion\": $(version_of "$one")}" 'isSubmitted registration { state participations(first: 10) { nodes { judgement { amount findings { code holds possibleFrom } } } } }')
expect "before that day it is not submitted" false "$(jq -r .isSubmitted <<<"$early")"
to_clock 2027-01-11T10:00:00+01:00
expect "that day has come" true "$(possible_from "$one" | jq -r .isAllowed)"

say "6. It uploads documents, submits, mends what SSC rejects, and is approved"
early=$(act employer submitRegistration "{\"id\": \"$two\", \"expectedVersion\": $(version_of "$two")}" 'isSubmitted registration { state } findings { code message { text } }')
expect "without documents it is not handed in" false "$(jq -r .isSubmitted <<<"$early")"
printf 'PK\003\004 a word processor file' >"$work/letter.pdf"
ticket=$(act employer createUploadTickets "$(jq -n --arg f "$two" --argjson s "$(stat -c %s "$work/letter.pdf")" '{id: $f, files: [{name: "letter.pdf", size: $s}]}')" 'tickets { url }' | jq -r '.tickets[0].url')
expect "a .docx renamed to .pdf" 415 "$(curl -s -o "$work/refused" -w '%{http_code}' -b "$work/employer" -T "$work/letter.pdf" "$ticket")"
attach "$two" LOONSTROOK_START '{"month": "2026-05"}' payslip-may
attach "$two" PRESTATIEVERKLARING '{"issuedOn": "2026-05-12"}' statement
complete "$two" LOONSTROOK_START
complete "$two" PRESTATIEVERKLARING
expect "handed in" true "$(act employer submitRegistration "{\"id\": \"$two\", \"expectedVersion\": $(version_of "$two")}" 'isSubmitted findings { code message { text } }' | jq .isSubmitted)"

sign_in ssc ssc@demo.example
cells_of() { gql ssc 'query($id: ID!) { node(id: $id) { ... on Registration { version state matrix { rows { cells { id version column state } } } } } }' "{\"id\": \"$1\"}" | jq -c .node; }
judge() { # REGISTRATION JQ-CONDITION VERDICT [REASON NOTE]
  local node cells
  node=$(cells_of "$1")
  cells=$(jq -c --arg v "$3" --arg r "${4:-}" --arg n "${5:-}" "[.matrix.rows[].cells[] | select(.state != \"NOT_REQUIRED\" and ($2)) | {cellID: .id, expectedVersion: .version, verdict: \$v} + (if \$r == \"\" then {} else {reason: \$r, note: \$n} end)]" <<<"$node")
  act ssc judgeCells "$(jq -n --arg id "$1" --argjson v "$(jq .version <<<"$node")" --argjson c "$cells" '{id: $id, expectedVersion: $v, cells: $c}')" 'cells { column state }' | jq -r '.cells[] | "   \(.column): \(.state)"'
}
decide() { # REGISTRATION VERDICT EXTRA
  act ssc decideRegistration "$(jq -n --arg id "$1" --argjson v "$(cells_of "$1" | jq .version)" --arg d "$2" --argjson x "${3:-{\}}" '{id: $id, expectedVersion: $v, verdict: $d} + $x')" \
    'registration { state } decision { amount } ledger { budget { code } requested granted approved payable cutOff }'
}
review() { act ssc startReview "{\"id\": \"$1\", \"expectedVersion\": $(cells_of "$1" | jq .version)}" 'registration { state }' >/dev/null; }

expect "waiting for SSC" 1 "$(gql ssc '{ assessmentQueue(stage: REGISTRATION, first: 10) { totalCount } }' | jq .assessmentQueue.totalCount)"
review "$two"
reason=$(gql ssc '{ scheme(slug: "sozw-2026") { inForce { manifest { reasonCodes { code } } } } }' | jq -r '.scheme.inForce.manifest.reasonCodes[0].code')
judge "$two" '.column == "PRESTATIEVERKLARING"' REJECTED "$reason" 'De handtekening van de docent ontbreekt.'
judge "$two" '.column != "PRESTATIEVERKLARING"' APPROVED
expect "back to the employer" REPAIR "$(decide "$two" REPAIR '{"note": "Graag herstellen.", "dueOn": "2027-01-31"}' | jq -r .registration.state)"

document=$(gql employer 'query($id: ID!) { node(id: $id) { ... on Registration { repair { dueOn note cells { column lastJudgement { note } documents { id version } } } } } }' "{\"id\": \"$two\"}" | jq -c '.node.repair.cells[0] | {note: .lastJudgement.note, document: .documents[0]}')
printf '   the employer reads: %s\n' "$(jq -r .note <<<"$document")"
ticket=$(upload "$two" statement-signed)
act employer replaceDocument "$(jq -c --arg t "$ticket" '.document | {id, expectedVersion: .version, ticketID: $t, statement: {issuedOn: "2026-05-12"}}' <<<"$document")" 'cells { column state }' | jq -r '.cells[] | "   \(.column): \(.state)"'
complete "$two" PRESTATIEVERKLARING
expect "handed in again" true "$(act employer submitRegistration "{\"id\": \"$two\", \"expectedVersion\": $(version_of "$two")}" 'isSubmitted findings { code message { text } }' | jq .isSubmitted)"
review "$two"
judge "$two" '.state != "APPROVED"' APPROVED
decided=$(decide "$two" APPROVED)
expect "state" APPROVED "$(jq -r .registration.state <<<"$decided")"

say "7. The ledger: what is payable never exceeds what was granted"
attach "$one" LEERWERKOVEREENKOMST '{"period": {"start": "2026-02-01", "end": "2027-08-30"}}' agreement
attach "$one" LOONSTROOK_START '{"month": "2026-02"}' payslip-february
attach "$one" LOONSTROOK_EIND '{"month": "2026-12"}' payslip-december
attach "$one" DEELNAMEBEWIJS '{"issuedOn": "2027-01-05"}' certificate
for column in LEERWERKOVEREENKOMST LOONSTROOK_START LOONSTROOK_EIND PRESTATIEBEWIJS; do complete "$one" "$column"; done
expect "handed in" true "$(act employer submitRegistration "{\"id\": \"$one\", \"expectedVersion\": $(version_of "$one")}" 'isSubmitted findings { code message { text } }' | jq .isSubmitted)"
review "$one"
judge "$one" true APPROVED
ledger=$(decide "$one" APPROVED | jq -c .ledger)
expect "approved: 3019.36 + 2468.26" 5487.62 "$(jq -r .approved <<<"$ledger")"
expect "payable" 3500.00 "$(jq -r .payable <<<"$ledger")"
expect "cut off" 1987.62 "$(jq -r .cutOff <<<"$ledger")"
rest=$(gql employer 'query($id: ID!) { node(id: $id) { ... on Plan { ledger { budget { code } granted approved payable cutOff free } } } }' "{\"id\": \"$id\"}")
jq -r '.node.ledger[] | "   budget \(.budget.code): granted \(.granted), approved \(.approved), payable \(.payable), cut off \(.cutOff)"' <<<"$rest"

say "8. The project documents: a colleague at the SSC judges each by itself, since who reviewed registrations judges no other part of the dossier"
sign_in ssc2 ssc2@demo.example
project() { gql "$1" 'query($id: ID!) { node(id: $id) { ... on Plan { projectFile { version state repair { dueOn note } nextSteps { role label { text } } cells { id version column state lastJudgement { note } documents { id version } } } } } }' "{\"id\": \"$id\"}" | jq -c .node.projectFile; }
project_document() { # KIND STATEMENT NAME
  local ticket
  ticket=$(upload "$id" "$3")
  act employer attachDocument "$(jq -n --arg t "$ticket" --arg f "$id" --argjson v "$(project employer | jq .version)" --arg k "$1" --argjson s "$2" '{ticketID: $t, id: $f, expectedVersion: $v, kind: $k, statement: $s}')" 'document { id }' >/dev/null
  act employer completeCells "$(jq -n --arg f "$id" --argjson v "$(project employer | jq .version)" --arg c "$1" '{id: $f, expectedVersion: $v, column: $c}')" 'cells { column state }' | jq -r '.cells[] | "   \(.column): \(.state)"'
}
judge_project() { # COLUMN VERDICT [REASON NOTE]
  local input
  input=$(project ssc2 | jq -c --arg id "$id" --arg c "$1" --arg v "$2" --arg r "${3:-}" --arg n "${4:-}" '{id: $id, expectedVersion: .version, cells: [.cells[] | select(.column == $c) | {cellID: .id, expectedVersion: .version, verdict: $v} + (if $r == "" then {} else {reason: $r, note: $n} end)]}')
  act ssc2 judgeCells "$input" 'projectFile { state } cells { column state }' | jq -r '.projectFile.state'
}
act employer amendProjectFile "{\"id\": \"$id\", \"expectedVersion\": $(project employer | jq .version), \"signatoryName\": \"Anna Voorbeeld\"}" 'projectFile { signatoryName }' >/dev/null
project_document KVK_UITTREKSEL '{"issuedOn": "2026-09-01"}' extract
expect "waiting for SSC" 1 "$(gql ssc2 '{ assessmentQueue(stage: PROJECT_FILE, first: 10) { totalCount } }' | jq .assessmentQueue.totalCount)"
expect "a page is missing" IN_REVIEW "$(judge_project KVK_UITTREKSEL REJECTED DOCUMENT_INCOMPLETE 'De tweede bladzijde ontbreekt.')"
asked=$(act ssc2 askProjectRepair "{\"id\": \"$id\", \"expectedVersion\": $(project ssc2 | jq .version), \"note\": \"Graag het hele uittreksel.\", \"dueOn\": \"2027-02-15\"}" 'projectFile { state } repair { dueOn note }')
expect "back to the employer" "REPAIR 2027-02-15" "$(jq -r '"\(.projectFile.state) \(.repair.dueOn)"' <<<"$asked")"
ticket=$(upload "$id" extract-whole)
document=$(project employer | jq -c '.cells[] | select(.column == "KVK_UITTREKSEL") | .documents[0]')
act employer replaceDocument "$(jq -c --arg t "$ticket" '{id, expectedVersion: .version, ticketID: $t}' <<<"$document")" 'cells { column state }' | jq -r '.cells[] | "   \(.column): \(.state)"'
project_document PROJECTOVEREENKOMST '{"signatures": [{"signer": "DIRECTOR", "name": "Anna Voorbeeld", "signedOn": "2026-03-09"}]}' project-agreement
expect "the extract is approved" IN_REVIEW "$(judge_project KVK_UITTREKSEL APPROVED)"
expect "and the agreement" APPROVED "$(judge_project PROJECTOVEREENKOMST APPROVED)"

say "9. The same judgement for facts that are not stored"
gql employer 'query($i: EvaluateInput!) { evaluate(input: $i) { judgement { outcome findings { code message { text } } } participations { key judgement { outcome amount findings { code message { text } } } requirements { state requirement { code } } } } }' \
  '{"i": {"scheme": "sozw-2026", "subject": {"registration": {"activity": "1A", "training": {"listed": {"list": "mbo", "code": "23178", "title": "Apothekersassistent", "route": "DERDE_LEERWEG"}}, "start": "2026-09-01", "end": "2027-08-31",
    "participations": [{"key": "a", "employmentStart": "2026-01-01", "statement": {"contractHours": "36.00", "employment": "EMPLOYED", "employeeContribution": "0.00", "hasRepaymentArrangement": false, "otherSubsidies": []}}]}}}}' | jq -r '.evaluate | "   \(.judgement.outcome), \(.participations[0].judgement.amount): \([.judgement.findings[] | "\(.code) \(.message.text)"] | join("; "))"'

say "10. The HR system of the same employer"
token=$(act employer createPartnerToken "$(jq -n --arg e "$(date -u -d '+30 days' +%Y-%m-%dT%H:%M:%SZ)" '{label: "HR", scopes: ["READ", "READ_PERSONAL_DATA", "WRITE_EMPLOYEES", "WRITE_REGISTRATIONS"], expiresAt: $e}')" 'secret token { prefix }' | jq -r .secret)
rows=$(jq -n --arg p "$id" '{planID: $p, rows: [range(3) | {externalReference: "HR-\(.)", activity: "2", training: {course: {title: "Palliatieve zorg thuis", theme: "4", goal: "4.2", hours: "6.00", groupSize: 8, teacher: "INTERNAL", form: "CLASSROOM"}}, start: (if . == 2 then "2026-02-29" else "2026-06-0\(. + 1)" end), end: "2026-06-0\(. + 1)",
  participants: [{employee: {externalReference: "M-001"}, statement: {employeeContribution: "0.00", hasRepaymentArrangement: false, otherSubsidies: []}}]}]}')
# machine MUTATION INPUT SELECTION KEY
machine() {
  headers=(-H 'Accept-Language: en' -H "Authorization: Bearer $token" -H "Idempotency-Key: $4")
  act machine "$1" "$2" "$3"
  headers=(-H 'Accept-Language: en')
}
selection='counts { result count } results { index result registration { number } judgement { outcome amount } userErrors { reason message path } }'
dry=$(machine importRegistrations "$(jq '. + {isDryRun: true}' <<<"$rows")" "$selection" walk-0)
jq -r '.results[] | "   row \(.index): would be \(.result) \(.userErrors | map(.message) | join("; "))"' <<<"$dry"
first=$(machine importRegistrations "$rows" "$selection" walk-1)
again=$(machine importRegistrations "$rows" "$selection" walk-1)
expect "the same answer to the same key" yes "$([ "$first" = "$again" ] && echo yes || echo no)"
expect "taken in" 2 "$(jq '.counts[] | select(.result == "CREATED") | .count' <<<"$first")"
expect "under another key nothing is doubled" 2 "$(machine importRegistrations "$rows" "$selection" walk-2 | jq '.counts[] | select(.result == "UNCHANGED") | .count')"
headers=(-H 'Accept-Language: en' -H "Authorization: Bearer $token")
after=null count=0
while :; do
  page=$(gql machine 'query($after: String) { events(first: 50, after: $after) { pageInfo { hasNextPage endCursor } nodes { id type } } }' "{\"after\": $after}" | jq -c .events)
  count=$((count + $(jq '.nodes | length' <<<"$page")))
  jq -e '.pageInfo.endCursor != null' <<<"$page" >/dev/null && after=$(jq -c .pageInfo.endCursor <<<"$page")
  jq -e .pageInfo.hasNextPage <<<"$page" >/dev/null || break
done
headers=(-H 'Accept-Language: en')
[ "$count" -gt 20 ] || stop "only $count events"
printf '   %s events followed\n' "$count"

say "Every act left a line in the dossier's log"
gql employer 'query($id: ID!) { node(id: $id) { ... on Plan { audit(first: 5) { totalCount head nodes { sequence act result } } } } }' "{\"id\": \"$id\"}" | jq -r '.node.audit | "   \(.totalCount) lines, latest: \(.nodes | map(.act) | join(", "))"'
printf '\nwalkthrough: the story held\n'
