const endpoint = '/graphql';
const json = 'application/graphql-response+json, application/json;q=0.9';
const events = 'text/event-stream';

// fetcher asks the server over POST with a JSON body; the session cookie goes along. A subscription
// comes back as server-sent events, everything else as one answer.
export async function fetcher({ query, operationName, variables }, { headers, documentAST } = {}) {
  const subscribes = isSubscription(documentAST, operationName);
  const stop = new AbortController();
  const response = await fetch(endpoint, {
    method: 'POST',
    credentials: 'same-origin',
    signal: stop.signal,
    headers: { ...headers, Accept: subscribes ? events : json, 'Content-Type': 'application/json' },
    body: JSON.stringify({ query, operationName, variables }),
  });
  const type = response.headers.get('Content-Type') ?? '';
  if (type.startsWith(events)) return read(response.body, stop);
  if (type.includes('json')) return response.json();
  throw new Error(`${response.status} ${response.statusText}: ${await response.text()}`);
}

function isSubscription(document, name) {
  return document?.definitions.some(
    (d) => d.operation === 'subscription' && (!name || d.name?.value === name),
  );
}

// read yields what each `next` event of the stream carries, until `complete` (GraphQL over SSE,
// distinct connections mode). Its return ends the request at once, also while it waits for an event.
function read(body, stop) {
  const answers = answersOf(body, stop.signal);
  return {
    [Symbol.asyncIterator]: () => answers,
    next: () => answers.next(),
    return: () => {
      stop.abort();
      return answers.return();
    },
  };
}

async function* answersOf(body, signal) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (pending + value).split(/\r?\n\r?\n/);
      pending = blocks.pop();
      for (const { event, data } of blocks.map(parse)) {
        if (event === 'complete') return;
        if (event === 'next') yield JSON.parse(data);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function parse(block) {
  const fields = { event: 'message', data: '' };
  for (const line of block.split(/\r?\n/)) {
    const at = line.indexOf(':');
    if (at > 0) fields[line.slice(0, at)] = line.slice(at + 1).trimStart();
  }
  return fields;
}
