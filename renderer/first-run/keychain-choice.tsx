/** No keychain answers: what that costs, and the person's own choice. */
import { Checkbox } from "@mantine/core";
import { TriangleAlert } from "lucide-react";
import { words } from "../../shared/copy/words.ts";

/** Says it plainly and asks. */
export function KeychainChoice({ accepts, onAccept }: { accepts: boolean; onAccept(accepts: boolean): void }) {
  return (
    <div className="caution" style={{ marginTop: 18 }}>
      <TriangleAlert size={16} aria-hidden="true" />
      <div>
        <div className="section">{words.create.keychainTitle}</div>
        <p style={{ margin: "2px 0 8px" }}>{words.create.keychainNote}</p>
        <Checkbox
          size="xs"
          label={words.create.keychainAccept}
          checked={accepts}
          onChange={(event) => onAccept(event.currentTarget.checked)}
        />
      </div>
    </div>
  );
}
