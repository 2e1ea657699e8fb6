/** The device sheet as it is printed: whose it is, its lines, and the same as a QR code. */
import { KeyRound } from "lucide-react";
import { day } from "../../shared/copy/dates.ts";
import { words } from "../../shared/copy/words.ts";
import { QrCode } from "../ui/qr-code.tsx";
import { groupChars, linesOf } from "./sheet-groups.ts";

/** `server`: a recovery sheet, on which its address stands too. */
export type Paper = { text: string; team: string; person: string; deviceName: string; server?: string };

/** `isCovered`: dots in the place of its code, while somebody types it from their own copy. */
export function SheetPaper({ paper, isCovered = false }: { paper: Paper; isCovered?: boolean }) {
  const { text, team, person, deviceName, server } = paper;
  const lines = linesOf(text);
  return (
    <div className="paper printed">
      <div className="line" style={{ justifyContent: "space-between" }}>
        <span className="line section" style={{ gap: 6 }}>
          <KeyRound size={13} />
          {words.app}
        </span>
        <span className="meta">{server === undefined ? words.sheet.heading : words.recovery.heading}</span>
      </div>
      <p className="meta" style={{ margin: "10px 0 12px" }}>
        {[team, person].filter((part) => part !== "").join(", ")}
        <br />
        {[deviceName, day(Date.now())].filter((part) => part !== "").join(", ")}
        {server !== undefined && (
          <>
            <br />
            {words.recovery.server(server)}
          </>
        )}
      </p>
      <ol className="paper-lines mono">
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never move, and two of them may be equal
          <li key={at} data-line={isCovered ? "" : line.join("-")}>
            <small>{at + 1}</small>
            {line.map((group, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: nor do groups
              <span key={place}>{isCovered ? "•".repeat(Math.min(group.length, groupChars)) : group}</span>
            ))}
          </li>
        ))}
      </ol>
      <div className="paper-code">
        {isCovered ? (
          <p className="meta paper-cover">{words.sheet.covered}</p>
        ) : (
          <>
            <QrCode text={text.toUpperCase()} label={words.sheet.code} />
            <p className="meta">{words.sheet.codeNote}</p>
          </>
        )}
      </div>
      <p className="meta" style={{ marginTop: 12 }}>
        {server === undefined ? words.sheet.keep : words.recovery.keep}
      </p>
    </div>
  );
}
