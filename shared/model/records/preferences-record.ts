/** What a person chose for themselves, in their own vault; others see "Dana's computer 2". */
import { z } from "zod";
import { deviceField, idField, strict, timeField } from "../../encoding/fields.ts";
import type { ItemId } from "../../encoding/ids.ts";
import { entries } from "../kinds/field-rule.ts";
import { nameText } from "../kinds/parts.ts";
import type { RecordRule } from "./record-rule.ts";

const itemsMost = 2000;
const devicesMost = 64;
const lastUse = strict({ item: idField<ItemId>(), at: timeField() });
const deviceName = strict({ device: deviceField(), name: nameText() });
const schema = strict({
  kind: z.literal("preferences"),
  favourites: z.array(idField<ItemId>()).max(itemsMost),
  lastUse: z.array(lastUse).max(itemsMost),
  deviceNames: z.array(deviceName).max(devicesMost),
});

export const preferencesRecord = {
  schema,
  vaults: ["personal"],
  itemId: "user",
  fields: {
    favourites: entries<ItemId>({
      rule: "set",
      ...{ secret: false, most: itemsMost, isKeyAll: true },
      keyOf: (item) => item,
      pathOf: () => "favourites",
    }),
    lastUse: entries<z.output<typeof lastUse>>({
      rule: "by-key",
      ...{ secret: false, most: itemsMost },
      keyOf: ({ item }) => item,
      pathOf: () => "lastUse",
    }),
    deviceNames: entries<z.output<typeof deviceName>>({
      rule: "by-key",
      ...{ secret: false, most: devicesMost },
      keyOf: ({ device }) => device,
      pathOf: () => "deviceNames",
    }),
  },
  writer: "edit",
  listed: false,
  searchText: () => "",
} satisfies RecordRule;
