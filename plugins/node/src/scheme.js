// The regulation: a pure function from a question to an answer. A course of at least five days,
// paid by the day for the share of a full week that the participant works, on proof of a photo.
import { date, finding, malformed, missing } from './findings.js';
import { Fraction, zero } from './fraction.js';
import { manifest } from './manifest.js';
import { proof } from './proof.js';
import { Sheet } from './sheet.js';

// judge answers one question under the parameters that replace those of the manifest.
export function judge(question, overrides = []) {
  const at = (code, on) => valueOn(code, on, overrides);
  if (question.registration) return registration(question.registration, Number(question.asOf ?? 0), at);
  if (question.plan || question.projectFile || question.retentionReport) return { whole: { outcome: 'OUTCOME_ELIGIBLE' } };
  return { failure: 'a question has exactly one subject' };
}

function registration(reg, asOf, at) {
  const findings = shared(reg);
  const changes = [];
  const cellOf = (p) => proof(reg, p, asOf, (second) => changes.push(second));
  const parts = (reg.participations ?? []).map((p, i) => participation(reg, p, i, findings, cellOf(p), at));
  const answer = { whole: { ...sum(findings, parts), findings }, parts };
  return changes.length > 0 ? { ...answer, validUntil: `${Math.min(...changes)}` } : answer;
}

// shared are the findings about all participations.
function shared(reg) {
  const out = [];
  if (reg.activity !== 'V') out.push(malformed('/activity', 'ACTIVITY_UNKNOWN'));
  const folds = (reg.facts ?? []).find((f) => f.key === 'folds');
  if (folds?.integer === undefined) out.push(missing('/facts/folds'));
  else if (BigInt(folds.integer) > 100n) out.push(finding('FOLD-ELIG-002', '/facts/folds'));
  return out;
}

function participation(reg, p, index, shared, cell, at) {
  const here = `/participations/${index}`;
  const start = fact(p.start, `${here}/start`) ?? fact(reg.start, '/start');
  const end = fact(p.end, `${here}/end`) ?? fact(reg.end, '/end');
  const hours = p.contractHours === undefined ? undefined : { value: Fraction.parse(p.contractHours), path: `${here}/contractHours` };
  const findings = [];
  if (!start) findings.push(missing(`${here}/start`));
  if (!end) findings.push(missing(`${here}/end`));
  if (!hours) findings.push(missing(`${here}/contractHours`));
  if (hours?.value.isBelow(zero)) findings.push(malformed(hours.path, 'NEGATIVE'));
  if (start && end) findings.push(...duration(start, end, at));
  findings.push(...outside(reg, p, here));

  const part = { key: p.key ?? '', findings, cells: [cell] };
  part.outcome = outcomeOf([...shared, ...findings]);
  if (part.outcome === 'OUTCOME_INELIGIBLE') return { ...part, amountCents: '0' };
  if (part.outcome === 'OUTCOME_UNDETERMINED') return part;

  const sheet = amount(start, end, hours, periods(p, here), at);
  if (sheet.finding) return { ...part, findings: [...findings, sheet.finding], outcome: 'OUTCOME_INELIGIBLE', amountCents: '0' };
  return { ...part, steps: sheet.steps, amountCents: sheet.cents };
}

// outside are the own dates of a participation that are not within the training, and the periods that are not within
// the participation.
function outside(reg, p, here) {
  const out = [];
  const within = (path, day, of, first, last) => {
    if (day === undefined) return;
    if (first !== undefined && day < first) out.push(finding('CORE-OUTSIDE-TRAINING/before', path, { ...of, first: date(first) }));
    if (last !== undefined && day > last) out.push(finding('CORE-OUTSIDE-TRAINING/after', path, { ...of, last: date(last) }));
  };
  const training = { of: 'de opleiding', 'of@en': 'the training' };
  const own = { of: 'de deelname', 'of@en': 'the participation' };
  within(`${here}/start`, p.start, training, reg.start, reg.end);
  within(`${here}/end`, p.end, training, reg.start, reg.end);
  (p.periods ?? []).forEach(({ from, to }, i) => {
    within(`${here}/periods/${i}/from`, from, own, p.start ?? reg.start, p.end ?? reg.end);
    within(`${here}/periods/${i}/to`, to, own, p.start ?? reg.start, p.end ?? reg.end);
  });
  return out;
}

