/** Where each group of the file goes, and what will happen in words. */
import { Equal, Import, type LucideIcon, Paperclip, Plus, TriangleAlert, UsersRound } from "lucide-react";
import type { ImportPreview } from "../../shared/contract/import-shapes.ts";
import type { VaultShape } from "../../shared/contract/shapes.ts";
import { fileSize } from "../../shared/copy/file-size.ts";
import { words } from "../../shared/copy/words.ts";
import { Button } from "../ui/controls.tsx";
import { readersOf } from "../vaults/readers.ts";
import { vaultTitle } from "../vaults/vault-title.ts";
import type { sharedTargets } from "./preview-rows.ts";
import { TargetPicker } from "./target-picker.tsx";
import { type Targets, vaultForEach } from "./targets.ts";

type GroupsProps = {
  groups: ImportPreview["groups"];
  vaults: VaultShape[];
  targets: Targets;
  /** The group whose rows are shown; null: all. */
  shown: string | null;
  /** While items are taken nothing is chosen any more. */
  isFixed: boolean;
  will: Will;
  onShow(group: string | null): void;
  onTargets(targets: Targets): void;
};
/** Bytes of files that are sent, and that the server still takes from this person; null where it does not say. */
export type FileSpace = { bytes: number; left: number | null };
/** Counts of what will happen. */
export type Will = {
  vaults: string[];
  shared: ReturnType<typeof sharedTargets>;
  added: number;
  changed: number;
  same: number;
  not: number;
  files: FileSpace;
};

/** The column on the left. */
export function GroupTargets({ groups, vaults, targets, shown, isFixed, will, onShow, onTargets }: GroupsProps) {
  return (
    <div className="import-groups">
      <div className="import-group-head meta">
        <span className="grow">{words.import.group}</span>
        <span className="import-target">{words.import.goes}</span>
      </div>
      {groups.map(({ name, count }) => (
        <div key={name} className="import-group" data-shown={shown === name} data-away={targets.get(name) === null}>
          <button
            type="button"
            className="import-group-name cut"
            title={name}
            aria-pressed={shown === name}
            onClick={() => onShow(shown === name ? null : name)}
          >
            {name === "" ? words.import.top : name} <span className="t3 tab">{count}</span>
          </button>
          <TargetPicker
            group={name}
            target={targets.get(name) ?? null}
            vaults={vaults}
            isFixed={isFixed}
            onTarget={(target) => onTargets(new Map(targets).set(name, target))}
          />
        </div>
      ))}
      {!isFixed && (
        <>
          {groups.length > 1 && (
            <div className="import-each">
              <Button onClick={() => onTargets(vaultForEach(groups, vaults))}>{words.import.eachVault}</Button>
            </div>
          )}
          <WhatHappens {...will} />
        </>
      )}
    </div>
  );
}

function filesLine({ bytes, left }: FileSpace): [LucideIcon, string] {
  const size = fileSize(bytes);
  if (left !== null && bytes > left) return [TriangleAlert, words.import.tooMuch(size, fileSize(left))];
  return [Paperclip, words.import.willSend(size, left === null ? null : fileSize(left))];
}

function WhatHappens({ vaults, shared, added, changed, same, not, files }: Will) {
  const lines: [LucideIcon, string][] = [
    ...(vaults.length > 0 ? [[Plus, words.import.willMake(vaults)] as [LucideIcon, string]] : []),
    ...shared.map(({ vault, items }): [LucideIcon, string] => [
      UsersRound,
      words.import.willShare(items, vaultTitle(vault), readersOf(vault)),
    ]),
    ...(added + changed > 0 ? [[Import, words.import.willSave(added, changed)] as [LucideIcon, string]] : []),
    ...(files.bytes > 0 ? [filesLine(files)] : []),
    ...(same + not > 0 ? [[Equal, words.import.willLeave(same, not)] as [LucideIcon, string]] : []),
  ];
  if (lines.length === 0) return null;
  return (
    <section className="import-will" aria-label={words.import.will}>
      <h2 className="row-title">{words.import.will}</h2>
      {lines.map(([Icon, line]) => (
        <div key={line} className="import-will-line meta">
          <Icon size={14} strokeWidth={1.75} aria-hidden="true" />
          <span>{line}</span>
        </div>
      ))}
    </section>
  );
}
