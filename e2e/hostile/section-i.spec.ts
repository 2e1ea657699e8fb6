/** Section I: members and guests against members, on a server that is honest. */
import { deviceCaller, inviteCaller, paperCaller } from "../../server/testing/callers.ts";
import { connect, openSession, type TestClient } from "../../server/testing/client.ts";
import { addPerson, post, type TestServer } from "../../server/testing/test-server.ts";
import { inboxKeys } from "../../shared/crypto/device-keys.ts";
import { envelopeHash } from "../../shared/crypto/hash.ts";
import { sealLetter } from "../../shared/crypto/letter-envelope.ts";
import { newId } from "../../shared/crypto/random.ts";
import type { LetterId, VaultId } from "../../shared/encoding/ids.ts";
import type { Result } from "../../shared/failures.ts";
import { makeCertificate } from "../../shared/protocol/join/join.ts";
import { commit as buildOn, fold } from "../../shared/testing/commits.ts";
import {
  type Plan,
  planAccess,
  planArchive,
  planCancel,
  planInvite,
  planRotate,
  signed,
} from "../../shared/testing/entries.ts";
import { admit, createVault, grant, invite, joiner } from "../../shared/testing/posts.ts";
import { statement } from "../../shared/testing/statements.ts";
import { newComputer, type Person, takeFirst, must as value, vaultOfKind } from "../../shared/testing/team.ts";
import { type Attack, checkSection } from "./attack.ts";
import { commit } from "./on-protocol.ts";
import { asked } from "./on-server.ts";

type Fixture = TestServer & {
  vault: VaultId;
  reader: { person: Person; client: TestClient };
  stranger: { person: Person; client: TestClient };
};

/** A vault of Ada's with one commit, that a reader may use and a stranger may not. */
async function withReader(fixture: TestServer): Promise<Fixture> {
  const { team, founder } = fixture;
  const reader = await addPerson(fixture);
  const stranger = await addPerson(fixture);
  const { vault, built } = createVault(team, team.founder);
  await post(founder, built);
  await post(founder, grant(team, team.founder, { vault, to: reader.person, permission: "use" }));
  const first = buildOn(team, team.founder, { vault });
  value(await founder.call("push", { commits: [first.bytes], envelopes: first.envelopes }, vault));
  fold(team, vault, first.bytes);
  return { ...fixture, vault, reader, stranger };
}

/** The same call by who may not and by who may. */
function call(
  changes: string,
  code: "not-found" | "role" | "invite",
  make: (fixture: Fixture, who: Person, client: TestClient) => Promise<Result<unknown>>,
  who: "reader" | "stranger",
): Attack {
  return asked(changes, code, async (plain) => {
    const fixture = await withReader(plain);
    return (evil) => {
      const { person, client } = evil ? fixture[who] : { person: fixture.team.founder, client: fixture.founder };
      return make(fixture, person, client);
    };
  });
}

const pushes = ({ team, vault }: Fixture, who: Person, client: TestClient) => {
  const built = buildOn(team, who, { vault });
  return client.call("push", { commits: [built.bytes], envelopes: built.envelopes }, vault);
};
const posts =
  (plan: (fixture: Fixture) => Plan) =>
  (fixture: Fixture, who: Person, client: TestClient): Promise<Result<unknown>> => {
    const made = plan(fixture);
    const bytes = signed(fixture, who, made);
    return client.call("append", { entries: [bytes], blobs: made.blobs, setup: null });
  };

/** The holder of an invite's key, before anybody let them in. */
function guest(
  changes: string,
  code: "role",
  make: (fixture: Fixture, client: TestClient) => Promise<Result<unknown>>,
): Attack {
  return asked(changes, code, async (plain) => {
    const fixture = await withReader(plain);
    const invited = invite(fixture.team, fixture.team.founder);
    await post(fixture.founder, invited.built);
    const client = await connect(fixture.server, inviteCaller(fixture.team.team, invited));
    return (evil) => make(fixture, evil ? client : fixture.founder);
  });
}

