/** Domains of logins that no tool has yet: several are added at once. */
import { Checkbox } from "@mantine/core";
import { BookCheck, ChevronRight, CircleHelp } from "lucide-react";
import { useState } from "react";
import type { Suggestion } from "../../shared/contract/tool-shapes.ts";
import { words } from "../../shared/copy/words.ts";
import type { UserId } from "../../shared/encoding/ids.ts";
import { limits } from "../../shared/encoding/limits.ts";
import { call, useAnswer } from "../client/client.ts";
import { useKeys } from "../page/keys.ts";
import { tell, tellFailure } from "../page/notify.tsx";
import { useStep } from "../page/use-route.ts";
import { Badge, Button, Mark } from "../ui/controls.tsx";
import { Select } from "../ui/inputs.tsx";
import { useLayer } from "../ui/layers.ts";
import type { Active } from "./tool-filters.ts";

type SuggestionsProps = { active: Active; onBack(): void };

/** What is chosen: those of the catalogue at first; an owner for each where one is named. */
function useChosen(found: Suggestion[]) {
  const [marks, setMarks] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [owners, setOwners] = useState<ReadonlyMap<string, string>>(new Map());
  const isChosen = ({ domain, isKnown }: Suggestion): boolean => marks.get(domain) ?? isKnown;
  return {
    isChosen,
    chosen: found.filter(isChosen).slice(0, limits.toolsPerAct),
    ownerOf: (domain: string): string => owners.get(domain) ?? "",
    mark: (one: Suggestion) => setMarks(new Map(marks).set(one.domain, !isChosen(one))),
    setOwner: (domain: string, owner: string) => setOwners(new Map(owners).set(domain, owner)),
  };
}

/** The page; Escape leads back to the list. */
export function ToolSuggestions({ active, onBack }: SuggestionsProps) {
  useStep("tool-suggested");
  useLayer("sheet", onBack);
  const answer = useAnswer("tool.suggest", {});
  const found = answer.value ?? [];
  const choice = useChosen(found);
  const { chosen, ownerOf } = choice;
  const [isBusy, setBusy] = useState(false);
  const add = async (): Promise<void> => {
    setBusy(true);
    const tools = chosen.map(({ name, domain }) => ({
      name,
      domain,
      owner: (ownerOf(domain) || null) as UserId | null,
    }));
    const added = await call("tool.accept", { tools });
    setBusy(false);
    if (!added.ok) return tellFailure(added.failure);
    tell(words.tools.addedMany(added.value.added));
    onBack();
  };
  useKeys({
    open: () => {
      if (chosen.length > 0 && !isBusy) void add();
      return true;
    },
  });
  return (
    <main className="detail tool-page" tabIndex={-1} aria-label={words.tools.suggestions}>
      <div className="band detail-band">
        <span className="line grow">
          <button type="button" className="link" onClick={onBack}>
            {words.tools.back}
          </button>
          <ChevronRight size={14} className="t3" aria-hidden="true" />
          <span className="section">{words.tools.suggestions}</span>
          <span className="meta cut not-small">{words.tools.suggestedFrom}</span>
        </span>
        <Button kind="main" disabled={chosen.length === 0 || isBusy} onClick={() => void add()}>
          {words.tools.addChosen(chosen.length)}
        </Button>
      </div>
      <div className="tool-part tool-suggested">
        {found.length === 0 && !answer.isLoading ? (
          <p className="list-note">{words.tools.suggestedNone}</p>
        ) : (
          <table className="table">
            <tbody>
              {found.map((one) => (
                <SuggestionRow key={one.domain} {...{ one, active, choice }} />
              ))}
            </tbody>
          </table>
        )}
        <p className="meta">{words.tools.suggestedNote}</p>
      </div>
    </main>
  );
}

type RowProps = { one: Suggestion; active: Active; choice: ReturnType<typeof useChosen> };

function SuggestionRow({ one, active, choice }: RowProps) {
  const { name, domain, isKnown, logins } = one;
  return (
    <tr>
      <td className="tool-check">
        <Checkbox
          size="xs"
          aria-label={words.tools.choose(name)}
          checked={choice.isChosen(one)}
          onChange={() => choice.mark(one)}
        />
      </td>
      <th scope="row">
        <span className="line">
          <Mark id={domain} name={name} size={28} />
          <span className="grow">
            <span className="row-title cut block-line">{name}</span>
            <span className="meta mono cut block-line">{domain}</span>
          </span>
        </span>
      </th>
      <td className="t2">{words.tools.logins(logins)}</td>
      <td className="not-small">
        <Badge icon={isKnown ? BookCheck : CircleHelp} tone={isKnown ? "plain" : "outline"}>
          {isKnown ? words.tools.known : words.tools.unknown}
        </Badge>
      </td>
      <td>
        <Select
          aria-label={words.tools.ownerOf(name)}
          value={choice.ownerOf(domain)}
          onChange={(event) => choice.setOwner(domain, event.target.value)}
        >
          <option value="">{words.tools.noOwner}</option>
          {[...active].map(([user, called]) => (
            <option key={user} value={user}>
              {called}
            </option>
          ))}
        </Select>
      </td>
    </tr>
  );
}
