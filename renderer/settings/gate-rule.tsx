/** Setting what is asked of logins before more people can open them: what it would hold back today stands beside the choice. */
import { PenLine } from "lucide-react";
import { useState } from "react";
import type { CommandInput } from "../../shared/contract/commands.ts";
import type { GatePreview } from "../../shared/contract/gate.ts";
import type { TeamRules } from "../../shared/contract/policy.ts";
import { words } from "../../shared/copy/words.ts";
import type { Standing } from "../../shared/model/second-factor/state.ts";
import { call, queries, useAnswer } from "../client/client.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { standingBadges } from "../page/standing-badges.ts";
import { Badge, Button, Mark } from "../ui/controls.tsx";
import { useLayer } from "../ui/layers.ts";
import { Alert } from "../ui/rows.tsx";
import { GateScope, type ScopeChoice, scopeFrom, wantedScope } from "./gate-scope.tsx";

type Rule = CommandInput<"gate.preview">["rule"];
type RuleProps = { rules: TeamRules; signers: readonly string[]; onClose(): void };

const modes = ["off", "warn", "require"] as const;
const standings: readonly Standing[] = ["settled", "attention", "unsettled", "unknown"];

/** The same for the same places, in whatever order. */
const namesOf = (scope: readonly { kind: string; id: string | null }[]): string =>
  scope
    .map(({ kind, id }) => `${kind} ${id ?? ""}`)
    .sort()
    .join("\n");

/** In place of the page of the rules; Escape leaves it as it was. */
export function GateRulePage({ rules, signers, onClose }: RuleProps) {
  const { secondFactor } = rules;
  const [mode, setMode] = useState(secondFactor.mode);
  const [scope, setScope] = useState<ScopeChoice>(() => scopeFrom(secondFactor.scope));
  const [isBusy, setBusy] = useState(false);
  useLayer("sheet", onClose);
  const rule: Rule = { mode, scope: wantedScope(scope) };
  const preview = useAnswer("gate.preview", { rule }, true, true).value;
  const isSame = mode === secondFactor.mode && namesOf(rule.scope) === namesOf(secondFactor.scope);
  const save = async (): Promise<void> => {
    setBusy(true);
    const set = await call("policy.set", { secondFactor: rule });
    setBusy(false);
    if (!set.ok) return tellFailure(set.failure);
    void queries.invalidateQueries({ queryKey: ["policy.get"] });
    tell(set.value.state === "queued" ? words.gate.asked : words.gate.changed);
    onClose();
  };
  const [only] = signers;
  const saveWord =
    only === undefined ? words.gate.save : signers.length > 1 ? words.gate.askSeveral : words.gate.saveAsking(only);
  return (
    <section className="gate-rule" aria-label={words.gate.title}>
      <div className="gate-head">
        <h2 className="title grow cut">{words.gate.title}</h2>
        <Button kind="quiet" shortcut="Esc" onClick={onClose}>
          {words.act.cancel}
        </Button>
        <Button kind="main" disabled={isSame || isBusy || rule.scope.length === 0} onClick={() => void save()}>
          <span className="cut">{saveWord}</span>
        </Button>
      </div>
      <div className="gate-choose">
        <Modes mode={mode} before={secondFactor.mode} onMode={setMode} />
        <GateScope scope={scope} onScope={setScope} />
        <h3 className="section">{words.gate.passes}</h3>
        <p className="meta">{words.gate.passesWeak}</p>
        <p className="meta">{words.gate.passesException}</p>
        {signers.length > 0 && <Alert icon={PenLine} tone="plain" title={words.gate.needsTwo(signers.join(", "))} />}
      </div>
      {preview !== undefined && <Would preview={preview} />}
    </section>
  );
}

type ModesProps = { mode: Rule["mode"]; before: Rule["mode"]; onMode(mode: Rule["mode"]): void };

function Modes({ mode, before, onMode }: ModesProps) {
  return (
    <fieldset className="role-choices">
      <legend className="only-read">{words.gate.title}</legend>
      {modes.map((one) => (
        <label key={one} className="choice" data-chosen={one === mode}>
          <input type="radio" name="gate-mode" checked={one === mode} onChange={() => onMode(one)} />
          <span className="grow">
            <span className="line">
              <span className="choice-name grow">{words.gate.modes[one]}</span>
              {one === before && <span className="meta">{words.gate.today}</span>}
            </span>
            <span className="meta">{words.gate.modeNotes[one]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function headOf({ mode, total, logins }: GatePreview): string {
  if (mode === "off" || total === 0) return words.gate.holdsNothing(logins);
  return mode === "require" ? words.gate.would(total, logins) : words.gate.wouldWarn(total, logins);
}

/** Today's list, with counts; what could not be looked at is said. */
function Would({ preview }: { preview: GatePreview }) {
  const { counts, held, total, absent, unseen } = preview;
  const vaults = useAnswer("vault.list", {}).value ?? [];
  return (
    <div className="gate-would">
      <h3 className="title" role="status">
        {headOf(preview)}
      </h3>
      <p className="meta">{words.gate.wouldNote}</p>
      <p className="line gate-counts">
        {standings.map((one) => (
          <span key={one} className="line">
            <span className="gate-key" data-standing={one} aria-hidden="true" />
            <b className="tab">{counts[one]}</b> {words.gate.counts[one]}
          </span>
        ))}
      </p>
      <div className="gate-bar" aria-hidden="true">
        {standings.map(
          (one) => counts[one] > 0 && <span key={one} data-standing={one} style={{ flexGrow: counts[one] }} />,
        )}
      </div>
      {absent > 0 && <p className="meta">{words.gate.absent(absent)}</p>}
      {unseen.length > 0 && <p className="meta">{words.gate.unseen(unseen.length)}</p>}
      {held.length > 0 && (
        <table className="table gate-table">
          <thead>
            <tr>
              {[words.gate.columns.login, words.gate.columns.factor, words.gate.columns.vault].map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {held.map(({ item, title, vault, standing, reason }) => (
              <tr key={item}>
                <td>
                  <span className="line">
                    <Mark id={item} name={title} />
                    <span className="cut">{title}</span>
                  </span>
                </td>
                <td>
                  <Badge {...standingBadges[standing]}>{words.gate.reasons[reason]}</Badge>
                </td>
                <td className="t2">
                  <span className="cut">{vaults.find((one) => one.vault === vault)?.title ?? ""}</span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {total > held.length && <p className="meta">{words.gate.more(total - held.length)}</p>}
    </div>
  );
}
