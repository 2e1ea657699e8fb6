/** A secret being edited: dots until it is shown or typed over. What was not touched is not read. */
import { Eye, EyeOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { words } from "../../../shared/copy/words.ts";
import { tellFailure } from "../../page/notify.tsx";
import { IconButton } from "../../ui/controls.tsx";
import { callAsking } from "../shown/ask-again.tsx";
import { excessOf, type Sized } from "./excess.ts";
import { TooLong } from "./too-long.tsx";

const dots = "••••••••••";

type SecretProps = {
  id: string;
  label: string;
  /** Where the present value can be read; null where there is none. */
  from: { item: string; field: string } | null;
  /** Null: not touched and not read. */
  value: string | null;
  /** How long it may be. */
  sized: Sized;
  /** Several lines, as of a key: none of them is lost when it is pasted. */
  hasLines?: boolean;
  acts?: ReactNode;
  /** The focus left the field. */
  onLeave?: (() => void) | undefined;
  onChange(value: string): void;
  /** The present value was read, to be seen or altered. */
  onRead(value: string): void;
};

/** The input and its eye. */
export function SecretInput(props: SecretProps) {
  const { id, label, from, value, sized, hasLines = false, acts, onChange, onRead } = props;
  const [isShown, setShown] = useState(false);
  const toggle = async (): Promise<void> => {
    if (!isShown && value === null && from !== null) {
      const read = await callAsking("item.reveal", from);
      if (!read.ok) return tellFailure(read.failure);
      onRead(read.value.value);
    }
    setShown(!isShown);
  };
  const shared = {
    id,
    className: "input mono secret-input",
    "aria-label": label,
    value: value ?? "",
    "aria-invalid": excessOf(sized, value) > 0,
    spellCheck: false,
    onBlur: props.onLeave,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (
    <>
      <div className="input-wrap">
        {hasLines || (isShown && value?.includes("\n") === true) ? (
          // A line of text would swallow the breaks of a key or a certificate.
          <textarea
            rows={4}
            placeholder={value === null && from !== null ? dots : ""}
            autoComplete="off"
            {...shared}
            className={`${shared.className} key-input`}
            data-hidden={!isShown}
          />
        ) : (
          <input
            type={isShown ? "text" : "password"}
            placeholder={value === null && from !== null ? dots : ""}
            autoComplete="new-password"
            {...shared}
          />
        )}
        <span className="input-acts at-top">
          <IconButton
            icon={isShown ? EyeOff : Eye}
            label={`${isShown ? words.act.hide : words.act.show}: ${label}`}
            onClick={() => void toggle()}
          />
          {acts}
        </span>
      </div>
      <TooLong excess={excessOf(sized, value)} />
    </>
  );
}
