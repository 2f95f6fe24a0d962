/** Signing in and out, shared by every page. The session is a cookie that scripts never see. */

const STORE = "zhijian:";
let leaving = false;

/** Who is signed in, or null; also null when the server cannot say. */
export async function signedInPerson() {
  const body = await readJson("/session", {});
  return body.person ?? null;
}

/** JSON from our own server, or `otherwise` when it fails. */
export async function readJson(url, otherwise) {
  try {
    const response = await fetch(url, { credentials: "same-origin" });
    return response.ok ? await response.json() : otherwise;
  } catch {
    return otherwise;
  }
}

/** Send JSON; answers the sentences of what went wrong, none on success. */
export async function send(method, url, body) {
  let response;
  try {
    response = await fetch(url, {
      method,
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    return ["服务器没有应答，请稍后再试。\nThe server does not answer; please try again later."];
  }
  const answer = await response.json().catch(() => ({}));
  const messages = (answer.userErrors ?? []).map((error) => error.message);
  if (messages.length > 0 || response.ok) return messages;
  return [`请求未被接受（${response.status}）。\nThe request was not accepted (${response.status}).`];
}

/** End the session, forget what GraphiQL kept in this browser, and go to the first page. */
export async function signOut() {
  const problems = await send("DELETE", "/session");
  if (problems.length > 0) return problems;
  forgetDrafts();
  location.assign("/");
  return [];
}

/** One person's editor contents in this browser, apart from anybody else's on a shared computer.
 * Closed by signing out: GraphiQL saves with a delay, and would write after the clearing. */
export function draftsOf(person) {
  const prefix = `${STORE}${person?.username ?? ""}:`;
  const keys = () => Object.keys(localStorage).filter((key) => key.startsWith(prefix));
  return {
    getItem: (key) => localStorage.getItem(prefix + key),
    setItem: (key, value) => leaving || localStorage.setItem(prefix + key, value),
    removeItem: (key) => localStorage.removeItem(prefix + key),
    clear: () => keys().forEach((key) => localStorage.removeItem(key)),
    get length() {
      return keys().length;
    },
  };
}

function forgetDrafts() {
  leaving = true;
  const mine = Object.keys(localStorage).filter((key) => key.startsWith(STORE));
  mine.forEach((key) => localStorage.removeItem(key));
}
