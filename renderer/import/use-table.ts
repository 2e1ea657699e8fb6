/** A table on its way to the dry run: its bytes, what the core says about it, what the person says about its columns. */
import { useState } from "react";
import type { ImportTable } from "../../shared/contract/import-shapes.ts";
import { type Failure, fail } from "../../shared/failures.ts";
import { type ColumnField, columnRules } from "../../shared/model/import-columns.ts";
import { call } from "../client/client.ts";
import type { Columns } from "./table-columns.tsx";
import type { ReadInput } from "./use-importing.ts";

/** More than this is refused by the core too; what is larger is not even read. */
const fileBytesMost = 32 * 1024 * 1024;

type Chosen = { fileName: string; bytes: Uint8Array; table: ImportTable; columns: Columns };

/** One for the screen. */
export function useTable(onRead: (input: ReadInput) => void) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const look = async (fileName: string, bytes: Uint8Array, hasHeader?: boolean): Promise<void> => {
    const seen = await call("import.table", { bytes, ...(hasHeader === undefined ? {} : { hasHeader }) });
    if (!seen.ok) return setFailure(seen.failure);
    setFailure(null);
    setChosen({ fileName, bytes, table: seen.value, columns: seen.value.columns.map(({ field }) => field) });
  };
  return {
    chosen,
    failure,
    choose: async (file: File): Promise<void> => {
      setChosen(null);
      if (file.size > fileBytesMost) return setFailure(fail("limit", { field: "bytes", number: file.size }).failure);
      await look(file.name.slice(0, 255), new Uint8Array(await file.arrayBuffer()));
    },
    setHeader: (hasHeader: boolean) => {
      if (chosen !== null) void look(chosen.fileName, chosen.bytes, hasHeader);
    },
    /** A field that only one column can be leaves the column that was it before. */
    setColumn: (place: number, field: ColumnField | null) => {
      if (chosen === null) return;
      const isOne = field !== null && columnRules[field].isOne;
      const columns = chosen.columns.map((before, at) =>
        at === place ? field : isOne && before === field ? null : before,
      );
      setChosen({ ...chosen, columns });
    },
    read: () => {
      if (chosen === null) return;
      const { bytes, fileName, columns, table } = chosen;
      onRead({ format: "csv", bytes, fileName, columns, hasHeader: table.hasHeader });
    },
    forget: () => {
      setChosen(null);
      setFailure(null);
    },
  };
}
