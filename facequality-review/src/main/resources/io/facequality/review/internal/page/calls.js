/* Calls to the server. Each carries the key, which this tab alone has, and the name of this window. */

const KEY = "facequality-review-key";
const WINDOW = "facequality-review-window";

/* A tab that is loaded again keeps its name; one that is duplicated gets another, since the name is not there then. */
const windowName = sessionStorage.getItem(WINDOW) ?? crypto.randomUUID();
sessionStorage.removeItem(WINDOW);
window.addEventListener("pagehide", () => sessionStorage.setItem(WINDOW, windowName));
window.addEventListener("pageshow", () => sessionStorage.removeItem(WINDOW));

class CallError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function answer(response) {
  if (response.ok) {
    return response.status === 204 ? null : response.json();
  }
  const problem = await response.json().then((body) => body.problem, () => "The server did not answer as expected.");
  throw new CallError(response.status, problem);
}

async function call(path, options) {
  const headers = { ...options.headers };
  const key = sessionStorage.getItem(KEY);
  if (key !== null) {
    headers["X-Facequality-Key"] = key;
    headers["X-Facequality-Window"] = windowName;
  }
  try {
    return await fetch(path, { ...options, headers, credentials: "same-origin" });
  } catch (failure) {
    if (failure.name === "AbortError") {
      throw failure;
    }
    throw new CallError(0, "The server has ended. Start facequality review again.");
  }
}

async function get(path, signal) {
  return answer(await call(path, { method: "GET", signal }));
}

async function post(path, body = {}) {
  return answer(await call(path, {
    method: "POST", body: JSON.stringify(body), headers: { "Content-Type": "application/json" },
  }));
}

async function picture(path, signal) {
  const response = await call(path, { method: "GET", signal, priority: "low" });
  return response.ok ? response.blob() : answer(response);
}

function stream(path) {
  return call(path + "?window=" + windowName, { method: "GET" });
}

/* The link's token is in the fragment. It counts once, and leaves the address at once. */
async function openSession() {
  const token = location.hash.slice(1);
  if (token !== "") {
    history.replaceState(null, "", "/");
    const { key } = await post("/api/session", { token });
    sessionStorage.setItem(KEY, key);
  }
}

export { windowName, CallError, get, post, picture, stream, openSession };
