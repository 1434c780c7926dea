import { element, nameOf } from "./shared.js";
import { show } from "./images.js";

const ROW = 68;
const BEYOND = 6;

/* The list of groups: however many there are, only the rows in sight are in the page. */
function groupList(pick) {
  const rows = element("ol", { className: "group-rows" });
  const box = element("div", { className: "group-list", tabIndex: -1 }, rows);
  const shown = new Map();
  let groups = [];
  let current = null;

  function draw() {
    const first = Math.max(0, Math.floor(box.scrollTop / ROW) - BEYOND);
    const last = Math.min(groups.length, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + BEYOND);
    for (const [at, row] of shown) {
      if (at < first || at >= last) {
        row.remove();
        shown.delete(at);
      }
    }
    for (let at = first; at < last; at++) {
      if (!shown.has(at)) {
        const row = made(at);
        shown.set(at, row);
        rows.append(row);
      }
      fill(shown.get(at), at);
    }
  }

  function made(at) {
    const image = element("img", { alt: "", width: 48, height: 48, className: "face" });
    const name = element("span", { className: "row-name" });
    const counts = element("span", { className: "note" });
    const mark = element("span", { className: "row-mark" });
    const button = element("button", { type: "button", tabIndex: -1 }, image,
        element("span", { className: "row-text" }, name, counts), mark);
    const row = element("li", {}, button);
    row.style.top = at * ROW + "px";
    button.addEventListener("click", () => pick(groups[at].id));
    row.parts = { button, image, name, counts, mark };
    return row;
  }

  function fill(row, at) {
    const group = groups[at];
    const { button, image, name, counts, mark } = row.parts;
    if (row.shows !== group) {
      row.shows = group;
      name.replaceChildren(nameOf(shortName(group.name)));
      counts.textContent = countsOf(group);
      mark.replaceChildren(...markOf(group));
      button.classList.toggle("is-gone", group.gone === true);
      row.setAttribute("aria-posinset", at + 1);
      row.setAttribute("aria-setsize", groups.length);
      if (group.image !== undefined) {
        show(image, group.image, "face");
      }
    }
    const isCurrent = group.id === current;
    button.tabIndex = isCurrent ? 0 : -1;
    button.classList.toggle("is-current", isCurrent);
    if (isCurrent) {
      button.setAttribute("aria-current", "true");
    } else {
      button.removeAttribute("aria-current");
    }
  }

  box.addEventListener("scroll", draw, { passive: true });
  new ResizeObserver(draw).observe(box);

  return {
    box,

    /* Shows other groups; those that are still the same stay where they are. */
    setGroups(others) {
      if (others.length !== groups.length) {
        rows.style.height = others.length * ROW + "px";
      }
      groups = others;
      for (const [at, row] of shown) {
        if (at >= groups.length) {
          row.remove();
          shown.delete(at);
        }
      }
      draw();
    },

    setCurrent(id) {
      current = id;
      const at = groups.findIndex((group) => group.id === id);
      const top = at * ROW;
      if (at >= 0 && top < box.scrollTop + ROW) {
        box.scrollTop = Math.max(0, top - ROW);
      } else if (at >= 0 && top + 2 * ROW > box.scrollTop + box.clientHeight) {
        box.scrollTop = top + 2 * ROW - box.clientHeight;
      }
      draw();
    },
  };
}

function shortName(name) {
  return name === "." ? "(the folder itself)" : name;
}

function countsOf(group) {
  return group.gone ? "joined with another group" : group.kept + " kept, " + group.dropped + " dropped";
}

function markOf(group) {
  const marks = [];
  if (group.findings > 0) {
    marks.push(sign("!", "is-warning", "has a finding"));
  }
  if (group.kept === 0 && !group.gone) {
    marks.push(sign("0", "is-warning", "keeps nothing"));
  }
  if (group.changed) {
    marks.push(sign("✎", "is-changed", "changed by you"));
  }
  if (group.accepted) {
    marks.push(sign("✓", "is-accepted", "accepted"));
  }
  return marks;
}

function sign(character, className, meaning) {
  const made = element("span", { className: "sign " + className, title: meaning },
      element("span", { ariaHidden: "true" }, character));
  made.append(element("span", { className: "unseen" }, " " + meaning));
  return made;
}

export { groupList, shortName, countsOf };
