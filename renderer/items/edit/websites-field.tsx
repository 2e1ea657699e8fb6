/** The websites of an item in the editor: address, and where it counts. */
import { Plus, X } from "lucide-react";
import { useId } from "react";
import type { UrlShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { Button, IconButton } from "../../ui/controls.tsx";
import { FieldError, Select } from "../../ui/inputs.tsx";
import { likelyHost } from "../shown/website.ts";
import { EditRow } from "./edit-row.tsx";
import { excessOf } from "./excess.ts";
import { TooLong } from "./too-long.tsx";

const mostUrls = 20;
const matches = ["domain", "host", "exact", "never"] as const;

type WebsitesProps = { urls: UrlShape[]; faults: number[]; onChange(urls: UrlShape[]): void };

/** All of them, and one more. */
export function WebsitesField({ urls, faults, onChange }: WebsitesProps) {
  const id = useId();
  return (
    <EditRow label={words.items.websites}>
      {urls.map((url, at) => (
        <OneWebsite
          // biome-ignore lint/suspicious/noArrayIndexKey: a website is known by its place in the list
          key={at}
          id={`${id}-${at}`}
          name={`${words.edit.website} ${at + 1}`}
          url={url}
          isFaulty={faults.includes(at)}
          onPut={(change) => onChange(urls.map((one, index) => (index === at ? { ...one, ...change } : one)))}
          onRemove={urls.length > 1 ? () => onChange(urls.filter((_, index) => index !== at)) : null}
        />
      ))}
      {urls.length < mostUrls && (
        <Button kind="quiet" className="add-line" onClick={() => onChange([...urls, { url: "", match: "domain" }])}>
          <Plus size={14} strokeWidth={1.75} aria-hidden="true" />
          {words.edit.addWebsite}
        </Button>
      )}
    </EditRow>
  );
}

type OneProps = {
  id: string;
  name: string;
  url: UrlShape;
  isFaulty: boolean;
  onPut(change: Partial<UrlShape>): void;
  onRemove: (() => void) | null;
};

function OneWebsite({ id, name, url: { url, match }, isFaulty, onPut, onRemove }: OneProps) {
  const likely = likelyHost(url);
  return (
    <div className="edit-site">
      <div className="input-wrap">
        <input
          id={id}
          className="input site-input"
          aria-label={name}
          aria-invalid={isFaulty || excessOf("url", url.trim()) > 0}
          aria-describedby={isFaulty || likely !== null ? `${id}-note` : undefined}
          value={url}
          spellCheck={false}
          autoComplete="off"
          inputMode="url"
          onChange={(event) => onPut({ url: event.target.value })}
        />
        <span className="input-acts">
          {url !== "" && (
            <Select
              isQuiet
              aria-label={`${words.edit.match}, ${name}`}
              value={match}
              onChange={(event) => onPut({ match: event.target.value as UrlShape["match"] })}
            >
              {matches.map((one) => (
                <option key={one} value={one}>
                  {words.edit.matches[one]}
                </option>
              ))}
            </Select>
          )}
          {onRemove !== null && <IconButton icon={X} label={words.edit.removeWebsite} onClick={onRemove} />}
        </span>
      </div>
      <TooLong excess={excessOf("url", url.trim())} />
      {isFaulty && <FieldError id={`${id}-note`}>{words.edit.badWebsite}</FieldError>}
      {!isFaulty && likely !== null && (
        <p className="meta edit-note" id={`${id}-note`}>
          {words.edit.noDot}{" "}
          <button type="button" className="link underlined" onClick={() => onPut({ url: likely })}>
            {words.edit.didYouMean(likely)}
          </button>
        </p>
      )}
    </div>
  );
}
