import { picture } from "./calls.js";

/* Pictures need the key, which an img element cannot send: they are fetched, and shown from memory. A few stay there,
   the browser's own cache has the others. What was asked for last comes first, and before what is only prepared. */

/* A browser asks one server for six things at once; events take one, and two stay free for groups and decisions. */
const MOST_AT_ONCE = 3;
const MOST_KEPT = { face: 400, close: 24, whole: 8 };

const kept = { face: new Map(), close: new Map(), whole: new Map() };
const waiting = [];
let underWay = 0;

/* The address of a picture, as a promise. */
function load(image, view, isShown) {
  const known = kept[view].get(image);
  if (known !== undefined) {
    kept[view].delete(image);
    kept[view].set(image, known);
    if (isShown) {
      bringForward(known);
    }
    return known.promise;
  }
  const entry = { url: null, gone: false };
  entry.promise = new Promise((resolve, reject) => {
    const asked = { image, view, entry, resolve, reject };
    if (isShown) {
      waiting.push(asked);
    } else {
      waiting.unshift(asked);
    }
  });
  entry.promise.catch(() => {
    if (kept[view].get(image) === entry) {
      kept[view].delete(image);
    }
  });
  kept[view].set(image, entry);
  dropOldest(view);
  next();
  return entry.promise;
}

/* What was only prepared so far is wanted now. */
function bringForward(entry) {
  const at = waiting.findIndex((asked) => asked.entry === entry);
  if (at >= 0) {
    waiting.push(...waiting.splice(at, 1));
  }
}

function dropOldest(view) {
  while (kept[view].size > MOST_KEPT[view]) {
    const [image, entry] = kept[view].entries().next().value;
    kept[view].delete(image);
    entry.gone = true;
    if (entry.url !== null) {
      URL.revokeObjectURL(entry.url);
    }
    forget(entry);
  }
}

/* Who goes through the groups quickly leaves pictures behind that nobody waits for any more. */
function forget(entry) {
  const at = waiting.findIndex((asked) => asked.entry === entry);
  if (at >= 0) {
    waiting.splice(at, 1)[0].reject(new Error("no longer wanted"));
  }
}

async function next() {
  if (underWay >= MOST_AT_ONCE || waiting.length === 0) {
    return;
  }
  const { image, view, entry, resolve, reject } = waiting.pop();
  underWay++;
  try {
    const blob = await picture("/api/images/" + image + "/" + view);
    entry.url = URL.createObjectURL(blob);
    resolve(entry.url);
    if (entry.gone) {
      URL.revokeObjectURL(entry.url);
    }
  } catch (failure) {
    reject(failure);
  } finally {
    underWay--;
    next();
  }
}

/* Shows a picture in an img element, unless that is to show another one by then. */
function show(element, image, view) {
  if (element.dataset.shows === image + view) {
    return;
  }
  element.dataset.shows = image + view;
  element.classList.add("loading");
  element.removeAttribute("src");
  load(image, view, true).then((url) => {
    if (element.dataset.shows === image + view) {
      element.src = url;
      element.classList.remove("loading", "missing");
      element.title = "";
    }
  }, (failure) => {
    if (element.dataset.shows === image + view) {
      element.classList.remove("loading");
      element.classList.add("missing");
      element.title = failure.message;
    }
  });
}

/* Gets a picture before it is needed. */
function prepare(image, view) {
  load(image, view, false).catch(() => {});
}

export { show, prepare };
