/** A table that was chosen: its first rows, and what each column becomes. Secrets, and what may be one, are shown as dots. */
import { Checkbox } from "@mantine/core";
import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import type { ImportTable } from "../../shared/contract/import-shapes.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import type { Failure } from "../../shared/failures.ts";
import { type ColumnField, columnFields, columnRules } from "../../shared/model/import-columns.ts";
import { Button, IconButton } from "../ui/controls.tsx";
import { FieldError, Select } from "../ui/inputs.tsx";

export type Columns = (ColumnField | null)[];
type ColumnsProps = {
  table: ImportTable;
  columns: Columns;
  failure: Failure | null;
  isReading: boolean;
  onColumn(at: number, field: ColumnField | null): void;
  onHeader(hasHeader: boolean): void;
  onRead(): void;
};

/** The second view of the screen, for tables. */
export function TableColumns({ table, columns, failure, isReading, onColumn, onHeader, onRead }: ColumnsProps) {
  const isReady = columns.some((field) => field !== null);
  return (
    <form
      className="table-columns"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isReading) onRead();
      }}
    >
      <div className="table-columns-head">
        <div className="grow">
          <h2 className="title">{words.import.columnsTitle}</h2>
          <p className="meta">{words.import.tableFound(table.rows, table.columns.length, table.encoding)}</p>
        </div>
        <Checkbox
          size="xs"
          label={words.import.hasHeader}
          checked={table.hasHeader}
          onChange={(event) => onHeader(event.currentTarget.checked)}
        />
        <Button kind="main" type="submit" disabled={!isReady || isReading}>
          {isReading ? words.import.reading : words.import.look}
        </Button>
      </div>
      {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
      <div className="table-columns-list">
        <div className="table-column meta">
          <span>{words.import.column}</span>
          <span>{words.import.becomes}</span>
          <span>{words.import.firstRows}</span>
        </div>
        {table.columns.map(({ name, samples }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns have only their place, names may repeat
          <div key={at} className="table-column" data-away={columns[at] === null}>
            <span className="row-title cut" title={name}>
              {name}
            </span>
            <Select
              aria-label={`${words.import.becomes}: ${name}`}
              autoFocus={at === 0}
              value={columns[at] ?? ""}
              onChange={(event) => onColumn(at, event.target.value === "" ? null : (event.target.value as ColumnField))}
            >
              {columnFields.map((field) => (
                <option key={field} value={field}>
                  {words.import.columnFields[field]}
                </option>
              ))}
              <option value="">{words.import.leaveAway}</option>
            </Select>
            <Samples name={name} samples={samples} field={columns[at] ?? null} />
          </div>
        ))}
      </div>
    </form>
  );
}

type SamplesProps = { name: string; samples: string[]; field: ColumnField | null };

/** What is not known yet, or is left away, may be a secret as well as what is chosen to be one. */
function Samples({ name, samples, field }: SamplesProps) {
  const [isShown, setShown] = useState(false);
  const isSecret = field === null || columnRules[field].isHidden;
  const filled = samples.filter((sample) => sample !== "");
  if (filled.length === 0) return <span className="table-samples t3">{words.import.emptyColumn}</span>;
  return (
    <span className="table-samples">
      {isSecret && (
        <IconButton
          icon={isShown ? EyeOff : Eye}
          label={isShown ? words.import.hideColumn(name) : words.import.showColumn(name)}
          pressed={isShown}
          onClick={() => setShown(!isShown)}
        />
      )}
      {filled.map((sample, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the first rows have only their place
        <span key={at} className="t2 cut exact">
          {isSecret && !isShown ? "••••••••" : sample}
        </span>
      ))}
    </span>
  );
}
