// Subscribes as npm's graphql-sse does, prints each result as a line of JSON, and how it ended.
import { createClient } from 'graphql-sse';

const [url, token, query] = process.argv.slice(2);
const say = (what) => console.log(JSON.stringify(what));
const client = createClient({
  url,
  retryAttempts: 0,
  headers: { authorization: `Bearer ${token}` },
  on: { connected: () => say({ connected: true }) },
});
client.subscribe(
  { query },
  {
    next: (result) => say({ next: result }),
    error: (error) => say({ error: error.message ?? error }),
    complete: () => say({ complete: true }),
  },
);
