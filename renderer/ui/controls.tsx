/** Small shared controls: buttons, keys, badges, avatars, marks. They draw; they know nothing of the product. */
import { Tooltip } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, ReactNode, Ref } from "react";
import { initials, tintOf } from "./tint.ts";

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & {
  ref?: Ref<HTMLButtonElement>;
  kind?: "main" | "default" | "quiet" | "final";
  size?: 28 | 32;
  shortcut?: string;
  pressed?: boolean;
};

/** A button: verb and object. One `main` per view; `final` only in dialogs that destroy. */
export function Button({ kind = "default", size = 28, shortcut, pressed, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`btn ${className ?? ""}`}
      data-kind={kind}
      data-size={size}
      data-pressed={pressed}
      {...rest}
    >
      {children}
      {shortcut !== undefined && shortcut !== "" && (
        <span className="kbd-in" data-letter={isLetter(shortcut)} aria-hidden="true">
          {shortcut}
        </span>
      )}
    </button>
  );
}

type IconProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> & {
  icon: LucideIcon;
  label: string;
  shortcut?: string;
  pressed?: boolean;
};

/** An icon that acts; its name and key are in the tooltip and for screen readers. */
export function IconButton({ icon: Icon, label, shortcut, pressed, className, ...rest }: IconProps) {
  return (
    <Tooltip
      label={
        <span className="line">
          {label}
          {shortcut !== undefined && <Kbd>{shortcut}</Kbd>}
        </span>
      }
      openDelay={400}
      classNames={{ tooltip: "tip" }}
    >
      <button
        type="button"
        className={`icon-btn ${className ?? ""}`}
        aria-label={label}
        aria-pressed={pressed}
        data-pressed={pressed}
        {...rest}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
      </button>
    </Tooltip>
  );
}

/** A key that a text field would take as a letter: it is not shown while one has the focus. */
const isLetter = (key: unknown): boolean => typeof key === "string" && /^[A-Z/?]$/.test(key);

/** A key as it is printed on the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="kbd" data-letter={isLetter(children)}>
      {children}
    </kbd>
  );
}

export type Tone = "plain" | "ok" | "att" | "act" | "new" | "raised" | "outline";

/** A badge: always icon and word. */
export function Badge({
  icon: Icon,
  tone = "plain",
  small = false,
  children,
}: {
  icon: LucideIcon;
  tone?: Tone;
  small?: boolean;
  children: ReactNode;
}) {
  return (
    <span className="badge" data-tone={tone} data-small={small}>
      <Icon size={12} strokeWidth={2.1} aria-hidden="true" />
      {children}
    </span>
  );
}

const letterSize: Record<number, string> = { 16: "8px", 20: "9px", 24: "10px", 28: "11px", 40: "14px" };
const markRadius: Record<number, string> = { 24: "5px", 28: "6px", 40: "8px" };

type LettersProps = { id: string; text: string; size: number; shape: "avatar" | "mark" };

/** Letters on the tint of their id: round for people, soft square for things. */
function Letters({ id, text, size, shape }: LettersProps) {
  const tint = tintOf(id);
  return (
    <span
      className={shape}
      aria-hidden="true"
      style={{
        width: size,
        height: size,
        fontSize: letterSize[size],
        background: `var(--tint-${tint})`,
        color: `var(--tint-text-${tint})`,
        ...(shape === "mark" ? { borderRadius: markRadius[size] } : {}),
      }}
    >
      {text}
    </span>
  );
}

/** A person. */
export function Avatar({ id, name, size = 28 }: { id: string; name: string; size?: 16 | 20 | 24 | 28 | 40 }) {
  return <Letters id={id} text={initials(name, "person")} size={size} shape="avatar" />;
}

/** A tool or item, by its letters; nothing is ever fetched. */
export function Mark({ id, name, size = 28 }: { id: string; name: string; size?: 24 | 28 | 40 }) {
  return <Letters id={id} text={initials(name, "thing")} size={size} shape="mark" />;
}

/** The team's square letter. */
export function TeamMark({ name, size }: { name: string; size: 20 | 40 }) {
  return (
    <span
      className="mark"
      aria-hidden="true"
      style={{
        width: size,
        height: size,
        borderRadius: size === 40 ? 9 : 5,
        fontSize: size === 40 ? 18 : 12,
        background: "var(--mark)",
        color: "var(--mark-text)",
      }}
    >
      {initials(name, "thing").slice(0, 1)}
    </span>
  );
}

type ChipProps = { isOn: boolean; count: string; onPick(): void; children: string };

/** One of several choices of what a list shows, with how much there is of it. */
export function Chip({ isOn, count, onPick, children }: ChipProps) {
  return (
    <button type="button" className="chip" aria-pressed={isOn} onClick={onPick}>
      <span className="cut">{children}</span> <span className="tab">{count}</span>
    </button>
  );
}
