// The one requirement: a photo on which something can be seen. One that is right is enough.
import { date, finding, missing } from './findings.js';
import { manifest } from './manifest.js';

// proof is the cell of a participation. It calls changesAt with each second at which time alone changes it.
export function proof(reg, p, asOf, changesAt) {
  const photos = (reg.documents ?? [])
    .map((d, i) => ({ d, path: `/documents/${i}` }))
    .filter(({ d }) => d.kind === 'FOTO' && (d.serves ?? []).includes(p.key ?? ''))
    .map(({ d, path }) => ({ key: d.key ?? '', path, findings: [...seen(d, path), ...dated(d, path, p, asOf, changesAt)] }));
  const right = photos.filter(({ findings }) => findings.length === 0);
  const counting = right.length > 0 ? right : photos;
  const cell = { column: 'VOUWSEL', state: 'CELL_STATE_MISSING', documents: counting.map(({ key }) => key), findings: [] };
  if (right.length > 0) {
    cell.state = 'CELL_STATE_COMPLETE';
    const { nl, en } = manifest.documentKinds[0].title;
    const wrong = photos.filter((photo) => !right.includes(photo));
    cell.findings = wrong.map(({ path }) => finding('CORE-DOCUMENT-BESIDE', path, { document: nl, 'document@en': en }));
  } else if (photos.length > 0) {
    cell.state = 'CELL_STATE_INCOMPLETE';
    cell.findings = photos.flatMap(({ findings }) => findings);
  }
  return cell;
}

function seen(d, path) {
  if (d.legible === undefined) return [missing(`${path}/legible`)];
  return d.legible ? [] : [finding('FOLD-DOC-001', `${path}/legible`)];
}

// dated refuses a document of a later day, by its issue or by a signature that concerns the participation.
function dated(d, path, p, asOf, changesAt) {
  const stated = [{ day: d.issuedOn, at: `${path}/issuedOn` }];
  (d.signatures ?? []).forEach((s, i) => {
    if (!s.participation || s.participation === p.key) stated.push({ day: s.signedOn, at: `${path}/signatures/${i}/signedOn` });
  });
  return stated.filter(({ day }) => day !== undefined && asOf < midnight(day)).map(({ day, at }) => {
    changesAt(midnight(day));
    return finding('CORE-DOCUMENT-DATE', at, { date: date(day) });
  });
}

const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', hour: '2-digit', hourCycle: 'h23' });

// midnight is the second at which a day begins in the Netherlands.
function midnight(day) {
  const inSummer = Number(day) * 86_400 - 7_200;
  return Number(hour.format(new Date(inSummer * 1000))) === 0 ? inSummer : inSummer + 3_600;
}
