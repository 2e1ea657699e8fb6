import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLayers, type LayerKind } from "./layers.ts";

const kinds: LayerKind[] = ["filter", "sheet", "edit", "float"];

describe("the layers of the screen", () => {
  it("close from the top: menu, popover, dialog, edit, sheet, and the text of the filter last", () => {
    const layers = createLayers();
    const closed: string[] = [];
    const open = (kind: LayerKind, name: string): void => {
      const take = layers.open(kind, () => {
        closed.push(name);
        take();
      });
    };
    open("edit", "edit");
    open("filter", "filter");
    open("float", "dialog");
    open("sheet", "sheet");
    open("float", "menu");
    while (layers.escape());
    expect(closed).toEqual(["menu", "dialog", "edit", "sheet", "filter"]);
  });

  it("stay where the top one refuses to go", () => {
    const layers = createLayers();
    const asked: string[] = [];
    layers.open("sheet", () => asked.push("sheet"));
    layers.open("float", () => asked.push("dialog"));
    expect(layers.escape() && layers.escape()).toBe(true);
    expect(asked).toEqual(["dialog", "dialog"]);
    expect(layers.hasFloat()).toBe(true);
  });

  it("lose exactly one with each Escape, the newest of the uppermost kind, however they opened and went", () => {
    const act = fc.oneof(
      fc.record({ does: fc.constant("open" as const), kind: fc.constantFrom(...kinds) }),
      fc.record({ does: fc.constant("take" as const), at: fc.nat(20) }),
      fc.record({ does: fc.constant("escape" as const) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const layers = createLayers();
        const model: { kind: LayerKind; take(): void; isClosed: boolean }[] = [];
        for (const one of acts) {
          if (one.does === "open") {
            const layer = { kind: one.kind, take: () => {}, isClosed: false };
            layer.take = layers.open(one.kind, () => {
              layer.isClosed = true;
              layer.take();
            });
            model.push(layer);
          } else if (one.does === "take") {
            const [gone] = model.splice(one.at % Math.max(1, model.length), 1);
            gone?.take();
          } else {
            const upper = Math.max(-1, ...model.map(({ kind }) => kinds.indexOf(kind)));
            const top = model.findLast(({ kind }) => kinds.indexOf(kind) === upper);
            expect(layers.escape()).toBe(top !== undefined);
            expect(model.filter(({ isClosed }) => isClosed)).toEqual(top === undefined ? [] : [top]);
            if (top !== undefined) model.splice(model.indexOf(top), 1);
          }
          expect(layers.hasFloat()).toBe(model.some(({ kind }) => kind === "float"));
        }
      }),
    );
  });
});
