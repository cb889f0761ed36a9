// The regulation: a pure function from a question to an answer. A course of at least five days,
// paid by the day for the share of a full week that the participant works, on proof of a photo.
import { Fraction, zero } from './fraction.js';
import { manifest } from './manifest.js';
import { Sheet } from './sheet.js';

// judge answers one question under the parameters that replace those of the manifest.
export function judge(question, overrides = []) {
  const at = (code, on) => valueOn(code, on, overrides);
  if (question.registration) return registration(question.registration, at);
  if (question.plan || question.projectFile || question.retentionReport) return { whole: { outcome: 'OUTCOME_ELIGIBLE' } };
  return { failure: 'a question has exactly one subject' };
}

function registration(reg, at) {
  const findings = shared(reg);
  const parts = (reg.participations ?? []).map((p, i) => participation(reg, p, i, findings, at));
  return { whole: { ...sum(findings, parts), findings }, parts };
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

function participation(reg, p, index, shared, at) {
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

  const part = { key: p.key ?? '', findings, cells: [proof(reg, p)] };
  part.outcome = outcomeOf([...shared, ...findings]);
  if (part.outcome === 'OUTCOME_INELIGIBLE') return { ...part, amountCents: '0' };
  if (part.outcome === 'OUTCOME_UNDETERMINED') return part;

  const sheet = amount(start, end, hours, periods(p, here), at);
  if (sheet.finding) return { ...part, findings: [...findings, sheet.finding], outcome: 'OUTCOME_INELIGIBLE', amountCents: '0' };
  return { ...part, steps: sheet.steps, amountCents: sheet.cents };
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
  const spans = periods.length > 0 ? periods : [{ from: start, to: end }];
  const counted = spans.map(({ from, to }) => s.days(name('days'), s.input(name('start'), from), s.input(name('end'), to)));
  const days = counted.length === 1 ? counted[0] : s.add(name('days'), ...counted);
  const share = s.divide(name('share'), s.input(name('hours'), hours), s.parameter(name('week'), week));
  const due = s.multiply(name('due'), days, s.parameter(name('rate'), rate), share);
  s.round(name('amount'), s.min(name('due'), due, s.parameter(name('maximum'), maximum)));
  return s;
}

// proof is the cell of the one requirement: a photo on which something can be seen.
function proof(reg, p) {
  const cell = { column: 'VOUWSEL', state: 'CELL_STATE_MISSING', documents: [], findings: [] };
  (reg.documents ?? []).forEach((d, i) => {
    if (d.kind !== 'FOTO' || !(d.serves ?? []).includes(p.key ?? '')) return;
    cell.documents.push(d.key ?? '');
    if (d.legible === undefined) cell.findings.push(missing(`/documents/${i}/legible`));
    else if (!d.legible) cell.findings.push(finding('FOLD-DOC-001', `/documents/${i}/legible`));
  });
  if (cell.documents.length > 0) cell.state = cell.findings.length > 0 ? 'CELL_STATE_INCOMPLETE' : 'CELL_STATE_COMPLETE';
  return cell;
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
  if (!value) return { finding: finding('CORE-PARAMETER-UNCOVERED', '', { date: date(on), parameter: code }) };
  const number = Fraction.parse(value.text);
  return { code, assumption: value.assumption ?? false, value: unit.startsWith('EUR') ? number.times(new Fraction(100n)) : number };
}

const date = (days) => new Date(Number(days.above) * 86_400_000).toISOString().slice(0, 10);

function finding(rule, path, params = {}) {
  const { severity } = manifest.rules.find((r) => r.code === rule);
  return { rule, severity, path, params: Object.keys(params).sort().map((name) => ({ name, value: params[name] })) };
}

const missing = (path) => finding('CORE-FACT-MISSING', path);
const malformed = (path, detail) => finding('CORE-FACTS-MALFORMED', path, { detail });

function outcomeOf(findings) {
  const has = (severity) => findings.some((f) => f.severity === `SEVERITY_${severity}`);
  if (has('BLOCKING')) return 'OUTCOME_INELIGIBLE';
  return has('MISSING') ? 'OUTCOME_UNDETERMINED' : 'OUTCOME_ELIGIBLE';
}
