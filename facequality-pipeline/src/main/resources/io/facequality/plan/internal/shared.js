const SVG = "http://www.w3.org/2000/svg";

/* Everything that comes from file names goes into the page as text, by append or textContent; none of it as markup. */

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function drawing(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/* A name stands apart from the direction of the text around it, and its line breaks and the like are made visible. */
function nameOf(text, className = "") {
  const visible = text.replace(/[\u0000-\u001f\u007f]/g, (character) => JSON.stringify(character).slice(1, -1));
  return element("bdi", { className, dir: "auto" }, visible);
}

function decimal(number) {
  return typeof number === "number" ? number.toFixed(3) : String(number);
}

function count(number, noun) {
  return number.toLocaleString("en") + " " + noun + (number === 1 ? "" : "s");
}

function facts(entries) {
  return entries.flatMap(([term, value]) => [element("dt", {}, term), element("dd", {}, value)]);
}

function pictureName(face) {
  return face.picture + (face.face > 0 ? " (face " + (face.face + 1) + ")" : "");
}

function distances(face) {
  const nearest = face.nearest === undefined
      ? ""
      : ", " + decimal(face.nearest) + " to the nearest " + (face.kept ? "other " : "") + "kept face";
  return "distance " + decimal(face.representative) + " to the representative" + nearest;
}

function heading(className, mark, text) {
  return element("h4", { className },
      element("span", { className: "mark", ariaHidden: "true" }, mark), text);
}

function byQuality(one, other) {
  return other.quality - one.quality;
}

export { element, drawing, nameOf, decimal, count, facts, pictureName, distances, heading, byQuality };
