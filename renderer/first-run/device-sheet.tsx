/** The device sheet at set-up: print it, or write it down and check it; going on without it is asked once and can be made good later. */
import { KeyRound, Lock, Settings2 } from "lucide-react";
import { useState } from "react";
import type { SheetKept } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { call } from "../client/client.ts";
import { tellFailure } from "../page/notify.tsx";
import { Button } from "../ui/controls.tsx";
import { Dialog, Fact } from "../ui/dialog.tsx";
import type { NewSheet } from "./new-sheet.ts";
import { SheetDesk } from "./sheet-desk.tsx";
import { Steps, type StepsProps } from "./steps.tsx";

/** Where its step stands, by what its person was doing. */
const frames = {
  create: () => ({ route: "create-sheet", heading: words.create.heading, steps: words.create.steps, at: 2 }),
  join: (team) => ({ route: "join-sheet", heading: words.join.heading(team), steps: words.join.steps, at: 1 }),
  link: () => ({ route: "link-sheet", heading: words.newComputer.heading, steps: words.newComputer.steps, at: 3 }),
  recover: () => ({ route: "link-sheet", heading: words.recovery.newHeading, steps: words.recovery.steps, at: 2 }),
} satisfies Record<NewSheet["from"], (team: string) => Pick<StepsProps, "route" | "heading" | "steps" | "at">>;

type StepProps = { sheet: NewSheet; deviceName: string; keychain: "os" | "file"; onDone(): void };

/** The step. */
export function DeviceSheetStep({ sheet, deviceName, keychain, onDone }: StepProps) {
  const [kept, setKept] = useState<SheetKept["how"] | null>(null);
  const [isSkipping, setSkipping] = useState(false);
  const { text, team, person } = sheet;
  const goOn = async (): Promise<void> => {
    if (kept === null) return;
    const put = await call("account.sheetKept", { how: kept });
    if (!put.ok) tellFailure(put.failure);
    onDone();
  };
  return (
    <Steps
      {...frames[sheet.from](team)}
      aside={words.sheet.other}
      title={words.sheet.title}
      note={words.sheet.note(keychain)}
      foot={
        <>
          <span />
          <span className="line">
            <Button kind="quiet" size={32} onClick={() => setSkipping(true)}>
              {words.sheet.without}
            </Button>
            <Button kind="main" size={32} disabled={kept === null} onClick={() => void goOn()}>
              {words.sheet.done}
            </Button>
          </span>
        </>
      }
    >
      <SheetDesk paper={{ text, team, person, deviceName }} onKept={setKept} />
      {isSkipping && <WithoutSheet keychain={keychain} onClose={() => setSkipping(false)} onDone={onDone} />}
    </Steps>
  );
}

type WithoutProps = { keychain: "os" | "file"; onClose(): void; onDone(): void };

function WithoutSheet({ keychain, onClose, onDone }: WithoutProps) {
  const [lost = "", again = "", later = ""] = words.sheet.withoutFacts(keychain);
  return (
    <Dialog
      name="sheet-without"
      title={words.sheet.withoutTitle}
      onClose={onClose}
      onDone={onDone}
      done={words.sheet.withoutDone}
    >
      <Fact icon={KeyRound}>{lost}</Fact>
      <Fact icon={Lock}>{again}</Fact>
      <Fact icon={Settings2}>{later}</Fact>
    </Dialog>
  );
}
