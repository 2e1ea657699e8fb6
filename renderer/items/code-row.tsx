/** The one-time code: large digits, ring, next code. The core is asked only when a period turns. */
import { Copy } from "lucide-react";
import { useEffect, useState } from "react";
import type { CodeShape } from "../../shared/contract/shapes.ts";
import { call } from "../client.ts";
import { words } from "../copy/words.ts";
import { useNow } from "../frame/status-line.tsx";
import { shownKey } from "../keys.ts";
import { IconButton } from "../ui/controls.tsx";
import { Ring } from "../ui/ring.tsx";
import { copyField } from "./copy-field.ts";

/** `482 917`: halves, so that it can be read aloud. */
export function grouped(code: string): string {
  const half = Math.ceil(code.length / 2);
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

/** The row. */
export function CodeRow({ item }: { item: string }) {
  const [code, setCode] = useState<CodeShape | null>(null);
  const now = useNow(true, 500);
  const isOver = code === null || code.endsAt <= now;
  useEffect(() => {
    if (!isOver) return;
    let isCurrent = true;
    void call("item.code", { item }).then((answer) => {
      if (isCurrent && answer.ok) setCode(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [isOver, item]);
  if (code === null)
    return (
      <div className="field code">
        <div className="field-label">{words.items.code}</div>
      </div>
    );
  const leftMs = Math.max(0, code.endsAt - now);
  return (
    <div className="field code">
      <div className="field-label">{words.items.code}</div>
      <div className="field-value line" style={{ gap: 14 }}>
        <span className="mono code-big" data-testid="code">
          {grouped(code.code)}
        </span>
        <Ring leftMs={leftMs} periodMs={code.periodMs} />
        <span className="t3" style={{ fontWeight: leftMs <= 5000 ? 600 : 400 }}>
          {words.items.next} <span className="mono">{grouped(code.next)}</span>
        </span>
      </div>
      <IconButton
        icon={Copy}
        label={`${words.act.copy}: ${words.items.code}`}
        shortcut={shownKey("copyCode")}
        onClick={() => void copyField(item, "code", words.items.code)}
      />
    </div>
  );
}
