/** Taking everything along that one can open, as an encrypted archive: whether the team lets one, and what came of it. */
import { FileLock2, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { ExportDone, ExportPreview } from "../../shared/contract/exports.ts";
import type { AccountStatus } from "../../shared/contract/shapes.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { Button } from "../ui/controls.tsx";
import { MakeArchive } from "./make-archive.tsx";
import { Setting } from "./setting.tsx";

/** The page. */
export function ExportPage({ status, teamName }: { status: AccountStatus; teamName: string }) {
  const preview = useAnswer("export.preview", {}).value;
  const [isOpen, setOpen] = useState(false);
  const [done, setDone] = useState<ExportDone | null>(null);
  const person = status.profiles.find(({ profile }) => profile === status.profile)?.person ?? "";
  if (preview === undefined) return null;
  const items = itemsIn(preview);
  return (
    <>
      <Setting icon={FileLock2} title={words.export.archive} note={noteOf(preview, items)}>
        {preview.isAllowed && items > 0 && <Button onClick={() => setOpen(true)}>{words.export.make}</Button>}
      </Setting>
      {done !== null && <Made done={done} />}
      {isOpen && (
        <MakeArchive
          preview={preview}
          known={[teamName, person]}
          onDone={(made) => {
            setDone(made);
            setOpen(false);
          }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

const itemsIn = ({ vaults }: ExportPreview): number => vaults.reduce((sum, { items }) => sum + items, 0);

function noteOf({ policy, isAllowed, vaults }: ExportPreview, items: number): string {
  if (!isAllowed) return words.export.refused[policy];
  return items === 0 ? words.export.empty : words.export.holds(items, vaults.length);
}

/** Said until the page is left: what is in the file, and what is not. */
function Made({ done }: { done: ExportDone }) {
  return (
    <div role="status">
      <Setting title={words.export.made(done)} note={words.export.also(done)} />
      {done.left > 0 && (
        <div className="setting-due">
          <Setting icon={TriangleAlert} title={words.export.left(done.left)} />
        </div>
      )}
    </div>
  );
}
