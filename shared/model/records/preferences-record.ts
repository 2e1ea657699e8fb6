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
    favourites: entries({
      rule: "set",
      ...{ secret: false, most: itemsMost, isKeyAll: true },
      keyOf: (item: ItemId) => item,
      pathOf: () => "favourites",
    }),
    lastUse: entries({
      rule: "by-key",
      ...{ secret: false, most: itemsMost },
      keyOf: ({ item }: z.output<typeof lastUse>) => item,
      pathOf: () => "lastUse",
    }),
    deviceNames: entries({
      rule: "by-key",
      ...{ secret: false, most: devicesMost },
      keyOf: ({ device }: z.output<typeof deviceName>) => device,
      pathOf: () => "deviceNames",
    }),
  },
  writer: "edit",
  listed: false,
  title: () => "",
  searchText: () => "",
} satisfies RecordRule;
