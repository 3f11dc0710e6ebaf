// What to train, and how the loss falls.
import { button, figures, h } from "./dom.js";
import { ask } from "./server.js";

/** @type {(() => void)|null} */
let listening = null;

/** @param {import("./studio.js").Context} context */
export function train({ state, act, show }) {
  const { choice, busy, model } = state;
  const training = busy === "training";
  const field = (name, label, about, attributes) => h("label", { class: "field" }, h("span", {}, label),
    h("input", { value: choice[name], "data-key": name, disabled: Boolean(busy), onchange: event => act("choose", { ...choice, [name]: event.target.value }), ...attributes }),
    h("small", { class: "soft" }, about));
  const auto = choice.shape === "auto";
  const loss = h("div", { class: "loss" });
  live(loss, state);
  return h("div", {},
    h("p", {}, `${choice.target} by ${choice.inputs.length > 8 ? `${choice.inputs.length} columns` : choice.inputs.join(", ")}`),
    h("form", { class: "fields", onsubmit: event => event.preventDefault() },
      field("shape", "Shape", `auto, or widths from ${choice.inputs.length} inputs to the output: ${choice.inputs.length},3,1 has three nodes between`, { size: 12, spellcheck: "false" }),
      field("intervals", "Intervals", "how fine the function of an edge is at first", { type: "number", min: 1, max: 100, disabled: auto || Boolean(busy) }),
      field("seed", "Seed", "the same seed gives the same model", { type: "number", min: 0, max: 999999 })),
    h("p", {},
      button("Train", () => act("train"), { class: model ? "" : "main", "data-key": "train", disabled: Boolean(busy) }), " ",
      button("Stop", () => act("stop"), { "data-key": "stop", disabled: !training }), " ",
      model && button(`Train model ${state.current} on`, () => act("train-on"), { "data-key": "train-on", disabled: Boolean(busy) }), " ",
      model && !busy && button("Look at the network", () => show("network"), { class: "main", "data-key": "next" })),
    training && auto && h("p", {}, "Shapes are tried from the simplest one on, for a minute at most; there is no loss to be seen on the way."),
    loss,
    model && !training && h("p", {}, `Model ${state.current}: shape ${model.shape}, ${model.parameters} parameters; ${model.fitted} rows were fitted, `
      + `${model.judges ? `${model.judges} judge` : "too few to let any judge"}, ${model.hidden} are hidden until the final score.`));
}

/** The chart of the loss, drawn anew while the training goes on. */
function live(box, state) {
  if (listening) {
    window.removeEventListener("training", listening);
  }
  let waiting = false;
  const refresh = async () => {
    if (waiting || !box.isConnected) {
      return;
    }
    waiting = true;
    const drawn = (await ask("pictures", { what: "loss" })).pictures;
    box.replaceChildren(figures(drawn));
    waiting = false;
  };
  listening = refresh;
  window.addEventListener("training", refresh);
  if (state.trained > 0) {
    queueMicrotask(refresh);
  }
}
