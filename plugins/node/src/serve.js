// The process around a scheme: the handshake of hashicorp/go-plugin, its three services, and the
// service of the contract. Nothing here knows what a scheme says.
import { randomBytes } from 'node:crypto';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import contract from '../../proto/scheme/v1/scheme.proto';
import { selfSigned } from './certificate.js';

const largestMessage = 16 << 20;

// serve answers questions with judge until the host hangs up, and ends with its host.
export async function serve({ manifest, judge }) {
  const env = process.env;
  if (env.PENVOERDER_SCHEME !== '4c1d0f6a') {
    console.error('This is a plugin of penvoerder: install it, the server starts it.');
    process.exit(1);
  }
  const parent = Number(env.PENVOERDER_PARENT ?? process.ppid);
  setInterval(() => { if (process.ppid !== parent) process.exit(1); }, 250);
  process.on('SIGINT', () => {}); // Ctrl-C goes to the whole group; the host decides

  const { key, certificate } = selfSigned();
  const credentials = ServerCredentials.createSsl(Buffer.from(env.PLUGIN_CLIENT_CERT), [{ private_key: Buffer.from(key), cert_chain: pem(certificate) }], true);
  const server = new Server({ 'grpc.max_receive_message_length': largestMessage, 'grpc.max_send_message_length': largestMessage });
  server.addService(schemeService(), {
    Describe: (_, reply) => reply(null, { manifest }),
    Judge: ({ request }, reply) => reply(null, answer(request, judge)),
  });
  for (const [definition, implementation] of plumbing) server.addService(definition, implementation);

  const socket = `${env.PLUGIN_UNIX_SOCKET_DIR}/plugin-${randomBytes(6).toString('hex')}`;
  await new Promise((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, credentials, (err) => (err ? reject(err) : resolve()));
  });
  // core protocol | protocol of the contract | network | address | transport | own certificate
  process.stdout.write(`1|1|unix|${socket}|grpc|${certificate.toString('base64').replace(/=+$/, '')}\n`);
}

// answer answers a batch in order. What goes wrong with one question is its own failure, and tells
// nothing of what was asked.
function answer({ requestId, overrides, questions = [] }, judge) {
  const answers = questions.map((question, i) => {
    try {
      return { question: i, ...judge(question, overrides) };
    } catch (err) {
      console.error(`question ${i}: ${err?.name}`);
      return { question: i, failure: 'the rules failed' };
    }
  });
  return { requestId, answers };
}

function schemeService() {
  const options = { longs: String, enums: String, oneofs: false };
  return fromJSON(contract, options)['penvoerder.scheme.v1.SchemeService'];
}

// What go-plugin asks of every plugin. All messages but one are empty or need not be read: a broker
// without streams, output that goes to standard output and error, a controller that ends the
// process, and a health check that says SERVING.
const empty = Buffer.alloc(0);
const method = (path, more = {}) => ({
  path, requestStream: false, responseStream: false,
  requestSerialize: () => empty, requestDeserialize: () => ({}), responseSerialize: (bytes) => bytes, responseDeserialize: () => ({}), ...more,
});
const plumbing = [
  [{ StartStream: method('/plugin.GRPCBroker/StartStream', { requestStream: true, responseStream: true }) }, { StartStream: (call) => call.on('end', () => call.end()).resume() }],
  [{ StreamStdio: method('/plugin.GRPCStdio/StreamStdio', { responseStream: true }) }, { StreamStdio: () => {} }],
  [{ Shutdown: method('/plugin.GRPCController/Shutdown') }, { Shutdown: (_, reply) => { reply(null, empty); setTimeout(() => process.exit(0), 10); } }],
  [{ Check: method('/grpc.health.v1.Health/Check') }, { Check: (_, reply) => reply(null, Buffer.from([0x08, 0x01])) }],
];

function pem(certificate) {
  return Buffer.from(`-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`);
}
