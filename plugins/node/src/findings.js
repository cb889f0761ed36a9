// Findings: a declared rule, met by a fact at a place.
import { manifest } from './manifest.js';

const rules = new Map(manifest.rules.map((r) => [r.aspect ? `${r.code}/${r.aspect}` : r.code, r]));

export function finding(rule, path, params = {}) {
  const { severity } = rules.get(rule);
  return { rule, severity, path, params: Object.keys(params).sort().map((name) => ({ name, value: params[name] })) };
}

export const missing = (path) => finding('CORE-FACT-MISSING', path);
export const malformed = (path, detail) => finding('CORE-FACTS-MALFORMED', path, { detail });

// date writes days since 1970 as the platform does.
export const date = (days) => new Date(Number(days) * 86_400_000).toISOString().slice(0, 10);
