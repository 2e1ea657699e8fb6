/** Who opens a session in the server's tests: a person's computer or sheet of paper, the holder of an invite, a founder. */
import type { TeamId } from "../../shared/encoding/ids.ts";
import type { Invited } from "../../shared/testing/posts.ts";
import type { Person, TestTeam } from "../../shared/testing/team.ts";
import { type Caller, connect, type Place, type TestClient } from "./client.ts";

/** The session caller of a person's computer. */
export function deviceCaller(team: TeamId, { user, device, keys }: Person): Caller {
  return { team, identity: { kind: "device", user, device }, signKey: keys.signKey };
}

/** The session caller of a person's sheet of paper. */
export function paperCaller(team: TeamId, { user, device, keys }: Person): Caller {
  return { team, identity: { kind: "paper", user, device }, signKey: keys.signKey };
}

/** The session caller of an invite. */
export function inviteCaller(team: TeamId, { invite: entry, signKey }: Invited): Caller {
  return { team, identity: { kind: "invite", invite: entry }, signKey };
}

/** The session caller of somebody who makes a team. */
export function founderCaller(team: TeamId, { user, device, keys }: Person): Caller {
  return { team, identity: { kind: "founder", user, device, signPk: keys.signPk }, signKey: keys.signKey };
}

/** Connects a person's computer. */
export function connectPerson(place: Place, team: TestTeam, person: Person): Promise<TestClient> {
  return connect(place, deviceCaller(team.team, person));
}
