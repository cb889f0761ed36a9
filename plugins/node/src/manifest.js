// What the regulation declares: its programme of requirements as data. Names and meaning of the
// fields are those of message Manifest in plugins/proto/scheme/v1/scheme.proto.

const text = (nl, en) => ({ nl, en });
const source = (place, nl, en) => ({ work: 'vouwboek', place, demand: text(nl, en) });
const day = (date) => Date.parse(date) / 86_400_000; // days since 1 January 1970

const parameter = (code, unit, value, nl, en, more = {}) => ({
  code, unit, title: text(nl, en),
  values: [{ text: value, validFrom: day('2026-01-01'), source: source('blz. 2', 'Verzonnen.', 'Made up.'), ...more }],
});
const rule = (code, severity, nl, en, more = {}) => ({
  code, severity: `SEVERITY_${severity}`, message: text(nl, en), source: source('blz. 3', nl, en), ...more,
});
const line = (aspect, unit, nl, en) => ({
  code: 'FOLD-CALC-001', aspect, unit, label: text(nl, en), source: source('blz. 4', 'Dagen maal bedrag, naar rato.', 'Days times rate, pro rata.'),
});

// Every manifest begins with the rules of the platform.
const core = [
  {
    code: 'CORE-FACT-MISSING', severity: 'SEVERITY_MISSING', remedy: text('Vul het gegeven in.', 'State the fact.'),
    message: text('Dit gegeven ontbreekt nog.', 'This fact is still missing.'),
  },
  {
    code: 'CORE-FACTS-MALFORMED', severity: 'SEVERITY_BLOCKING', remedy: text('Verbeter het gegeven.', 'Correct the fact.'),
    message: text('De gegevens kunnen zo niet kloppen: {detail}.', 'The facts cannot be right as they are: {detail}.'),
  },
  {
    code: 'CORE-PARAMETER-UNCOVERED', severity: 'SEVERITY_BLOCKING',
    message: text('Voor {date} is geen waarde van {parameter} vastgesteld.', 'No value of {parameter} is set for {date}.'),
  },
  {
    code: 'CORE-OUTSIDE-TRAINING', aspect: 'before', severity: 'SEVERITY_BLOCKING',
    message: text('Deze datum ligt voor het begin van {of} op {first}.', 'This date is before the start of {of} on {first}.'),
    remedy: text('Verbeter de datum, of de startdatum als de opleiding eerder begon.', 'Correct the date, or the start date if the training started earlier.'),
  },
  {
    code: 'CORE-OUTSIDE-TRAINING', aspect: 'after', severity: 'SEVERITY_BLOCKING',
    message: text('Deze datum ligt na het einde van {of} op {last}.', 'This date is after the end of {of} on {last}.'),
    remedy: text('Verbeter de datum, of de einddatum als de opleiding langer duurde.', 'Correct the date, or the end date if the training took longer.'),
  },
  {
    code: 'CORE-DOCUMENT-DATE', severity: 'SEVERITY_BLOCKING',
    message: text('De datum op dit document, {date}, ligt in de toekomst.', 'The date on this document, {date}, is in the future.'),
    remedy: text('Verbeter de datum, of lever het document aan zodra het er is.', 'Correct the date, or upload the document once it exists.'),
  },
  {
    code: 'CORE-DOCUMENT-BESIDE', severity: 'SEVERITY_NOTICE',
    message: text('“{document}” telt niet mee. Dat hoeft ook niet: een ander document voldoet.', '“{document}” does not count. It need not: another document meets the requirement.'),
  },
];

export const manifest = {
  slug: 'vouwkunst', family: 'vouwkunst', version: '0.1.0', planPer: 'PLAN_SCOPE_ORGANISATION',
  title: text('Vouwkunstregeling (verzonnen)', 'Paper Folding Scheme (made up)'), authority: 'Ministerie van Papier',
  works: [{ id: 'vouwboek', title: 'Het Vouwboek, verzonnen voor deze code', dated: day('2025-10-01') }],
  activities: [{
    code: 'V', title: text('Vouwcursus', 'Folding course'), budget: 'P', trainingForm: 'TRAINING_FORM_COURSE', maximum: ['maximum'],
  }],
  budgets: [{ code: 'P', title: text('Al het papier', 'All the paper') }],
  documentKinds: [{
    code: 'FOTO', title: text('Foto van het vouwsel', 'Photo of what was folded'), scope: 'DOCUMENT_SCOPE_PARTICIPATION', statements: ['LEGIBLE'],
  }],
  requirements: [{
    code: 'VOUWSEL', title: text('Bewijs van vouwen', 'Proof of folding'), scope: 'DOCUMENT_SCOPE_PARTICIPATION', necessity: 'NECESSITY_REQUIRED',
    alternatives: [{ kinds: ['FOTO'] }], checks: ['FOLD-DOC-001'], judge: 'SSC', source: source('blz. 5', 'Een foto per deelnemer.', 'A photo per participant.'),
  }],
  facts: [{
    key: 'folds', subject: 'FACT_SUBJECT_REGISTRATION', type: 'FACT_TYPE_INTEGER', necessity: 'NECESSITY_REQUIRED', minimum: '1', maximum: '1000',
    label: text('Hoeveel vouwen?', 'How many folds?'), source: source('blz. 6', 'Het wordt gevraagd.', 'It is asked.'),
  }],
  parameters: [
    parameter('day-rate', 'EUR_PER_DAY', '9.05', 'Dagbedrag', 'Day rate', { validTo: day('2026-12-31') }),
    parameter('full-week', 'HOUR', '36', 'Volledige werkweek', 'Full working week', { assumption: true }),
    parameter('maximum', 'EUR', '150', 'Maximum per deelnemer', 'Maximum per participant'),
    parameter('least-days', 'DAY', '5', 'Minste aantal dagen', 'Least number of days'),
  ],
  rules: [
    ...core,
    rule('FOLD-ELIG-001', 'BLOCKING', 'Een cursus duurt ten minste {least} dagen.', 'A course takes at least {least} days.'),
    rule('FOLD-ELIG-002', 'WARNING', 'Boven de honderd vouwen scheurt papier.', 'Paper tears above a hundred folds.'),
    rule('FOLD-DOC-001', 'BLOCKING', 'Het vouwsel is niet te zien.', 'What was folded cannot be seen.'),
  ],
  lines: [
    line('start', 'DATE', 'Eerste dag', 'First day'), line('end', 'DATE', 'Laatste dag', 'Last day'), line('days', 'DAY', 'Dagen', 'Days'),
    line('again', 'DAY', 'Dagen die al geteld zijn', 'Days counted already'),
    line('rate', 'EUR_PER_DAY', 'Dagbedrag', 'Day rate'), line('hours', 'HOUR', 'Uren per week', 'Hours a week'),
    line('week', 'HOUR', 'Volledige week', 'Full week'), line('share', 'RATIO', 'Deel van de week', 'Share of the week'),
    line('due', 'EUR', 'Dagen x bedrag x deel', 'Days x rate x share'), line('maximum', 'EUR', 'Maximum', 'Maximum'),
    line('amount', 'EUR', 'Subsidie', 'Subsidy'),
  ],
};
