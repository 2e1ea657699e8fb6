/** What a rule is about: all that is shared, or some vaults, tools or classes of data. */
import { useId } from "react";
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { TeamRules } from "../../shared/contract/policy.ts";
import { words } from "../../shared/copy/words.ts";
import { dataClasses } from "../../shared/model/records/tool-record.ts";
import { useAnswer } from "../client/client.ts";
import { vaultTitle } from "../vaults/vault-title.ts";

type Scope = CommandInput<"gate.preview">["rule"]["scope"];
const kinds = ["all", "class", "vault", "tool"] as const;
type Kind = (typeof kinds)[number];
/** What is marked of each kind is kept while another is looked at. */
export type ScopeChoice = { kind: Kind; marked: Record<Exclude<Kind, "all">, readonly string[]> };

/** As the rule says it now; where it is about several kinds, the first that is not all. */
export function scopeFrom(scope: TeamRules["secondFactor"]["scope"]): ScopeChoice {
  const of = (kind: Kind) => scope.flatMap((one) => (one.kind === kind && one.id !== null ? [one.id as string] : []));
  const kind = scope.some((one) => one.kind === "all") ? "all" : (scope[0]?.kind ?? "all");
  return { kind, marked: { class: of("class"), vault: of("vault"), tool: of("tool") } };
}

/** As the core takes it. */
export function wantedScope({ kind, marked }: ScopeChoice): Scope {
  if (kind === "all") return [{ kind, id: null }];
  return marked[kind].map((id) => ({ kind, id })) as Scope;
}

type ScopeProps = { scope: ScopeChoice; onScope(scope: ScopeChoice): void };

/** The choice. */
export function GateScope({ scope, onScope }: ScopeProps) {
  const name = useId();
  const named: Record<Kind, string> = {
    ...{ all: words.gate.all, class: words.gate.onlyClasses },
    ...{ vault: words.gate.onlyVaults, tool: words.gate.onlyTools },
  };
  return (
    <fieldset className="gate-scope">
      <legend className="section">{words.gate.for}</legend>
      {kinds.map((kind) => (
        <div key={kind}>
          <label className="line">
            <input
              type="radio"
              name={name}
              checked={kind === scope.kind}
              onChange={() => onScope({ ...scope, kind })}
            />
            {named[kind]}
          </label>
          {kind !== "all" && kind === scope.kind && <Marks kind={kind} scope={scope} onScope={onScope} />}
        </div>
      ))}
    </fieldset>
  );
}

/** Those that can be marked, by their names. */
function useMarkable(kind: Exclude<Kind, "all">): { id: string; name: string }[] {
  const vaults = useAnswer("vault.list", {}, kind === "vault").value ?? [];
  const tools = useAnswer("tool.list", {}, kind === "tool").value?.tools ?? [];
  if (kind === "class") return dataClasses.map((id) => ({ id, name: words.tools.dataClasses[id] }));
  if (kind === "tool") return tools.map(({ tool, name }) => ({ id: tool, name }));
  return vaults.filter((one) => one.kind === "shared").map((vault) => ({ id: vault.vault, name: vaultTitle(vault) }));
}

function Marks({ kind, scope, onScope }: ScopeProps & { kind: Exclude<Kind, "all"> }) {
  const { marked } = scope;
  const toggle = (id: string): void => {
    const without = marked[kind].filter((one) => one !== id);
    const now = without.length === marked[kind].length ? [...without, id] : without;
    onScope({ ...scope, marked: { ...marked, [kind]: now } });
  };
  return (
    <div className="gate-marks">
      {useMarkable(kind).map(({ id, name }) => (
        <label key={id} className="line">
          <input type="checkbox" checked={marked[kind].includes(id)} onChange={() => toggle(id)} />
          <span className="cut">{name}</span>
        </label>
      ))}
    </div>
  );
}
