// A certificate for one process: self-signed, for the name "localhost", made anew at each start.
// Node can make keys and signatures but no certificates, so its few fields are written here.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

// DER: a tag, a length, the contents.
function der(tag, ...contents) {
  const body = Buffer.concat(contents);
  let length = [body.length];
  if (body.length > 255) length = [0x82, body.length >> 8, body.length & 0xff];
  else if (body.length > 127) length = [0x81, body.length];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const sequence = (...contents) => der(0x30, ...contents);
const oid = (hex) => der(0x06, Buffer.from(hex, 'hex'));
const time = (date) => der(0x17, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '').slice(2)));

const ecdsaWithSHA256 = sequence(oid('2a8648ce3d040302'));
const localhost = Buffer.from('localhost');
const name = sequence(der(0x31, sequence(oid('550403'), der(0x0c, localhost)))); // commonName
const alternativeName = sequence(oid('551d11'), der(0x04, sequence(der(0x82, localhost))));

// selfSigned returns a new key (PEM) and its certificate (DER).
export function selfSigned() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const hour = 3_600_000;
  const now = Math.floor(Date.now() / 1000) * 1000;
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))), // version 3
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])), // serial number
    ecdsaWithSHA256,
    name,
    sequence(time(new Date(now - hour)), time(new Date(now + 20 * 365 * 24 * hour))),
    name,
    spki,
    der(0xa3, sequence(alternativeName)),
  );
  const signature = sign('sha256', body, privateKey);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    certificate: sequence(body, ecdsaWithSHA256, der(0x03, Buffer.from([0]), signature)),
  };
}
