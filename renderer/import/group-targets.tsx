/** Where each group of the file goes. */
import type { ImportPreview, VaultShape } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { Select } from "../ui/inputs.tsx";
import { vaultTitle } from "../vaults/vault-title.ts";
import type { Targets } from "./targets.ts";

type GroupsProps = {
  groups: ImportPreview["groups"];
  vaults: VaultShape[];
  targets: Targets;
  /** While items are taken nothing is chosen any more. */
  isFixed: boolean;
  onTargets(targets: Targets): void;
};

/** The column on the left. */
export function GroupTargets({ groups, vaults, targets, isFixed, onTargets }: GroupsProps) {
  return (
    <div className="import-groups">
      <div className="import-group-head meta">
        <span className="grow">{words.import.group}</span>
        <span className="import-target">{words.import.goes}</span>
      </div>
      {groups.map(({ name, count }) => (
        <div key={name} className="import-group">
          <span className="grow cut" title={name}>
            {name === "" ? words.import.top : name} <span className="t3 tab">{count}</span>
          </span>
          <Select
            className="import-target"
            aria-label={`${words.import.goes}: ${name === "" ? words.import.top : name}`}
            value={targets[name] ?? ""}
            disabled={isFixed}
            onChange={(event) => onTargets({ ...targets, [name]: event.target.value })}
          >
            {vaults.map((vault) => (
              <option key={vault.vault} value={vault.vault}>
                {vaultTitle(vault)}
              </option>
            ))}
            <option value="">{words.import.skip}</option>
          </Select>
        </div>
      ))}
    </div>
  );
}