checkSection("I", {
  110: [
    call(
      "commits of a vault that one may not see",
      "not-found",
      ({ vault }, _who, client) => client.call("commits", { from: 1 }, vault),
      "stranger",
    ),
    call("a commit to a vault that one may not see", "not-found", pushes, "stranger"),
    call(
      "envelopes of a vault that one may not see",
      "not-found",
      ({ vault }, _who, client) => client.call("envelopes", { vault, hashes: [envelopeHash(new Uint8Array())] }),
      "stranger",
    ),
    call("the join messages, by a member", "role", (_fixture, _who, client) => client.call("joins", {}), "stranger"),
    call(
      "what a new computer says to somebody else's",
      "not-found",
      async ({ founder }, _who, client) => {
        const { slot } = value(await founder.call("openLink", {}));
        return client.call("linkOld", { slot, put: null });
      },
      "stranger",
    ),
    call(
      "letters to the inbox of audit, by a member",
      "not-found",
      ({ team }, _who, client) => client.call("letters", { from: 0 }, vaultOfKind(team.state, "audit").vault),
      "stranger",
    ),
    call(
      "letters to the inbox of a vault that one may not see",
      "not-found",
      ({ vault }, _who, client) => client.call("letters", { from: 0 }, vault),
      "stranger",
    ),
    call(
      "the key of an inbox, by who does not read it",
      "not-found",
      ({ team }, _who, client) => {
        const { vault, epoch } = vaultOfKind(team.state, "audit");
        const { kemPk } = inboxKeys(team.keys.get(vault)?.[0] as Uint8Array);
        return client.call("openInbox", { epoch, kemPk }, vault);
      },
      "stranger",
    ),
    call("all heads, by a member", "role", (_fixture, _who, client) => client.call("allHeads", {}), "stranger"),
  ],
  111: [
    guest("an invite's key asks for vaults", "role", (_fixture, client) => client.call("vaults", {})),
    guest("an invite's key asks for commits", "role", ({ vault }, client) =>
      client.call("commits", { from: 1 }, vault),
    ),
    guest("an invite's key asks for bundles", "role", (_fixture, client) => client.call("bundles", { from: 0 })),
    guest("an invite's key asks where others stand", "role", (_fixture, client) => client.call("heads", { from: 0 })),
    guest("an invite's key says where it stands", "role", ({ team }, client) =>
      client.call("stateHeads", { statement: statement(team, team.founder, { vaults: [] }) }),
    ),
    guest("an invite's key brings entries back", "role", (_fixture, client) =>
      client.call("restoreLog", { entries: [], blobs: [], statements: [] }),
    ),
    guest("an invite's key asks what is lacking", "role", (_fixture, client) => client.call("lacking", { from: 0 })),
    guest("an invite's key brings commits back", "role", ({ vault }, client) =>
      client.call("restoreVault", { commits: [], envelopes: [] }, vault),
    ),
    guest("an invite's key brings a computer", "role", (_fixture, client) => client.call("openLink", {})),
    ...(["secondFactor", "enrolSecondFactor", "checkSecondFactor", "secondFactors"] as const).map((route) =>
      guest(`an invite's key asks for ${route}`, "role", (_fixture, client) => client.call(route, {})),
    ),
    call(
      "a member asks who has a second factor",
      "role",
      (_fixture, _who, client) => client.call("secondFactors", {}),
      "reader",
    ),
    guest("an invite's key writes a letter", "role", ({ team }, client) => {
      const { vault: to, epoch } = vaultOfKind(team.state, "audit");
      const id = newId<LetterId>();
      const { kemPk } = inboxKeys(team.keys.get(to)?.[0] as Uint8Array);
      const bytes = sealLetter(kemPk, { team: team.team, to, epoch, id }, new Uint8Array(300));
      return client.call("sendLetter", { epoch, id, bytes }, to);
    }),
    guest("an invite's key asks for join messages", "role", (_fixture, client) => client.call("joins", {})),
    ...(
      ["vaults", "space", "heads", "openLink", "joins", "allHeads", "secondFactor", "enrolSecondFactor"] as const
    ).map((route) =>
      asked(`a sheet of paper asks for ${route}`, "role", async ({ team, founder, server }) => {
        const paper = newComputer(team, team.founder);
        const certificate = makeCertificate(paper.keys, { team: team.team, user: paper.user }, "paper");
        await post(founder, takeFirst(team, team.founder, { type: "device-add", certificate }));
        const client = await connect(server, paperCaller(team.team, paper));
        const request = route === "heads" ? { from: 0 } : {};
        return (evil) => (evil ? client : founder).call(route as "space", request as never);
      }),
    ),
    asked("a sheet of paper opens a computer's session", "role", async ({ team, founder, server }) => {
      const paper = newComputer(team, team.founder);
      const certificate = makeCertificate(paper.keys, { team: team.team, user: paper.user }, "paper");
      await post(founder, takeFirst(team, team.founder, { type: "device-add", certificate }));
      return (evil) => openSession(server, evil ? deviceCaller(team.team, paper) : paperCaller(team.team, paper));
    }),
    asked("a used invite posts a join again", "invite", async (plain) => {
      const { team, founder, server } = plain;
      const [used, open] = [invite(team, team.founder), invite(team, team.founder)];
      for (const { built } of [used, open]) await post(founder, built);
      const [first, second] = [
        await connect(server, inviteCaller(team.team, used)),
        await connect(server, inviteCaller(team.team, open)),
      ];
      const newcomer = joiner(team.team, used);
      value(await first.call("join", { join: newcomer.join }));
      await post(founder, admit(team, team.founder, newcomer));
      return (evil) =>
        evil
          ? first.call("join", { join: joiner(team.team, used).join })
          : second.call("join", { join: joiner(team.team, open).join });
    }),
  ],
  112: [
    call("a commit by a reader", "role", pushes, "reader"),
    call(
      "a grant by a reader",
      "role",
      posts(({ team, vault, stranger }) =>
        planAccess(team, team.founder, vault, [{ user: stranger.person.user, permission: "use" }]),
      ),
      "reader",
    ),
    call(
      "an archive by a reader",
      "role",
      posts(({ team, vault }) => planArchive(team, vault)),
      "reader",
    ),
    call(
      "a rotation by a reader",
      "role",
      posts(({ team, vault }) => planRotate(team, [vault])),
      "reader",
    ),
    call(
      "an invite by a member",
      "role",
      posts(({ team }) => planInvite(team).plan),
      "stranger",
    ),
    asked("the end of an invite, by a member", "role", async (plain) => {
      const { team, founder } = plain;
      const { person, client } = await addPerson(plain);
      const open = invite(team, team.founder);
      await post(founder, open.built);
      const bytes = (who: Person) => signed({ team }, who, planCancel(open.id));
      return (evil) =>
        (evil ? client : founder).call("append", {
          entries: [bytes(evil ? person : team.founder)],
          blobs: [],
          setup: null,
        });
    }),
  ],
  113: [
    commit("a purge by an editor", "role", (mine, evil) => {
      const who = evil ? mine.bob : mine.ada;
      const gone = buildOn(mine.team, who, { vault: mine.ops, items: [mine.login], tamper: deletes });
      fold(mine.team, mine.ops, gone.bytes);
      return buildOn(mine.team, who, { vault: mine.ops, items: [mine.login], tamper: purges }).bytes;
    }),
    commit("a purge of what is not deleted", "manifest", (mine, evil) => {
      if (!evil)
        fold(
          mine.team,
          mine.ops,
          buildOn(mine.team, mine.ada, { vault: mine.ops, items: [mine.login], tamper: deletes }).bytes,
        );
      return buildOn(mine.team, mine.ada, { vault: mine.ops, items: [mine.login], tamper: purges }).bytes;
    }),
  ],
  114: { shownBy: "e2e/hostile/server-load.spec.ts, server/teams/quota.test.ts, shared/encoding/costs.test.ts" },
});

type Tamper = NonNullable<Parameters<typeof buildOn>[2]["tamper"]>;
const deletes: Tamper = (change) => ({ ...change, op: "delete", overview: null, secret: null });
const purges: Tamper = (change) => ({ ...deletes(change), op: "purge", purged: [1] });
