// Subscribes as npm's graphql-ws does, prints each result as a line of JSON, and how it ended.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const [url, token, query] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));
const client = createClient({
  url,
  webSocketImpl: WebSocket,
  retryAttempts: 0,
  connectionParams: { authorization: `Bearer ${token}` },
  on: { connected: () => say({ connected: true }), closed: ({ code }) => say({ closed: code }) },
});
client.subscribe(
  { query },
  {
    next: (result) => say({ next: result }),
    error: (error) => say({ error: error.code ?? error }),
    complete: () => say({ complete: true }),
  },
);
