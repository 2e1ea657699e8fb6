/** Several codes that were read: which parts of an export are there, and where each code goes. */
import { Checkbox } from "@mantine/core";
import { Ban, Check, QrCode } from "lucide-react";
import type { CodeParts, FoundCode } from "../../../shared/contract/codes.ts";
import type { VaultShape } from "../../../shared/contract/shapes.ts";
import { words } from "../../../shared/copy/words.ts";
import { Mark } from "../../ui/controls.tsx";
import { Select } from "../../ui/inputs.tsx";
import { vaultTitle } from "../../vaults/vault-title.ts";
import { foundName, likeliest, toItem, toVault } from "./taking.ts";

const said = words.codes.adding;

/** The parts of each export, with those that are missing by their number. */
export function Parts({ exports }: { exports: readonly CodeParts[] }) {
  return exports.map(({ size, read }, at) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: exports have no other name here
    <section key={at} className="stack" style={{ gap: 8 }} aria-label={said.parts(read.length, size)}>
      <div className="line">
        <strong className="grow">{said.parts(read.length, size)}</strong>
        <span className="t2">{said.soFar(read.reduce((sum, { codes }) => sum + codes, 0))}</span>
      </div>
      <div className="code-parts">
        {Array.from({ length: size }, (_, index) => {
          const part = read.find((one) => one.index === index);
          const Icon = part === undefined ? QrCode : Check;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its number
            <div key={`part ${index}`} className="code-part" data-missing={part === undefined}>
              <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
              {part === undefined ? said.missing(index + 1) : said.part(index + 1, part.codes)}
            </div>
          );
        })}
      </div>
    </section>
  ));
}

type FoundProps = {
  found: readonly FoundCode[];
  vaults: readonly VaultShape[];
  choiceOf(at: number): string | null;
  choose(at: number, to: string | null): void;
};

/** A row for each; what is not taken says why. */
export function FoundCodes({ found, ...props }: FoundProps) {
  return (
    <div className="code-found-list">
      {found.map((one) => (
        <FoundRow key={one.at} one={one} {...props} />
      ))}
    </div>
  );
}

function FoundRow({ one, vaults, choiceOf, choose }: Omit<FoundProps, "found"> & { one: FoundCode }) {
  const { at, account, refused, takenAs } = one;
  const name = foundName(one);
  const choice = choiceOf(at);
  const isOpen = refused === null && takenAs === null;
  return (
    <div className="code-found">
      {isOpen ? (
        <Checkbox
          size="xs"
          aria-label={name}
          checked={choice !== null}
          onChange={(event) => choose(at, event.currentTarget.checked ? likeliest(one, vaults) : null)}
        />
      ) : (
        <Ban size={16} strokeWidth={1.75} className="t3" aria-hidden="true" />
      )}
      <Mark id={name} name={name} size={24} />
      <span className="grow cut">
        <span className="row-title">{name}</span> {one.issuer !== null && <span className="meta exact">{account}</span>}
      </span>
      {isOpen && choice !== null && (
        <Where one={one} vaults={vaults} choice={choice} onChoose={(to) => choose(at, to)} isQuiet />
      )}
      {isOpen && choice === null && one.held[0] !== undefined && (
        <span className="meta cut">{said.held(one.held[0].title)}</span>
      )}
      {!isOpen && <span className="meta">{takenAs === null ? refusedWords(refused) : said.takenAs}</span>}
    </div>
  );
}

/** By the reason, where it is one that people know. */
function refusedWords(refused: string | null): string {
  const known: Record<string, string> = said.notTaken;
  return known[refused ?? ""] ?? said.notTaken.any;
}

type WhereProps = {
  one: FoundCode;
  vaults: readonly VaultShape[];
  choice: string;
  onChoose(to: string): void;
  isQuiet?: boolean;
};

/** Logins that it may belong to, then a new login in each vault that this person may change. */
export function Where({ one, vaults, choice, onChoose, isQuiet = false }: WhereProps) {
  const titleOf = (vault: string): string => vaultTitle(vaults.find((each) => each.vault === vault));
  return (
    <Select
      aria-label={said.intoOf(foundName(one))}
      isQuiet={isQuiet}
      value={choice}
      onChange={(event) => onChoose(event.target.value)}
    >
      {one.places.map(({ item, title, vault }) => (
        <option key={item} value={toItem(item)}>
          {said.intoItem(title, titleOf(vault))}
        </option>
      ))}
      {vaults.map((vault) => (
        <option key={vault.vault} value={toVault(vault.vault)}>
          {said.newIn(vaultTitle(vault))}
        </option>
      ))}
    </Select>
  );
}
