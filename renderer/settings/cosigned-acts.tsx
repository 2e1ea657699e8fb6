/** Which acts two people sign, by the team's rules; an admin changes it, with another admin's signature. */
import { Checkbox } from "@mantine/core";
import { TriangleAlert, UserCheck, UsersRound } from "lucide-react";
import { useState } from "react";
import type { TeamRules } from "../../shared/contract/policy.ts";
import { words } from "../../shared/copy/words.ts";
import { call, queries } from "../client/client.ts";
import { cosignedNames } from "../page/cosign-change.ts";
import { tellAct, tellFailure } from "../page/notify.tsx";
import { Badge, Button } from "../ui/controls.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Setting } from "./setting.tsx";

type ActsProps = { rules: TeamRules; mayChange: boolean };

/** The part of the page. */
export function CosignedActs({ rules, mayChange }: ActsProps) {
  const [isChanging, setChanging] = useState(false);
  const isOn = rules.cosigned.length > 0;
  return (
    <>
      <h2 className="section settings-next">{words.cosign.heading}</h2>
      <Setting title={words.cosign.always} note={words.cosign.alwaysNote}>
        <Badge icon={UsersRound} tone="ok">
          {words.cosign.two}
        </Badge>
      </Setting>
      {cosignedNames.map((type) => (
        <Setting key={type} title={words.cosign.acts[type]} note={words.cosign.notes[type]}>
          <Signers isTwo={rules.cosigned.includes(type)} />
        </Setting>
      ))}
      {mayChange && !isOn && !rules.canCosign && <Setting icon={TriangleAlert} title={words.cosign.nobody} />}
      {mayChange && (isOn || rules.canCosign) && (
        <Setting title={words.cosign.which}>
          <Button onClick={() => setChanging(true)}>{words.cosign.change}</Button>
        </Setting>
      )}
      {isChanging && <ChangeCosigned rules={rules} onClose={() => setChanging(false)} />}
    </>
  );
}

function Signers({ isTwo }: { isTwo: boolean }) {
  return (
    <Badge icon={isTwo ? UsersRound : UserCheck} tone={isTwo ? "ok" : "plain"}>
      {isTwo ? words.cosign.two : words.cosign.one}
    </Badge>
  );
}

function ChangeCosigned({ rules, onClose }: { rules: TeamRules; onClose(): void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(rules.cosigned));
  const [isBusy, setBusy] = useState(false);
  const cosigned = cosignedNames.filter((type) => chosen.has(type));
  const isSame = cosigned.length === rules.cosigned.length && cosigned.every((type) => rules.cosigned.includes(type));
  const toggle = (type: string): void => {
    const next = new Set(chosen);
    if (!next.delete(type)) next.add(type);
    setChosen(next);
  };
  const change = async (): Promise<void> => {
    setBusy(true);
    const set = await call("policy.set", { cosigned });
    setBusy(false);
    if (!set.ok) return tellFailure(set.failure);
    void queries.invalidateQueries({ queryKey: ["policy.get"] });
    tellAct(set.value, words.rules.changed);
    onClose();
  };
  return (
    <Dialog
      name="rules-cosigned"
      title={words.cosign.title}
      note={words.cosign.note}
      done={words.cosign.done}
      isBusy={isBusy}
      canDo={!isSame}
      onClose={onClose}
      onDone={() => void change()}
    >
      <fieldset className="role-choices">
        <legend className="only-read">{words.cosign.heading}</legend>
        {cosignedNames.map((type, at) => (
          <Checkbox
            key={type}
            size="xs"
            label={words.cosign.acts[type]}
            description={words.cosign.notes[type]}
            checked={chosen.has(type)}
            disabled={!rules.canCosign && !rules.cosigned.includes(type)}
            data-autofocus={at === 0 ? "" : undefined}
            onChange={() => toggle(type)}
          />
        ))}
      </fieldset>
    </Dialog>
  );
}
