// Runs the audits of the GraphQL-over-HTTP specification (npm graphql-http) against a server:
//
//   npm ci && node audit.mjs http://127.0.0.1:8080/graphql
//
// Every audit must pass but those listed as declined, which must not: a list that is out of date is
// a failure too. AUDIT_COOKIE is sent as Cookie and AUDIT_TOKEN as bearer token, when they are set.
import { serverAudits } from 'graphql-http';

// declined names the optional audits that the server answers with a refusal, and why.
const declined = new Map([
  ['5A70', 'queries by GET: operations are taken by POST with a JSON body only, against forged requests'],
  ['D6D5', 'variables in the address: the same, and addresses end up in access logs'],
  ['6A70', 'variables in the address, accepting application/json: the same'],
]);

const { AUDIT_COOKIE: cookie, AUDIT_TOKEN: token } = process.env;
const [url, ...rest] = process.argv.slice(2);
if (!url || rest.length > 0 || !URL.canParse(url)) {
  console.error('usage: node audit.mjs URL-OF-THE-GRAPHQL-ENDPOINT');
  process.exit(2);
}

const audits = serverAudits({ url, fetchFn });
const unknown = [...declined.keys()].filter((id) => !audits.some((audit) => audit.id === id));
for (const id of unknown) console.error(`${id}: declined here, but this graphql-http has no such audit`);

let failed = unknown.length;
const counts = { ok: 0, notice: 0, warn: 0, error: 0 };
for (const { fn } of audits) {
  const result = await fn().catch(unreachable);
  counts[result.status]++;
  if (!declined.has(result.id)) {
    if (result.status === 'ok') continue;
    failed++;
    console.error(`${result.status} ${result.id} ${result.name}: ${result.reason}; ${await answer(result.response)}`);
  } else if (result.status === 'ok') {
    failed++;
    console.error(`${result.id} ${result.name}: passed, but is declined here (${declined.get(result.id)})`);
  } else {
    console.log(`declined ${result.id} ${result.name}: ${declined.get(result.id)}`);
  }
}

const list = Object.entries(counts).map(([status, n]) => `${n} ${status}`).join(', ');
console.log(`${audits.length} audits: ${list}; ${declined.size} declined; ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function fetchFn(target, init = {}) {
  const headers = new Headers(init.headers);
  if (cookie) headers.set('Cookie', cookie);
  if (token) headers.set('Authorization', `Bearer ${token}`);
  return fetch(target, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
}

function unreachable(error) {
  console.error(`${url}: ${error.cause?.message ?? error.message ?? error}`);
  process.exit(1);
}

async function answer(response) {
  const body = response.bodyUsed ? '(body already read)' : (await response.text()).slice(0, 300);
  return `answered ${response.status} ${response.headers.get('Content-Type')} ${body}`;
}
