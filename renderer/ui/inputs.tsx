/** Inputs with a label, an error beside them, and what screen readers need to join the three. */
import { useMergedRef } from "@mantine/hooks";
import { ChevronDown, CircleAlert, Eye, EyeOff, Search } from "lucide-react";
import {
  forwardRef,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
  useRef,
  useState,
} from "react";
import { words } from "../../shared/copy/words.ts";
import { IconButton, Kbd } from "./controls.tsx";
import { useLayer } from "./layers.ts";

/** What is wrong, under a field. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <div className="error" id={id} role="alert">
      <CircleAlert size={14} aria-hidden="true" />
      <span>{children}</span>
    </div>
  );
}

type TextProps = InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  hideLabel?: boolean;
  error?: ReactNode;
  acts?: ReactNode;
  note?: ReactNode;
};

/** A line of text. */
export const TextField = forwardRef<HTMLInputElement, TextProps>(function TextField(
  { label, hideLabel, error, acts, note, className, ...rest },
  ref,
) {
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== false;
  return (
    <div>
      <label htmlFor={id} className={hideLabel === true ? "only-read" : "label"}>
        {label}
      </label>
      <div className="input-wrap">
        <input
          ref={ref}
          id={id}
          className={`input ${className ?? ""}`}
          aria-invalid={hasError}
          aria-describedby={hasError ? `${id}-error` : undefined}
          spellCheck={false}
          autoComplete="off"
          {...rest}
        />
        {acts !== undefined && <span className="input-acts">{acts}</span>}
      </div>
      {note}
      {hasError && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
});

/** A secret that is typed: hidden until its eye is pressed. */
export const HiddenField = forwardRef<HTMLInputElement, TextProps>(function HiddenField(
  { acts, className, ...rest },
  ref,
) {
  const [isShown, setShown] = useState(false);
  const eye = (
    <IconButton
      icon={isShown ? EyeOff : Eye}
      label={isShown ? words.act.hide : words.act.show}
      onClick={() => setShown(!isShown)}
    />
  );
  return (
    <TextField
      ref={ref}
      type={isShown ? "text" : "password"}
      className={`${className ?? ""} ${isShown ? "mono" : ""}`}
      acts={
        <>
          {eye}
          {acts}
        </>
      }
      {...rest}
    />
  );
});

type TextAreaProps = TextareaHTMLAttributes<HTMLTextAreaElement> & {
  label: string;
  hideLabel?: boolean;
};

/** Many lines of text. */
export function TextArea({ label, hideLabel, ...rest }: TextAreaProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className={hideLabel === true ? "only-read" : "label"}>
        {label}
      </label>
      <textarea id={id} className="input" spellCheck={false} {...rest} />
    </div>
  );
}

type SearchProps = InputHTMLAttributes<HTMLInputElement> & {
  hasKey?: boolean;
  /** Lies in a sheet: Escape empties it before it leaves the sheet. */
  isInSheet?: boolean;
};

/** A search field: Escape empties it where nothing lies over it. `hasKey` shows the key that leads to it. */
export const SearchField = forwardRef<HTMLInputElement, SearchProps>(function SearchField(
  { hasKey = true, isInSheet = false, ...props },
  ref,
) {
  const field = useRef<HTMLInputElement>(null);
  const merged = useMergedRef(ref, field);
  useLayer(isInSheet ? "inner-filter" : "filter", (props.value ?? "") === "" ? null : () => empty(field.current));
  return (
    <div className="search">
      <Search size={14} strokeWidth={2} aria-hidden="true" />
      <input ref={merged} type="search" spellCheck={false} autoComplete="off" {...props} />
      {hasKey && <Kbd>/</Kbd>}
    </div>
  );
});

/** Empties a field as its person would: whoever holds its text hears of it. */
function empty(field: HTMLInputElement | null): void {
  if (field === null) return;
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(field, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

type SelectProps = SelectHTMLAttributes<HTMLSelectElement> & { isQuiet?: boolean };

/** One of a few: the system's own list, so that every keyboard and reader knows it. Quiet inside other fields and tables. */
export function Select({ isQuiet = false, className, children, ...rest }: SelectProps) {
  return (
    <span className={`select ${isQuiet ? "quiet" : ""} ${className ?? ""}`}>
      <select {...rest}>{children}</select>
      <ChevronDown size={14} strokeWidth={1.75} aria-hidden="true" />
    </span>
  );
}
