import { expect, it } from "vitest";
import type { ItemVersionShape } from "../../../shared/contract/shapes.ts";
import { sinceWords } from "./since-words.ts";

const version = (changed: string[] | null): ItemVersionShape => ({
  ...{ version: 2, time: 0, user: "ivo", device: "laptop", changed },
});

it.each<[string, (string[] | null)[], string[], string]>([
  ["one field", [["password"]], ["Ivo"], "Password changed by Ivo, 2 min ago"],
  ["two of them", [["password", "username"]], ["Ivo"], "Password and username changed by Ivo, 2 min ago"],
  [
    "several versions, each field once",
    [["password"], ["password", "notes", "field:PIN"]],
    ["Ivo", "Mia"],
    "Password, notes and PIN changed by Ivo and Mia, 2 min ago",
  ],
  [
    "many fields",
    [["title", "username", "password", "notes", "tags", "urls"]],
    ["Ivo", "Mia", "Bo"],
    "Title, username, password, notes and 2 more changed by Ivo and 2 others, 2 min ago",
  ],
  ["what is not known here", [["password"], null], ["Ivo"], "Ivo saved this item, 2 min ago"],
  ["no value", [["conflict-settled"]], ["Ivo"], "Ivo saved this item, 2 min ago"],
])("%s", (_, changed, names, text) => {
  expect(sinceWords(changed.map(version), names, "2 min ago")).toBe(text);
});
