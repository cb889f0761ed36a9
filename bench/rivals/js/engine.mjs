// json-rules-engine judges activity 2 of SO-Z&W, so that `go run ./bench` can measure it beside Penvoerder.
//
// It reads one line with the facts of registrations, answers them all in one line, and then, for each further line with
// a number of seconds, evaluates one registration after another for that long and tells how many. The rules are built
// once; the amount, for which the engine has no words, is plain JavaScript on whole numbers.
import { createInterface } from 'node:readline'
import { Engine } from 'json-rules-engine'

const norms = { INTERNAL: 4458, AFFILIATED: 4458, EXTERNAL: 10900 }
const employments = { INTERN: 'SOZW-ELIG-008', SECONDED: 'SOZW-ELIG-009', AGENCY_WORKER: 'SOZW-ELIG-010', SELF_EMPLOYED: 'SOZW-ELIG-011' }
const asked = [
  'start', 'hours', 'groupSize', 'teacher', 'form', 'theme', 'goal',
  'employment', 'employeeContribution', 'repaymentArrangement', 'otherSubsidies',
]

// prepare builds the rules: a rule that holds is a finding.
function prepare(data) {
  const engine = new Engine([], { allowUndefinedFacts: true })
  const fact = (name, operator, value) => ({ fact: name, operator, value })
  const refuse = (code, ...all) => engine.addRule({ conditions: { all }, event: { type: code } })
  engine.addOperator('before', (a, b) => a < b)
  engine.addOperator('after', (a, b) => a > b)
  engine.addOperator('missesFrom', (stated, fields) => fields.some((field) => stated[field] === undefined))
  engine.addOperator('isNoGoal', (goal, of) => goal !== undefined && !data.goals[of]?.[goal])
  engine.addOperator('namesOther', (list, known) => list !== undefined && list.some((code) => !known.includes(code)))

  const outside = { any: [fact('start', 'before', '2026-01-01'), fact('start', 'after', '2026-12-31')] }
  refuse('SOZW-DATE-013', outside)
  refuse('SOZW-ELIG-025', { not: outside }, fact('hours', 'lessThan', 300))
  refuse('SOZW-ELIG-026', fact('form', 'equal', 'E_LEARNING'))
  refuse('SOZW-THEME-005', fact('goal', 'isNoGoal', { fact: 'theme' }))
  refuse('SOZW-COST-001', fact('otherPartyPays', 'equal', true))
  refuse('SOZW-ELIG-007', fact('employedSince', 'after', { fact: 'start' }))
  for (const [kind, code] of Object.entries(employments)) refuse(code, fact('employment', 'equal', kind))
  refuse('SOZW-COST-002', fact('employeeContribution', 'greaterThan', 0))
  refuse('SOZW-STACK-005', fact('otherSubsidies', 'contains', 'MDIEU'))
  refuse('SOZW-STACK-006', fact('otherSubsidies', 'contains', 'SLIM'))
  refuse('SOZW-STACK-004', fact('otherSubsidies', 'namesOther', ['MDIEU', 'SLIM']))
  refuse('MISSING', fact('stated', 'missesFrom', asked))
  return engine
}

async function judge(engine, input) {
  const { events } = await engine.run({ ...input, stated: input })
  const findings = events.map((e) => e.type).filter((code) => code !== 'MISSING')
  if (findings.length > 0) return { outcome: 'INELIGIBLE', findings }
  if (events.length > 0) return { outcome: 'UNDETERMINED', findings }
  return { outcome: 'ELIGIBLE', findings, cents: cents(input) }
}

// cents is half of hours x 1,25 x teacher / group and hours x 0,8 x 27,04, at most 2.200, rounded half up to the cent.
// All of it stays below 2^53.
function cents({ hours, groupSize, teacher }) {
  const below = 20000 * groupSize
  const twice = 2 * hours * (125 * norms[teacher] + 216320 * groupSize) + below
  return Math.min(220000, (twice - (twice % (2 * below))) / (2 * below))
}

const say = (value) => process.stdout.write(JSON.stringify(value) + '\n')
let engine, inputs
let next = 0
for await (const line of createInterface({ input: process.stdin })) {
  const told = JSON.parse(line)
  if (!engine) {
    engine = prepare(told.data)
    inputs = told.inputs
    const answers = []
    for (const input of inputs) answers.push(await judge(engine, input))
    say({ answers })
    continue
  }
  let judged = 0
  for (const until = performance.now() + told * 1000; performance.now() < until; judged++) {
    await judge(engine, inputs[next])
    next = (next + 1) % inputs.length
  }
  say({ judged })
}
