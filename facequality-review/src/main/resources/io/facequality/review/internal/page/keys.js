import { element } from "./shared.js";

/* Every key, what it does, and what does it: the legend is made of this table, too. */
const KEYS = [
  { about: "This face", keys: ["k"], does: "Keep it", run: (review) => review.decide(true) },
  { about: "This face", keys: ["x"], does: "Drop it", run: (review) => review.decide(false) },
  { about: "This face", keys: [" "], does: "Keep or drop, the other way round", run: (review) => review.toggle() },
  { about: "This face", keys: ["1", "2", "3", "4", "5", "6", "7", "8", "9"], shown: "1 – 9",
    does: "The same for the face of this number", run: (review, key) => review.toggleNumber(Number(key)) },
  { about: "This face", keys: ["s"], does: "Split it off into a group of its own", run: (review) => review.split() },
  { about: "Look", keys: ["ArrowLeft"], does: "The picture before", run: (review) => review.moveFace(-1) },
  { about: "Look", keys: ["ArrowRight"], does: "The next picture", run: (review) => review.moveFace(1) },
  { about: "Look", keys: ["z"], does: "Hold: the best one in the same place", run: (review) => review.flip(true),
    release: (review) => review.flip(false) },
  { about: "Look", keys: ["w"], does: "The whole picture", run: (review) => review.whole() },
  { about: "This group", keys: ["Enter"], does: "Accept it and go on", run: (review) => review.accept() },
  { about: "This group", keys: ["Enter"], shift: true, does: "Accept all from here, after a look at what that does",
    run: (review) => review.acceptAll() },
  { about: "This group", keys: ["a"], does: "Keep all", run: (review) => review.decideAll(true) },
  { about: "This group", keys: ["d"], does: "Drop all", run: (review) => review.decideAll(false) },
  { about: "This group", keys: ["e"], does: "Name the person", run: (review) => review.name() },
  { about: "This group", keys: ["="], does: "Same person as another group, or not", run: (review) => review.same() },
  { about: "All groups", keys: ["n"], does: "The next group", run: (review) => review.moveGroup(1) },
  { about: "All groups", keys: ["p"], does: "The group before", run: (review) => review.moveGroup(-1) },
  { about: "All groups", keys: ["/"], does: "Filter", run: (review) => review.filter() },
  { about: "All groups", keys: ["u"], does: "Undo the last decision, as often as you like", run: (review) => review.undo() },
  { about: "All groups", keys: ["?"], does: "This list of keys", run: (review) => review.legend() },
];

const NAMES = { " ": "Space", ArrowLeft: "←", ArrowRight: "→", Enter: "Enter" };

const SHIFTED = new Set(["?", "/", "="]);

function entryOf(event) {
  return KEYS.find((entry) => entry.keys.includes(event.key)
      && (SHIFTED.has(event.key) || Boolean(entry.shift) === event.shiftKey));
}

/* Fields take all keys themselves; buttons, links and the like take those that press them. */
function isTaken(event) {
  const target = event.target;
  const presses = event.key === " " || event.key === "Enter" && !event.shiftKey;
  return target.closest("input, select, textarea") !== null
      || presses && target.closest("button:not(.pick), a, summary") !== null;
}

function listen(reviewOrNothing) {
  const held = new Set();
  const release = () => {
    held.forEach((entry) => entry.release(reviewOrNothing()));
    held.clear();
  };
  document.addEventListener("keydown", (event) => {
    const review = reviewOrNothing();
    const entry = entryOf(event);
    if (review === null || entry === undefined || event.ctrlKey || event.altKey || event.metaKey
        || document.querySelector("dialog[open]:not(.whole)") !== null || isTaken(event)) {
      return;
    }
    event.preventDefault();
    if (entry.release === undefined) {
      entry.run(review, event.key);
    } else if (!held.has(entry)) {
      held.add(entry);
      entry.run(review, event.key);
    }
  });
  document.addEventListener("keyup", (event) => {
    const entry = [...held].find((one) => one.keys.includes(event.key));
    if (entry !== undefined) {
      held.delete(entry);
      entry.release(reviewOrNothing());
    }
  });
  window.addEventListener("blur", release);
}

function shownKeys(entry) {
  const keys = entry.shown ?? entry.keys.map((key) => NAMES[key] ?? key).join(" ");
  return [...(entry.shift ? [element("kbd", {}, "Shift"), " "] : []), element("kbd", {}, keys)];
}

/* The table of all keys, in parts. */
function legend() {
  const parts = [...new Set(KEYS.map((entry) => entry.about))];
  return parts.map((part) => element("section", {},
      element("h3", {}, part),
      element("dl", { className: "keys" }, ...KEYS.filter((entry) => entry.about === part).flatMap((entry) => [
        element("dt", {}, ...shownKeys(entry)), element("dd", {}, entry.does)]))));
}

export { KEYS, listen, legend };