function duration(start, end, at) {
  if (end.value.isBelow(start.value)) return [malformed(end.path, 'END_BEFORE_START')];
  const least = at('least-days', start.value);
  if (least.finding) return [least.finding];
  const enough = !end.value.isBelow(start.value.plus(least.value).minus(new Fraction(1n)));
  return enough ? [] : [finding('FOLD-ELIG-001', end.path, { least: least.value.toString() })];
}

// amount computes what one participation is worth, or the finding that keeps it from doing so.
function amount(start, end, hours, periods, at) {
  const [rate, week, maximum] = ['day-rate', 'full-week', 'maximum'].map((code) => at(code, start.value));
  const lacking = [rate, week, maximum].find((p) => p.finding);
  if (lacking) return lacking;
  const s = new Sheet();
  const name = (aspect) => `FOLD-CALC-001/${aspect}`;
  const counted = eachOnce(s, name, periods.length > 0 ? periods : [{ from: start, to: end }]);
  const days = counted.length === 1 ? counted[0] : s.add(name('days'), ...counted);
  const share = s.divide(name('share'), s.input(name('hours'), hours), s.parameter(name('week'), week));
  const due = s.multiply(name('due'), days, s.parameter(name('rate'), rate), share);
  s.round(name('amount'), s.min(name('due'), due, s.parameter(name('maximum'), maximum)));
  return s;
}

// eachOnce counts the days of each period, less those that an earlier one has too.
function eachOnce(s, name, periods) {
  let reached; // the latest end so far
  return [...periods].sort((a, b) => Number(a.from.value.above - b.from.value.above)).map(({ from, to }) => {
    const [first, last] = [s.input(name('start'), from), s.input(name('end'), to)];
    const days = s.days(name('days'), first, last);
    const again = reached && !reached.value.isBelow(from.value) ? s.days(name('again'), first, s.min(name('end'), last, reached.step)) : undefined;
    if (!reached || reached.value.isBelow(to.value)) reached = { step: last, value: to.value };
    return again === undefined ? days : s.subtract(name('days'), days, again);
  });
}

// sum gives the whole the sum of its parts. Some participations may be refused; one must be left.
function sum(findings, parts) {
  const outcome = outcomeOf(findings);
  if (outcome === 'OUTCOME_INELIGIBLE') return { outcome, amountCents: '0' };
  if (outcome === 'OUTCOME_UNDETERMINED' || parts.some((p) => p.amountCents === undefined)) return { outcome: 'OUTCOME_UNDETERMINED' };
  const left = parts.length === 0 || parts.some((p) => p.outcome === 'OUTCOME_ELIGIBLE');
  const total = parts.reduce((cents, p) => cents + BigInt(p.amountCents), 0n);
  return { outcome: left ? outcome : 'OUTCOME_INELIGIBLE', amountCents: `${total}` };
}

// A stated date, with the place where it was stated; undefined where it was not.
function fact(days, path) {
  return days === undefined ? undefined : { value: new Fraction(BigInt(days)), path };
}

function periods(p, here) {
  return (p.periods ?? [])
    .map(({ from, to }, i) => ({ from: fact(from, `${here}/periods/${i}/from`), to: fact(to, `${here}/periods/${i}/to`) }))
    .filter(({ from, to }) => from && to);
}

// valueOn is the value of a parameter on a day, in the unit of a trace: euros in cents.
function valueOn(code, on, overrides) {
  const { unit, values } = manifest.parameters.find((p) => p.code === code);
  const replaced = overrides.find((o) => o.parameter === code);
  const value = ((replaced ? replaced.values : values) ?? []).find(({ text, validFrom, validTo }) => text
    && !on.isBelow(new Fraction(BigInt(validFrom ?? 0)))
    && (validTo === undefined || !new Fraction(BigInt(validTo)).isBelow(on)));
  if (!value) return { finding: finding('CORE-PARAMETER-UNCOVERED', '', { date: date(on.above), parameter: code }) };
  const number = Fraction.parse(value.text);
  return { code, assumption: value.assumption ?? false, value: unit.startsWith('EUR') ? number.times(new Fraction(100n)) : number };
}

function outcomeOf(findings) {
  const has = (severity) => findings.some((f) => f.severity === `SEVERITY_${severity}`);
  if (has('BLOCKING')) return 'OUTCOME_INELIGIBLE';
  return has('MISSING') ? 'OUTCOME_UNDETERMINED' : 'OUTCOME_ELIGIBLE';
}
