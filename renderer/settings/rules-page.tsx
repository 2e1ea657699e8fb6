/** The team's rules: that every session asks for a code, and for admins who has a second factor, as the server says. */
import { Lock, ShieldCheck, ShieldOff, TriangleAlert } from "lucide-react";
import { useState } from "react";
import type { TeamRules } from "../../shared/contract/policy.ts";
import type { AccountStatus, MemberShape } from "../../shared/contract/shapes.ts";
import { shortDay } from "../../shared/copy/dates.ts";
import { sentence } from "../../shared/copy/failures.ts";
import { words } from "../../shared/copy/words.ts";
import { useAnswer } from "../client/client.ts";
import { gateState } from "../page/rule-state.ts";
import { Avatar, Badge, Button } from "../ui/controls.tsx";
import { FieldError } from "../ui/inputs.tsx";
import { ChangeSessions } from "./change-sessions.tsx";
import { CosignedActs } from "./cosigned-acts.tsx";
import { GateRulePage } from "./gate-rule.tsx";
import { Setting } from "./setting.tsx";
import { WaitingChange } from "./waiting-change.tsx";

type PageProps = { status: AccountStatus; members: MemberShape[]; toFactor(): void };

/** The page. */
export function RulesPage({ status, members, toFactor }: PageProps) {
  const rules = useAnswer("policy.get", {}).value;
  const isAdmin = status.role === "admin";
  const [isGate, setGate] = useState(false);
  if (rules === undefined) return null;
  const signers = members.filter(({ user }) => rules.signers.includes(user)).map(({ name }) => name);
  if (isGate) return <GateRulePage {...{ rules, signers }} onClose={() => setGate(false)} />;
  return (
    <>
      <h2 className="section">{words.settings.factor}</h2>
      <SessionsRule {...{ rules, members, isAdmin, toFactor }} />
      <GateRule {...{ rules, isAdmin }} onChange={() => setGate(true)} />
      <CosignedActs rules={rules} mayChange={isAdmin} />
      {isAdmin && <WhoHas members={members} />}
    </>
  );
}

type GateProps = { rules: TeamRules; isAdmin: boolean; onChange(): void };

/** What is asked of logins before more people can open them. */
function GateRule({ rules: { secondFactor }, isAdmin, onChange }: GateProps) {
  const has = useAnswer("secondFactor.status", {}, isAdmin).value?.factor != null;
  const isOn = secondFactor.mode !== "off";
  return (
    <Setting title={words.gate.title} note={words.gate.modeNotes[secondFactor.mode]}>
      <Badge icon={isOn ? ShieldCheck : ShieldOff} tone={secondFactor.mode === "require" ? "ok" : "plain"}>
        {gateState(secondFactor)}
      </Badge>
      {isAdmin ? (
        <Button disabled={!has} aria-label={words.gate.change} onClick={onChange}>
          {words.rules.change}
        </Button>
      ) : (
        <ByAdmins />
      )}
    </Setting>
  );
}

function ByAdmins() {
  return (
    <span className="line t3 setting-fixed">
      <Lock size={12} strokeWidth={2.1} aria-hidden="true" />
      {words.rules.byAdmins}
    </span>
  );
}

type RuleProps = { rules: TeamRules; members: MemberShape[]; isAdmin: boolean; toFactor(): void };

function SessionsRule({ rules, members, isAdmin, toFactor }: RuleProps) {
  const { asked, from } = rules.sessions;
  const own = useAnswer("secondFactor.status", {}, isAdmin);
  const [isChanging, setChanging] = useState(false);
  const isComing = asked && from !== null && from > Date.now();
  const isOn = asked && !isComing;
  const note = !asked ? words.rules.off : isComing ? words.rules.from(shortDay(from)) : words.rules.since;
  const signers = members.filter(({ user }) => rules.signers.includes(user)).map(({ name }) => name);
  const lacksOwn = !asked && own.value?.factor === null;
  const mayChange = !lacksOwn && own.value !== undefined;
  return (
    <>
      <Setting title={words.rules.sessions} note={note}>
        <Badge icon={isOn ? ShieldCheck : ShieldOff} tone={isOn ? "ok" : "plain"}>
          {isOn ? words.rules.on : isComing ? words.rules.notYet : words.rules.isOff}
        </Badge>
        {isAdmin ? (
          <Button disabled={!mayChange} onClick={() => setChanging(true)}>
            {words.rules.change}
          </Button>
        ) : (
          <ByAdmins />
        )}
      </Setting>
      {isAdmin && <WaitingChange members={members} />}
      {isAdmin && lacksOwn && (
        <Setting icon={TriangleAlert} title={words.rules.own}>
          <Button kind="main" onClick={toFactor}>
            {words.rules.toOwn}
          </Button>
        </Setting>
      )}
      {isAdmin && signers.length > 0 && <p className="meta">{words.rules.signers(signers)}</p>}
      {isAdmin && own.failure !== null && <FieldError>{sentence(own.failure)}</FieldError>}
      {isChanging && <ChangeSessions rules={rules} onClose={() => setChanging(false)} />}
    </>
  );
}

/** Whoever has none first. */
function WhoHas({ members }: { members: MemberShape[] }) {
  const { value, failure } = useAnswer("secondFactor.team", {});
  const people = (value ?? [])
    .flatMap(({ user, has }) => {
      const member = members.find((one) => one.user === user);
      return member === undefined ? [] : [{ ...member, has }];
    })
    .sort((one, other) => Number(one.has) - Number(other.has));
  return (
    <>
      <h2 className="section settings-next">{words.rules.who}</h2>
      <p className="meta">
        {value !== undefined && `${words.rules.lacking(people.filter(({ has }) => !has).length, people.length)}. `}
        {words.rules.whoNote}
      </p>
      {failure !== null && <FieldError>{sentence(failure)}</FieldError>}
      {people.map(({ user, name, has }) => (
        <Setting
          key={user}
          title={
            <span className="line">
              <Avatar id={user} name={name} size={24} />
              <span className="cut">{name}</span>
            </span>
          }
        >
          <Badge icon={has ? ShieldCheck : TriangleAlert} tone={has ? "ok" : "att"}>
            {has ? words.rules.has : words.rules.lacks}
          </Badge>
        </Setting>
      ))}
    </>
  );
}
