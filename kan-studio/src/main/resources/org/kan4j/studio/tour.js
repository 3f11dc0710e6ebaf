// A first tour: each stop waits until its step is done.
import { button, h } from "./dom.js";

/** @type {{panel: string, text: string, done: (context: import("./studio.js").Context) => boolean}[]} */
const STOPS = [
  { panel: "train", text: "This table was made by a formula that you are to find. x and y explain z. Go on to training.", done: ({ ui }) => ui.panel === "train" },
  { panel: "train", text: "The shape 2,1,1 is two inputs, one node, one output: three edges, each with a function of its own. Press Train.", done: ({ state }) => state.steps.length > 0 },
  { panel: "network", text: "Each box is what the network has learnt. Look at the network, and choose the box above x.", done: ({ ui }) => ui.panel === "network" && ui.edge === "0,0,0" },
  { panel: "network", text: "Functions are tried for this edge, the best first, by the error of the whole network. Take sin.", done: ({ state }) => has(state, "0,0,0", "sin") },
  { panel: "network", text: "The other two edges: take square for the one from y, and exp for the one to z.", done: ({ state }) => has(state, "0,1,0", "square") && has(state, "1,0,0", "exp") },
  { panel: "formula", text: "Every edge has a name now. Go to Formula and read it.", done: ({ state }) => Boolean(state?.model?.formula) },
  { panel: "check", text: "That is the formula behind the table. Check shows how far it is off, Export what to take away. Undo always works; nothing is lost.", done: () => false },
];

const has = (state, edge, name) => state?.model?.edges.some(each => each.edge === edge && each.function === name) ?? false;

/**
 * Where the tour is, if it was begun.
 * @param {HTMLElement} box
 * @param {import("./studio.js").Context} context
 */
export function tour(box, context) {
  const { state, ui, draw } = context;
  box.hidden = !ui.tour || !state;
  if (box.hidden) {
    return;
  }
  ui.stop = ui.stop ?? 0;
  while (ui.stop < STOPS.length - 1 && STOPS[ui.stop].done(context)) {
    ui.stop++;
  }
  box.replaceChildren(
    h("p", {}, h("strong", {}, `Tour, ${ui.stop + 1} of ${STOPS.length}. `), STOPS[ui.stop].text),
    button("End the tour", () => {
      ui.tour = false;
      ui.stop = 0;
      draw();
    }, { "data-key": "tour-end" }));
}
