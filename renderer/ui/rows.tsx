/** The two-line row, a field of an item, copying, alerts and bones: shared by all sections. They draw; they know no command. */
import { Tooltip } from "@mantine/core";
import { Copy, type LucideIcon } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { words } from "../../shared/copy/words.ts";
import { Kbd } from "./controls.tsx";

type LinesProps = { title: ReactNode; fact?: ReactNode; meta?: ReactNode; badge?: ReactNode };

/** Name and a quiet fact on the right; below, meta and a small badge. */
export function TwoLines({ title, fact, meta, badge }: LinesProps) {
  return (
    <span className="two-lines">
      <span>
        <span className="row-title cut grow">{title}</span>
        {fact}
      </span>
      <span>
        <span className="meta cut grow">{meta}</span>
        {badge}
      </span>
    </span>
  );
}

type CopyProps = { label: string; shortcut?: string | undefined; onCopy(): void };

/** Copies; the word appears while the row is under the pointer. */
export function CopyButton({ label, shortcut, onCopy }: CopyProps) {
  const name = `${words.act.copy}: ${label}`;
  return (
    <Tooltip
      label={
        <span className="line">
          {name}
          {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
        </span>
      }
      openDelay={400}
      classNames={{ tooltip: "tip" }}
    >
      <button type="button" className="copy-btn" aria-label={name} onClick={onCopy}>
        <Copy size={16} strokeWidth={1.75} aria-hidden="true" />
        <span className="copy-word" aria-hidden="true">
          {words.act.copy}
        </span>
      </button>
    </Tooltip>
  );
}

type FieldProps = {
  label: ReactNode;
  /** `secret` 44 px, `code` 52 px, `many` grows with its lines, `narrow` has its label above. */
  kind?: "secret" | "code" | "many" | "narrow" | undefined;
  acts?: ReactNode;
  className?: string;
  children?: ReactNode;
};

/** One field of an item, read only: label, value, acts. */
export function Field({ label, kind, acts, className, children }: FieldProps) {
  return (
    <div
      className={`field ${kind === "code" || kind === "narrow" ? kind : ""}`}
      data-secret={kind === "secret"}
      data-many={kind === "many"}
    >
      <div className="field-label">{label}</div>
      <div className={`field-value ${className ?? ""}`}>{children}</div>
      {acts}
    </div>
  );
}

type AlertProps = {
  icon: LucideIcon;
  tone?: "plain" | "att" | "act";
  title: ReactNode;
  /** Something that just happened: read out at once. */
  isNow?: boolean;
  children?: ReactNode;
};

/** Something that the person should know before they go on. */
export function Alert({ icon: Icon, tone = "att", title, isNow = false, children }: AlertProps) {
  return (
    <div className="alert" data-tone={tone} role={isNow ? "alert" : "note"}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      <div className="grow">
        <div className="row-title">{title}</div>
        {children !== undefined && children !== false && <div className="t1">{children}</div>}
      </div>
    </div>
  );
}

const bonesAfterMs = 150;

/** True once `isWaiting` has lasted 150 ms, so that quick answers show no bones. */
export function useSlow(isWaiting: boolean): boolean {
  const [isSlow, setSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) {
      setSlow(false);
      return;
    }
    const timer = setTimeout(() => setSlow(true), bonesAfterMs);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return isSlow;
}

/** One row that is on its way. */
export function BoneRow({ widthPercent }: { widthPercent: number }) {
  return (
    <div className="row skeleton-row" aria-hidden="true">
      <span className="bone bone-mark" />
      <span className="two-lines">
        <span className="bone bone-line" style={{ width: `${widthPercent}%` }} />
        <span className="bone bone-line" style={{ width: `${widthPercent * 0.8}%` }} />
      </span>
    </div>
  );
}
